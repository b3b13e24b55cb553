/** What one auditor, or the moderation, gave for one criterion: a level, does not apply, cannot tell, or nothing yet. */
export type Score = number | "NA" | "CT" | null;

/**
 * The score of a criterion before moderation (`docs/statistics.md` 5, rule 1): the lower median of the levels given, so that a
 * tie between two levels does not flatter the plan. Where nobody gave a level: "NA" when all say so, "CT" when at least one
 * could not tell, null when nobody answered.
 *
 * `moderate` asks people to look: the levels differ by 2 or more, or "NA" or "CT" stands against another answer.
 */
export function consensus(scores: readonly Score[]): { score: Score; moderate: boolean } {
  const levels = scores.filter((score) => typeof score === "number").sort((a, b) => a - b);
  const kinds = [levels.length > 0, scores.includes("NA"), scores.includes("CT")].filter(Boolean).length;
  const [lowest = 0, highest = 0] = [levels[0], levels.at(-1)];
  const moderate = kinds > 1 || highest - lowest >= 2;

  const median = levels[Math.floor((levels.length - 1) / 2)];
  if (median !== undefined) return { score: median, moderate };
  if (scores.includes("CT")) return { score: "CT", moderate };
  return { score: scores.includes("NA") ? "NA" : null, moderate };
}
