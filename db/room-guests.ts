import { and, asc, eq, gt, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { Actor } from "#audits/people/permissions.ts";
import { roomState } from "#audits/room/life.ts";
import { inviteeOf, invitePersonIn } from "./invitations.ts";
import { endOf } from "./memberships.ts";
import type { Tables } from "./schema.ts";
import { endSessionsIn } from "./sessions.ts";
import { type Db, newId, NothingChanged, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** Who is let into an inspection room: by an invitation that works once, until the room's last day. */

type Room = Tables["rooms"]["$inferSelect"];
type Guest = Tables["roomGuests"]["$inferSelect"];
const event = eventOn("room");

/** Room and guest where this person is let in and the room is open; null in every other case. */
export async function openTo(db: Db | Tx, personId: string, roomId: string, at: Date): Promise<Room | null> {
  return (await roomsOpenTo(db, personId, at)).find(({ id }) => id === roomId) ?? null;
}

/** The rooms that are open to this person now. */
export async function roomsOpenTo(db: Db | Tx, personId: string, at: Date): Promise<Room[]> {
  const { rooms, roomGuests: g } = db.tables;
  const rows = await db
    .select({ room: rooms })
    .from(g)
    .innerJoin(rooms, eq(rooms.id, g.roomId))
    .where(and(eq(g.personId, personId), isNull(g.endedAt), isNotNull(rooms.openedAt), isNull(rooms.closedAt)))
    .orderBy(asc(rooms.closesOn));
  return rows.map(({ room }) => room).filter((room) => roomState(room, at).key === "open");
}

export type GuestShown = Guest & {
  name: string;
  email: string;
  organisation: string;
  standing: "invited" | "in" | "ended" | "lapsed";
};

/** Everybody who was ever let into a room, first to last. */
export async function guestsOf(db: Db, roomId: string, at: Date): Promise<GuestShown[]> {
  const { roomGuests: g, people, invitations, memberships, organisations } = db.tables;
  const rows = await db
    .select({ guest: g, person: people, invitation: invitations })
    .from(g)
    .leftJoin(people, eq(people.id, g.personId))
    .leftJoin(invitations, eq(invitations.id, g.invitationId))
    .where(eq(g.roomId, roomId))
    .orderBy(asc(g.invitedAt));
  const places = new Map((await db.select().from(organisations)).map((o) => [o.id, o.name]));
  const held = await db
    .select({ personId: memberships.personId, organisationId: memberships.organisationId })
    .from(memberships)
    .where(eq(memberships.role, "inspector"));
  return rows.map(({ guest, person, invitation }) => {
    const place =
      held.find((m) => m.personId === guest.personId)?.organisationId ?? invitation?.memberships[0]?.organisationId;
    const open = invitation && !invitation.acceptedAt && !invitation.withdrawnAt && invitation.expiresAt > at;
    return {
      ...guest,
      name: person?.name ?? invitation?.name ?? "Somebody whose name is no longer kept",
      email: person?.email ?? invitation?.email ?? "",
      organisation: places.get(place ?? "") ?? "",
      standing: guest.endedAt ? "ended" : person ? "in" : open ? "invited" : "lapsed",
    };
  });
}

export type NewGuest = { name: string; email: string; organisationId: string };
export type InviteResult =
  | { ok: true; guestId: string; secret: string | null; name: string; email: string; until: string }
  | { ok: false; field: string; sentence: string };

/**
 * Lets an inspector into a room until its last day. Whoever has no account is invited by a link that works once; an inspector of
 * an earlier room keeps theirs. @throws NothingChanged for a room that is not open, or not to be opened
 */
export async function letIn(store: Store, by: Actor, roomId: string, given: NewGuest, at: Date): Promise<InviteResult> {
  return store.transaction(async (tx): Promise<InviteResult> => {
    const { rooms, people, memberships, roomGuests } = tx.tables;
    const [room] = await tx.select().from(rooms).where(eq(rooms.id, roomId));
    const state = room ? roomState(room, at).key : "closed";
    if (!room?.closesOn || (state !== "open" && state !== "waiting")) throw new NothingChanged();
    const until = room.closesOn;
    const email = given.email.toLowerCase();
    const [known] = await tx.select().from(people).where(eq(people.email, email));
    let guest: { id: string; name: string };
    let secret: string | null = null;
    let invitationId: string | null = null;
    if (known) {
      const held = await tx.select().from(memberships).where(eq(memberships.personId, known.id));
      const now = held.filter((m) => m.endsAt === null || m.endsAt > at);
      if (now.some((m) => m.role !== "inspector") || !held.some((m) => m.role === "inspector"))
        return {
          ok: false,
          field: "email",
          sentence: "Somebody with another role has this email address. Inspectors have an account of their own",
        };
      const own =
        held.find((m) => m.role === "inspector" && m.organisationId === given.organisationId) ??
        held.find((m) => m.role === "inspector");
      if (own)
        await tx
          .update(memberships)
          .set({ endsAt: latest(own.endsAt, endOf(until), at), version: own.version + 1 })
          .where(eq(memberships.id, own.id));
      guest = known;
    } else {
      const membership = {
        role: "inspector" as const,
        organisationId: given.organisationId,
        agency: null,
        writerRef: null,
        lastDay: until,
      };
      const made = await invitePersonIn(tx, by, { name: given.name, email, memberships: [membership] }, at);
      if (!made.ok) return { ...made, field: made.field === "email" ? "email" : "organisationId" };
      secret = made.secret;
      invitationId = made.id;
      guest = inviteeOf({ id: made.id, name: given.name });
    }
    const [before] = await tx
      .select()
      .from(roomGuests)
      .where(and(eq(roomGuests.roomId, roomId), eq(roomGuests.personId, guest.id)));
    if (before && !before.endedAt) return { ok: false, field: "email", sentence: `${guest.name} is let in already` };
    const id = before?.id ?? newId("rgu");
    const row = { invitedBy: by.id, invitedAt: at, endedAt: null };
    if (before)
      one(
        await tx
          .update(roomGuests)
          .set(row)
          .where(and(eq(roomGuests.id, id), isNotNull(roomGuests.endedAt)))
          .returning(),
      );
    else await tx.insert(roomGuests).values({ id, roomId, personId: guest.id, invitationId, ...row });
    const sentence = `${by.name} let ${guest.name} into the inspection room ${room.title}, as an inspector.`;
    await record(tx, event(by, "room.guest_invited", roomId, sentence, [guest]), at);
    return { ok: true, guestId: id, secret, name: guest.name, email, until };
  });
}

const latest = (held: Date | null, until: Date | null, at: Date): Date | null =>
  held && held > at && until && held > until ? held : until;

/** Ends the access of one guest at once. @throws NothingChanged when it has ended */
export async function endGuest(store: Store, by: Actor, roomId: string, guestId: string, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { roomGuests: g, rooms } = tx.tables;
    const guest = one(
      await tx
        .update(g)
        .set({ endedAt: at })
        .where(and(eq(g.id, guestId), eq(g.roomId, roomId), isNull(g.endedAt)))
        .returning(),
    );
    const [room] = await tx.select().from(rooms).where(eq(rooms.id, roomId));
    await settleAccess(tx, guest, at);
    const name = await nameOf(tx, guest);
    const sentence = `${by.name} ended the access of ${name} to the inspection room ${room?.title ?? ""}.`;
    await record(tx, event(by, "room.guest_ended", roomId, sentence, [{ id: guest.personId, name }]), at);
  });
}

async function nameOf(tx: Tx, guest: Guest): Promise<string> {
  const { people, invitations } = tx.tables;
  const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, guest.personId));
  if (person) return person.name;
  const [invited] = await tx
    .select({ name: invitations.name })
    .from(invitations)
    .where(eq(invitations.id, guest.invitationId ?? ""));
  return invited?.name ?? "an inspector";
}

/** Sets the access of a room's guests anew after its days changed or it was closed. */
export async function closeToGuests(tx: Tx, roomId: string, at: Date): Promise<void> {
  const { roomGuests: g } = tx.tables;
  for (const guest of await tx
    .select()
    .from(g)
    .where(and(eq(g.roomId, roomId), isNull(g.endedAt))))
    await settleAccess(tx, guest, at);
}

/**
 * The role of an inspector lasts as long as the last of their rooms; without one it ends now, with their sessions and an
 * invitation that nobody took.
 */
async function settleAccess(tx: Tx, guest: Guest, at: Date): Promise<void> {
  const { roomGuests: g, rooms, memberships: m, invitations: i } = tx.tables;
  const theirs = await tx
    .select({ room: rooms })
    .from(g)
    .innerJoin(rooms, eq(rooms.id, g.roomId))
    .where(and(eq(g.personId, guest.personId), isNull(g.endedAt), isNull(rooms.closedAt)));
  const lasting = theirs.map(({ room }) => room).filter((room) => roomState(room, at).key !== "closed");
  const lastDay =
    lasting
      .map(({ closesOn }) => closesOn ?? "")
      .sort()
      .at(-1) || null;
  const now = and(eq(m.personId, guest.personId), eq(m.role, "inspector"), or(isNull(m.endsAt), gt(m.endsAt, at)));
  await tx
    .update(m)
    .set({ endsAt: lastDay ? endOf(lastDay) : at })
    .where(now);
  const unanswered = and(eq(i.id, guest.invitationId ?? ""), isNull(i.acceptedAt), isNull(i.withdrawnAt));
  const [invitation] = await tx.select().from(i).where(unanswered);
  if (invitation)
    await tx
      .update(i)
      .set(
        lastDay
          ? { memberships: invitation.memberships.map((one) => ({ ...one, lastDay })), version: invitation.version + 1 }
          : { withdrawnAt: at, version: invitation.version + 1 },
      )
      .where(unanswered);
  const other = await tx
    .select({ id: m.id })
    .from(m)
    .where(and(eq(m.personId, guest.personId), ne(m.role, "inspector"), or(isNull(m.endsAt), gt(m.endsAt, at))));
  if (!lastDay && other.length === 0) await endSessionsIn(tx, guest.personId);
}
