import { and, eq, isNull } from "drizzle-orm";
import { dayOf, dayWords } from "#audits/dates.ts";
import type { Step } from "#audits/panel/life.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { type EntryContent, fingerprintOf } from "#audits/room/content.ts";
import { keptFromOpening, type Problem, problemsInDays, roomState } from "#audits/room/life.ts";
import { closeToGuests } from "./room-guests.ts";
import {
  contentsOf,
  entriesNow,
  entryEvent,
  entrySubject,
  type Room,
  roomEvent,
  roomFingerprint,
  roomOf,
} from "./rooms.ts";
import { newId, NothingChanged, one, type Store, type Tx } from "./store.ts";
import { record } from "./trail.ts";

/** How a room is previewed, opened, added to and closed. */

/** Notes that the lead looked at the room as the inspector sees it. @param seen the fingerprint of what was looked at */
export async function notePreview(store: Store, by: Actor, roomId: string, seen: string, at: Date): Promise<Step> {
  const now = roomFingerprint(await entriesNow(store.db, roomId, at));
  if (now !== seen) return { ok: false, sentence: "The room has changed since this page was drawn. Look at it again" };
  return store.transaction(async (tx): Promise<Step> => {
    const { rooms } = tx.tables;
    const room = one(
      await tx
        .update(rooms)
        .set({ previewedHash: seen, previewedAt: at })
        .where(and(eq(rooms.id, roomId), isNull(rooms.openedAt)))
        .returning(),
    );
    const sentence = `${by.name} looked at the inspection room ${room.title} as the inspector sees it.`;
    await record(tx, roomEvent(by, "room.previewed", roomId, sentence), at);
    return { ok: true };
  });
}

export type Opening = { opensOn: string | null; closesOn: string | null; releasedBy: string };
export type OpenResult = { ok: true } | { ok: false; problems: Problem[] };

/**
 * Opens a room: everything in it is fixed now, with its fingerprint in the trail. Refused while something is to do, or where
 * what it says is not what somebody looked at.
 */
export async function openRoom(
  store: Store,
  by: Actor,
  roomId: string,
  given: Opening,
  version: number,
  at: Date,
): Promise<OpenResult> {
  const problems = problemsInDays(given.opensOn, given.closesOn, dayOf(at));
  const released = problemInReason(given.releasedBy, "Enter who released it for the partnership", 300);
  if (released) problems.push({ field: "releasedBy", sentence: released });
  const before = await roomOf(store.db, roomId);
  const entries = await entriesNow(store.db, roomId, at);
  const list = entries.map(({ entry: { key, title }, state }) => ({ key, title, state }));
  const previewed = before?.previewedHash === roomFingerprint(entries);
  for (const { sentence } of keptFromOpening(list, previewed)) problems.push({ field: "open", sentence });
  if (problems.length) return { ok: false, problems };
  await store.transaction(async (tx) => {
    const { rooms } = tx.tables;
    const { opensOn, closesOn } = given;
    const room = one(
      await tx
        .update(rooms)
        .set({
          opensOn,
          closesOn,
          releasedBy: given.releasedBy.trim(),
          openedAt: at,
          openedBy: by.id,
          version: version + 1,
        })
        .where(and(eq(rooms.id, roomId), eq(rooms.version, version), isNull(rooms.openedAt), isNull(rooms.closedAt)))
        .returning(),
    );
    for (const { entry, content, choice } of entries)
      if (content) await fix(tx, by, room, { key: entry.key, number: 1, content, sampledId: choice.sampledId }, at);
    const until = `from ${dayWords(opensOn as string)} to ${dayWords(closesOn as string)}`;
    const sentence = `${by.name} opened the inspection room ${room.title}, ${until}.`;
    await record(tx, roomEvent(by, "room.opened", roomId, sentence), at);
  });
  return { ok: true };
}

async function fix(
  tx: Tx,
  by: Actor,
  room: Room,
  { key, number, content, sampledId }: { key: string; number: number; content: EntryContent; sampledId: string | null },
  at: Date,
): Promise<void> {
  const sha256 = fingerprintOf(content);
  const row = {
    id: newId("rct"),
    roomId: room.id,
    key,
    number,
    content,
    sha256,
    sampledId,
    addedBy: by.id,
    addedAt: at,
  };
  await tx.insert(tx.tables.roomContents).values(row);
  const sentence = `${by.name} fixed ${content.title}, version ${number}, in the inspection room ${room.title}. Fingerprint: ${sha256}.`;
  await record(tx, entryEvent(by, "room.content_fixed", entrySubject(room.id, key), sentence), at);
}

/** Adds an entry, as it would be fixed now, to a room that is open: a new version beside those that were shown. */
export async function addVersion(store: Store, by: Actor, roomId: string, key: string, at: Date): Promise<Step> {
  const [now] = await entriesNow(store.db, roomId, at, [key]);
  if (!now?.content || (now.state.key !== "ready" && now.state.key !== "nothing"))
    return { ok: false, sentence: now?.state.words ?? "There is no such entry" };
  const { content, choice } = now;
  return store.transaction(async (tx): Promise<Step> => {
    const room = await roomOf(tx, roomId);
    if (!room?.openedAt || roomState(room, at).key === "closed") throw new NothingChanged();
    const last = (await contentsOf(tx, roomId)).findLast((row) => row.key === key);
    if (last?.sha256 === fingerprintOf(content))
      return { ok: false, sentence: "It says the same as the version that is in the room" };
    await fix(tx, by, room, { key, number: (last?.number ?? 0) + 1, content, sampledId: choice.sampledId }, at);
    return { ok: true };
  });
}

/** Moves the last day of a room that is open; whoever is let in stays let in until then. */
export async function moveLastDay(
  store: Store,
  by: Actor,
  roomId: string,
  closesOn: string | null,
  version: number,
  at: Date,
): Promise<OpenResult> {
  const room = await roomOf(store.db, roomId);
  if (!room?.opensOn || roomState(room, at).key === "closed") throw new NothingChanged();
  const today = dayOf(at);
  const problems = problemsInDays(room.opensOn, closesOn, room.opensOn < today ? room.opensOn : today);
  if (closesOn && closesOn < today)
    problems.push({ field: "closesOn-day", sentence: "The last day must be today or later" });
  if (problems.length) return { ok: false, problems };
  await store.transaction(async (tx) => {
    const { rooms } = tx.tables;
    one(
      await tx
        .update(rooms)
        .set({ closesOn, version: version + 1 })
        .where(and(eq(rooms.id, roomId), eq(rooms.version, version), isNull(rooms.closedAt)))
        .returning(),
    );
    await closeToGuests(tx, roomId, at);
    const sentence = `${by.name} moved the last day of the inspection room ${room.title} to ${dayWords(closesOn as string)}.`;
    await record(tx, roomEvent(by, "room.days_changed", roomId, sentence), at);
  });
  return { ok: true };
}

/** Closes a room before its last day: nobody from outside comes in any more, and whoever is in is signed out. */
export async function closeRoom(
  store: Store,
  by: Actor,
  roomId: string,
  reason: string,
  version: number,
  at: Date,
): Promise<OpenResult> {
  const problem = problemInReason(reason, "Enter why the room is closed", 300);
  if (problem) return { ok: false, problems: [{ field: "reason", sentence: problem }] };
  await store.transaction(async (tx) => {
    const { rooms } = tx.tables;
    const room = one(
      await tx
        .update(rooms)
        .set({ closedAt: at, closedBy: by.id, closedReason: reason.trim(), version: version + 1 })
        .where(and(eq(rooms.id, roomId), eq(rooms.version, version), isNull(rooms.closedAt)))
        .returning(),
    );
    await closeToGuests(tx, roomId, at);
    const sentence = `${by.name} closed the inspection room ${room.title}: ${reason.trim()}`;
    await record(tx, roomEvent(by, "room.closed", roomId, sentence), at);
  });
  return { ok: true };
}
