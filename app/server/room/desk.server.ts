import { momentWords } from "#audits/dates.ts";
import { roomState } from "#audits/room/life.ts";
import { type Room, roomOf } from "#db/rooms.ts";
import { now, store } from "../database.server.ts";
import { notFound } from "../session.server.ts";

/** The room of an address, for whoever puts rooms together. @throws 404 */
export async function requireRoom(roomId: string | undefined): Promise<Room> {
  const room = await roomOf(store().db, roomId ?? "");
  if (!room) throw notFound();
  return room;
}

/** The bar of a room: its name and its parts in the order of the work. */
export const roomHead = (room: Room) => ({
  title: room.title,
  parts: [
    { name: "Checklist", href: `/rooms/${room.id}` },
    { name: "Preview", href: `/room/${room.id}` },
    { name: "Open and close", href: `/rooms/${room.id}/open` },
    { name: "Inspectors", href: `/rooms/${room.id}/inspectors` },
    { name: "Questions", href: `/rooms/${room.id}/questions` },
    { name: "Who looked at what", href: `/rooms/${room.id}/visits` },
  ],
});

/** What every page of the desk says of the room. */
export const roomFacts = (room: Room) => ({
  id: room.id,
  head: roomHead(room),
  state: roomState(room, now()),
  opened: room.openedAt ? momentWords(room.openedAt) : null,
  closed: room.closedAt ? momentWords(room.closedAt) : null,
  closedReason: room.closedReason,
  version: room.version,
});
