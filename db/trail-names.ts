import { createHash, randomBytes } from "node:crypto";
import { asc, desc, eq } from "drizzle-orm";
import type { NamedPerson, TrailEvent } from "#audits/trail/events.ts";
import { commitmentText, formerName, namesIn, tokenOf, withNames } from "#audits/trail/names.ts";
import { contains, isAnyOf } from "./engine/sql.ts";
import { prepared, type Slots } from "./engine/prepared.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, type Tx } from "./store.ts";

export type NameRow = Tables["trailNames"]["$inferSelect"];
type KeptName = { id: string; personId: string; name: string; commitment: string };

/** The actor of set-up and of the server's own work is nobody whose name could ever be taken out. */
const NOBODY = "system";

/** The fingerprint of a name. */
export const commitmentTo = (person: NamedPerson, nameId: string, salt: string): string =>
  createHash("sha256")
    .update(commitmentText(person, nameId, salt), "utf8")
    .digest("hex");

const namesOfPerson = prepared((db: Db, { id }: Slots<{ id: string }>) =>
  db.select().from(db.tables.trailNames).where(eq(db.tables.trailNames.personId, id)),
);

async function namesOfPeople(db: Db, ids: string[]): Promise<NameRow[]> {
  const [id, ...others] = ids;
  // Most events name nobody but who did it.
  if (id !== undefined && others.length === 0) return namesOfPerson(db, { id });
  const { trailNames } = db.tables;
  return db.select().from(trailNames).where(isAnyOf(trailNames.personId, ids));
}

/** The names that stand in this event, each with its row; the actor's first. */
export async function namesOfEvent(tx: Tx, event: TrailEvent): Promise<KeptName[]> {
  const actor = event.actorId && event.actorId !== NOBODY ? [{ id: event.actorId, name: event.actorName }] : [];
  const named = [...actor, ...(event.people ?? [])].filter((p) => p.name.trim());
  const people = named.filter((p, i) => named.findIndex((o) => o.id === p.id && o.name === p.name) === i);
  if (people.length === 0) return [];
  const known = await namesOfPeople(
    tx,
    people.map((p) => p.id),
  );
  const names: KeptName[] = [];
  for (const person of people) {
    const row =
      known.find((k) => k.personId === person.id && k.name === person.name) ?? (await added(tx, person, known));
    names.push({ id: row.id, personId: row.personId, name: person.name, commitment: row.commitment });
  }
  return names;
}

async function added(tx: Tx, person: NamedPerson, known: NameRow[]): Promise<NameRow> {
  const { trailNames } = tx.tables;
  const number = known.find((k) => k.personId === person.id)?.number ?? (await highest(tx)) + 1;
  const [id, salt] = [newId("tnm"), randomBytes(16).toString("hex")];
  const row = { id, personId: person.id, number, name: person.name, salt, commitment: commitmentTo(person, id, salt) };
  await tx.insert(trailNames).values(row);
  known.push(row);
  return row;
}

/** The number by which a person is called whose name is removed: the one of their names, or a new one that is kept for them. */
export async function numberKept(tx: Tx, personId: string): Promise<number> {
  const { trailNames } = tx.tables;
  const [row] = await tx.select().from(trailNames).where(eq(trailNames.personId, personId)).limit(1);
  if (row) return row.number;
  const number = (await highest(tx)) + 1;
  const commitment = randomBytes(32).toString("hex");
  await tx.insert(trailNames).values({ id: newId("tnm"), personId, number, name: null, salt: null, commitment });
  return number;
}

async function highest(db: Db): Promise<number> {
  const { trailNames } = db.tables;
  const [last] = await db.select({ n: trailNames.number }).from(trailNames).orderBy(desc(trailNames.number)).limit(1);
  return last?.n ?? 0;
}

/** The event's own text in place of names: what `actorName` holds for a person. */
export const actorToken = (event: TrailEvent, names: KeptName[]): string =>
  names[0] && names[0].personId === event.actorId ? tokenOf(names[0].id) : event.actorName.replaceAll("{{", "{ {");

/** How a person is called where staff are not named. */
export const staffNumber = (row: Pick<NameRow, "number">): string =>
  `A member of staff (P-${String(row.number).padStart(4, "0")})`;

const nameOfThen = (row: NameRow): string => row.name ?? formerName(row.number);

/** The same events with names in words: as they were then, or that the person has left, unless people are called otherwise. */
export async function inWords<E extends { actorName: string; sentence: string }>(
  db: Db,
  events: E[],
  called: (row: NameRow) => string = nameOfThen,
): Promise<E[]> {
  const ids = [...new Set(events.flatMap((e) => namesIn(`${e.actorName} ${e.sentence}`)))];
  const { trailNames } = db.tables;
  const rows = ids.length ? await db.select().from(trailNames).where(isAnyOf(trailNames.id, ids)) : [];
  const words = new Map(rows.map((row) => [row.id, called(row)]));
  const read = (text: string) => withNames(text, (id) => words.get(id) ?? "A person whose name is missing");
  return events.map((e) => ({ ...e, actorName: read(e.actorName), sentence: read(e.sentence) }));
}

/** The names that have these words in them, or the number of a person who has left (P-0042). */
export async function namesLike(db: Db, words: string): Promise<{ id: string; personId: string }[]> {
  const { trailNames } = db.tables;
  const number = /\bP-(\d{1,9})\b/i.exec(words)?.[1];
  const rows = await db
    .select({ id: trailNames.id, personId: trailNames.personId, name: trailNames.name, number: trailNames.number })
    .from(trailNames)
    .where(number ? undefined : contains(trailNames.name, words))
    .orderBy(asc(trailNames.id));
  return number ? rows.filter((r) => r.number === Number(number)) : rows;
}
