import type { Coefficient } from "../agreement/measure.ts";
import { type PairCounts, pairCounts } from "../agreement/pairs.ts";
import { type CycleAnswers, ofMainScale, type Stack, stacksOf } from "../agreement/stack.ts";
import { AGREEMENT_METHOD, type Stat } from "../agreement/stat.ts";
import { type AgreementView, coefficientOf, type Share, summariseAgreement } from "../agreement/summary.ts";
import { agreementWords, coefficientSentence, FEWEST_CASES, REASON_SENTENCES } from "../agreement/words.ts";
import { type Csv, csvOf } from "../csv.ts";
import type { RubricDocument } from "../rubric/document.ts";
import { blindAnswers } from "./agreement.ts";
import type { CycleEvidence, PlanEvidence } from "./evidence.ts";

/** A coefficient as it is shown: a value, its interval where there is one, else why not, in words. */
export type Shown =
  | { value: number; interval: { lower: number; upper: number } | null; why: string | null }
  | { value: null; why: string };

/** What there is to say of the whole cycle, of one domain or of one criterion. Counts first. */
export type AgreementLine = {
  kind: Stack["kind"];
  key: string;
  title: string;
  /** The domain of a criterion; null for a domain and for the whole. */
  domain: string | null;
  cases: number;
  /** Pairs of auditors by how far apart their levels are. */
  pairs: PairCounts;
  /** Judgements on which all auditors gave the same level, and within one. */
  exact: Share;
  withinOne: Share;
  ac2: Shown;
  /** Sentence by sentence, headline first. */
  words: string[];
  /** Does the criterion apply? A question of its own. */
  applies: { same: Share; ac1: Shown; words: string };
  /** For statisticians. */
  alpha: Shown;
  kappa: Shown & { measure: "Cohen" | "Fleiss" };
  answers: AgreementView["answers"];
  seed: string | null;
};

export type AgreementDetail = {
  /** Plans whose audits are all in, and of these the ones that two or more auditors scored. */
  plans: number;
  double: number;
  /** Plans that are still scored blind: nothing of them is in any figure. */
  waiting: number;
  overall: AgreementLine;
  domains: AgreementLine[];
  criteria: AgreementLine[];
  method: string;
};

/** Plans of which every audit that was given out is in: before that, a figure would tell of a blind score. */
export const plansAllIn = ({ plans }: Pick<CycleEvidence, "plans">): PlanEvidence[] =>
  plans.filter((plan) => plan.assigned > 0 && plan.audits.length === plan.assigned);

/** Agreement between the auditors of a cycle: as a whole, by domain and by criterion (`docs/statistics.md` 1). Blind levels alone. */
export function agreementDetail(evidence: CycleEvidence): AgreementDetail {
  const { document } = evidence.rubric;
  const plans = plansAllIn(evidence);
  const lines = agreementLines(document, blindAnswers(evidence.cycle.id, document, plans));
  const asked = new Set(plans.flatMap((plan) => plan.audits.flatMap((audit) => audit.asked)));
  const domains = new Set(document.criteria.filter((c) => asked.has(c.key)).map((c) => c.domain));
  return {
    plans: plans.length,
    double: plans.filter((plan) => plan.audits.length > 1).length,
    waiting: evidence.plans.length - plans.length,
    overall: lines.overall,
    domains: lines.domains.filter((line) => domains.has(line.key)),
    criteria: lines.criteria.filter((line) => asked.has(line.key)),
    method: AGREEMENT_METHOD,
  };
}

/** Everything of a cycle that `agreementDetail` reads, as text: the same text gives the same figures. */
export function agreementSource(evidence: CycleEvidence): string {
  const { document } = evidence.rubric;
  return JSON.stringify([
    AGREEMENT_METHOD,
    evidence.cycle.id,
    document,
    evidence.plans.length,
    plansAllIn(evidence).map(({ sampledId, audits }) => [
      sampledId,
      audits.map((audit) => [audit.auditorId, audit.asked, audit.answers.map((a) => [a.criterion, a.score])]),
    ]),
  ]);
}

/** The lines of any set of blind answers; the caller has seen to it that they may be compared. */
export function agreementLines(
  document: RubricDocument,
  input: CycleAnswers,
): Pick<AgreementDetail, "overall" | "domains" | "criteria"> {
  const { overall, domains, criteria } = summariseAgreement(input);
  const stacks = new Map(stacksOf(input).map((stack) => [`${stack.kind} ${stack.id}`, stack]));
  const line = (view: AgreementView): AgreementLine => {
    const stack = stacks.get(`${view.kind} ${view.id}`);
    if (!stack) throw new Error(`No answers for ${view.kind} ${view.id}`);
    return {
      ...lineOf(view, stack, titleOf(document, view), input.cycleId),
      domain: view.kind === "criterion" ? (document.criteria.find((c) => c.key === view.id)?.domain ?? null) : null,
    };
  };
  return { overall: line(overall), domains: domains.map(line), criteria: criteria.map(line) };
}

function titleOf(document: RubricDocument, { kind, id }: AgreementView): string {
  if (kind === "overall") return "All criteria";
  const list: { key: string; title: string }[] = kind === "domain" ? document.domains : document.criteria;
  return list.find(({ key }) => key === id)?.title ?? id;
}

function lineOf(view: AgreementView, stack: Stack, title: string, cycleId: string): Omit<AgreementLine, "domain"> {
  const { kind, id, cases, exact, withinOne, coefficientCases: n, applicability, answers, seed } = view;
  const main = ofMainScale(stack.units);
  // Below ten cases the figure is not shown, so its interval need not be worked out.
  const method = n < FEWEST_CASES ? null : "bootstrap-percentile";
  const specialist = (coefficient: Coefficient) => shown(coefficientOf(coefficient, stack, main, cycleId, method), n);
  const cohen = coefficientOf({ measure: "cohen_kappa", weighting: "quadratic" }, stack, main, cycleId, null);
  const two = cohen.value !== null || cohen.reason !== "NEEDS_TWO_RATERS";
  return {
    kind,
    key: id,
    title,
    cases,
    pairs: pairCounts(stack.units),
    exact,
    withinOne,
    ac2: shown(view.coefficient, n),
    words: agreementWords(view),
    applies: {
      same: applicability.exact,
      ac1: shown(applicability.coefficient, cases),
      words: appliesWords(view),
    },
    alpha: specialist({ measure: "krippendorff_alpha", metric: "ordinal" }),
    kappa: {
      measure: two ? "Cohen" : "Fleiss",
      ...specialist({ measure: two ? "cohen_kappa" : "fleiss_kappa", weighting: "quadratic" }),
    },
    answers,
    seed,
  };
}

/** Below ten cases no coefficient is shown, because its interval would be too narrow (`docs/statistics.md` 1.2, 1.5). */
function shown(stat: Stat, cases: number): Shown {
  if (stat.value === null) return { value: null, why: REASON_SENTENCES[stat.reason] };
  if (cases < FEWEST_CASES)
    return { value: null, why: `Too few cases to judge consistency: ${cases}, and it takes ${FEWEST_CASES}.` };
  const { value, ci } = stat;
  if (!ci) return { value, interval: null, why: "No interval belongs to this figure." };
  if (ci.lower === null) return { value, interval: null, why: REASON_SENTENCES[ci.reason] };
  if (ci.lower === ci.upper) return { value, interval: null, why: coefficientSentence(stat, cases) };
  return { value, interval: { lower: ci.lower, upper: ci.upper }, why: null };
}

/** Whether the criterion applies, in words; where nobody ever said that it does not, there was nothing to disagree on. */
function appliesWords({ applicability: { exact, coefficient }, answers }: AgreementView): string {
  if (exact.of === 0) return REASON_SENTENCES.NO_PAIRABLE_UNITS;
  if (answers.notApplicable === 0)
    return `Nobody said that it does not apply, in ${exact.of} ${exact.of === 1 ? "judgement" : "judgements"}.`;
  const counts = `In ${exact.n} of ${exact.of} all auditors said the same on whether it applies.`;
  return coefficient.value === null ? `${counts} ${REASON_SENTENCES[coefficient.reason]}` : counts;
}

/** All figures of the page as one table, with the seeds and the method by which they can be worked out again. */
export function agreementCsv(detail: AgreementDetail): Csv {
  const head = [
    "part",
    "key",
    "title",
    "cases",
    "pairs of levels",
    "pairs same",
    "pairs one apart",
    "pairs two or more apart",
    "judgements by two or more",
    "all the same",
    "all within one",
    ...["AC2 quadratic", "alpha ordinal", "kappa quadratic", "AC1 applies"].flatMap((name) => [
      name,
      `${name} lower`,
      `${name} upper`,
      `${name} note`,
    ]),
    "kappa kind",
    "judgements on whether it applies",
    "the same on whether it applies",
    "levels given",
    "cannot tell",
    "does not apply",
    "seed",
    "method",
  ];
  const rounded = (x: number) => Math.round(x * 10_000) / 10_000;
  const cells = (figure: Shown) =>
    figure.value === null
      ? [null, null, null, figure.why]
      : [
          rounded(figure.value),
          figure.interval ? rounded(figure.interval.lower) : null,
          figure.interval ? rounded(figure.interval.upper) : null,
          figure.why,
        ];
  const rows = [detail.overall, ...detail.domains, ...detail.criteria].map((l) => [
    l.kind,
    l.key,
    l.title,
    l.cases,
    l.pairs.of,
    l.pairs.same,
    l.pairs.oneApart,
    l.pairs.further,
    l.exact.of,
    l.exact.n,
    l.withinOne.n,
    ...cells(l.ac2),
    ...cells(l.alpha),
    ...cells(l.kappa),
    ...cells(l.applies.ac1),
    l.kappa.measure,
    l.applies.same.of,
    l.applies.same.n,
    l.answers.levels,
    l.answers.cannotTell,
    l.answers.notApplicable,
    l.seed,
    detail.method,
  ]);
  return csvOf([head, ...rows]);
}
