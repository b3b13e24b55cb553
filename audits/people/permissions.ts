import { heldToForumLine } from "../panel/forum.ts";
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
  /** A pack, by whom it was sent to. */
  "feedback.read": PackAddress;
  /** A call to a family, by who was asked to make it. */
  "family.call": { callerId: string | null };
  "reports.sign": { organisationId: string };
  "actions.view": { ownerId: string; services: readonly Agency[] };
  "actions.work": { ownerId: string };
  "actions.respond": { services: readonly Agency[] };
  /** Somebody's account, by the roles that they hold now. */
  "people.change": { personId: string; roles: readonly Role[] };
  /** The role that somebody is given, or whose end is set. */
  "people.give": { role: Role };
};

/** Whom a feedback pack was sent to. */
export type PackAddress = {
  receiver: "plan_writer" | Agency;
  /** Plan writers: the code in the case files, or one person. */
  writerRef: string | null;
  personId: string | null;
  /** Services: the organisation. */
  organisationId: string | null;
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
/** Who reads what is published. An inspector reads what was put into a room, and nothing else. */
const READERS: readonly Role[] = [...INTERNAL, "board_member"];

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
  "reports.check": rule(INTERNAL, "check a report before it is released"),
  "reports.comment": rule([...INTERNAL, "board_member"], "comment on a report in review"),
  "reports.sign": rule<Subjects["reports.sign"]>(
    [...INTERNAL, "board_member"],
    "sign a report off",
    (actor, partner) =>
      holds(actor, INTERNAL) || actor.memberships.some((m) => m.organisationId === partner.organisationId)
        ? yes
        : no("You sign off for your own organisation only."),
  ),
  "reports.verify": rule(READERS, "verify the file of a report"),
  "rubrics.view": rule(
    ["auditor", "panel_chair", "quality_lead", "plan_writer", "service_manager", "board_member", "administrator"],
    "see the rubric",
  ),
  "rubrics.edit": rule(["quality_lead"], "change rubrics"),
  "rubrics.approve": rule(["panel_chair", "quality_lead"], "record that a partner agrees to a rubric"),
  "themes.view": rule(["quality_lead", "panel_chair", "auditor"], "see the themes"),
  "moderation.take_part": rule(["auditor", "panel_chair", "quality_lead"], "take part in a panel"),
  "calibration.view": rule(INTERNAL, "see how a calibration went"),
  "calibration.open": rule(["quality_lead"], "open a calibration"),
  "themes.edit": rule(["quality_lead"], "change the codebook"),
  "themes.code": rule(INTERNAL, "code findings to themes"),
  "findings.search": rule(["auditor", "panel_chair", "quality_lead"], "search findings and quotes"),
  "findings.all": rule(INTERNAL, "find what others wrote"),
  "feedback.read": rule<Subjects["feedback.read"]>(
    ["plan_writer", "service_manager"],
    "read feedback on plans",
    (actor, pack) => {
      const scope = feedbackScope(actor);
      const own =
        pack.receiver === "plan_writer" &&
        scope.writes &&
        ((pack.writerRef !== null && scope.writerRefs.includes(pack.writerRef)) || pack.personId === actor.id);
      const service = scope.services.some(
        (s) => s.agency === pack.receiver && s.organisationId === pack.organisationId,
      );
      return own || service
        ? yes
        : no("You read feedback on plans that you wrote, and on what your service answers for.");
    },
  ),
  "feedback.manage": rule(["quality_lead"], "send feedback on plans"),
  "family.ask": rule(["quality_lead"], "ask families about their plans"),
  "family.view": rule(INTERNAL, "see what families said"),
  "family.call": rule<Subjects["family.call"]>(
    ["auditor", "panel_chair", "quality_lead"],
    "call a family",
    (actor, call) => (call.callerId === actor.id ? yes : no("This call was given to somebody else.")),
  ),
  "forum.mark": rule(["quality_lead"], "mark plans for the parent carer forum"),
  "actions.view": rule<Subjects["actions.view"]>(
    [...INTERNAL, "board_member", "service_manager"],
    "see actions",
    (actor, action) => {
      if (holds(actor, [...INTERNAL, "board_member"]) || action.ownerId === actor.id) return yes;
      return servicesOf(actor).some((agency) => action.services.includes(agency))
        ? yes
        : no("You see the actions that you answer for, and those that ask for your service.");
    },
  ),
  "actions.open": rule(["quality_lead"], "open and change actions"),
  "actions.work": rule<Subjects["actions.work"]>(
    [...INTERNAL, "board_member", "service_manager"],
    "say how far an action is",
    (actor, action) =>
      holds(actor, ["quality_lead"]) || action.ownerId === actor.id
        ? yes
        : no("Only the owner of the action and the quality lead say how far it is."),
  ),
  "actions.respond": rule<Subjects["actions.respond"]>(["service_manager"], "respond for a service", (actor, action) =>
    servicesOf(actor).some((agency) => action.services.includes(agency))
      ? yes
      : no("This action does not ask for your service."),
  ),
  "sources.view": rule([...INTERNAL, "board_member"], "see complaint and tribunal themes"),
  "sources.change": rule(["quality_lead"], "change complaint and tribunal themes"),
  "scorecard.view": rule([...READERS, "service_manager"], "see the scorecard"),
  "scorecard.change": rule(["quality_lead"], "change the scorecard"),
  "outcomes.enter": rule(["quality_lead", "service_manager", "data_officer"], "enter what reviews said of outcomes"),
  "rooms.assemble": rule(["quality_lead"], "put an inspection room together"),
  /** Whether somebody may visit this very room is asked of the room: inspectors are let into one by one. */
  "room.visit": rule(["quality_lead", "inspector"], "visit an inspection room"),
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
  if (SHUT_TO_FORUM_PEOPLE.includes(action) && heldToForumLine(actor))
    return no(
      `Whoever audits for the parent carer forum cannot ${can}: it would show plans that are not open to them.`,
    );
  return to && subject !== undefined ? to(actor, subject) : yes;
}

/**
 * What shows whole cycles or the caseload, case by case, and so stays shut to the forum's auditors in whatever other role:
 * they see the plans that are marked for them, and published figures.
 */
const SHUT_TO_FORUM_PEOPLE: readonly Action[] = [
  "cases.view",
  "results.view",
  "family.view",
  "meetings.plan",
  "themes.code",
  "findings.all",
  "reports.check",
];

/** The roles that this person may give to somebody whom they invite. */
export const rolesToGive = (actor: Actor): readonly Role[] =>
  may(actor, "people.invite").ok ? ROLES.filter((role) => may(actor, "people.give", { role }).ok) : [];

/** "a", "a or b", "a, b or c". */
export function listWords(items: string[], joined: "or" | "and" = "or"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${joined} ${items[items.length - 1]}`;
}

/** Whose feedback this person reads: of the plans they wrote, and what was sent to their service in their organisation. */
export function feedbackScope(actor: Pick<Actor, "memberships">): {
  writes: boolean;
  writerRefs: string[];
  services: { agency: Agency; organisationId: string }[];
} {
  return {
    writes: actor.memberships.some((m) => m.role === "plan_writer"),
    writerRefs: actor.memberships.flatMap((m) => (m.role === "plan_writer" && m.writerRef ? [m.writerRef] : [])),
    services: actor.memberships.flatMap(({ role, agency, organisationId }) =>
      role === "service_manager" && agency ? [{ agency, organisationId }] : [],
    ),
  };
}

/**
 * Which reports somebody reads: "internal" all, "partner" published ones from review on, "reader" those that were issued.
 */
export type ReportReader = "internal" | "partner" | "reader";
export function reportReader(actor: Actor): ReportReader {
  if (may(actor, "results.view").ok) return "internal";
  return may(actor, "reports.comment").ok ? "partner" : "reader";
}

/**
 * Whether somebody is here as an inspector only: for them, whatever was not put into their room is not there at all, so that
 * no answer tells what the product holds.
 */
export const onlyInspects = (actor: Pick<Actor, "memberships">): boolean =>
  actor.memberships.length > 0 && actor.memberships.every((m) => m.role === "inspector");

/** The agencies whose services this person manages. */
export const servicesOf = (actor: Actor): Agency[] =>
  actor.memberships.flatMap((m) => (m.role === "service_manager" && m.agency ? [m.agency] : []));

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
