import type { Day } from "../cases/case.ts";
import { startOfYearTo } from "../cases/days.ts";
import type { TimelinessMeasure } from "../cases/reading.ts";
import { timeliness } from "../cases/timeliness.ts";
import type { CycleEvidence } from "./evidence.ts";

export type CaseloadTimes = { period: { from: Day; to: Day }; measures: TimelinessMeasure[] };

/** Timeliness of the whole caseload, over the year that the last case records cover. Null where they give no reference date. */
export function caseloadTimes({
  journeys,
  cases,
  referenceDate,
}: Pick<CycleEvidence, "journeys" | "cases" | "referenceDate">): CaseloadTimes | null {
  if (!referenceDate) return null;
  const year = journeys.length ? Math.max(...journeys.map(({ returnYear }) => returnYear)) : null;
  // A return covers the calendar year before it; other records the twelve months up to their reference date.
  const period = year
    ? { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` }
    : { from: startOfYearTo(referenceDate), to: referenceDate };
  return {
    period,
    measures: timeliness(
      journeys.filter(({ returnYear }) => returnYear === year),
      cases,
      period,
    ),
  };
}
