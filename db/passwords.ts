import { hashPassword, verifyPassword } from "better-auth/crypto";
import { and, eq } from "drizzle-orm";
import { problemInPassword } from "#audits/people/password.ts";
import { theArea } from "./people.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { endSessionsIn } from "./sessions.ts";
import { cancelTickets, issueTicket, takeTicket, ticketOf } from "./tickets.ts";
import { eventOn, record } from "./trail.ts";

/** Passwords: scrypt by the identity library. Whatever sets one goes through `hashFor`, which refuses those that are guessed first. */

export type Verdict = { ok: true } | { ok: false; sentence: string };
type Named = { id: string; name: string };

/** The minutes for which a reset link holds. */
export const RESET_MINUTES = 60;

/** Checks a new password and hashes it. */
export async function hashFor(
  db: Db | Tx,
  password: string,
  owner: { name: string; email: string },
): Promise<{ ok: true; hash: string } | { ok: false; sentence: string }> {
  const area = await theArea(db);
  const sentence = problemInPassword(password, { ...owner, area: area?.name ?? "" });
  return sentence ? { ok: false, sentence } : { ok: true, hash: await hashPassword(password) };
}

/** A hash that no password has, so that an address without an account costs the same time. */
let nobodysHash: Promise<string> | undefined;

/** Whether this pair is right, and whose address it is, right or not. Takes about as long for an address that nobody has. */
export async function checkPassword(
  db: Db,
  email: string,
  password: string,
): Promise<{ fits: boolean; person: (Named & { email: string }) | null }> {
  const { people, accounts } = db.tables;
  const [row] = await db
    .select({ id: people.id, name: people.name, email: people.email, hash: accounts.password })
    .from(people)
    .leftJoin(accounts, and(eq(accounts.userId, people.id), eq(accounts.providerId, "credential")))
    .where(eq(people.email, email));
  nobodysHash ??= hashPassword("nobody has this password at all");
  const fits = await verifyPassword({ hash: row?.hash ?? (await nobodysHash), password });
  return { fits: fits && Boolean(row?.hash), person: row ? { id: row.id, name: row.name, email: row.email } : null };
}

/** Puts a hash in place of the person's password, or gives them their first. */
export async function keepPassword(tx: Tx, personId: string, hash: string, at: Date): Promise<void> {
  const { accounts } = tx.tables;
  const own = and(eq(accounts.userId, personId), eq(accounts.providerId, "credential"));
  const changed = await tx.update(accounts).set({ password: hash, updatedAt: at }).where(own).returning();
  if (changed.length) return void one(changed);
  const stamps = { createdAt: at, updatedAt: at };
  await tx.insert(accounts).values({
    id: newId("acc"),
    accountId: personId,
    providerId: "credential",
    userId: personId,
    password: hash,
    ...stamps,
  });
}

/** Whether the person has a password at all; who only uses an identity provider has none. */
export async function hasPassword(db: Db, personId: string): Promise<boolean> {
  const { accounts } = db.tables;
  const [row] = await db
    .select({ hash: accounts.password })
    .from(accounts)
    .where(and(eq(accounts.userId, personId), eq(accounts.providerId, "credential")));
  return Boolean(row?.hash);
}

/** Changes the own password, which was checked before, and ends the person's other sessions. */
export async function changePassword(
  store: Store,
  person: Named & { email: string },
  password: string,
  keepSessionId: string,
  at: Date,
): Promise<Verdict> {
  const hashed = await hashFor(store.db, password, person);
  if (!hashed.ok) return hashed;
  await store.transaction(async (tx) => {
    await keepPassword(tx, person.id, hashed.hash, at);
    await endSessionsIn(tx, person.id, keepSessionId);
    await cancelTickets(tx, person.id);
    const sentence = `${person.name} changed their password. Their other sessions ended.`;
    await record(tx, eventOn("person")(person, "password.changed", person.id, sentence), at);
  });
  return { ok: true };
}

/**
 * Makes a reset link for a person. Earlier links hold until their time is over, so that a stranger who asks for another
 * cannot spoil the one in the owner's mail; using one takes all away.
 * @returns the link's secret
 */
export async function makeResetLink(
  store: Store,
  by: { id: string | null; name: string },
  person: Named,
  at: Date,
): Promise<string> {
  return store.transaction(async (tx) => {
    const expiresAt = new Date(at.getTime() + RESET_MINUTES * 60_000);
    const secret = await issueTicket(tx, "reset", { personId: person.id, data: {}, expiresAt });
    const sentence =
      by.id === null
        ? `A link to choose a new password was asked for with ${person.name}’s address.`
        : `${by.name} made a link with which ${person.name} can choose a new password.`;
    await record(tx, eventOn("person")(by, "password.reset_asked", person.id, sentence, [person]), at);
    return secret;
  });
}

/** The person with this address, who may get a reset link; null when nobody has it. */
export async function personWith(db: Db, email: string): Promise<(Named & { email: string }) | null> {
  const { people } = db.tables;
  const [row] = await db
    .select({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .where(eq(people.email, email));
  return row ?? null;
}

/** Whose reset link this is while it holds; looking does not use it up. */
export async function resetFor(db: Db, secret: string, at: Date): Promise<(Named & { email: string }) | null> {
  const ticket = await ticketOf(db, "reset", secret, at);
  if (!ticket?.personId) return null;
  const { people } = db.tables;
  const [row] = await db
    .select({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .where(eq(people.id, ticket.personId));
  return row ?? null;
}

/** Sets a new password by a reset link, which is used up, and ends all sessions. The second factor stays as it is. */
export async function resetPassword(
  store: Store,
  secret: string,
  password: string,
  at: Date,
): Promise<
  { ok: true; person: Named & { email: string } } | { ok: false; reason: "link" | "password"; sentence: string }
> {
  const person = await resetFor(store.db, secret, at);
  if (!person) return { ok: false, reason: "link", sentence: LINK_IS_OVER };
  const hashed = await hashFor(store.db, password, person);
  if (!hashed.ok) return { ok: false, reason: "password", sentence: hashed.sentence };
  return store.transaction(async (tx) => {
    const ticket = await takeTicket(tx, "reset", secret, at);
    if (ticket?.personId !== person.id) return { ok: false, reason: "link", sentence: LINK_IS_OVER };
    await keepPassword(tx, person.id, hashed.hash, at);
    await endSessionsIn(tx, person.id);
    await cancelTickets(tx, person.id);
    const sentence = `${person.name} chose a new password by a link. All their sessions ended.`;
    await record(tx, eventOn("person")(person, "password.reset", person.id, sentence), at);
    return { ok: true, person };
  });
}

const LINK_IS_OVER = "This link cannot be used. It was used before, or it is older than 60 minutes";
