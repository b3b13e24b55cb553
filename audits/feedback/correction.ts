import { type PlanResult, scoreFromText } from "../panel/result.ts";
import type { Criterion, RubricDocument } from "../rubric/document.ts";
import { gradeModule, type LimitsMode } from "../rubric/grade-plan.ts";

/**
 * A dispute that is upheld never rewrites what a panel signed off: cycles are counted, published and compared by that, and
 * a result that moves afterwards cannot be checked. What changed stands beside it: a correction with the level before and
 * after, or a note on a level that stands. Here is what the plan's grade would be with the corrections.
 */
export type Correction = { criterion: string; before: string; after: string | null };

export function gradeWithCorrections(
  rubric: RubricDocument,
  asked: Criterion[],
  result: PlanResult,
  corrections: readonly Correction[],
  limitsMode: LimitsMode,
): { signedOff: string | null; corrected: string | null } {
  const main = result.modules[0];
  const label = (key: string | null | undefined) => rubric.grades.find((g) => g.key === key)?.label ?? null;
  if (!main) return { signedOff: null, corrected: null };
  const scores = new Map(Object.entries(result.scores));
  for (const { criterion, after } of corrections) if (after !== null) scores.set(criterion, scoreFromText(after));
  const again = gradeModule(rubric, main.module, asked, scores, limitsMode);
  return { signedOff: label(main.grade), corrected: label(again.grade) };
}
