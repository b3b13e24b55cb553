import { fQuantile } from "../measures/numerics.ts";
import type { Interval, Reason } from "./stat.ts";
import type { Table } from "./table.ts";

/** Values of the units that every auditor scored, one row a unit. */
export function completeUnits({ rows, scale }: Table): number[][] {
  return rows.filter((row) => !row.includes(-1)).map((row) => Array.from(row, (code) => scale[code]!));
}

/** Mean squares of a two-way layout without replication: n units, k auditors. */
export type MeanSquares = { n: number; k: number; units: number; auditors: number; rest: number };

/** Two-pass mean squares; what is below 1e-12 of the largest counts as 0 (`docs/statistics.md` 0). At least two units. */
export function meanSquares(values: readonly (readonly number[])[]): MeanSquares {
  const n = values.length;
  const k = values[0]!.length;
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const centre = mean(values.flat());
  const byUnit = values.map((row) => mean(row.map((x) => x - centre)));
  const byAuditor = values[0]!.map((_, j) => mean(values.map((row) => row[j]! - centre)));
  const squares = (list: readonly number[]) => list.reduce((sum, x) => sum + x * x, 0);

  const units = (k * squares(byUnit)) / (n - 1);
  const auditors = (n * squares(byAuditor)) / (k - 1);
  const rest =
    squares(values.flatMap((row, i) => row.map((x, j) => x - centre - byUnit[i]! - byAuditor[j]!))) /
    ((n - 1) * (k - 1));
  const nothing = 1e-12 * Math.max(units, auditors, rest);
  const settle = (x: number) => (x <= nothing ? 0 : x);
  return { n, k, units: settle(units), auditors: settle(auditors), rest: settle(rest) };
}

/**
 * ICC(2,1) and ICC(2,k), two-way random effects, absolute agreement (Shrout and Fleiss 1979; McGraw and Wong 1996).
 * Null where the units do not differ or the denominator is not positive.
 */
export function icc({ n, k, units, auditors, rest }: MeanSquares, of: "one" | "mean"): number | null {
  const between = (auditors - rest) / n;
  const denominator = of === "mean" ? units + between : units + (k - 1) * rest + k * between;
  if (units === 0 || denominator <= 1e-12 * Math.max(units, auditors, rest)) return null;
  return (units - rest) / denominator;
}

/**
 * The interval of McGraw and Wong for ICC(2,1), stepped up by Spearman and Brown for ICC(2,k), as R's psych gives it
 * (`docs/statistics.md` 1.5). Without residual variance, or where the step leaves the scale, it is NOT_ESTIMABLE.
 */
export function iccInterval(ms: MeanSquares, of: "one" | "mean", level: number): Interval {
  const { n, k, units, auditors, rest } = ms;
  const missing: Interval = { lower: null, upper: null, reason: "NOT_ESTIMABLE" };
  const single = icc(ms, "one");
  if (rest === 0 || single === null) return missing;

  const ratio = auditors / rest;
  const weight = n * (1 + (k - 1) * single) - k * single;
  const df =
    ((k - 1) * (n - 1) * (k * single * ratio + weight) ** 2) / ((n - 1) * (k * single * ratio) ** 2 + weight ** 2);
  const p = (1 + level) / 2;
  const other = k * auditors + (k * n - k - n) * rest;
  const fLow = fQuantile(p, n - 1, df);
  const fHigh = fQuantile(p, df, n - 1);
  const low = (n * (units - fLow * rest)) / (fLow * other + n * units);
  const high = (n * (fHigh * units - rest)) / (other + n * fHigh * units);
  const step = (x: number) => (of === "mean" ? (k * x) / (1 + (k - 1) * x) : x);
  const usable = Number.isFinite(low) && Number.isFinite(high) && (of === "one" || 1 + (k - 1) * low > 0);
  return usable ? { lower: step(low), upper: step(high), level, method: "mcgraw-wong" } : missing;
}

/** Kendall's W with tie correction over complete units; null where every auditor is constant. At least two units. */
export function kendallW(values: readonly (readonly number[])[]): number | null {
  const n = values.length;
  const m = values[0]!.length;
  const sums = new Float64Array(n);
  let ties = 0;
  for (let j = 0; j < m; j++) {
    const order = values.map((row, i) => ({ i, x: row[j]! })).sort((a, b) => a.x - b.x);
    for (let from = 0; from < n; ) {
      let to = from;
      while (to < n && order[to]!.x === order[from]!.x) to++;
      for (let at = from; at < to; at++) sums[order[at]!.i]! += (from + 1 + to) / 2;
      ties += (to - from) ** 3 - (to - from);
      from = to;
    }
  }
  const denominator = m * m * (n ** 3 - n) - m * ties;
  const centre = (m * (n + 1)) / 2;
  return denominator === 0 ? null : (12 * sums.reduce((sum, rank) => sum + (rank - centre) ** 2, 0)) / denominator;
}

/** Why the complete units cannot carry ICC or W, in the order of `docs/statistics.md` 0; null where they can. */
export function completeProblem(values: readonly (readonly number[])[]): Reason | null {
  if (values.length < 2) return "TOO_FEW_UNITS";
  return new Set(values.flat()).size < 2 ? "NO_VARIATION" : null;
}
