import { and, inArray, isNotNull } from "drizzle-orm";
import type { Db } from "./store.ts";

/** How far each of these audits is: how many criteria have a score, and when an answer was saved last. */
export async function progressOf(db: Db, auditIds: string[]): Promise<Map<string, { scored: number; savedAt: Date }>> {
  const { answers } = db.tables;
  const rows = auditIds.length
    ? await db
        .select({ auditId: answers.auditId, score: answers.score, savedAt: answers.savedAt })
        .from(answers)
        .where(inArray(answers.auditId, auditIds))
    : [];
  const progress = new Map<string, { scored: number; savedAt: Date }>();
  for (const { auditId, score, savedAt } of rows) {
    const so = progress.get(auditId) ?? { scored: 0, savedAt };
    progress.set(auditId, {
      scored: so.scored + (score === null ? 0 : 1),
      savedAt: savedAt > so.savedAt ? savedAt : so.savedAt,
    });
  }
  return progress;
}

/** Where each of these sampled plans stands, as far as an auditor who has submitted may know before the results. */
export type PlanStage = "waiting" | "moderation" | "moderated";

export async function stagesOf(db: Db, sampledCaseIds: string[]): Promise<Map<string, PlanStage>> {
  const { audits, moderations } = db.tables;
  if (sampledCaseIds.length === 0) return new Map();
  const open = await db
    .select({ id: audits.sampledCaseId })
    .from(audits)
    .where(and(inArray(audits.sampledCaseId, sampledCaseIds), inArray(audits.status, ["assigned", "in_progress"])));
  const signedOff = await db
    .select({ id: moderations.sampledCaseId })
    .from(moderations)
    .where(and(inArray(moderations.sampledCaseId, sampledCaseIds), isNotNull(moderations.signedOffAt)));
  const [waiting, moderated] = [new Set(open.map((r) => r.id)), new Set(signedOff.map((r) => r.id))];
  return new Map(
    sampledCaseIds.map((id) => [id, moderated.has(id) ? "moderated" : waiting.has(id) ? "waiting" : "moderation"]),
  );
}
