import { and, eq, isNotNull } from "drizzle-orm";
import { codebookOf } from "./rubrics.ts";
import type { Db } from "./store.ts";

/**
 * The codes of the themes of each graded plan of a cycle, with the codebook of the cycle: a plan has a theme when one of its
 * submitted audits coded a finding to it. Plans without a theme are in it too. Reads no other words of an audit.
 */
export async function themesByPlan(db: Db, cycleId: string) {
  const { answers, audits, cycles, planResults } = db.tables;
  const [cycle] = await db.select({ codebookId: cycles.codebookId }).from(cycles).where(eq(cycles.id, cycleId));
  if (!cycle) return null;
  const graded = await db
    .select({ id: planResults.sampledCaseId })
    .from(planResults)
    .where(and(eq(planResults.cycleId, cycleId), isNotNull(planResults.before)));
  const found = await db
    .select({ plan: audits.sampledCaseId, finding: answers.finding })
    .from(answers)
    .innerJoin(audits, eq(audits.id, answers.auditId))
    .where(and(eq(audits.cycleId, cycleId), eq(audits.status, "submitted"), isNotNull(answers.finding)));
  const plans = new Map(graded.map(({ id }) => [id, new Set<string>()]));
  for (const { plan, finding } of found) for (const code of finding?.themes ?? []) plans.get(plan)?.add(code);
  return { codebook: (await codebookOf(db, cycle.codebookId)).document, plans };
}
