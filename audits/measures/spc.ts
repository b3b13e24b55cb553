import { refuse, type Verdict } from "./verdict.ts";

export type Improvement = "increase" | "decrease" | "neutral";

export type XmrOptions = {
  improvement: Improvement;
  target?: number | null;
  /** Indices at which a new segment starts (`docs/statistics.md` 2.2, rebase). */
  rebase?: readonly number[];
  /** Points of each segment that fix its limits, 12 or more; default all. */
  fixAfter?: number | null;
  /** Leave out moving ranges that are far too large, once. Default false. */
  screenOutliers?: boolean;
  /** Whether a point beyond the limit counts among two of three. Default "between": it does not. */
  twoOfThree?: "between" | "beyond";
};

export type Rule =
  | "Above UCL"
  | "Below LCL"
  | "7 Point Trend (Increasing)"
  | "7 Point Trend (Decreasing)"
  | "2 in 3 Above CL"
  | "2 in 3 Below CL"
  | "7 Points Above CL"
  | "7 Points Below CL"
  | "Common Cause";

export type PointType =
  | "common_cause"
  | "special_cause_improvement"
  | "special_cause_concern"
  | "special_cause_neutral_high"
  | "special_cause_neutral_low";

export type Xmr = {
  mean: number[];
  /** null where a segment has one point only. */
  lower: (number | null)[];
  upper: (number | null)[];
  rule: Rule[];
  type: PointType[];
  /** The type of the last point. */
  variation: PointType;
  assurance: "consistent_pass" | "consistent_fail" | "inconsistent" | null;
};

/** Seven points make a shift or a trend, as in NHSRplotthedots; not configurable. */
const RUN = 7;
const FEWEST_FIXED = 12;

type Limits = { mean: number; lower: number | null; upper: number | null; outer: number };

/**
 * The XmR chart of NHS "Making Data Count", as NHSRplotthedots 0.2.2 draws it (`docs/statistics.md` 2.2).
 *
 * @param values one value a period, in order
 *
 * Refusals: NO_DATA, INVALID_VALUE (a value that is no number, a rebase outside the series, `fixAfter` below 12).
 */
export function xmr(values: readonly number[], options: XmrOptions): Verdict<Xmr> {
  const { improvement, target = null, rebase = [], fixAfter = null } = options;
  if (values.length === 0) return refuse("NO_DATA", "There is no value to draw.");
  const known = rebase.every((index) => Number.isInteger(index) && index >= 0 && index < values.length);
  if (!values.every(Number.isFinite) || !known) {
    return refuse("INVALID_VALUE", "Every period needs a number, and a step change needs a period of the chart.");
  }
  if (fixAfter !== null && !(Number.isInteger(fixAfter) && fixAfter >= FEWEST_FIXED)) {
    return refuse("INVALID_VALUE", `Limits can be fixed after ${FEWEST_FIXED} points or more.`);
  }

  // What differs by the last bits of a double counts as equal: a point on the mean, or on a limit.
  const same = 1e-12 * Math.max(...values.map(Math.abs));
  const starts = [...new Set([0, ...rebase])].sort((a, b) => a - b);
  const segments = starts.map((start, i) => {
    const points = values.slice(start, starts[i + 1]);
    const limits = limitsOf(points.slice(0, fixAfter ?? points.length), options.screenOutliers ?? false);
    return { points, limits, rules: rulesOf(points, limits, options.twoOfThree ?? "between", same) };
  });

  const each = <T>(of: (limits: Limits) => T) => segments.flatMap(({ points, limits }) => points.map(() => of(limits)));
  const rule = segments.flatMap(({ rules }) => rules);
  const type = rule.map((label) => typeOf(label, improvement));
  return {
    value: {
      mean: each(({ mean }) => mean),
      lower: each(({ lower }) => lower),
      upper: each(({ upper }) => upper),
      rule,
      type,
      variation: type.at(-1)!,
      assurance: assuranceOf(segments.at(-1)!.limits, target, improvement, same),
    },
  };
}

/** Two passes, so that the mean of equal values is that value. */
function meanOf(values: readonly number[]): number {
  const rough = values.reduce((sum, x) => sum + x, 0) / values.length;
  return rough + values.reduce((sum, x) => sum + (x - rough), 0) / values.length;
}

function limitsOf(baseline: readonly number[], screen: boolean): Limits {
  const mean = meanOf(baseline);
  const ranges = baseline.slice(1).map((y, i) => Math.abs(y - baseline[i]!));
  if (ranges.length === 0) return { mean, lower: null, upper: null, outer: Number.POSITIVE_INFINITY };
  let range = meanOf(ranges);
  if (screen && range > 0) range = meanOf(ranges.filter((one) => one < 3.267 * range));
  return { mean, lower: mean - 2.66 * range, upper: mean + 2.66 * range, outer: (2 / 3) * 2.66 * range };
}

/** The first rule that applies to each point of a segment. */
function rulesOf(points: readonly number[], limits: Limits, twoOfThree: "between" | "beyond", same: number): Rule[] {
  const { mean, lower, upper, outer } = limits;
  const side = points.map((y) => (Math.abs(y - mean) <= same ? 0 : Math.sign(y - mean)));
  const outside = points.map((y) => {
    if (upper !== null && y > upper + same) return 1;
    return lower !== null && y < lower - same ? -1 : 0;
  });
  const step = points.slice(1).map((y, i) => Math.sign(y - points[i]!));
  const inShift = inRun(side, RUN);
  const risesInTrend = inRun(step, RUN - 1);
  const near = points.map((y, i) => Math.abs(y - mean) > outer + same && (twoOfThree === "beyond" || outside[i] === 0));
  const inTwoOfThree = pointsInTwoOfThree(side, near);

  return points.map((_, i): Rule => {
    if (outside[i] !== 0) return outside[i] === 1 ? "Above UCL" : "Below LCL";
    const trend = (risesInTrend[i] && step[i]) || (risesInTrend[i - 1] && step[i - 1]);
    if (trend) return trend > 0 ? "7 Point Trend (Increasing)" : "7 Point Trend (Decreasing)";
    if (inTwoOfThree[i]) return side[i]! > 0 ? "2 in 3 Above CL" : "2 in 3 Below CL";
    if (inShift[i]) return side[i]! > 0 ? "7 Points Above CL" : "7 Points Below CL";
    return "Common Cause";
  });
}

/** Marks the members of runs of at least `length` equal signs; 0 breaks a run. */
function inRun(signs: readonly number[], length: number): boolean[] {
  const marked = signs.map(() => false);
  for (let from = 0; from < signs.length; ) {
    let to = from + 1;
    while (to < signs.length && signs[to] === signs[from]) to++;
    if (signs[from] !== 0 && to - from >= length) marked.fill(true, from, to);
    from = to;
  }
  return marked;
}

/** Three consecutive points on one side of the mean, two of them or more in the outer third: these are marked. */
function pointsInTwoOfThree(side: readonly number[], near: readonly boolean[]): boolean[] {
  const marked = side.map(() => false);
  for (let from = 0; from + 3 <= side.length; from++) {
    const three = [from, from + 1, from + 2];
    const oneSide = side[from] !== 0 && three.every((i) => side[i] === side[from]);
    const outer = three.filter((i) => near[i]);
    if (oneSide && outer.length >= 2) for (const i of outer) marked[i] = true;
  }
  return marked;
}

function typeOf(rule: Rule, improvement: Improvement): PointType {
  if (rule === "Common Cause") return "common_cause";
  const high = rule.includes("Above") || rule.includes("Increasing");
  if (improvement === "neutral") return high ? "special_cause_neutral_high" : "special_cause_neutral_low";
  return high === (improvement === "increase") ? "special_cause_improvement" : "special_cause_concern";
}

function assuranceOf(
  { lower, upper }: Limits,
  target: number | null,
  improvement: Improvement,
  same: number,
): Xmr["assurance"] {
  if (target === null || improvement === "neutral" || lower === null || upper === null) return null;
  if (target > upper + same) return improvement === "increase" ? "consistent_fail" : "consistent_pass";
  if (target < lower - same) return improvement === "increase" ? "consistent_pass" : "consistent_fail";
  return "inconsistent";
}

export type AttributeChart = {
  centre: number;
  /** Share, or count per unit; null, as are its limits, for a period in which nothing was counted. */
  points: (number | null)[];
  lower: (number | null)[];
  upper: (number | null)[];
  outside: boolean[];
};

/** p-chart: x of n plans by period, limits p̄ ± 3√(p̄(1 − p̄)/n) inside 0 to 1 (`docs/statistics.md` 2.2). Refusals: NO_DATA, INVALID_VALUE. */
export function pChart(x: readonly number[], n: readonly number[]): Verdict<AttributeChart> {
  if (x.some((part, i) => part > n[i]!)) return refuse("INVALID_VALUE", "The part is not larger than the whole.");
  return attributeChart(x, n, (centre) => centre * (1 - centre), 1);
}

/** u-chart: x counts on n plans by period, limits ū ± 3√(ū/n), the lower not below 0 (`docs/statistics.md` 2.2). Refusals: NO_DATA, INVALID_VALUE. */
export function uChart(x: readonly number[], n: readonly number[]): Verdict<AttributeChart> {
  return attributeChart(x, n, (centre) => centre, Number.POSITIVE_INFINITY);
}

function attributeChart(
  x: readonly number[],
  n: readonly number[],
  varianceOf: (centre: number) => number,
  ceiling: number,
): Verdict<AttributeChart> {
  const usable = x.length === n.length && [...x, ...n].every((value) => Number.isFinite(value) && value >= 0);
  if (!usable) return refuse("INVALID_VALUE", "Each period needs two counts of 0 or more.");
  const total = n.reduce((sum, size) => sum + size, 0);
  if (total === 0) return refuse("NO_DATA", "There is no value to draw.");

  const centre = x.reduce((sum, part) => sum + part, 0) / total;
  const half = n.map((size) => (size === 0 ? null : 3 * Math.sqrt(varianceOf(centre) / size)));
  const points = x.map((part, i) => (n[i] === 0 ? null : part / n[i]!));
  const lower = half.map((h) => (h === null ? null : Math.max(0, centre - h)));
  const upper = half.map((h) => (h === null ? null : Math.min(ceiling, centre + h)));
  const outside = points.map((y, i) => y !== null && (y < lower[i]! - 1e-12 || y > upper[i]! + 1e-12));
  return { value: { centre, points, lower, upper, outside } };
}
