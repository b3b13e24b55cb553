import fc from "fast-check";
import type { CycleTally } from "#audits/learning/tally.ts";
import type { GroupCounts } from "#audits/learning/groups.ts";
import { RUBRIC } from "../results/small-cycle.ts";

/** A made-up plan: its grades before and after limits, its phase and team, and the grade of each domain, null where it has none. */
export type MadeUpPlan = {
  before: string;
  after: string;
  phase: string | null;
  team: string;
  domains: Record<string, string | null>;
};

const GRADES = RUBRIC.grades.map(({ key }) => key);
const PHASES = ["early_years", "primary", "secondary", "post_16", null];

const plan: fc.Arbitrary<MadeUpPlan> = fc
  .record({
    before: fc.constantFrom(...GRADES),
    drop: fc.nat({ max: 3 }),
    phase: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...PHASES.slice(1, 3)) },
      { weight: 1, arbitrary: fc.constantFrom(...PHASES) },
    ),
    team: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("East", "West") },
      { weight: 1, arbitrary: fc.constantFrom("Coast", "North", "South") },
    ),
    A: fc.option(fc.constantFrom(...GRADES), { freq: 8 }),
    B: fc.option(fc.constantFrom(...GRADES), { freq: 8 }),
  })
  .map(({ before, drop, phase, team, A, B }) => ({
    before,
    after: GRADES[Math.min(GRADES.length - 1, GRADES.indexOf(before) + (drop === 3 ? 1 : 0))] as string,
    phase: phase ?? null,
    team,
    domains: { A, B },
  }));

/** Plans of one cycle: as few as are published at all, and enough for groups to be shown. */
export const madeUpPlans = fc.array(plan, { minLength: 10, maxLength: 70 });

/** The counts of made-up plans, as the database would add them up. */
export function tallyOf(plans: readonly MadeUpPlan[]): CycleTally {
  const added = <K>(rows: readonly K[]) => {
    const by = Map.groupBy(rows, (row) => JSON.stringify(row));
    return [...by].map(([key, own]) => ({ ...(JSON.parse(key) as K), count: own.length }));
  };
  return {
    cycle: {
      id: "cyc_1",
      title: "Cycle",
      status: "closed",
      limitsMode: "applied",
      shortForm: false,
      modules: ["plan"],
      periodFrom: "2026-01-01",
      periodTo: "2026-03-31",
      scoringOpens: "2026-04-01",
    },
    rubric: RUBRIC,
    draw: "random",
    sampled: plans.length,
    plans: added(plans.map(({ before, after, phase }) => ({ before, after, phase }))),
    domains: added(
      plans.flatMap(({ domains }) =>
        Object.entries(domains).flatMap(([key, level]) => (level ? [{ key, level }] : [])),
      ),
    ),
  };
}

export function countsOf(plans: readonly MadeUpPlan[], of: (plan: MadeUpPlan) => string | null): GroupCounts {
  return {
    plans: plans.map((one) => ({ group: of(one), before: one.before, after: one.after, count: 1 })),
    domains: plans.flatMap((one) =>
      Object.entries(one.domains).flatMap(([key, level]) => (level ? [{ group: of(one), key, level, count: 1 }] : [])),
    ),
  };
}
