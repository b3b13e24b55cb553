import { hiddenSentence } from "./describe.ts";
import { HIDDEN_SIGN, isHidden, limitText, percentText, type Share, shareText } from "./figures.ts";
import { finish, text } from "./marks.ts";
import { COLOURS } from "./palette.ts";
import { type Mark, type Scene, type Space, wrap } from "./scene.ts";

export type FunnelPoint = {
  label: string;
  share: Share;
  /** Outside the outer lines, by the exact tails. Only this is called out: of 20 teams one crosses the inner lines by chance. */
  outside: "above" | "below" | null;
  /** False where it has too few plans to be drawn. */
  drawn: boolean;
};

/** Teams by number of plans against the lines that chance alone would keep them within (`docs/statistics.md` 2.3). */
export type FunnelChart = {
  kind: "funnel";
  title: string;
  what: string;
  /** The share of all plans together, 0 to 1. */
  centre: number;
  points: FunnelPoint[];
  /** The four lines at growing numbers of plans. */
  lines: { n: number; l998: number; l95: number; u95: number; u998: number }[];
};

/** Draws the funnel; teams are numbered in the order of their names, never ranked. */
export function drawFunnel(chart: FunnelChart, space: Space): Scene {
  const { width, size, measure } = space;
  const left = measure("100%", size, 400) + size * 0.8;
  const top = size * 1.2;
  const plot = size * 13;
  const inner = width - left - size * 2.2;
  const most = Math.max(1, ...chart.lines.map(({ n }) => n));
  const y = (share: number) => top + plot * (1 - share);
  const x = (n: number) => left + (inner * n) / most;

  const marks: Mark[] = [0, 0.25, 0.5, 0.75, 1].flatMap((tick): Mark[] => [
    { kind: "line", x1: left, y1: y(tick), x2: left + inner, y2: y(tick), stroke: COLOURS.line, strokeWidth: 0.75 },
    text(left - size * 0.6, y(tick) + size * 0.34, `${tick * 100}%`, size, { fill: COLOURS.soft, anchor: "end" }),
  ]);
  marks.push({
    kind: "line",
    x1: left,
    y1: y(chart.centre),
    x2: left + inner,
    y2: y(chart.centre),
    stroke: COLOURS.control,
    strokeWidth: 1.25,
  });
  for (const [key, dash] of [
    ["l998", "6 4"],
    ["u998", "6 4"],
    ["l95", "2 3"],
    ["u95", "2 3"],
  ] as const)
    chart.lines.slice(1).forEach((to, i) => {
      const from = chart.lines[i] as (typeof chart.lines)[number];
      marks.push({
        kind: "line",
        x1: x(from.n),
        y1: y(from[key]),
        x2: x(to.n),
        y2: y(to[key]),
        stroke: COLOURS.soft,
        strokeWidth: 1.25,
        strokeDasharray: dash,
      });
    });
  chart.points.forEach(({ share, outside, drawn }, i) => {
    if (isHidden(share) || !drawn) return;
    const at = { x: x(share.n), y: y(share.count / share.n) };
    const r = size * 0.36;
    marks.push({
      kind: "circle",
      cx: at.x,
      cy: at.y,
      r: outside ? r * 1.3 : r,
      fill: outside ? COLOURS.worry : COLOURS.brand,
    });
    marks.push(text(at.x + size * 0.6, at.y - size * 0.4, String(i + 1), size, { weight: 600 }));
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(most * part));
  for (const tick of new Set(ticks))
    marks.push(text(x(tick), y(0) + size * 1.4, String(tick), size, { fill: COLOURS.soft, anchor: "middle" }));
  marks.push(text(left + inner / 2, y(0) + size * 2.8, "Plans", size, { fill: COLOURS.soft, anchor: "middle" }));

  let bottom = y(0) + size * 3.4;
  const notDrawn = (share: Share, drawn: boolean) =>
    isHidden(share) ? ` (${HIDDEN_SIGN})` : drawn ? "" : " (too few to draw)";
  const key = chart.points.map(({ label, share, drawn }, i) => `${i + 1} ${label}${notDrawn(share, drawn)}`).join("; ");
  const lines = [
    `Line: all plans together, ${limitText(chart.centre, 10)}%. Dots: within the inner lines 95 of 100 teams are expected. Dashes: within the outer ones 998 of 1,000.`,
    key,
  ];
  for (const words of lines)
    for (const part of wrap(words, width, size, 400, measure)) {
      marks.push(text(0, bottom + size, part, size, { fill: COLOURS.soft }));
      bottom += size * 1.35;
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

const PLACES = { above: "above the outer lines", below: "below the outer lines" } as const;

function altOf({ points, what, centre }: FunnelChart): string {
  const shown = points.filter(({ share }) => !isHidden(share));
  const rows = shown.map(
    ({ label, share, outside }) => `${label} ${shareText(share)}${outside ? `, ${PLACES[outside]}` : ""}`,
  );
  const dots = points.filter(({ drawn }) => drawn).length;
  return `A dot for each of ${dots} groups by number of plans and share ${what}, with lines for what chance alone would give around ${limitText(centre, 10)}%. ${rows.length ? `${rows.join("; ")}.` : "No group can be shown."}${hiddenSentence(points.length - shown.length)}`;
}

function tableOf({ points, what }: FunnelChart): Scene["table"] {
  return {
    columns: [
      { label: "Group", numeric: false },
      { label: what, numeric: true },
      { label: "Share", numeric: true },
      { label: "Beyond chance", numeric: false },
    ],
    rows: points.map(({ label, share, outside }, i) => {
      const name = `${i + 1} ${label}`;
      if (isHidden(share)) return [name, HIDDEN_SIGN, HIDDEN_SIGN, ""];
      const percent = percentText(share.count, share.n) ?? "too few";
      return [name, `${share.count} of ${share.n}`, percent, outside ? PLACES[outside] : ""];
    }),
  };
}
