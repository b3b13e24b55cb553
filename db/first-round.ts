import { and, eq, ne } from "drizzle-orm";
import type { Db } from "./store.ts";

/**
 * Who scored the plans of a bridging set in the first round, by case. What they gave then would colour what they give now,
 * and the shift between the versions would look smaller than it is. Empty for an ordinary cycle.
 */
export async function firstAuditorsOf(db: Db, cycleId: string): Promise<Map<string, Set<string>>> {
  const { audits, bridgingSets, sampledCases } = db.tables;
  const rows = await db
    .select({ caseId: sampledCases.caseId, auditorId: audits.auditorId })
    .from(bridgingSets)
    .innerJoin(sampledCases, eq(sampledCases.cycleId, bridgingSets.earlierCycleId))
    .innerJoin(audits, eq(audits.sampledCaseId, sampledCases.id))
    .where(and(eq(bridgingSets.cycleId, cycleId), ne(audits.status, "withdrawn")));
  const by = new Map<string, Set<string>>();
  for (const { caseId, auditorId } of rows) if (caseId) by.set(caseId, (by.get(caseId) ?? new Set()).add(auditorId));
  return by;
}
