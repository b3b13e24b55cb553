import { wilsonFpcPlans } from "../measures/proportions.ts";
import { changeOf } from "../results/comparison.ts";

/** What a sample of this size will let an area say, before it is drawn. Shares are 0 to 1, `likely` in whole plans. */
export type Precision = {
  /** "24 of the 40": six in ten, the example that people find easy to picture. */
  example: { count: number; of: number };
  likely: { lower: number; upper: number; population: number };
  /** Chance to meet a fault at least once that one plan in ten has. */
  seesOneInTen: number;
  /** What a later sample of the same size would have to find, in plans, to be more than chance; null where even all or none is not. */
  change: { up: number | null; down: number | null };
  /** The largest group of the draw, to say what cannot be compared. */
  largestGroup: number;
  groups: number;
};

/**
 * The precision of a sample in plans (docs/statistics.md 3.1, Wilson with finite population, whole plans).
 * @returns null when the sample is too small to say anything of the kind
 */
export function precisionOf(size: number, population: number, strata: { planned: number }[]): Precision | null {
  const count = Math.round(size * 0.6);
  const interval = wilsonFpcPlans(count, size, population);
  if (size < 1 || interval.value === null) return null;
  return {
    example: { count, of: size },
    likely: { lower: interval.value.lowerCount, upper: interval.value.upperCount, population },
    seesOneInTen: 1 - 0.9 ** size,
    change: changeSeen(count, size),
    largestGroup: Math.max(...strata.map((s) => s.planned)),
    groups: strata.length,
  };
}

/** The nearest counts above and below `count` of `size` that a comparison of two such samples calls a change. */
function changeSeen(count: number, size: number): Precision["change"] {
  const first = (step: 1 | -1): number | null => {
    for (let later = count + step; later >= 0 && later <= size; later += step)
      if (changeOf(count, size, later, size).verdict !== "could_not_tell") return later;
    return null;
  };
  return { up: first(1), down: first(-1) };
}
