import type { Score } from "./consensus.ts";
import { fraction, reaches, written } from "./fraction.ts";

/**
 * A condition on how many criteria have certain scores. A criterion counts where it has a level; "NA", "cannot tell" and a
 * score that nobody gave are in neither number. A percent is of the criteria with a level.
 */
export type CountCondition = {
  /** The criteria, each with the scores that are counted. */
  counted: readonly { criterion: string; scores: readonly number[] }[];
  atMost?: number;
  atLeast?: number;
  atMostPercent?: number;
  atLeastPercent?: number;
};

/** A grade that goes to a case when all of its conditions hold. One without conditions always holds. */
export type CountedGrade = { grade: string; when: readonly CountCondition[] };

/** The first grade, best first, whose conditions all hold; null where none does. */
export function gradeByCounts(
  grades: readonly CountedGrade[],
  criteria: readonly { id: string; score: Score }[],
): string | null {
  const scores = new Map(criteria.map(({ id, score }) => [id, score]));
  return grades.find(({ when }) => when.every((condition) => holds(condition, scores)))?.grade ?? null;
}

function holds(condition: CountCondition, scores: ReadonlyMap<string, Score>): boolean {
  let found = 0;
  let of = 0;
  for (const { criterion, scores: counted } of condition.counted) {
    const score = scores.get(criterion);
    if (typeof score !== "number") continue;
    of++;
    if (counted.includes(score)) found++;
  }
  const { atMost, atLeast, atMostPercent, atLeastPercent } = condition;
  if (atMost !== undefined && found > atMost) return false;
  if (atLeast !== undefined && found < atLeast) return false;
  if (atMostPercent === undefined && atLeastPercent === undefined) return true;
  // Of nothing there is no percent, so a condition on one does not hold.
  if (of === 0) return false;
  const percent = fraction(BigInt(found) * 100n, BigInt(of));
  if (atMostPercent !== undefined && !reaches(written(atMostPercent), percent)) return false;
  return atLeastPercent === undefined || reaches(percent, written(atLeastPercent));
}
