import { dayWords } from "../dates.ts";
import { yearName } from "../rubric/applies.ts";
import { NEED_LABELS, PHASE_LABELS, PLAN_TYPE_LABELS, SETTING_LABELS, type SettingType } from "../vocabulary.ts";
import type { CaseRecord } from "./case.ts";
import { monthInWords } from "./days.ts";

/** What people call each field of a case. */
export const FIELD_LABELS: Record<keyof CaseRecord, string> = {
  pseudonym: "Pseudonym",
  caseRef: "Case reference",
  legalRegime: "Legal regime",
  templateVersion: "Template version",
  planType: "Plan type",
  planDate: "Plan date",
  birthMonth: "Birth month",
  yearGroup: "Year group",
  phase: "Phase",
  sex: "Sex",
  primaryNeed: "Primary need",
  secondaryNeeds: "Secondary needs",
  settingType: "Setting type",
  settingUrn: "Setting URN",
  locality: "Locality",
  lookedAfter: "Looked-after status",
  cinCp: "Child in need or protection plan",
  eotas: "EOTAS",
  homeEducated: "Home educated",
  sendTeam: "SEND team",
  planWriterRef: "Plan writer",
  personalBudget: "Personal budget",
  residential: "Residential",
  requestDate: "Request received",
  decisionToAssessDate: "Decision to assess",
  decisionToIssueDate: "Decision to issue",
  finalDate: "Final plan",
  week20Exempt: "20-week exception",
  reviewMeetingDate: "Review meeting",
  reviewDecision: "Review decision",
  reviewDecisionDate: "Review decision date",
  reviewDraftDate: "Draft amended plan",
  phaseTransferDue: "Phase transfer due",
  phaseTransferFinal: "Phase transfer final plan",
  adviceHealthRequested: "Health advice asked for",
  adviceHealthReceived: "Health advice received",
  adviceCareRequested: "Social care advice asked for",
  adviceCareReceived: "Social care advice received",
  adviceEpRequested: "Psychology advice asked for",
  adviceEpReceived: "Psychology advice received",
  complaint: "Complaint",
  tribunal: "Tribunal appeal",
};

const REGIMES: Record<string, string> = { cfa_2014: "Children and Families Act 2014" };
const REVIEW_DECISIONS = { amend: "Amend", maintain: "Maintain", cease: "Cease" } as const;

/** The value of a field as people read it; "not known" for null. */
export function fieldInWords(record: CaseRecord, field: keyof CaseRecord): string {
  const value = record[field];
  if (value === null || (Array.isArray(value) && value.length === 0))
    return field === "secondaryNeeds" ? "none" : "not known";
  switch (field) {
    case "planType":
      return PLAN_TYPE_LABELS[record.planType];
    case "phase":
      return PHASE_LABELS[record.phase as NonNullable<CaseRecord["phase"]>];
    case "primaryNeed":
      return NEED_LABELS[record.primaryNeed as NonNullable<CaseRecord["primaryNeed"]>];
    case "secondaryNeeds":
      return record.secondaryNeeds.map((need) => NEED_LABELS[need]).join("; ");
    case "settingType":
      return SETTING_LABELS[record.settingType as NonNullable<CaseRecord["settingType"]>];
    case "reviewDecision":
      return REVIEW_DECISIONS[record.reviewDecision as NonNullable<CaseRecord["reviewDecision"]>];
    case "legalRegime":
      return REGIMES[record.legalRegime] ?? record.legalRegime;
    case "yearGroup":
      return yearInWords(record.yearGroup as number);
    case "birthMonth":
      return monthInWords(record.birthMonth as string);
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? dayWords(String(value)) : String(value);
}

function yearInWords(yearGroup: number): string {
  return yearGroup < 0 ? `${-yearGroup} before reception` : yearName(yearGroup);
}

/** What the words for a plan are made from; the case as it was drawn has all of it. */
type CaseWordsOf = {
  yearGroup: number | null;
  phase: string | null;
  primaryNeed: string | null;
  settingType: string | null;
};

/**
 * A plan in a few words for the people who work on it: "Year 9, autism, mainstream secondary". What is not known is left
 * out; nothing in it says more of the child than the year group, the primary need and the kind of setting.
 */
export function caseWords(about: CaseWordsOf): string {
  const words = [year(about), need(about.primaryNeed), setting(about)].filter((part) => part !== null);
  return words.join(", ") || "No year group, need or setting recorded";
}

/** There are no year groups after 14: young people in education until 25 are told apart by phase. */
function year({ yearGroup, phase }: CaseWordsOf): string | null {
  if (yearGroup !== null && yearGroup <= 14) return yearName(yearGroup);
  return yearGroup !== null ? PHASE_LABELS.post_16 : labelIn(PHASE_LABELS, phase);
}

function need(primaryNeed: string | null): string | null {
  const label = labelIn(NEED_LABELS, primaryNeed);
  return primaryNeed === "DS" ? label : label && lowerFirst(label);
}

const SETTINGS_IN_A_SENTENCE: Partial<Record<SettingType, string>> = {
  unit: "SEN unit or resourced provision",
  college: "college or similar",
  eotas: "education otherwise than at school",
  other: "other setting",
};

function setting({ settingType, phase, yearGroup }: CaseWordsOf): string | null {
  const label = labelIn(SETTING_LABELS, settingType);
  if (label === null) return null;
  if (settingType === "mainstream") {
    // Without a year group the words begin with the phase, which is said once.
    const stage = yearGroup === null ? null : labelIn(PHASE_LABELS, phase);
    return stage ? `mainstream ${stage.toLowerCase()}` : "mainstream";
  }
  return SETTINGS_IN_A_SENTENCE[settingType as SettingType] ?? lowerFirst(label);
}

const labelIn = (labels: Record<string, string>, code: string | null): string | null =>
  code === null ? null : (labels[code] ?? null);

const lowerFirst = (label: string) => `${label[0]?.toLowerCase() ?? ""}${label.slice(1)}`;
