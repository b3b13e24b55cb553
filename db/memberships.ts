import { endOfDay } from "#audits/dates.ts";
import { and, asc, count, eq, gt, inArray, isNull, ne, or } from "drizzle-orm";
import { membershipWords } from "#audits/people/permissions.ts";
import type { NewMembership } from "#audits/people/membership.ts";
import type { Step } from "#audits/panel/life.ts";
import type { Role } from "#audits/vocabulary.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { cancelTickets } from "./tickets.ts";
import { eventOn, record } from "./trail.ts";

type By = { id: string | null; name: string };
const event = eventOn("person");

/** When a membership with this last day ends: with the day, in England. */
export const endOf = (lastDay: string | null): Date | null => (lastDay ? endOfDay(lastDay) : null);

/** One account as its page shows it, ended memberships included; null when there is none. */
export async function personOf(db: Db, personId: string) {
  const { people, memberships, organisations } = db.tables;
  const [person] = await db.select().from(people).where(eq(people.id, personId));
  if (!person) return null;
  const rows = await db
    .select({ membership: memberships, organisation: organisations.name })
    .from(memberships)
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .where(eq(memberships.personId, personId))
    .orderBy(asc(memberships.role), asc(organisations.name));
  return { person, memberships: rows.map((r) => ({ ...r.membership, organisation: r.organisation })) };
}
export type PersonRow = NonNullable<Awaited<ReturnType<typeof personOf>>>;

/** The roles that somebody holds at this moment. */
export const rolesNow = (memberships: readonly { role: Role; endsAt: Date | null }[], now: Date): Role[] =>
  memberships.filter((m) => m.endsAt === null || m.endsAt > now).map((m) => m.role);

/** Audits of this person that are neither submitted nor withdrawn: somebody else has to take them when the person leaves. */
export async function openAuditsOf(db: Db, personId: string): Promise<number> {
  const { audits, cycles } = db.tables;
  const [row] = await db
    .select({ n: count() })
    .from(audits)
    .innerJoin(cycles, eq(cycles.id, audits.cycleId))
    .where(
      and(
        eq(audits.auditorId, personId),
        inArray(audits.status, ["assigned", "in_progress"]),
        ne(cycles.status, "closed"),
        ne(cycles.status, "withdrawn"),
      ),
    );
  return row?.n ?? 0;
}

/** Corrects a name and an address, for whoever saw the account as it was at `seen`. @throws NothingChanged when somebody was faster */
export async function changePerson(
  store: Store,
  by: By,
  personId: string,
  to: { name: string; email: string },
  seen: Date,
  at: Date,
): Promise<Step> {
  const { people } = store.tables;
  const email = to.email.toLowerCase();
  return store.transaction(async (tx) => {
    const [taken] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.email, email), ne(people.id, personId)));
    if (taken) return { ok: false, sentence: "Another account has this email address" };
    const [before] = await tx.select().from(people).where(eq(people.id, personId));
    const what = [before?.name !== to.name && "name", before?.email !== email && "email address"].filter(Boolean);
    if (what.length === 0) return { ok: true };
    one(
      await tx
        .update(people)
        .set({ name: to.name, email, updatedAt: at })
        .where(and(eq(people.id, personId), eq(people.updatedAt, seen)))
        .returning(),
    );
    const sentence = `${by.name} changed the ${what.join(" and the ")} of ${to.name}.`;
    await record(tx, event(by, "person.changed", personId, sentence, [{ id: personId, name: to.name }]), at);
    return { ok: true };
  });
}

/** Gives somebody a role in an organisation, or gives it anew where it had ended. */
export async function giveRole(store: Store, by: By, personId: string, given: NewMembership, at: Date): Promise<Step> {
  const { memberships } = store.tables;
  return store.transaction(async (tx) => {
    const found = await personOf(tx, personId);
    if (!found) return { ok: false, sentence: "This account is no longer there" };
    const same = found.memberships.find((m) => m.role === given.role && m.organisationId === given.organisationId);
    const { role, organisationId, agency, writerRef } = given;
    const values = { agency, writerRef, endsAt: endOf(given.lastDay), version: (same?.version ?? 0) + 1 };
    if (same && rolesNow([same], at).length)
      return { ok: false, sentence: `${found.person.name} has this role in this organisation already` };
    if (same) one(await tx.update(memberships).set(values).where(eq(memberships.id, same.id)).returning());
    else await tx.insert(memberships).values({ id: newId("mem"), personId, organisationId, role, ...values });
    const until = given.lastDay ? `, until the end of ${given.lastDay}` : "";
    const sentence = `${by.name} made ${found.person.name} ${membershipWords(given)}${until}.`;
    await record(tx, event(by, "role.given", personId, sentence, [found.person]), at);
    return { ok: true };
  });
}

/**
 * Changes what goes with a role that somebody holds: agency, code, last day. For whoever saw it at `version`.
 * @throws NothingChanged when somebody was faster
 */
export async function changeRole(
  store: Store,
  by: By,
  personId: string,
  membershipId: string,
  to: Pick<NewMembership, "agency" | "writerRef" | "lastDay">,
  version: number,
  at: Date,
): Promise<Step> {
  const { memberships } = store.tables;
  return store.transaction(async (tx) => {
    const found = await personOf(tx, personId);
    const before = found?.memberships.find((m) => m.id === membershipId);
    if (!found || !before) return { ok: false, sentence: "This role is no longer there" };
    if (before.role === "administrator" && to.lastDay) {
      const kept = await keepsAdministrator(tx, (m) => m.id !== membershipId && m.endsAt === null, at);
      if (!kept.ok) return kept;
    }
    const { agency, writerRef } = to;
    one(
      await tx
        .update(memberships)
        .set({ agency, writerRef, endsAt: endOf(to.lastDay), version: version + 1 })
        .where(and(eq(memberships.id, membershipId), eq(memberships.version, version), holdsAt(tx, at)))
        .returning(),
    );
    const sentence = `${by.name} changed what goes with the role of ${found.person.name} as ${membershipWords(before)}.`;
    await record(tx, event(by, "role.given", personId, sentence, [found.person]), at);
    return { ok: true };
  });
}

/** Ends one role now. The last administrator stays one, so that somebody can always let people in. */
export async function endRole(store: Store, by: By, personId: string, membershipId: string, at: Date): Promise<Step> {
  const { memberships } = store.tables;
  return store.transaction(async (tx) => {
    const found = await personOf(tx, personId);
    const ended = found?.memberships.find((m) => m.id === membershipId);
    if (!found || !ended) return { ok: false, sentence: "This role is no longer there" };
    const kept = await keepsAdministrator(tx, (m) => m.id !== membershipId, at);
    if (!kept.ok) return kept;
    one(
      await tx
        .update(memberships)
        .set({ endsAt: at, version: ended.version + 1 })
        .where(and(eq(memberships.id, membershipId), holdsAt(tx, at)))
        .returning(),
    );
    const sentence = `${by.name} ended the role of ${found.person.name} as ${membershipWords(ended)}.`;
    await record(tx, event(by, "role.ended", personId, sentence, [found.person]), at);
    return { ok: true };
  });
}

/**
 * Takes a person off the product: every role ends, every session and every way to sign in is deleted. What they did stays,
 * with their name, for as long as the retention of names says.
 */
export async function removePerson(store: Store, by: By, personId: string, at: Date): Promise<Step> {
  const { memberships, sessions, accounts, secondFactors, recoveryCodes } = store.tables;
  return store.transaction(async (tx) => {
    const found = await personOf(tx, personId);
    if (!found) return { ok: false, sentence: "This account is no longer there" };
    const kept = await keepsAdministrator(tx, (m) => m.personId !== personId, at);
    if (!kept.ok) return kept;
    await tx
      .update(memberships)
      .set({ endsAt: at })
      .where(and(eq(memberships.personId, personId), holdsAt(tx, at)));
    await tx.delete(sessions).where(eq(sessions.userId, personId));
    await tx.delete(accounts).where(eq(accounts.userId, personId));
    await tx.delete(secondFactors).where(eq(secondFactors.personId, personId));
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
    await cancelTickets(tx, personId);
    const sentence = `${by.name} removed ${found.person.name}: every role ended, and no way to sign in is left.`;
    await record(tx, event(by, "person.removed", personId, sentence, [found.person]), at);
    return { ok: true };
  });
}

const holdsAt = (db: Db | Tx, at: Date) =>
  or(isNull(db.tables.memberships.endsAt), gt(db.tables.memberships.endsAt, at));

/** Whether an administrator is left among the memberships that pass. */
async function keepsAdministrator(
  tx: Tx,
  left: (m: { id: string; personId: string; endsAt: Date | null }) => boolean,
  at: Date,
): Promise<Step> {
  const { memberships } = tx.tables;
  const all = await tx
    .select()
    .from(memberships)
    .where(and(eq(memberships.role, "administrator"), holdsAt(tx, at)));
  if (all.length === 0 || all.some(left)) return { ok: true };
  return {
    ok: false,
    sentence:
      "This is the last administrator. Make somebody else an administrator first, so that people can still be let in",
  };
}
