import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { dayOf } from "#audits/dates.ts";
import { type PlanResult, textFromScore } from "#audits/panel/result.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import type { LimitsMode } from "#audits/rubric/grade-plan.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { CaseSnapshot, Tables } from "./schema.ts";
import type { Store, Tx } from "./store.ts";

type SignedPlan = {
  sampled: { id: string; cycleId: string; snapshot: CaseSnapshot };
  cycle: { limitsMode: LimitsMode };
  rubric: Pick<RubricDocument, "mainModule">;
  result: PlanResult;
  at: Date;
};

const AT_ONCE = 500;

/** Keeps what measures count of plans that are signed off, in the transaction of the sign-off. */
export async function keepPlanResults(tx: Tx, plans: SignedPlan[]): Promise<void> {
  const { planResults, planLevels } = tx.tables;
  await tx.insert(planResults).values(plans.map(resultRow));
  const levels = plans.flatMap(levelRows);
  for (let start = 0; start < levels.length; start += AT_ONCE)
    await tx.insert(planLevels).values(levels.slice(start, start + AT_ONCE));
}

function resultRow({ sampled, cycle, rubric, result, at }: SignedPlan): Tables["planResults"]["$inferInsert"] {
  const main = result.modules.find(({ module }) => module === rubric.mainModule);
  // As results count: a limit of the rubric that is itself in shadow lowers nothing where the cycle applies limits.
  const after = cycle.limitsMode === "shadow" && main?.shadow ? main.shadow.grade : main?.grade;
  const graded = main?.grade && main.rawGrade && after;
  const { phase, primaryNeed, settingType, locality, sendTeam, planWriterRef, legalRegime } = sampled.snapshot;
  return {
    sampledCaseId: sampled.id,
    cycleId: sampled.cycleId,
    signedOffOn: dayOf(at),
    before: graded ? main.rawGrade : null,
    after: graded ? after : null,
    phase,
    primaryNeed,
    settingType,
    locality,
    sendTeam,
    writerRef: planWriterRef,
    legalRegime: legalRegime ?? null,
  };
}

function levelRows({ sampled, result }: SignedPlan): Tables["planLevels"]["$inferInsert"][] {
  const own = { sampledCaseId: sampled.id, cycleId: sampled.cycleId };
  const domains = result.modules.flatMap(({ domains: graded }) =>
    Object.entries(graded).flatMap(([key, domain]) =>
      domain.grade ? [{ ...own, part: "domain" as const, key, level: domain.grade }] : [],
    ),
  );
  const criteria = Object.entries(result.scores).flatMap(([key, score]) => {
    const level = textFromScore(score);
    return level === null ? [] : [{ ...own, part: "criterion" as const, key, level }];
  });
  return [...domains, ...criteria];
}

/** Takes out what measures count of plans whose sign-off is taken back, in that transaction. */
export async function dropPlanResults(tx: Tx, sampledIds: string[]): Promise<void> {
  const { planResults, planLevels } = tx.tables;
  await tx.delete(planLevels).where(isAnyOf(planLevels.sampledCaseId, sampledIds));
  await tx.delete(planResults).where(isAnyOf(planResults.sampledCaseId, sampledIds));
}

/** Keeps the results of plans that were signed off before this was kept. Called once, when a server starts. */
export async function keepMissingPlanResults(store: Store): Promise<void> {
  const { moderations, sampledCases, cycles, rubrics, planResults } = store.tables;
  const missing = await store.db
    .select({
      sampled: sampledCases,
      limitsMode: cycles.limitsMode,
      rubric: rubrics.document,
      result: moderations.result,
      at: moderations.signedOffAt,
    })
    .from(moderations)
    .innerJoin(sampledCases, eq(sampledCases.id, moderations.sampledCaseId))
    .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
    .innerJoin(rubrics, eq(rubrics.id, cycles.rubricId))
    .leftJoin(planResults, eq(planResults.sampledCaseId, moderations.sampledCaseId))
    .where(and(isNotNull(moderations.signedOffAt), isNull(planResults.sampledCaseId)));
  for (let start = 0; start < missing.length; start += 50) {
    const plans = missing.slice(start, start + 50).map(({ sampled, limitsMode, rubric, result, at }) => ({
      sampled,
      cycle: { limitsMode },
      rubric,
      result: result as PlanResult,
      at: at as Date,
    }));
    await store.transaction((tx) => keepPlanResults(tx, plans));
  }
}
