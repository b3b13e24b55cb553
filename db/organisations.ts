import { and, asc, count, eq, isNull, ne } from "drizzle-orm";
import type { Step } from "#audits/panel/life.ts";
import type { Agency } from "#audits/vocabulary.ts";
import { lowerCase } from "./engine/sql.ts";
import { theArea } from "./people.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

type By = { id: string | null; name: string };
export type Organisation = { id: string; name: string; agency: Agency | null };
const event = eventOn("organisation");

/** The organisations of the partnership by name, with how many memberships each has or had. */
export async function organisationsOf(db: Db): Promise<(Organisation & { memberships: number })[]> {
  const { organisations, memberships } = db.tables;
  return db
    .select({
      id: organisations.id,
      name: organisations.name,
      agency: organisations.agency,
      memberships: count(memberships.id),
    })
    .from(organisations)
    .leftJoin(memberships, eq(memberships.organisationId, organisations.id))
    .groupBy(organisations.id, organisations.name, organisations.agency)
    .orderBy(asc(organisations.name));
}

const taken: Step = { ok: false, sentence: "Another organisation has this name" };

async function nameIsTaken(tx: Tx, name: string, besides: string): Promise<boolean> {
  const { organisations } = tx.tables;
  const same = eq(lowerCase(organisations.name), name.toLowerCase());
  const rows = await tx
    .select()
    .from(organisations)
    .where(and(same, ne(organisations.id, besides)));
  return rows.length > 0;
}

/** Adds an organisation to the partnership. */
export async function addOrganisation(
  store: Store,
  by: By,
  given: { name: string; agency: Agency | null },
  at: Date,
): Promise<Step> {
  return store.transaction(async (tx) => {
    if (await nameIsTaken(tx, given.name, "")) return taken;
    const id = newId("org");
    await tx.insert(tx.tables.organisations).values({ id, ...given });
    await record(tx, event(by, "organisation.added", id, `${by.name} added the organisation ${given.name}.`), at);
    return { ok: true };
  });
}

/** Changes an organisation, for whoever saw it as it was. @throws NothingChanged when somebody was faster */
export async function changeOrganisation(
  store: Store,
  by: By,
  seen: Organisation,
  to: { name: string; agency: Agency | null },
  at: Date,
): Promise<Step> {
  const { organisations } = store.tables;
  return store.transaction(async (tx) => {
    if (await nameIsTaken(tx, to.name, seen.id)) return taken;
    const asSeen = and(
      eq(organisations.id, seen.id),
      eq(organisations.name, seen.name),
      seen.agency === null ? isNull(organisations.agency) : eq(organisations.agency, seen.agency),
    );
    one(await tx.update(organisations).set(to).where(asSeen).returning());
    const sentence =
      seen.name === to.name
        ? `${by.name} changed the agency of ${to.name}.`
        : `${by.name} renamed ${seen.name} to ${to.name}.`;
    await record(tx, event(by, "organisation.changed", seen.id, sentence), at);
    return { ok: true };
  });
}

/** Removes an organisation to which nobody ever belonged: people and what they did keep theirs. */
export async function removeOrganisation(store: Store, by: By, id: string, at: Date): Promise<Step> {
  const { organisations } = store.tables;
  return store.transaction(async (tx) => {
    const found = (await organisationsOf(tx)).find((o) => o.id === id);
    if (!found) return { ok: false, sentence: "This organisation is no longer there" };
    if (found.memberships > 0)
      return { ok: false, sentence: "People belong or belonged to this organisation, so it stays. Rename it instead" };
    const { reportSignOffs } = tx.tables;
    const [signed] = await tx.select().from(reportSignOffs).where(eq(reportSignOffs.organisationId, id)).limit(1);
    if (signed) return { ok: false, sentence: "This organisation signed off a report, so it stays. Rename it instead" };
    one(await tx.delete(organisations).where(eq(organisations.id, id)).returning());
    await record(tx, event(by, "organisation.removed", id, `${by.name} removed the organisation ${found.name}.`), at);
    return { ok: true };
  });
}

export type AreaWords = { name: string; partners: string };
export type ConcernContact = { name: string; role: string; telephone: string };

/** Changes what the area is called, or whom an urgent concern goes to. @throws NothingChanged when somebody was faster */
export async function changeArea(
  store: Store,
  by: By,
  to: Partial<AreaWords> & { concernContacts?: ConcernContact[] },
  version: number,
  at: Date,
): Promise<void> {
  const { area } = store.tables;
  await store.transaction(async (tx) => {
    if (!(await theArea(tx))) throw new Error("This installation is not set up yet.");
    one(
      await tx
        .update(area)
        .set({ ...to, version: version + 1 })
        .where(and(eq(area.id, "area"), eq(area.version, version)))
        .returning(),
    );
    const what = to.concernContacts ? "the contacts for an urgent concern" : "the name of the area and its partners";
    await record(tx, eventOn("area")(by, "area.changed", "area", `${by.name} changed ${what}.`), at);
  });
}
