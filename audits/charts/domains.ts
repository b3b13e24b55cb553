import type { DomainsChart } from "./chart.ts";
import { goodWords, hiddenSentence } from "./describe.ts";
import { countText, isHidden, shareParts, shareText } from "./figures.ts";
import { finish, gradeBar, legend, planWidth, text, twoTone } from "./marks.ts";
import { COLOURS, levelFills } from "./palette.ts";
import { axis, grid, type Scale, SHARE_TICKS, shareDot, shareLabels } from "./scale.ts";
import { type Mark, type Scene, type SceneTable, type Space, wrap } from "./scene.ts";

/** Domains: bars of plans at each level, and beside or below them the share good or better with its interval. */
export function drawDomains(chart: DomainsChart, space: Space): Scene {
  const drawn = space.width < space.size * 45 ? narrow(chart, space) : wide(chart, space);
  return finish({
    width: space.width,
    title: chart.title,
    alt: domainsAlt(chart),
    table: domainsTable(chart),
    ...drawn,
  });
}

type Drawn = { height: number; marks: Mark[] };

function wide(chart: DomainsChart, space: Space): Drawn {
  const { width, size, measure } = space;
  const lineHeight = size * 1.2;
  const labels = chart.rows.flatMap((row) => [
    measure(row.label, size, 600),
    row.note ? measure(row.note, size, 400) : 0,
  ]);
  const labelWidth = Math.min(Math.max(0, ...labels), width * 0.22);
  const words = chart.rows.map((row) => shareParts(row.good));
  const wordsWidth = Math.max(
    size * 2,
    ...words.map(([main, rest]) => measure(main, size, 600) + measure(rest, size, 400)),
  );
  const gap = size * 1.1;
  const free = width - labelWidth - wordsWidth - gap * 3.5;
  const bars = { x: labelWidth + gap, width: free * 0.62 };
  const scale: Scale = { x: bars.x + bars.width + gap * 1.5, width: free * 0.38, from: 0, to: 1 };
  const slot = size * 1.1;
  const perPlan = planWidth(chart.rows, bars.width, slot);
  const barHeight = size * 1.65;

  const keys = keysOf(chart, space);
  const marks: Mark[] = [...keys.marks];
  let y = keys.height + size * 0.4;
  const heads = [
    { x: bars.x, lines: wrap("Plans at each level (number)", bars.width, size, 400, measure) },
    { x: scale.x, lines: wrap(`${goodWords(chart.levels)}, with 95% interval`, width - scale.x, size, 400, measure) },
  ];
  const headLines = Math.max(...heads.map((head) => head.lines.length));
  for (const head of heads) {
    head.lines.forEach((line, i) => {
      marks.push(
        text(head.x, y + size + (i + headLines - head.lines.length) * lineHeight, line, size, { fill: COLOURS.soft }),
      );
    });
  }
  y += headLines * lineHeight + size * 0.5;
  const top = y;
  const rows: Mark[] = [];
  chart.rows.forEach((row, i) => {
    const lines = [
      ...wrap(row.label, labelWidth, size, 600, measure).map((line) => ({
        line,
        weight: 600 as const,
        fill: COLOURS.ink,
      })),
      ...(row.note ? wrap(row.note, labelWidth, size, 400, measure) : []).map((line) => ({
        line,
        weight: 400 as const,
        fill: COLOURS.soft,
      })),
    ];
    const height = Math.max(barHeight, lines.length * lineHeight);
    const middle = y + height / 2;
    lines.forEach(({ line, weight, fill }, at) => {
      const baseline = middle + size * 0.34 + (at - (lines.length - 1) / 2) * lineHeight;
      rows.push(text(labelWidth, baseline, line, size, { weight, fill, anchor: "end" }));
    });
    rows.push(
      ...gradeBar(row.counts, { x: bars.x, y: middle - barHeight / 2, height: barHeight, perPlan, slot }, space),
    );
    rows.push(...shareDot(scale, middle, row.good, size));
    rows.push(...twoTone(scale.x + scale.width + gap, middle + size * 0.34, words[i] as [string, string], space));
    y += height + size * 0.75;
  });
  const bottom = y - size * 0.2;
  marks.push(
    ...grid(scale, SHARE_TICKS, top - size * 0.3, bottom),
    ...rows,
    ...axis(scale, shareLabels(scale, size), bottom, space),
  );
  return { height: bottom + size * 1.5, marks };
}

function narrow(chart: DomainsChart, space: Space): Drawn {
  const { width, size, measure } = space;
  const slot = size * 1.1;
  const perPlan = planWidth(chart.rows, width, slot);
  const barHeight = size * 1.8;
  const scale: Scale = { x: size * 0.4, width: width * 0.42, from: 0, to: 1 };
  const keys = keysOf(chart, space);
  const marks: Mark[] = [...keys.marks];
  let y = keys.height + size * 0.5;
  for (const row of chart.rows) {
    const labelWidth = measure(row.label, size, 600);
    const beside = row.note && labelWidth + size * 0.4 + measure(row.note, size, 400) <= width;
    for (const line of wrap(row.label, width, size, 600, measure)) {
      marks.push(text(0, y + size, line, size, { weight: 600 }));
      y += size * 1.4;
    }
    if (row.note && beside)
      marks.push(text(labelWidth + size * 0.4, y - size * 0.4, row.note, size, { fill: COLOURS.soft }));
    if (row.note && !beside) {
      for (const line of wrap(row.note, width, size, 400, measure)) {
        marks.push(text(0, y + size, line, size, { fill: COLOURS.soft }));
        y += size * 1.4;
      }
    }
    marks.push(...gradeBar(row.counts, { x: 0, y, height: barHeight, perPlan, slot }, space));
    y += barHeight + size * 0.35;
    const middle = y + size * 0.75;
    marks.push(...grid(scale, SHARE_TICKS, y, y + size * 1.5), ...shareDot(scale, middle, row.good, size));
    marks.push(...twoTone(scale.x + scale.width + size, middle + size * 0.34, shareParts(row.good), space));
    y += size * 2.2;
    marks.push({ kind: "line", x1: 0, y1: y, x2: width, y2: y, stroke: COLOURS.line, strokeWidth: 0.75 });
    y += size * 0.5;
  }
  return { height: y, marks };
}

function keysOf(chart: DomainsChart, space: Space) {
  const fills = levelFills(chart.levels.length);
  return legend(
    chart.levels.map((level, i) => ({ label: level.label, fill: fills[i] as string })),
    { x: 0, y: 0 },
    space,
  );
}

function domainsAlt(chart: DomainsChart): string {
  const hidden = chart.rows.flatMap((row) => [...row.counts, row.good]).filter(isHidden).length;
  const shown = chart.rows.filter((row) => !isHidden(row.good));
  const words = goodWords(chart.levels);
  const rows = shown.map((row) => `${row.label} ${shareText(row.good)}`);
  const body =
    rows.length > 0
      ? `${words}, with 95% interval: ${rows.join("; ")}.`
      : `No share ${words.toLowerCase()} can be shown.`;
  return `Stacked bars of plans at each level for ${chart.rows.length} ${chart.rowsAre?.many ?? "domains"}, with a dot and a line for the share of plans. ${body}${hiddenSentence(hidden)}`;
}

function domainsTable(chart: DomainsChart): SceneTable {
  return {
    columns: [
      { label: chart.rowsAre?.one ?? "Domain", numeric: false },
      ...chart.levels.map((level) => ({ label: level.label, numeric: true })),
      { label: `${goodWords(chart.levels)} (95% interval)`, numeric: true },
    ],
    rows: chart.rows.map((row) => [
      row.note ? `${row.label} (${row.note})` : row.label,
      ...row.counts.map(countText),
      shareText(row.good),
    ]),
  };
}
