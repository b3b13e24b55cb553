import type { Score } from "./consensus.ts";
import { type CountedGrade, gradeByCounts } from "./counts.ts";
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
/** A domain with `parent` is a part of that domain, which has no criteria of its own. Parts stand after their parent. */
export type GradedDomain = { id: string; weight: number; criteria: readonly GradedCriterion[]; parent?: string };

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
  /** Whether the overall percent is the mean of the domains by their weights (the default) or of all criteria by theirs. */
  overallOf?: "domains" | "criteria";
  /** What gives the grade where the percent does not: counts of levels, best grade first; null: nothing, a profile only. */
  gradedBy?: readonly CountedGrade[] | null;
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
  /** The grade by percent (or counts) alone, and the grade after limits. */
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

  const measured = measuredDomains(input);
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
  const overall =
    input.overallOf === "criteria"
      ? percentOf(
          sharesOf(
            input.domains.flatMap((domain) => domain.criteria),
            input,
          ),
        )
      : weightedMean(
          measured
            .filter(({ domain }) => domain.parent === undefined)
            .map(({ domain, percent }) => ({ weight: written(domain.weight), value: percent })),
        );

  const criteria = input.domains.flatMap((domain) => domain.criteria);
  const missing = criteria.filter(({ score }) => score === null).map(({ id }) => id);
  const status = statusOf(overall, missing, input.missing ?? "block");
  const hasGrade = status === "final" || status === "provisional";

  const rawGrade = overall && rawGradeOf(input, criteria, () => gradeOf(overall));
  const order = cuts.map((cut) => cut.grade);
  const fired = firedLimits(input.limits ?? [], criteria, domains, order);
  const shadow = input.limitsMode === "shadow" || fired.some((limit) => limit.shadow);
  const applied = input.limitsMode === "shadow" ? [] : fired.filter((limit) => !limit.shadow);
  const limitedTo = (by: readonly Limit[]) => (hasGrade ? worst([rawGrade, ...by.map(({ cap }) => cap)], order) : null);

  return {
    domains,
    overall: overall && toNumber(roundHalfUp(overall, decimals)),
    overallText: overall && toText(overall, decimals),
    overallExact: overall && toNumber(overall),
    rawGrade,
    grade: limitedTo(applied),
    limitedBy: applied.map(({ id }) => id),
    shadow: shadow ? { grade: limitedTo(fired), limitedBy: fired.map(({ id }) => id) } : null,
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

/** The grade before limits: by percent, by counts of levels, or none where the rubric gives a profile only. */
function rawGradeOf(
  { gradedBy }: GradeInput,
  criteria: readonly GradedCriterion[],
  byPercent: () => string | null,
): string | null {
  if (gradedBy === undefined) return byPercent();
  return gradedBy === null ? null : gradeByCounts(gradedBy, criteria);
}

type Measured = { domain: GradedDomain; percent: Fraction | null; evidence: Fraction | null };

/** Every domain's percent and evidence, in the order given. A domain with parts has the mean of its parts by their weights. */
function measuredDomains(input: GradeInput): Measured[] {
  const partsOf = new Map<string, GradedDomain[]>();
  for (const domain of input.domains)
    if (domain.parent !== undefined) partsOf.set(domain.parent, [...(partsOf.get(domain.parent) ?? []), domain]);
  const measure = (domain: GradedDomain): Measured => {
    const parts = partsOf.get(domain.id);
    if (!parts) {
      const shares = sharesOf(domain.criteria, input);
      return { domain, ...enough(input, percentOf(shares), evidenceOf(shares)) };
    }
    const measured = parts.map((part) => ({ weight: written(part.weight), ...measure(part) }));
    const percent = weightedMean(measured.map((part) => ({ weight: part.weight, value: part.percent })));
    const evidence = weightedMean(measured.map((part) => ({ weight: part.weight, value: part.evidence })));
    return { domain, ...enough(input, percent, evidence) };
  };
  return input.domains.map(measure);
}

/** A percent that rests on too little evidence is none. */
function enough(
  { notGradedBelow }: GradeInput,
  percent: Fraction | null,
  evidence: Fraction | null,
): { percent: Fraction | null; evidence: Fraction | null } {
  const least = notGradedBelow ?? null;
  const kept = least === null || (evidence !== null && reaches(evidence, written(least)));
  return { percent: kept ? percent : null, evidence };
}

type Share = { weight: Fraction; value: Fraction | null };

/** The criteria that apply, each with how far up its scale it stands; null without a level. */
function sharesOf(criteria: readonly GradedCriterion[], { maxScore = 3 }: GradeInput): Share[] {
  return criteria
    .filter(({ score }) => score !== "NA")
    .map((criterion) => ({
      weight: written(criterion.weight),
      value: typeof criterion.score === "number" ? shareOfScale(criterion, criterion.score, maxScore) : null,
    }));
}

function percentOf(shares: readonly Share[]): Fraction | null {
  const mean = weightedMean(shares);
  return mean && times(mean, fraction(100n, 1n));
}

/** The share of the weight that has a level; null without weight. */
function evidenceOf(shares: readonly Share[]): Fraction | null {
  const total = sum(shares.map(({ weight }) => weight));
  const scored = shares.filter(({ value }) => value !== null);
  return total.top === 0n ? null : over(sum(scored.map(({ weight }) => weight)), total);
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
  const ids = new Set(domains.map(({ id }) => id));
  const seen = new Set<string>();
  for (const { id, parent } of domains) {
    // A part after its parent cannot lead back to itself.
    if (parent !== undefined && (!ids.has(parent) || !seen.has(parent)))
      throw badInput("INVALID_VALUE", `The domain ${id} is a part of ${parent}, which does not stand before it.`);
    seen.add(id);
  }
  for (const limit of limits) {
    const named = limit.type === "domain" ? [limit.cap, limit.gradeAtOrBelow] : [limit.cap];
    const strange = named.find((name) => !cuts.some((cut) => cut.grade === name));
    if (strange !== undefined)
      throw badInput("INVALID_VALUE", `The limit ${limit.id} names a grade that has no cut: ${strange}.`);
  }
}
