import { createHmac, randomBytes } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, eq, max } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyToFile, examine, moveArea, nameOf, type Place, restoreCopy, sha256Of } from "#db/copies.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { contentOf, shapesOf } from "#db/engine/rows.ts";
import { connect } from "#db/engine/sqlite.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import { isSealed, newKey, seal, secretsIn, unseal } from "#db/sealed-files.ts";
import type { Store } from "#db/store.ts";
import { eventOn, record } from "#db/trail.ts";
import { newFolder } from "./engine/places.ts";
import { type EngineName, newPostgresDatabase } from "./engines.ts";

const NOW = new Date("2026-11-22T10:00:00Z");
const ENGINES = ["sqlite", "postgres"] as const;
const shapes = shapesOf(defineSchema);
const folder = mkdtempSync(join(tmpdir(), "ehc-copies-"));
/** The demonstration area: rows in nearly all tables, a trail of thousands of events, and a PDF. */
const demo = join(folder, "demo.sqlite");
/** The same area on PostgreSQL. */
let postgres: { url: string; drop: () => Promise<void> };

const contents = async (place: Place) => {
  const store = await openDatabase(defineSchema, { ...place, readOnly: true });
  return contentOf(store.db, shapes).finally(() => store.close());
};
const changing = async (place: Place, work: (store: Store) => Promise<void>) => {
  const store = await openDatabase(defineSchema, place);
  await work(store).finally(() => store.close());
};
const place = (name: EngineName): Place => (name === "sqlite" ? { file: demo } : { url: postgres.url });
async function emptyPlace(name: EngineName): Promise<{ place: Place; drop: () => Promise<void> }> {
  if (name === "sqlite") return { place: { file: join(newFolder(), "audit.sqlite") }, drop: async () => {} };
  const { url, drop } = await newPostgresDatabase();
  return { place: { url }, drop };
}

beforeAll(async () => {
  await migrateDatabase({ file: demo, guards: GUARDS, now: NOW });
  await changing({ file: demo }, async (store) => {
    const pseudonymOf = (identity: string) => createHmac("sha256", "k").update(identity).digest("hex").slice(0, 32);
    await loadDemonstration(store, { pseudonymOf, progress: () => {} });
    await store.transaction(async (tx) => {
      const { people, sessions } = tx.tables;
      const [person] = await tx.select({ id: people.id }).from(people).limit(1);
      const times = { createdAt: NOW, updatedAt: NOW, expiresAt: new Date("2030-01-01") };
      await tx.insert(sessions).values({ id: "ses_old", token: "t", userId: person?.id ?? "", ...times });
      const [cycle] = await tx.select({ id: tx.tables.cycles.id }).from(tx.tables.cycles).limit(1);
      const bytes = randomBytes(300_000);
      const asked = { cycleId: cycle?.id ?? "", askedBy: person?.id ?? "", askedAt: NOW, data: { words: "…" } };
      await tx.insert(tx.tables.reports).values(
        Array.from({ length: 25 }, (_, i) => ({
          id: `rep_${i}`,
          kind: "learning" as const,
          status: "ready" as const,
          progress: "",
          bytes,
          ...asked,
        })),
      );
      // A text with every kind of character.
      await tx
        .update(people)
        .set({ name: 'Zoë O’Né "x" \\ \u{1F600}\n\t' })
        .where(eq(people.id, person?.id ?? ""));
    });
  });
  const connection = connect(demo);
  // A number that was given and is gone again is not given twice.
  connection.exec("update sqlite_sequence set seq = 900000 where name = 'answer_history'");
  connection.close();
  postgres = await newPostgresDatabase();
}, 180_000);
afterAll(async () => {
  await postgres.drop();
  rmSync(folder, { recursive: true });
});

describe("moving an area", () => {
  it("from SQLite to PostgreSQL and back keeps every row of every table, and the next number of each counter", async () => {
    const before = await contents({ file: demo });
    expect(before.filter(({ rows }) => rows > 0).length).toBeGreaterThan(22);
    const there = await moveArea({ file: demo }, { url: postgres.url }, NOW);
    expect(there.contents).toEqual(before);
    const back = { file: join(newFolder(), "back.sqlite") };
    expect((await moveArea({ url: postgres.url }, back, NOW)).contents).toEqual(before);
    expect(await contents({ file: demo })).toEqual(before);
    for (const at of [{ url: postgres.url }, back])
      await changing(at, async (store) => {
        const { answerHistory } = store.tables;
        const [row] = await store.db.select().from(answerHistory).limit(1);
        if (!row) throw new Error("There is no history");
        const { id: _, ...rest } = row;
        const added = store.transaction(async (tx) => {
          const [made] = await tx.insert(answerHistory).values(rest).returning({ id: answerHistory.id });
          throw new Error(`number ${made?.id}`);
        });
        await expect(added, nameOf(at)).rejects.toThrow("number 900001");
      });
  });

  it("tells one changed letter in one row by the checksum of its table", async () => {
    const copy = { file: join(newFolder(), "copy.sqlite") };
    copyFileSync(demo, copy.file);
    const before = await contents(copy);
    await changing(copy, async (store) => {
      const { cases } = store.tables;
      const [one] = await store.db.select().from(cases).limit(1);
      await store.transaction((tx) =>
        tx
          .update(cases)
          .set({ sendTeam: "x" })
          .where(eq(cases.id, one?.id ?? "")),
      );
    });
    const after = await contents(copy);
    expect(after.filter((table, i) => table.sha256 !== before[i]?.sha256).map(({ table }) => table)).toEqual(["cases"]);
  });

  it("refuses a target that holds anything, a source in use, and a file that is something else", async () => {
    const other = { file: join(newFolder(), "other.sqlite") };
    await expect(moveArea({ file: demo }, { url: postgres.url }, NOW)).rejects.toThrow("is not empty: ");
    for (const name of ENGINES) {
      const inUse = await openDatabase(defineSchema, place(name));
      await inUse.db.select({ n: count() }).from(inUse.tables.area);
      await expect(moveArea(place(name), other, NOW), name).rejects.toThrow(/in use by another program|A server uses/);
      await inUse.close();
    }
    const notes = join(newFolder(), "notes.txt");
    writeFileSync(notes, "words ".repeat(2000));
    await expect(moveArea({ file: notes }, other, NOW)).rejects.toThrow("file is not a database");
    expect(existsSync(other.file)).toBe(false);
  });
});

for (const name of ENGINES) {
  describe(`a backup of ${name}`, () => {
    it("is made while others write, is of one moment, and is whole", async () => {
      const store = await openDatabase(defineSchema, place(name));
      const file = join(newFolder(), "backup.sqlite");
      let writing = true;
      let written = 0;
      const events = eventOn("test");
      const busy = (async () => {
        while (writing) {
          const at = new Date(NOW.getTime() + written);
          await store.transaction((tx) =>
            record(tx, events({ id: null, name: "The test" }, "trail.checked", "x", "Checked."), at),
          );
          written++;
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      const found = await copyToFile(store, file).finally(() => {
        writing = false;
      });
      const during = written;
      await busy;
      await store.close();
      expect(during).toBeGreaterThan(0);
      expect(found.events).toBeLessThanOrEqual((await examine(file)).events);
      expect(found.contents.find(({ table }) => table === "trail")?.rows).toBe(found.events);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readdirSync(join(file, "..")), "companions").toEqual(["backup.sqlite"]);
    });

    it("comes back by the area's key on either engine, row for row, with its trail, and lets no old session in", async () => {
      const store = await openDatabase(defineSchema, place(name));
      const [open, sealed] = [join(newFolder(), "open.sqlite"), join(newFolder(), "backup.sqlite.age")];
      const made = await copyToFile(store, open);
      await store.close();
      const key = await newKey();
      await seal(open, sealed, [key.recipient]);
      expect(isSealed(sealed)).toBe(true);
      expect(readFileSync(sealed).includes("CREATE TABLE")).toBe(false);
      const sha256 = await sha256Of(sealed);
      for (const to of ENGINES) {
        const target = await emptyPlace(to);
        const done = await restoreCopy(sealed, target.place, { secrets: [key.secret], now: NOW });
        expect(done.contents, to).toEqual(made.contents);
        expect(done.events).toBe(made.events);
        const changed = (await contents(target.place)).filter((table, i) => table.sha256 !== made.contents[i]?.sha256);
        // Ended: what would let somebody in. Added: the event that says so, with the name and the anchor that belong to it.
        expect(changed.map(({ table }) => table).filter((table) => table !== "anchors")).toEqual(
          expect.arrayContaining(["sessions", "trail"]),
        );
        await changing(target.place, async (restored) => {
          const { sessions, trail } = restored.tables;
          expect(await restored.db.select().from(sessions)).toEqual([]);
          const [last] = await restored.db.select({ at: max(trail.position) }).from(trail);
          expect(last?.at).toBe(made.events + 1);
          const [event] = await restored.db
            .select()
            .from(trail)
            .where(eq(trail.position, made.events + 1));
          expect(event?.kind).toBe("backup.restored");
        });
        await target.drop();
      }
      expect(await sha256Of(sealed)).toBe(sha256);
    });
  });
}

describe("restoring", () => {
  it("puts the file that was there aside, only when it is told to, and never while a server has it open", async () => {
    const at = newFolder();
    const target = { file: join(at, "audit.sqlite") };
    copyFileSync(demo, target.file);
    await expect(restoreCopy(demo, target, { now: NOW })).rejects.toThrow("With --replace it is put aside");
    const server = await openDatabase(defineSchema, target);
    await server.transaction((tx) => tx.update(tx.tables.area).set({ name: "Lived in" }));
    await expect(restoreCopy(demo, target, { replace: true, now: NOW })).rejects.toThrow(
      "is in use by another program",
    );
    await server.close();
    const { aside } = await restoreCopy(demo, target, { replace: true, now: NOW });
    expect(readdirSync(at).sort()).toEqual(["audit.sqlite", "replaced-2026-11-22T10-00-00-000Z.sqlite"]);
    const before = await openDatabase(defineSchema, { file: aside ?? "", readOnly: true });
    expect(await before.db.select({ name: before.tables.area.name }).from(before.tables.area)).toEqual([
      { name: "Lived in" },
    ]);
    await before.close();
  });

  it("refuses what is damaged anywhere, cut short, of another key, or no backup, and leaves the place as it was", async () => {
    const key = await newKey();
    const sealed = join(newFolder(), "b.sqlite.age");
    await seal(demo, sealed, [key.recipient]);
    const at = newFolder();
    const target = { file: join(at, "audit.sqlite") };
    const refused = async (bytes: Buffer, secrets: string[], why: RegExp, what: string) => {
      const file = join(newFolder(), "given");
      writeFileSync(file, bytes);
      await expect(restoreCopy(file, target, { secrets, now: NOW }), what).rejects.toThrow(why);
      expect(readdirSync(at), what).toEqual([]);
    };
    const whole = readFileSync(sealed);
    const flipped = (position: number) => {
      const bytes = Buffer.from(whole);
      bytes[position] = (bytes[position] ?? 0) ^ 1;
      return bytes;
    };
    for (const share of [0.01, 0.3, 0.6, 0.999])
      await refused(
        flipped(Math.floor(whole.length * share)),
        [key.secret],
        /could not be decrypted/,
        `damaged at ${share}`,
      );
    await refused(whole.subarray(0, whole.length - 70_000), [key.secret], /could not be decrypted/, "cut short");
    await refused(whole, [(await newKey()).secret], /could not be decrypted/, "another key");
    await refused(whole, [], /is encrypted/, "no key");
    await refused(Buffer.from("Not a backup. ".repeat(900)), [], /not a backup of this product/, "text");
    const plain = readFileSync(demo);
    await refused(plain.subarray(0, plain.length / 2), [], /damaged|malformed/, "half a file");
  });

  it("refuses a backup whose trail somebody rewrote, and one of a newer version", async () => {
    const at = newFolder();
    const target = { file: join(at, "audit.sqlite") };
    const changed = (sql: string) => {
      const file = join(newFolder(), "changed.sqlite");
      copyFileSync(demo, file);
      const connection = connect(file);
      for (const { name } of connection.prepare("select name from sqlite_schema where type = 'trigger'").all() as {
        name: string;
      }[])
        connection.exec(`DROP TRIGGER "${name}"`);
      connection.exec(sql);
      connection.pragma("journal_mode = DELETE");
      connection.close();
      return file;
    };
    const rewritten = changed("update trail set sentence = 'Nobody did anything.' where position = 7");
    await expect(restoreCopy(rewritten, target, { now: NOW })).rejects.toThrow("The trail is broken at event 7");
    const newer = changed("insert into __drizzle_migrations (hash, created_at) values ('x', 99999999999999)");
    await expect(restoreCopy(newer, target, { now: NOW })).rejects.toThrow("used by a newer version");
    expect(readdirSync(at)).toEqual([]);
  });
});

describe("a sealed file", () => {
  it("is what the age tool writes and reads: one of its own is opened", async () => {
    const at = newFolder();
    writeFileSync(join(at, "by-age"), Buffer.from(BY_AGE, "base64"));
    await unseal(join(at, "by-age"), join(at, "text"), secretsIn(AGE_KEY));
    expect(readFileSync(join(at, "text"), "utf8")).toBe("Made by age itself.\n");
  });

  it("refuses a mistyped public key before anything is written", async () => {
    const at = newFolder();
    const { recipient } = await newKey();
    const mistyped = `${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`;
    await expect(seal(demo, join(at, "b.age"), [mistyped])).rejects.toThrow("is not a public age key");
    expect(readdirSync(at)).toEqual([]);
  });
});

const AGE_KEY = `# public key: age132wfg7ql4nw6huh5gnjddjzy0xdkg76h3defu7vaeec56d9h6v6q3rwgxk
AGE-SECRET-KEY-122PG7SGV3RVQKKTNU8CEVVFSREJR05849LWYJWNXNWYKFUPMDEUQZRGXTN
`;
const BY_AGE =
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBoVDJLQkMzdzRCUUdRNnZQMVhDSldhSjFoWXU5WWgvK1pCRWdqZ0Z6TEdNCklIbVgvOHB3aXNPUUY3VXFyNk16OTdRbUlIclJtd3RNeW5tSG54aTdFWGcKLS0tIHJHYmZSNzE3UEkvSzRTQjlZcjlBSmJEek9Rai9TNzZ1VXQ0SHhjbzk4dEkKPBKwxs1W6T7lgNVMCHyStQbEd6kOD3BOrw5kSd5B+qAH3FJ+4FwzbYy3YjBcuDfnL0njTA==";
