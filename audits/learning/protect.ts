import { type Hidden, PERCENT_FROM } from "../charts/figures.ts";
import { DEFAULT_THRESHOLD, isSmall, suppressOneWay } from "../measures/suppression.ts";
import { auditMask } from "../measures/suppression-table.ts";

/**
 * Which rows of a published breakdown to hide (`docs/statistics.md` 4). Every published number of these pages is worked out
 * from what is left after these masks, and from nothing else: charts, limits, flags, titles, order, alternative text, files.
 */

export const HIDDEN: Hidden = {
  hidden: true,
  reason: `fewer than ${DEFAULT_THRESHOLD} plans, or a number from which so few would follow`,
};

/**
 * Which groups' numbers of plans to hide, where all plans together are known. True: hide.
 */
export function hiddenSizes(sizes: readonly number[], threshold = DEFAULT_THRESHOLD): boolean[] {
  const verdict = suppressOneWay(sizes, threshold);
  if (verdict.value === null) throw new Error(verdict.message);
  const { mask, totalMask } = verdict.value;
  // The number of all plans is always known, so where it would have to be hidden no group is shown.
  return totalMask ? sizes.map((size) => size > 0) : mask;
}

type Measured = {
  /** One row a group; its cells add up to the group's plans: those that have it, those that have not, those not judged. */
  rows: readonly (readonly number[])[];
  /** Groups of which nobody may know the number of plans. */
  unknown: readonly boolean[];
  /** Columns whose total is not known to readers. */
  unknownTotals?: readonly boolean[];
};

/**
 * Which groups to hide in one measure. A row is shown whole or not at all. Rows with a small cell are hidden, then the smallest
 * other ones, until nobody who knows the rule, the rows shown, the groups' sizes and the totals learns of a small cell more
 * than that it is small: the feasible intervals are those of `auditMask`.
 *
 * @returns true for each row to hide
 */
export function hiddenRows({ rows, unknown, unknownTotals = [] }: Measured, threshold = DEFAULT_THRESHOLD): boolean[] {
  const size = (row: readonly number[]) => row.reduce((sum, cell) => sum + cell, 0);
  const hidden = rows.map((row, i) => Boolean(unknown[i]) || row.some((cell) => isSmall(cell, threshold)));
  const columns = rows[0]?.length ?? 0;
  const total = (column: number) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0);
  while (hidden.some((one) => !one) && hidden.some(Boolean)) {
    const body = rows.map((row, i) => [
      ...row.map((cell) => Boolean(hidden[i]) && cell > 0),
      Boolean(unknown[i]) && size(row) > 0,
    ]);
    const totals = Array.from({ length: columns }, (_, c) => Boolean(unknownTotals[c]) && total(c) > 0);
    const verdict = auditMask(rows, [...body, [...totals, false]], threshold);
    if (verdict.value?.safe) return hidden;
    const shown = rows.flatMap((row, i) => (hidden[i] || size(row) === 0 ? [] : [{ i, size: size(row) }]));
    const next = shown.sort((one, other) => one.size - other.size || one.i - other.i)[0];
    if (!next) break;
    hidden[next.i] = true;
  }
  return hidden.some(Boolean) ? rows.map(() => true) : hidden;
}

/** Whether a share of these counts may be published at all: enough plans for a percentage, and no small part. */
export function mayPublish(count: number, n: number, threshold = DEFAULT_THRESHOLD): boolean {
  return n >= PERCENT_FROM && !isSmall(count, threshold) && !isSmall(n - count, threshold);
}

export type Dated = { label: string; count: number; n: number };

/**
 * The points of a line over time that may leave, as counts or `HIDDEN`. Their totals are published elsewhere, so what is
 * counted outside the points (`elsewhere`) is a row of its own that is never shown.
 */
export function publishedPoints(
  points: readonly Dated[],
  elsewhere: { count: number; n: number },
  threshold = DEFAULT_THRESHOLD,
): (Dated | { label: string; hidden: true })[] {
  const all = [...points, { label: "", ...elsewhere }];
  const rows = all.map(({ count, n }) => [count, n - count]);
  const few = all.map(({ count, n }, i) => i === points.length || (n > 0 && !mayPublish(count, n, threshold)));
  const hidden = hiddenRows({ rows, unknown: few.map((one, i) => one && (all[i]?.n ?? 0) > 0) }, threshold);
  return points.map((point, i) =>
    hidden[i] || (few[i] && point.n > 0) ? { label: point.label, hidden: true } : point,
  );
}
