import { and, asc, count, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Actor, Membership } from "#audits/people/permissions.ts";
import { ROLES } from "#audits/vocabulary.ts";
import { prepared, type Slots } from "./engine/prepared.ts";
import { type Db, newId, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** The area that this installation serves, or null before it is set up. */
export async function theArea(db: Db) {
  const [area] = await db.select().from(db.tables.area).limit(1);
  return area ?? null;
}

const membershipsAt = prepared((db: Db, { personId, at }: Slots<{ personId: string; at: Date }>) => {
  const { people, memberships, organisations } = db.tables;
  const holds = or(isNull(memberships.endsAt), gt(memberships.endsAt, sql.param(at, memberships.endsAt)));
  return db
    .select({
      person: { id: people.id, name: people.name, email: people.email },
      membership: { role: memberships.role, agency: memberships.agency, writerRef: memberships.writerRef },
      organisation: { id: organisations.id, name: organisations.name },
    })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .where(and(eq(people.id, personId), holds));
});

/** A person with the memberships that hold now; null when unknown, or when none holds. */
export async function actorOf(db: Db, personId: string, now: Date): Promise<Actor | null> {
  const rows = await membershipsAt(db, { personId, at: now });
  const [first] = rows;
  if (!first) return null;
  return {
    id: first.person.id,
    name: first.person.name,
    email: first.person.email,
    memberships: rows
      .map(
        ({ membership, organisation }): Membership => ({
          role: membership.role,
          organisationId: organisation.id,
          organisationName: organisation.name,
          agency: membership.agency,
          writerRef: membership.writerRef,
        }),
      )
      .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role)),
  };
}

/** Everybody with their memberships, by name. */
export async function everybody(db: Db) {
  const { people, memberships, organisations } = db.tables;
  return db
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      role: memberships.role,
      agency: memberships.agency,
      organisation: organisations.name,
      endsAt: memberships.endsAt,
    })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .orderBy(asc(people.name), asc(memberships.role));
}

/** The quality leads of a moment, by name. */
export async function leadsOf(db: Db, at: Date) {
  const { people, memberships } = db.tables;
  return db
    .selectDistinct({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .where(and(eq(memberships.role, "quality_lead"), or(isNull(memberships.endsAt), gt(memberships.endsAt, at))))
    .orderBy(asc(people.name));
}

/** People who may score, with the agency they score for. */
export async function auditorsOf(db: Db, now: Date) {
  const { people, memberships } = db.tables;
  const rows = await db
    .select({ id: people.id, name: people.name, agency: memberships.agency })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .where(and(eq(memberships.role, "auditor"), or(isNull(memberships.endsAt), gt(memberships.endsAt, now))))
    .orderBy(asc(people.name));
  return rows.flatMap((r) => (r.agency ? [{ id: r.id, name: r.name, agency: r.agency }] : []));
}

export type NewConcern = { caseReference: string; words: string; told: string };

/** Keeps an urgent concern and gives its receipt. It never touches a score. */
export async function raiseConcern(store: Store, actor: Actor, concern: NewConcern, at: Date) {
  return store.transaction(async (tx) => {
    const { concerns, trail } = tx.tables;
    // Events outlive the concerns that are deleted in time, so no reference is given twice.
    const [{ earlier } = { earlier: 0 }] = await tx
      .select({ earlier: count() })
      .from(trail)
      .where(eq(trail.kind, "concern.raised"));
    const reference = `U-${String(earlier + 1).padStart(4, "0")}`;
    const id = newId("con");
    await tx.insert(concerns).values({ id, reference, ...concern, raisedBy: actor.id, raisedAt: at });
    const sentence = `${actor.name} raised urgent concern ${reference}.`;
    await record(tx, eventOn("concern")(actor, "concern.raised", id, sentence), at);
    return { id, reference };
  });
}

/** Says that one deals with a concern. Once said, it stays: the receipt of whoever raised it shows it. Saying it again changes nothing. */
export async function takeUpConcern(store: Store, by: Actor, id: string, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { concerns } = tx.tables;
    const [concern] = await tx.select().from(concerns).where(eq(concerns.id, id));
    if (concern?.takenUpAt) return;
    const open = and(eq(concerns.id, id), isNull(concerns.takenUpAt));
    one(await tx.update(concerns).set({ takenUpBy: by.id, takenUpAt: at }).where(open).returning());
    const sentence = `${by.name} took up urgent concern ${concern?.reference ?? ""}.`;
    await record(tx, eventOn("concern")(by, "concern.taken_up", id, sentence), at);
  });
}

/** One concern, for the person who raised it or, with `all`, for the quality lead. */
export async function concernOf(db: Db, id: string, scope: { raisedBy: string } | "all") {
  const { concerns, people } = db.tables;
  const [row] = await db
    .select({ concern: concerns, by: people.name })
    .from(concerns)
    .innerJoin(people, eq(people.id, concerns.raisedBy))
    .where(and(eq(concerns.id, id), scope === "all" ? undefined : eq(concerns.raisedBy, scope.raisedBy)));
  if (!row) return null;
  const { takenUpBy } = row.concern;
  const [taker] = takenUpBy ? await db.select({ name: people.name }).from(people).where(eq(people.id, takenUpBy)) : [];
  return { ...row, takenUpBy: taker?.name ?? null };
}

/** Concerns that nobody has taken up yet, the longest waiting first. */
export async function concernsWaiting(db: Db) {
  const { concerns } = db.tables;
  return db
    .select({ id: concerns.id, reference: concerns.reference, raisedAt: concerns.raisedAt, told: concerns.told })
    .from(concerns)
    .where(isNull(concerns.takenUpAt))
    .orderBy(asc(concerns.raisedAt));
}

/** Urgent concerns, newest first: one's own or, with `all`, everybody's for the quality lead. */
export async function concernsRaised(db: Db, scope: { raisedBy: string } | "all" = "all") {
  const { concerns, people } = db.tables;
  const rows = await db
    .select({ concern: concerns, by: people.name })
    .from(concerns)
    .innerJoin(people, eq(people.id, concerns.raisedBy))
    .where(scope === "all" ? undefined : eq(concerns.raisedBy, scope.raisedBy))
    .orderBy(asc(concerns.raisedAt));
  return rows.reverse();
}
