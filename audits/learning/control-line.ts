import type { ControlChart, ControlPoint, Signal } from "../charts/control.ts";
import { isHidden, limitText, type Share } from "../charts/figures.ts";
import { type Improvement, pChart, type PointType, type Rule, xmr } from "../measures/spc.ts";

/** Fewer points get a line only; up to 12 get trial limits (`docs/statistics.md` 2.2). */
export const LIMITS_FROM = 6;
const FULL_FROM = 13;
/** Where the sizes of periods differ by more than this factor, limits follow each size: a p-chart. */
const SIZES_DIFFER = 2;
/** Points that fix limits where they are asked to stay. */
const FIX_AFTER = 12;

export type LineInput = {
  /** "new plans issued in 20 weeks" */
  what: string;
  /** What a point is called: "month". */
  unit: string;
  improvement: Improvement;
  points: { label: string; share: Share }[];
  /** Places of points at which mean and limits begin anew. */
  steps: { at: number; reason: string }[];
  /** Chosen by a person; null: by the sizes of the periods. */
  method?: "xmr" | "p" | null;
  /** Limits of an XmR chart from the first 12 points of each segment, so that they stay as points arrive. */
  fixed?: boolean;
  /** Target, 0 to 1: drawn, and what the limits say of it. */
  target?: number | null;
};

export type ControlLine = { chart: ControlChart; finding: string; words: string[] };

type Shown = { at: number; count: number; n: number };

/**
 * A control chart from the points that may be seen, and what it says. Hidden points, and periods without any plan, take no
 * part in means, limits and rules; each segment between steps stands for itself.
 */
export function controlLine(input: LineInput): ControlLine {
  const { points, steps, improvement } = input;
  const shown = points.flatMap(({ share }, at): Shown[] =>
    isHidden(share) || share.n === 0 ? [] : [{ at, count: share.count, n: share.n }],
  );
  const sizes = shown.map(({ n }) => n);
  const byItself = shown.length > 0 && Math.max(...sizes) > SIZES_DIFFER * Math.min(...sizes) ? "p" : "xmr";
  const method = input.fixed ? "xmr" : (input.method ?? byItself);
  const starts = [0, ...steps.map(({ at }) => at), points.length];
  const drawn = points.map(
    ({ label, share }): ControlPoint => ({
      label,
      share,
      mean: null,
      lower: null,
      upper: null,
      signal: "common",
      because: null,
    }),
  );
  let last = 0;
  starts.slice(0, -1).forEach((from, i) => {
    const own = shown.filter(({ at }) => at >= from && at < (starts[i + 1] as number));
    if (own.length) last = own.length;
    if (own.length < LIMITS_FROM) return;
    for (const point of method === "p" ? pPoints(own, improvement) : xmrPoints(own, improvement, input.fixed ?? false))
      Object.assign(drawn[point.at] as ControlPoint, point.drawn);
  });
  const trial = last < FULL_FROM;
  const chart: ControlChart = {
    kind: "control",
    title: "",
    what: input.what,
    method,
    points: drawn,
    steps,
    trial,
    target: input.target ?? null,
  };
  const finding = findingOf(chart, input);
  return { chart: { ...chart, title: finding }, finding, words: wordsOf(chart, input, last) };
}

type DrawnPoint = { at: number; drawn: Pick<ControlPoint, "mean" | "lower" | "upper" | "signal" | "because"> };

function xmrPoints(own: Shown[], improvement: Improvement, fixed: boolean): DrawnPoint[] {
  const verdict = xmr(
    own.map(({ count, n }) => count / n),
    { improvement, fixAfter: fixed && own.length > FIX_AFTER ? FIX_AFTER : null },
  );
  if (verdict.value === null) return [];
  const { mean, lower, upper, rule, type } = verdict.value;
  return own.map(({ at }, i) => ({
    at,
    drawn: {
      mean: mean[i] ?? null,
      lower: lower[i] ?? null,
      upper: upper[i] ?? null,
      signal: SIGNALS[type[i] as PointType],
      because: RULES[rule[i] as Rule],
    },
  }));
}

function pPoints(own: Shown[], improvement: Improvement): DrawnPoint[] {
  const verdict = pChart(
    own.map(({ count }) => count),
    own.map(({ n }) => n),
  );
  if (verdict.value === null) return [];
  const { centre, points, lower, upper, outside } = verdict.value;
  return own.map(({ at }, i) => {
    const high = (points[i] ?? 0) > centre;
    const signal: Signal =
      improvement === "neutral" ? "neutral" : high === (improvement === "increase") ? "improvement" : "concern";
    return {
      at,
      drawn: {
        mean: centre,
        lower: lower[i] ?? null,
        upper: upper[i] ?? null,
        signal: outside[i] ? signal : "common",
        because: outside[i] ? (high ? RULES["Above UCL"] : RULES["Below LCL"]) : null,
      },
    };
  });
}

const SIGNALS: Record<PointType, Signal> = {
  common_cause: "common",
  special_cause_improvement: "improvement",
  special_cause_concern: "concern",
  special_cause_neutral_high: "neutral",
  special_cause_neutral_low: "neutral",
};

const RULES: Record<Rule, string | null> = {
  "Above UCL": "above the upper limit",
  "Below LCL": "below the lower limit",
  "7 Point Trend (Increasing)": "one of 7 or more points that rise one after the other",
  "7 Point Trend (Decreasing)": "one of 7 or more points that fall one after the other",
  "2 in 3 Above CL": "one of two in three points near the upper limit",
  "2 in 3 Below CL": "one of two in three points near the lower limit",
  "7 Points Above CL": "one of 7 or more points in a row above the mean",
  "7 Points Below CL": "one of 7 or more points in a row below the mean",
  "Common Cause": null,
};

const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function findingOf({ points }: ControlChart, { what, unit }: LineInput): string {
  const known = points.filter(({ share }) => !isHidden(share) && share.n > 0);
  if (known.length === 0) return `${upper(what)}: no ${unit} can be shown`;
  const last = points.findLast(({ mean }) => mean !== null);
  if (!last || last.mean === null) return `${upper(what)}: too few points to tell a change from chance`;
  const average = `${limitText(last.mean, 10)}% on average`;
  const flagged = points.filter(({ signal }) => signal !== "common");
  if (flagged.length === 0) return `${upper(what)}: ${average}, and no ${unit} stands out`;
  const [first] = flagged;
  const which = flagged.length === 1 ? `${first?.label} stands out` : `${flagged.length} ${unit}s stand out`;
  return `${upper(what)}: ${average}, and ${which}`;
}

function wordsOf(chart: ControlChart, { unit, improvement, target, fixed }: LineInput, last: number): string[] {
  const { points, method, steps } = chart;
  const flagged = points.filter(({ signal }) => signal !== "common");
  const since = steps.length ? " since the last step" : "";
  const sentences: string[] = [];
  if (last < LIMITS_FROM)
    sentences.push(
      `With ${last} ${last === 1 ? "point" : "points"}${since} there is a line only: a mean and limits need ${LIMITS_FROM}.`,
    );
  else if (last < FULL_FROM)
    sentences.push(`Trial limits: with fewer than ${FULL_FROM} points${since} they still move with every new point.`);
  if (flagged.length) {
    const told = flagged.slice(-4).map(({ label, because }) => `${label} is ${because}`);
    sentences.push(`${told.join("; ")}. A flag is a reason to ask, not a verdict.`);
  } else if (last >= LIMITS_FROM) sentences.push(`The ${unit}s differ by no more than chance would give.`);
  if (fixed && last > FIX_AFTER)
    sentences.push(`Mean and limits are those of the first ${FIX_AFTER} points${since}, and stay as points arrive.`);
  if (method === "p" && last >= LIMITS_FROM)
    sentences.push(`The ${unit}s differ in size, so the limits are wider where there are fewer plans (a p-chart).`);
  const end = points.findLast(({ mean }) => mean !== null);
  if (target !== null && target !== undefined && last >= FULL_FROM && end?.lower != null && end.upper != null)
    sentences.push(assurance(target, end.lower, end.upper, improvement));
  return sentences;
}

function assurance(target: number, lower: number, upperLimit: number, improvement: Improvement): string {
  const goal = `${limitText(target, 10)}%`;
  if (target > lower && target < upperLimit)
    return `A target of ${goal} lies between the limits: it will be met in some periods and missed in others.`;
  const above = target >= upperLimit;
  return above === (improvement === "increase")
    ? `A target of ${goal} lies beyond the limits: as things are, it will be missed.`
    : `A target of ${goal} lies within reach: as things are, it will be met.`;
}
