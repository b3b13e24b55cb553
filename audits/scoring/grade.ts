import type { Score } from "./consensus.ts";
import {
  type Fraction,
  fraction,
  minus,
  over,
  plus,
  reaches,
  roundHalfUp,
  times,
  toNumber,
  toText,
  written,
  ZERO,
} from "./fraction.ts";
import { firedLimits, type Limit } from "./limits.ts";

/** The name and version of the way of grading that is kept with every result. */
export const GRADE_METHOD = "grade/1";

/** `min` and `max` are the ends of this criterion's scale where it is not 0 to `maxScore`. */
export type GradedCriterion = { id: string; weight: number; score: Score; min?: number; max?: number };
export type GradedDomain = { id: string; weight: number; criteria: readonly GradedCriterion[] };

/** A grade goes to every percent from `min` on, up to the next cut. */
export type Cut = { grade: string; min: number };

export type GradeInput = {
  domains: readonly GradedDomain[];
  cuts: readonly Cut[];
  limits?: readonly Limit[];
  /** Top of the scale of every criterion that has no `max`. Default 3. */
  maxScore?: number;
  /** Decimals of the percents that people see. Default 1. */
  decimals?: number;
  /** What a score that nobody gave does: no grade (the default), or a provisional one without it. */
  missing?: "block" | "provisional";
  /** Whether the percent as displayed (the default) or the unrounded one meets the cuts. */
  gradeOn?: "displayed" | "exact";
  /** A domain is not graded when a smaller share (0 to 1) of its applicable weight has a level. Default: no such rule. */
  notGradedBelow?: number | null;
  /** Whether limits lower the grade (the default) or only report what they would do. */
  limitsMode?: "applied" | "shadow";
};

export type DomainGrade = {
  percent: number | null;
  grade: string | null;
  /** False where no level was given, or too few for `notGradedBelow`: the domain takes no part in the overall percent. */
  graded: boolean;
  /** Share of the applicable weight that has a level; null where no criterion applies. */
  evidence: number | null;
};

export type GradeResult = {
  domains: Record<string, DomainGrade>;
  /** The overall percent as displayed, the same with its fixed decimals, and unrounded. */
  overall: number | null;
  overallText: string | null;
  overallExact: number | null;
  /** The grade by percent alone, and the grade after limits. */
  rawGrade: string | null;
  grade: string | null;
  /** Ids of the limits that apply, in configured order. */
  limitedBy: string[];
  /** In shadow mode, what the limits would do; otherwise null. */
  shadow: { grade: string | null; limitedBy: string[] } | null;
  status: "final" | "provisional" | "incomplete" | "no_evidence";
  /** Criteria that nobody scored, and those that the auditors could not tell. */
  missing: string[];
  cannotTell: string[];
};

/** A fault of the caller, not of a person at the screen: thrown with the code of `docs/statistics.md` 0. */
function badInput(code: "INVALID_VALUE" | "DUPLICATE_ID", message: string): Error {
  return Object.assign(new Error(message), { code });
}

/**
 * Grades one case (`docs/statistics.md` 5) in exact fractions, so that weights such as 0.1 and 0.2 never move a grade.
 *
 * Domain percent = 100 · Σ weight · (score − min)/(max − min) / Σ weight over the criteria with a level. "NA" and "CT" leave
 * both sums; a domain without a level takes no part and is not 0. Overall = mean of the unrounded domain percents by domain
 * weight.
 *
 * @throws an Error with `code` INVALID_VALUE (score outside its scale, negative weight, unknown grade) or DUPLICATE_ID
 */
export function grade(input: GradeInput): GradeResult {
  const { decimals = 1, gradeOn = "displayed" } = input;
  checkInput(input);
  const cuts = [...input.cuts].sort((one, other) => other.min - one.min);
  const gradeOf = (percent: Fraction): string | null => {
    const compared = gradeOn === "exact" ? percent : roundHalfUp(percent, decimals);
    return cuts.find(({ min }) => reaches(compared, written(min)))?.grade ?? null;
  };

  const measured = input.domains.map((domain) => ({ domain, ...domainPercent(domain, input) }));
  const domains = Object.fromEntries(
    measured.map(({ domain, percent, evidence }) => [
      domain.id,
      {
        percent: percent && toNumber(roundHalfUp(percent, decimals)),
        grade: percent && gradeOf(percent),
        graded: percent !== null,
        evidence: evidence && toNumber(evidence),
      },
    ]),
  );
  const overall = weightedMean(
    measured.map(({ domain, percent }) => ({ weight: written(domain.weight), value: percent })),
  );

  const criteria = input.domains.flatMap((domain) => domain.criteria);
  const missing = criteria.filter(({ score }) => score === null).map(({ id }) => id);
  const status = statusOf(overall, missing, input.missing ?? "block");
  const hasGrade = status === "final" || status === "provisional";

  const rawGrade = overall && gradeOf(overall);
  const order = cuts.map((cut) => cut.grade);
  const fired = firedLimits(input.limits ?? [], criteria, domains, order);
  const limitedBy = fired.map(({ id }) => id);
  const limited = hasGrade ? worst([rawGrade, ...fired.map(({ cap }) => cap)], order) : null;
  const shadow = input.limitsMode === "shadow";

  return {
    domains,
    overall: overall && toNumber(roundHalfUp(overall, decimals)),
    overallText: overall && toText(overall, decimals),
    overallExact: overall && toNumber(overall),
    rawGrade,
    grade: shadow && hasGrade ? rawGrade : limited,
    limitedBy: shadow ? [] : limitedBy,
    shadow: shadow ? { grade: limited, limitedBy } : null,
    status,
    missing,
    cannotTell: criteria.filter(({ score }) => score === "CT").map(({ id }) => id),
  };
}

function statusOf(overall: Fraction | null, missing: string[], rule: "block" | "provisional"): GradeResult["status"] {
  if (overall === null) return "no_evidence";
  if (missing.length === 0) return "final";
  return rule === "provisional" ? "provisional" : "incomplete";
}

/** The last of the grades in order from best to worst; null stays null, because a cap never makes a grade. */
function worst([raw, ...caps]: readonly (string | null)[], order: readonly string[]): string | null {
  if (raw === null || raw === undefined) return null;
  return order[Math.max(...[raw, ...caps].map((name) => order.indexOf(name as string)))] ?? null;
}

function domainPercent(
  domain: GradedDomain,
  input: GradeInput,
): { percent: Fraction | null; evidence: Fraction | null } {
  const applicable = domain.criteria.filter(({ score }) => score !== "NA");
  const shares = applicable.map((criterion) => ({
    weight: written(criterion.weight),
    value: typeof criterion.score === "number" ? shareOfScale(criterion, criterion.score, input.maxScore ?? 3) : null,
  }));
  const scored = shares.filter(({ value }) => value !== null);
  const total = sum(shares.map(({ weight }) => weight));
  const evidence = total.top === 0n ? null : over(sum(scored.map(({ weight }) => weight)), total);

  const least = input.notGradedBelow ?? null;
  const enough = least === null || (evidence !== null && reaches(evidence, written(least)));
  const mean = weightedMean(shares);
  return { percent: enough && mean ? times(mean, fraction(100n, 1n)) : null, evidence };
}

/** How far up its scale a score stands, 0 to 1. */
function shareOfScale({ min = 0, max }: GradedCriterion, score: number, maxScore: number): Fraction {
  const bottom = written(min);
  return over(minus(written(score), bottom), minus(written(max ?? maxScore), bottom));
}

/** Σ weight · value / Σ weight over the values that exist; null where they have no weight. */
function weightedMean(items: readonly { weight: Fraction; value: Fraction | null }[]): Fraction | null {
  const known = items.filter((item): item is { weight: Fraction; value: Fraction } => item.value !== null);
  const total = sum(known.map(({ weight }) => weight));
  return total.top === 0n ? null : over(sum(known.map(({ weight, value }) => times(weight, value))), total);
}

function sum(values: readonly Fraction[]): Fraction {
  return values.reduce(plus, ZERO);
}

function checkInput({ domains, cuts, limits = [], maxScore = 3 }: GradeInput): void {
  const criteria = domains.flatMap((domain) => domain.criteria);
  for (const ids of [domains, criteria, cuts.map((cut) => ({ id: cut.grade }))].map((list) =>
    list.map(({ id }) => id),
  )) {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) throw badInput("DUPLICATE_ID", `${twice} occurs twice.`);
  }
  for (const { id, weight } of [...domains, ...criteria]) {
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw badInput("INVALID_VALUE", `The weight of ${id} is not 0 or more.`);
  }
  for (const { id, score, min = 0, max = maxScore } of criteria) {
    if (!(min < max)) throw badInput("INVALID_VALUE", `The scale of ${id} has no width.`);
    const known = typeof score === "number" ? score >= min && score <= max : [null, "NA", "CT"].includes(score);
    if (!known) throw badInput("INVALID_VALUE", `The score of ${id} is outside its scale.`);
  }
  for (const limit of limits) {
    const named = limit.type === "domain" ? [limit.cap, limit.gradeAtOrBelow] : [limit.cap];
    const strange = named.find((name) => !cuts.some((cut) => cut.grade === name));
    if (strange !== undefined)
      throw badInput("INVALID_VALUE", `The limit ${limit.id} names a grade that has no cut: ${strange}.`);
  }
}
