import type { Coefficient, IntervalRequest } from "./measure.ts";
import { type CycleAnswers, ofMainScale, type Stack, stacksOf } from "./stack.ts";
import { AGREEMENT_METHOD, type Counts } from "./stat.ts";
import { coefficientOf, seedOf } from "./summary.ts";

/** One figure for statisticians: a line of the export. Nulls where there is no figure or no interval; `reason` says why. */
export type ExportRow = Counts & {
  kind: Stack["kind"];
  id: string;
  measure: string;
  weighting: string | null;
  value: number | null;
  lower: number | null;
  upper: number | null;
  interval: IntervalRequest["method"] | null;
  reason: string | null;
  cautions: string;
  seed: string | null;
  method: string;
};

type Line = { coefficient: Coefficient; weighting: string | null; interval: IntervalRequest["method"] | null };

/** What any stack can carry. Cohen's kappa has a value where exactly two auditors scored. */
const POOLED: readonly Line[] = [
  {
    coefficient: { measure: "percent_agreement_pairwise", weighting: "nominal" },
    weighting: "nominal",
    interval: "gwet-t",
  },
  { coefficient: { measure: "gwet_ac2", weighting: "quadratic" }, weighting: "quadratic", interval: "gwet-t" },
  { coefficient: { measure: "gwet_ac2", weighting: "linear" }, weighting: "linear", interval: "gwet-t" },
  {
    coefficient: { measure: "krippendorff_alpha", metric: "ordinal" },
    weighting: "ordinal",
    interval: "bootstrap-percentile",
  },
  {
    coefficient: { measure: "cohen_kappa", weighting: "quadratic" },
    weighting: "quadratic",
    interval: "bootstrap-percentile",
  },
];

/** These treat cases as the rows of a complete layout, so they are for single criteria. */
const COMPLETE: readonly Line[] = [
  { coefficient: { measure: "icc_2_k" }, weighting: null, interval: "mcgraw-wong" },
  { coefficient: { measure: "kendall_w" }, weighting: null, interval: null },
];

/** Every coefficient of a cycle, also those that are kept off the pages because the cases are few (`docs/statistics.md` 1.2). */
export function exportAgreement(input: CycleAnswers): ExportRow[] {
  return stacksOf(input).flatMap((stack) => {
    const main = ofMainScale(stack.units);
    const lines = stack.kind === "criterion" ? [...POOLED, ...COMPLETE] : POOLED;
    return lines.map(({ coefficient, weighting, interval }): ExportRow => {
      // Stacked units are drawn by case, whatever the coefficient.
      const method = stack.kind === "criterion" ? interval : "bootstrap-percentile";
      const stat = coefficientOf(coefficient, stack, main, input.cycleId, method);
      const ci = stat.value === null ? undefined : stat.ci;
      const has = ci !== undefined && ci.lower !== null;
      return {
        kind: stack.kind,
        id: stack.id,
        measure: coefficient.measure,
        weighting,
        value: stat.value,
        lower: has ? ci.lower : null,
        upper: has ? ci.upper : null,
        interval: has ? method : null,
        reason: stat.value === null ? stat.reason : ci && ci.lower === null ? ci.reason : null,
        cautions: stat.value === null ? "" : stat.cautions.join(" "),
        seed: method === "bootstrap-percentile" ? seedOf(input.cycleId, coefficient.measure, stack.id) : null,
        method: AGREEMENT_METHOD,
        ...stat.n,
      };
    });
  });
}
