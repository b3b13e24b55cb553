import { and, desc, eq, gt, lte, ne } from "drizzle-orm";
import { type Db, one, type Store, type Tx } from "./store.ts";
import { sweepAttempts } from "./attempts.ts";
import { sweepTickets } from "./tickets.ts";
import { eventOn, record } from "./trail.ts";

/** Sessions after they began: the identity library begins and finds them, here they are listed and ended. */

type By = { id: string | null; name: string };

export type OpenSession = { id: string; startedAt: Date; usedAt: Date; way: string; userAgent: string };

/** The open sessions of a person, the one used last first. No network address is kept. */
export async function sessionsOf(db: Db, personId: string, at: Date): Promise<OpenSession[]> {
  const { sessions } = db.tables;
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, personId), gt(sessions.expiresAt, at)))
    .orderBy(desc(sessions.updatedAt));
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.createdAt,
    usedAt: row.updatedAt,
    way: row.way,
    userAgent: row.userAgent ?? "",
  }));
}

/** Ends one session of a person. @throws NothingChanged when it is not theirs or has ended */
export async function endSessionOf(store: Store, by: By, personId: string, sessionId: string, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { sessions } = tx.tables;
    one(
      await tx
        .delete(sessions)
        .where(and(eq(sessions.id, sessionId), eq(sessions.userId, personId)))
        .returning(),
    );
    const sentence = `${by.name} ended one ${by.id === personId ? "of their sessions" : "session of another person"}.`;
    await record(tx, eventOn("person")(by, "session.ended", personId, sentence), at);
  });
}

/** Ends every session of a person but, where it is named, one. @returns how many ended */
export async function endSessionsOf(
  store: Store,
  by: By,
  personId: string,
  at: Date,
  keepSessionId?: string,
): Promise<number> {
  return store.transaction(async (tx) => {
    const ended = await endSessionsIn(tx, personId, keepSessionId);
    if (ended === 0) return 0;
    const { people } = tx.tables;
    const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId));
    const whose = by.id === personId ? "their other sessions" : `the sessions of ${person?.name ?? "a person"}`;
    const sentence = `${by.name} ended ${whose} (${ended}).`;
    const named = person ? [{ id: personId, name: person.name }] : [];
    await record(tx, eventOn("person")(by, "session.ended", personId, sentence, named), at);
    return ended;
  });
}

/** The same within a transaction that says why in an event of its own. */
export async function endSessionsIn(tx: Tx, personId: string, keepSessionId?: string): Promise<number> {
  const { sessions } = tx.tables;
  const kept = keepSessionId ? ne(sessions.id, keepSessionId) : undefined;
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, personId), kept))
    .returning();
  return ended.length;
}

/** Notes that a session was used, which keeps it from ending for idleness. */
export async function touchSession(store: Store, sessionId: string, at: Date): Promise<void> {
  const { sessions } = store.tables;
  await store.transaction((tx) => tx.update(sessions).set({ updatedAt: at }).where(eq(sessions.id, sessionId)));
}

/** Ends a session that was idle too long or is over. Of several requests that find it so, one records it. */
export async function endIdleSession(store: Store, sessionId: string, person: By, at: Date): Promise<void> {
  const { sessions } = store.tables;
  await store.transaction(async (tx) => {
    const ended = await tx.delete(sessions).where(eq(sessions.id, sessionId)).returning();
    if (!ended.length || !person.id) return;
    const sentence = `${person.name} was signed out: the session was not used for too long.`;
    await record(tx, eventOn("person")(person, "session.ended", person.id, sentence), at);
  });
}

/** Ends the session that a browser had when somebody signs in there, in the transaction that begins the new one. */
export async function endSessionInBrowser(tx: Tx, sessionId: string, person: By, at: Date): Promise<void> {
  const { sessions } = tx.tables;
  const ended = await tx.delete(sessions).where(eq(sessions.id, sessionId)).returning();
  if (!ended.length || !person.id) return;
  const sentence = `The session of ${person.name} ended: somebody signed in anew in the same browser.`;
  await record(tx, eventOn("person")(person, "session.ended", person.id, sentence), at);
}

/** Records that somebody signed in or out, in the transaction that begins or ends the session. */
export async function recordSession(
  tx: Tx,
  kind: "session.started" | "session.ended",
  person: { id: string; name: string },
  words: string,
  at: Date,
): Promise<void> {
  await record(tx, eventOn("person")(person, kind, person.id, words), at);
}

/** Records a sign-in that was refused; `person` is whose address was used, or null where nobody has it. */
export async function recordRefusal(
  store: Store,
  person: { id: string; name: string } | null,
  why: string,
  at: Date,
  kind: "session.refused" | "second_factor.refused" = "session.refused",
): Promise<void> {
  const sentence = person ? `A sign-in as ${person.name} was refused: ${why}.` : `A sign-in was refused: ${why}.`;
  // Who tried is not known: the event is about the person, not by them.
  const nobody = { id: null, name: "Nobody" };
  await store.transaction((tx) =>
    record(tx, eventOn("person")(nobody, kind, person?.id ?? "unknown", sentence, person ? [person] : []), at),
  );
}

/** Takes away what is over: sessions, single-use secrets and counts of tries. */
export async function sweepIdentity(store: Store, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { sessions } = tx.tables;
    await tx.delete(sessions).where(lte(sessions.expiresAt, at));
    await sweepTickets(tx, at);
    await sweepAttempts(tx, at);
  });
}
