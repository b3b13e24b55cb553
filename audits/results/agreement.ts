import type { CycleAnswers } from "../agreement/stack.ts";
import type { AgreementView, summariseAgreement } from "../agreement/summary.ts";
import { bandOf, FEWEST_CASES, leastShareOfAgreement, REASON_SENTENCES } from "../agreement/words.ts";
import type { AgreementData } from "../reports/learning-report-data.ts";
import { levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { CountedPlan } from "./counted.ts";
import type { CycleEvidence, PlanEvidence } from "./evidence.ts";

/** A criterion is listed among the lowest and highest from so many plans on; below, one plan moves it too far. */
const CRITERION_FROM = 5;
const LOWEST = 4;
const HIGHEST = 2;

/**
 * How far auditors agreed, from their blind levels alone: what a panel settled later plays no part. Plans with one
 * auditor tell how often each level is given, which the allowance for lucky matches needs (`docs/statistics.md` 1.3).
 *
 * @param summarise `summariseAgreement`, or one that remembers what it worked out before
 */
export function agreementData(
  evidence: CycleEvidence,
  counted: CountedPlan[],
  summarise: typeof summariseAgreement,
): AgreementData {
  const { document } = evidence.rubric;
  const plans = counted.map(({ plan }) => plan);
  const { overall, criteria } = summarise(blindAnswers(evidence.cycle.id, document, plans));
  return {
    plans: overall.cases,
    compared: overall.exact.of,
    exact: overall.exact.n,
    withinOne: overall.withinOne.n,
    ac2: ac2Of(overall),
    moderated: moderationCounts(counted),
    criteria: extremes(criteria, (key) => document.criteria.find((c) => c.key === key)?.title ?? key),
  };
}

/** What each auditor gave blind on these plans, for every criterion that was asked. Callers pass plans whose audits are all in. */
export function blindAnswers(
  cycleId: string,
  document: RubricDocument,
  plans: Pick<PlanEvidence, "sampledId" | "audits">[],
): CycleAnswers {
  return {
    cycleId,
    criteria: document.criteria.map((c) => ({
      id: c.key,
      domainId: c.domain,
      levels: levelsOf(document, c).map(({ value }) => value),
    })),
    answers: plans.flatMap((plan) =>
      plan.audits.flatMap(({ auditorId, asked, answers }) => {
        const given = new Map(answers.map((answer) => [answer.criterion, answer.score]));
        return asked.map((criterionId) => ({
          caseId: plan.sampledId,
          criterionId,
          auditorId,
          score: given.get(criterionId) ?? null,
        }));
      }),
    ),
  };
}

/** The coefficient with the band its lower end reaches, or why there is none; too few plans get counts only (1.2). */
function ac2Of({ coefficient, coefficientCases, onOtherScales, exact }: AgreementView): AgreementData["ac2"] {
  if (exact.of === 0)
    return { value: null, reason: "No plan was scored by two auditors; agreement cannot be measured." };
  if (coefficientCases < FEWEST_CASES)
    return { value: null, reason: "Too few plans to judge how consistent the auditors are." };
  if (onOtherScales > 0)
    return { value: null, reason: "The criteria have different scales, so one figure cannot be given." };
  if (coefficient.value === null) return { value: null, reason: REASON_SENTENCES[coefficient.reason] };
  const { value, ci } = coefficient;
  // Full agreement has an interval without width, which is not certainty: Wilson's limit for n of n plans stands in for it.
  if (!ci || ci.lower === null || ci.lower === ci.upper)
    return { value, interval: null, words: bandOf(leastShareOfAgreement(coefficientCases) / 100) };
  return { value, interval: { lower: ci.lower, upper: ci.upper }, words: bandOf(ci.lower) };
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
function extremes(views: AgreementView[], titleOf: (key: string) => string): AgreementData["criteria"] {
  const rows = views
    .map(({ id, exact, withinOne }) => ({
      key: id,
      title: titleOf(id),
      exact: exact.n,
      withinOne: withinOne.n,
      of: exact.of,
    }))
    .filter((row) => row.of >= CRITERION_FROM)
    .sort((a, b) => a.exact / a.of - b.exact / b.of || a.withinOne / a.of - b.withinOne / b.of);
  if (rows.length <= LOWEST + HIGHEST) return rows;
  return [...rows.slice(0, LOWEST), ...rows.slice(-HIGHEST)];
}
