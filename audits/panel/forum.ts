import type { Actor } from "../people/permissions.ts";
import type { Criterion, RubricDocument } from "../rubric/document.ts";
import type { Agency } from "../vocabulary.ts";

/**
 * The parent carer forum's auditors are parents of the same area: they may know a child from a few words. They see a plan
 * only where its copy is redacted, or where the family has agreed, and score what the rubric means for them (`scoredBy`).
 */
export const CLEARANCES = ["redacted", "consented"] as const;
export type Clearance = (typeof CLEARANCES)[number];

export const CLEARANCE_LABELS: Record<Clearance, { label: string; hint: string }> = {
  redacted: {
    label: "Redacted",
    hint: "The copy that the forum's auditors read has no name, address, medical or safeguarding detail",
  },
  consented: {
    label: "The family agreed",
    hint: "The family knows that members of the forum read the plan, and said yes",
  },
};

/** Why the forum's auditors must not have a plan. */
export const NOT_CLEARED = "it is not marked as redacted or agreed by the family, as the forum’s auditors need";

/** What stands on a page that is shut to them. */
export const SHUT_TO_FORUM =
  "This plan is not open to the parent carer forum: it is not marked as redacted, and no consent of the family is recorded. Ask your quality lead.";

/** Whether an auditor of this agency may have a plan with this marking. A made-up plan needs none: it is about nobody. */
export const agencyMaySee = (agency: Agency, clearance: Clearance | null, madeUp = false): boolean =>
  agency !== "forum" || clearance !== null || madeUp;

/**
 * Whether a person is held to that line on every page that shows a case: whoever audits for the forum, in whatever other
 * role, unless they look after the cases themselves, mark plans and hold the case files.
 */
export const heldToForumLine = (actor: Pick<Actor, "memberships">): boolean =>
  actor.memberships.some((m) => m.role === "auditor" && m.agency === "forum") &&
  !actor.memberships.some((m) => m.role === "quality_lead" || m.role === "data_officer");

/** Whether the rubric gives a criterion to the forum's auditors, by its agencies (`scoredBy`). */
export const meantForForum = (criterion: Pick<Criterion, "scoredBy">): boolean =>
  criterion.scoredBy === null || criterion.scoredBy.includes("forum");

/** The criteria of a cycle, and which of them the rubric gives to the forum (`scoredBy`). */
export function forumCriteria(
  rubric: RubricDocument,
  { modules, shortForm }: { modules: readonly string[]; shortForm: boolean },
): { all: Criterion[]; forum: Criterion[] } {
  const domains = new Set(rubric.domains.filter((d) => modules.includes(d.module)).map((d) => d.key));
  const all = rubric.criteria.filter((c) => domains.has(c.domain) && (!shortForm || c.shortForm));
  return { all, forum: all.filter(meantForForum) };
}
