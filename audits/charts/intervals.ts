import type { IntervalsChart } from "./chart.ts";
import { hiddenSentence } from "./describe.ts";
import { type Change, isHidden, pointsText, shareParts, shareText } from "./figures.ts";
import { finish, text, twoTone } from "./marks.ts";
import { COLOURS } from "./palette.ts";
import { axis, dotAndLine, grid, type Scale, SHARE_TICKS, shareDot, shareLabels } from "./scale.ts";
import { type Mark, type Scene, type SceneTable, type Space, wrap } from "./scene.ts";

/** A row as drawn: its words with the main figure apart, and the dot where there is one. */
type Row = { label: string; note?: string; words: [string, string]; dot: (scale: Scale, y: number) => Mark[] };

/** Dots on lines, one row each: labels left and words right, or both above the line where the width is small. */
export function drawIntervals(chart: IntervalsChart, space: Space): Scene {
  const rows = rowsOf(chart, space.size);
  const drawn = space.width < space.size * 42 ? narrow(chart, rows, space) : wide(chart, rows, space);
  return finish({
    width: space.width,
    title: chart.title,
    alt: intervalsAlt(chart),
    table: intervalsTable(chart),
    ...drawn,
  });
}

type Drawn = { height: number; marks: Mark[] };

function wide(chart: IntervalsChart, rows: Row[], space: Space): Drawn {
  const { width, size, measure } = space;
  const lineHeight = size * 1.25;
  const labels = rows.flatMap((row) => [measure(row.label, size, 600), row.note ? measure(row.note, size, 400) : 0]);
  const labelWidth = Math.min(Math.max(0, ...labels), width * 0.38);
  const wordsWidth = Math.max(
    size * 2,
    ...rows.map(({ words }) => measure(words[0], size, 600) + measure(words[1], size, 400)),
  );
  const gap = size * 1.4;
  const scale = { x: labelWidth + gap, width: width - labelWidth - wordsWidth - gap * 2, ...range(chart) };
  const marks: Mark[] = [];
  let y = size * 0.3;
  for (const row of rows) {
    const lines = labelLines(row, labelWidth, space);
    const height = Math.max(size * 1.5, lines.length * lineHeight);
    const middle = y + height / 2;
    lines.forEach(({ line, weight, fill }, i) => {
      const baseline = middle + size * 0.34 + (i - (lines.length - 1) / 2) * lineHeight;
      marks.push(text(labelWidth, baseline, line, size, { weight, fill, anchor: "end" }));
    });
    marks.push(
      ...row.dot(scale, middle),
      ...twoTone(scale.x + scale.width + gap, middle + size * 0.34, row.words, space),
    );
    y += height + size * 0.5;
  }
  return {
    height: y + size * 1.5,
    marks: [
      ...grid(scale, ticksOf(chart, scale), 0, y),
      ...marks,
      ...axis(scale, labelsOf(chart, scale, space.size), y, space),
    ],
  };
}

function narrow(chart: IntervalsChart, rows: Row[], space: Space): Drawn {
  const { width, size } = space;
  const inset = size * 1.3;
  const scale = { x: inset, width: width - inset * 2, ...range(chart) };
  const marks: Mark[] = [];
  let y = 0;
  for (const row of rows) {
    for (const { line, weight, fill } of labelLines(row, width, space)) {
      marks.push(text(0, y + size, line, size, { weight, fill }));
      y += size * 1.3;
    }
    marks.push(...twoTone(0, y + size, row.words, space));
    y += size * 1.5;
    marks.push(...grid(scale, ticksOf(chart, scale), y, y + size * 1.3), ...row.dot(scale, y + size * 0.65));
    y += size * 1.9;
  }
  return {
    height: y + size,
    marks: [...marks, ...axis(scale, labelsOf(chart, scale, space.size), y - size * 0.6, space)],
  };
}

function labelLines(row: Row, width: number, { size, measure }: Space) {
  return [
    ...wrap(row.label, width, size, 600, measure).map((line) => ({ line, weight: 600 as const, fill: COLOURS.ink })),
    ...(row.note ? wrap(row.note, width, size, 400, measure) : []).map((line) => ({
      line,
      weight: 400 as const,
      fill: COLOURS.soft,
    })),
  ];
}

function rowsOf(chart: IntervalsChart, size: number): Row[] {
  if (chart.of === "share") {
    return chart.rows.map(({ label, note, share }) => ({
      label,
      note,
      words: shareParts(share),
      dot: (scale, y) => shareDot(scale, y, share, size),
    }));
  }
  return chart.rows.map(({ label, note, change, why }) => ({
    label,
    note,
    words: change ? changeParts(change) : ["", why ?? "not compared"],
    dot: (scale, y) =>
      change ? dotAndLine(scale, y, change.difference, change.interval, change.verdict === "could_not_tell", size) : [],
  }));
}

/** ["+10 points", " (−11 to +31), could not tell"]. */
function changeParts(change: Change): [string, string] {
  const verdict = { better: "better", worse: "worse", could_not_tell: "could not tell" }[change.verdict];
  const { lower, upper } = change.interval;
  return [`${pointsText(change.difference)} points`, ` (${pointsText(lower)} to ${pointsText(upper)}), ${verdict}`];
}

function range(chart: IntervalsChart): { from: number; to: number } {
  if (chart.of === "share") return { from: 0, to: 1 };
  const reach = changeReach(chart.rows.map((row) => row.change));
  return { from: -reach, to: reach };
}

/** The scale reaches 50 points to each side, 100 where an interval goes further. */
function changeReach(changes: (Change | null)[]): number {
  return changes.some((c) => c && Math.max(Math.abs(c.interval.lower), Math.abs(c.interval.upper)) > 0.5) ? 1 : 0.5;
}

function labelsOf(chart: IntervalsChart, scale: Scale, size: number): { at: number; label: string }[] {
  return chart.of === "share"
    ? shareLabels(scale, size)
    : ticksOf(chart, scale).map((at) => ({ at, label: pointsText(at) }));
}

function ticksOf(chart: IntervalsChart, { to }: Scale): number[] {
  return chart.of === "share" ? SHARE_TICKS : [-to, -to / 2, 0, to / 2, to];
}

function intervalsAlt(chart: IntervalsChart): string {
  if (chart.of === "share") {
    const shown = chart.rows.filter((row) => !isHidden(row.share)).map((row) => `${row.label} ${shareText(row.share)}`);
    const rows = shown.length > 0 ? ` ${shown.join("; ")}.` : "";
    return `A dot and a line for each row: ${chart.what}, with 95% interval.${rows}${hiddenSentence(chart.rows.length - shown.length)}`;
  }
  const rows = changeRows(chart.rows).map(([label, words]) => `${label} ${words}`);
  return `A dot and a line for each row: ${chart.what}, in points with 95% interval. ${rows.join("; ")}.`;
}

function intervalsTable(chart: IntervalsChart): SceneTable {
  return {
    columns: [
      { label: "Row", numeric: false },
      { label: `${chart.what} (95% interval)`, numeric: true },
    ],
    rows: chart.of === "share" ? chart.rows.map((row) => [row.label, shareText(row.share)]) : changeRows(chart.rows),
  };
}

function changeRows(rows: { label: string; change: Change | null; why?: string }[]): [string, string][] {
  return rows.map((row) => [row.label, row.change ? changeParts(row.change).join("") : (row.why ?? "not compared")]);
}
