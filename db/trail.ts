import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, gt } from "drizzle-orm";
import { CHAIN_START, type EventKind, eventText, type TrailEvent } from "#audits/trail/events.ts";
import type { Db, Store, Tx } from "./store.ts";

export type RecordedEvent = TrailEvent & { position: number; at: Date; previousHash: string; hash: string };

/** Makes the events on one kind of thing: who did what to which of them, and the sentence that says so. */
export const eventOn =
  (subjectKind: string) =>
  (by: { id: string | null; name: string }, kind: EventKind, subjectId: string, sentence: string): TrailEvent => ({
    kind,
    actorId: by.id,
    actorName: by.name,
    subjectKind,
    subjectId,
    sentence,
  });

/** Adds an event to the end of the chain, in the caller's transaction: the change and its event stand or fall together. */
export async function record(tx: Tx, event: TrailEvent, at: Date): Promise<void> {
  const { trail } = tx.tables;
  const [last] = await tx.select().from(trail).orderBy(desc(trail.position)).limit(1);
  const position = (last?.position ?? 0) + 1;
  const previousHash = last?.hash ?? CHAIN_START;
  const hash = hashOf(event, position, at, previousHash);
  await tx.insert(trail).values({ ...event, position, at, previousHash, hash });
}

const hashOf = (event: TrailEvent, position: number, at: Date, previousHash: string) =>
  createHash("sha256")
    .update(eventText(event, position, at.toISOString(), previousHash), "utf8")
    .digest("hex");

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

/** Walks the whole chain. @returns how many events there are, and the position of the first that does not fit, or null. */
export async function verifyTrail(db: Db): Promise<{ events: number; brokenAt: number | null; head: string }> {
  const { trail } = db.tables;
  const page = 2000;
  let events = 0;
  let previous = CHAIN_START;
  for (;;) {
    const rows = await db
      .select()
      .from(trail)
      .where(gt(trail.position, events))
      .orderBy(asc(trail.position))
      .limit(page);
    for (const row of rows) {
      const fits =
        row.position === events + 1 &&
        row.previousHash === previous &&
        row.hash === hashOf(row, row.position, row.at, previous);
      if (!fits) return { events, brokenAt: events + 1, head: previous };
      events++;
      previous = row.hash;
    }
    if (rows.length < page) return { events, brokenAt: null, head: previous };
  }
}

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
  return { events, total };
}

/** Events about one subject, oldest first. */
export async function eventsAbout(db: Db, subjectKind: string, subjectId: string): Promise<RecordedEvent[]> {
  const { trail } = db.tables;
  return db
    .select()
    .from(trail)
    .where(and(eq(trail.subjectKind, subjectKind), eq(trail.subjectId, subjectId)))
    .orderBy(asc(trail.position));
}
