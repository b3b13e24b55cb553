/**
 * The closed lists of the field and the words that people see for them. A list that an area may change (criteria, themes,
 * scales, plan sections) is data in a rubric or a codebook, never here.
 */

/** Agencies that score, give advice or receive feedback. */
export const AGENCIES = ["education", "health", "social_care", "setting", "forum"] as const;
export type Agency = (typeof AGENCIES)[number];

export const AGENCY_LABELS: Record<Agency, string> = {
  education: "Education",
  health: "Health",
  social_care: "Social care",
  setting: "School or setting",
  forum: "Parent carer forum",
};

/** One letter for narrow places; the full word is always there for screen readers. */
export const AGENCY_LETTERS: Record<Agency, string> = {
  education: "E",
  health: "H",
  social_care: "S",
  setting: "T",
  forum: "F",
};

export const ROLES = [
  "auditor",
  "panel_chair",
  "quality_lead",
  "plan_writer",
  "service_manager",
  "board_member",
  "data_officer",
  "inspector",
  "administrator",
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Record<Role, string> = {
  auditor: "auditor",
  panel_chair: "panel chair",
  quality_lead: "quality lead",
  plan_writer: "plan writer",
  service_manager: "service manager",
  board_member: "board member",
  data_officer: "data officer",
  inspector: "inspector",
  administrator: "administrator",
};

/** Phase of education, from the year group on the reference date: early years below 0, primary 0 to 6, secondary 7 to 11, post-16 from 12. */
export const PHASES = ["early_years", "primary", "secondary", "post_16"] as const;
export type Phase = (typeof PHASES)[number];

export const PHASE_LABELS: Record<Phase, string> = {
  early_years: "Early years",
  primary: "Primary",
  secondary: "Secondary",
  post_16: "Post-16",
};

/** SEN2 primary need codes. */
export const NEEDS = [
  "SPLD",
  "MLD",
  "SLD",
  "PMLD",
  "SEMH",
  "SLCN",
  "HI",
  "VI",
  "MSI",
  "PD",
  "ASD",
  "DS",
  "OTH",
] as const;
export type Need = (typeof NEEDS)[number];

export const NEED_LABELS: Record<Need, string> = {
  SPLD: "Specific learning difficulty",
  MLD: "Moderate learning difficulty",
  SLD: "Severe learning difficulty",
  PMLD: "Profound and multiple learning difficulty",
  SEMH: "Social, emotional and mental health",
  SLCN: "Speech, language and communication",
  HI: "Hearing impairment",
  VI: "Vision impairment",
  MSI: "Multi-sensory impairment",
  PD: "Physical disability",
  ASD: "Autism",
  DS: "Down syndrome",
  OTH: "Other need",
};

/** Where the child is educated, as far as the return or the area's own list tells. */
export const SETTING_TYPES = [
  "mainstream",
  "special",
  "unit",
  "independent",
  "college",
  "early_years_provider",
  "eotas",
  "home_educated",
  "own_arrangements",
  "alternative_provision",
  "neet",
  "not_in_education",
  "other",
] as const;
export type SettingType = (typeof SETTING_TYPES)[number];

export const SETTING_LABELS: Record<SettingType, string> = {
  mainstream: "Mainstream",
  special: "Special school",
  unit: "SEN unit or resourced provision",
  independent: "Independent or non-maintained",
  college: "College or other post-16",
  early_years_provider: "Early years provider",
  eotas: "Education otherwise than at school (EOTAS)",
  home_educated: "Home educated",
  own_arrangements: "Parents' own arrangements",
  alternative_provision: "Alternative provision",
  neet: "Not in education, employment or training",
  not_in_education: "Not in education",
  other: "Other or type only",
};

export const PLAN_TYPES = ["new", "amended", "maintained", "ceasing", "existing", "transferred", "draft"] as const;
export type PlanType = (typeof PLAN_TYPES)[number];

export const PLAN_TYPE_LABELS: Record<PlanType, string> = {
  new: "New plan",
  amended: "Amended after review",
  maintained: "Maintained after review",
  ceasing: "Review decided to cease",
  existing: "Existing, no review decision",
  transferred: "Moved in from another area",
  draft: "Draft plan",
};

export const LEGAL_REGIMES = ["cfa_2014"] as const;

/** What a cycle is for: to audit plans, or to let auditors compare their levels on made-up plans. */
export const CYCLE_KINDS = ["audit", "calibration"] as const;

/** The life of a cycle, in order. The rubric is locked from `assigned` on. */
export const CYCLE_STATUSES = [
  "draft",
  "sampling",
  "scoring",
  "moderation",
  "feedback",
  "closed",
  "withdrawn",
] as const;
export type CycleStatus = (typeof CYCLE_STATUSES)[number];

export const CYCLE_STATUS_LABELS: Record<CycleStatus, string> = {
  draft: "Draft",
  sampling: "Choosing the sample",
  scoring: "Scoring",
  moderation: "Moderation",
  feedback: "Feedback",
  closed: "Closed",
  withdrawn: "Withdrawn",
};

export const AUDIT_STATUSES = ["assigned", "in_progress", "submitted", "withdrawn"] as const;
export type AuditStatus = (typeof AUDIT_STATUSES)[number];

export const AUDIT_STATUS_LABELS: Record<AuditStatus, string> = {
  assigned: "Not started",
  in_progress: "In progress",
  submitted: "Submitted",
  withdrawn: "Withdrawn",
};

/** Why an audit was withdrawn; what was written stays with it and is not counted. */
export const WITHDRAWALS = ["handed_back", "given_on", "plan_left", "not_waited_for"] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

/** What its auditor reads of it. */
export const WITHDRAWAL_LABELS: Record<Withdrawal, string> = {
  handed_back: "You handed it back",
  given_on: "It went to somebody else",
  plan_left: "The plan left the sample, and nobody audits it",
  not_waited_for: "Scoring goes on without your audit",
};

/** What a finding says about the plan. */
export type FindingKind = "strength" | "improvement";

/** What a legal hold is placed on. */
export const HOLD_SCOPES = ["case", "cycle", "everything"] as const;
export type HoldScope = (typeof HOLD_SCOPES)[number];
