import type { Metric } from "#audits/agreement/alpha.ts";
import { type Coefficient, type IntervalRequest, measureAgreement } from "#audits/agreement/measure.ts";
import type { Weighting } from "#audits/agreement/pooled.ts";
import {
  benjaminiHochberg,
  cochranArmitage,
  fisherExact,
  newcombeDifference,
  stratifiedEstimate,
  twoProportionZ,
} from "#audits/measures/comparisons.ts";
import { funnel } from "#audits/measures/funnel.ts";
import {
  hypergeometricExact,
  sampleSizeFormula,
  sampleSizeWilson,
  wilson,
  wilsonFpc,
  wilsonFpcPlans,
} from "#audits/measures/proportions.ts";
import { pChart, uChart, xmr } from "#audits/measures/spc.ts";
import { disclosingDifferences, roundToBase, safePercent, suppressOneWay } from "#audits/measures/suppression.ts";
import { auditMask, suppressTwoWay } from "#audits/measures/suppression-table.ts";
import { allocate } from "#audits/sampling/allocate.ts";
import { hashSample, shuffle, stratifiedSample } from "#audits/sampling/draw.ts";
import { generatorFromSeed, generatorFromState } from "#audits/sampling/generator.ts";
import { consensus } from "#audits/scoring/consensus.ts";
import { grade } from "#audits/scoring/grade.ts";
import { cooccurrence, pareto } from "#audits/themes/statistics.ts";
import type { Vector } from "./vector.ts";

/** What the product says: a value, or null with a reason, and the interval of an agreement measure. */
export type Actual = { value: unknown; reason?: string; ci?: object };

// biome-ignore lint/suspicious/noExplicitAny: each measure has its own input; the vectors are the check of it
type Input = any;

const agreementOf = (vector: Vector, coefficient: Coefficient): Actual =>
  measureAgreement(coefficient, vector.ratings ?? [], {
    categories: vector.categories,
    ci: vector.params?.ci as IntervalRequest | undefined,
  });

const weighted =
  (measure: "percent_agreement_pairwise" | "cohen_kappa" | "fleiss_kappa" | "gwet_ac2") => (vector: Vector) => {
    const weightings: (string | null)[] = ["nominal", "linear", "quadratic"];
    if (!weightings.includes(vector.level)) throw new Error(`${measure} is not weighted by level ${vector.level}`);
    return agreementOf(vector, { measure, weighting: vector.level as Weighting });
  };

const AGREEMENT: Record<string, (vector: Vector) => Actual> = {
  percent_agreement_pairwise: weighted("percent_agreement_pairwise"),
  percent_agreement_all: (vector) =>
    agreementOf(vector, { measure: "percent_agreement_all", within: vector.params?.within ?? 0 }),
  cohen_kappa: weighted("cohen_kappa"),
  fleiss_kappa: weighted("fleiss_kappa"),
  gwet_ac1: (vector) => agreementOf(vector, { measure: "gwet_ac1" }),
  gwet_ac2: weighted("gwet_ac2"),
  krippendorff_alpha: (vector) => {
    const metrics: (string | null)[] = ["nominal", "ordinal", "interval", "ratio"];
    if (!metrics.includes(vector.level)) throw new Error(`alpha has no level ${vector.level}`);
    return agreementOf(vector, { measure: "krippendorff_alpha", metric: vector.level as Metric });
  },
  icc_2_k: (vector) => agreementOf(vector, { measure: "icc_2_k" }),
  icc_2_1: (vector) => agreementOf(vector, { measure: "icc_2_1" }),
  kendall_w: (vector) => agreementOf(vector, { measure: "kendall_w" }),
};

/** p- and u-charts name their points after themselves. */
const withPoints = (name: string, result: ReturnType<typeof pChart>): Actual =>
  result.value === null ? result : { value: { ...result.value, [name]: result.value.points } };

const generator = ({ seed, state }: Input) => (state ? generatorFromState(state) : generatorFromSeed(seed));

const OTHERS: Record<string, (input: Input) => Actual> = {
  spc_xmr: ({ values, ...options }) => xmr(values, options),
  spc_p_chart: ({ x, n }) => withPoints("p", pChart(x, n)),
  spc_u_chart: ({ x, n }) => withPoints("u", uChart(x, n)),
  funnel_binomial: ({ x, n, ...options }) => funnel(x, n, options),

  wilson: ({ x, n, conf }) => wilson(x, n, conf),
  wilson_fpc: ({ x, n, N, conf }) => wilsonFpc(x, n, N, conf),
  wilson_fpc_plans: ({ x, n, N, conf }) => wilsonFpcPlans(x, n, N, conf),
  hypergeom_exact: ({ x, n, N, conf }) => hypergeometricExact(x, n, N, conf),
  sample_size_formula: ({ N, e, p, conf }) => sampleSizeFormula(N, e, p, conf),
  sample_size_wilson: ({ N, e, conf }) => sampleSizeWilson(N, e, conf),
  newcombe_diff: ({ x1, n1, x2, n2, conf }) => newcombeDifference(x1, n1, x2, n2, conf),
  two_proportion_z: ({ x1, n1, x2, n2 }) => twoProportionZ(x1, n1, x2, n2),
  fisher_exact: ({ x1, n1, x2, n2 }) => fisherExact(x1, n1, x2, n2),
  benjamini_hochberg: ({ p }) => benjaminiHochberg(p),
  cochran_armitage: ({ x, n }) => cochranArmitage(x, n),
  stratified_estimate: ({ strata, conf }) => stratifiedEstimate(strata, conf),

  prng_uint32: ({ count, ...start }) => {
    const { next } = generator(start);
    return { value: Array.from({ length: count }, next) };
  },
  prng_below: ({ n, count, ...start }) => {
    const { below } = generator(start);
    return { value: Array.from({ length: count }, () => below(n)) };
  },
  shuffle: ({ seed, ids }) => ({ value: shuffle(seed, ids) }),
  hash_sample: ({ seed, ids, n }) => hashSample(seed, ids, n),
  allocate: ({ strata, n, minimum }) => allocate(strata, n, minimum),
  stratified_sample: ({ seed, units, n, minimum }) => stratifiedSample(seed, units, n, minimum),

  sdc_round: ({ values, base }) => roundToBase(values, base),
  sdc_one_way: ({ cells, threshold }) => suppressOneWay(cells, threshold),
  sdc_two_way: ({ body, threshold }) => suppressTwoWay(body, threshold),
  sdc_audit: ({ body, mask, threshold }) => auditMask(body, mask, threshold),
  sdc_percent: ({ x, n, threshold, minDenominator }) => safePercent(x, n, threshold, minDenominator),
  sdc_difference: ({ subsets, threshold }) => ({ value: disclosingDifferences(subsets, threshold) }),

  grade: (input) => ({ value: grade(input) }),
  consensus: ({ scores }) => ({ value: consensus(scores) }),
  cooccurrence: ({ cases, a, b }) => ({ value: cooccurrence(cases, a, b) }),
  pareto: ({ counts, share }) => pareto(counts, share),
};

export function isKnown(measure: string): boolean {
  return Object.hasOwn(AGREEMENT, measure) || Object.hasOwn(OTHERS, measure);
}

/** The product's answer to a vector of a known measure. A thrown error that has a code is a reason; any other is a fault. */
export function answer(vector: Vector): Actual {
  try {
    return AGREEMENT[vector.measure]?.(vector) ?? OTHERS[vector.measure]!(vector.input);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === "string") return { value: null, reason: code };
    throw error;
  }
}
