import { and, asc, desc, eq, gt, isNull, or } from "drizzle-orm";
import { problemsInNotNeeded, workingDaysAfter } from "#audits/feedback/life.ts";
import {
  agencyOf,
  type PackEdit,
  packToSend,
  problemsInPack,
  RECEIVER_LABELS,
  type Receiver,
  receiversOf,
  withEdit,
} from "#audits/feedback/pack.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { type PackKey, type PackRow, packRow, type PackVerdict, proposedPack, signedOffPlan } from "./feedback.ts";
import type { Cockpit } from "./moderations.ts";
import { settingOf } from "./settings.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** Reviewing a pack and sending it: whom it can go to, drafts, what leaves, and packs that are not needed. */

type Problem = { field: string; sentence: string };
const event = eventOn("feedback_pack");

// ---- Whom it can go to ------------------------------------------------------------------------------------------------

export type Addressee = { value: string; label: string; people: { id: string; name: string; email: string }[] };

/**
 * Whom a pack can be sent to now: for the plan writer whoever has the code of the case files, else any plan writer; for a
 * service each organisation in which somebody manages such a service.
 */
export async function addresseesFor(
  db: Db,
  receiver: Receiver,
  writerRef: string | null,
  now: Date,
): Promise<Addressee[]> {
  const { people, memberships, organisations } = db.tables;
  const agency = agencyOf(receiver);
  const rows = await db
    .select({ person: people, membership: memberships, organisation: organisations })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .where(
      and(
        eq(memberships.role, agency ? "service_manager" : "plan_writer"),
        agency ? eq(memberships.agency, agency) : undefined,
        or(isNull(memberships.endsAt), gt(memberships.endsAt, now)),
      ),
    )
    .orderBy(asc(organisations.name), asc(people.name));
  const person = ({ person: p }: (typeof rows)[number]) => ({ id: p.id, name: p.name, email: p.email });
  if (agency) {
    const places = new Map(rows.map((r) => [r.organisation.id, r.organisation.name]));
    return [...places].map(([id, name]) => {
      const own = rows.filter((r) => r.organisation.id === id).map(person);
      return { value: `org:${id}`, label: `${name} (${own.map((p) => p.name).join(", ")})`, people: own };
    });
  }
  const writers = rows.filter((r) => writerRef !== null && r.membership.writerRef === writerRef);
  if (writers.length) {
    const own = writers.map(person);
    const label = `${own.map((p) => p.name).join(", ")}, who wrote the plan (${writerRef})`;
    return [{ value: "writer", label, people: own }];
  }
  return rows
    .filter((r, i) => rows.findIndex((o) => o.person.id === r.person.id) === i)
    .map((r) => ({
      value: `person:${r.person.id}`,
      label: `${r.person.name}, ${r.organisation.name}`,
      people: [person(r)],
    }));
}

// ---- Reviewing and sending --------------------------------------------------------------------------------------------

export type SendResult =
  | { ok: true; id: string; to: Addressee["people"] }
  | { ok: false; why: "gone" }
  | { ok: false; why: "problems"; problems: Problem[] };

/**
 * Keeps what the lead made of a pack, as a draft for whoever saw it at `basedOn` (0: only proposed).
 * @throws NothingChanged when somebody else changed it since
 */
export async function savePack(
  store: Store,
  by: Actor,
  key: PackKey,
  edit: PackEdit,
  basedOn: number,
  at: Date,
): Promise<PackVerdict> {
  return store.transaction(async (tx): Promise<PackVerdict> => {
    const kept = await keepDraft(tx, by, key, edit, basedOn, at, false);
    return kept.ok ? { ok: true } : kept;
  });
}

type Kept = { ok: true; row: PackRow; cockpit: Cockpit } | Extract<PackVerdict, { ok: false }>;

async function keepDraft(
  tx: Tx,
  by: Actor,
  key: PackKey,
  edit: PackEdit,
  basedOn: number,
  at: Date,
  sending: boolean,
): Promise<Kept> {
  const cockpit = await signedOffPlan(tx, key);
  if (!cockpit) return { ok: false, why: "gone" };
  const { asked, sampled } = cockpit;
  if (!receiversOf(asked, sampled.snapshot.settingType).includes(key.receiver)) return { ok: false, why: "gone" };
  const before = await packRow(tx, key);
  if (before?.sentAt)
    return {
      ok: false,
      why: "problems",
      problems: [{ field: "criteria", sentence: "This pack was sent meanwhile, so it stays as it is" }],
    };
  const content = withEdit(before?.content ?? proposedPack(cockpit, key.receiver), edit);
  const problems = problemsInPack(content, sending);
  if (problems.length) return { ok: false, why: "problems", problems };
  const { feedbackPacks: p } = tx.tables;
  const values = { content, draftedBy: by.id, draftedAt: at, notNeeded: null, notNeededAt: null, version: basedOn + 1 };
  const rows =
    basedOn === 0
      ? await tx
          .insert(p)
          .values({ id: newId("fbp"), sampledCaseId: sampled.id, receiver: key.receiver, ...values })
          .onConflictDoNothing()
          .returning()
      : await tx
          .update(p)
          .set(values)
          .where(
            and(
              eq(p.sampledCaseId, sampled.id),
              eq(p.receiver, key.receiver),
              eq(p.version, basedOn),
              isNull(p.sentAt),
            ),
          )
          .returning();
  const row = one(rows);
  const about = `${sampled.snapshot.reference} for: ${RECEIVER_LABELS[key.receiver].toLowerCase()}`;
  const sentence = `${by.name} reviewed the feedback on ${about}.`;
  await record(tx, event(by, "feedback.drafted", row.id, sentence), at);
  return { ok: true, row, cockpit };
}

/** Sends a pack: only what was chosen leaves, and it stays as it was sent. @throws NothingChanged when it changed meanwhile */
export async function sendPack(
  store: Store,
  by: Actor,
  key: PackKey,
  edit: PackEdit,
  to: string,
  basedOn: number,
  at: Date,
): Promise<SendResult> {
  return store
    .transaction(async (tx): Promise<SendResult> => {
      const kept = await keepDraft(tx, by, key, edit, basedOn, at, true);
      if (!kept.ok) return kept;
      const { row, cockpit } = kept;
      const { planWriterRef, reference } = cockpit.sampled.snapshot;
      const addressee = (await addresseesFor(tx, key.receiver, planWriterRef, at)).find((a) => a.value === to);
      if (!addressee) throw new NobodyToSendTo();
      const { value: setting } = await settingOf(tx, "feedback");
      const auditors = setting.showAuditors ? cockpit.auditors.map((a) => a.name) : null;
      const { feedbackPacks: p } = tx.tables;
      one(
        await tx
          .update(p)
          .set({
            content: packToSend(row.content, auditors),
            writerRef: to === "writer" ? planWriterRef : null,
            personId: to.startsWith("person:") ? to.slice("person:".length) : null,
            organisationId: to.startsWith("org:") ? to.slice("org:".length) : null,
            sentBy: by.id,
            sentAt: at,
            replyBy: workingDaysAfter(at, setting.replyDays),
            version: row.version + 1,
          })
          .where(and(eq(p.id, row.id), eq(p.version, row.version), isNull(p.sentAt)))
          .returning(),
      );
      const sentence = `${by.name} sent the feedback on ${reference} to: ${RECEIVER_LABELS[key.receiver].toLowerCase()}.`;
      await record(tx, event(by, "feedback.sent", row.id, sentence), at);
      return { ok: true, id: row.id, to: addressee.people };
    })
    .catch((error: unknown): SendResult => {
      if (!(error instanceof NobodyToSendTo)) throw error;
      return { ok: false, why: "problems", problems: [{ field: "to", sentence: "Choose whom the pack goes to" }] };
    });
}

/** Ends the transaction of a sending that has nobody to go to. */
class NobodyToSendTo extends Error {
  override name = "NobodyToSendTo";
}

/** Records that no pack goes out to this receiver, and why. @throws NothingChanged when it changed meanwhile */
export async function leaveOutPack(
  store: Store,
  by: Actor,
  key: PackKey,
  reason: string,
  basedOn: number,
  at: Date,
): Promise<PackVerdict> {
  const problems = problemsInNotNeeded(reason);
  if (problems.length) return { ok: false, why: "problems", problems };
  return store.transaction(async (tx): Promise<PackVerdict> => {
    const cockpit = await signedOffPlan(tx, key);
    if (!cockpit) return { ok: false, why: "gone" };
    const { sampled, asked } = cockpit;
    if (!receiversOf(asked, sampled.snapshot.settingType).includes(key.receiver)) return { ok: false, why: "gone" };
    const { feedbackPacks: p } = tx.tables;
    const values = { notNeeded: reason.trim(), notNeededAt: at, version: basedOn + 1 };
    const rows =
      basedOn === 0
        ? await tx
            .insert(p)
            .values({
              id: newId("fbp"),
              sampledCaseId: sampled.id,
              receiver: key.receiver,
              content: proposedPack(cockpit, key.receiver),
              draftedBy: by.id,
              draftedAt: at,
              ...values,
            })
            .onConflictDoNothing()
            .returning()
        : await tx
            .update(p)
            .set(values)
            .where(
              and(
                eq(p.sampledCaseId, sampled.id),
                eq(p.receiver, key.receiver),
                eq(p.version, basedOn),
                isNull(p.sentAt),
              ),
            )
            .returning();
    const row = one(rows);
    const sentence = `${by.name} decided that no feedback on ${sampled.snapshot.reference} goes to: ${RECEIVER_LABELS[key.receiver].toLowerCase()}.`;
    await record(tx, event(by, "feedback.not_needed", row.id, sentence), at);
    return { ok: true };
  });
}

/** Who sent a pack, and whoever reads it now: whom a mail tells that something waits. */
export async function peopleOfPack(db: Db, packId: string, now: Date) {
  const { feedbackPacks: p, people, sampledCases } = db.tables;
  const [found] = await db
    .select({ row: p, sender: people, snapshot: sampledCases.snapshot })
    .from(p)
    .innerJoin(people, eq(people.id, p.sentBy))
    .innerJoin(sampledCases, eq(sampledCases.id, p.sampledCaseId))
    .where(eq(p.id, packId))
    .orderBy(desc(p.sentAt));
  if (!found) return null;
  const { row, sender } = found;
  const to = row.organisationId ? `org:${row.organisationId}` : row.personId ? `person:${row.personId}` : "writer";
  const list = await addresseesFor(db, row.receiver, row.writerRef ?? null, now);
  return {
    sender: { id: sender.id, name: sender.name, email: sender.email },
    readers: list.find((a) => a.value === to)?.people ?? [],
  };
}
