import type { Estimator } from "./bootstrap.ts";
import type { Disagreement } from "./pooled.ts";
import type { Patterns } from "./table.ts";

/**
 * Cohen's (weighted) kappa of two auditors over the units that both scored (`docs/statistics.md` 1.3). Null where there is no
 * such unit, or where both used one and the same category throughout.
 *
 * @param patterns by auditor: two places on the scale each
 */
export function cohenKappa(patterns: Patterns, scale: readonly number[], disagreement: Disagreement): Estimator {
  const pairs = patterns.rows.flatMap(([a, b], p) =>
    a !== undefined && b !== undefined && a >= 0 && b >= 0 ? [{ p, a, b, apart: disagreement(a, b) }] : [],
  );
  // Kept between replicates: a bootstrap asks thousands of times.
  const first = new Float64Array(scale.length);
  const second = new Float64Array(scale.length);
  return (times) => {
    first.fill(0);
    second.fill(0);
    let n = 0;
    let observed = 0;
    for (const { p, a, b, apart } of pairs) {
      const units = times[p]!;
      n += units;
      observed += units * apart;
      first[a]! += units;
      second[b]! += units;
    }
    let expected = 0;
    let onlyOne = true;
    for (let k = 0; k < first.length; k++) {
      if (first[k] === 0) continue;
      for (let l = 0; l < second.length; l++) {
        if (second[l] === 0 || k === l) continue;
        onlyOne = false;
        expected += first[k]! * second[l]! * disagreement(k, l);
      }
    }
    return onlyOne ? null : 1 - (observed * n) / expected;
  };
}
