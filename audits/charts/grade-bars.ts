import type { GradeBarsChart } from "./chart.ts";
import { hiddenSentence, list } from "./describe.ts";
import { countText, isHidden, whole } from "./figures.ts";
import { finish, gradeBar, legend, planWidth, text } from "./marks.ts";
import { levelFills } from "./palette.ts";
import { type Mark, type Scene, type SceneTable, type Space, wrap } from "./scene.ts";

/** Stacked bars of plans at each level. Labels stand left of the bars, or above them where the width is small. */
export function drawGradeBars(chart: GradeBarsChart, space: Space): Scene {
  const { width, size, measure } = space;
  const fills = levelFills(chart.levels.length);
  const labelled = chart.rows.some((row) => row.label !== "");
  const narrow = width < size * 36;
  const longest = Math.max(0, ...chart.rows.map((row) => measure(row.label, size, 600)));
  const labelWidth = labelled && !narrow ? Math.min(longest, width * 0.3) + size : 0;
  const slot = size * 1.1;
  const perPlan = planWidth(chart.rows, width - labelWidth, slot);
  const height = size * 1.9;

  const keys = legend(
    chart.levels.map((level, i) => ({ label: level.label, fill: fills[i] as string })),
    { x: 0, y: 0 },
    space,
  );
  const marks: Mark[] = [...keys.marks];
  let y = keys.height + size * 0.5;
  for (const row of chart.rows) {
    if (labelled && narrow) {
      marks.push(text(0, y + size, row.label, size, { weight: 600 }));
      y += size * 1.5;
    }
    const lines = labelled && !narrow ? wrap(row.label, labelWidth - size, size, 600, measure) : [];
    const rowHeight = Math.max(height, lines.length * size * 1.2);
    const first = y + rowHeight / 2 + size * 0.34 - ((lines.length - 1) * size * 1.2) / 2;
    lines.forEach((line, i) => {
      marks.push(text(labelWidth - size, first + i * size * 1.2, line, size, { weight: 600, anchor: "end" }));
    });
    marks.push(
      ...gradeBar(row.counts, { x: labelWidth, y: y + (rowHeight - height) / 2, height, perPlan, slot }, space),
    );
    y += rowHeight + size * 0.9;
  }
  const end = chart.rows.length > 0 ? y - size * 0.9 : y;
  return finish({
    width,
    height: end,
    title: chart.title,
    alt: gradeBarsAlt(chart),
    table: gradeBarsTable(chart),
    marks,
  });
}

function gradeBarsAlt(chart: GradeBarsChart): string {
  const hidden = chart.rows.flatMap((row) => row.counts).filter(isHidden).length;
  const rows = chart.rows.map(
    (row) => `${row.label ? `${row.label}: ` : ""}${countsInWords(chart.levels, row.counts)}.`,
  );
  return `Stacked bars, plans at each level. ${rows.join(" ")}${hiddenSentence(hidden)}`;
}

/** "3 Outstanding, 19 Good, hidden Requires improvement and 6 Inadequate". */
function countsInWords(levels: { label: string }[], counts: (number | { hidden: true })[]): string {
  return list(
    counts.map((count, i) => `${isHidden(count) ? "hidden" : whole(count as number)} ${levels[i]?.label ?? ""}`),
  );
}

function gradeBarsTable(chart: GradeBarsChart): SceneTable {
  return {
    columns: [
      { label: "Plans", numeric: false },
      ...chart.levels.map((level) => ({ label: level.label, numeric: true })),
    ],
    rows: chart.rows.map((row) => [row.label || chart.title, ...row.counts.map(countText)]),
  };
}
