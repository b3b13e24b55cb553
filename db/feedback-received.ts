import { and, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { AMENDED, type PackFacts, problemsInDispute, problemsInReply, type Reply } from "#audits/feedback/life.ts";
import { type Actor, feedbackScope } from "#audits/people/permissions.ts";
import {
  addresseeOf,
  type CorrectionShown,
  correctionsOf,
  type DisputeRow,
  disputesOf,
  factsOfPacks,
  type PackRow,
  type ReplyRow,
  repliesOf,
} from "./feedback.ts";
import type { CaseSnapshot } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** Feedback packs on the receiver's side. Every query carries who may read: sent, and sent to this person's code, name or service. */

const event = eventOn("feedback_pack");

/** The packs that were sent to this person, as a condition. Nobody's pack is anybody else's. */
function sentTo(db: Db | Tx, reader: Actor): SQL {
  const { feedbackPacks: p } = db.tables;
  const { writes, writerRefs, services } = feedbackScope(reader);
  const own = writes
    ? [
        and(
          eq(p.receiver, "plan_writer"),
          or(eq(p.personId, reader.id), writerRefs.length ? inArray(p.writerRef, writerRefs) : undefined),
        ),
      ]
    : [];
  const managed = services.map((s) => and(eq(p.receiver, s.agency), eq(p.organisationId, s.organisationId)));
  const any = or(...own, ...managed);
  return (any ? and(isNotNull(p.sentAt), any) : sql`1 = 0`) as SQL;
}

export type ReceivedPack = {
  row: PackRow;
  snapshot: CaseSnapshot;
  cycle: string;
  facts: PackFacts;
};

async function rowsFor(db: Db | Tx, reader: Actor, packId: string | null) {
  const { feedbackPacks: p, sampledCases, cycles } = db.tables;
  const own = sentTo(db, reader);
  return db
    .select({ row: p, snapshot: sampledCases.snapshot, cycle: cycles.title })
    .from(p)
    .innerJoin(sampledCases, eq(sampledCases.id, p.sampledCaseId))
    .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
    .where(packId === null ? own : and(own, eq(p.id, packId)))
    .orderBy(desc(p.sentAt));
}

/** Every pack that was sent to this person, newest first. */
export async function packsSentTo(db: Db, reader: Actor): Promise<ReceivedPack[]> {
  const rows = await rowsFor(db, reader, null);
  const facts = await factsOfPacks(
    db,
    rows.map((r) => r.row),
  );
  return rows.map((r) => ({ ...r, facts: facts.get(r.row.id) as PackFacts }));
}

export type OpenPack = ReceivedPack & {
  to: string;
  replies: (ReplyRow & { by: string })[];
  disputes: (DisputeRow & { by: string })[];
  /** What disputes of this very pack changed. */
  corrections: CorrectionShown[];
};

/** One pack that was sent to this person; null for every other, sent or not. */
export async function packSentTo(db: Db, reader: Actor, packId: string): Promise<OpenPack | null> {
  const [found] = await rowsFor(db, reader, packId);
  if (!found) return null;
  const facts = (await factsOfPacks(db, [found.row])).get(packId) as PackFacts;
  const disputes = await disputesOf(db, packId);
  const corrections = (await correctionsOf(db, [found.row.sampledCaseId])).filter((c) =>
    disputes.some((d) => d.id === c.disputeId),
  );
  return {
    ...found,
    facts,
    to: await addresseeOf(db, found.row),
    replies: await repliesOf(db, packId),
    disputes,
    corrections,
  };
}

/** Notes the first look of somebody to whom a pack was sent: the receipt. Later looks stand in the trail as views. */
export async function noteReceipt(store: Store, reader: Actor, packId: string, at: Date): Promise<void> {
  const seen = await packSentTo(store.db, reader, packId);
  if (!seen || seen.row.readAt) return;
  await store.transaction(async (tx) => {
    const { feedbackPacks: p } = tx.tables;
    const rows = await tx
      .update(p)
      .set({ readAt: at, readBy: reader.id })
      .where(and(eq(p.id, packId), isNull(p.readAt), sentTo(tx, reader)))
      .returning();
    // Two windows that open at once are one receipt.
    if (rows.length !== 1) return;
    const sentence = `${reader.name} read the feedback on ${seen.snapshot.reference}.`;
    await record(tx, event(reader, "feedback.read", packId, sentence), at);
  });
}

type Problem = { field: string; sentence: string };
export type ReceiverVerdict =
  | { ok: true; packId: string }
  | { ok: false; why: "gone" }
  | { ok: false; why: "problems"; problems: Problem[] };

/** Keeps a reply to a pack that was sent to this person. A later reply adds to it. */
export async function replyToPack(
  store: Store,
  reader: Actor,
  packId: string,
  reply: Reply,
  at: Date,
): Promise<ReceiverVerdict> {
  const problems = problemsInReply(reply);
  const amended = AMENDED.find((a) => a === reply.amended);
  return store.transaction(async (tx): Promise<ReceiverVerdict> => {
    const pack = await openFor(tx, reader, packId);
    if (!pack) return { ok: false, why: "gone" };
    if (problems.length || !amended) return { ok: false, why: "problems", problems };
    await hold(tx, reader, pack.row);
    await tx.insert(tx.tables.feedbackReplies).values({
      id: newId("fbr"),
      packId,
      words: reply.words.trim(),
      amended,
      amendedOn: amended === "no" ? null : reply.amendedOn,
      repliedBy: reader.id,
      repliedAt: at,
    });
    const sentence = `${reader.name} replied to the feedback on ${pack.snapshot.reference}.`;
    await record(tx, event(reader, "feedback.replied", packId, sentence), at);
    return { ok: true, packId };
  });
}

/** Disputes a level of a pack that was sent to this person, once for each criterion. */
export async function disputeLevel(
  store: Store,
  reader: Actor,
  packId: string,
  given: { criterion: string; reason: string },
  at: Date,
): Promise<ReceiverVerdict> {
  const problems = problemsInDispute(given.reason);
  return store.transaction(async (tx): Promise<ReceiverVerdict> => {
    const pack = await openFor(tx, reader, packId);
    if (!pack) return { ok: false, why: "gone" };
    const line = pack.row.content.lines.find((l) => l.criterion === given.criterion);
    if (!line) problems.push({ field: "criterion", sentence: "Choose the level that you dispute" });
    else if ((await disputesOf(tx, packId)).some((d) => d.criterion === given.criterion))
      problems.push({ field: "criterion", sentence: `${given.criterion} was disputed already` });
    if (problems.length) return { ok: false, why: "problems", problems };
    await hold(tx, reader, pack.row);
    await tx.insert(tx.tables.feedbackDisputes).values({
      id: newId("fbd"),
      packId,
      criterion: given.criterion,
      reason: given.reason.trim(),
      raisedBy: reader.id,
      raisedAt: at,
    });
    const sentence = `${reader.name} disputed ${given.criterion} of ${pack.snapshot.reference}.`;
    await record(tx, event(reader, "feedback.disputed", packId, sentence), at);
    return { ok: true, packId };
  });
}

/** A pack of this person that is not resolved. */
async function openFor(tx: Tx, reader: Actor, packId: string) {
  const [found] = await rowsFor(tx, reader, packId);
  return found && !found.row.resolvedAt ? found : null;
}

/** Holds a pack against its version, so that it cannot be resolved at the same moment. @throws NothingChanged when it was */
async function hold(tx: Tx, reader: Actor, row: PackRow): Promise<void> {
  const { feedbackPacks: p } = tx.tables;
  one(
    await tx
      .update(p)
      .set({ version: row.version + 1 })
      .where(and(eq(p.id, row.id), eq(p.version, row.version), isNull(p.resolvedAt), sentTo(tx, reader)))
      .returning(),
  );
}
