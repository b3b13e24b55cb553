import { and, asc, eq, ne } from "drizzle-orm";
import { prepared, type Slots } from "./engine/prepared.ts";
import type { Tables } from "./schema.ts";
import type { Db, Tx } from "./store.ts";

/** The queries of a save, which is what the panel's servers do most. Whoever asks them has found out that it may. */

export type AnswerRow = Tables["answers"]["$inferSelect"];
export type Own = { auditId: string; auditorId: string };
type Place = Pick<AnswerRow, "auditId" | "criterion">;

/** Of one's own audit what a save needs, with the answer that stands at a criterion. */
export const rowToSave = prepared((db: Db, { auditId, auditorId, criterion }: Slots<Own & { criterion: string }>) => {
  const { audits: a, cycles: c, sampledCases: s, answers } = db.tables;
  const { id, cycleId, sampledCaseId, agency, status, startedAt } = a;
  const { kind, modules, shortForm, periodTo, rubricId, codebookId, seed } = c;
  return db
    .select({
      audit: { id, cycleId, sampledCaseId, auditorId: a.auditorId, agency, status, startedAt },
      cycle: { status: c.status, kind, modules, shortForm, periodTo, rubricId, codebookId, seed },
      sampled: { id: s.id, caseId: s.caseId, snapshot: s.snapshot },
      answer: answers,
    })
    .from(a)
    .innerJoin(c, eq(c.id, a.cycleId))
    .innerJoin(s, eq(s.id, a.sampledCaseId))
    .leftJoin(answers, and(eq(answers.auditId, a.id), eq(answers.criterion, criterion)))
    .where(and(eq(a.id, auditId), eq(a.auditorId, auditorId)));
});

/** The answers of an audit, criterion by criterion. */
export const answersOfOne = prepared((db: Db, { auditId }: Slots<{ auditId: string }>) => {
  const { answers } = db.tables;
  return db.select().from(answers).where(eq(answers.auditId, auditId)).orderBy(asc(answers.criterion));
});

export const addAnswer = prepared((tx: Tx, answer: Slots<AnswerRow>) => tx.insert(tx.tables.answers).values(answer));

/** Changes the answer where it is still of the version `earlier`. @returns the row that changed */
export const changeAnswer = prepared(
  (tx: Tx, { auditId, criterion, earlier, ...values }: Slots<AnswerRow & { earlier: number }>) => {
    const { answers } = tx.tables;
    const same = and(eq(answers.auditId, auditId), eq(answers.criterion, criterion), eq(answers.version, earlier));
    return tx.update(answers).set(values).where(same).returning({ version: answers.version });
  },
);

export const addToHistory = prepared((tx: Tx, step: Slots<Place & Pick<AnswerRow, "version" | "score" | "savedAt">>) =>
  tx.insert(tx.tables.answerHistory).values(step),
);

/** Notes that one's own audit is under way, and where. @returns the row that changed: none of one that is submitted */
export const noteProgress = prepared(
  (tx: Tx, { auditId, auditorId, criterion, startedAt }: Slots<Own & { criterion: string; startedAt: Date }>) => {
    const { audits } = tx.tables;
    return tx
      .update(audits)
      .set({ status: "in_progress", startedAt, lastCriterion: criterion })
      .where(and(eq(audits.id, auditId), eq(audits.auditorId, auditorId), ne(audits.status, "submitted")))
      .returning({ id: audits.id });
  },
);
