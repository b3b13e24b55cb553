import { tQuantile } from "../measures/numerics.ts";
import type { Estimator } from "./bootstrap.ts";
import type { Interval } from "./stat.ts";
import { type Patterns, pairsApart } from "./table.ts";

/** How disagreement is weighed in percent agreement, kappa and AC2 (`docs/statistics.md` 1.1). */
export type Weighting = "nominal" | "linear" | "quadratic";

/** 1 − weight: 0 for equal categories, 1 for the ends of the scale. Takes places on the scale, weighs their values. */
export type Disagreement = (k: number, l: number) => number;

export function disagreementOf(weighting: Weighting, scale: readonly number[]): Disagreement {
  const range = scale.at(-1)! - scale[0]!;
  switch (weighting) {
    case "nominal":
      return (k, l) => (k === l ? 0 : 1);
    case "linear":
      return (k, l) => (k === l ? 0 : Math.abs(scale[k]! - scale[l]!) / range);
    case "quadratic":
      return (k, l) => (k === l ? 0 : ((scale[k]! - scale[l]!) / range) ** 2);
  }
}

/** A coefficient of the pooled scores: which auditor gave which does not matter. */
export type Pooled = {
  estimate: Estimator;
  /** Each pattern's contribution to the coefficient, for its variance; only asked where the coefficient has a value. */
  contributions: (times: Float64Array, value: number) => Float64Array;
};

/** What chance makes of pooled shares over the scale. */
type Chance = {
  /** 1 − the agreement that chance alone gives; null where the coefficient is not defined. */
  disagreement: (shares: Float64Array) => number | null;
  /** By category: the chance agreement of a score in it. A unit's is the mean over its scores. */
  ofCategory: (shares: Float64Array) => Float64Array;
};

/** Percent agreement over pairs of auditors: the mean over units of the weighted share of pairs that agree. */
export function pairwiseAgreement(patterns: Patterns, disagreement: Disagreement): Pooled {
  return meanOverUnits(agreementByPattern(patterns, disagreement));
}

/** Share of units whose scores lie no further apart than `within`, in units of the scale. */
export function allWithin(patterns: Patterns, scale: readonly number[], within: number): Pooled {
  const { start, categories } = patterns;
  const agreed = patterns.sizes.map((size, p) => {
    const range = scale[categories[start[p + 1]! - 1]!]! - scale[categories[start[p]!]!]!;
    return size < 2 ? Number.NaN : Number(range <= within + 1e-9);
  });
  return meanOverUnits(agreed);
}

/** Fleiss' kappa, generalised to missing scores. Undefined while all scores, single ones included, are the same. */
export function fleissKappa(patterns: Patterns, disagreement: Disagreement, q: number): Pooled {
  const apart = Array.from({ length: q }, (_, k) => Float64Array.from({ length: q }, (_, l) => disagreement(k, l)));
  const apartFrom = (k: number, shares: Float64Array) => {
    let sum = 0;
    for (let l = 0; l < q; l++) sum += apart[k]![l]! * shares[l]!;
    return sum;
  };
  return chanceCorrected(patterns, disagreement, q, {
    disagreement: (shares) => {
      let occurring = 0;
      for (let k = 0; k < q; k++) if (shares[k]! > 0) occurring++;
      if (occurring < 2) return null;
      let sum = 0;
      for (let k = 0; k < q; k++) if (shares[k] !== 0) sum += shares[k]! * apartFrom(k, shares);
      return sum;
    },
    ofCategory: (shares) => shares.map((_, k) => 1 - apartFrom(k, shares)),
  });
}

/** Gwet's AC1 (nominal weights) and AC2. Always defined on a scale of two categories or more. */
export function gwetAc(patterns: Patterns, disagreement: Disagreement, q: number): Pooled {
  let weights = 0;
  for (let k = 0; k < q; k++) for (let l = 0; l < q; l++) weights += 1 - disagreement(k, l);
  const factor = weights / (q * (q - 1));
  return chanceCorrected(patterns, disagreement, q, {
    disagreement: (shares) => {
      let sum = 0;
      for (let k = 0; k < q; k++) sum += shares[k]! * (1 - shares[k]!);
      return 1 - factor * sum;
    },
    ofCategory: (shares) => shares.map((pi) => factor * (1 - pi)),
  });
}

/** Weighted share of a unit's pairs of scores that agree, by pattern; NaN where a unit has one score only. */
function agreementByPattern(patterns: Patterns, disagreement: Disagreement): Float64Array {
  return patterns.sizes.map((size, p) =>
    size < 2 ? Number.NaN : 1 - (2 * pairsApart(patterns, p, disagreement)) / (size * (size - 1)),
  );
}

/** Number of units, of units with two scores, and the mean of the pattern values over the latter. */
function totals(times: Float64Array, values: Float64Array): { n: number; n2: number; mean: number } {
  let [n, n2, sum] = [0, 0, 0];
  for (let p = 0; p < times.length; p++) {
    n += times[p]!;
    if (Number.isNaN(values[p]!)) continue;
    n2 += times[p]!;
    sum += times[p]! * values[p]!;
  }
  return { n, n2, mean: sum / n2 };
}

function meanOverUnits(values: Float64Array): Pooled {
  return {
    estimate: (times) => {
      const { n2, mean } = totals(times, values);
      return n2 === 0 ? null : mean;
    },
    contributions: (times) => {
      const { n, n2 } = totals(times, values);
      return values.map((own) => (Number.isNaN(own) ? 0 : (n / n2) * own));
    },
  };
}

/** (pa − pe)/(1 − pe), written with disagreements so that full agreement is exactly 1. */
function chanceCorrected(patterns: Patterns, disagreement: Disagreement, q: number, chance: Chance): Pooled {
  const { start, categories, scores, sizes } = patterns;
  const agreed = agreementByPattern(patterns, disagreement);
  // Kept between replicates: a bootstrap asks thousands of times.
  const pooled = new Float64Array(q);
  const pooledShares = (times: Float64Array, n: number): Float64Array => {
    pooled.fill(0);
    for (let p = 0; p < times.length; p++) {
      if (times[p] === 0) continue;
      const part = times[p]! / sizes[p]!;
      for (let i = start[p]!; i < start[p + 1]!; i++) pooled[categories[i]!]! += part * scores[i]!;
    }
    for (let k = 0; k < q; k++) pooled[k]! /= n;
    return pooled;
  };

  return {
    estimate: (times) => {
      const { n, n2, mean } = totals(times, agreed);
      if (n2 === 0) return null;
      const expected = chance.disagreement(pooledShares(times, n));
      return expected === null ? null : 1 - (1 - mean) / expected;
    },
    contributions: (times, value) => {
      const { n, n2 } = totals(times, agreed);
      const shares = pooledShares(times, n);
      const expected = chance.disagreement(shares)!;
      const pe = 1 - expected;
      const byCategory = chance.ofCategory(shares);
      return agreed.map((own, p) => {
        let unitChance = 0;
        for (let i = start[p]!; i < start[p + 1]!; i++)
          unitChance += (scores[i]! / sizes[p]!) * byCategory[categories[i]!]!;
        const observed = Number.isNaN(own) ? 0 : (n / n2) * (own - pe);
        return (observed - 2 * (1 - value) * (unitChance - pe)) / expected;
      });
    },
  };
}

/**
 * Gwet's interval (2014, chapter 5; `docs/statistics.md` 1.5): Student's t on the contributions of the units, cut to [−1, 1].
 * No finite population correction: the question is how the auditors score, not these plans.
 */
export function gwetInterval(pooled: Pooled, times: Float64Array, value: number, level: number): Interval {
  const n = times.reduce((sum, count) => sum + count, 0);
  if (n < 2) return { lower: null, upper: null, reason: "TOO_FEW_UNITS" };
  const contributions = pooled.contributions(times, value);
  const squares = contributions.reduce((sum, x, p) => sum + times[p]! * (x - value) ** 2, 0);
  const half = tQuantile((1 + level) / 2, n - 1) * Math.sqrt(squares / (n * (n - 1)));
  return { lower: Math.max(-1, value - half), upper: Math.min(1, value + half), level, method: "gwet-t" };
}
