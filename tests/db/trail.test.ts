import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anchorLine, anchorsIn } from "#audits/trail/anchors.ts";
import { eventText } from "#audits/trail/events.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { eventOn, eventsAbout, record, recordView } from "#db/trail.ts";
import { anchorNow, anchorsOf, checkedTrail, verifyTrail } from "#db/trail-check.ts";
import { searchTrail, type TrailFilter } from "#db/trail-search.ts";
import { forEachEngine, newPostgresDatabase } from "./engines.ts";
import { createHash } from "node:crypto";

const AT = new Date("2026-11-22T09:00:00Z");
const after = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const SIAN = { id: "per_1", name: "Siân Gruffŷdd" };
const TOM = { id: "per_2", name: "Tom (née {{tnm_1}}) O’Neill" };
const onAudit = eventOn("audit");
const add = (store: Store, sentence: string, at = AT, people = [] as { id: string; name: string }[]) =>
  store.transaction((tx) => record(tx, onAudit(SIAN, "answer.saved", "aud_1", sentence, people), at));

async function fiveEvents(store: Store): Promise<void> {
  for (let i = 1; i <= 5; i++) await add(store, `${SIAN.name} saved VC${i} of C-0001.`, after(i));
}

forEachEngine((_engine, open) => {
  it("keeps every event: none can be changed or removed, nor another put in its place", async () => {
    const store = await open();
    await fiveEvents(store);
    const { trail, anchors, trailNames } = store.tables;
    const row = (await store.db.select().from(trail))[2]!;
    const never = /never rewritten/;
    const cause = (work: Promise<unknown>) =>
      work.then(
        () => "kept",
        (e: Error) => String((e.cause as Error | undefined)?.message ?? e.message),
      );
    expect(await cause(store.transaction((tx) => tx.update(trail).set({ sentence: "Nothing." })))).toMatch(never);
    expect(await cause(store.transaction((tx) => tx.delete(trail)))).toMatch(never);
    const upsert = { target: trail.position, set: { sentence: "Nothing." } };
    const again = { ...row, sentence: "Nothing." };
    expect(await cause(store.transaction((tx) => tx.insert(trail).values(again).onConflictDoUpdate(upsert)))).toMatch(
      never,
    );
    await add(store, `${SIAN.name} came back.`, after(2 * 1440));
    expect(await store.db.select().from(anchors)).toHaveLength(1);
    expect(await cause(store.transaction((tx) => tx.update(anchors).set({ hash: "0" })))).toMatch(never);
    expect(await cause(store.transaction((tx) => tx.delete(anchors)))).toMatch(never);
    expect(await cause(store.transaction((tx) => tx.update(trailNames).set({ name: "Nobody" })))).toMatch(
      /stays as it was/,
    );
    expect(await cause(store.transaction((tx) => tx.update(trailNames).set({ name: null, salt: null })))).toMatch(
      /stays as it was/,
    );
    expect(await cause(store.transaction((tx) => tx.delete(trailNames)))).toMatch(/never deleted/);
    expect((await verifyTrail(store.db)).fault).toBeNull();
  });

  it("anchors each day when the next begins, and holds the chain against a line kept outside", async () => {
    const store = await open();
    await fiveEvents(store);
    expect(await anchorsOf(store.db)).toEqual([]);
    await add(store, `${SIAN.name} saved VC6 of C-0001.`, after(1440));
    const [sunday] = await anchorsOf(store.db);
    expect(sunday).toMatchObject({ day: "2026-11-22", position: 5 });
    const now = await anchorNow(store.db);
    expect(now).toMatchObject({ day: "2026-11-23", position: 6 });
    const kept = anchorsIn(`> ${anchorLine(sunday!)}\n${anchorLine(now!)}`);
    expect(kept).toEqual([sunday, now]);
    expect((await verifyTrail(store.db, { anchors: kept })).fault).toBeNull();
    const other = { ...now!, hash: "a".repeat(64) };
    expect((await verifyTrail(store.db, { anchors: [other] })).fault).toMatchObject({ position: 6, why: "anchor" });
    const further = { ...now!, position: 9 };
    expect((await verifyTrail(store.db, { anchors: [further] })).fault).toMatchObject({ position: 7, why: "tail" });
  });

  it("keeps names beside the chain, as they were then, and nobody can forge one by typing", async () => {
    const store = await open();
    await add(store, `${SIAN.name} gave C-0001 to ${TOM.name}: {{tnm_0}} Siân Gruffŷddson`, AT, [TOM]);
    const [row] = await store.db.select().from(store.tables.trail);
    expect(row?.sentence).toMatch(/^\{\{tnm_\w+\}\} gave C-0001 to \{\{tnm_\w+\}\}: \{ \{tnm_0\}\} Siân Gruffŷddson$/);
    expect(JSON.stringify(row)).not.toContain("O’Neill");
    const renamed = { ...SIAN, name: "Siân Hughes" };
    await store.transaction((tx) =>
      record(tx, onAudit(renamed, "answer.saved", "aud_1", `${renamed.name} saved VC1.`), after(1)),
    );
    const events = await eventsAbout(store.db, "audit", "aud_1");
    expect(events.map((e) => e.sentence)).toEqual([
      `${SIAN.name} gave C-0001 to ${TOM.name}: { {tnm_0}} Siân Gruffŷddson`,
      "Siân Hughes saved VC1.",
    ]);
    expect(events.map((e) => e.actorName)).toEqual([SIAN.name, renamed.name]);
    const names = await store.db.select().from(store.tables.trailNames);
    expect(names.map((n) => n.number).sort()).toEqual([1, 1, 2]);
    expect((await verifyTrail(store.db)).fault).toBeNull();
  });

  it("counts a view of the same thing within ten minutes once, and another thing, person or time again", async () => {
    const store = await open();
    const look = (who: typeof SIAN, id: string, minute: number) =>
      recordView(store, who, { kind: "audit", id }, "the score sheet of C-0001", after(minute));
    await Promise.all([look(SIAN, "aud_1", 0), look(SIAN, "aud_1", 0)]);
    await look(SIAN, "aud_1", 9);
    expect(await store.db.select().from(store.tables.trail)).toHaveLength(1);
    await look(TOM, "aud_1", 9);
    await look(SIAN, "aud_2", 9);
    await look(SIAN, "aud_1", 11);
    const sentences = (await eventsAbout(store.db, "audit", "aud_1")).map((e) => e.sentence);
    expect(sentences[0]).toBe("Siân Gruffŷdd looked at the score sheet of C-0001.");
    expect(await store.db.select().from(store.tables.trail)).toHaveLength(4);
  });

  it("finds events by person, kind, subject, day and words", async () => {
    const store = await open();
    await add(store, `${SIAN.name} gave C-0001 to ${TOM.name}.`, AT, [TOM]);
    await add(store, `${SIAN.name} saved VC1 of C-0002.`, after(1440));
    await recordView(store, TOM, { kind: "audit", id: "aud_2" }, "the score sheet of C-0002", after(1450));
    const found = async (filter: Partial<TrailFilter>) => {
      const empty: TrailFilter = { person: "", group: "", subject: "", from: "", to: "", words: "" };
      const { events } = await searchTrail(store.db, { ...empty, ...filter }, 1, 50);
      return events.map((e) => e.position);
    };
    expect(await found({})).toEqual([3, 2, 1]);
    expect(await found({ person: "GRUFFŶDD" })).toEqual([2, 1]);
    expect(await found({ person: "o’neill" })).toEqual([3, 1]);
    expect(await found({ person: "P-0002" })).toEqual([3, 1]);
    expect(await found({ person: "nobody" })).toEqual([]);
    expect(await found({ group: "viewed" })).toEqual([3]);
    expect(await found({ subject: "c-0002" })).toEqual([3, 2]);
    expect(await found({ from: "2026-11-23" })).toEqual([3, 2]);
    expect(await found({ to: "2026-11-22" })).toEqual([1]);
    expect(await found({ words: "saved vc1" })).toEqual([2]);
    expect(await found({ words: "O’Neill", group: "audits" })).toEqual([1]);
    expect(await found({ words: "100%" })).toEqual([]);
  });

  it("checks from where it was on a page, and from the first event when asked", async () => {
    const store = await open();
    await fiveEvents(store);
    expect(await checkedTrail(store.db, AT)).toMatchObject({ events: 5, fault: null, wholeAt: AT });
    await add(store, `${SIAN.name} saved VC6 of C-0001.`, after(6));
    expect(await checkedTrail(store.db, after(10))).toMatchObject({ events: 6, fault: null, wholeAt: AT });
    expect(await checkedTrail(store.db, after(11), true)).toMatchObject({ events: 6, wholeAt: after(11) });
    expect(await checkedTrail(store.db, after(72))).toMatchObject({ events: 6, wholeAt: after(72) });
  });

  it("still verifies events that were recorded with names in full", async () => {
    const store = await open();
    const { trail } = store.tables;
    const first = { ...onAudit(SIAN, "answer.saved", "aud_1", `${SIAN.name} saved VC1.`), people: undefined };
    const hash = createHash("sha256")
      .update(eventText(first, 1, AT.toISOString(), "0".repeat(64)))
      .digest("hex");
    const { people: _, ...row } = first;
    await store.transaction((tx) =>
      tx.insert(trail).values({ ...row, format: 1, position: 1, at: AT, previousHash: "0".repeat(64), hash }),
    );
    await add(store, `${SIAN.name} saved VC2.`, after(1));
    expect(await verifyTrail(store.db)).toMatchObject({ events: 2, fault: null });
  });
});

describe("postgres, asked to empty a table at once", () => {
  it("refuses for whatever is kept", async () => {
    const { url, drop } = await newPostgresDatabase();
    await migrateDatabase({ url, guards: GUARDS, now: AT });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const kept = [
        ...new Set(GUARDS.filter((g) => "refuses" in g && g.refuses.includes("delete")).map((g) => g.table)),
      ];
      expect(kept).toContain("trail");
      for (const table of kept)
        await expect(client.query(`TRUNCATE "${table}" CASCADE`), table).rejects.toMatchObject({ code: "KEEP1" });
      await expect(client.query("TRUNCATE sessions")).resolves.toBeTruthy();
    } finally {
      await client.end();
      await drop();
    }
  });
});

describe("the trail, when somebody opens the file and takes its guards away", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "ehc-trail-"));
    file = join(folder, "audit.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: AT });
    const store = await openDatabase(defineSchema, { file });
    await fiveEvents(store);
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Changes the file as a person with a database tool could. */
  const tamper = (...statements: string[]) => {
    const raw = new Database(file);
    for (const { name } of raw.prepare("select name from sqlite_schema where type = 'trigger'").all() as {
      name: string;
    }[])
      raw.exec(`drop trigger "${name}"`);
    for (const statement of statements) raw.exec(statement);
    raw.close();
  };
  const verified = async (anchors: Parameters<typeof verifyTrail>[1] = {}) => {
    const store = await openDatabase(defineSchema, { file, readOnly: true });
    const result = await verifyTrail(store.db, anchors);
    await store.close();
    return result;
  };

  it("refuses INSERT OR REPLACE even on a connection without recursive triggers", () => {
    const raw = new Database(file);
    const replace =
      "insert or replace into trail select position, format, at, kind, actor_id, actor_name, subject_kind, subject_id, 'Nothing.', previous_hash, hash from trail where position = 3";
    const columns = (raw.prepare("pragma table_info(trail)").all() as { name: string }[]).map((c) => c.name);
    const named = replace.replace(
      "into trail",
      `into trail (${["position", "format", "at", "kind", "actor_id", "actor_name", "subject_kind", "subject_id", "sentence", "previous_hash", "hash"].filter((c) => columns.includes(c)).join(", ")})`,
    );
    expect(() => raw.exec(named)).toThrow(/never rewritten/);
    raw.close();
  });
  it("is whole when nothing was touched", async () =>
    expect(await verified()).toMatchObject({ events: 5, brokenAt: null, fault: null }));
  it("names the first event that was reworded", async () => {
    tamper("update trail set sentence = 'Nothing happened.' where position = 3");
    expect((await verified()).fault).toMatchObject({ position: 3, why: "hash" });
  });
  it("names the place where an event was taken out", async () => {
    tamper("delete from trail where position = 2");
    expect((await verified()).fault).toMatchObject({ position: 2, why: "gap" });
  });
  it("names the place where events changed places", async () => {
    tamper(
      "update trail set position = 99 where position = 3",
      "update trail set position = 3 where position = 4",
      "update trail set position = 4 where position = 99",
    );
    expect((await verified()).fault).toMatchObject({ position: 3, why: "order" });
  });
  it("sees a changed time, actor and subject", async () => {
    for (const change of ["at = at + 1", "actor_name = 'Somebody else'", "subject_id = 'aud_2'", "format = 1"]) {
      tamper(`update trail set ${change} where position = 4`);
      expect((await verified()).brokenAt, change).toBe(4);
    }
  });
  it("sees a changed, emptied or missing name, with or without its fingerprint", async () => {
    for (const [change, why] of [
      ["update trail_names set name = 'Somebody Else'", "name"],
      ["update trail_names set name = null, salt = null", "name"],
      ["update trail_names set commitment = 'ab'", "name"],
      ["delete from trail_names", "name"],
    ] as const) {
      tamper(change);
      expect((await verified()).fault, change).toMatchObject({ position: 1, why });
    }
  });
  it("cannot tell a shorter trail by itself, but by an anchor", async () => {
    const [last] = [(await verified()).head];
    tamper("delete from trail where position = 5");
    expect((await verified()).fault).toBeNull();
    const anchors = [{ day: "2026-11-22", position: 5, hash: last }];
    expect((await verified({ anchors })).fault).toMatchObject({ position: 5, why: "tail" });
  });
  it("cannot tell a trail written anew as a whole by itself, but by an anchor", async () => {
    const { head } = await verified();
    tamper("delete from trail", "delete from trail_names");
    const store = await openDatabase(defineSchema, { file });
    for (let i = 1; i <= 5; i++) await add(store, `${SIAN.name} did nothing.`, after(i));
    await store.close();
    expect((await verified()).fault).toBeNull();
    const anchors = [{ day: "2026-11-22", position: 5, hash: head }];
    expect((await verified({ anchors })).fault).toMatchObject({ position: 5, why: "anchor" });
  });
});
