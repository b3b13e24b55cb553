import { asc, eq } from "drizzle-orm";
import { RECEIVER_LABELS } from "#audits/feedback/pack.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { Db } from "./store.ts";

/** What followed on the panel's work: feedback with what came back, markings for the forum, and what the family said. */
export async function afterSignOff(db: Db, planId: string, names: "agency" | "name") {
  const { feedbackPacks: p, feedbackReplies: r, feedbackDisputes: d, forumClearances, familyExperiences } = db.tables;
  const { corrections } = db.tables;
  const packs = await db.select().from(p).where(eq(p.sampledCaseId, planId)).orderBy(asc(p.draftedAt), asc(p.id));
  const ids = packs.map((pack) => pack.id);
  const replies = await db.select().from(r).where(isAnyOf(r.packId, ids)).orderBy(asc(r.repliedAt));
  const disputes = await db.select().from(d).where(isAnyOf(d.packId, ids)).orderBy(asc(d.raisedAt));
  const asked = await db.select().from(familyExperiences).where(eq(familyExperiences.sampledCaseId, planId));
  const markings = await db.select().from(forumClearances).where(eq(forumClearances.sampledCaseId, planId));
  const corrected = await db.select().from(corrections).where(eq(corrections.sampledCaseId, planId));
  return {
    feedback: packs.map((pack) => ({
      to: RECEIVER_LABELS[pack.receiver],
      sentAt: pack.sentAt,
      readAt: pack.readAt,
      replyBy: pack.replyBy,
      resolvedAt: pack.resolvedAt,
      resolution: pack.resolution,
      notSentBecause: pack.notNeeded,
      content: names === "name" ? pack.content : { ...pack.content, auditors: null },
      replies: replies
        .filter((reply) => reply.packId === pack.id)
        .map(({ words, amended, amendedOn, repliedAt }) => ({ words, amended, amendedOn, repliedAt })),
      disputes: disputes
        .filter((dispute) => dispute.packId === pack.id)
        .map(({ criterion, reason, raisedAt, outcome, answer, answeredAt }) => ({
          criterion,
          reason,
          raisedAt,
          outcome,
          answer,
          answeredAt,
        })),
    })),
    corrections: corrected.map(({ criterion, before, after, words, madeAt }) => ({
      criterion,
      before,
      after,
      words,
      madeAt,
    })),
    forum: markings.map(({ kind, how, markedAt, endedAt }) => ({ kind, how, markedAt, endedAt })),
    family: asked.map((one) => ({
      way: one.way,
      askedAt: one.askedAt,
      openUntil: one.openUntil,
      withdrawnAt: one.withdrawnAt,
      answeredAt: one.answeredAt,
      declinedAt: one.declinedAt,
      consent: one.consent,
      consentEndedAt: one.consentEndedAt,
      answers: one.questionnaire.questions.flatMap((q) => {
        const said = one.questionnaire.options.find((o) => o.key === one.answers?.[q.key]);
        return said ? [{ question: q.text, answer: said.label }] : [];
      }),
      words: one.words,
    })),
  };
}
