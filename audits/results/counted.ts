import type { Share } from "../charts/figures.ts";
import { PERCENT_FROM } from "../charts/figures.ts";
import { wilson } from "../measures/proportions.ts";
import type { ModuleGrade } from "../rubric/grade-plan.ts";
import type { CycleEvidence, PlanEvidence } from "./evidence.ts";
import type { PlanResult } from "../panel/result.ts";

/** A signed-off plan with a grade: what all results are counted over. */
export type CountedPlan = {
  plan: PlanEvidence;
  result: PlanResult;
  main: ModuleGrade;
  /** Grade by score alone, and the grade that limits give (or, in shadow mode, would give). */
  before: string;
  after: string;
};

/** Only what a panel signed off is a result. Plans that could not be graded are counted apart, never as 0. */
export function countedPlans(evidence: CycleEvidence): { counted: CountedPlan[]; signedOff: number } {
  const signed = evidence.plans.flatMap((plan) => (plan.result ? [{ plan, result: plan.result }] : []));
  const counted = signed.flatMap(({ plan, result }): CountedPlan[] => {
    const main = result.modules.find((module) => module.module === evidence.rubric.document.mainModule);
    // A limit of the rubric that is itself in shadow lowers nothing, also where the cycle applies limits.
    const after = evidence.cycle.limitsMode === "shadow" && main?.shadow ? main.shadow.grade : main?.grade;
    return main?.grade && main.rawGrade && after ? [{ plan, result, main, before: main.rawGrade, after }] : [];
  });
  return { counted, signedOff: signed.length };
}

/** `count` of `n` plans with Wilson's interval (`docs/statistics.md` 3.1), which fewer than 10 plans do not get. */
export function shareOf(count: number, n: number): Exclude<Share, { hidden: true }> {
  return { count, n, interval: n < PERCENT_FROM ? null : wilson(count, n).value };
}

/** True for the grades that count as good: the rubric's `goodFrom` and those above it. */
export function isGood({ rubric }: CycleEvidence, grade: string): boolean {
  const keys = rubric.document.grades.map(({ key }) => key);
  return keys.indexOf(grade) <= keys.indexOf(rubric.document.goodFrom);
}

/** The grade that holds for a plan: after limits, or before them where limits are only tried out. */
export function gradeOf({ cycle }: CycleEvidence, plan: CountedPlan): string {
  return cycle.limitsMode === "applied" ? plan.after : plan.before;
}

export function goodCount(evidence: CycleEvidence, plans: CountedPlan[]): number {
  return plans.filter((plan) => isGood(evidence, gradeOf(evidence, plan))).length;
}
