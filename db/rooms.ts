import { createHash } from "node:crypto";
import { and, asc, desc, eq } from "drizzle-orm";
import { dayOf } from "#audits/dates.ts";
import { identifiersIn } from "#audits/panel/identifiers.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Actor } from "#audits/people/permissions.ts";
import {
  type Choice,
  ENTRIES,
  type Entry,
  type EntryState,
  entryOf,
  entryState,
  LONGEST_WORDS,
  NO_CHOICE,
  TRAILS,
} from "#audits/room/checklist.ts";
import { contentOf, type EntryContent, fingerprintOf, type Made } from "#audits/room/content.ts";
import { type Problem, roomState } from "#audits/room/life.ts";
import { type HeldBack, proposeTrails } from "#audits/room/trail.ts";
import { figuresOnce } from "./figures.ts";
import { makeEntries } from "./room-sources.ts";
import { makeTrail, trailCandidates } from "./room-trails.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, NothingChanged, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** Inspection rooms as their lead puts them together. What inspectors do in them stands in room-visits.ts. */

export type Room = Tables["rooms"]["$inferSelect"];
export type RoomContent = Tables["roomContents"]["$inferSelect"];
export type ChoiceRow = Choice & { version: number };

/** Events about a room as a whole, and about one of its entries. */
export const roomEvent = eventOn("room");
export const entryEvent = eventOn("room_entry");
/** What an event about one entry of a room is about. */
export const entrySubject = (roomId: string, key: string): string => `${roomId}/${key}`;

/** Every room, newest first. */
export async function allRooms(db: Db): Promise<Room[]> {
  const { rooms } = db.tables;
  return db.select().from(rooms).orderBy(desc(rooms.madeAt), desc(rooms.id));
}

/** One room, for whoever puts rooms together; null when there is none. */
export async function roomOf(db: Db | Tx, id: string): Promise<Room | null> {
  const { rooms } = db.tables;
  const [row] = await db.select().from(rooms).where(eq(rooms.id, id));
  return row ?? null;
}

export const LONGEST_TITLE = 120;

/** Starts a room with an empty checklist. */
export async function startRoom(store: Store, by: Actor, title: string, at: Date, id = newId("room")): Promise<string> {
  return store.transaction(async (tx) => {
    await tx.insert(tx.tables.rooms).values({ id, title, releasedBy: "", madeBy: by.id, madeAt: at, version: 1 });
    await record(tx, roomEvent(by, "room.made", id, `${by.name} started the inspection room ${title}.`), at);
    return id;
  });
}

/** What the lead decided about each entry; entries that nobody touched are open. */
export async function choicesOf(db: Db | Tx, roomId: string): Promise<Map<string, ChoiceRow>> {
  const { roomEntries } = db.tables;
  const rows = await db.select().from(roomEntries).where(eq(roomEntries.roomId, roomId));
  return new Map(
    ENTRIES.map(({ key }) => {
      const row = rows.find((r) => r.key === key);
      return [key, row ?? { ...NO_CHOICE, version: 0 }];
    }),
  );
}

export type EntryNow = {
  entry: Entry;
  choice: ChoiceRow;
  state: EntryState;
  /** As it would be fixed now; null where it is left out or nothing is chosen or written. */
  content: EntryContent | null;
  heldBack: HeldBack[];
};

/** Entries of a room as they would be fixed now, made from the data of this moment. @param keys which; all unless given */
export async function entriesNow(db: Db, roomId: string, at: Date, keys?: readonly string[]): Promise<EntryNow[]> {
  const choices = await choicesOf(db, roomId);
  const wanted = ENTRIES.filter(({ key }) => !keys || keys.includes(key));
  const figuresOf = figuresOnce(db, dayOf(at));
  const made = await makeEntries(
    db,
    wanted.map(({ key }) => key),
    at,
    figuresOf,
  );
  const all: EntryNow[] = [];
  for (const entry of wanted) {
    const choice = choices.get(entry.key) as ChoiceRow;
    const trail =
      entry.source === "trail" && choice.sampledId ? await makeTrail(db, choice.sampledId, at, figuresOf) : null;
    const from: Made | null = trail?.made ?? made.get(entry.key) ?? null;
    const state = entryState(entry, choice, from && !from.ok ? from.nothing : null);
    const there = state.key !== "left_out" && (from !== null || choice.words.trim() !== "");
    all.push({
      entry,
      choice,
      state,
      content: there ? contentOf(entry.key, from, choice.words) : null,
      heldBack: trail?.heldBack ?? [],
    });
  }
  return all;
}

/** The fingerprint of everything that a room would say now. */
export const roomFingerprint = (entries: readonly Pick<EntryNow, "entry" | "content" | "state">[]): string =>
  createHash("sha256")
    .update(
      entries
        .map(
          ({ entry, content, state }) =>
            `${entry.key} ${content ? fingerprintOf(content) : ""} ${state.key === "left_out" ? state.words : ""}`,
        )
        .join("\n"),
      "utf8",
    )
    .digest("hex");

export type Change = Partial<Pick<Choice, "standing" | "reason" | "words" | "sampledId">>;
export type ChangeResult =
  | { ok: true }
  | { ok: false; why: "problem"; problems: Problem[] }
  | { ok: false; why: "changed"; theirs: ChoiceRow };

/** What is wrong with a change to an entry. */
function problemsInChange(entry: Entry, change: Change): Problem[] {
  const problems: Problem[] = [];
  if (change.standing === "left_out") {
    const problem = problemInReason(change.reason ?? "", "Enter why it is left out. The inspector reads it", 300);
    if (problem) problems.push({ field: "reason", sentence: problem });
  }
  const words = change.words ?? "";
  const [identifier] = identifiersIn(words);
  if (identifier)
    problems.push({ field: "words", sentence: `Remove the ${identifier}. Nothing in a room may identify anybody` });
  else if (/\bC-\d{3,}\b/.test(words))
    problems.push({
      field: "words",
      sentence: "Remove the reference of a plan. Nothing in a room may lead back to one",
    });
  else if (words.length > LONGEST_WORDS)
    problems.push({
      field: "words",
      sentence: `Your words must be ${LONGEST_WORDS.toLocaleString("en-GB")} characters or fewer`,
    });
  if (entry.source === "words" && change.standing === "taken" && !words.trim())
    problems.push({ field: "words", sentence: "Write this entry before you take it in" });
  return problems;
}

/** Changes what was decided about an entry, for whoever saw it at `basedOn`. @throws NothingChanged for a room that is closed */
export async function changeEntry(
  store: Store,
  by: Actor,
  roomId: string,
  key: string,
  change: Change,
  basedOn: number,
  at: Date,
): Promise<ChangeResult> {
  const entry = entryOf(key);
  if (!entry) throw new NothingChanged();
  const problems = problemsInChange(entry, change);
  if (problems.length) return { ok: false, why: "problem", problems };
  return store.transaction(async (tx): Promise<ChangeResult> => {
    const room = await roomOf(tx, roomId);
    if (!room || roomState(room, at).key === "closed") throw new NothingChanged();
    const theirs = (await choicesOf(tx, roomId)).get(key) as ChoiceRow;
    if (theirs.version !== basedOn) return { ok: false, why: "changed", theirs };
    await keepChoice(tx, by, roomId, key, theirs, change, at);
    const sentence = `${by.name} ${DONE[change.standing ?? theirs.standing]} ${entry.title} in the inspection room ${room.title}.`;
    await record(tx, entryEvent(by, "room.changed", entrySubject(roomId, key), sentence), at);
    return { ok: true };
  });
}

const DONE: Record<Choice["standing"], string> = { open: "changed", taken: "took in", left_out: "left out" };

async function keepChoice(
  tx: Tx,
  by: Actor,
  roomId: string,
  key: string,
  before: ChoiceRow,
  change: Change,
  at: Date,
): Promise<void> {
  const { roomEntries: e } = tx.tables;
  const { standing, reason, words, sampledId, version } = { ...before, ...change, version: before.version + 1 };
  const row = {
    standing,
    reason: standing === "left_out" ? reason.trim() : "",
    words,
    sampledId,
    changedBy: by.id,
    changedAt: at,
    version,
  };
  if (before.version === 0) await tx.insert(e).values({ roomId, key, ...row });
  else
    one(
      await tx
        .update(e)
        .set(row)
        .where(and(eq(e.roomId, roomId), eq(e.key, key), eq(e.version, before.version)))
        .returning(),
    );
}

/** Takes in every entry that has something to say and that nobody has decided about, after the lead has seen the list. */
export async function takeAllIn(store: Store, by: Actor, roomId: string, at: Date): Promise<number> {
  const open = (await entriesNow(store.db, roomId, at)).filter(
    ({ choice, state, content }) => choice.standing === "open" && state.key === "to_do" && content,
  );
  return store.transaction(async (tx) => {
    const room = await roomOf(tx, roomId);
    if (!room || room.openedAt) throw new NothingChanged();
    const choices = await choicesOf(tx, roomId);
    for (const { entry, choice } of open) {
      const now = choices.get(entry.key) as ChoiceRow;
      if (now.version !== choice.version) throw new NothingChanged();
      await keepChoice(tx, by, roomId, entry.key, now, { standing: "taken" }, at);
    }
    if (open.length) {
      const titles = open.map(({ entry }) => entry.title).join(", ");
      const sentence = `${by.name} took in ${titles} in the inspection room ${room.title}.`;
      await record(tx, roomEvent(by, "room.changed", roomId, sentence), at);
    }
    return open.length;
  });
}

/** Puts the plans that the room proposes into those trails that follow none yet. @returns how many */
export async function proposeInto(store: Store, by: Actor, roomId: string, at: Date): Promise<number> {
  const candidates = await trailCandidates(store.db);
  return store.transaction(async (tx) => {
    const room = await roomOf(tx, roomId);
    if (!room || room.openedAt) throw new NothingChanged();
    const choices = await choicesOf(tx, roomId);
    const trails = ENTRIES.filter(({ source }) => source === "trail");
    const taken = new Set(trails.map(({ key }) => choices.get(key)?.sampledId));
    const free = trails.filter(({ key }) => {
      const choice = choices.get(key);
      return !choice?.sampledId && choice?.standing !== "left_out";
    });
    const proposed = proposeTrails(candidates, roomId, TRAILS + taken.size).filter((id) => !taken.has(id));
    let n = 0;
    for (const { key } of free) {
      const sampledId = proposed[n];
      if (!sampledId) break;
      await keepChoice(tx, by, roomId, key, choices.get(key) as ChoiceRow, { sampledId, standing: "open" }, at);
      n++;
    }
    if (n) {
      const sentence = `${by.name} let the inspection room ${room.title} propose ${n} plans to follow, drawn by its number.`;
      await record(tx, roomEvent(by, "room.changed", roomId, sentence), at);
    }
    return n;
  });
}

/** Gives a trail a plan of the lead's choice. */
export async function choosePlan(
  store: Store,
  by: Actor,
  roomId: string,
  key: string,
  sampledId: string,
  basedOn: number,
  at: Date,
): Promise<ChangeResult> {
  const [candidate] = await trailCandidates(store.db, sampledId);
  const no = (sentence: string): ChangeResult => ({
    ok: false,
    why: "problem",
    problems: [{ field: "plan", sentence }],
  });
  if (entryOf(key)?.source !== "trail" || !candidate) return no("Choose a plan of the list");
  const elsewhere = [...(await choicesOf(store.db, roomId))].find(
    ([other, c]) => other !== key && c.sampledId === sampledId,
  );
  if (elsewhere) return no(`${entryOf(elsewhere[0])?.title} follows this plan already. Choose another`);
  return changeEntry(store, by, roomId, key, { sampledId, standing: "open" }, basedOn, at);
}

/** The fixed contents of a room, first to last version. */
export async function contentsOf(db: Db | Tx, roomId: string): Promise<RoomContent[]> {
  const { roomContents: c } = db.tables;
  return db.select().from(c).where(eq(c.roomId, roomId)).orderBy(asc(c.key), asc(c.number));
}
