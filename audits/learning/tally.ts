import type { Interval, Share } from "../charts/figures.ts";
import { PERCENT_FROM } from "../charts/figures.ts";
import { wilson } from "../measures/proportions.ts";
import type { RubricDocument } from "../rubric/document.ts";
import type { LimitsMode } from "../rubric/grade-plan.ts";
import type { CycleStatus } from "../vocabulary.ts";

/** The counts of a cycle, as the database adds them up. */
export type CycleTally = {
  cycle: {
    id: string;
    title: string;
    status: CycleStatus;
    limitsMode: LimitsMode;
    shortForm: boolean;
    modules: string[];
    periodFrom: string;
    periodTo: string;
    scoringOpens: string;
  };
  rubric: RubricDocument;
  /** The plans were chosen for a reason, and speak for themselves only; or not drawn at all. */
  draw: "random" | "chosen" | "none";
  /** Plans in the sample, and those that a panel signed off. */
  sampled: number;
  /** Signed-off plans by grade before and after limits and by phase; grades are null for plans that could not be graded. */
  plans: { before: string | null; after: string | null; phase: string | null; count: number }[];
  /** Graded plans by the grade of each domain; only plans that count. */
  domains: LevelCount[];
};
export type LevelCount = { key: string; level: string; count: number };

/** Keys of grades that count as good. */
export function goodGrades({ grades, goodFrom }: Pick<RubricDocument, "grades" | "goodFrom">): Set<string> {
  const at = grades.findIndex(({ key }) => key === goodFrom);
  return new Set(grades.slice(0, at + 1).map(({ key }) => key));
}

/** The grade that holds: after limits, or before them where limits are only tried out. */
export const holds = (mode: LimitsMode, plan: { before: string | null; after: string | null }): string | null =>
  mode === "applied" ? plan.after : plan.before;

export const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);

/** `count` of `n` with Wilson's interval, which fewer than 10 plans and samples chosen for a reason do not get. */
export function shareOf(
  count: number,
  n: number,
  draw: CycleTally["draw"] = "random",
): Exclude<Share, { hidden: true }> {
  const interval: Interval | null = n < PERCENT_FROM || draw === "chosen" ? null : wilson(count, n).value;
  return { count, n, interval };
}

/** Plans good or better of those that count, and how many were signed off without a grade. */
export function goodOf({ cycle, rubric, plans }: CycleTally): { count: number; n: number; notGraded: number } {
  const good = goodGrades(rubric);
  const graded = plans.filter(({ before }) => before !== null);
  return {
    count: sum(
      graded.filter((plan) => good.has(holds(cycle.limitsMode, plan) ?? "")),
      ({ count }) => count,
    ),
    n: sum(graded, ({ count }) => count),
    notGraded: sum(
      plans.filter(({ before }) => before === null),
      ({ count }) => count,
    ),
  };
}

/** Plans good or better in one domain, of those graded in it. */
export function goodInDomain({ rubric, domains }: CycleTally, key: string): { count: number; n: number } {
  const good = goodGrades(rubric);
  const own = domains.filter((row) => row.key === key);
  return {
    count: sum(
      own.filter(({ level }) => good.has(level)),
      ({ count }) => count,
    ),
    n: sum(own, ({ count }) => count),
  };
}
