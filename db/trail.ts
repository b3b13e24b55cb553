import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import { dayOf } from "#audits/dates.ts";
import {
  CHAIN_START,
  EVENT_FORMAT,
  type EventKind,
  eventText,
  eventTextWithNames,
  type KeptEvent,
  type NamedPerson,
  type TrailEvent,
} from "#audits/trail/events.ts";
import { namesIn, withTokens } from "#audits/trail/names.ts";
import { prepared, type Slots } from "./engine/prepared.ts";
import type { Tables } from "./schema.ts";
import { type Db, type Store, together, type Tx } from "./store.ts";
import { actorToken, inWords, namesOfEvent } from "./trail-names.ts";

export type EventRow = Tables["trail"]["$inferSelect"];
/** An event with names in words. */
export type RecordedEvent = EventRow;

/**
 * Makes the events on one kind of thing: who did what to which of them, and the sentence that says so. Whoever else is
 * named in the sentence is listed in `people`, so that their name, too, can be taken out when they have long left.
 */
export const eventOn =
  (subjectKind: string) =>
  (
    by: { id: string | null; name: string },
    kind: EventKind,
    subjectId: string,
    sentence: string,
    people: readonly NamedPerson[] = [],
  ): TrailEvent => ({
    kind,
    actorId: by.id,
    actorName: by.name,
    subjectKind,
    subjectId,
    sentence,
    people,
  });

const lastEvent = prepared((tx: Tx) =>
  tx.select().from(tx.tables.trail).orderBy(desc(tx.tables.trail.position)).limit(1),
);

const addEvent = prepared((tx: Tx, event: Slots<NewEvent>) => tx.insert(tx.tables.trail).values(event));
type NewEvent = KeptEvent & Pick<EventRow, "position" | "at" | "format" | "previousHash" | "hash">;

/**
 * Adds an event to the end of the chain, in the caller's transaction: the change and its event stand or fall together.
 * The names of the actor and of `people` are put apart from what is hashed. The first event of a day anchors the day before.
 */
export async function record(tx: Tx, event: TrailEvent, at: Date): Promise<void> {
  const [[last], names] = await together(lastEvent(tx, {}), namesOfEvent(tx, event));
  if (last && dayOf(last.at) < dayOf(at)) await anchorDay(tx, last);
  const kept: KeptEvent = {
    kind: event.kind,
    actorId: event.actorId,
    actorName: actorToken(event, names),
    subjectKind: event.subjectKind,
    subjectId: event.subjectId,
    sentence: withTokens(event.sentence, names),
  };
  const position = (last?.position ?? 0) + 1;
  const previousHash = last?.hash ?? CHAIN_START;
  const commitments = new Map(names.map((n) => [n.id, n.commitment]));
  const row = { ...kept, position, at, format: EVENT_FORMAT };
  const hash = hashOf(row, previousHash, commitments) as string;
  await addEvent(tx, { ...row, previousHash, hash });
}

async function anchorDay(tx: Tx, last: EventRow): Promise<void> {
  const { anchors } = tx.tables;
  const day = dayOf(last.at);
  const earlier = await tx.select().from(anchors).where(eq(anchors.day, day));
  if (earlier.length === 0) await tx.insert(anchors).values({ day, position: last.position, hash: last.hash });
}

/** Records that a backup was made, with the file's SHA-256, so that a copy can be told from a forgery. */
export async function noteBackup(
  store: Store,
  by: { id: string | null; name: string },
  file: string,
  sha256: string,
  at: Date,
): Promise<void> {
  const sentence = `${by.name} made the backup ${file}, SHA-256 ${sha256}.`;
  await store.transaction((tx) => record(tx, eventOn("backup")(by, "backup.made", file, sentence), at));
}

/** Records that a backup was let go by the rule or removed. */
export async function noteBackupRemoved(
  store: Store,
  by: { id: string | null; name: string },
  file: string,
  at: Date,
): Promise<void> {
  const sentence = `${by.name} removed the backup ${file}.`;
  await store.transaction((tx) => record(tx, eventOn("backup")(by, "backup.removed", file, sentence), at));
}

/** What is hashed of an event, as text, so that anybody can repeat it; null when a name's commitment is missing. */
export function hashedText(
  row: Omit<EventRow, "hash" | "previousHash">,
  previousHash: string,
  commitments: ReadonlyMap<string, string>,
): string | null {
  const at = row.at.toISOString();
  if (row.format === 1) return eventText(row, row.position, at, previousHash);
  const found = namesIn(`${row.actorName} ${row.sentence}`).map((id) => commitments.get(id));
  if (found.some((c) => c === undefined)) return null;
  return eventTextWithNames(row, row.position, at, previousHash, found as string[]);
}

/** The checksum of an event; null when a name's commitment is missing. */
export function hashOf(...of: Parameters<typeof hashedText>): string | null {
  const text = hashedText(...of);
  return text === null ? null : createHash("sha256").update(text, "utf8").digest("hex");
}

// ---- Views ------------------------------------------------------------------------------------------------------------

/** A view of the same thing by the same person within this time is the same view. */
export const SAME_VIEW_MINUTES = 10;

export type Viewed = { kind: string; id: string };

/**
 * Records that somebody looked at case-level data, once in ten minutes for each thing: a score sheet with forty pages is
 * one view. The sentence follows the name: "looked at …".
 */
export async function recordView(
  store: Store,
  by: { id: string; name: string },
  of: Viewed,
  what: string,
  at: Date,
): Promise<void> {
  const since = new Date(at.getTime() - SAME_VIEW_MINUTES * 60_000);
  if (await seenSince(store.db, by.id, of, since)) return;
  await store.transaction(async (tx) => {
    // Two pages that open at once are one view as well.
    if (await seenSince(tx, by.id, of, since)) return;
    await record(tx, eventOn(of.kind)(by, "case.viewed", of.id, `${by.name} looked at ${what}.`), at);
  });
}

async function seenSince(db: Db, personId: string, of: Viewed, since: Date): Promise<boolean> {
  const { trail } = db.tables;
  const rows = await db
    .select({ position: trail.position })
    .from(trail)
    .where(
      and(
        eq(trail.actorId, personId),
        gt(trail.at, since),
        eq(trail.kind, "case.viewed"),
        eq(trail.subjectKind, of.kind),
        eq(trail.subjectId, of.id),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Records that something leaves as a file, before it does. */
export async function recordDownload(store: Store, event: TrailEvent, at: Date): Promise<void> {
  await store.transaction((tx) => record(tx, event, at));
}

// ---- Reading ----------------------------------------------------------------------------------------------------------

/** The latest events, newest first, a page of 50. */
export async function latestEvents(db: Db, page: number): Promise<{ events: RecordedEvent[]; total: number }> {
  const { trail } = db.tables;
  const [{ total } = { total: 0 }] = await db.select({ total: count() }).from(trail);
  const events = await db
    .select()
    .from(trail)
    .orderBy(desc(trail.position))
    .limit(50)
    .offset((page - 1) * 50);
  return { events: await inWords(db, events), total };
}

/** Events about one subject, oldest first. */
export async function eventsAbout(db: Db, subjectKind: string, subjectId: string): Promise<RecordedEvent[]> {
  const { trail } = db.tables;
  const rows = await db
    .select()
    .from(trail)
    .where(and(eq(trail.subjectKind, subjectKind), eq(trail.subjectId, subjectId)))
    .orderBy(asc(trail.position));
  return inWords(db, rows);
}

/** One event as people read it and as it is hashed, with its neighbours; null when there is none of this number. */
export async function eventAt(db: Db, position: number) {
  const { trail, trailNames } = db.tables;
  const [row] = await db.select().from(trail).where(eq(trail.position, position));
  if (!row) return null;
  const ids = namesIn(`${row.actorName} ${row.sentence}`);
  const names = (await db.select().from(trailNames)).filter((n) => ids.includes(n.id));
  const commitments = new Map(names.map((n) => [n.id, n.commitment]));
  const [next] = await db.select({ position: trail.position }).from(trail).where(gt(trail.position, position)).limit(1);
  const [before] = await db
    .select({ hash: trail.hash })
    .from(trail)
    .where(lt(trail.position, position))
    .orderBy(desc(trail.position))
    .limit(1);
  const [event] = await inWords(db, [row]);
  return {
    event: event as RecordedEvent,
    text: hashedText(row, row.previousHash, commitments),
    fits: row.hash === hashOf(row, row.previousHash, commitments) && row.previousHash === (before?.hash ?? CHAIN_START),
    hasNext: next !== undefined,
  };
}
