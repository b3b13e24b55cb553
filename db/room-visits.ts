import { and, asc, desc, eq, gt, inArray, isNull, max } from "drizzle-orm";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Reminder } from "#audits/panel/reminders.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { entryOf } from "#audits/room/checklist.ts";
import { fingerprintOf } from "#audits/room/content.ts";
import type { CopyFormat, CopyMark } from "#audits/room/copies.ts";
import { roomState } from "#audits/room/life.ts";
import { contains } from "./engine/sql.ts";
import { leadsOf } from "./people.ts";
import { openTo } from "./room-guests.ts";
import { contentsOf, entryEvent, entrySubject, type Room, type RoomContent, roomEvent } from "./rooms.ts";
import { type Db, newId, NothingChanged, one, type Store, type Tx } from "./store.ts";
import { type RecordedEvent, record } from "./trail.ts";
import { inWords } from "./trail-names.ts";

/** What inspectors do in a room, each on record: look, ask, take a copy along, verify. */

/** The same page by the same person within this time is one look: a form that was sent draws its page again. */
const SAME_LOOK_SECONDS = 30;

/** Records that an inspector looked at the room or at one of its entries. */
export async function noteLook(
  store: Store,
  by: Actor,
  room: Room,
  content: RoomContent | null,
  at: Date,
): Promise<void> {
  const subject = content ? entrySubject(room.id, content.key) : room.id;
  const kind = content ? "room_entry" : "room";
  const what = content?.content ? `${content.content.title}, version ${content.number}, in the` : "the";
  await store.transaction(async (tx) => {
    const { trail: t } = tx.tables;
    const since = new Date(at.getTime() - SAME_LOOK_SECONDS * 1000);
    const seen = await tx
      .select({ position: t.position })
      .from(t)
      .where(
        and(
          eq(t.actorId, by.id),
          eq(t.kind, "room.viewed"),
          eq(t.subjectKind, kind),
          eq(t.subjectId, subject),
          gt(t.at, since),
        ),
      )
      .limit(1);
    if (seen.length) return;
    const sentence = `${by.name} looked at ${what} inspection room ${room.title}.`;
    await record(tx, (content ? entryEvent : roomEvent)(by, "room.viewed", subject, sentence), at);
  });
}

const WHAT_VISITORS_DO = ["room.viewed", "room.downloaded", "room.asked", "room.verified"] as const;

/** Who did what in a room, newest first: what visitors did, or everything that ever happened to it. */
export async function eventsOfRoom(db: Db, roomId: string, which: "visits" | "all"): Promise<RecordedEvent[]> {
  const { trail: t } = db.tables;
  const rows = await db
    .select()
    .from(t)
    .where(
      and(
        inArray(t.subjectKind, ["room", "room_entry"]),
        contains(t.subjectId, roomId),
        which === "visits" ? inArray(t.kind, [...WHAT_VISITORS_DO]) : undefined,
      ),
    )
    .orderBy(desc(t.position))
    .limit(500);
  return inWords(db, rows);
}

// ---- Questions --------------------------------------------------------------------------------------------------------

export type RoomQuestion = {
  id: string;
  key: string | null;
  words: string;
  by: string;
  askedAt: Date;
  answer: string | null;
  answeredBy: string | null;
  answeredAt: Date | null;
};

/** The questions of a room, first to last. @param key only those about this entry */
export async function questionsOf(db: Db, roomId: string, key?: string): Promise<RoomQuestion[]> {
  const { roomQuestions: q, people } = db.tables;
  const names = new Map(
    (await db.select({ id: people.id, name: people.name }).from(people)).map((p) => [p.id, p.name]),
  );
  const rows = await db
    .select()
    .from(q)
    .where(and(eq(q.roomId, roomId), key === undefined ? undefined : eq(q.key, key)))
    .orderBy(asc(q.askedAt), asc(q.id));
  return rows.map(({ askedBy, answeredBy, ...row }) => ({
    ...row,
    by: names.get(askedBy) ?? "",
    answeredBy: answeredBy ? (names.get(answeredBy) ?? "") : null,
  }));
}

export type Said = { ok: true; id: string } | { ok: false; sentence: string };

/** Keeps a question of an inspector who is let in. @throws NothingChanged when the room is no longer open to them */
export async function askQuestion(
  store: Store,
  by: Actor,
  roomId: string,
  key: string | null,
  words: string,
  at: Date,
): Promise<Said> {
  const problem = problemInReason(words, "Enter your question");
  if (problem)
    return {
      ok: false,
      sentence: problem.replace("your reason", "your question").replace("Your reason", "Your question"),
    };
  return store.transaction(async (tx): Promise<Said> => {
    const room = await openTo(tx, by.id, roomId, at);
    const entry = key === null ? null : entryOf(key);
    if (!room || (key !== null && !entry)) throw new NothingChanged();
    const id = newId("rqu");
    await tx
      .insert(tx.tables.roomQuestions)
      .values({ id, roomId, key, words: words.trim(), askedBy: by.id, askedAt: at });
    const about = entry ? `about ${entry.title} in` : "in";
    const sentence = `${by.name} asked a question ${about} the inspection room ${room.title}.`;
    const say = entry ? entryEvent : roomEvent;
    await record(tx, say(by, "room.asked", entry ? entrySubject(roomId, entry.key) : roomId, sentence), at);
    return { ok: true, id };
  });
}

/** Answers a question, once. @throws NothingChanged when somebody was faster */
export async function answerQuestion(
  store: Store,
  by: Actor,
  roomId: string,
  questionId: string,
  words: string,
  at: Date,
): Promise<Said> {
  const problem = problemInReason(words, "Enter your answer");
  if (problem)
    return { ok: false, sentence: problem.replace("your reason", "your answer").replace("Your reason", "Your answer") };
  return store.transaction(async (tx): Promise<Said> => {
    const { roomQuestions: q, rooms, people } = tx.tables;
    const row = one(
      await tx
        .update(q)
        .set({ answer: words.trim(), answeredBy: by.id, answeredAt: at })
        .where(and(eq(q.id, questionId), eq(q.roomId, roomId), isNull(q.answeredAt)))
        .returning(),
    );
    const [room] = await tx.select().from(rooms).where(eq(rooms.id, roomId));
    const [asker] = await tx
      .select({ id: people.id, name: people.name })
      .from(people)
      .where(eq(people.id, row.askedBy));
    const whose = asker ? `a question of ${asker.name}` : "a question";
    const sentence = `${by.name} answered ${whose} in the inspection room ${room?.title ?? ""}.`;
    const say = row.key ? entryEvent : roomEvent;
    const subject = row.key ? entrySubject(roomId, row.key) : roomId;
    await record(tx, say(by, "room.answered", subject, sentence, asker ? [asker] : []), at);
    return { ok: true, id: questionId };
  });
}

/** Quality leads, of questions of inspectors that wait for an answer: every working day until they have one. */
export async function roomReminders(db: Db, { today }: { today: string }): Promise<Reminder[]> {
  const { roomQuestions: q, rooms } = db.tables;
  const noon = new Date(`${today}T12:00:00Z`);
  const waiting = (
    await db
      .select({ id: q.id, room: rooms })
      .from(q)
      .innerJoin(rooms, eq(rooms.id, q.roomId))
      .where(isNull(q.answeredAt))
  ).filter(({ room }) => roomState(room, noon).key === "open");
  const leads = waiting.length ? await leadsOf(db, noon) : [];
  return [...Map.groupBy(waiting, ({ room }) => room.id)].flatMap(([roomId, own]) =>
    leads.map(
      ({ id: personId }): Reminder => ({
        personId,
        kind: "room_question",
        key: `${roomId}/${today}`,
        sentence: `${own.length === 1 ? "1 question of an inspector waits" : `${own.length} questions of inspectors wait`} for an answer.`,
        path: `/rooms/${roomId}/questions`,
      }),
    ),
  );
}

// ---- Copies -----------------------------------------------------------------------------------------------------------

/** The number that the next copy of a room bears. */
export async function nextCopyNumber(db: Db | Tx, roomId: string): Promise<number> {
  const { roomCopies: c } = db.tables;
  const [row] = await db
    .select({ last: max(c.number) })
    .from(c)
    .where(eq(c.roomId, roomId));
  return (row?.last ?? 0) + 1;
}

export type NewCopy = {
  content: RoomContent;
  format: CopyFormat;
  part: string | null;
  mark: CopyMark;
  sha256: string;
};

/**
 * Records a copy before it leaves, with the fingerprints of the file and of the original. A visitor's copy is recorded only while
 * the room is open to them. @returns false when its number was taken meanwhile, so that it has to be made with another
 */
export async function recordCopy(store: Store, by: Actor, room: Room, copy: NewCopy, guest: boolean): Promise<boolean> {
  const { content, format, part, mark, sha256 } = copy;
  return store.transaction(async (tx) => {
    if (guest && !(await openTo(tx, by.id, room.id, mark.at))) throw new NothingChanged();
    if ((await nextCopyNumber(tx, room.id)) !== mark.number) return false;
    const row = { id: newId("rcp"), roomId: room.id, contentId: content.id, number: mark.number, format, part, sha256 };
    await tx.insert(tx.tables.roomCopies).values({ ...row, madeFor: by.id, madeAt: mark.at });
    const what = `${content.content?.title ?? ""}, version ${content.number}, as ${format.toUpperCase()}`;
    const sentence = `${by.name} downloaded copy ${mark.number} of ${what}, from the inspection room ${room.title}. Fingerprint of the copy: ${sha256}. Fingerprint of the original: ${content.sha256}.`;
    await record(tx, entryEvent(by, "room.downloaded", entrySubject(room.id, content.key), sentence), mark.at);
    return true;
  });
}

// ---- Verifying --------------------------------------------------------------------------------------------------------

export type VerifiedContent = {
  row: RoomContent;
  /** gone: the evidence of its plan was removed, so only its fingerprint is left. */
  verdict: "fits" | "changed" | "gone";
  /** The event that fixed it, with the fingerprint in its sentence; null when the trail does not name it. */
  event: RecordedEvent | null;
};

/** Every content of a room: whether it still has the fingerprint that it was fixed with, and whether the trail names that. */
export async function verifyContents(db: Db, roomId: string): Promise<VerifiedContent[]> {
  const fixed = (await eventsOfRoomKind(db, roomId)).filter(({ kind }) => kind === "room.content_fixed");
  return (await contentsOf(db, roomId)).map((row) => {
    const event =
      fixed.find(
        (e) => e.subjectId === entrySubject(roomId, row.key) && e.sentence.includes(`Fingerprint: ${row.sha256}.`),
      ) ?? null;
    const fits = row.content !== null && fingerprintOf(row.content) === row.sha256;
    return { row, verdict: row.content === null ? "gone" : fits && event ? "fits" : "changed", event };
  });
}

async function eventsOfRoomKind(db: Db, roomId: string): Promise<RecordedEvent[]> {
  const { trail: t } = db.tables;
  return db
    .select()
    .from(t)
    .where(and(eq(t.subjectKind, "room_entry"), eq(t.kind, "room.content_fixed"), contains(t.subjectId, roomId)))
    .orderBy(asc(t.position));
}

/** The copy of this room with this fingerprint, with what it is a copy of and the event that names it; null when there is none. */
export async function copyWith(db: Db, roomId: string, sha256: string) {
  const { roomCopies: c, roomContents, people, trail: t } = db.tables;
  const [row] = await db
    .select({ copy: c, content: roomContents, name: people.name })
    .from(c)
    .innerJoin(roomContents, eq(roomContents.id, c.contentId))
    .innerJoin(people, eq(people.id, c.madeFor))
    .where(and(eq(c.roomId, roomId), eq(c.sha256, sha256)));
  if (!row) return null;
  const events = await db
    .select()
    .from(t)
    .where(and(eq(t.kind, "room.downloaded"), eq(t.subjectId, entrySubject(roomId, row.content.key))));
  const event = events.find((e) => e.sentence.includes(`Fingerprint of the copy: ${sha256}.`)) ?? null;
  return { ...row, event };
}

/** Records that somebody had something verified in a room. @param what follows the name: "had the whole chain checked: …" */
export async function noteVerified(store: Store, by: Actor, room: Room, what: string, at: Date): Promise<void> {
  const sentence = `${by.name} ${what}, in the inspection room ${room.title}.`;
  await store.transaction((tx) => record(tx, roomEvent(by, "room.verified", room.id, sentence), at));
}
