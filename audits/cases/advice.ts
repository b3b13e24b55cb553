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
  const [requestedField, receivedField] = FIELDS[service];
  const dayIn = (one: AdviceCase, field: keyof CaseRecord) => one[field as keyof AdviceCase] as Day | null;
  const issued = cases.filter(
    (one) =>
      one.planType !== "transferred" && one.planType !== "draft" && isWithin(period, one.finalDate ?? one.planDate),
  );
  const requests = cases.flatMap((one) => {
    const requested = dayIn(one, requestedField);
    if (!isWithin(period, requested)) return [];
    const received = dayIn(one, receivedField);
    const days = received && received >= requested ? daysBetween(requested, received) : null;
    return [{ month: requested.slice(0, 7), days }];
  });
  const inTime = requests.filter(({ days }) => days !== null && days <= ADVICE_DAYS);
  return {
    plans: issued.length,
    asked: issued.filter((one) => dayIn(one, requestedField) !== null).length,
    requests: requests.length,
    replied: requests.filter(({ days }) => days !== null).length,
    inTime: inTime.length,
    months: monthsOf(period).map((month) => ({
      month,
      count: inTime.filter((one) => one.month === month).length,
      n: requests.filter((one) => one.month === month).length,
    })),
  };
}
