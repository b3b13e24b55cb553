import { logChoose, twoSidedNormalP } from "./numerics.ts";
import { checkCounts, type Interval, wilson, wilsonOfShare } from "./proportions.ts";
import { isCount, refuse, type Verdict } from "./verdict.ts";

export type Difference = Interval & { difference: number };
export type Test = { z: number; p: number };

/**
 * The change from x1 of n1 (earlier) to x2 of n2 (later) with the interval of Newcombe (1998), method 10
 * (`docs/statistics.md` 6). The two samples are independent. 56/70 − 48/80: 0.052 to 0.334.
 * Refusals: INVALID_VALUE, NO_DATA.
 */
export function newcombeDifference(
  x1: number,
  n1: number,
  x2: number,
  n2: number,
  confidence = 0.95,
): Verdict<Difference> {
  const before = wilson(x1, n1, confidence);
  if (before.value === null) return before;
  const after = wilson(x2, n2, confidence);
  if (after.value === null) return after;
  const [p1, p2] = [x1 / n1, x2 / n2];
  const [{ lower: l1, upper: u1 }, { lower: l2, upper: u2 }] = [before.value, after.value];
  const difference = p2 - p1;
  return {
    value: {
      difference,
      lower: difference - Math.hypot(p2 - l2, u1 - p1),
      upper: difference + Math.hypot(u2 - p2, p1 - l1),
    },
  };
}

/**
 * The z test of two shares with pooled variance, without continuity correction; z > 0 means a rise from the first to the
 * second. Refusals: INVALID_VALUE, NO_DATA, NO_VARIATION (both 0% or both 100%).
 */
export function twoProportionZ(x1: number, n1: number, x2: number, n2: number): Verdict<Test> {
  const problem = checkCounts(x1, n1) ?? checkCounts(x2, n2);
  if (problem) return problem;
  const pooled = (x1 + x2) / (n1 + n2);
  if (pooled === 0 || pooled === 1) return noVariation();
  const z = (x2 / n2 - x1 / n1) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  return { value: { z, p: twoSidedNormalP(z) } };
}

/**
 * Fisher's exact test, two-sided: the sum of the probabilities of all tables with these margins that are no more likely than
 * the one seen, with R's slack of 1e-7 (`docs/statistics.md` 6). Refusals: INVALID_VALUE, NO_DATA.
 */
export function fisherExact(x1: number, n1: number, x2: number, n2: number): Verdict<number> {
  const problem = checkCounts(x1, n1) ?? checkCounts(x2, n2);
  if (problem) return problem;
  const hits = x1 + x2;
  const all = logChoose(n1 + n2, hits);
  const probability = (k: number) => Math.exp(logChoose(n1, k) + logChoose(n2, hits - k) - all);
  const limit = probability(x1) * (1 + 1e-7);
  let p = 0;
  for (let k = Math.max(0, hits - n2); k <= Math.min(n1, hits); k++) {
    const one = probability(k);
    if (one <= limit) p += one;
  }
  return { value: Math.min(1, p) };
}

/**
 * Benjamini and Hochberg's (1995) adjusted p values in the order of the input: the smallest false discovery rate at which
 * each would be on the list. Refusal: INVALID_VALUE.
 */
export function benjaminiHochberg(p: readonly number[]): Verdict<number[]> {
  if (!p.every((one) => one >= 0 && one <= 1)) return refuse("INVALID_VALUE", "A p value lies between 0 and 1.");
  const order = p.map((value, index) => ({ value, index })).sort((one, other) => other.value - one.value);
  const adjusted = new Array<number>(p.length);
  let smallest = 1;
  for (const [fromTop, { value, index }] of order.entries()) {
    smallest = Math.min(smallest, (value * p.length) / (p.length - fromTop));
    adjusted[index] = smallest;
  }
  return { value: adjusted };
}

/**
 * The test of Cochran and Armitage for a trend over cycles in their order, scores 1, 2, 3, … (`docs/statistics.md` 6).
 * Refusals: INVALID_VALUE, NO_DATA, NO_VARIATION (all or none have it, or one cycle only has cases).
 */
export function cochranArmitage(x: readonly number[], n: readonly number[]): Verdict<Test> {
  const whole = n.every((size, i) => isCount(size) && isCount(x[i]) && (x[i] as number) <= size);
  if (!whole || x.length !== n.length)
    return refuse("INVALID_VALUE", "Each cycle has a number of cases and how many of them.");
  const total = n.reduce((sum, size) => sum + size, 0);
  if (total === 0) return refuse("NO_DATA", "No plan was counted.");
  const share = x.reduce((sum, part) => sum + part, 0) / total;
  // Σ n t² − (Σ n t)²/N, with the mean taken off first.
  const centre = n.reduce((sum, size, t) => sum + size * t, 0) / total;
  const spread = n.reduce((sum, size, t) => sum + size * (t - centre) ** 2, 0);
  if (share === 0 || share === 1 || n.filter((size) => size > 0).length < 2) return noVariation();
  const rise = x.reduce((sum, part, t) => sum + (t - centre) * (part - n[t]! * share), 0);
  const z = rise / Math.sqrt(share * (1 - share) * spread);
  return { value: { z, p: twoSidedNormalP(z) } };
}

export type StratifiedEstimate = {
  estimate: number;
  se: number;
  /** The size of a simple random sample with the same precision; null, with no interval, where nothing varies. */
  effectiveN: number | null;
  lower: number | null;
  upper: number | null;
};

/**
 * The share among all plans from a stratified sample: x of n drawn from N in each stratum (`docs/statistics.md` 3.4; Cochran
 * 1977). Wilson's interval with the effective sample size. Refusals: INVALID_VALUE, NO_DATA, SAMPLE_EXCEEDS_POPULATION,
 * STRATUM_WITH_ONE_UNIT.
 */
export function stratifiedEstimate(
  strata: readonly { N: number; n: number; x: number }[],
  confidence = 0.95,
): Verdict<StratifiedEstimate> {
  const filled = strata.filter(({ N, n }) => N !== 0 || n !== 0);
  if (filled.length === 0) return refuse("NO_DATA", "No plan was counted.");
  for (const { N, n, x } of filled) {
    const problem = checkCounts(x, n, N);
    if (problem) return problem;
    if (n === 1 && N > 1) {
      return refuse("STRATUM_WITH_ONE_UNIT", "A group has one sampled plan only. Merge it with another group.");
    }
  }

  const total = filled.reduce((sum, { N }) => sum + N, 0);
  const estimate = filled.reduce((sum, { N, n, x }) => sum + (N / total) * (x / n), 0);
  const variance = filled.reduce((sum, { N, n, x }) => {
    const p = x / n;
    return n === N ? sum : sum + ((N / total) ** 2 * (1 - n / N) * p * (1 - p)) / (n - 1);
  }, 0);
  if (variance === 0) return { value: { estimate, se: 0, effectiveN: null, lower: null, upper: null } };
  const effectiveN = (estimate * (1 - estimate)) / variance;
  return {
    value: { estimate, se: Math.sqrt(variance), effectiveN, ...wilsonOfShare(estimate, effectiveN, confidence) },
  };
}

function noVariation() {
  return refuse("NO_VARIATION", "All were the same, so there is no difference to test.");
}
