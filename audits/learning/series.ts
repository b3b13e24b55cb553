import {
  ADVICE_SERVICES,
  type AdviceCase,
  type AdviceInput,
  adviceInput,
  type AdviceService,
} from "../cases/advice.ts";
import { addDays, startOfYearTo } from "../cases/days.ts";
import type { Period, RequestJourney, TimelinessMeasure } from "../cases/reading.ts";
import { type TimelinessCase, timeliness, timelinessByMonth } from "../cases/timeliness.ts";
import { PERCENT_FROM, type Share } from "../charts/figures.ts";
import { wilson } from "../measures/proportions.ts";
import { type ControlLine, controlLine, type LineInput } from "./control-line.ts";
import { HIDDEN, mayPublish, publishedPoints } from "./protect.ts";

/** The dates of the caseload, as measures need them. */
export type Caseload = {
  journeys: readonly RequestJourney[];
  cases: readonly (TimelinessCase & AdviceCase)[];
  referenceDate: string;
};

/** A year for which the case records say how long things took. */
export type CaseYear = { key: string; period: Period; journeys: readonly RequestJourney[] };

/** What was worked out from a caseload, by name. A caseload never changes: another one is another object, and takes nothing from here. */
const workedOut = new WeakMap<object, Map<string, unknown>>();

function once<T>(caseload: object, name: string, work: () => T): T {
  const known = workedOut.get(caseload) ?? new Map<string, unknown>();
  workedOut.set(caseload, known);
  if (!known.has(name)) known.set(name, work());
  return known.get(name) as T;
}

/** The steps of one year of the case records that were done in time. */
export const stepsOfYear = (caseload: Caseload, { key, journeys, period }: CaseYear): TimelinessMeasure[] =>
  once(caseload, `steps ${key}`, () => timeliness(journeys, caseload.cases, period));

/** What a service gave in a period, by the case records. */
export const adviceOf = (caseload: Caseload, service: AdviceService, period: Period): AdviceInput =>
  once(caseload, `advice ${service} ${period.from} ${period.to}`, () => adviceInput(caseload.cases, service, period));

/**
 * The years of the case records, oldest first: each return covers the calendar year before it; where there is no return, the
 * twelve months up to the day of the records.
 */
export const caseYears = (caseload: Caseload): CaseYear[] => once(caseload, "years", () => yearsOf(caseload));

function yearsOf({ journeys, referenceDate }: Caseload): CaseYear[] {
  const byYear = Map.groupBy(journeys, ({ returnYear }) => returnYear);
  if (byYear.size === 0)
    return [
      { key: referenceDate.slice(0, 4), period: { from: startOfYearTo(referenceDate), to: referenceDate }, journeys },
    ];
  return [...byYear]
    .sort(([one], [other]) => one - other)
    .map(([year, own]) => ({
      key: String(year - 1),
      period: { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
      journeys: own,
    }));
}

export type SeriesPoint = { label: string; day: string; count: number; n: number };

/** A measure over time, before protection. Years are what its totals are published by. */
export type Series = {
  key: string;
  what: string;
  source: string;
  years: { points: SeriesPoint[]; elsewhere: { count: number; n: number } }[];
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const monthLabel = (month: string) => `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

const STEP_WORDS: Record<TimelinessMeasure["code"], string> = {
  plan_20_weeks: "new plans issued in 20 weeks",
  plan_20_weeks_without_exceptions: "new plans without an exception issued in 20 weeks",
  decision_6_weeks: "decisions whether to assess in 6 weeks",
  refusal_16_weeks: "decisions not to issue a plan in 16 weeks",
  review_decision_4_weeks: "review decisions in 4 weeks of the meeting",
};
export const TIMELINESS_CODES = Object.keys(STEP_WORDS) as TimelinessMeasure["code"][];

const SERVICE_WORDS: Record<AdviceService, string> = {
  health: "health advice received in 6 weeks",
  social_care: "social care advice received in 6 weeks",
  educational_psychology: "educational psychology advice received in 6 weeks",
};

/** Series that case records give, by key, with the words of each. */
export const CASE_SERIES: readonly { key: string; what: string }[] = [
  ...TIMELINESS_CODES.map((code) => ({ key: `timeliness.${code}`, what: STEP_WORDS[code] })),
  ...ADVICE_SERVICES.map((service) => ({ key: `advice.${service}`, what: SERVICE_WORDS[service] })),
];

/** One series of the case records; null for a key that is none. */
export function caseSeries(key: string, caseload: Caseload): Series | null {
  const known = CASE_SERIES.find((one) => one.key === key);
  return known ? once(caseload, `series ${key}`, () => seriesOf(known, caseload)) : null;
}

function seriesOf(known: { key: string; what: string }, caseload: Caseload): Series {
  const { key } = known;
  const [kind, name] = key.split(".") as ["timeliness" | "advice", string];
  const years =
    kind === "timeliness"
      ? caseYears(caseload).map(({ period, journeys }) => {
          const months = once(caseload, `months ${period.from}`, () =>
            timelinessByMonth(journeys, caseload.cases, period),
          );
          const found = months.find(({ code }) => code === name);
          return { points: pointsOf(found?.months ?? []), elsewhere: found?.elsewhere ?? { count: 0, n: 0 } };
        })
      : adviceYears(caseload.referenceDate).map((period) => ({
          points: pointsOf(adviceOf(caseload, name as AdviceService, period).months),
          elsewhere: { count: 0, n: 0 },
        }));
  const from = years.findIndex(({ points }) => points.some(({ n }) => n > 0));
  return { ...known, source: "Case records", years: from < 0 ? [] : years.slice(from) };
}

/** The last three calendar years and the year of the records as far as its last full month but two: younger requests may still be answered in time. */
export function adviceYears(referenceDate: string): Period[] {
  const settled = addDays(`${addDays(referenceDate, -42).slice(0, 7)}-01`, -1);
  const last = Number(settled.slice(0, 4));
  return [last - 2, last - 1, last].map((year) => ({
    from: `${year}-01-01`,
    to: year === last ? settled : `${year}-12-31`,
  }));
}

const pointsOf = (months: { month: string; count: number; n: number }[]): SeriesPoint[] =>
  months.map(({ month, count, n }) => ({ label: monthLabel(month), day: `${month}-01`, count, n }));

/** Months joined to quarters, for a line whose months are too small to be published. */
function quarters(points: readonly SeriesPoint[]): SeriesPoint[] {
  const quarterOf = ({ day }: SeriesPoint) => `${day.slice(0, 4)}-${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return [...Map.groupBy(points, quarterOf)].map(([quarter, own]) => ({
    label: `${MONTHS[Number(own[0]?.day.slice(5, 7)) - 1]} to ${MONTHS[Number(own.at(-1)?.day.slice(5, 7)) - 1]} ${quarter.slice(0, 4)}`,
    day: own[0]?.day ?? "",
    count: own.reduce((sum, { count }) => sum + count, 0),
    n: own.reduce((sum, { n }) => sum + n, 0),
  }));
}

export type StepChange = { day: string; reason: string };
/** How a line is drawn, as a person chose it. */
export type LineChoice = Pick<LineInput, "method" | "fixed" | "target">;
type LineSteps = LineChoice & { steps: readonly StepChange[] };

const shareOf = (count: number, n: number): Share => ({
  count,
  n,
  interval: n < PERCENT_FROM ? null : wilson(count, n).value,
});

/** The line with every number, for people who may see them. */
export function internalLine({ what, years }: Series, choice: LineSteps): ControlLine {
  const points = years.flatMap((year) => year.points);
  return lineOf(
    what,
    "month",
    points,
    points.map(({ count, n }) => shareOf(count, n)),
    choice,
  );
}

/**
 * The line as it may leave: by month where every month has enough plans, else by quarter. Only one of the two is ever
 * published, because a quarter less its months would tell of a hidden one.
 */
export function publishedLine({ what, years }: Series, choice: LineSteps): ControlLine {
  const whole = years.every(({ points }) => points.every(({ count, n }) => n === 0 || mayPublish(count, n)));
  const shown = years.map(({ points, elsewhere }) => {
    const own = whole ? points : quarters(points);
    return { own, safe: publishedPoints(own, elsewhere) };
  });
  const points = shown.flatMap(({ own }) => own);
  const shares = shown.flatMap(({ safe }) => safe.map((one) => ("hidden" in one ? HIDDEN : shareOf(one.count, one.n))));
  return lineOf(what, whole ? "month" : "quarter", points, shares, choice);
}

function lineOf(
  what: string,
  unit: string,
  points: readonly { label: string; day: string }[],
  shares: Share[],
  { steps, ...choice }: LineSteps,
): ControlLine {
  return controlLine({
    what,
    unit,
    improvement: "increase",
    points: points.map(({ label }, i) => ({ label, share: shares[i] as Share })),
    steps: stepsAt(points, steps),
    ...choice,
  });
}

/** At which points steps begin: the first point on the day of the step or after it. A step beyond the last point begins nothing yet. */
export function stepsAt(
  points: readonly { day: string }[],
  steps: readonly StepChange[],
): { at: number; reason: string }[] {
  return [...steps]
    .sort((one, other) => (one.day < other.day ? -1 : 1))
    .flatMap(({ day, reason }) => {
      const at = points.findIndex((point) => point.day >= day);
      return at > 0 ? [{ at, reason }] : [];
    });
}
