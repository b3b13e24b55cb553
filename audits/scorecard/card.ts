import { comparedReadings } from "../actions/compared.ts";
import type { Outcome } from "../actions/life.ts";
import { type ActionMeasure, type Measurable, namedMeasure, readMeasure, type Reading } from "../actions/measure.ts";
import type { PeriodCount } from "../actions/sources.ts";
import type { Day } from "../cases/case.ts";
import { addDays, monthsBefore } from "../cases/days.ts";
import type { TimelinessMeasure } from "../cases/reading.ts";
import { type Change, type Count, type Hidden, isHidden, PERCENT_FROM, type Share } from "../charts/figures.ts";
import { periodWords } from "../dates.ts";
import { wilson } from "../measures/proportions.ts";
import { DEFAULT_THRESHOLD, isSmall } from "../measures/suppression.ts";
import { changeOf } from "../results/comparison.ts";
import { mayShow } from "../results/links.ts";
import type { Bridge } from "../rubric/bridging.ts";
import { levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { Indicator } from "./indicators.ts";
import { type OutcomeCount, outcomePeriods, type OutcomePeriod, publishedPeriod } from "./outcomes.ts";

/** A number or a share in one period. */
export type Value = { kind: "count"; count: Count } | { kind: "share"; share: Share };
export type Point = {
  label: string;
  from: Day;
  to: Day;
  value: Value;
  outcomes?: OutcomePeriod;
  /** The cycle whose plans are counted, and the version of the rubric that they were audited by. */
  cycle?: { id: string; rubricVersion: string };
};

export type Row = {
  indicator: Indicator;
  /** Oldest first; the last is now. */
  points: Point[];
  /** The earlier point that now is compared with. */
  before: Point | null;
  /** Between shares: Newcombe's interval. */
  change: Change | null;
  /** Between counts: how many more or fewer. */
  more: number | null;
  /** Why nothing is compared, or what stands in place of numbers; "" where nothing is to say. */
  why: string;
};

export type Card = { on: Day; view: "internal" | "published"; threshold: number; hidden: number; rows: Row[] };

/** What a scorecard is made from. */
export type CardData = {
  /** Cycles whose results are out, oldest first. */
  cycles: (Measurable & { endedOn: Day })[];
  bridges: readonly Bridge[];
  /** The case records as they stand: one period. */
  caseload: { period: { from: Day; to: Day }; measures: TimelinessMeasure[] } | null;
  outcomes: readonly OutcomeCount[];
  typed: ReadonlyMap<string, readonly PeriodCount[]>;
  actions: { doneOn: Day | null; outcome: Outcome | null; testedOn: Day | null }[];
};

/** How many periods back a row goes. */
const POINTS = 8;

/**
 * Every row that is not hidden, with small numbers shown: for the partnership's own eyes.
 *
 * @param on the day of the card; twelve months end with it
 */
export function scorecard(indicators: readonly Indicator[], data: CardData, on: Day): Card {
  const rows = indicators.filter((i) => !i.hidden).map((indicator) => rowOf(indicator, data, on));
  return { on, view: "internal", threshold: DEFAULT_THRESHOLD, hidden: 0, rows };
}

function rowOf(indicator: Indicator, data: CardData, on: Day): Row {
  const { measure } = indicator;
  switch (measure.kind) {
    case "audits":
      return countRow(
        indicator,
        years(on).map(({ from, to }) => ({
          from,
          to,
          count: data.cycles
            .filter((c) => c.endedOn >= from && c.endedOn <= to)
            .reduce((sum, c) => sum + c.counts.signedOff, 0),
        })),
        "No audit has ended yet.",
      );
    case "actions":
      return measure.which === "done" ? doneRow(indicator, data, on) : workedRow(indicator, data, on);
    case "typed":
      return typedRow(indicator, data.typed.get(indicator.key) ?? [], measure.share);
    case "outcomes":
      return outcomesRow(indicator, data.outcomes);
    case "timeliness":
      return timelinessRow(indicator, data, measure.code);
    default:
      return resultsRow(indicator, data);
  }
}

/** Three times twelve months, the last ending with `on`, oldest first. */
function years(on: Day): { from: Day; to: Day }[] {
  return [24, 12, 0].map((months) => ({
    from: addDays(monthsBefore(on, months + 12), 1),
    to: monthsBefore(on, months),
  }));
}

function countRow(indicator: Indicator, periods: { from: Day; to: Day; count: number }[], none: string): Row {
  const first = periods.findIndex((p) => p.count > 0);
  const points = (first < 0 ? [] : periods.slice(first)).map(
    ({ from, to, count }): Point => ({
      label: periodWords(from, to),
      from,
      to,
      value: { kind: "count", count },
    }),
  );
  return counted(indicator, points, none);
}

function counted(indicator: Indicator, points: Point[], none: string): Row {
  const [before, now] = [points.at(-2) ?? null, points.at(-1)];
  const value = (point: Point | null | undefined) => (point?.value.kind === "count" ? point.value.count : null);
  const [x, y] = [value(before), value(now)];
  const more = typeof x === "number" && typeof y === "number" ? y - x : null;
  return { indicator, points, before, change: null, more, why: points.length ? "" : none };
}

function doneRow(indicator: Indicator, { actions }: CardData, on: Day): Row {
  const within = ({ from, to }: { from: Day; to: Day }) =>
    actions.filter((a) => a.doneOn !== null && a.doneOn >= from && a.doneOn <= to).length;
  return countRow(
    indicator,
    years(on).map((year) => ({ ...year, count: within(year) })),
    "No action is done yet.",
  );
}

function workedRow(indicator: Indicator, { actions }: CardData, on: Day): Row {
  const points = years(on).flatMap(({ from, to }): Point[] => {
    const tested = actions.filter(
      (a) => a.outcome !== null && a.testedOn !== null && a.testedOn >= from && a.testedOn <= to,
    );
    const n = tested.length;
    const count = tested.filter((a) => a.outcome === "effective").length;
    // Actions are no sample of anything: the share has no interval.
    return n
      ? [{ label: periodWords(from, to), from, to, value: { kind: "share", share: { count, n, interval: null } } }]
      : [];
  });
  return {
    indicator,
    points,
    before: points.at(-2) ?? null,
    change: null,
    more: null,
    why: points.length ? "" : "No action has been tested yet.",
  };
}

function typedRow(indicator: Indicator, counts: readonly PeriodCount[], share: boolean): Row {
  const points = counts
    .toSorted((a, b) => (a.to + a.from < b.to + b.from ? -1 : 1))
    .slice(-POINTS)
    .map(
      ({ from, to, count, of }): Point => ({
        label: periodWords(from, to),
        from,
        to,
        value: share && of !== null ? { kind: "share", share: shared(count, of) } : { kind: "count", count },
      }),
    );
  const none = "Nobody has entered a number yet.";
  return share ? compared(indicator, points, none) : counted(indicator, points, none);
}

const shared = (count: number, n: number): Exclude<Share, Hidden> => ({
  count,
  n,
  interval: n < PERCENT_FROM ? null : wilson(count, n).value,
});

function outcomesRow(indicator: Indicator, counts: readonly OutcomeCount[]): Row {
  const points = outcomePeriods(counts)
    .slice(-POINTS)
    .map(
      (outcomes): Point => ({
        label: periodWords(outcomes.from, outcomes.to),
        from: outcomes.from,
        to: outcomes.to,
        value: { kind: "share", share: outcomes.share },
        outcomes,
      }),
    );
  return compared(indicator, points, "Nobody has entered what reviews said of outcomes yet.");
}

/** Shares of one period after the other, the last compared with the one before where both have enough. */
function compared(indicator: Indicator, points: Point[], none: string): Row {
  const [before, now] = [points.at(-2) ?? null, points.at(-1)];
  const change = before && now ? changeBetween(before.value, now.value) : null;
  return { indicator, points, before, change, more: null, why: points.length ? "" : none };
}

function changeBetween(before: Value, now: Value): Change | null {
  if (before.kind !== "share" || now.kind !== "share") return null;
  const [one, other] = [before.share, now.share];
  if (isHidden(one) || isHidden(other) || one.n < PERCENT_FROM || other.n < PERCENT_FROM) return null;
  return changeOf(one.count, one.n, other.count, other.n);
}

function timelinessRow(indicator: Indicator, { caseload }: CardData, code: TimelinessMeasure["code"]): Row {
  const step = caseload?.measures.find((m) => m.code === code);
  const points: Point[] =
    caseload && step?.denominator
      ? [
          {
            label: periodWords(caseload.period.from, caseload.period.to),
            ...caseload.period,
            value: { kind: "share", share: { count: step.numerator, n: step.denominator, interval: null } },
          },
        ]
      : [];
  return {
    indicator,
    points,
    before: null,
    change: null,
    more: null,
    why: points.length ? "" : "The case records give no dates.",
  };
}

/** Rows that are read from the results of cycles: a point a cycle, compared only with a cycle that measured the same. */
function resultsRow(indicator: Indicator, { cycles, bridges }: CardData): Row {
  const { measure } = indicator;
  const nothing = (why: string): Row => ({ indicator, points: [], before: null, change: null, more: null, why });
  if (measure.kind !== "grade" && measure.kind !== "domain" && measure.kind !== "criterion") return nothing("");
  const found = cycles
    .filter((c) => c.rubric.key === measure.rubric)
    .flatMap((cycle) => {
      const asked = actionMeasure(measure, cycle.rubric);
      const named = asked && namedMeasure(asked, cycle.rubric, cycle.codebook);
      const read = asked && readMeasure(cycle, asked);
      return named?.ok && read?.ok ? [{ cycle, named: named.value, reading: read.value }] : [];
    })
    .slice(-POINTS);
  const now = found.at(-1);
  if (!now) return nothing("No cycle with enough plans has measured this yet.");
  const points = found.map(({ reading }) => pointOf(reading));
  let why = "";
  for (let i = found.length - 2; i >= 0; i--) {
    const was = found[i];
    if (!was) break;
    const versions =
      was.cycle.rubric.version === now.cycle.rubric.version
        ? null
        : { before: was.cycle.rubric, after: now.cycle.rubric, bridges };
    const verdict = comparedReadings(was.named, was.reading.of, now.reading.of, versions);
    // A bridged line goes on in a trend; a card gives a change only between things that are the same.
    if (verdict.ok && verdict.value.shift === null) {
      const before = points[i] as Point;
      return {
        indicator,
        points,
        before,
        change: changeBetween(before.value, (points.at(-1) as Point).value),
        more: null,
        why: "",
      };
    }
    why ||= verdict.ok ? "The new version of the rubric moves this by itself." : verdict.sentence;
  }
  return { indicator, points, before: null, change: null, more: null, why };
}

/** "good" as the rubric has it: of a criterion, above the middle of its scale. */
function actionMeasure(
  measure: Extract<Indicator["measure"], { kind: "grade" | "domain" | "criterion" }>,
  rubric: RubricDocument,
): ActionMeasure | null {
  if (measure.kind === "grade") return { kind: "grade", atLeast: rubric.goodFrom };
  if (measure.kind === "domain") return { kind: "domain", key: measure.key, atLeast: rubric.goodFrom };
  const criterion = rubric.criteria.find((c) => c.key === measure.key);
  return criterion ? { kind: "criterion", key: criterion.key, atLeast: goodLevel(rubric, criterion.key) } : null;
}

/** The lowest level above the middle of a criterion's scale. */
export function goodLevel(rubric: RubricDocument, criterionKey: string): string {
  const criterion = rubric.criteria.find((c) => c.key === criterionKey);
  const levels = criterion ? levelsOf(rubric, criterion).toSorted((a, b) => a.value - b.value) : [];
  const middle = ((levels[0]?.value ?? 0) + (levels.at(-1)?.value ?? 0)) / 2;
  return levels.find((l) => l.value > middle)?.key ?? "";
}

function pointOf({ count, n, interval, open, of }: Reading): Point & { open: boolean } {
  const label = of.kind === "cycle" ? of.title : periodWords(of.from, of.to);
  const cycle = of.kind === "cycle" ? { cycle: { id: of.cycleId, rubricVersion: of.rubric.version } } : {};
  return { label, from: of.from, to: of.to, value: { kind: "share", share: { count, n, interval } }, ...cycle, open };
}

/** The card that may leave: what the published results hide is hidden here, and so is every small number and what tells of it. */
export function publishedCard(card: Card): Card {
  const { threshold } = card;
  const hide: Hidden = { hidden: true, reason: `fewer than ${threshold}, or a number from which so few would follow` };
  const rows = card.rows.map((row): Row => {
    const { kind } = row.indicator.measure;
    // Actions are no children: their numbers are nobody's.
    if (kind === "actions") return row;
    const points = row.points.map((point) => publishedPoint(point, threshold, hide));
    const at = row.before ? row.points.indexOf(row.before) : -1;
    const before = points[at] ?? null;
    const shown = before !== null && isShown(before) && isShown(points.at(-1) as Point);
    return { ...row, points, before, change: shown ? row.change : null, more: shown ? row.more : null };
  });
  const hidden = rows.flatMap((r) => r.points).filter((p) => !isShown(p)).length;
  return { ...card, view: "published", rows, hidden };
}

function publishedPoint(point: Point & { open?: boolean }, threshold: number, hide: Hidden): Point {
  const { open = true, ...rest } = point;
  if (rest.outcomes) {
    const outcomes = publishedPeriod(rest.outcomes, threshold, hide);
    return { ...rest, outcomes, value: { kind: "share", share: outcomes.share } };
  }
  if (rest.value.kind === "count") {
    const { count } = rest.value;
    return { ...rest, value: { kind: "count", count: isHidden(count) || isSmall(count, threshold) ? hide : count } };
  }
  const { share } = rest.value;
  return { ...rest, value: { kind: "share", share: open && mayShow(share, threshold) ? share : hide } };
}

const isShown = ({ value }: Point): boolean => !isHidden(value.kind === "count" ? value.count : value.share);
