import type { Score } from "./consensus.ts";

/** A limiting judgement: when it fires, the grade is at most `cap`. It never raises a grade (`docs/statistics.md` 5, rule 5). */
export type Limit = {
  id: string;
  cap: string;
  /** A limit in shadow is reported and lowers nothing, whatever the mode of the rest. */
  shadow?: boolean;
} & (
  | { type: "criterion"; criterion: string; atOrBelow: number }
  | { type: "count"; criteria: readonly string[]; atOrBelow: number; atLeast: number }
  | { type: "domain"; domain: string; gradeAtOrBelow: string }
);

/**
 * The limits that fire, in configured order. Only a level fires one: "NA", "cannot tell", a score that nobody gave, a
 * criterion that is not asked in this case and a domain without a grade never do.
 *
 * @param order the grades from best to worst
 */
export function firedLimits(
  limits: readonly Limit[],
  criteria: readonly { id: string; score: Score }[],
  domains: Readonly<Record<string, { grade: string | null }>>,
  order: readonly string[],
): Limit[] {
  const scores = new Map(criteria.map(({ id, score }) => [id, score]));
  const low = (id: string, atOrBelow: number): boolean => {
    const score = scores.get(id);
    return typeof score === "number" && score <= atOrBelow;
  };
  const fires = (limit: Limit): boolean => {
    switch (limit.type) {
      case "criterion":
        return low(limit.criterion, limit.atOrBelow);
      case "count":
        return limit.criteria.filter((id) => low(id, limit.atOrBelow)).length >= limit.atLeast;
      case "domain": {
        const grade = domains[limit.domain]?.grade ?? null;
        return grade !== null && order.indexOf(grade) >= order.indexOf(limit.gradeAtOrBelow);
      }
    }
  };
  return limits.filter(fires);
}
