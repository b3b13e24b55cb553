import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { gradeWithCorrections } from "#audits/feedback/correction.ts";
import { NO_PACK, type PackFacts } from "#audits/feedback/life.ts";
import {
  asksFor,
  type PackContent,
  proposePack,
  RECEIVER_LABELS,
  type Receiver,
  receiversOf,
} from "#audits/feedback/pack.ts";
import { sheetOfPlan } from "./audits.ts";
import { cycleOf, type SampledCase, sampleOf } from "./cycles.ts";
import { isAnyOf } from "./engine/sql.ts";
import { type Cockpit, cockpitOf } from "./moderations.ts";
import { rubricOf } from "./rubrics.ts";
import type { Tables } from "./schema.ts";
import type { Db } from "./store.ts";

/** Feedback packs on the lead's side: proposed for every plan that is signed off, reviewed, sent, disputed, resolved. */

export type PackRow = Tables["feedbackPacks"]["$inferSelect"];
export type ReplyRow = Tables["feedbackReplies"]["$inferSelect"];
export type DisputeRow = Tables["feedbackDisputes"]["$inferSelect"];
type Problem = { field: string; sentence: string };
export type PackVerdict =
  | { ok: true }
  | { ok: false; why: "gone" }
  | { ok: false; why: "problems"; problems: Problem[] };

/** The facts of packs from which their state is told, by pack. */
export async function factsOfPacks(db: Db, rows: readonly PackRow[]): Promise<Map<string, PackFacts>> {
  const { feedbackReplies, feedbackDisputes } = db.tables;
  const ids = rows.map((r) => r.id);
  const replies = await db
    .select({ packId: feedbackReplies.packId, at: feedbackReplies.repliedAt })
    .from(feedbackReplies)
    .where(isAnyOf(feedbackReplies.packId, ids))
    .orderBy(asc(feedbackReplies.repliedAt));
  const disputes = await db
    .select({ packId: feedbackDisputes.packId })
    .from(feedbackDisputes)
    .where(and(isAnyOf(feedbackDisputes.packId, ids), isNull(feedbackDisputes.answeredAt)));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        draftedAt: row.draftedAt,
        sentAt: row.sentAt,
        replyBy: row.replyBy,
        readAt: row.readAt,
        repliedAt: replies.findLast((r) => r.packId === row.id)?.at ?? null,
        resolvedAt: row.resolvedAt,
        notNeededAt: row.notNeededAt,
        openDisputes: disputes.filter((d) => d.packId === row.id).length,
      },
    ]),
  );
}

/**
 * Every plan of a cycle that is signed off, or was when a pack left, with the packs that it has or is proposed, and what
 * receivers said of the plan.
 */
export async function packsOfCycle(db: Db, cycleId: string) {
  const { moderations, feedbackPacks, feedbackReplies } = db.tables;
  const cycle = await cycleOf(db, cycleId);
  const rubric = cycle && (await rubricOf(db, cycle.rubricId));
  if (!cycle || !rubric) return [];
  const sample = await sampleOf(db, cycleId);
  const ids = sample.map((s) => s.id);
  const signed = await db
    .select({ id: moderations.sampledCaseId, at: moderations.signedOffAt })
    .from(moderations)
    .where(and(isAnyOf(moderations.sampledCaseId, ids), isNotNull(moderations.signedOffAt)));
  const rows = await db.select().from(feedbackPacks).where(isAnyOf(feedbackPacks.sampledCaseId, ids));
  const facts = await factsOfPacks(db, rows);
  const replies = await db
    .select()
    .from(feedbackReplies)
    .where(
      isAnyOf(
        feedbackReplies.packId,
        rows.map((r) => r.id),
      ),
    )
    .orderBy(asc(feedbackReplies.repliedAt));
  return sample.flatMap((sampled) => {
    const signedOffAt = signed.find((m) => m.id === sampled.id)?.at ?? null;
    const left = rows.filter((r) => r.sampledCaseId === sampled.id && r.sentAt !== null);
    if (!signedOffAt && left.length === 0) return [];
    const { asked } = sheetOfPlan(rubric.document, cycle, sampled, "all");
    const packs = receiversOf(asked, sampled.snapshot.settingType).map((receiver) => {
      const row = rows.find((r) => r.sampledCaseId === sampled.id && r.receiver === receiver) ?? null;
      const reply = row && (replies.findLast((r) => r.packId === row.id) ?? null);
      return { receiver, id: row?.id ?? null, facts: (row && facts.get(row.id)) ?? NO_PACK, reply };
    });
    // Until the plan is signed off again, nothing more is proposed of it.
    const shown = signedOffAt ? packs : packs.filter((p) => left.some((row) => row.id === p.id));
    return [{ sampled, signedOffAt, packs: shown }];
  });
}

export type PackKey = { cycleId: string; sampledId: string; receiver: Receiver };

/** One pack as the lead sees it: as it is proposed, as a draft, or as it was sent with everything that came back. */
export type LeadPack = {
  sampled: SampledCase;
  cockpit: Cockpit;
  row: PackRow | null;
  facts: PackFacts;
  content: PackContent;
  /** What could be asked, in the rubric's words. */
  asks: string[];
  replies: (ReplyRow & { by: string })[];
  disputes: (DisputeRow & { by: string })[];
  corrections: CorrectionShown[];
  grades: ReturnType<typeof gradeWithCorrections>;
  sentTo: string | null;
  /** Sent, and the sign-off of its plan was taken back since. */
  takenBack: boolean;
};

/**
 * Null when there is no such plan, nobody of this kind has a part in it, or it is not signed off; what was sent before a
 * sign-off was taken back stays to be read.
 */
export async function leadPack(db: Db, key: PackKey): Promise<LeadPack | null> {
  const verdict = await cockpitOf(db, key.cycleId, key.sampledId);
  if (!verdict.ok) return null;
  const { cockpit } = verdict;
  const row = await packRow(db, key);
  const takenBack = !cockpit.row?.signedOffAt;
  if (takenBack && !row?.sentAt) return null;
  const { sampled, asked, rubric, cycle } = cockpit;
  const result = (cockpit.row?.result as Cockpit["result"] | null) ?? cockpit.result;
  if (!receiversOf(asked, sampled.snapshot.settingType).includes(key.receiver)) return null;
  const facts = row ? (await factsOfPacks(db, [row])).get(row.id) : undefined;
  const content = row?.content ?? proposedPack(cockpit, key.receiver);
  const corrections = await correctionsOf(db, [sampled.id]);
  return {
    sampled,
    cockpit,
    row,
    facts: facts ?? NO_PACK,
    content,
    asks: asksFor(rubric, result, content.lines),
    replies: row ? await repliesOf(db, row.id) : [],
    disputes: row ? await disputesOf(db, row.id) : [],
    corrections,
    grades: gradeWithCorrections(rubric, asked, result, corrections, cycle.limitsMode),
    sentTo: row?.sentAt ? await addresseeOf(db, row) : null,
    takenBack,
  };
}

/** The plan of a pack as the panel signed it off; null while it has not. */
export async function signedOffPlan(db: Db, { cycleId, sampledId }: PackKey): Promise<Cockpit | null> {
  const verdict = await cockpitOf(db, cycleId, sampledId);
  return verdict.ok && verdict.cockpit.row?.signedOffAt ? verdict.cockpit : null;
}

/** The kept row of a pack, draft or sent; null while it is only proposed. */
export async function packRow(db: Db, { sampledId, receiver }: PackKey): Promise<PackRow | null> {
  const { feedbackPacks: p } = db.tables;
  const [row] = await db
    .select()
    .from(p)
    .where(and(eq(p.sampledCaseId, sampledId), eq(p.receiver, receiver)));
  return row ?? null;
}

/** A pack as it is proposed from what the panel signed off. */
export function proposedPack(
  { rubric, asked, row, result, settled, auditors }: Cockpit,
  receiver: Receiver,
): PackContent {
  const kept = (row?.result as typeof result | null) ?? result;
  const panel = new Map([...settled].map(([key, s]) => [key, s.finding]));
  return proposePack({ rubric, asked, result: kept, panel, auditors: auditors.flatMap((a) => a.answers) }, receiver);
}

/** The replies to a pack, first to last, with who gave them. */
export async function repliesOf(db: Db, packId: string): Promise<(ReplyRow & { by: string })[]> {
  const { feedbackReplies: r, people } = db.tables;
  const rows = await db
    .select({ reply: r, by: people.name })
    .from(r)
    .innerJoin(people, eq(people.id, r.repliedBy))
    .where(eq(r.packId, packId))
    .orderBy(asc(r.repliedAt));
  return rows.map(({ reply, by }) => ({ ...reply, by }));
}

/** The disputes of a pack, first to last, with who raised them. */
export async function disputesOf(db: Db, packId: string): Promise<(DisputeRow & { by: string })[]> {
  const { feedbackDisputes: d, people } = db.tables;
  const rows = await db
    .select({ dispute: d, by: people.name })
    .from(d)
    .innerJoin(people, eq(people.id, d.raisedBy))
    .where(eq(d.packId, packId))
    .orderBy(asc(d.raisedAt));
  return rows.map(({ dispute, by }) => ({ ...dispute, by }));
}

export type CorrectionShown = Tables["corrections"]["$inferSelect"];

/** What disputes that were upheld have changed on these plans, beside what was signed off. */
export async function correctionsOf(db: Db, sampledIds: string[]): Promise<CorrectionShown[]> {
  const { corrections: c } = db.tables;
  return db.select().from(c).where(isAnyOf(c.sampledCaseId, sampledIds)).orderBy(asc(c.madeAt));
}

/** Whom a pack was sent to, in words. */
export async function addresseeOf(db: Db, row: PackRow): Promise<string> {
  const { organisations, people } = db.tables;
  if (row.organisationId) {
    const [found] = await db.select().from(organisations).where(eq(organisations.id, row.organisationId));
    return `${RECEIVER_LABELS[row.receiver]}, ${found?.name ?? ""}`;
  }
  const [person] = row.personId ? await db.select().from(people).where(eq(people.id, row.personId)) : [];
  return person ? `${person.name}, plan writer` : `Plan writer ${row.writerRef ?? ""}`;
}
