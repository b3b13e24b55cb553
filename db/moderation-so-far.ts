import { and, eq, isNotNull } from "drizzle-orm";
import { scoreFromText } from "#audits/panel/result.ts";
import { agreementSoFar, type SoFar } from "#audits/panel/so-far.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { sampleOf } from "./cycles.ts";
import { isAnyOf } from "./engine/sql.ts";
import { settledOnPlans } from "./moderations.ts";
import type { Db } from "./store.ts";

/** A cycle's plans, those signed off, and the agreement on these before and after discussion. */
export type CycleSoFar = SoFar & { plans: number; signedOff: number };

/** How the panel's work on a cycle goes, in counts. Blind answers are read of plans that are signed off, of no others. */
export async function cycleSoFar(db: Db, cycleId: string, rubric: RubricDocument): Promise<CycleSoFar> {
  const { moderations, audits, answers } = db.tables;
  const plans = (await sampleOf(db, cycleId)).map((s) => s.id);
  const rows = await db
    .select({ id: moderations.sampledCaseId })
    .from(moderations)
    .where(and(isAnyOf(moderations.sampledCaseId, plans), isNotNull(moderations.signedOffAt)));
  const signed = rows.map((r) => r.id);
  // Levels alone are read, not what was written to them: a cycle has thousands.
  const given = await db
    .select({ plan: audits.sampledCaseId, criterion: answers.criterion, score: answers.score })
    .from(answers)
    .innerJoin(audits, eq(audits.id, answers.auditId))
    .where(and(isAnyOf(audits.sampledCaseId, signed), eq(audits.status, "submitted")));
  const byPlan = Map.groupBy(given, (g) => g.plan);
  const settled = await settledOnPlans(db, signed);
  const moderated = signed.map((id) => {
    const byCriterion = Map.groupBy(byPlan.get(id) ?? [], (g) => g.criterion);
    return {
      scores: new Map([...byCriterion].map(([key, list]) => [key, list.map((g) => scoreFromText(g.score))])),
      settled: new Map([...(settled.get(id) ?? [])].map(([key, s]) => [key, s.agreed])),
    };
  });
  return { plans: plans.length, signedOff: signed.length, ...agreementSoFar(rubric, moderated) };
}
