import { and, eq, isNotNull, ne, notInArray } from "drizzle-orm";
import { codebookOf } from "./rubrics.ts";
import type { Db } from "./store.ts";

/**
 * The codes of the themes of each graded plan of a cycle, with the codebook of the cycle: a plan has a theme when a
 * finding of one of its submitted audits is coded to it, by a coder or else by the auditor. Plans without a theme are in it too.
 */
export async function themesByPlan(db: Db, cycleId: string) {
  const { findingCodes, audits, cycles, planResults } = db.tables;
  const [cycle] = await db.select({ codebookId: cycles.codebookId }).from(cycles).where(eq(cycles.id, cycleId));
  if (!cycle) return null;
  const graded = await db
    .select({ id: planResults.sampledCaseId })
    .from(planResults)
    .where(and(eq(planResults.cycleId, cycleId), isNotNull(planResults.before)));
  const open = db
    .select({ id: audits.id })
    .from(audits)
    .where(and(eq(audits.cycleId, cycleId), ne(audits.status, "submitted")));
  const found = await db
    .selectDistinct({ plan: findingCodes.sampledCaseId, code: findingCodes.code })
    .from(findingCodes)
    .where(and(eq(findingCodes.cycleId, cycleId), notInArray(findingCodes.auditId, open)));
  const plans = new Map(graded.map(({ id }) => [id, new Set<string>()]));
  for (const { plan, code } of found) plans.get(plan)?.add(code);
  return { codebook: (await codebookOf(db, cycle.codebookId)).document, plans };
}
