import { and, count, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Caseload } from "#audits/learning/series.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { Db } from "./store.ts";

/** What of an area's cases changed since: an import that was kept, a run of the retention schedule, any row of them. */
async function stampOf(db: Db): Promise<{ stamp: string; referenceDate: string } | null> {
  const { cases, journeys, imports, disposals } = db.tables;
  const [last] = await db
    .select({ id: imports.id, referenceDate: imports.referenceDate, endedAt: imports.endedAt })
    .from(imports)
    .where(and(eq(imports.status, "kept"), isNotNull(imports.referenceDate)))
    .orderBy(desc(imports.endedAt))
    .limit(1);
  if (!last?.referenceDate) return null;
  const [kept] = await db.select({ n: count() }).from(imports).where(eq(imports.status, "kept"));
  const [runs] = await db.select({ n: count() }).from(disposals);
  const [rows] = await db.select({ n: count(), versions: sql<number>`sum(${cases.version})` }).from(cases);
  const [requests] = await db.select({ n: count() }).from(journeys);
  const stamp = [last.id, last.endedAt?.getTime(), kept?.n, runs?.n, rows?.n, rows?.versions, requests?.n].join(" ");
  return { stamp, referenceDate: last.referenceDate };
}

/** The caseload that was read last from each database. It holds dates under pseudonyms, no words. */
const lastRead = new WeakMap<Db["tables"], { stamp: string; caseload: Caseload }>();

/**
 * The dates of the whole caseload, without what else is kept of a case. Null while nothing was imported. They change only when
 * an import is kept or retention runs, so they are read again only then: whoever asks gets the same object until it changes,
 * and what is worked out from it can be kept beside it (`audits/learning/series.ts`).
 */
export async function caseloadOf(db: Db): Promise<Caseload | null> {
  const now = await stampOf(db);
  if (!now) return null;
  const known = lastRead.get(db.tables);
  if (known?.stamp === now.stamp) return known.caseload;
  const { cases: c, journeys } = db.tables;
  const cases = await db
    .select({
      pseudonym: c.pseudonym,
      planType: c.planType,
      planDate: c.planDate,
      requestDate: c.requestDate,
      decisionToAssessDate: c.decisionToAssessDate,
      decisionToIssueDate: c.decisionToIssueDate,
      finalDate: c.finalDate,
      week20Exempt: c.week20Exempt,
      reviewMeetingDate: c.reviewMeetingDate,
      reviewDecisionDate: c.reviewDecisionDate,
      adviceHealthRequested: c.adviceHealthRequested,
      adviceHealthReceived: c.adviceHealthReceived,
      adviceCareRequested: c.adviceCareRequested,
      adviceCareReceived: c.adviceCareReceived,
      adviceEpRequested: c.adviceEpRequested,
      adviceEpReceived: c.adviceEpReceived,
    })
    .from(c);
  const rows = await db.select({ journey: journeys.journey }).from(journeys);
  const caseload = { cases, journeys: rows.map(({ journey }) => journey), referenceDate: now.referenceDate };
  lastRead.set(db.tables, { stamp: now.stamp, caseload });
  return caseload;
}

/** The cases of these children, by pseudonym; a child whose plan has ceased or was never made has none. */
export async function casesOfPseudonyms(
  db: Db,
  pseudonyms: string[],
): Promise<ReadonlyMap<string, { id: string; reference: string }>> {
  const { cases } = db.tables;
  const rows = await db
    .select({ id: cases.id, reference: cases.reference, pseudonym: cases.pseudonym })
    .from(cases)
    .where(isAnyOf(cases.pseudonym, pseudonyms));
  return new Map(rows.map(({ pseudonym, ...row }) => [pseudonym, row]));
}
