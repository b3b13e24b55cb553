import { isCount, refuse, type Verdict } from "./verdict.ts";

/** Counts from 1 to threshold − 1 are never shown (`docs/statistics.md` 4.1). */
export const DEFAULT_THRESHOLD = 5;

/** Percentages need as many plans as this (`docs/statistics.md` 4.1). */
const MIN_DENOMINATOR = 10;

/** True for a count that may not be shown. 0 is shown. */
export function isSmall(count: number, threshold: number): boolean {
  return count > 0 && count < threshold;
}

/** True: hide. One symbol for all hidden counts, whatever the reason. */
export type OneWayMask = { mask: boolean[]; totalMask: boolean };

/**
 * Which counts of a list with a total to hide (`docs/statistics.md` 4.3), so that whoever knows the rule and subtracts learns
 * of a hidden small count only that it is between 1 and threshold − 1. [1, 1, 14, 30], threshold 5: both ones and the 14.
 * Refusal: INVALID_VALUE.
 */
export function suppressOneWay(cells: readonly number[], threshold = DEFAULT_THRESHOLD): Verdict<OneWayMask> {
  if (!cells.every(isCount) || !isCount(threshold)) return refuse("INVALID_VALUE", "Counts are whole numbers.");
  const mask = cells.map((count) => isSmall(count, threshold));
  const total = cells.reduce((sum, count) => sum + count, 0);
  if (isSmall(total, threshold) || !mask.includes(true))
    return { value: { mask, totalMask: isSmall(total, threshold) } };

  while (!safeBesideTotal(cells, mask, threshold)) {
    const shown = cells.flatMap((count, i) => (count > 0 && !mask[i] ? [count] : []));
    if (shown.length === 0) return { value: { mask, totalMask: true } };
    mask[cells.findIndex((count, i) => count === Math.min(...shown) && !mask[i])] = true;
  }
  return { value: { mask, totalMask: false } };
}

/** k hidden counts of 1 or more with a known sum S: each lies from 1 to S − (k − 1), and a single one is S. */
function safeBesideTotal(cells: readonly number[], mask: readonly boolean[], threshold: number): boolean {
  const hidden = cells.filter((_, i) => mask[i]);
  const sum = hidden.reduce((all, count) => all + count, 0);
  const lower = hidden.length === 1 ? sum : 1;
  return lower <= 1 && sum - (hidden.length - 1) >= threshold - 1;
}

/**
 * The whole percent, half up from the unrounded counts, where it tells nobody about few plans (`docs/statistics.md` 4.5).
 * Refusals: INVALID_VALUE, DENOMINATOR_TOO_SMALL, SMALL_NUMERATOR, SMALL_COMPLEMENT.
 */
export function safePercent(
  x: number,
  n: number,
  threshold = DEFAULT_THRESHOLD,
  minDenominator = MIN_DENOMINATOR,
): Verdict<number> {
  if (!isCount(x) || !isCount(n) || x > n)
    return refuse("INVALID_VALUE", "Counts are whole numbers, the part not above the whole.");
  if (n < minDenominator || n === 0) {
    return refuse("DENOMINATOR_TOO_SMALL", `Not shown: fewer than ${minDenominator} plans.`);
  }
  if (isSmall(x, threshold)) return refuse("SMALL_NUMERATOR", `Not shown: fewer than ${threshold} plans have it.`);
  if (isSmall(n - x, threshold))
    return refuse("SMALL_COMPLEMENT", `Not shown: fewer than ${threshold} plans do not have it.`);
  return { value: Math.floor((200 * x + n) / (2 * n)) };
}

/**
 * Counts rounded to a multiple of the base, half up, each by itself: totals need not add up (`docs/statistics.md` 4.5).
 * Rounding does not replace hiding. Refusal: INVALID_VALUE.
 */
export function roundToBase(values: readonly number[], base: number): Verdict<number[]> {
  if (!values.every(isCount) || !isCount(base) || base === 0)
    return refuse("INVALID_VALUE", "Counts and base are whole numbers.");
  return { value: values.map((x) => base * Math.floor((2 * x + base) / (2 * base))) };
}

/**
 * Published groups that give a small group away by subtraction (`docs/statistics.md` 4.5): pairs [inner, outer] of indices
 * where the inner group lies within the outer and 1 to threshold − 1 members are in the outer alone.
 */
export function disclosingDifferences<Id>(
  groups: readonly (readonly Id[])[],
  threshold = DEFAULT_THRESHOLD,
): [inner: number, outer: number][] {
  const sets = groups.map((group) => new Set(group));
  return sets.flatMap((inner, i) =>
    sets.flatMap((outer, j): [number, number][] => {
      const near = i !== j && isSmall(outer.size - inner.size, threshold);
      return near && [...inner].every((id) => outer.has(id)) ? [[i, j]] : [];
    }),
  );
}
