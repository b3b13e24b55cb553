import { daysBetween } from "../dates.ts";
import type { CaseRecord, Day } from "./case.ts";
import { isWithin, monthsOf } from "./days.ts";
import type { Period } from "./reading.ts";
import type { StepMonth } from "./timeliness.ts";

/** Services that are asked for advice in an assessment, whose dates case records hold. */
export const ADVICE_SERVICES = ["health", "social_care", "educational_psychology"] as const;
export type AdviceService = (typeof ADVICE_SERVICES)[number];

/** A reply to a request for advice is due within six weeks (SEND Regulations 2014, reg 8(1)). */
export const ADVICE_DAYS = 42;

const FIELDS: Record<AdviceService, [requested: keyof CaseRecord, received: keyof CaseRecord]> = {
  health: ["adviceHealthRequested", "adviceHealthReceived"],
  social_care: ["adviceCareRequested", "adviceCareReceived"],
  educational_psychology: ["adviceEpRequested", "adviceEpReceived"],
};

/** What case records need for these counts. */
export type AdviceCase = Pick<
  CaseRecord,
  | "planType"
  | "planDate"
  | "finalDate"
  | "adviceHealthRequested"
  | "adviceHealthReceived"
  | "adviceCareRequested"
  | "adviceCareReceived"
  | "adviceEpRequested"
  | "adviceEpReceived"
>;

/**
 * What case records say of one service's advice in a period.
 *
 * - plans: issued in the period, drafts and plans from other areas left out; asked: of them, with the day of a request.
 * - requests: made in the period, whatever became of them; replied: of them, with a day of reply that is not before the
 *   request; inTime: replied in 42 days or fewer.
 *
 * A record without a day may mean that nobody was asked or that nobody wrote the day down: the two cannot be told apart.
 */
export type AdviceInput = {
  plans: number;
  asked: number;
  requests: number;
  replied: number;
  inTime: number;
  /** By the month of the request: `count` replied in time, of `n` asked. */
  months: StepMonth[];
};

export function adviceInput(cases: readonly AdviceCase[], service: AdviceService, period: Period): AdviceInput {
  const { issued, requests } = spansOf(cases, service, period);
  const inTime = requests.filter(STEPS.in_time);
  const monthOf = ({ requested }: AdviceSpan<AdviceCase>) => requested?.slice(0, 7);
  return {
    plans: issued.length,
    asked: issued.filter(STEPS.asked).length,
    requests: requests.length,
    replied: requests.filter(STEPS.replied).length,
    inTime: inTime.length,
    months: monthsOf(period).map((month) => ({
      month,
      count: inTime.filter((one) => monthOf(one) === month).length,
      n: requests.filter((one) => monthOf(one) === month).length,
    })),
  };
}

/** What of a service's advice is counted: of the plans issued those asked for, of the requests those replied to, and in time. */
export const ADVICE_STEPS = ["asked", "replied", "in_time"] as const;
export type AdviceStep = (typeof ADVICE_STEPS)[number];

type AdviceSpan<Case> = { one: Case; requested: Day | null; received: Day | null; days: number | null };

const STEPS: Record<AdviceStep, (span: AdviceSpan<AdviceCase>) => boolean> = {
  asked: ({ requested }) => requested !== null,
  replied: ({ days }) => days !== null,
  in_time: ({ days }) => days !== null && days <= ADVICE_DAYS,
};

/** A case that one of these steps counts. `days` from request to reply is null where either is missing or they are the wrong way round. */
export type AdviceCaseOf = { pseudonym: string; from: Day | null; to: Day | null; days: number | null };

/**
 * The cases that a step of `adviceInput` counts, or with `did` false those that it was counted of and does not count; the
 * slowest reply first.
 */
export function casesOfAdvice(
  cases: readonly (AdviceCase & { pseudonym: string })[],
  service: AdviceService,
  period: Period,
  step: AdviceStep,
  did: boolean,
): AdviceCaseOf[] {
  const { issued, requests } = spansOf(cases, service, period);
  return (step === "asked" ? issued : requests)
    .filter((span) => STEPS[step](span) === did)
    .map(({ one, requested, received, days }) => ({ pseudonym: one.pseudonym, from: requested, to: received, days }))
    .sort((a, b) => (b.days ?? -1) - (a.days ?? -1) || (a.pseudonym < b.pseudonym ? -1 : 1));
}

/** Plans issued in the period and requests made in it, each with its days of request and reply. */
function spansOf<Case extends AdviceCase>(cases: readonly Case[], service: AdviceService, period: Period) {
  const [requestedField, receivedField] = FIELDS[service];
  const dayIn = (one: Case, field: keyof CaseRecord) => one[field as keyof AdviceCase] as Day | null;
  const span = (one: Case): AdviceSpan<Case> => {
    const [requested, received] = [dayIn(one, requestedField), dayIn(one, receivedField)];
    const days = requested && received && received >= requested ? daysBetween(requested, received) : null;
    return { one, requested, received, days };
  };
  return {
    issued: cases
      .filter(
        (one) =>
          one.planType !== "transferred" && one.planType !== "draft" && isWithin(period, one.finalDate ?? one.planDate),
      )
      .map(span),
    requests: cases.filter((one) => isWithin(period, dayIn(one, requestedField))).map(span),
  };
}
