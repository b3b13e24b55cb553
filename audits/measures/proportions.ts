import { logChoose, zOf } from "./numerics.ts";
import { isCount, type Refusal, refuse, type Verdict } from "./verdict.ts";

export type Interval = { lower: number; upper: number };

/** The limits in whole plans, and as shares of all plans. */
export type PlanInterval = Interval & { lowerCount: number; upperCount: number };

/** Room for the last bits of a double where a limit is rounded outward to whole plans. */
const SLACK = 1e-9;

const clamp = (x: number) => Math.min(1, Math.max(0, x));

/** Checks "x of n", and "in all" where a population is meant. */
export function checkCounts(x: number, n: number, population?: number): Refusal | null {
  if (!isCount(x) || !isCount(n) || x > n) {
    return refuse("INVALID_VALUE", "Counts are whole numbers, and the part is not larger than the whole.");
  }
  if (population !== undefined && !isCount(population)) {
    return refuse("INVALID_VALUE", "The number of plans in all is a whole number.");
  }
  if (population !== undefined && n > population) {
    return refuse("SAMPLE_EXCEEDS_POPULATION", `The sample of ${n} is larger than the ${population} plans in all.`);
  }
  return n === 0 ? refuse("NO_DATA", "No plan was counted.") : null;
}

function checkConfidence(confidence: number): Refusal | null {
  const usable = confidence > 0 && confidence < 1;
  return usable ? null : refuse("INVALID_VALUE", "The confidence level lies between 0 and 1.");
}

/** Wilson's limits for the share p seen in n; `zSquared` is smaller than z² where the population is finite. */
function wilsonLimits(p: number, n: number, zSquared: number): Interval {
  const spread = zSquared / n;
  const centre = (p + spread / 2) / (1 + spread);
  const half = Math.sqrt(spread * p * (1 - p) + (spread * spread) / 4) / (1 + spread);
  return { lower: p <= 0 ? 0 : clamp(centre - half), upper: p >= 1 ? 1 : clamp(centre + half) };
}

/**
 * Wilson's interval for x of n (Wilson 1927; `docs/statistics.md` 3.1): what the process gives, not these plans alone.
 * 8 of 10 at 95%: 0.490 to 0.943. Refusals: INVALID_VALUE, NO_DATA.
 */
export function wilson(x: number, n: number, confidence = 0.95): Verdict<Interval> {
  return checkCounts(x, n) ?? checkConfidence(confidence) ?? { value: wilsonLimits(x / n, n, zOf(confidence) ** 2) };
}

/** Wilson's interval around an estimate that has the precision of `effectiveN` plans, which need not be whole. */
export function wilsonOfShare(share: number, effectiveN: number, confidence = 0.95): Interval {
  return wilsonLimits(share, effectiveN, zOf(confidence) ** 2);
}

/**
 * Wilson's interval with finite population correction, for the share among all N plans of which n were drawn
 * (`docs/statistics.md` 3.1): z²(N − n)/(N − 1) in place of z², never outside what the n plans already prove.
 * Refusals: INVALID_VALUE, NO_DATA, SAMPLE_EXCEEDS_POPULATION.
 */
export function wilsonFpc(x: number, n: number, population: number, confidence = 0.95): Verdict<Interval> {
  const problem = checkCounts(x, n, population) ?? checkConfidence(confidence);
  if (problem) return problem;
  return { value: finiteLimits(x, n, population, zOf(confidence) ** 2) };
}

function finiteLimits(x: number, n: number, population: number, zSquared: number): Interval {
  const p = x / n;
  if (n === population) return { lower: p, upper: p };
  const { lower, upper } = wilsonLimits(p, n, (zSquared * (population - n)) / (population - 1));
  return { lower: Math.max(lower, x / population), upper: Math.min(upper, 1 - (n - x) / population) };
}

/** `wilsonFpc` rounded outward to whole plans: the interval that reports show. Refusals as there. */
export function wilsonFpcPlans(x: number, n: number, population: number, confidence = 0.95): Verdict<PlanInterval> {
  const interval = wilsonFpc(x, n, population, confidence);
  if (interval.value === null) return interval;
  const lowerCount = Math.floor(interval.value.lower * population + SLACK);
  const upperCount = Math.ceil(interval.value.upper * population - SLACK);
  return { value: { lowerCount, upperCount, lower: lowerCount / population, upper: upperCount / population } };
}

/**
 * The exact interval in whole plans (`docs/statistics.md` 3.1): all K with P(X ≥ x | K) and P(X ≤ x | K) both above half of
 * the allowed error, X hypergeometric. For whoever demands a guarantee. Refusals as `wilsonFpc`.
 */
export function hypergeometricExact(x: number, n: number, population: number, confidence = 0.95): Verdict<Interval> {
  const problem = checkCounts(x, n, population) ?? checkConfidence(confidence);
  if (problem) return problem;
  const tail = (1 - confidence) / 2;
  const atLeast = (good: number) => hypergeometricSum(x, Math.min(n, good), n, good, population);
  const atMost = (good: number) => hypergeometricSum(Math.max(0, n - (population - good)), x, n, good, population);
  // P(X ≥ x) rises with K and P(X ≤ x) falls, so each end is found by halving.
  const lower = firstWhere(x, population - (n - x), (good) => atLeast(good) > tail);
  const upper = firstWhere(lower, population - (n - x) + 1, (good) => atMost(good) <= tail) - 1;
  return { value: { lower, upper } };
}

/** P(from ≤ X ≤ to), X the good plans among n drawn of a population with `good` good ones. */
function hypergeometricSum(from: number, to: number, n: number, good: number, population: number): number {
  const all = logChoose(population, n);
  let sum = 0;
  for (let k = from; k <= to; k++) sum += Math.exp(logChoose(good, k) + logChoose(population - good, n - k) - all);
  return sum;
}

/** The first whole number from low to high − 1 for which the rising condition holds; high when none does. */
function firstWhere(low: number, high: number, holds: (value: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function checkSizeQuestion(population: number, halfWidth: number, confidence: number): Refusal | null {
  if (!isCount(population) || population === 0) return refuse("INVALID_VALUE", "Enter the number of plans in all.");
  if (!(halfWidth > 0 && halfWidth < 1)) return refuse("INVALID_VALUE", "The margin lies between 0 and 1.");
  return checkConfidence(confidence);
}

/**
 * The textbook sample size for a margin of ± halfWidth around an expected share: n₀ = z²p(1 − p)/e², n = n₀/(1 + (n₀ − 1)/N),
 * rounded up (Cochran 1977; `docs/statistics.md` 3.2). Refusal: INVALID_VALUE.
 */
export function sampleSizeFormula(
  population: number,
  halfWidth: number,
  share = 0.5,
  confidence = 0.95,
): Verdict<number> {
  const problem = checkSizeQuestion(population, halfWidth, confidence);
  if (problem) return problem;
  if (!(share >= 0 && share <= 1)) return refuse("INVALID_VALUE", "The expected share lies between 0 and 1.");
  const unlimited = (zOf(confidence) ** 2 * share * (1 - share)) / halfWidth ** 2;
  return { value: Math.ceil(unlimited / (1 + (unlimited - 1) / population) - SLACK) };
}

/**
 * The smallest sample whose Wilson interval with finite population correction has a half width of at most `halfWidth`,
 * whatever the result (`docs/statistics.md` 3.2). The widest interval is that of a result nearest to one half; it does not
 * shrink with every step of n, so the sizes are tried one after the other. Refusal: INVALID_VALUE.
 */
export function sampleSizeWilson(population: number, halfWidth: number, confidence = 0.95): Verdict<number> {
  const problem = checkSizeQuestion(population, halfWidth, confidence);
  if (problem) return problem;
  const zSquared = zOf(confidence) ** 2;
  let n = 1;
  while (n < population) {
    const { lower, upper } = finiteLimits(Math.floor(n / 2), n, population, zSquared);
    if ((upper - lower) / 2 <= halfWidth + SLACK) break;
    n++;
  }
  return { value: n };
}
