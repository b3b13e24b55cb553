import { REPLICATES } from "./bootstrap.ts";
import { type Coefficient, type IntervalRequest, measureAgreement } from "./measure.ts";
import { type CycleAnswers, levelsGiven, ofMainScale, type Stack, stacksOf, type Unit } from "./stack.ts";
import { AGREEMENT_METHOD, type Stat } from "./stat.ts";

/** n of `of` units. */
export type Share = { n: number; of: number };

/** What there is to say about one criterion, one domain or the whole cycle. Counts first, coefficient second. */
export type AgreementView = {
  kind: Stack["kind"];
  id: string;
  /** Cases with a criterion to which two auditors or more gave a level. */
  cases: number;
  /** Units (criteria of cases) with two levels or more where all gave the same, and where all lie within one level. */
  exact: Share;
  withinOne: Share;
  /** Gwet's AC2 with quadratic weights and its interval. */
  coefficient: Stat;
  /** Cases that the coefficient compares: what "too few" is judged by. */
  coefficientCases: number;
  /** Units with two levels on another scale than the one the coefficient is about. */
  onOtherScales: number;
  /** Whether the criterion applies, as a question of its own: units where two or more said, those where all said the same, and AC1. */
  applicability: { exact: Share; coefficient: Stat };
  /** Answers by kind; "cannot tell" and "does not apply" count as missing for the level. */
  answers: { levels: number; cannotTell: number; notApplicable: number; missing: number };
  /** Seed of the bootstrap, where one was used; `method` says how the figures were worked out. */
  seed: string | null;
  method: string;
};

export type AgreementSummary = { overall: AgreementView; domains: AgreementView[]; criteria: AgreementView[] };

/**
 * How far the auditors of a cycle agree, overall, by domain and by criterion (`docs/statistics.md` 1.2).
 *
 * A criterion's units are cases, and its interval is Gwet's t. Stacked units are not independent, because several belong to
 * one case: their interval is a percentile bootstrap that draws whole cases, with a seed that is kept.
 */
export function summariseAgreement(input: CycleAnswers): AgreementSummary {
  const views = stacksOf(input).map((stack) => viewOf(stack, input.cycleId));
  const [overall] = views as [AgreementView];
  return {
    overall,
    domains: views.filter(({ kind }) => kind === "domain"),
    criteria: views.filter(({ kind }) => kind === "criterion"),
  };
}

function viewOf(stack: Stack, cycleId: string): AgreementView {
  const paired = stack.units.filter((unit) => levelsGiven(unit).length >= 2);
  const apart = paired.map(levelsApart);
  const main = ofMainScale(stack.units);
  const pairedOfMain = main.units.filter((unit) => levelsGiven(unit).length >= 2);
  const answers = stack.units.flatMap(({ scores }) => scores);
  const count = (of: (score: (typeof answers)[number]) => boolean) => answers.filter(of).length;

  return {
    kind: stack.kind,
    id: stack.id,
    cases: countCases(paired),
    exact: { n: apart.filter((levels) => levels === 0).length, of: paired.length },
    withinOne: { n: apart.filter((levels) => levels <= 1).length, of: paired.length },
    coefficient: coefficientOf({ measure: "gwet_ac2", weighting: "quadratic" }, stack, main, cycleId),
    coefficientCases: countCases(pairedOfMain),
    onOtherScales: paired.length - pairedOfMain.length,
    applicability: applicabilityOf(stack, cycleId),
    answers: {
      levels: count((score) => typeof score === "number"),
      cannotTell: count((score) => score === "CT"),
      notApplicable: count((score) => score === "NA"),
      missing: count((score) => score === null),
    },
    seed: stack.kind === "criterion" ? null : seedOf(cycleId, "gwet_ac2", stack.id),
    method: AGREEMENT_METHOD,
  };
}

function countCases(units: readonly Unit[]): number {
  return new Set(units.map(({ caseId }) => caseId)).size;
}

/** How many levels lie between the lowest and the highest that were given, by place on the unit's own scale. */
function levelsApart(unit: Unit): number {
  const scale = [...unit.levels].sort((a, b) => a - b);
  const places = levelsGiven(unit).map((level) => scale.indexOf(level));
  return Math.max(...places) - Math.min(...places);
}

/** "Cannot tell" says that the criterion applies and the evidence was not there. */
function applicabilityOf(stack: Stack, cycleId: string): AgreementView["applicability"] {
  const levels = [0, 1];
  const units = stack.units.map((unit) => ({
    ...unit,
    levels,
    scores: unit.scores.map((score) => (score === null || score === undefined ? null : score === "NA" ? 0 : 1)),
  }));
  const paired = units.filter((unit) => levelsGiven(unit).length >= 2);
  return {
    exact: { n: paired.filter((unit) => levelsApart(unit) === 0).length, of: paired.length },
    coefficient: coefficientOf({ measure: "gwet_ac1" }, stack, { units, levels }, cycleId),
  };
}

/**
 * A coefficient of a stack's units with the interval that fits them: Gwet's t, or the bootstrap of cases where units are
 * stacked. `method` asks for another interval, or with null for none.
 */
export function coefficientOf(
  coefficient: Coefficient,
  stack: Stack,
  { units, levels }: { units: readonly Unit[]; levels: readonly number[] },
  cycleId: string,
  method: IntervalRequest["method"] | null = stack.kind === "criterion" ? "gwet-t" : "bootstrap-percentile",
): Stat {
  const ratings = units.map(({ scores }) => scores.map((score) => (typeof score === "number" ? score : null)));
  const level = 0.95;
  const seed = seedOf(cycleId, coefficient.measure, stack.id);
  const clusters = units.map(({ caseId }) => caseId);
  const ci: IntervalRequest | null =
    method === "bootstrap-percentile" ? { method, level, B: REPLICATES, seed, clusters } : method && { method, level };
  return measureAgreement(coefficient, ratings, { categories: levels, ci: ci ?? undefined });
}

/** The default seed of `docs/statistics.md` 1.5, kept with the result. */
export function seedOf(cycleId: string, measure: string, id: string): string {
  return `${cycleId}/${measure}/${id}`;
}
