import { hiddenSentence } from "./describe.ts";
import { HIDDEN_SIGN, isHidden, limitText, percentText, type Share, shareText } from "./figures.ts";
import { finish, text } from "./marks.ts";
import { COLOURS } from "./palette.ts";
import { type Mark, type Scene, type Space, tidy, wrap } from "./scene.ts";

/** What a point of a control chart says. A flag is a reason to ask, not a verdict. */
export type Signal = "common" | "improvement" | "concern" | "neutral";

export type ControlPoint = {
  /** "Jan 2025", or the title of a cycle. */
  label: string;
  share: Share;
  /** Shares from 0 to 1; null where there are too few points for them. */
  mean: number | null;
  lower: number | null;
  upper: number | null;
  signal: Signal;
  /** Why it is flagged, in words: "above the upper limit". */
  because: string | null;
};

/** A share over time with its mean and limits (`docs/statistics.md` 2.2). */
export type ControlChart = {
  kind: "control";
  title: string;
  /** "new plans issued in 20 weeks" */
  what: string;
  method: "xmr" | "p";
  points: ControlPoint[];
  /** Points at which mean and limits begin anew, and why. */
  steps: { at: number; reason: string }[];
  /** Fewer than 13 points stand behind the last limits. */
  trial: boolean;
  /** 0 to 1; null where there is none. */
  target: number | null;
};

/** Draws a share over time on a scale from 0 to 100%, limits dashed. Hidden points are a "c" at the foot and leave a gap. */
export function drawControl(chart: ControlChart, space: Space): Scene {
  const { width, size, measure } = space;
  const wide = width >= size * 38;
  const names = namesOfLines(chart);
  const left = measure("100%", size, 400) + size * 0.8;
  const right = wide && names.length ? Math.max(...names.map(({ words }) => measure(words, size, 400))) + size : size;
  const top = size * (chart.steps.length ? 2.4 : 1.2);
  const plot = size * 11;
  const inner = width - left - right;
  const step = inner / Math.max(1, chart.points.length);
  const y = (share: number) => top + plot * (1 - Math.min(1, Math.max(0, share)));
  const x = (i: number) => left + step * (i + 0.5);

  const marks: Mark[] = [0, 0.25, 0.5, 0.75, 1].flatMap((tick): Mark[] => [
    line(left, y(tick), left + inner, y(tick), tick === 0 ? COLOURS.control : COLOURS.line, tick === 0 ? 1.25 : 0.75),
    text(left - size * 0.6, y(tick) + size * 0.34, `${tick * 100}%`, size, { fill: COLOURS.soft, anchor: "end" }),
  ]);
  for (const { key, dash } of [
    { key: "mean" as const, dash: undefined },
    { key: "lower" as const, dash: "6 4" },
    { key: "upper" as const, dash: "6 4" },
  ])
    marks.push(...steppedLine(chart, key, dash, { x, y, half: step / 2 }));
  if (chart.target !== null) {
    const target = line(left, y(chart.target), left + inner, y(chart.target), COLOURS.tealText, 1.5);
    marks.push({ ...target, strokeDasharray: "2 3" } as Mark);
  }
  chart.steps.forEach(({ at }, i) => {
    const from = x(at) - step / 2;
    marks.push(line(from, top - size * 0.6, from, y(0), COLOURS.ink, 1.25));
    marks.push(text(from, top - size * 0.9, `Step ${i + 1}`, size, { anchor: "middle", weight: 600 }));
  });
  marks.push(...pointsOf(chart, size, x, y));
  if (wide)
    for (const { words, at } of spread(
      names.map((n) => ({ words: n.words, at: y(n.at) })),
      size * 1.25,
    ))
      marks.push(text(left + inner + size * 0.5, at + size * 0.34, words, size, { fill: COLOURS.soft }));

  let bottom = y(0) + labels(chart, marks, { x, step, top: y(0), space });
  const below = [...(wide ? [] : names.map(({ words }) => words)), ...keys(chart)];
  for (const words of below)
    for (const part of wrap(words, width, size, 400, measure)) {
      marks.push(text(0, bottom + size, part, size, { fill: COLOURS.soft }));
      bottom += size * 1.4;
    }
  return finish({
    width,
    height: bottom + size * 0.3,
    title: chart.title,
    alt: altOf(chart),
    table: tableOf(chart),
    marks,
  });
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, strokeWidth: number): Mark {
  return { kind: "line", x1, y1, x2, y2, stroke, strokeWidth };
}

type Place = { x: (i: number) => number; y: (share: number) => number; half: number };

/** A mean or a limit, level from point to point; it breaks where there is none and at a step. */
function steppedLine(
  chart: ControlChart,
  key: "mean" | "lower" | "upper",
  dash: string | undefined,
  place: Place,
): Mark[] {
  const { x, y, half } = place;
  return chart.points.flatMap((point, i): Mark[] => {
    const value = point[key];
    if (value === null) return [];
    const own = { ...line(x(i) - half, y(value), x(i) + half, y(value), COLOURS.control, 1.25), strokeDasharray: dash };
    const before = chart.points[i - 1]?.[key];
    const starts = chart.steps.some(({ at }) => at === i);
    const riser =
      before === null || before === undefined || before === value || starts
        ? []
        : [{ ...line(x(i) - half, y(before), x(i) - half, y(value), COLOURS.control, 1.25), strokeDasharray: dash }];
    return [...riser, own].map(({ strokeDasharray, ...mark }) =>
      strokeDasharray ? { ...mark, strokeDasharray } : mark,
    ) as Mark[];
  });
}

function pointsOf(chart: ControlChart, size: number, x: Place["x"], y: Place["y"]): Mark[] {
  const values = chart.points.map(({ share }) => (isHidden(share) || share.n === 0 ? null : share.count / share.n));
  const joined = values.flatMap((value, i): Mark[] => {
    const before = values[i - 1];
    if (value === null || before === null || before === undefined) return [];
    return [line(x(i - 1), y(before), x(i), y(value), COLOURS.soft, 1.25)];
  });
  const dots = chart.points.map(({ share, signal }, i): Mark[] => {
    const value = values[i];
    if (isHidden(share))
      return [text(x(i), y(0) - size * 0.4, HIDDEN_SIGN, size, { fill: COLOURS.soft, anchor: "middle" })];
    if (value === null || value === undefined) return [];
    return [shape(signal, x(i), y(value), size * 0.36)];
  });
  return [...joined, ...dots.flat()];
}

/** A dot in grey; a diamond: improvement; a triangle: concern; a square: unusual, where neither way is better. */
function shape(signal: Signal, x: number, y: number, r: number): Mark {
  const corners = (points: [number, number][]) => points.map(([dx, dy]) => `${tidy(x + dx)},${tidy(y + dy)}`).join(" ");
  const R = r * 1.5;
  if (signal === "improvement")
    return {
      kind: "polygon",
      points: corners([
        [0, -R],
        [R, 0],
        [0, R],
        [-R, 0],
      ]),
      fill: COLOURS.brand,
    };
  if (signal === "concern")
    return {
      kind: "polygon",
      points: corners([
        [0, -R],
        [R, R * 0.8],
        [-R, R * 0.8],
      ]),
      fill: COLOURS.worry,
    };
  if (signal === "neutral") return { kind: "rect", x: x - r, y: y - r, width: 2 * r, height: 2 * r, fill: COLOURS.ink };
  return { kind: "circle", cx: x, cy: y, r, fill: COLOURS.soft };
}

/** The words under the scale: as many labels as fit, the first always. @returns the height that they take */
function labels(
  chart: ControlChart,
  marks: Mark[],
  { x, step, top, space }: { x: Place["x"]; step: number; top: number; space: Space },
): number {
  const { size, measure } = space;
  const widest = Math.max(0, ...chart.points.map(({ label }) => measure(label, size, 400)));
  // Months stand on one line; long titles are wrapped.
  const room = Math.max(step, Math.min(widest + size * 0.8, size * 7));
  const every = Math.max(1, Math.ceil(room / step));
  let height = 0;
  chart.points.forEach(({ label }, i) => {
    if (i % every !== 0) return;
    const lines = wrap(label, Math.max(step * every - size * 0.4, size * 2.8), size, 400, measure);
    lines.forEach((words, at) => {
      marks.push(text(x(i), top + size * (1.4 + at * 1.25), words, size, { anchor: "middle", fill: COLOURS.soft }));
    });
    height = Math.max(height, size * (1.9 + (lines.length - 1) * 1.25));
  });
  return height + size * 0.4;
}

function namesOfLines({ points, trial }: ControlChart): { words: string; at: number }[] {
  const last = points.findLast(({ mean }) => mean !== null);
  if (!last || last.mean === null) return [];
  const limit = trial ? "trial limit" : "limit";
  const percent = (value: number) => `${limitText(Math.min(1, Math.max(0, value)), 10)}%`;
  return [
    ...(last.upper === null ? [] : [{ words: `Upper ${limit} ${percent(last.upper)}`, at: last.upper }]),
    { words: `Mean ${percent(last.mean)}`, at: last.mean },
    ...(last.lower === null ? [] : [{ words: `Lower ${limit} ${percent(last.lower)}`, at: last.lower }]),
  ];
}

/** Keeps words apart that stand at nearly the same height, from the top down. */
function spread(names: { words: string; at: number }[], apart: number): { words: string; at: number }[] {
  let lowest = Number.NEGATIVE_INFINITY;
  return names.map(({ words, at }) => {
    lowest = Math.max(at, lowest + apart);
    return { words, at: lowest };
  });
}

function keys({ points, steps, target }: ControlChart): string[] {
  const has = (signal: Signal) => points.some((point) => point.signal === signal);
  return [
    ...(has("improvement") ? ["Diamond: stands out for the better."] : []),
    ...(has("concern") ? ["Triangle: stands out for the worse."] : []),
    ...(has("neutral") ? ["Square: stands out."] : []),
    ...(target === null ? [] : [`Dotted: the target, ${limitText(target, 10)}%.`]),
    ...steps.map(({ reason }, i) => `Step ${i + 1}: mean and limits begin anew. ${reason}`),
  ];
}

function altOf(chart: ControlChart): string {
  const shown = chart.points.filter(({ share }) => !isHidden(share) && share.n > 0);
  const hidden = chart.points.filter(({ share }) => isHidden(share)).length;
  const flagged = shown.filter(({ because }) => because !== null);
  const lines = namesOfLines(chart).map(({ words }) => words);
  const values = shown.map(({ label, share }) => `${label} ${shareText(share)}`);
  const flags = flagged.map(({ label, because }) => `${label} is ${because}`);
  return [
    `A line of ${chart.points.length} points: ${chart.what}, oldest first.`,
    values.length ? `${values.join("; ")}.` : "No point can be shown.",
    lines.length ? `${lines.join(", ")}.` : "There are too few points for a mean and limits.",
    flags.length ? `${flags.join("; ")}.` : lines.length ? "No point stands out." : "",
    ...(chart.target === null ? [] : [`The target is ${limitText(chart.target, 10)}%.`]),
    ...chart.steps.map(
      ({ at, reason }, i) => `Step ${i + 1} from ${chart.points[at]?.label}: mean and limits begin anew. ${reason}`,
    ),
  ]
    .filter(Boolean)
    .join(" ")
    .concat(hiddenSentence(hidden));
}

function tableOf(chart: ControlChart): Scene["table"] {
  const limit = (value: number | null) => (value === null ? "" : `${limitText(Math.min(1, Math.max(0, value)), 100)}%`);
  return {
    columns: [
      { label: "When", numeric: false },
      { label: chart.what, numeric: true },
      { label: "Share", numeric: true },
      { label: "Mean", numeric: true },
      { label: "Lower limit", numeric: true },
      { label: "Upper limit", numeric: true },
      { label: "What stands out", numeric: false },
    ],
    rows: chart.points.map(({ label, share, mean, lower, upper, because }) => {
      const counts = isHidden(share) ? HIDDEN_SIGN : `${share.count} of ${share.n}`;
      const percent = isHidden(share) ? HIDDEN_SIGN : (percentText(share.count, share.n) ?? "too few");
      return [label, counts, percent, limit(mean), limit(lower), limit(upper), because ?? ""];
    }),
  };
}
