import { and, asc, eq, isNull } from "drizzle-orm";
import type { Interest } from "#audits/panel/interests.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

type By = { id: string; name: string };
const event = eventOn("person");

/** Every declared interest that holds. */
export async function interestsInForce(db: Db | Tx): Promise<(Interest & { id: string; personId: string })[]> {
  const { interests } = db.tables;
  return db
    .select({ id: interests.id, personId: interests.personId, kind: interests.kind, value: interests.value })
    .from(interests)
    .where(isNull(interests.endedAt));
}

/** What one person has declared and not taken back, first to last. */
export async function ownInterests(db: Db, personId: string) {
  const { interests } = db.tables;
  return db
    .select()
    .from(interests)
    .where(and(eq(interests.personId, personId), isNull(interests.endedAt)))
    .orderBy(asc(interests.declaredAt));
}

/** Declares an interest of one's own. Saying the same twice changes nothing. The event does not say what it is about. */
export async function declareInterest(store: Store, by: By, interest: Interest, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { interests } = tx.tables;
    const same = and(
      eq(interests.personId, by.id),
      eq(interests.kind, interest.kind),
      eq(interests.value, interest.value),
      isNull(interests.endedAt),
    );
    if ((await tx.select({ id: interests.id }).from(interests).where(same)).length) return;
    await tx.insert(interests).values({ id: newId("int"), personId: by.id, ...interest, declaredAt: at });
    await record(tx, event(by, "interest.declared", by.id, `${by.name} declared an interest.`), at);
  });
}

/** Takes an interest of one's own back. @throws NothingChanged when it is not theirs or was taken back */
export async function endInterest(store: Store, by: By, interestId: string, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { interests } = tx.tables;
    const own = and(eq(interests.id, interestId), eq(interests.personId, by.id), isNull(interests.endedAt));
    one(await tx.update(interests).set({ endedAt: at }).where(own).returning());
    await record(tx, event(by, "interest.ended", by.id, `${by.name} took a declared interest back.`), at);
  });
}
