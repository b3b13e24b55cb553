import type { Interval } from "../charts/figures.ts";
import { stratifiedEstimate } from "../measures/comparisons.ts";
import type { LearningReportData, SampleData } from "../reports/learning-report-data.ts";
import type { Attribute } from "../panel/sample-frame.ts";
import { allocate } from "../sampling/allocate.ts";
import { AGENCIES, AGENCY_LABELS } from "../vocabulary.ts";
import { type CountedPlan, goodCount } from "./counted.ts";
import type { CycleEvidence } from "./evidence.ts";

const GROUPED_BY: Record<Attribute, string> = {
  phase: "phase",
  primaryNeed: "main need",
  settingType: "setting",
  locality: "locality",
  sendTeam: "SEND team",
  planType: "plan type",
  legalRegime: "law",
};

/** Whether the plans were chosen for a reason: then they say nothing about others. */
export const isChosen = ({ draw }: Pick<CycleEvidence, "draw">): boolean => draw?.record.chosen !== undefined;

const stratifiedBy = (draw: CycleEvidence["draw"]): string | null =>
  draw?.record.strata && draw.design.stratifyBy ? GROUPED_BY[draw.design.stratifyBy] : null;

/** "a random sample within phase": how the plans were drawn. */
export function drawnHow(draw: CycleEvidence["draw"]): string {
  const by = stratifiedBy(draw);
  return by ? `a random sample within ${by}` : "a simple random sample";
}

/** How the plans came to be in the sample, for the method of the report and the margin of the results. */
export function sampleData({ draw, plans, replaced }: CycleEvidence, counted: number): SampleData {
  const record = draw?.record;
  const by = stratifiedBy(draw);
  const reasons = Map.groupBy(record?.exclusions ?? [], ({ reason }) => reason);
  return {
    population: record?.frameSize ?? plans.length,
    drawn: record?.sampleSize ?? plans.length,
    counted,
    question: record?.question ?? "",
    chosen: record?.chosen !== undefined,
    method: drawnHow(draw),
    drawnOn: record?.drawnAt.slice(0, 10) ?? "",
    seed: record?.seed ?? "",
    frameHash: record?.frameHash ?? "",
    exclusions: [...reasons].map(([reason, list]) => ({ reason, plans: list.length })),
    replaced: replaced.length,
    strata:
      record?.strata && by
        ? {
            title: `by ${by}`,
            rows: record.strata.map(({ label, plans: population, places }) => ({ label, population, drawn: places })),
          }
        : null,
  };
}

/** Who scored the counted plans: people and submitted audits, one row an agency. */
export function auditorRows(counted: CountedPlan[]): LearningReportData["auditors"] {
  const audits = counted.flatMap(({ plan }) => plan.audits);
  return AGENCIES.flatMap((agency) => {
    const own = audits.filter((audit) => audit.agency === agency);
    const auditors = new Set(own.map(({ auditorId }) => auditorId)).size;
    return own.length ? [{ agency: AGENCY_LABELS[agency], auditors, audits: own.length }] : [];
  });
}

/**
 * The share good or better among all plans with each group counted by its size (`docs/statistics.md` 3.4). Null where the
 * groups got places by their share, so that every plan counts alike, and where a group has too few plans to estimate from.
 */
export function weightedShare(
  evidence: CycleEvidence,
  counted: CountedPlan[],
): { share: number; interval: Interval | null } | null {
  const record = evidence.draw?.record;
  if (!record?.strata || counted.length === 0) return null;
  const byShare = allocate(
    Object.fromEntries(record.strata.map(({ label, plans }) => [label, plans])),
    record.sampleSize,
    0,
  ).value;
  if (!byShare || record.strata.every(({ label, places }) => byShare[label] === places)) return null;
  const { value } = stratifiedEstimate(
    record.strata.map(({ label, plans }) => {
      const own = counted.filter(({ plan }) => plan.stratum === label);
      return { N: plans, n: own.length, x: goodCount(evidence, own) };
    }),
  );
  if (!value) return null;
  const { estimate, lower, upper } = value;
  return { share: estimate, interval: lower === null || upper === null ? null : { lower, upper } };
}
