import { and, count, eq, isNotNull, isNull, lt } from "drizzle-orm";
import { prepared, type Slots } from "./engine/prepared.ts";
import { endSessionsIn } from "./sessions.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { cancelTickets } from "./tickets.ts";
import { eventOn, record } from "./trail.ts";

/**
 * Authenticator apps and recovery codes as rows. The identity library's own two-factor part is not used: it begins the
 * session before the code is asked for, lets a code be used again within its time, keeps recovery codes so that they can
 * be read again, and cannot write its rows in the transaction of their event.
 */

type By = { id: string | null; name: string };
type Named = { id: string; name: string };

export type Factor = { secret: string | null; pending: string | null; lastStep: number; confirmedAt: Date | null };

const factorByPerson = prepared((db: Db, { personId }: Slots<{ personId: string }>) =>
  db.select().from(db.tables.secondFactors).where(eq(db.tables.secondFactors.personId, personId)),
);

/** What is kept of a person's authenticator, or null. It protects once `secret` is there. */
export async function factorOf(db: Db | Tx, personId: string): Promise<Factor | null> {
  const [row] = await factorByPerson(db, { personId });
  return row ?? null;
}

/** Whether sign-in asks this person for a code. */
export const hasFactor = async (db: Db | Tx, personId: string): Promise<boolean> =>
  Boolean((await factorOf(db, personId))?.secret);

/**
 * The key on the set-up page: the one that waits there for this session already, else `sealed`. The page can be opened
 * again without a new key; a key that another session saw is never confirmed by this one.
 */
export async function pendingKey(store: Store, personId: string, sessionId: string, sealed: string): Promise<string> {
  const waiting = keyFor(sessionId, await factorOf(store.db, personId));
  if (waiting) return waiting;
  return store.transaction(async (tx) => {
    const { secondFactors } = tx.tables;
    const now = keyFor(sessionId, await factorOf(tx, personId));
    if (now) return now;
    const pending = `${sessionId} ${sealed}`;
    await tx
      .insert(secondFactors)
      .values({ personId, pending, lastStep: 0 })
      .onConflictDoUpdate({ target: secondFactors.personId, set: { pending } });
    return sealed;
  });
}

/** The key that waits to be confirmed by this session, or null. */
export function keyFor(sessionId: string, factor: Factor | null): string | null {
  const [session, sealed] = factor?.pending?.split(" ") ?? [];
  return session === sessionId ? (sealed ?? null) : null;
}

/**
 * A first code was right: the pending key becomes the person's authenticator, with new recovery codes. Other sessions
 * end, this one counts as proved.
 * @throws NothingChanged when the key is not the one that waits
 */
export async function confirmFactor(
  store: Store,
  person: Named,
  proof: { pending: string; step: number; codeHashes: string[]; sessionId: string },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { secondFactors, sessions } = tx.tables;
    const before = await factorOf(tx, person.id);
    one(
      await tx
        .update(secondFactors)
        .set({ secret: proof.pending, pending: null, lastStep: proof.step, confirmedAt: at })
        .where(
          and(eq(secondFactors.personId, person.id), eq(secondFactors.pending, `${proof.sessionId} ${proof.pending}`)),
        )
        .returning(),
    );
    await replaceCodes(tx, person.id, proof.codeHashes);
    await endSessionsIn(tx, person.id, proof.sessionId);
    await cancelTickets(tx, person.id, "second_step");
    one(
      await tx
        .update(sessions)
        .set({ secondFactor: true })
        .where(and(eq(sessions.id, proof.sessionId), eq(sessions.userId, person.id)))
        .returning(),
    );
    const what = before?.secret ? "put a new authenticator app in place of the old one" : "set up an authenticator app";
    const sentence = `${person.name} ${what}. Their other sessions ended.`;
    await record(tx, eventOn("person")(person, "second_factor.set_up", person.id, sentence), at);
  });
}

/** Marks a time step as used, in the transaction of the sign-in. @returns false when a code of it, or of a later one, was used before */
export async function takeStep(tx: Tx, personId: string, step: number): Promise<boolean> {
  const { secondFactors } = tx.tables;
  const taken = await tx
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.personId, personId), isNotNull(secondFactors.secret), lt(secondFactors.lastStep, step)))
    .returning();
  return taken.length === 1;
}

/** Uses a recovery code up. @returns how many are left, or null when the code is not one or was used before */
export async function takeRecoveryCode(tx: Tx, person: Named, hash: string, at: Date): Promise<number | null> {
  const { recoveryCodes } = tx.tables;
  const used = await tx
    .update(recoveryCodes)
    .set({ usedAt: at })
    .where(and(eq(recoveryCodes.personId, person.id), eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt)))
    .returning();
  if (used.length !== 1) return null;
  const left = await codesLeft(tx, person.id);
  const sentence = `${person.name} used a recovery code. ${left === 1 ? "1 is" : `${left} are`} left.`;
  await record(tx, eventOn("person")(person, "recovery_code.used", person.id, sentence), at);
  return left;
}

export async function codesLeft(db: Db | Tx, personId: string): Promise<number> {
  const { recoveryCodes } = db.tables;
  const [row] = await db
    .select({ n: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.personId, personId), isNull(recoveryCodes.usedAt)));
  return row?.n ?? 0;
}

/** Which of these hashes are unused codes of the person. */
export async function ownCodes(db: Db, personId: string): Promise<Set<string>> {
  const { recoveryCodes } = db.tables;
  const rows = await db
    .select({ hash: recoveryCodes.hash })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.personId, personId), isNull(recoveryCodes.usedAt)));
  return new Set(rows.map((row) => row.hash));
}

/** New recovery codes in place of all earlier ones. @throws NothingChanged for a person without an authenticator */
export async function renewCodes(store: Store, person: Named, hashes: string[], at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { secondFactors } = tx.tables;
    one(
      await tx
        .select()
        .from(secondFactors)
        .where(and(eq(secondFactors.personId, person.id), isNotNull(secondFactors.secret))),
    );
    await replaceCodes(tx, person.id, hashes);
    const sentence = `${person.name} made new recovery codes. The earlier ones no longer work.`;
    await record(tx, eventOn("person")(person, "recovery_codes.renewed", person.id, sentence), at);
  });
}

/**
 * Takes a person's second factor away, their own or, by an administrator, another's, and ends their sessions but the one
 * named. Where their role needs one they are led to set it up anew.
 * @throws NothingChanged when they have none
 */
export async function removeSecondFactor(
  store: Store,
  by: By,
  personId: string,
  at: Date,
  keepSessionId?: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { secondFactors, recoveryCodes, people } = tx.tables;
    one(
      await tx
        .delete(secondFactors)
        .where(and(eq(secondFactors.personId, personId), isNotNull(secondFactors.secret)))
        .returning(),
    );
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
    await endSessionsIn(tx, personId, keepSessionId);
    await cancelTickets(tx, personId, "second_step");
    const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId));
    const whose = by.id === personId ? "their own second factor" : `the second factor of ${person?.name ?? "a person"}`;
    const named = person ? [{ id: personId, name: person.name }] : [];
    const sentence = `${by.name} removed ${whose}.`;
    await record(tx, eventOn("person")(by, "second_factor.removed", personId, sentence, named), at);
  });
}

async function replaceCodes(tx: Tx, personId: string, hashes: string[]): Promise<void> {
  const { recoveryCodes } = tx.tables;
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
  if (hashes.length)
    await tx.insert(recoveryCodes).values(hashes.map((hash) => ({ id: newId("rec"), personId, hash, usedAt: null })));
}
