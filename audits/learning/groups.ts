import type { Share } from "../charts/figures.ts";
import { isHidden } from "../charts/figures.ts";
import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import { mayShow } from "../results/links.ts";
import { type Grouping, inOrder } from "./groupings.ts";
import { HIDDEN, hiddenRows, hiddenSizes } from "./protect.ts";
import { gradedDomains, publishedCycle } from "./published-cycle.ts";
import { type CycleTally, goodGrades, holds, shareOf, sum } from "./tally.ts";

/** Signed-off plans of a cycle by group and grades, and their domains by group, as the database adds them up. */
export type GroupCounts = {
  plans: { group: string | null; before: string | null; after: string | null; count: number }[];
  domains: { group: string | null; key: string; level: string; count: number }[];
};

/** One group: its plans, those at each grade (null where not shown), and those good or better as a whole and by domain. */
export type GroupRow = {
  group: string | null;
  /** Graded plans; null: hidden. */
  n: number | null;
  grades: number[] | null;
  good: Share;
  domains: Map<string, Share>;
};

/** Groups with every number, in their order. */
export function groupRows(tally: CycleTally, by: Grouping, counts: GroupCounts): GroupRow[] {
  const { rubric, cycle, draw } = tally;
  const good = goodGrades(rubric);
  const graded = counts.plans.filter(({ before }) => before !== null);
  const groups = [...new Set(graded.map(({ group }) => group))].map((group): GroupRow => {
    const own = graded.filter((row) => row.group === group);
    const n = sum(own, ({ count }) => count);
    const at = (test: (grade: string) => boolean) =>
      sum(
        own.filter((row) => test(holds(cycle.limitsMode, row) ?? "")),
        ({ count }) => count,
      );
    const domains = gradedDomains(tally).map(({ key }): [string, Share] => {
      const levels = counts.domains.filter((row) => row.group === group && row.key === key);
      const better = levels.filter(({ level }) => good.has(level));
      const total = (rows: typeof levels) => sum(rows, ({ count }) => count);
      return [key, shareOf(total(better), total(levels), draw)];
    });
    return {
      group,
      n,
      grades: rubric.grades.map(({ key }) => at((grade) => grade === key)),
      good: shareOf(
        at((grade) => good.has(grade)),
        n,
        draw,
      ),
      domains: new Map(domains),
    };
  });
  return inOrder(by, groups);
}

/**
 * Groups as they may leave: sizes first, then each measure by itself with the sizes and its own total known to readers. Grades
 * by group are not published. Phases hide as the published results of the cycle do.
 */
export function publishedGroups(tally: CycleTally, by: Grouping, counts: GroupCounts): GroupRow[] {
  const rows = groupRows(tally, by, counts);
  const cycle = publishedCycle(tally);
  const size = (row: GroupRow) => row.n ?? 0;
  const unknown = by === "phase" ? rows.map(({ group }) => !cycle.showsPhase(group)) : hiddenSizes(rows.map(size));
  const plain = (share: Share | undefined) => (share && !isHidden(share) ? share : { count: 0, n: 0 });
  const measure = (whole: Share | undefined, of: (row: GroupRow) => Share | undefined): boolean[] => {
    if (!whole || isHidden(whole)) return rows.map(() => true);
    const cells = rows.map((row) => {
      const { count, n } = plain(of(row));
      return [count, n - count, size(row) - n];
    });
    return hiddenRows({ rows: cells, unknown });
  };
  const hidden = by === "phase" ? unknown : measure(cycle.good, ({ good }) => good);
  const domains = [...cycle.domains].map(
    ([key, whole]) => [key, measure(whole, (row) => row.domains.get(key))] as const,
  );
  const shown = (share: Share | undefined, hide: boolean | undefined): Share =>
    share && !hide && mayShow(share, DEFAULT_THRESHOLD) ? share : HIDDEN;
  return rows.map((row, i) => ({
    group: row.group,
    n: unknown[i] ? null : row.n,
    grades: null,
    good: shown(row.good, isHidden(cycle.good) || hidden[i]),
    domains: new Map(domains.map(([key, hide]) => [key, shown(row.domains.get(key), hide[i])])),
  }));
}
