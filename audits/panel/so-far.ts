import { criterionOf, type RubricDocument } from "../rubric/document.ts";
import type { Score } from "../scoring/consensus.ts";
import { levelsApart } from "./moderation.ts";
import type { Agreed } from "./result.ts";

/** How a panel's cycle goes, in counts of criteria of the plans that are signed off. */
export type SoFar = {
  /** Criteria that two auditors or more scored blind. */
  of: number;
  /** The same answer from all, "cannot tell" and "does not apply" included. */
  same: number;
  /** The same answer from all, or levels only that are one step apart at most. */
  withinOne: number;
  /** The same before, or one answer agreed by the panel. */
  agreed: number;
};

/**
 * Agreement before and after discussion over plans that are signed off. A criterion is counted after discussion unless the panel
 * recorded both views.
 *
 * @param plans for each plan the blind answers by criterion, and what the panel settled
 */
export function agreementSoFar(
  rubric: RubricDocument,
  plans: { scores: ReadonlyMap<string, Score[]>; settled: ReadonlyMap<string, Agreed> }[],
): SoFar {
  const counts = { of: 0, same: 0, withinOne: 0, agreed: 0 };
  for (const { scores, settled } of plans)
    for (const [key, given] of scores) {
      if (given.length < 2) continue;
      const same = given.every((score) => score === given[0]);
      const levels = given.every((score) => typeof score === "number");
      counts.of++;
      if (same) counts.same++;
      if (same || (levels && levelsApart(rubric, criterionOf(rubric, key), given) <= 1)) counts.withinOne++;
      if (settled.has(key) ? settled.get(key) !== "both" : same) counts.agreed++;
    }
  return counts;
}
