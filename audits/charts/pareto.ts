import { hiddenSentence, list } from "./describe.ts";
import { HIDDEN_SIGN, isHidden, limitText, type Share, shareText, whole } from "./figures.ts";
import { finish, text } from "./marks.ts";
import { COLOURS } from "./palette.ts";
import { type Mark, type Scene, type Space, wrap } from "./scene.ts";

/** Themes by the number of plans that show them, the most first; those with a hidden number stand last, by name. */
export type ParetoChart = {
  kind: "pareto";
  title: string;
  rows: {
    label: string;
    /** Of all plans. */
    share: Share;
    /** Share of all mentions up to this row, 0 to 1; null where the number is hidden. */
    cumulative: number | null;
    /** Belongs to the fewest themes that make up most mentions. */
    vital: boolean;
  }[];
};

/** Bars with their counts, and the running share of mentions beside them. */
export function drawPareto(chart: ParetoChart, space: Space): Scene {
  const { width, size, measure } = space;
  const wide = width >= size * 40;
  const words = chart.rows.map(({ cumulative }) => (cumulative === null ? "" : `${limitText(cumulative, 10)}%`));
  const end = Math.max(measure("100%", size, 400), ...words.map((one) => measure(one, size, 400))) + size * 0.8;
  const labelWidth = wide
    ? Math.min(width * 0.4, Math.max(0, ...chart.rows.map(({ label }) => measure(label, size, 600))))
    : 0;
  const barsAt = wide ? labelWidth + size : 0;
  const number = measure("000", size, 600) + size * 0.8;
  const room = width - barsAt - end - number;
  const most = Math.max(1, ...chart.rows.map(({ share }) => (isHidden(share) ? 0 : share.count)));
  const height = size * 1.5;
  const marks: Mark[] = [
    text(width, size, "Mentions so far", size, { fill: COLOURS.soft, anchor: "end" }),
    text(barsAt, size, "Plans", size, { fill: COLOURS.soft }),
  ];
  let y = size * 1.7;
  chart.rows.forEach(({ label, share, vital }, i) => {
    const lines = wrap(label, wide ? labelWidth : width, size, 600, measure);
    if (!wide)
      for (const part of lines) {
        marks.push(text(0, y + size, part, size, { weight: 600 }));
        y += size * 1.3;
      }
    const rowHeight = wide ? Math.max(height, lines.length * size * 1.25) : height;
    const middle = y + rowHeight / 2;
    if (wide)
      lines.forEach((part, at) => {
        const baseline = middle + size * 0.34 + (at - (lines.length - 1) / 2) * size * 1.25;
        marks.push(text(labelWidth, baseline, part, size, { weight: 600, anchor: "end" }));
      });
    if (isHidden(share)) marks.push(text(barsAt, middle + size * 0.34, HIDDEN_SIGN, size, { fill: COLOURS.soft }));
    else {
      const bar = (room * share.count) / most;
      marks.push({
        kind: "rect",
        x: barsAt,
        y: middle - height / 2,
        width: Math.max(1, bar),
        height,
        fill: vital ? COLOURS.brand : COLOURS.control,
      });
      marks.push(text(barsAt + bar + size * 0.5, middle + size * 0.34, whole(share.count), size, { weight: 600 }));
    }
    if (words[i])
      marks.push(text(width, middle + size * 0.34, words[i] as string, size, { fill: COLOURS.soft, anchor: "end" }));
    y += rowHeight + size * (wide ? 0.4 : 0.6);
  });
  return finish({ width, height: y + size * 0.2, title: chart.title, alt: altOf(chart), table: tableOf(chart), marks });
}

function altOf({ rows }: ParetoChart): string {
  const shown = rows.filter(({ share }) => !isHidden(share));
  const vital = shown.filter((row) => row.vital).map(({ label }) => label);
  const few = vital.length ? ` ${list(vital)} make up most mentions.` : "";
  return `A bar for each theme by number of plans, the most first. ${shown.map(({ label, share }) => `${label} ${shareText(share)}`).join("; ")}.${few}${hiddenSentence(rows.length - shown.length)}`;
}

function tableOf({ rows }: ParetoChart): Scene["table"] {
  return {
    columns: [
      { label: "Theme", numeric: false },
      { label: "Plans", numeric: true },
      { label: "Share of plans (95% interval)", numeric: true },
      { label: "Mentions so far", numeric: true },
    ],
    rows: rows.map(({ label, share, cumulative }) => [
      label,
      isHidden(share) ? HIDDEN_SIGN : whole(share.count),
      isHidden(share) ? HIDDEN_SIGN : (shareText(share).split(",")[0] as string),
      cumulative === null ? "" : `${limitText(cumulative, 10)}%`,
    ]),
  };
}
