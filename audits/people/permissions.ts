import { RESULTS_OUT } from "../panel/life.ts";
import { type Agency, type CycleStatus, ROLE_LABELS, ROLES, type Role } from "../vocabulary.ts";

/**
 * One table answers who may do what to what. Screens, actions and downloads ask `may`; the store asks again through the
 * scope in its own `where`. The answer is yes, or no with a sentence that says why, and who can.
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

export type Verdict = { ok: true } | { ok: false; sentence: string };

const yes: Verdict = { ok: true };
const no = (sentence: string): Verdict => ({ ok: false, sentence });
const holds = (actor: Actor, roles: readonly Role[]) => actor.memberships.some((m) => roles.includes(m.role));

/** What an action is done to, where that matters. Asked without it, `may` answers whether the person may do it to anything at all. */
export type Subjects = {
  "audits.score": { auditorId: string };
  "meetings.see": { askedIds: readonly string[] };
  "results.published": { status: CycleStatus };
  "measures.service": { service: Agency };
  "feedback.read": { writerRef: string | null; responsible: Agency | "all" };
  /** Somebody's account, by the roles that they hold now. */
  "people.change": { personId: string; roles: readonly Role[] };
  /** The role that somebody is given, or whose end is set. */
  "people.give": { role: Role };
};

type Rule<S> = {
  roles: readonly Role[];
  /** "Only the quality lead can …" */
  can: string;
  /** For those who hold a role: whether they may do it to this. */
  to?: (actor: Actor, subject: S) => Verdict;
};
const rule = <S = never>(roles: readonly Role[], can: string, to?: (actor: Actor, subject: S) => Verdict): Rule<S> => ({
  roles,
  can,
  to,
});

const INTERNAL: readonly Role[] = ["quality_lead", "panel_chair"];
const READERS: readonly Role[] = [...INTERNAL, "board_member", "inspector"];

export const ACTIONS = {
  "cases.view": rule(["quality_lead", "data_officer", "panel_chair"], "see the list of cases"),
  "cases.import": rule(["data_officer", "quality_lead"], "import cases"),
  "cycles.view": rule(INTERNAL, "see this cycle"),
  "cycles.open": rule(["quality_lead"], "open a cycle"),
  "sample.draw": rule(["quality_lead"], "draw a sample"),
  "audits.assign": rule(["quality_lead"], "assign audits"),
  "audits.score": rule<Subjects["audits.score"]>(
    ["auditor", "panel_chair", "quality_lead"],
    "score plans",
    (actor, audit) => (audit.auditorId === actor.id ? yes : no("This audit is not yours.")),
  ),
  "moderation.chair": rule(["panel_chair", "quality_lead"], "moderate plans"),
  "meetings.plan": rule(["panel_chair", "quality_lead"], "plan moderation meetings"),
  "meetings.see": rule<Subjects["meetings.see"]>(
    ["auditor", "panel_chair", "quality_lead"],
    "see moderation meetings",
    (actor, meeting) =>
      holds(actor, INTERNAL) || meeting.askedIds.includes(actor.id) ? yes : no("You are not asked to this meeting."),
  ),
  "reminders.send": rule(["quality_lead"], "see and send reminders"),
  "results.view": rule(INTERNAL, "see the internal results"),
  "results.published": rule<Subjects["results.published"]>(READERS, "see the published results", (actor, cycle) =>
    holds(actor, INTERNAL) || RESULTS_OUT.includes(cycle.status)
      ? yes
      : no("The results of this cycle are published when its moderation has ended."),
  ),
  "measures.published": rule(READERS, "see measures across audits"),
  "measures.service": rule<Subjects["measures.service"]>(
    [...READERS, "service_manager"],
    "see what a service gave",
    (actor, { service }) =>
      holds(actor, READERS) || actor.memberships.some((m) => m.role === "service_manager" && m.agency === service)
        ? yes
        : no("You see what your own service gave."),
  ),
  "steps.set": rule(["quality_lead"], "set a step of a measure"),
  "reports.make": rule(["quality_lead"], "make a report"),
  "reports.read": rule(READERS, "read reports"),
  "rubrics.view": rule(
    [
      "auditor",
      "panel_chair",
      "quality_lead",
      "plan_writer",
      "service_manager",
      "board_member",
      "inspector",
      "administrator",
    ],
    "see the rubric",
  ),
  "rubrics.edit": rule(["quality_lead"], "change rubrics"),
  "rubrics.approve": rule(["panel_chair", "quality_lead"], "record that a partner agrees to a rubric"),
  "themes.view": rule(["quality_lead", "panel_chair", "auditor"], "see the themes"),
  "moderation.take_part": rule(["auditor", "panel_chair", "quality_lead"], "take part in a panel"),
  "calibration.view": rule(INTERNAL, "see how a calibration went"),
  "calibration.open": rule(["quality_lead"], "open a calibration"),
  "feedback.read": rule<Subjects["feedback.read"]>(
    ["plan_writer", "service_manager"],
    "read feedback on plans",
    (actor, plan) => {
      const scope = feedbackScope(actor);
      const own = plan.writerRef !== null && scope.writerRefs.includes(plan.writerRef);
      return own || scope.agencies.some((agency) => agency === plan.responsible)
        ? yes
        : no("You read feedback on plans that you wrote, and on what your service answers for.");
    },
  ),
  "people.view": rule(["administrator", "quality_lead"], "see who has an account"),
  "people.change": rule<Subjects["people.change"]>(
    ["administrator", "quality_lead"],
    "change accounts",
    (actor, account) => {
      if (account.roles.includes("administrator") && !holds(actor, ["administrator"]))
        return no("Only an administrator can change the account of an administrator.");
      if (account.personId === actor.id)
        return no("You cannot change your own roles or remove yourself. Ask another administrator or quality lead.");
      return yes;
    },
  ),
  "people.give": rule<Subjects["people.give"]>(
    ["administrator", "quality_lead"],
    "give somebody a role",
    (actor, given) =>
      given.role === "administrator" && !holds(actor, ["administrator"])
        ? no("Only an administrator can make somebody an administrator.")
        : yes,
  ),
  "people.invite": rule(["administrator", "quality_lead"], "invite people"),
  "account.own": rule(ROLES, "see their own account"),
  "settings.change": rule(["administrator"], "change the settings"),
  "system.view": rule(["administrator"], "see the state of the system"),
  "trail.view": rule(["administrator", "quality_lead"], "see the trail"),
  "retention.view": rule(["data_officer", "administrator"], "see what is kept and for how long"),
  "retention.run": rule(["data_officer"], "remove what has been kept long enough"),
  "holds.change": rule(["quality_lead", "data_officer"], "place and end legal holds"),
  "cases.export": rule(["quality_lead"], "download everything held about a case"),
  "concerns.raise": rule(ROLES, "raise an urgent concern"),
  "concerns.view": rule(["quality_lead"], "see all urgent concerns"),
} as const;

export type Action = keyof typeof ACTIONS;

/** May this person do this, and to this? @returns yes, or no and the sentence for the page */
export function may<A extends Action>(
  actor: Actor,
  action: A,
  ...[subject]: A extends keyof Subjects ? [subject?: Subjects[A]] : []
): Verdict {
  const { roles, can, to } = ACTIONS[action] as Rule<unknown>;
  if (!holds(actor, roles)) {
    const who = listWords(roles.map((r) => ROLE_LABELS[r]));
    return no(`Only the ${who} can ${can}. Ask your quality lead if you need to.`);
  }
  return to && subject !== undefined ? to(actor, subject) : yes;
}

/** The roles that this person may give to somebody whom they invite. */
export const rolesToGive = (actor: Actor): readonly Role[] =>
  may(actor, "people.invite").ok ? ROLES.filter((role) => may(actor, "people.give", { role }).ok) : [];

/** "a", "a or b", "a, b or c". */
export function listWords(items: string[], joined: "or" | "and" = "or"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${joined} ${items[items.length - 1]}`;
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
  return first ? membershipWords(first) : "no role yet";
}

/** "health auditor", "plan writer". */
export function membershipWords({ role, agency }: { role: Role; agency: Agency | null }): string {
  return role === "auditor" && agency ? `${AGENCY_ADJECTIVES[agency]} ${ROLE_LABELS[role]}` : ROLE_LABELS[role];
}

const AGENCY_ADJECTIVES: Record<Agency, string> = {
  education: "education",
  health: "health",
  social_care: "social care",
  setting: "school",
  forum: "forum",
};
