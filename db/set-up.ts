import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";
import type { Agency, Role } from "#audits/vocabulary.ts";
import { hashFor, keepPassword } from "./passwords.ts";
import { theArea } from "./people.ts";
import { publishCodebook, publishRubric } from "./rubrics.ts";
import { newId, type Store } from "./store.ts";
import { record } from "./trail.ts";

export type NewArea = {
  name: string;
  partners: string;
  concernContacts: { name: string; role: string; telephone: string }[];
  demonstration: boolean;
};

export type NewOrganisation = { id: string; name: string; agency: Agency | null };

export type NewPerson = {
  id?: string;
  name: string;
  email: string;
  /** As `problemInPassword` allows. Null: the person cannot sign in with a password. */
  password: string | null;
  memberships: {
    organisationId: string;
    role: Role;
    agency: Agency | null;
    writerRef?: string | null;
    endsAt?: Date | null;
  }[];
};

const SYSTEM = { id: "system", name: "Set-up" };

/** Sets an installation up: the area, its organisations, and the rubrics and the codebook that ship. @throws when it is set up already. */
export async function setUpArea(
  store: Store,
  area: NewArea,
  organisations: NewOrganisation[],
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    if (await theArea(tx)) throw new Error("This installation is set up already.");
    await tx.insert(tx.tables.area).values({ id: "area", ...area, createdAt: at });
    if (organisations.length) await tx.insert(tx.tables.organisations).values(organisations);
    const sentence = `${area.name} was set up.`;
    await record(
      tx,
      { kind: "area.set_up", actorId: null, actorName: SYSTEM.name, subjectKind: "area", subjectId: "area", sentence },
      at,
    );
  });
  for (const document of SHIPPED_RUBRICS) await publishRubric(store, SYSTEM, document, at);
  await publishCodebook(store, SYSTEM, SHIPPED_CODEBOOK, at);
}

/** Adds a person with their roles. @returns the person's id. @throws when the e-mail address is taken or the password refused */
export async function addPerson(
  store: Store,
  by: { id: string | null; name: string },
  person: NewPerson,
  at: Date,
): Promise<string> {
  const id = person.id ?? newId("per");
  const hashed = person.password === null ? null : await hashFor(store.db, person.password, person);
  if (hashed?.ok === false) throw new Error(hashed.sentence);
  await store.transaction(async (tx) => {
    const { people, memberships } = tx.tables;
    const stamps = { createdAt: at, updatedAt: at };
    await tx
      .insert(people)
      .values({ id, name: person.name, email: person.email.toLowerCase(), emailVerified: true, ...stamps });
    if (hashed?.ok) await keepPassword(tx, id, hashed.hash, at);
    if (person.memberships.length)
      await tx.insert(memberships).values(person.memberships.map((m) => ({ id: newId("mem"), personId: id, ...m })));
    const sentence = `${by.name} added ${person.name}.`;
    await record(
      tx,
      { kind: "person.added", actorId: by.id, actorName: by.name, subjectKind: "person", subjectId: id, sentence },
      at,
    );
  });
  return id;
}
