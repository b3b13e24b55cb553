import { redirect } from "@remix-run/node";
import { dateWords, momentWords } from "#audits/dates.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { ENTRIES, entryOf, ROOM_QUESTIONS } from "#audits/room/checklist.ts";
import { fingerprintOf } from "#audits/room/content.ts";
import { openWords, roomState } from "#audits/room/life.ts";
import { openTo, roomsOpenTo } from "#db/room-guests.ts";
import { askQuestion, noteLook, questionsOf } from "#db/room-visits.ts";
import { choicesOf, contentsOf, entriesNow, type Room, type RoomContent, roomFingerprint, roomOf } from "#db/rooms.ts";
import { NothingChanged } from "#db/store.ts";
import { now, store } from "../database.server.ts";
import { type Fields, newFormKey, writeOnce } from "../form.server.ts";
import { notFound, type SignedIn } from "../session.server.ts";

/**
 * A room as it is visited. An inspector finds it while it is open and they are let in, and only with a second factor; whoever
 * puts rooms together sees the very same, made by the same code, as a preview. For everybody else it is not there.
 */
export type Visit = {
  actor: SignedIn;
  room: Room;
  /** Seen by whoever puts it together, who leaves no trace of a visit. */
  preview: boolean;
  /** All versions, as they were fixed; before the room is opened, what it would say. */
  contents: RoomContent[];
  /** The fingerprint of all that a draft says, to say that one looked at it. */
  seen: string | null;
};

/** The room of an address for whoever may visit rooms (`room.visit`). @throws 404 where it is not open to them */
export async function requireVisit(
  actor: SignedIn,
  roomId: string | undefined,
  { only }: { only?: string } = {},
): Promise<Visit> {
  const { db } = store();
  if (!may(actor, "rooms.assemble").ok) {
    const room = await openTo(db, actor.id, roomId ?? "", now());
    if (!room) throw notFound();
    return { actor, room, preview: false, contents: await contentsOf(db, room.id), seen: null };
  }
  const room = await roomOf(db, roomId ?? "");
  if (!room) throw notFound();
  if (room.openedAt) return { actor, room, preview: true, contents: await contentsOf(db, room.id), seen: null };
  const entries = await entriesNow(db, room.id, now(), only ? [only] : undefined);
  return {
    actor,
    room,
    preview: true,
    contents: draftContents(room, actor, entries),
    seen: only ? null : roomFingerprint(entries),
  };
}

const draftContents = (room: Room, actor: Actor, entries: Awaited<ReturnType<typeof entriesNow>>): RoomContent[] =>
  entries.flatMap(({ entry, content, choice, state }) =>
    content && state.key !== "to_do"
      ? [
          {
            id: `draft-${entry.key}`,
            roomId: room.id,
            key: entry.key,
            number: 1,
            content,
            sha256: fingerprintOf(content),
            sampledId: choice.sampledId,
            addedBy: actor.id,
            addedAt: now(),
          },
        ]
      : [],
  );

/** The rooms that stand open to this person. */
export const roomsFor = (actor: Actor): Promise<Room[]> => roomsOpenTo(store().db, actor.id, now());

/** What stands on top of every page of a room. */
export const roomBand = ({ room, preview }: Visit) => ({
  id: room.id,
  title: room.title,
  preview: preview ? (room.openedAt ? ("shown" as const) : ("draft" as const)) : null,
  open:
    room.closesOn && roomState(room, now()).key === "open" ? openWords(room.closesOn) : roomState(room, now()).words,
});
export type RoomBandData = ReturnType<typeof roomBand>;

/** The newest version of each entry. */
export const newestOf = (contents: readonly RoomContent[]): RoomContent[] =>
  ENTRIES.flatMap(({ key }) => contents.findLast((row) => row.key === key) ?? []);

/** What the first page of a room shows. */
export async function roomPage(visit: Visit) {
  const { room, contents, preview, actor } = visit;
  const newest = newestOf(contents);
  const shown = (key: string) => {
    const row = newest.find((one) => one.key === key);
    if (!row) return null;
    const title = row.content?.title ?? entryOf(key)?.title ?? key;
    const summary = row.content?.summary ?? "The evidence that it was made from has been removed.";
    return {
      key,
      title,
      summary,
      facts: row.content?.facts ?? null,
      added: row.number > 1 ? dateWords(row.addedAt) : null,
    };
  };
  const choices = await choicesOf(store().db, room.id);
  if (!preview) await noteLook(store(), actor, room, null, now());
  return {
    band: roomBand(visit),
    questions: ROOM_QUESTIONS.map(({ question, entries }) => ({
      question,
      entries: entries.flatMap(({ key }) => shown(key) ?? []),
    })).filter(({ entries }) => entries.length > 0),
    trails: ENTRIES.filter(({ source }) => source === "trail").flatMap(({ key }) => shown(key) ?? []),
    leftOut: ENTRIES.flatMap(({ key, title }) => {
      const choice = choices.get(key);
      return choice?.standing === "left_out" && !newest.some((row) => row.key === key)
        ? [{ title, reason: choice.reason }]
        : [];
    }),
    releasedBy: room.releasedBy,
    openedOn: room.openedAt ? dateWords(room.openedAt) : null,
    asked: await askedOf(room.id),
    formKey: newFormKey(),
  };
}

/** The questions of a room or of one of its entries, as both sides read them. */
export async function askedOf(roomId: string, key?: string) {
  return (await questionsOf(store().db, roomId, key)).map((q) => ({
    id: q.id,
    about: q.key ? (entryOf(q.key)?.title ?? "") : null,
    words: q.words,
    by: q.by,
    at: momentWords(q.askedAt),
    answer: q.answer,
    answeredBy: q.answeredBy,
    answeredAt: q.answeredAt ? momentWords(q.answeredAt) : null,
  }));
}
export type AskedShown = Awaited<ReturnType<typeof askedOf>>;

/** What one entry shows, in the version that the address names or the newest. @throws 404 */
export async function entryPage(visit: Visit, key: string | undefined, request: Request) {
  const { room, contents, preview, actor } = visit;
  const versions = contents.filter((row) => row.key === key);
  const row = versionAsked(versions, request);
  const entry = entryOf(key);
  if (!row || !entry) throw notFound();
  if (!preview) await noteLook(store(), actor, room, row, now());
  const tables = (row.content?.blocks ?? []).flatMap((block) =>
    block.kind === "table" ? [{ id: block.id, words: `${block.label}: ${block.caption}` }] : [],
  );
  const order = newestOf(contents).map((one) => one.key);
  return {
    band: roomBand(visit),
    key: entry.key,
    title: row.content?.title ?? entry.title,
    content: row.content,
    sha256: row.sha256,
    number: row.number,
    fixedAt: room.openedAt ? momentWords(row.addedAt) : null,
    versions: versions.map(({ number, addedAt }) => ({ number, at: momentWords(addedAt) })),
    tables,
    next: order[order.indexOf(entry.key) + 1] ?? null,
    nextTitle: entryOf(order[order.indexOf(entry.key) + 1])?.title ?? null,
    asked: await askedOf(room.id, entry.key),
    formKey: newFormKey(),
  };
}

/** The version that the address asks for; the newest where it names none. */
export function versionAsked(versions: readonly RoomContent[], request: Request): RoomContent | null {
  const asked = new URL(request.url).searchParams.get("version");
  return (asked === null ? versions.at(-1) : versions.find(({ number }) => String(number) === asked)) ?? null;
}

/** Keeps a question of an inspector and leads back to the page. A preview asks nothing. @throws 404 when the room has closed */
export async function ask({ actor, room, preview }: Visit, fields: Fields, key: string | null, here: string) {
  if (preview) return { error: "Questions are the inspector’s. Your own view is a preview" };
  const words = fields.raw("question");
  try {
    const sent = await writeOnce(
      fields,
      actor,
      (on) => askQuestion(on, actor, room.id, key, words, now()),
      (made) => (made.ok ? `${here}#asked` : null),
    );
    if (sent.to !== null) throw redirect(sent.to);
    return { error: sent.made.ok ? "" : sent.made.sentence };
  } catch (error) {
    if (error instanceof NothingChanged) throw notFound();
    throw error;
  }
}
