import { and, asc, eq, inArray, isNull, max, ne } from "drizzle-orm";
import type { FrameCase } from "#audits/panel/sample-frame.ts";
import type { Db } from "./store.ts";

/** Every case that could be drawn now, as the designer of a sample sees it. */
export async function frameOf(db: Db): Promise<FrameCase[]> {
  const { cases } = db.tables;
  const [rows, audited] = [
    await db
      .select({
        id: cases.id,
        reference: cases.reference,
        phase: cases.phase,
        primaryNeed: cases.primaryNeed,
        settingType: cases.settingType,
        locality: cases.locality,
        sendTeam: cases.sendTeam,
        planType: cases.planType,
        legalRegime: cases.legalRegime,
        planDate: cases.planDate,
        lookedAfter: cases.lookedAfter,
        homeEducated: cases.homeEducated,
        eotas: cases.eotas,
        tribunal: cases.tribunal,
      })
      .from(cases)
      .where(and(eq(cases.active, true), ne(cases.planType, "draft")))
      .orderBy(asc(cases.reference)),
    await lastAudited(db),
  ];
  return rows.map((row) => ({ ...row, auditedOn: audited.get(row.id) ?? null }));
}

/** The last day on which audits were due of the cycles that each case was in the sample of. */
async function lastAudited(db: Db): Promise<Map<string, string>> {
  const { sampledCases, draws, cycles } = db.tables;
  const rows = await db
    .select({ caseId: sampledCases.caseId, on: max(cycles.scoringDue) })
    .from(sampledCases)
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
    .where(
      and(
        eq(sampledCases.standing, "sample"),
        isNull(draws.replacedAt),
        eq(cycles.kind, "audit"),
        inArray(cycles.status, ["scoring", "moderation", "feedback", "closed"]),
      ),
    )
    .groupBy(sampledCases.caseId);
  return new Map(rows.flatMap(({ caseId, on }) => (caseId && on ? [[caseId, on] as const] : [])));
}

/** The whole list a draw was made from, by group and in the order of the draw. */
export async function frameOfDraw(
  db: Db,
  drawId: string,
): Promise<{ reference: string; stratum: string; inSample: boolean }[]> {
  const { sampledCases, draws } = db.tables;
  const rows = await db
    .select({ sampled: sampledCases, record: draws.record })
    .from(sampledCases)
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .where(eq(sampledCases.drawId, drawId))
    .orderBy(asc(sampledCases.stratum), asc(sampledCases.position));
  return rows.map(({ sampled, record }) => {
    const places = record.strata?.find((s) => s.label === sampled.stratum)?.places ?? record.sampleSize;
    return { reference: sampled.snapshot.reference, stratum: sampled.stratum, inSample: sampled.position <= places };
  });
}
