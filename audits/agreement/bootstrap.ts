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
  const { start, pattern, units } = patternsByGroup(patterns, groupOfUnit, groups);
  const times = new Float64Array(patterns.count);
  const drawn = new Int32Array(groups);
  const values = new Float64Array(B);
  let used = 0;
  for (let b = 0; b < B; b++) {
    drawn.fill(0);
    for (let i = 0; i < groups; i++) drawn[below(groups)]!++;
    times.fill(0);
    for (let group = 0; group < groups; group++) {
      const often = drawn[group]!;
      if (often === 0) continue;
      for (let i = start[group]!; i < start[group + 1]!; i++) times[pattern[i]!]! += often * units[i]!;
    }
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

/**
 * The patterns that occur in each group and in how many of its units, at positions start[group] … start[group + 1] − 1: a
 * replicate adds up the few patterns of the groups that were drawn, not all units.
 */
function patternsByGroup({ ofUnit }: Patterns, groupOfUnit: Int32Array, groups: number) {
  const found = Array.from({ length: groups }, () => new Map<number, number>());
  for (const [unit, pattern] of ofUnit.entries()) {
    const own = found[groupOfUnit[unit]!]!;
    own.set(pattern, (own.get(pattern) ?? 0) + 1);
  }
  const start = new Int32Array(groups + 1);
  for (const [group, own] of found.entries()) start[group + 1] = start[group]! + own.size;
  return {
    start,
    pattern: Int32Array.from(found.flatMap((own) => [...own.keys()])),
    units: Int32Array.from(found.flatMap((own) => [...own.values()])),
  };
}
