import type { Estimator } from "./bootstrap.ts";
import { type Patterns, pairsApart } from "./table.ts";

/** The metrics of Krippendorff's alpha. */
export type Metric = "nominal" | "ordinal" | "interval" | "ratio";

/**
 * Krippendorff's alpha (2011; `docs/statistics.md` 1.3) over the units with two scores or more:
 * 1 − (N − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck. Null where fewer than two categories occur among those scores.
 */
export function krippendorffAlpha(patterns: Patterns, scale: readonly number[], metric: Metric): Estimator {
  const { start, categories, scores, sizes } = patterns;
  // Kept between replicates: a bootstrap asks thousands of times.
  const counts = new Float64Array(scale.length);
  const ranks = new Float64Array(scale.length);
  // The ordinal distance depends on all counts, so it changes with every replicate; the others are summed once.
  const apart =
    metric === "ordinal"
      ? null
      : Float64Array.from(sizes, (size, p) =>
          size < 2 ? 0 : pairsApart(patterns, p, squaredDistance(metric, scale)) / (size - 1),
        );

  return (times) => {
    counts.fill(0);
    for (let p = 0; p < times.length; p++) {
      if (times[p] === 0 || sizes[p]! < 2) continue;
      for (let i = start[p]!; i < start[p + 1]!; i++) counts[categories[i]!]! += times[p]! * scores[i]!;
    }
    let total = 0;
    let occurring = 0;
    for (let c = 0; c < counts.length; c++) {
      total += counts[c]!;
      if (counts[c]! > 0) occurring++;
    }
    if (occurring < 2) return null;

    const observed = apart ? weightedSum(times, apart) : observedRanks(patterns, times, midRanks(counts, ranks));
    const expected = expectedDistance(counts, total, metric, apart ? scale : ranks);
    return 1 - ((total - 1) * observed) / expected;
  };
}

function squaredDistance(metric: "nominal" | "interval" | "ratio", scale: readonly number[]) {
  switch (metric) {
    case "nominal":
      return () => 1;
    case "interval":
      return (c: number, k: number) => (scale[c]! - scale[k]!) ** 2;
    case "ratio":
      return (c: number, k: number) => ((scale[c]! - scale[k]!) / (scale[c]! + scale[k]!)) ** 2;
  }
}

/** Mid-ranks of the categories; δ of the ordinal metric is their difference. Halves of whole numbers, so sums are exact. */
function midRanks(counts: Float64Array, into: Float64Array): Float64Array {
  let before = 0;
  for (let c = 0; c < counts.length; c++) {
    before += counts[c]!;
    into[c] = before - counts[c]! / 2;
  }
  return into;
}

function weightedSum(times: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < times.length; p++) sum += times[p]! * values[p]!;
  return sum;
}

/** Σ over c < k of o_ck (rank c − rank k)²; within a unit the pairs add up to r Σ rank² − (Σ rank)². */
function observedRanks(
  { start, categories, scores, sizes }: Patterns,
  times: Float64Array,
  ranks: Float64Array,
): number {
  let observed = 0;
  for (let p = 0; p < times.length; p++) {
    if (times[p] === 0 || sizes[p]! < 2) continue;
    let sum = 0;
    let squares = 0;
    for (let i = start[p]!; i < start[p + 1]!; i++) {
      const rank = ranks[categories[i]!]!;
      sum += scores[i]! * rank;
      squares += scores[i]! * rank * rank;
    }
    observed += (times[p]! * (sizes[p]! * squares - sum * sum)) / (sizes[p]! - 1);
  }
  return observed;
}

/** Σ over c < k of n_c n_k δ²_ck; for differences of positions that is N Σ n (position − mean)². */
function expectedDistance(counts: Float64Array, total: number, metric: Metric, position: ArrayLike<number>): number {
  if (metric === "nominal") return (total * total - counts.reduce((sum, count) => sum + count * count, 0)) / 2;
  if (metric !== "ratio") {
    let sum = 0;
    for (let c = 0; c < counts.length; c++) sum += counts[c]! * position[c]!;
    const mean = sum / total;
    let squares = 0;
    for (let c = 0; c < counts.length; c++) squares += counts[c]! * (position[c]! - mean) ** 2;
    return total * squares;
  }
  let sum = 0;
  for (let c = 0; c < counts.length; c++) {
    for (let k = c + 1; k < counts.length; k++) {
      const product = counts[c]! * counts[k]!;
      if (product > 0) sum += product * ((position[c]! - position[k]!) / (position[c]! + position[k]!)) ** 2;
    }
  }
  return sum;
}
