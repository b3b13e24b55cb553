import { isHidden, percentText, type Share, shareText, whole } from "../charts/figures.ts";
import { dayWords, periodWords } from "../dates.ts";
import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import { publishedSteps } from "../results/published.ts";
import type { Filter, LinkedTable, MeasurePage, Section } from "./page.ts";
import { HIDDEN } from "./protect.ts";
import {
  type Caseload,
  CASE_SERIES,
  caseSeries,
  caseYears,
  internalLine,
  type LineChoice,
  publishedLine,
  stepsOfYear,
  type StepChange,
} from "./series.ts";

/** The name and version of the way in which case dates become these figures. */
export const TIMELINESS_METHOD = "timeliness/1, XmR and p-charts after NHS Making Data Count";

const STEPS = CASE_SERIES.filter(({ key }) => key.startsWith("timeliness."));
/** A line beside that of all plans would tell by subtraction of plans with an exception, month by month. */
const NOT_PUBLISHED_BY_MONTH = "timeliness.plan_20_weeks_without_exceptions";

type Asked = {
  year: string | null;
  series: string | null;
  view: "internal" | "published";
  steps: ReadonlyMap<string, StepChange[]>;
};

/** Timeliness of the whole caseload at 6, 16 and 20 weeks, and of review decisions at 4, from case dates. Null without dates. */
export function timelinessPage(caseload: Caseload, { year, series, view, steps }: Asked): MeasurePage | null {
  const years = caseYears(caseload);
  const chosen = years.find(({ key }) => key === year) ?? years.at(-1);
  if (!chosen) return null;
  const measures = stepsOfYear(caseload, chosen);
  const counted = measures.filter(({ denominator }) => denominator > 0);
  if (counted.length === 0) return null;
  const internal = view === "internal";
  const all = counted.map(({ label, numerator, denominator }): { label: string; share: Share } => ({
    label,
    share: { count: numerator, n: denominator, interval: null },
  }));
  const rows = internal ? all : publishedSteps(all, HIDDEN, DEFAULT_THRESHOLD);
  const when = periodWords(chosen.period.from, chosen.period.to);
  const source = `All cases in the records of ${dayWords(caseload.referenceDate)}, not a sample; ${when}, review decisions whenever they were made; ${TIMELINESS_METHOD}.`;
  const offered = STEPS.filter(({ key }) => internal || key !== NOT_PUBLISHED_BY_MONTH);
  const key = offered.some((one) => one.key === series) ? (series as string) : (offered[0]?.key as string);
  const shown = rows[counted.findIndex(({ code }) => key === `timeliness.${code}`)]?.share;
  return {
    title: "Timeliness",
    lead: leadOf(rows, when),
    view,
    standing: [
      { name: "Counting", value: "all cases of the area, by their dates" },
      { name: "Period", value: when },
      { name: "Records of", value: dayWords(caseload.referenceDate) },
      { name: "Method", value: TIMELINESS_METHOD },
    ],
    filters: [
      {
        name: "year",
        label: "Year",
        value: chosen.key,
        options: years.map((one) => ({ value: one.key, text: yearWords(one.period) })),
      },
      {
        name: "series",
        label: "Line over time",
        value: key,
        options: offered.map((one) => ({ value: one.key, text: sentence(one.what) })),
      },
    ] satisfies Filter[],
    sections: [
      {
        id: "steps",
        title: "Steps done in time",
        table: stepsTable(rows, counted, internal, source, chosen.key),
        note: {
          title: "What is counted",
          words:
            "New plans: 140 days from the request. Decisions whether to assess: 42 days. Decisions not to issue a plan: 112 days. Review decisions: 28 days from the meeting, for the last review of each plan, whenever it was. Where a date is missing or comes before the one it runs from, the case is left out and said so.",
        },
      },
      lineSection(caseload, key, steps.get(key) ?? [], internal, internal || (shown !== undefined && !isHidden(shown))),
    ],
  };
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const yearWords = ({ from, to }: { from: string; to: string }) =>
  from.endsWith("-01-01") && to.endsWith("-12-31") ? from.slice(0, 4) : periodWords(from, to);

function leadOf(rows: { label: string; share: Share }[], when: string): string {
  const [first] = rows;
  if (!first || isHidden(first.share)) return `How many steps were done in the time that the law gives, ${when}.`;
  const { count, n } = first.share;
  const percent = percentText(count, n);
  return `${count} of ${n} ${first.label.charAt(0).toLowerCase()}${first.label.slice(1)}${percent ? ` (${percent})` : ""}, ${when}.`;
}

function stepsTable(
  rows: { label: string; share: Share }[],
  measures: { code: string; limitDays: number; uncounted: number }[],
  internal: boolean,
  source: string,
  year: string,
): LinkedTable {
  const casesOf = (i: number, which: string) => ({ cases: { year, step: measures[i]?.code ?? "", with: which } });
  return {
    id: "steps",
    caption: "Steps done in time",
    columns: [
      { label: "Step", numeric: false },
      { label: "Limit in days", numeric: true },
      { label: "In time", numeric: true },
      ...(internal ? [{ label: "Late", numeric: true }] : []),
      ...(internal ? [{ label: "Not counted: a date is missing or too early", numeric: true }] : []),
    ],
    rows: rows.map(({ label, share }, i) => [
      { text: label },
      { text: String(measures[i]?.limitDays ?? "") },
      { text: shareText(share), ...(internal && casesOf(i, "in_time")) },
      ...(internal && !isHidden(share)
        ? [
            { text: whole(share.n - share.count), ...casesOf(i, "late") },
            { text: String(measures[i]?.uncounted ?? ""), ...casesOf(i, "uncounted") },
          ]
        : []),
    ]),
    source,
  };
}

/** The line of a series of the case records over all years, as it stands on its own page and on others. */
export function lineSection(
  caseload: Caseload,
  key: string,
  steps: StepChange[],
  internal: boolean,
  may: boolean,
  choice: LineChoice = {},
): Section {
  const series = caseSeries(key, caseload);
  const title = "Over time";
  if (!series || series.years.length === 0)
    return { id: "over-time", title, words: ["The case records hold no dates for this."] };
  if (!may)
    return {
      id: "over-time",
      title,
      words: ["The line is not published, because the figure of the whole year is hidden."],
    };
  const line = (internal ? internalLine : publishedLine)(series, { steps, ...choice });
  return {
    id: "over-time",
    title,
    words: line.words,
    figure: {
      id: `line-${key.replaceAll(/[._]/g, "-")}`,
      chart: line.chart,
      source: `${lineStands(line.chart.points)} All cases in the records of ${dayWords(caseload.referenceDate)}, not a sample. ${line.chart.method === "p" ? "p-chart" : "XmR chart"}, after NHS Making Data Count.`,
    },
  };
}

/** "n = 312, Jan 2025 to Dec 2025.": what the points that are shown stand on. */
function lineStands(points: readonly { label: string; share: Share }[]): string {
  const shown = points.flatMap(({ label, share }) => (isHidden(share) || share.n === 0 ? [] : [{ label, n: share.n }]));
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return "";
  return `n = ${whole(shown.reduce((sum, { n }) => sum + n, 0))}, ${first.label} to ${last.label}.`;
}
