import { type Agency, ROLE_LABELS, ROLES, type Role } from "../vocabulary.ts";

/**
 * One table answers who may do what. Screens, actions and downloads ask `may`; the store asks again through the scope
 * in its own `where`. The answer is yes, or no with a sentence that says who can.
 */

export type Membership = {
  role: Role;
  organisationId: string;
  organisationName: string;
  /** The agency that an auditor scores for, or whose service a service manager runs. */
  agency: Agency | null;
  /** The code by which the case files name a plan writer. */
  writerRef: string | null;
};

export type Actor = {
  id: string;
  name: string;
  email: string;
  memberships: Membership[];
};

export const ACTIONS = {
  "cases.view": ["quality_lead", "data_officer", "panel_chair"],
  "cases.import": ["data_officer", "quality_lead"],
  "cycles.view": ["quality_lead", "panel_chair"],
  "cycles.open": ["quality_lead"],
  "sample.draw": ["quality_lead"],
  "audits.assign": ["quality_lead"],
  "audits.score": ["auditor", "panel_chair", "quality_lead"],
  "moderation.chair": ["panel_chair", "quality_lead"],
  "results.view": ["quality_lead", "panel_chair"],
  "results.published": ["quality_lead", "panel_chair", "board_member", "inspector"],
  "reports.make": ["quality_lead"],
  "reports.read": ["quality_lead", "panel_chair", "board_member", "inspector"],
  "rubrics.view": [
    "auditor",
    "panel_chair",
    "quality_lead",
    "plan_writer",
    "service_manager",
    "board_member",
    "inspector",
    "administrator",
  ],
  "themes.view": ["quality_lead", "panel_chair", "auditor"],
  "feedback.read": ["plan_writer", "service_manager"],
  "people.view": ["administrator", "quality_lead"],
  "trail.view": ["administrator", "quality_lead"],
  "retention.view": ["data_officer", "administrator"],
  "retention.run": ["data_officer"],
  "holds.change": ["quality_lead", "data_officer"],
  "cases.export": ["quality_lead"],
  "concerns.raise": ROLES,
  "concerns.view": ["quality_lead"],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof ACTIONS;

export type Verdict = { ok: true } | { ok: false; sentence: string };

/** May this person do this? Object rules (own audit, own feedback) are the caller's scope and stand in the queries. */
export function may(actor: Actor, action: Action): Verdict {
  const allowed: readonly Role[] = ACTIONS[action];
  if (actor.memberships.some((m) => allowed.includes(m.role))) return { ok: true };
  const who = listWords(allowed.map((r) => ROLE_LABELS[r]));
  return { ok: false, sentence: `Only the ${who} can ${CAN[action]}. Ask your quality lead if you need to.` };
}

const CAN: Record<Action, string> = {
  "cases.view": "see the list of cases",
  "cases.import": "import cases",
  "cycles.view": "see this cycle",
  "cycles.open": "open a cycle",
  "sample.draw": "draw a sample",
  "audits.assign": "assign audits",
  "audits.score": "score plans",
  "moderation.chair": "moderate plans",
  "results.view": "see the internal results",
  "results.published": "see the published results",
  "reports.make": "make a report",
  "reports.read": "read reports",
  "rubrics.view": "see the rubric",
  "themes.view": "see the themes",
  "feedback.read": "read feedback on plans",
  "people.view": "see who has an account",
  "trail.view": "see the trail",
  "retention.view": "see what is kept and for how long",
  "retention.run": "remove what has been kept long enough",
  "holds.change": "place and end legal holds",
  "cases.export": "download everything held about a case",
  "concerns.raise": "raise an urgent concern",
  "concerns.view": "see urgent concerns",
};

/** "a", "a or b", "a, b or c". */
function listWords(items: string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} or ${items[items.length - 1]}`;
}

/** Whose feedback this person reads: of the plans they wrote, and on what their services answer for. */
export function feedbackScope(actor: Actor): { writerRefs: string[]; agencies: Agency[] } {
  return {
    writerRefs: actor.memberships.flatMap((m) => (m.role === "plan_writer" && m.writerRef ? [m.writerRef] : [])),
    agencies: actor.memberships.flatMap((m) => (m.role === "service_manager" && m.agency ? [m.agency] : [])),
  };
}

/** The role shown beside a name: the first of the person's roles in the order of the vocabulary, with the agency of an auditor. */
export function roleWords(actor: Actor): string {
  const first = actor.memberships[0];
  if (!first) return "no role yet";
  const agency = first.role === "auditor" && first.agency ? `${AGENCY_ADJECTIVES[first.agency]} ` : "";
  return `${agency}${ROLE_LABELS[first.role]}`;
}

const AGENCY_ADJECTIVES: Record<Agency, string> = {
  education: "education",
  health: "health",
  social_care: "social care",
  setting: "school",
  forum: "forum",
};
