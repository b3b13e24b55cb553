import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { type NewMembership, readMembership } from "#audits/people/membership.ts";
import { type Actor, rolesToGive } from "#audits/people/permissions.ts";
import { ROLE_LABELS } from "#audits/vocabulary.ts";
import { endOf } from "./memberships.ts";
import { hashFor, keepPassword } from "./passwords.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { hashOfSecret, newSecret } from "./tickets.ts";
import { eventOn, record } from "./trail.ts";

/** Invitations: the only way to an account. The link's secret is kept as a hash; opening the link uses nothing up. */

export const INVITATION_DAYS = 7;

export type NewInvitation = { name: string; email: string; memberships: NewMembership[] };
type Made = { ok: true; id: string; secret: string } | { ok: false; field: string; sentence: string };

/**
 * Invites somebody. What the form sent is checked again here: the roles that the inviter may give, organisations that
 * exist, and only the fields that a role has.
 */
export async function invitePerson(store: Store, by: Actor, invitation: NewInvitation, at: Date): Promise<Made> {
  return store.transaction((tx) => invitePersonIn(tx, by, invitation, at));
}

/** The same, within a transaction that does more with whoever is invited. */
export async function invitePersonIn(tx: Tx, by: Actor, invitation: NewInvitation, at: Date): Promise<Made> {
  const email = invitation.email.toLowerCase();
  const { people, invitations } = tx.tables;
  const refused = await problemWith(tx, by, invitation.memberships, at);
  if (refused) return { ok: false, ...refused };
  const [known] = await tx.select({ id: people.id }).from(people).where(eq(people.email, email));
  if (known) return { ok: false, field: "email", sentence: "Somebody with this email address has an account already" };
  const [open] = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(isOpenFor(tx, email, at));
  if (open)
    return { ok: false, field: "email", sentence: "This email address is invited already: send the invitation again" };
  const { secret, hash } = newSecret();
  const id = newId("inv");
  await tx.insert(invitations).values({
    id,
    email,
    name: invitation.name,
    memberships: invitation.memberships,
    invitedBy: by.id,
    invitedAt: at,
    tokenHash: hash,
    expiresAt: inDays(at, INVITATION_DAYS),
    version: 1,
  });
  const roles = invitation.memberships.map((m) => ROLE_LABELS[m.role]).join(", ");
  const sentence = `${by.name} invited ${invitation.name} as ${roles}.`;
  const invitee = inviteeOf({ id, name: invitation.name });
  await record(tx, eventOn("invitation")(by, "invitation.made", id, sentence, [invitee]), at);
  return { ok: true, id, secret };
}

/**
 * Whoever is invited, by the id that the person gets on accepting: so the trail can name them before there is an account,
 * and their name can be taken out of all of it at once.
 */
export const inviteeOf = ({ id, name }: { id: string; name: string }): { id: string; name: string } => ({
  id: id.replace(/^inv_/, "per_"),
  name,
});

/** What may not be given, and at which field of the form, or null. */
async function problemWith(tx: Tx, by: Actor, memberships: NewMembership[], at: Date) {
  const allowed = rolesToGive(by);
  const organisations = await tx.select({ id: tx.tables.organisations.id }).from(tx.tables.organisations);
  const today = at.toISOString().slice(0, 10);
  if (memberships.length === 0) return { field: "role-0", sentence: "Select a role" };
  for (const [i, m] of memberships.entries()) {
    if (!allowed.includes(m.role)) return { field: `role-${i}`, sentence: "Select a role that you may give" };
    const input = { ...m, agency: m.agency ?? "", writerRef: m.writerRef ?? "" };
    const read = readMembership(input, organisations, today);
    if (!read.ok) return { field: `role-${i}`, sentence: read.problems[0]?.sentence ?? "" };
    const same = memberships.findIndex((o) => o.role === m.role && o.organisationId === m.organisationId);
    if (same !== i) return { field: `role-${i}`, sentence: "Select each role in an organisation once" };
  }
  return null;
}

const inDays = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000);

function isOpenFor(db: Db, email: string, at: Date) {
  const { invitations: i } = db.tables;
  return and(eq(i.email, email), isNull(i.acceptedAt), isNull(i.withdrawnAt), gt(i.expiresAt, at));
}

export type InvitationState = "open" | "expired" | "accepted" | "withdrawn";

/** All invitations with who made them, newest first. */
export async function openInvitations(db: Db, at: Date) {
  const { invitations, people } = db.tables;
  const rows = await db
    .select({ invitation: invitations, by: people.name })
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.invitedBy))
    .orderBy(desc(invitations.invitedAt));
  return rows.map(({ invitation: { tokenHash: _, ...shown }, by }) => ({ ...shown, by, state: stateOf(shown, at) }));
}

function stateOf(
  row: { acceptedAt: Date | null; withdrawnAt: Date | null; expiresAt: Date },
  at: Date,
): InvitationState {
  if (row.acceptedAt) return "accepted";
  if (row.withdrawnAt) return "withdrawn";
  return row.expiresAt > at ? "open" : "expired";
}

/** Withdraws an invitation that was not accepted, for whoever saw it at `version`. @throws NothingChanged otherwise */
export async function withdrawInvitation(
  store: Store,
  by: Actor,
  id: string,
  version: number,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const row = await changeInvitation(tx, id, version, { withdrawnAt: at });
    const sentence = `${by.name} withdrew the invitation of ${row.name}.`;
    await record(tx, eventOn("invitation")(by, "invitation.withdrawn", id, sentence, [inviteeOf(row)]), at);
  });
}

/**
 * Sends an invitation again, open or expired: a new link for another seven days; the earlier link stops working.
 * @returns the new secret, or why this person may not. @throws NothingChanged when it changed meanwhile
 */
export async function renewInvitation(
  store: Store,
  by: Actor,
  id: string,
  version: number,
  at: Date,
): Promise<{ ok: true; secret: string; name: string; email: string; until: Date } | { ok: false; sentence: string }> {
  return store.transaction(async (tx) => {
    const { invitations } = tx.tables;
    const [before] = await tx.select().from(invitations).where(eq(invitations.id, id));
    const refused = before && (await problemWith(tx, by, before.memberships, at));
    if (refused) return { ok: false, sentence: `${refused.sentence}. Withdraw this invitation and make a new one` };
    const { secret, hash } = newSecret();
    const row = await changeInvitation(tx, id, version, { tokenHash: hash, expiresAt: inDays(at, INVITATION_DAYS) });
    const sentence = `${by.name} sent the invitation of ${row.name} again.`;
    await record(tx, eventOn("invitation")(by, "invitation.renewed", id, sentence, [inviteeOf(row)]), at);
    return { ok: true, secret, name: row.name, email: row.email, until: row.expiresAt };
  });
}

async function changeInvitation(
  tx: Tx,
  id: string,
  version: number,
  change: { withdrawnAt: Date } | { tokenHash: string; expiresAt: Date },
) {
  const { invitations: i } = tx.tables;
  const unanswered = and(isNull(i.acceptedAt), isNull(i.withdrawnAt));
  return one(
    await tx
      .update(i)
      .set({ ...change, version: version + 1 })
      .where(and(eq(i.id, id), eq(i.version, version), unanswered))
      .returning(),
  );
}

export type Invited = {
  id: string;
  name: string;
  email: string;
  /** Who invited: the name, and the id. */
  by: string;
  invitedBy: string;
  memberships: (NewMembership & { organisation: string })[];
  expiresAt: Date;
};

/** What a link invites to while it holds, or null: not there, used, withdrawn and expired look alike. */
export async function invitationWith(db: Db, secret: string, at: Date): Promise<Invited | null> {
  const { invitations } = db.tables;
  const [row] = await db
    .select()
    .from(invitations)
    .where(eq(invitations.tokenHash, hashOfSecret(secret)));
  return row && stateOf(row, at) === "open" ? withNames(db, row) : null;
}

async function withNames(
  db: Db,
  row: Pick<Invited, "id" | "name" | "email" | "expiresAt" | "invitedBy"> & { memberships: NewMembership[] },
): Promise<Invited> {
  const { people, organisations } = db.tables;
  const [by] = await db.select({ name: people.name }).from(people).where(eq(people.id, row.invitedBy));
  const names = new Map((await db.select().from(organisations)).map((o) => [o.id, o.name]));
  const { id, name, email, expiresAt, invitedBy } = row;
  const memberships = row.memberships.map((m) => ({ ...m, organisation: names.get(m.organisationId) ?? "" }));
  return { id, name, email, expiresAt, by: by?.name ?? "", invitedBy, memberships };
}

type Accepted =
  | { ok: true; personId: string; name: string }
  | { ok: false; reason: "link" | "password"; sentence: string };

/** Accepts an invitation with a first password. Of two that accept at once, one does. */
export async function acceptInvitation(store: Store, secret: string, password: string, at: Date): Promise<Accepted> {
  const invited = await invitationWith(store.db, secret, at);
  if (!invited) return { ok: false, reason: "link", sentence: INVITATION_IS_OVER };
  const hashed = await hashFor(store.db, password, invited);
  if (!hashed.ok) return { ok: false, reason: "password", sentence: hashed.sentence };
  return store.transaction(async (tx): Promise<Accepted> => {
    const again = await invitationWith(tx, secret, at);
    if (!again) return { ok: false, reason: "link", sentence: INVITATION_IS_OVER };
    const personId = await becomePerson(tx, again, at);
    if (!personId) return { ok: false, reason: "link", sentence: INVITATION_IS_OVER };
    await keepPassword(tx, personId, hashed.hash, at);
    return { ok: true, personId, name: again.name };
  });
}

export const INVITATION_IS_OVER =
  "This invitation cannot be used. It was used before, withdrawn, or is older than 7 days";

/** Accepts the open invitation of an address that an identity provider has verified. @returns the new person, or null when nobody invited it */
export async function acceptByAddress(tx: Tx, email: string, at: Date): Promise<{ id: string; name: string } | null> {
  const { invitations } = tx.tables;
  const [row] = await tx
    .select()
    .from(invitations)
    .where(isOpenFor(tx, email, at));
  if (!row) return null;
  const id = await becomePerson(tx, await withNames(tx, row), at);
  return id ? { id, name: row.name } : null;
}

async function becomePerson(tx: Tx, invited: Invited, at: Date): Promise<string | null> {
  const { people, memberships, invitations } = tx.tables;
  // An organisation that was removed meanwhile has no name any more.
  if (invited.memberships.some((m) => !m.organisation)) return null;
  const { id } = inviteeOf(invited);
  const stamps = { createdAt: at, updatedAt: at };
  const added = await tx
    .insert(people)
    .values({ id, name: invited.name, email: invited.email, emailVerified: true, ...stamps })
    .onConflictDoNothing()
    .returning();
  if (added.length !== 1) return null;
  await tx.insert(memberships).values(
    invited.memberships.map(({ role, organisationId, agency, writerRef, lastDay }) => ({
      id: newId("mem"),
      personId: id,
      organisationId,
      role,
      agency,
      writerRef,
      endsAt: endOf(lastDay),
    })),
  );
  one(
    await tx
      .update(invitations)
      .set({ acceptedAt: at, personId: id })
      .where(and(eq(invitations.id, invited.id), isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)))
      .returning(),
  );
  const person = { id, name: invited.name };
  const roles = invited.memberships.map((m) => ROLE_LABELS[m.role]).join(", ");
  const words = `${invited.name} accepted the invitation of ${invited.by} and is ${roles}.`;
  const inviter = { id: invited.invitedBy, name: invited.by };
  await record(tx, eventOn("invitation")(person, "invitation.accepted", invited.id, words, [inviter]), at);
  return id;
}
