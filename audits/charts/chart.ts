import { type ControlChart, drawControl } from "./control.ts";
import { drawDomains } from "./domains.ts";
import type { Change, Count, Share } from "./figures.ts";
import { drawFunnel, type FunnelChart } from "./funnel.ts";
import { drawGradeBars } from "./grade-bars.ts";
import { drawIntervals } from "./intervals.ts";
import { drawPareto, type ParetoChart } from "./pareto.ts";
import type { Scene, Space } from "./scene.ts";
import { drawTrend } from "./trend.ts";
import { drawUnits } from "./units.ts";

/**
 * A chart as data: what it shows, without a width. Blocks of a report and pages of the app hold this and draw it for the
 * width that they have, so that large print, a phone and a PDF say the same with text of a readable size.
 */
export type Chart =
  | GradeBarsChart
  | DomainsChart
  | IntervalsChart
  | UnitsChart
  | TrendChart
  | ControlChart
  | FunnelChart
  | ParetoChart;

/** The levels of a chart, best first, as they stand from left to right. */
type ChartLevel = { label: string; good: boolean };

/** Plans at each level, one bar a row; all bars share one scale. `note` stands small under the label. */
export type GradeBarsChart = {
  kind: "grade-bars";
  title: string;
  levels: ChartLevel[];
  rows: { label: string; note?: string; counts: Count[] }[];
};

/** Bars on the left, share good or better with its interval on the right; stacked where the width is small. */
export type DomainsChart = {
  kind: "domains";
  title: string;
  levels: ChartLevel[];
  rows: { label: string; note?: string; counts: Count[]; good: Share }[];
  /** What a row is; without it a domain. */
  rowsAre?: { one: string; many: string };
};

/**
 * A dot on a line a row. Shares stand on a scale from 0 to 100%, changes on one from -50 to +50 points with a dark zero.
 * An open dot: could not tell.
 */
export type IntervalsChart = { kind: "intervals"; title: string } & (
  | { of: "share" /** "good or better" */; what: string; rows: { label: string; note?: string; share: Share }[] }
  | {
      of: "change" /** "share of plans, since spring 2026" */;
      what: string;
      rows: { label: string; note?: string; change: Change | null; why?: string }[];
    }
);

/** One square a plan: some of them filled, part by part, the rest outlined. `level` is the index of the level that gives the fill. */
export type UnitsChart = {
  kind: "units";
  title: string;
  levels: ChartLevel[];
  n: number;
  parts: { label: string; level: number; count: Count }[];
};

/** A share over cycles, oldest first, each with its interval. */
export type TrendChart = {
  kind: "trend";
  title: string /** "good or better" */;
  what: string;
  points: { label: string; share: Share }[];
};

/** Draws a chart for a width and a size of text. Pure: the same chart and space give the same marks. */
export function drawChart(chart: Chart, space: Space): Scene {
  switch (chart.kind) {
    case "grade-bars":
      return drawGradeBars(chart, space);
    case "domains":
      return drawDomains(chart, space);
    case "intervals":
      return drawIntervals(chart, space);
    case "units":
      return drawUnits(chart, space);
    case "trend":
      return drawTrend(chart, space);
    case "control":
      return drawControl(chart, space);
    case "funnel":
      return drawFunnel(chart, space);
    case "pareto":
      return drawPareto(chart, space);
  }
}

/** The rows of a chart in at most `parts` charts of nearly equal length, for a page that cannot hold them all. Charts without rows stay whole. */
export function splitChart(chart: Chart, parts: number): Chart[] {
  if (!("rows" in chart) || parts < 2 || chart.rows.length < 2) return [chart];
  const length = Math.ceil(chart.rows.length / parts);
  const charts: Chart[] = [];
  for (let from = 0; from < chart.rows.length; from += length) {
    charts.push({ ...chart, rows: chart.rows.slice(from, from + length) } as Chart);
  }
  return charts;
}
