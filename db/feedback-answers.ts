import { and, eq, isNull } from "drizzle-orm";
import {
  DISPUTE_OUTCOMES,
  type DisputeOutcome,
  problemsInAnswer,
  problemsInResolution,
} from "#audits/feedback/life.ts";
import { RECEIVER_LABELS } from "#audits/feedback/pack.ts";
import { textFromScore } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { criterionOf, levelsOf } from "#audits/rubric/document.ts";
import { correctionsOf, disputesOf, type PackKey, packRow, type PackVerdict, signedOffPlan } from "./feedback.ts";
import type { Cockpit } from "./moderations.ts";
import { newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** What the lead does about what came back: disputes are answered, and packs come to an end. */

const event = eventOn("feedback_pack");

// ---- What came back ---------------------------------------------------------------------------------------------------

export type DisputeAnswer = { outcome: string; words: string; after: string | null };

/**
 * Answers a dispute. One that is upheld leaves a correction or a note beside the moderation, which stays as it was signed
 * off. @throws NothingChanged when it was answered meanwhile
 */
export async function answerDispute(
  store: Store,
  by: Actor,
  key: PackKey,
  disputeId: string,
  answer: DisputeAnswer,
  at: Date,
): Promise<PackVerdict> {
  return store.transaction(async (tx): Promise<PackVerdict> => {
    const { feedbackDisputes: d, feedbackPacks: p, corrections } = tx.tables;
    const pack = await packRow(tx, key);
    const cockpit = await signedOffPlan(tx, key);
    const [dispute] = pack
      ? await tx
          .select({ row: d })
          .from(d)
          .innerJoin(p, eq(p.id, d.packId))
          .where(and(eq(d.id, disputeId), eq(d.packId, pack.id)))
      : [];
    if (!pack || !cockpit || !dispute) return { ok: false, why: "gone" };
    const { criterion } = dispute.row;
    const levels = levelsOf(cockpit.rubric, criterionOf(cockpit.rubric, criterion)).map((l) => String(l.value));
    const before = await scoreThatHolds(tx, cockpit, criterion);
    const after = answer.outcome === "corrected" ? answer.after : null;
    const problems = problemsInAnswer({ ...answer, after, before, levels });
    const outcome = DISPUTE_OUTCOMES.find((o): o is DisputeOutcome => o === answer.outcome);
    if (problems.length || !outcome) return { ok: false, why: "problems", problems };
    one(
      await tx
        .update(d)
        .set({ outcome, answer: answer.words.trim(), answeredBy: by.id, answeredAt: at })
        .where(and(eq(d.id, disputeId), eq(d.packId, pack.id), isNull(d.answeredAt)))
        .returning(),
    );
    const { reference } = cockpit.sampled.snapshot;
    const said = { corrected: "upheld it", noted: "upheld it in part", stands: "did not uphold it" }[outcome];
    const sentence = `${by.name} answered the dispute over ${criterion} of ${reference}, and ${said}.`;
    await record(tx, event(by, "feedback.answered", pack.id, sentence), at);
    if (outcome !== "stands") {
      const row = { id: newId("cor"), sampledCaseId: cockpit.sampled.id, criterion, before, after };
      await tx.insert(corrections).values({ ...row, words: answer.words.trim(), disputeId, madeBy: by.id, madeAt: at });
      const what = after === null ? "a note on" : "a corrected level of";
      const told = `${by.name} recorded ${what} ${criterion} of ${reference}, beside what the panel signed off.`;
      await record(tx, eventOn("sampled_case")(by, "moderation.corrected", cockpit.sampled.id, told), at);
    }
    return { ok: true };
  });
}

/** The score of a criterion as it was signed off, or as the last correction left it. */
async function scoreThatHolds(tx: Tx, cockpit: Cockpit, criterion: string): Promise<string> {
  const own = (await correctionsOf(tx, [cockpit.sampled.id])).filter((c) => c.criterion === criterion);
  const result = (cockpit.row?.result as Cockpit["result"] | null) ?? cockpit.result;
  return own.findLast((c) => c.after !== null)?.after ?? textFromScore(result.scores[criterion] ?? null) ?? "";
}

/** Ends a pack, with how it ended. Not while a dispute waits. @throws NothingChanged when it was resolved meanwhile */
export async function resolvePack(
  store: Store,
  by: Actor,
  key: PackKey,
  words: string,
  at: Date,
): Promise<PackVerdict> {
  const problems = problemsInResolution(words);
  if (problems.length) return { ok: false, why: "problems", problems };
  return store.transaction(async (tx): Promise<PackVerdict> => {
    const pack = await packRow(tx, key);
    const cockpit = await signedOffPlan(tx, key);
    if (!pack?.sentAt || !cockpit) return { ok: false, why: "gone" };
    const waiting = (await disputesOf(tx, pack.id)).filter((d) => d.answeredAt === null).length;
    if (waiting) {
      const sentence = "Answer the dispute first: whoever raised it waits for you";
      return { ok: false, why: "problems", problems: [{ field: "resolution", sentence }] };
    }
    const { feedbackPacks: p } = tx.tables;
    one(
      await tx
        .update(p)
        .set({ resolution: words.trim(), resolvedBy: by.id, resolvedAt: at, version: pack.version + 1 })
        .where(and(eq(p.id, pack.id), eq(p.version, pack.version), isNull(p.resolvedAt)))
        .returning(),
    );
    const about = `${cockpit.sampled.snapshot.reference} for: ${RECEIVER_LABELS[key.receiver].toLowerCase()}`;
    await record(tx, event(by, "feedback.resolved", pack.id, `${by.name} resolved the feedback on ${about}.`), at);
    return { ok: true };
  });
}
