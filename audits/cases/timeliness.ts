import { daysBetween, periodWords } from "../dates.ts";
import type { CaseRecord, Day } from "./case.ts";
import { isWithin, monthsOf } from "./days.ts";
import type { Period, RequestJourney, TimelinessMeasure } from "./reading.ts";

/** Statutory limits in calendar days (SEND Regulations 2014, regs 4, 5, 10, 13 and 20; weeks are seven days). */
const LIMIT_DAYS = { decision: 42, refusal: 112, plan: 140, reviewDecision: 28 } as const;

/** What of a case these measures look at. */
export type TimelinessCase = Pick<
  CaseRecord,
  | "pseudonym"
  | "planType"
  | "requestDate"
  | "decisionToAssessDate"
  | "decisionToIssueDate"
  | "finalDate"
  | "week20Exempt"
  | "reviewMeetingDate"
  | "reviewDecisionDate"
>;

/** From the day it runs from to the day it was done; null where a day is missing. */
type Span = { pseudonym: string; from: Day | null; to: Day | null };

type Wording = Pick<TimelinessMeasure, "code" | "label" | "limitDays"> & { done: string; nothing: string };

/**
 * How many decisions and plans of a period came within their limit.
 *
 * - Plans: assessment outcome yes and plan date in the period, ceased plans included, plans from other areas not; 140 days or
 *   fewer from the received date. Shown again without the plans that a 20-week exception covers, which leave both counts.
 * - Requests decided yes or no: 42 days or fewer. Assessments that ended without a plan: 112 days or fewer. Historical
 *   requests are in neither; of a flat file, which has no code for them, only decisions in the period count.
 * - Review decisions: 28 days or fewer after the meeting, over the cases that have both dates.
 *
 * A case from a flat file counts as a journey of its own, unless the same request is among the journeys.
 *
 * @param journeys of one return year: the next return tells the same requests again
 */
export function timeliness(
  journeys: readonly RequestJourney[],
  cases: readonly TimelinessCase[],
  period: Period,
): TimelinessMeasure[] {
  return stepsIn(journeys, cases, period).map(({ wording, spans, dated }) =>
    measure(wording, spans, dated ? period : null),
  );
}

/** One month of a step: `count` of `n` were done in time. */
export type StepMonth = { month: string; count: number; n: number };

export type StepByMonth = Pick<TimelinessMeasure, "code" | "label" | "limitDays" | "numerator" | "denominator"> & {
  /** Every month of the period in order, by the day on which the step was done. */
  months: StepMonth[];
  /** Counted for the period, and done on a day outside it. */
  elsewhere: { count: number; n: number };
};

/** The measures of `timeliness` by month: months and `elsewhere` add up to the same counts. */
export function timelinessByMonth(
  journeys: readonly RequestJourney[],
  cases: readonly TimelinessCase[],
  period: Period,
): StepByMonth[] {
  const months = monthsOf(period);
  return stepsIn(journeys, cases, period).map(({ wording, spans, dated }): StepByMonth => {
    const { code, label, limitDays, numerator, denominator } = measure(wording, spans, dated ? period : null);
    const done = spans.flatMap((span) => {
      const days = daysOf(span);
      return days === null ? [] : [{ month: (span.to as Day).slice(0, 7), inTime: days <= limitDays }];
    });
    const tally = (own: typeof done) => ({ count: own.filter((one) => one.inTime).length, n: own.length });
    return {
      code,
      label,
      limitDays,
      numerator,
      denominator,
      months: months.map((month) => ({ month, ...tally(done.filter((one) => one.month === month)) })),
      elsewhere: tally(done.filter((one) => !months.includes(one.month))),
    };
  });
}

/** Whether a measure is of the last review of each plan, whenever that was, and not of the period alone. */
export const isOfLastReview = (code: string): boolean => code === REVIEW.code;

/** How a step of one case went: done in time, done later, or not counted because a date is missing or too early. */
export const STEP_STANDINGS = ["in_time", "late", "uncounted"] as const;
export type StepStanding = (typeof STEP_STANDINGS)[number];
export type StepCase = {
  pseudonym: string;
  from: Day | null;
  to: Day | null;
  days: number | null;
  standing: StepStanding;
};

/** The cases that one measure of `timeliness` counts, or could not count, the slowest first; empty for a code that is none. */
export function casesOfStep(
  journeys: readonly RequestJourney[],
  cases: readonly TimelinessCase[],
  period: Period,
  code: string,
): StepCase[] {
  const step = stepsIn(journeys, cases, period).find(({ wording }) => wording.code === code);
  if (!step) return [];
  const { limitDays } = step.wording;
  return step.spans
    .map((span): StepCase => {
      const days = daysOf(span);
      const standing = days === null ? "uncounted" : days <= limitDays ? "in_time" : "late";
      return { ...span, days, standing };
    })
    .sort((a, b) => (b.days ?? -1) - (a.days ?? -1) || (a.pseudonym < b.pseudonym ? -1 : 1));
}

type StepSpans = { wording: Wording; spans: Span[]; dated: boolean };

/** What belongs to each measure; `dated` is false where the measure looks at the last date of each case, whenever it was. */
function stepsIn(journeys: readonly RequestJourney[], cases: readonly TimelinessCase[], period: Period): StepSpans[] {
  const told = new Set(journeys.map((journey) => `${journey.pseudonym}/${journey.receivedDate}`));
  const all = [...journeys, ...cases.filter((one) => !told.has(`${one.pseudonym}/${one.requestDate}`)).map(journeyOf)];

  const issued = all.filter(
    (one) => !one.transferredIn && one.assessmentOutcome === "Y" && isWithin(period, one.planDate),
  );
  const own = all.filter((one) => one.requestOutcome !== "H");
  const decided = own.filter(
    (one) =>
      (one.requestOutcome === "Y" || one.requestOutcome === "N") && isOfPeriod(one, period, one.requestOutcomeDate),
  );
  const refused = own.filter(
    (one) => one.assessmentOutcome === "N" && isOfPeriod(one, period, one.assessmentOutcomeDate),
  );
  const reviewed = cases.filter((one) => one.reviewMeetingDate && one.reviewDecisionDate);

  const toPlan = (one: Journey): Span => ({ pseudonym: one.pseudonym, from: one.receivedDate, to: one.planDate });
  return [
    { wording: PLAN, spans: issued.map(toPlan), dated: true },
    {
      wording: PLAN_WITHOUT_EXCEPTIONS,
      spans: issued.filter((one) => one.week20Exempt !== true).map(toPlan),
      dated: true,
    },
    {
      wording: DECISION,
      spans: decided.map((one) => ({ pseudonym: one.pseudonym, from: one.receivedDate, to: one.requestOutcomeDate })),
      dated: true,
    },
    {
      wording: REFUSAL,
      spans: refused.map((one) => ({
        pseudonym: one.pseudonym,
        from: one.receivedDate,
        to: one.assessmentOutcomeDate,
      })),
      dated: true,
    },
    {
      wording: REVIEW,
      spans: reviewed.map((one) => ({
        pseudonym: one.pseudonym,
        from: one.reviewMeetingDate,
        to: one.reviewDecisionDate,
      })),
      dated: false,
    },
  ];
}

type Journey = Omit<RequestJourney, "key" | "returnYear" | "source" | "ceaseDate">;

/** A row of a flat file says by its dates what a return says by its codes; it has a plan, so no refusal can be read from it. */
function journeyOf(one: TimelinessCase): Journey {
  return {
    pseudonym: one.pseudonym,
    receivedDate: one.requestDate,
    requestOutcome: one.decisionToAssessDate ? "Y" : null,
    requestOutcomeDate: one.decisionToAssessDate,
    assessmentOutcome: one.finalDate ? "Y" : null,
    assessmentOutcomeDate: one.decisionToIssueDate,
    week20Exempt: one.week20Exempt,
    planDate: one.finalDate,
    transferredIn: one.planType === "transferred",
  };
}

/** A return says by the code H what belongs to an earlier year, so its yes and no count as they stand; a flat file has only dates. */
function isOfPeriod(one: Journey, period: Period, day: Day | null): boolean {
  return "returnYear" in one || day === null || isWithin(period, day);
}

const PLAN: Wording = {
  code: "plan_20_weeks",
  label: "New plans issued in 20 weeks",
  limitDays: LIMIT_DAYS.plan,
  done: "new plans were issued within 20 weeks of the request",
  nothing: "No new plan was issued",
};
const PLAN_WITHOUT_EXCEPTIONS: Wording = {
  code: "plan_20_weeks_without_exceptions",
  label: "New plans issued in 20 weeks, without those with an exception",
  limitDays: LIMIT_DAYS.plan,
  done: "new plans without an exception were issued within 20 weeks of the request",
  nothing: "No new plan without an exception was issued",
};
const DECISION: Wording = {
  code: "decision_6_weeks",
  label: "Decisions whether to assess in 6 weeks",
  limitDays: LIMIT_DAYS.decision,
  done: "requests were decided within 6 weeks",
  nothing: "No request was decided",
};
const REFUSAL: Wording = {
  code: "refusal_16_weeks",
  label: "Decisions not to issue a plan in 16 weeks",
  limitDays: LIMIT_DAYS.refusal,
  done: "decisions not to issue a plan were made within 16 weeks of the request",
  nothing: "No assessment ended without a plan",
};
const REVIEW: Wording = {
  code: "review_decision_4_weeks",
  label: "Review decisions in 4 weeks of the meeting",
  limitDays: LIMIT_DAYS.reviewDecision,
  done: "review decisions were made within 4 weeks of the meeting",
  nothing: "No case has both a review meeting date and a decision date",
};

/** @param period null where the measure looks at the last date of each case, whenever it was */
function measure({ done, nothing, ...about }: Wording, spans: Span[], period: Period | null): TimelinessMeasure {
  const lengths = spans.map(daysOf);
  const known = lengths.filter((days) => days !== null);
  const numerator = known.filter((days) => days <= about.limitDays).length;
  const denominator = known.length;
  const uncounted = lengths.length - denominator;
  const when = period ? ` from ${periodWords(period.from, period.to)}` : "";
  const share = denominator >= FEWEST_FOR_A_SHARE ? ` (${((100 * numerator) / denominator).toFixed(1)}%)` : "";
  const sentence =
    denominator === 0
      ? `${nothing}${when}${uncounted ? " with both dates known" : ""}.`
      : `${count(numerator)} of ${count(denominator)} ${done}${when}${share}.`;
  const rest = uncounted ? ` ${count(uncounted)} could not be counted: a date is missing or comes too early.` : "";
  return { ...about, numerator, denominator, uncounted, sentence: sentence + rest };
}

function daysOf({ from, to }: Pick<Span, "from" | "to">): number | null {
  return from && to && to >= from ? daysBetween(from, to) : null;
}

const FEWEST_FOR_A_SHARE = 10;

function count(number: number): string {
  return number.toLocaleString("en-GB");
}
