import { krippendorffAlpha, type Metric } from "./alpha.ts";
import { type BootstrapRequest, bootstrapInterval, type Estimator, REPLICATES } from "./bootstrap.ts";
import { cohenKappa } from "./cohen.ts";
import { completeProblem, completeUnits, icc, iccInterval, kendallW, meanSquares } from "./complete.ts";
import {
  allWithin,
  disagreementOf,
  fleissKappa,
  gwetAc,
  gwetInterval,
  type Pooled,
  pairwiseAgreement,
  type Weighting,
} from "./pooled.ts";
import { cautionsFor, type Interval, type Reason, type Stat } from "./stat.ts";
import { countsOf, type Patterns, patternsOf, type Ratings, readTable, type Table } from "./table.ts";

export type IntervalRequest =
  | BootstrapRequest
  | { method: "gwet-t"; level: number }
  | { method: "mcgraw-wong"; level: number };

/** Which coefficient, and how it weighs disagreement. */
export type Coefficient =
  | { measure: "percent_agreement_pairwise" | "cohen_kappa" | "fleiss_kappa" | "gwet_ac2"; weighting: Weighting }
  | { measure: "percent_agreement_all"; within: number }
  | { measure: "krippendorff_alpha"; metric: Metric }
  | { measure: "gwet_ac1" }
  | { measure: "icc_2_k" | "icc_2_1" | "kendall_w" };

/** What a coefficient makes of a table: its value or a reason, the units it rests on, and its interval on demand. */
type Finding = {
  value: number | Reason;
  unitsUsed: number;
  /** True where units without all scores were left out. */
  listwise: boolean;
  interval: (request: IntervalRequest) => Interval;
};

const NO_INTERVAL: Interval = { lower: null, upper: null, reason: "NOT_ESTIMABLE" };

/**
 * One coefficient of agreement between auditors (`docs/statistics.md` 1), with its counts and, on request, its interval.
 *
 * Intervals: `gwet-t` for percent agreement, Fleiss, AC1 and AC2; `bootstrap-percentile` for these and for alpha and Cohen's
 * kappa; `mcgraw-wong` for ICC. Any other pair is NOT_ESTIMABLE. Undefined figures are `value: null` with a reason; nothing is
 * thrown.
 *
 * @param ratings units × auditors
 * @param options `categories`: the declared scale; `ci`: which interval
 */
export function measureAgreement(
  coefficient: Coefficient,
  ratings: Ratings,
  options: { categories?: readonly number[]; ci?: IntervalRequest } = {},
): Stat {
  const { ci: request } = options;
  const read = readTable(ratings, options.categories);
  if ("reason" in read) return { value: null, reason: read.reason, n: read.n };
  const { table } = read;

  const bad = inputProblem(coefficient, table, ratings.length, request);
  if (bad) return { value: null, reason: bad, n: countsOf(table, 0) };
  const finding = find(coefficient, table);
  const n = countsOf(table, finding.unitsUsed);
  if (typeof finding.value === "string") return { value: null, reason: finding.value, n };

  const ci = request && finding.interval(request);
  const replicates = request?.method === "bootstrap-percentile" ? (request.B ?? REPLICATES) : 0;
  return { value: finding.value, n, ci, cautions: cautionsFor(n, finding.listwise, ci, replicates) };
}

/** INVALID_VALUE where a ratio scale has values below 0, or the clusters do not match the units. */
function inputProblem(
  coefficient: Coefficient,
  { scale }: Table,
  units: number,
  request: IntervalRequest | undefined,
): Reason | null {
  const negative = coefficient.measure === "krippendorff_alpha" && coefficient.metric === "ratio" && scale[0]! < 0;
  const clusters = request?.method === "bootstrap-percentile" ? request.clusters : undefined;
  return negative || (clusters && clusters.length !== units) ? "INVALID_VALUE" : null;
}

function find(coefficient: Coefficient, table: Table): Finding {
  const { scale } = table;
  switch (coefficient.measure) {
    case "percent_agreement_pairwise":
      return pooledFinding(table, (patterns) =>
        pairwiseAgreement(patterns, disagreementOf(coefficient.weighting, scale)),
      );
    case "percent_agreement_all":
      return pooledFinding(table, (patterns) => allWithin(patterns, scale, coefficient.within));
    case "fleiss_kappa":
      return pooledFinding(table, (patterns) =>
        fleissKappa(patterns, disagreementOf(coefficient.weighting, scale), scale.length),
      );
    case "gwet_ac1":
    case "gwet_ac2": {
      if (scale.length < 2) return without("SINGLE_CATEGORY_SCALE", table.pairable);
      const weighting = coefficient.measure === "gwet_ac1" ? "nominal" : coefficient.weighting;
      return pooledFinding(table, (patterns) => gwetAc(patterns, disagreementOf(weighting, scale), scale.length));
    }
    case "krippendorff_alpha":
      return bootstrapped(table, "anyone", table.pairable, (patterns) =>
        krippendorffAlpha(patterns, scale, coefficient.metric),
      );
    case "cohen_kappa":
      if (table.raters !== 2) return without("NEEDS_TWO_RATERS", 0);
      return bootstrapped(table, "auditors", table.pairable, (patterns) =>
        cohenKappa(patterns, scale, disagreementOf(coefficient.weighting, scale)),
      );
    case "icc_2_k":
    case "icc_2_1":
    case "kendall_w":
      return completeFinding(table, coefficient.measure);
  }
}

function without(reason: Reason, unitsUsed: number): Finding {
  return { value: reason, unitsUsed, listwise: false, interval: () => NO_INTERVAL };
}

function pooledFinding(table: Table, of: (patterns: Patterns) => Pooled): Finding {
  const patterns = patternsOf(table, "anyone");
  const pooled = of(patterns);
  const value = pooled.estimate(patterns.times);
  if (value === null) return without("NO_VARIATION", table.pairable);
  return {
    value,
    unitsUsed: table.pairable,
    listwise: false,
    interval: (request) => {
      if (request.method === "gwet-t") return gwetInterval(pooled, patterns.times, value, request.level);
      if (request.method === "mcgraw-wong") return NO_INTERVAL;
      return bootstrapInterval(table, patterns, pooled.estimate, request);
    },
  };
}

function bootstrapped(
  table: Table,
  who: "anyone" | "auditors",
  unitsUsed: number,
  of: (patterns: Patterns) => Estimator,
): Finding {
  const patterns = patternsOf(table, who);
  const estimate = of(patterns);
  return {
    value: estimate(patterns.times) ?? "NO_VARIATION",
    unitsUsed,
    listwise: who === "auditors",
    interval: (request) =>
      request.method === "bootstrap-percentile" ? bootstrapInterval(table, patterns, estimate, request) : NO_INTERVAL,
  };
}

function completeFinding(table: Table, measure: "icc_2_k" | "icc_2_1" | "kendall_w"): Finding {
  const values = completeUnits(table);
  const problem = completeProblem(values);
  if (problem) return without(problem, values.length);
  const complete = { unitsUsed: values.length, listwise: true };
  if (measure === "kendall_w") {
    return { ...complete, value: kendallW(values) ?? "NO_VARIATION", interval: () => NO_INTERVAL };
  }
  const of = measure === "icc_2_k" ? "mean" : "one";
  const squares = meanSquares(values);
  return {
    ...complete,
    value: icc(squares, of) ?? "NOT_ESTIMABLE",
    interval: (request) => (request.method === "mcgraw-wong" ? iccInterval(squares, of, request.level) : NO_INTERVAL),
  };
}
