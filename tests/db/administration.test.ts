import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { NewMembership } from "#audits/people/membership.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { ROLES } from "#audits/vocabulary.ts";
import {
  changePerson,
  changeRole,
  endRole,
  giveRole,
  openAuditsOf,
  personOf,
  removePerson,
  rolesNow,
} from "#db/memberships.ts";
import {
  addOrganisation,
  changeArea,
  changeOrganisation,
  organisationsOf,
  removeOrganisation,
} from "#db/organisations.ts";
import { actorOf, theArea } from "#db/people.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { NothingChanged, type Store } from "#db/store.ts";
import { latestEvents } from "#db/trail.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-02T09:00:00Z");
const LATER = new Date("2026-11-03T09:00:00Z");
const BY = { id: "per_admin", name: "Adam Rook" };

async function smallArea(store: Store) {
  await setUpArea(
    store,
    { name: "Testshire", partners: "Testshire Council", concernContacts: [], demonstration: false },
    [
      { id: "org_council", name: "Testshire Council", agency: "education" },
      { id: "org_icb", name: "Testshire ICB", agency: "health" },
    ],
    AT,
  );
  const add = async (id: string, name: string, role: "administrator" | "auditor") => {
    const memberships = [
      { organisationId: "org_council", role, agency: role === "auditor" ? ("health" as const) : null },
    ];
    await addPerson(
      store,
      BY,
      { id, name, email: `${id}@testshire.example`, password: "long enough words", memberships },
      AT,
    );
  };
  await add("per_admin", "Adam Rook", "administrator");
  await add("per_hal", "Hal Brook", "auditor");
}
const inspector: NewMembership = {
  role: "inspector",
  organisationId: "org_icb",
  agency: null,
  writerRef: null,
  lastDay: "2026-11-10",
};
const roles = async (store: Store, id: string, at: Date) => rolesNow((await personOf(store.db, id))!.memberships, at);
const lastSentence = async (store: Store) => (await latestEvents(store.db, 1)).events[0]?.sentence;

forEachEngine((name, open) => {
  const area = async () => {
    const store = (await open()) as unknown as Store;
    await smallArea(store);
    return store;
  };

  it(`gives and ends roles on ${name}, and an inspector's role ends with its last day`, async () => {
    const store = await area();
    expect(await giveRole(store, BY, "per_hal", inspector, AT)).toEqual({ ok: true });
    expect(await lastSentence(store)).toBe("Adam Rook made Hal Brook inspector, until the end of 2026-11-10.");
    expect(await giveRole(store, BY, "per_hal", inspector, AT)).toMatchObject({ ok: false });
    const actor = async (at: string) =>
      ((await actorOf(store.db, "per_hal", new Date(at))) as Actor).memberships.map((m) => m.role);
    expect(await actor("2026-11-10T20:00:00Z")).toEqual(["auditor", "inspector"]);
    expect(await actor("2026-11-11T00:00:00Z")).toEqual(["auditor"]);

    const held = (await personOf(store.db, "per_hal"))!.memberships.find((m) => m.role === "auditor")!;
    expect(await endRole(store, BY, "per_hal", held.id, LATER)).toEqual({ ok: true });
    expect(await roles(store, "per_hal", LATER)).toEqual(["inspector"]);
    // A role that had ended can be given anew, and the row that tells of it is the same.
    const auditor = {
      ...inspector,
      role: "auditor" as const,
      organisationId: "org_council",
      agency: "health" as const,
    };
    expect(await giveRole(store, BY, "per_hal", { ...auditor, lastDay: null }, LATER)).toEqual({ ok: true });
    expect((await personOf(store.db, "per_hal"))!.memberships).toHaveLength(2);
    expect(await roles(store, "per_hal", LATER)).toEqual(["auditor", "inspector"]);
  });

  it(`keeps the last administrator on ${name}: by role, by last day and by removal`, async () => {
    const store = await area();
    const only = (await personOf(store.db, "per_admin"))!.memberships[0]!;
    const refused = { ok: false, sentence: expect.stringContaining("last administrator") };
    expect(await endRole(store, BY, "per_admin", only.id, LATER)).toEqual(refused);
    expect(await removePerson(store, BY, "per_admin", LATER)).toEqual(refused);
    const until = { agency: null, writerRef: null, lastDay: "2026-12-01" };
    expect(await changeRole(store, BY, "per_admin", only.id, until, only.version, LATER)).toEqual(refused);
    expect(await roles(store, "per_admin", LATER)).toEqual(["administrator"]);
    await giveRole(store, BY, "per_hal", { ...inspector, role: "administrator", lastDay: null }, LATER);
    expect(await endRole(store, BY, "per_admin", only.id, LATER)).toEqual({ ok: true });
  });

  it(`removes a person on ${name}: no role, no session, no way in, and the name stays with what they did`, async () => {
    const store = await area();
    const { sessions, accounts } = store.tables;
    await store.transaction((tx) =>
      tx.insert(sessions).values({
        id: "ses_1",
        token: "t",
        userId: "per_hal",
        expiresAt: LATER,
        createdAt: AT,
        updatedAt: AT,
      }),
    );
    expect(await openAuditsOf(store.db, "per_hal")).toBe(0);
    expect(await removePerson(store, BY, "per_hal", LATER)).toEqual({ ok: true });
    expect(await actorOf(store.db, "per_hal", LATER)).toBeNull();
    expect(await store.db.select().from(sessions).where(eq(sessions.userId, "per_hal"))).toEqual([]);
    expect(await store.db.select().from(accounts).where(eq(accounts.userId, "per_hal"))).toEqual([]);
    expect((await personOf(store.db, "per_hal"))?.person.name).toBe("Hal Brook");
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it(`tells the second of two people who change one thing on ${name}, and keeps what the first did`, async () => {
    const store = await area();
    const seen = (await personOf(store.db, "per_hal"))!.person.updatedAt;
    const to = { name: "Hal Brooke", email: "Hal.Brooke@testshire.example" };
    expect(await changePerson(store, BY, "per_hal", to, seen, LATER)).toEqual({ ok: true });
    await expect(changePerson(store, BY, "per_hal", { ...to, name: "H" }, seen, LATER)).rejects.toThrow(NothingChanged);
    expect((await personOf(store.db, "per_hal"))?.person).toMatchObject({
      name: "Hal Brooke",
      email: "hal.brooke@testshire.example",
    });
    expect(await changePerson(store, BY, "per_admin", { name: "A", email: to.email }, AT, LATER)).toEqual({
      ok: false,
      sentence: "Another account has this email address",
    });

    const icb = { id: "org_icb", name: "Testshire ICB", agency: "health" as const };
    expect(await changeOrganisation(store, BY, icb, { name: "NHS Testshire", agency: "health" }, AT)).toEqual({
      ok: true,
    });
    await expect(changeOrganisation(store, BY, icb, { name: "Other", agency: null }, AT)).rejects.toThrow(
      NothingChanged,
    );

    const { value, version } = await settingOf(store.db, "sign_in");
    expect(version).toBe(0);
    await changeSetting(store, BY, "sign_in", { ...value, secondFactorFor: [...ROLES] }, version, AT);
    await expect(changeSetting(store, BY, "sign_in", value, version, AT)).rejects.toThrow(NothingChanged);
    expect(await settingOf(store.db, "sign_in")).toEqual({
      value: { ...value, secondFactorFor: [...ROLES] },
      version: 1,
    });

    await changeArea(store, BY, { name: "New Testshire", partners: "All" }, 1, AT);
    await expect(changeArea(store, BY, { concernContacts: [] }, 1, AT)).rejects.toThrow(NothingChanged);
    expect(await theArea(store.db)).toMatchObject({ name: "New Testshire", partners: "All", version: 2 });

    const held = (await personOf(store.db, "per_hal"))!.memberships[0]!;
    const care = { agency: "social_care" as const, writerRef: null, lastDay: null };
    expect(await changeRole(store, BY, "per_hal", held.id, care, held.version, LATER)).toEqual({ ok: true });
    await expect(changeRole(store, BY, "per_hal", held.id, care, held.version, LATER)).rejects.toThrow(NothingChanged);
  });

  it(`keeps an organisation on ${name} to which people belong, and takes no name twice`, async () => {
    const store = await area();
    expect(await addOrganisation(store, BY, { name: "TESTSHIRE ICB", agency: null }, AT)).toMatchObject({ ok: false });
    expect(await addOrganisation(store, BY, { name: "Testshire Forum", agency: "forum" }, AT)).toEqual({ ok: true });
    expect(await removeOrganisation(store, BY, "org_council", AT)).toMatchObject({ ok: false });
    expect(await removeOrganisation(store, BY, "org_icb", AT)).toEqual({ ok: true });
    expect((await organisationsOf(store.db)).map((o) => [o.name, o.memberships])).toEqual([
      ["Testshire Council", 2],
      ["Testshire Forum", 0],
    ]);
    const before = (await latestEvents(store.db, 1)).total;
    expect(await removeOrganisation(store, BY, "org_icb", AT)).toMatchObject({ ok: false });
    expect((await latestEvents(store.db, 1)).total).toBe(before);
  });
});
