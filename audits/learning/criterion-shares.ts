import { isHidden, type Share } from "../charts/figures.ts";
import { DEFAULT_THRESHOLD, isSmall } from "../measures/suppression.ts";
import { type Criterion, levelsOf, type RubricDocument } from "../rubric/document.ts";
import { HIDDEN, mayPublish } from "./protect.ts";
import { type CycleTally, goodOf, type LevelCount, shareOf, sum } from "./tally.ts";

/**
 * The values, as text, of a criterion's levels that count as good or better: those at or above the level that has the key of
 * the grade from which plans are good; where no level has it, the upper half of the scale.
 */
export function goodLevels(rubric: RubricDocument, criterion: Criterion): Set<string> {
  const ascending = [...levelsOf(rubric, criterion)].sort((a, b) => a.value - b.value);
  const named = ascending.findIndex(({ key }) => key === rubric.goodFrom);
  const from = named >= 0 ? named : Math.ceil(ascending.length / 2);
  return new Set(ascending.slice(from).map(({ value }) => String(value)));
}

/** Agreed levels of the criteria of a cycle: the share good or better of those that have a level. */
export type CriterionShares = {
  of: (criterion: Criterion) => Share;
  /** Several criteria added up; hidden where one of them is, for the rest would tell of it. */
  together: (criteria: Criterion[]) => Share;
  /** How many plans have this answer: "CT" cannot tell, "NA" does not apply. For the internal view. */
  answered: (criterion: Criterion, level: string) => number;
};

export function criterionShares(tally: CycleTally, levels: readonly LevelCount[], internal: boolean): CriterionShares {
  const { rubric, draw } = tally;
  const signedOff = sum(tally.plans, (plan) => plan.count);
  const graded = goodOf(tally).n;
  const counts = (criterion: Criterion) => {
    const good = goodLevels(rubric, criterion);
    const scored = levels.filter(({ key, level }) => key === criterion.key && level !== "NA" && level !== "CT");
    const better = scored.filter(({ level }) => good.has(level));
    return { count: sum(better, (row) => row.count), n: sum(scored, (row) => row.count) };
  };
  // Readers know how many plans were signed off and graded, so a few that were not judged here would follow.
  const telling = (n: number) => [signedOff, graded].some((all) => isSmall(Math.abs(all - n), DEFAULT_THRESHOLD));
  const safe = ({ count, n }: { count: number; n: number }): Share =>
    internal || (mayPublish(count, n) && !telling(n)) ? shareOf(count, n, draw) : HIDDEN;
  return {
    of: (criterion) => safe(counts(criterion)),
    together(criteria) {
      const each = criteria.map(counts);
      const whole = { count: sum(each, ({ count }) => count), n: sum(each, ({ n }) => n) };
      const hide = !internal && (each.some((one) => isHidden(safe(one))) || !mayPublish(whole.count, whole.n));
      return hide ? HIDDEN : shareOf(whole.count, whole.n, draw);
    },
    answered: (criterion, level) =>
      sum(
        levels.filter((row) => row.key === criterion.key && row.level === level),
        (row) => row.count,
      ),
  };
}
