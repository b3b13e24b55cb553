import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { caseloadOf } from "#db/caseload.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import type { Db, Store } from "#db/store.ts";
import { MOST_KEPT, whileUnchanged } from "#db/unchanged.ts";
import { forEachEngine, newPostgresDatabase } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");

const organisation = (id: string) => ({ id, name: `Council ${id}`, agency: "education" as const });
const add = (store: Store, id: string) =>
  store.transaction((tx) => tx.insert(tx.tables.organisations).values(organisation(id)));
const read = async (db: Db) => (await db.select().from(db.tables.organisations)).map(({ name }) => name).sort();
/** The names of organisations as they are kept, and whether they were read for it. */
async function ask(db: Db, name = "names") {
  let made = false;
  const value = await whileUnchanged(db, name, () => {
    made = true;
    return read(db);
  });
  return { value, made };
}

forEachEngine((_name, open) => {
  it("gives the same object until a table that it was made of changes, by adding, changing or removing", async () => {
    const store = await open();
    const first = await ask(store.db);
    expect(first).toEqual({ value: [], made: true });
    const second = await ask(store.db);
    expect(second.made).toBe(false);
    expect(second.value).toBe(first.value);
    await add(store, "a");
    expect(await ask(store.db)).toEqual({ value: ["Council a"], made: true });
    const { organisations } = store.tables;
    await store.transaction((tx) => tx.update(organisations).set({ name: "Trust" }).where(eq(organisations.id, "a")));
    expect(await ask(store.db)).toEqual({ value: ["Trust"], made: true });
    await store.transaction((tx) => tx.delete(organisations).where(eq(organisations.id, "a")));
    expect(await ask(store.db)).toEqual({ value: [], made: true });
    expect((await ask(store.db)).made).toBe(false);
  });

  it("stays while other tables change", async () => {
    const store = await open();
    await ask(store.db);
    const { cases, imports } = store.tables;
    const kept = { status: "kept" as const, files: [], startedAt: AT, endedAt: AT };
    await store.transaction((tx) => tx.insert(imports).values({ id: "i", ...kept, referenceDate: "2026-01-15" }));
    expect(await store.db.select().from(cases)).toEqual([]);
    expect((await ask(store.db)).made).toBe(false);
  });

  it("keeps nothing of what a transaction has written before it is committed, nor of one that is undone", async () => {
    const store = await open();
    await ask(store.db);
    const undone = store.transaction(async (tx) => {
      await tx.insert(tx.tables.organisations).values(organisation("a"));
      expect(await ask(tx)).toEqual({ value: ["Council a"], made: true });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    // As often changed as in the transaction that was undone, but otherwise.
    await add(store, "b");
    expect(await ask(store.db)).toEqual({ value: ["Council b"], made: true });
  });

  it("is made anew where somebody wrote while it was made", async () => {
    const store = await open();
    const early = await whileUnchanged(store.db, "names", async () => {
      const names = await read(store.db);
      await add(store, "a");
      return names;
    });
    expect(early).toEqual([]);
    expect(await ask(store.db)).toEqual({ value: ["Council a"], made: true });
  });

  it("is made anew where only something changed that it took from memory", async () => {
    const store = await open();
    const outer = () => whileUnchanged(store.db, "outer", async () => (await ask(store.db)).value.length);
    await ask(store.db);
    expect(await outer()).toBe(0);
    await add(store, "a");
    expect(await outer()).toBe(1);
  });

  it("keeps nothing that is made of a table whose changes nobody counts, or of nothing", async () => {
    const store = await open();
    let made = 0;
    const sessions = () =>
      whileUnchanged(store.db, "sessions", async () => {
        made++;
        const { organisations: o, sessions: s } = store.tables;
        return [...(await read(store.db)), ...(await store.db.select().from(s).leftJoin(o, eq(o.id, s.id)))];
      });
    await sessions();
    await sessions();
    expect(made).toBe(2);
    const nothing = () => whileUnchanged(store.db, "nothing", async () => ++made);
    expect(await nothing()).not.toBe(await nothing());
  });

  it("tells a snapshot of an earlier moment what was true then", async () => {
    const store = await open();
    await ask(store.db);
    await store.snapshot(async (then) => {
      await then.select().from(then.tables.organisations);
      await add(store, "a");
      expect((await ask(store.db)).value).toEqual(["Council a"]);
      expect((await ask(then)).value).toEqual([]);
      expect((await ask(store.db)).value).toEqual(["Council a"]);
    });
  });

  it("keeps so many at most, and lets go of what was not asked for the longest", async () => {
    const store = await open();
    await ask(store.db, "first");
    await ask(store.db, "second");
    for (let i = 2; i < MOST_KEPT; i++) await ask(store.db, `${i}`);
    expect((await ask(store.db, "first")).made).toBe(false);
    await ask(store.db, "one more");
    expect((await ask(store.db, "first")).made).toBe(false);
    expect((await ask(store.db, "second")).made).toBe(true);
  });

  it("gives the caseload anew after an import, and after its records went", async () => {
    const store = await open();
    expect(await caseloadOf(store.db)).toBeNull();
    const { imports, cases, journeys } = store.tables;
    const kept = { status: "kept" as const, files: [], startedAt: AT, endedAt: AT };
    await store.transaction((tx) => tx.insert(imports).values({ id: "i", ...kept, referenceDate: "2026-01-15" }));
    const first = await caseloadOf(store.db);
    expect(first).toMatchObject({ cases: [], referenceDate: "2026-01-15" });
    expect(await caseloadOf(store.db)).toBe(first);
    await store.transaction(async (tx) => {
      const journey = { key: "2026/1", returnYear: 2026, receivedDate: "2025-05-01" };
      await tx.insert(journeys).values({ id: "j", key: "2026/1", journey: journey as never, lastImportId: "i" });
    });
    expect((await caseloadOf(store.db))?.journeys).toHaveLength(1);
    await store.transaction((tx) => tx.delete(journeys));
    expect((await caseloadOf(store.db))?.journeys).toEqual([]);
    expect(await store.db.select().from(cases)).toEqual([]);
  });
});

describe("two servers on one PostgreSQL", () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  it("each see at once what the other has changed", async () => {
    const { url, drop } = await newPostgresDatabase();
    ends.push(drop);
    await migrateDatabase({ url, guards: GUARDS, now: AT });
    const one = await openDatabase(defineSchema, { url });
    const other = await openDatabase(defineSchema, { url });
    ends.unshift(one.close, other.close);
    await ask(one.db);
    await ask(other.db);
    await add(one, "a");
    expect(await ask(other.db)).toEqual({ value: ["Council a"], made: true });
    expect(await ask(one.db)).toEqual({ value: ["Council a"], made: true });
    await other.transaction((tx) => tx.update(tx.tables.organisations).set({ name: "Trust" }));
    expect((await ask(one.db)).value).toEqual(["Trust"]);
    expect((await ask(other.db)).value).toEqual(["Trust"]);
  });
});
