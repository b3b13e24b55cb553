import { and, asc, eq, isNotNull, ne } from "drizzle-orm";
import type { CycleEvidence } from "#audits/results/evidence.ts";
import { evidenceOf } from "./results.ts";
import type { Db } from "./store.ts";

/**
 * The evidence of every cycle that has a signed-off plan, oldest first, for how levels lay against what was agreed. Given an
 * auditor, only of cycles in which that person scored such a plan.
 */
export async function evidenceWithAgreed(db: Db, auditorId?: string): Promise<CycleEvidence[]> {
  const { cycles, sampledCases, moderations, audits } = db.tables;
  const rows = await db
    .selectDistinct({ id: cycles.id, opens: cycles.scoringOpens })
    .from(cycles)
    .innerJoin(sampledCases, eq(sampledCases.cycleId, cycles.id))
    .innerJoin(moderations, eq(moderations.sampledCaseId, sampledCases.id))
    .innerJoin(audits, eq(audits.sampledCaseId, sampledCases.id))
    .where(
      and(
        eq(cycles.kind, "audit"),
        ne(cycles.status, "withdrawn"),
        isNotNull(moderations.signedOffAt),
        eq(audits.status, "submitted"),
        auditorId === undefined ? undefined : eq(audits.auditorId, auditorId),
      ),
    )
    .orderBy(asc(cycles.scoringOpens));
  const found: CycleEvidence[] = [];
  for (const { id } of rows) {
    const evidence = await evidenceOf(db, id, false);
    if (evidence) found.push(evidence);
  }
  return found;
}
