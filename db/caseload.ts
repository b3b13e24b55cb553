import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { Caseload } from "#audits/learning/series.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { Db } from "./store.ts";
import { whileUnchanged } from "./unchanged.ts";

/**
 * The dates of the whole caseload, without what else is kept of a case. Null while nothing was imported. They are read again
 * only when an import is kept or retention runs: whoever asks gets the same object until then, and what is worked out from it
 * can be kept beside it (`audits/learning/series.ts`).
 */
export const caseloadOf = (db: Db): Promise<Caseload | null> => whileUnchanged(db, "caseload", () => readCaseload(db));

async function readCaseload(db: Db): Promise<Caseload | null> {
  const { imports } = db.tables;
  const [last] = await db
    .select({ referenceDate: imports.referenceDate })
    .from(imports)
    .where(and(eq(imports.status, "kept"), isNotNull(imports.referenceDate)))
    .orderBy(desc(imports.endedAt))
    .limit(1);
  if (!last?.referenceDate) return null;
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
  return { cases, journeys: rows.map(({ journey }) => journey), referenceDate: last.referenceDate };
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
