import { quantile } from "../measures/quantile.ts";
import { generatorFromSeed } from "../sampling/generator.ts";
import type { Interval } from "./stat.ts";
import type { Patterns, Table } from "./table.ts";

/** The default number of replicates (`docs/statistics.md` 1.5). */
export const REPLICATES = 2000;

export type BootstrapRequest = {
  method: "bootstrap-percentile";
  level: number;
  /** Number of replicates. Default 2000. */
  B?: number;
  seed?: string;
  /** One label for each row of the ratings: rows with the same label are drawn together. */
  clusters?: readonly string[];
};

/** A coefficient of data in which each pattern occurs so many times; null where it has no value. */
export type Estimator = (times: Float64Array) => number | null;

/**
 * Percentile bootstrap over units or clusters (`docs/statistics.md` 1.5): everything is computed anew in each replicate, the
 * chance term included. Replicates without a value are left out; with fewer than 90% of them left there is no interval.
 */
export function bootstrapInterval(
  table: Table,
  patterns: Patterns,
  estimate: Estimator,
  request: BootstrapRequest,
): Interval {
  const { level, B = REPLICATES, seed = "" } = request;
  const groupOfUnit = groupsOf(table, request.clusters);
  const groups = 1 + groupOfUnit.reduce((most, group) => Math.max(most, group), -1);
  if (groups < 2) return { lower: null, upper: null, reason: "TOO_FEW_UNITS" };

  const { below } = generatorFromSeed(seed);
  const { ofUnit } = patterns;
  const times = new Float64Array(patterns.count);
  const drawn = new Int32Array(groups);
  const values = new Float64Array(B);
  let used = 0;
  for (let b = 0; b < B; b++) {
    drawn.fill(0);
    for (let i = 0; i < groups; i++) drawn[below(groups)]!++;
    times.fill(0);
    for (let unit = 0; unit < ofUnit.length; unit++) times[ofUnit[unit]!]! += drawn[groupOfUnit[unit]!]!;
    const value = estimate(times);
    if (value !== null) values[used++] = value;
  }

  if (used === 0 || used < 0.9 * B) return { lower: null, upper: null, reason: "BOOTSTRAP_UNSTABLE", used };
  const sorted = values.subarray(0, used).sort();
  const tail = (1 - level) / 2;
  return { lower: quantile(sorted, tail), upper: quantile(sorted, 1 - tail), level, method: request.method, used };
}

/** Numbers each unit's cluster in the order of first appearance among the units that somebody scored; by itself without labels. */
function groupsOf(table: Table, labels: readonly string[] | undefined): Int32Array {
  const known = new Map<string | number | undefined, number>();
  return Int32Array.from(table.origin, (row) => {
    const label = labels ? labels[row] : row;
    const number = known.get(label) ?? known.size;
    known.set(label, number);
    return number;
  });
}
