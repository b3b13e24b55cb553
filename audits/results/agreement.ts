import { measureAgreement } from "../agreement/measure.ts";
import { zOf } from "../measures/numerics.ts";
import { levelsApart } from "../panel/moderation.ts";
import type { AgreementData } from "../reports/learning-report-data.ts";
import type { Criterion } from "../rubric/document.ts";
import type { CountedPlan } from "./counted.ts";
import type { CycleEvidence, PlanEvidence } from "./evidence.ts";

/** Fewer plans than this get counts and no coefficient (`docs/statistics.md` 1.2). */
const COEFFICIENT_FROM = 10;
/** A criterion is listed among the lowest and highest from so many plans on; below, one plan moves it too far. */
const CRITERION_FROM = 5;
const LOWEST = 4;
const HIGHEST = 2;

/** One criterion of one plan, with the levels that its auditors gave blind. */
type Unit = { plan: string; criterion: Criterion; levels: (number | null)[]; apart: number };

/**
 * How far auditors agreed, from their blind levels alone: what a panel settled later plays no part. "Does not apply" and
 * "cannot tell" are not levels and count as missing (`docs/statistics.md` 1.1).
 */
export function agreementData(evidence: CycleEvidence, counted: CountedPlan[]): AgreementData {
  const shared = counted.map(({ plan }) => plan).filter(({ audits }) => audits.length >= 2);
  const units = shared.flatMap((plan) => unitsOf(evidence, plan));
  return {
    plans: shared.length,
    compared: units.length,
    exact: units.filter(({ apart }) => apart === 0).length,
    withinOne: units.filter(({ apart }) => apart <= 1).length,
    ac2: coefficient(evidence, units, shared.length),
    moderated: moderationCounts(counted),
    criteria: extremes(units),
  };
}

function unitsOf({ rubric }: CycleEvidence, plan: PlanEvidence): Unit[] {
  return rubric.document.criteria.flatMap((criterion): Unit[] => {
    const levels = plan.audits.map(({ answers }) => {
      const score = answers.find((answer) => answer.criterion === criterion.key)?.score;
      return typeof score === "number" ? score : null;
    });
    if (levels.filter((level) => level !== null).length < 2) return [];
    return [{ plan: plan.sampledId, criterion, levels, apart: levelsApart(rubric.document, criterion, levels) }];
  });
}

/**
 * Gwet's AC2 with quadratic weights over all criteria of all shared plans. Criteria of one plan are not independent, so the
 * interval resamples whole plans (`docs/statistics.md` 1.1). Needs one scale for all criteria.
 */
function coefficient({ cycle, rubric }: CycleEvidence, units: Unit[], plans: number): AgreementData["ac2"] {
  const scales = new Set(units.map(({ criterion }) => criterion.scale));
  const scale = rubric.document.scales.find(({ key }) => scales.has(key));
  if (!scale) return { value: null, reason: "No plan was scored by two auditors; agreement cannot be measured." };
  if (plans < COEFFICIENT_FROM)
    return { value: null, reason: "Too few plans to judge how consistent the auditors are." };
  if (scales.size > 1)
    return { value: null, reason: "The criteria have different scales, so one figure cannot be given." };
  const stat = measureAgreement(
    { measure: "gwet_ac2", weighting: "quadratic" },
    units.map(({ levels }) => levels),
    {
      categories: scale.levels.map(({ value }) => value),
      ci: {
        method: "bootstrap-percentile",
        level: 0.95,
        seed: `${cycle.id}/gwet_ac2/all`,
        clusters: units.map(({ plan }) => plan),
      },
    },
  );
  if (stat.value === null) return { value: null, reason: "Agreement could not be worked out from these levels." };
  const { ci } = stat;
  // Full agreement has an interval without width, which is not certainty: Wilson's limit for n of n plans stands in for it.
  if (!ci || ci.lower === null || ci.lower === ci.upper)
    return { value: stat.value, interval: null, words: agreementWords(plans / (plans + zOf(0.95) ** 2)) };
  return { value: stat.value, interval: { lower: ci.lower, upper: ci.upper }, words: agreementWords(ci.lower) };
}

/** Words for a coefficient by the lower end of its interval, so that a small audit cannot look excellent (`docs/statistics.md` 1.6). */
function agreementWords(lower: number): string {
  if (lower >= 0.8) return "consistent";
  if (lower >= 0.6) return "mostly consistent";
  return lower >= 0.4 ? "partly consistent" : "not consistent enough to compare teams";
}

/** Criteria that panels settled, and how often the agreed level was not that of every auditor. */
function moderationCounts(counted: CountedPlan[]): AgreementData["moderated"] {
  const settled = counted.flatMap(({ plan }) => plan.settled.map((settlement) => ({ plan, ...settlement })));
  const changed = settled.filter(({ plan, criterion, agreed }) => {
    const asked = plan.audits.filter((audit) => audit.asked.includes(criterion));
    const given = asked.map(({ answers }) => answers.find((answer) => answer.criterion === criterion)?.score ?? null);
    return agreed !== "both" && given.some((score) => score !== agreed);
  });
  return {
    plans: counted.length,
    criteria: settled.length,
    changed: changed.length,
    bothViews: settled.filter(({ agreed }) => agreed === "both").length,
  };
}

/** The criteria with the lowest agreement, then those with the highest, ties in the order of the rubric. */
function extremes(units: Unit[]): AgreementData["criteria"] {
  const rows = [...Map.groupBy(units, ({ criterion }) => criterion)]
    .map(([{ key, title }, own]) => ({
      key,
      title,
      exact: own.filter(({ apart }) => apart === 0).length,
      withinOne: own.filter(({ apart }) => apart <= 1).length,
      of: own.length,
    }))
    .filter((row) => row.of >= CRITERION_FROM)
    .sort((a, b) => a.exact / a.of - b.exact / b.of || a.withinOne / a.of - b.withinOne / b.of);
  if (rows.length <= LOWEST + HIGHEST) return rows;
  return [...rows.slice(0, LOWEST), ...rows.slice(-HIGHEST)];
}
