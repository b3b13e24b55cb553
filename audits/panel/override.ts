import { gradesOf, type RubricDocument } from "../rubric/document.ts";
import type { PlanResult } from "./result.ts";
import { problemInReason } from "./reason.ts";

/**
 * The panel's own grade for a plan, a step apart from the one that the rubric gives. It stands beside the derived grade for
 * ever and never in its place: figures count the derived grade, and say how many plans have another beside it.
 */
export type Override = { derived: string; grade: string; reason: string };

type Graded = Pick<PlanResult, "modules">;

/** The grade of the plan itself that holds without the panel's own: before limits where these are only tried out. */
export const derivedGrade = (result: Graded): string | null => result.modules[0]?.grade ?? null;

/** The grades that the panel may set in place of the derived one, best first: as many steps away as the rubric allows. */
export function gradesWithinReach(rubric: RubricDocument, result: Graded): { key: string; label: string }[] {
  const grades = gradesOf(rubric, rubric.mainModule);
  const at = grades.findIndex((g) => g.key === derivedGrade(result));
  if (at < 0) return [];
  return grades
    .filter((_, i) => i !== at && Math.abs(i - at) <= rubric.scoring.overrideSteps)
    .map(({ key, label }) => ({ key, label }));
}

export type OverrideVerdict =
  | { ok: true; override: Override | null }
  | { ok: false; field: "grade" | "override-reason"; sentence: string };

/**
 * Checks the grade that a panel wants to set at sign-off. The same grade as the derived one, or none, is no override.
 *
 * @param given the key of a grade, or ""; the reason as typed
 */
export function overrideOf(
  rubric: RubricDocument,
  result: Graded,
  given: { grade: string; reason: string },
): OverrideVerdict {
  const derived = derivedGrade(result);
  if (given.grade === "" || given.grade === derived) return { ok: true, override: null };
  const reach = gradesWithinReach(rubric, result);
  if (derived === null || !reach.some((g) => g.key === given.grade))
    return {
      ok: false,
      field: "grade",
      sentence: reach.length
        ? `The panel may set ${reach.map((g) => g.label).join(" or ")} beside the derived grade, and no other`
        : "This rubric lets the panel set no other grade than the derived one",
    };
  const problem = problemInReason(given.reason, "Enter why the panel sets another grade than the derived one");
  if (problem) return { ok: false, field: "override-reason", sentence: problem };
  return { ok: true, override: { derived, grade: given.grade, reason: given.reason.trim() } };
}

/** What the trail says of it: both grades, and that there is a reason, which stands with the result. */
export function overrideSentence(by: string, reference: string, rubric: RubricDocument, given: Override): string {
  const label = (key: string) => gradesOf(rubric, rubric.mainModule).find((g) => g.key === key)?.label ?? key;
  return `${by} set ${label(given.grade)} beside the derived grade ${label(given.derived)} of ${reference} for the panel, with a reason.`;
}
