import { expect, it } from "vitest";
import type { Actor } from "#audits/people/permissions.ts";
import { sentOnce } from "#db/form-keys.ts";
import { concernsRaised, raiseConcern } from "#db/people.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import type { Store } from "#db/store.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const hoursLater = (hours: number) => new Date(AT.getTime() + hours * 3_600_000);
const WORDS = { caseReference: "C-0001", words: "[Child] is left alone", told: "yes" };

async function people(store: Store): Promise<[Actor, Actor]> {
  await setUpArea(
    store,
    { name: "Testshire", partners: "", concernContacts: [], demonstration: false },
    [{ id: "org", name: "Council", agency: null }],
    AT,
  );
  const add = async (id: string): Promise<Actor> => {
    const email = `${id}@testshire.example`;
    await addPerson(store, { id: null, name: "Set-up" }, { id, name: id, email, password: null, memberships: [] }, AT);
    return { id, name: id, email, memberships: [] };
  };
  return [await add("per_a"), await add("per_b")];
}

const send = (store: Store, by: Actor, key: string, at = AT) =>
  sentOnce(
    store,
    { key, personId: by.id },
    at,
    (once) => raiseConcern(once, by, WORDS, at),
    ({ id }) => `/urgent-concern/${id}`,
  );

forEachEngine((_engine, open) => {
  it("writes once of five that come at once, and leads all to what the first made", async () => {
    const store = await open();
    const [eve] = await people(store);
    const before = (await verifyTrail(store.db)).events;
    const sent = await Promise.all(Array.from({ length: 5 }, () => send(store, eve, "k")));
    const raised = await concernsRaised(store.db);
    expect(raised).toHaveLength(1);
    expect(new Set(sent.map(({ to }) => to))).toEqual(new Set([`/urgent-concern/${raised[0]?.concern.id}`]));
    expect(sent.filter(({ made }) => made !== null)).toHaveLength(1);
    expect((await verifyTrail(store.db)).events).toBe(before + 1);
  });

  it("takes the same key of another person, and another key of the same person, as forms of their own", async () => {
    const store = await open();
    const [eve, hal] = await people(store);
    const sent = [await send(store, eve, "k"), await send(store, hal, "k"), await send(store, eve, "l")];
    expect(new Set(sent.map(({ to }) => to)).size).toBe(3);
    expect(await concernsRaised(store.db)).toHaveLength(3);
  });

  it("lets a form be sent again that was refused, or whose write failed", async () => {
    const store = await open();
    const [eve] = await people(store);
    const form = { key: "k", personId: eve.id };
    const refuse = (once: Store) => once.transaction(async () => ({ ok: false as const }));
    expect(await sentOnce(store, form, AT, refuse, () => null)).toEqual({ to: null, made: { ok: false } });
    const fail = (once: Store) => once.transaction(async () => Promise.reject(new Error("no room")));
    await expect(sentOnce(store, form, AT, fail, () => "/")).rejects.toThrow("no room");
    expect((await send(store, eve, "k")).made).not.toBeNull();
  });

  it("forgets forms of yesterday", async () => {
    const store = await open();
    const [eve] = await people(store);
    await send(store, eve, "old");
    await send(store, eve, "new", hoursLater(23));
    await send(store, eve, "newer", hoursLater(25));
    const rows = await store.db.select({ key: store.tables.formKeys.key }).from(store.tables.formKeys);
    expect(rows.map(({ key }) => key).sort()).toEqual(["new", "newer"]);
  });

  it("refuses a write of two transactions, of which one could be there twice", async () => {
    const store = await open();
    const [eve] = await people(store);
    const twice = async (once: Store) => {
      await raiseConcern(once, eve, WORDS, AT);
      return raiseConcern(once, eve, WORDS, AT);
    };
    await expect(sentOnce(store, { key: "k", personId: eve.id }, AT, twice, () => "/")).rejects.toThrow(
      "one transaction",
    );
  });
});
