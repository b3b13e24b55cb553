import { once } from "node:events";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { count, eq } from "drizzle-orm";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { connect } from "#db/engine/sqlite.ts";
import { elsewhere, newDatabase, newFolder } from "./places.ts";
import { sample } from "./sample/schema.ts";

const now = new Date("2026-11-22T10:00:00Z");

for (const name of ["sqlite", "postgres"] as const) {
  describe(name, () => {
    it("keeps what was acknowledged, and nothing else, when the process is killed", async () => {
      const database = await newDatabase(name);
      await migrateDatabase({ ...database, ...sample, now });
      const other = elsewhere({ do: "write and hang", ...database });
      await other.answer;
      other.process.kill("SIGKILL");
      await once(other.process, "exit");
      const engine = await openDatabase(sample.defineSchema, database);
      const { shelves } = engine.tables;
      expect(await engine.db.select({ id: shelves.id }).from(shelves)).toEqual([{ id: "acknowledged" }]);
      await engine.transaction((tx) => tx.insert(shelves).values({ id: "after", name: "after" }));
      await engine.close();
    });

    it("loses no update of two processes that write at once", async () => {
      const database = await newDatabase(name);
      await migrateDatabase({ ...database, ...sample, now });
      const engine = await openDatabase(sample.defineSchema, database);
      const { shelves, books } = engine.tables;
      await engine.transaction(async (tx) => {
        await tx.insert(shelves).values({ id: "s", name: "s" });
        await tx.insert(books).values({ id: "b", shelfId: "s", title: "-", pages: 0 });
      });
      const task = { do: "add pages", times: 40, ...database } as const;
      await Promise.all([elsewhere(task).answer, elsewhere(task).answer]);
      expect(await engine.db.select({ pages: books.pages }).from(books)).toEqual([{ pages: 80 }]);
      await engine.close();
    });

    it("reads but does not write when it is opened for reading only", async () => {
      const database = await newDatabase(name);
      await migrateDatabase({ ...database, ...sample, now });
      const engine = await openDatabase(sample.defineSchema, { ...database, readOnly: true });
      const { shelves } = engine.tables;
      expect(await engine.db.select({ n: count() }).from(shelves)).toEqual([{ n: 0 }]);
      const writing = engine.transaction((tx) => tx.insert(shelves).values({ id: "s", name: "s" }));
      await expect(writing).rejects.toThrow("The database is open for reading only.");
      await engine.close();
    });
  });
}

describe("the log beside a SQLite database", () => {
  it("is folded into the file by another process's hand, while changes go on", async () => {
    const file = join(newFolder(), "library.sqlite");
    await migrateDatabase({ file, ...sample, now });
    const [saving, folding] = [
      await openDatabase(sample.defineSchema, { file }),
      await openDatabase(sample.defineSchema, { file }),
    ];
    const { shelves } = saving.tables;
    const write = (i: number) =>
      saving.transaction((tx) => tx.insert(shelves).values({ id: `s${i}`, name: `shelf ${i}` }));
    /** What the file alone holds, as if the log had been lost. */
    const inFile = async () => {
      const alone = join(newFolder(), "alone.sqlite");
      copyFileSync(file, alone);
      const engine = await openDatabase(sample.defineSchema, { file: alone, readOnly: true });
      const [{ n } = { n: 0 }] = await engine.db.select({ n: count() }).from(shelves);
      await engine.close();
      return n;
    };
    for (let i = 0; i < 50; i++) await write(i);
    expect(await inFile()).toBe(0);
    await Promise.all([folding.foldLog(), ...Array.from({ length: 50 }, (_, i) => write(50 + i))]);
    expect(await inFile()).toBeGreaterThanOrEqual(50);
    await folding.foldLog();
    expect(await inFile()).toBe(100);
    await folding.close();
    await saving.close();
  });
});

describe("a backup of a SQLite database", () => {
  async function newLibrary() {
    const file = join(newFolder(), "library.sqlite");
    await migrateDatabase({ file, ...sample, now });
    const engine = await openDatabase(sample.defineSchema, { file });
    return { file, engine, ...engine.tables };
  }

  it("is one whole file for its owner alone, taken at one moment while others write", async () => {
    const { file, engine, shelves, books } = await newLibrary();
    await engine.transaction((tx) => tx.insert(shelves).values({ id: "s", name: "0" }));
    // A shelf has as many pages as its row of books says: each transaction writes one book and the sum.
    const writing = Array.from({ length: 30 }, (_, i) =>
      engine.transaction(async (tx) => {
        await tx.insert(books).values({ id: `b${i}`, shelfId: "s", title: "x".repeat(50_000) });
        await tx.update(shelves).set({ name: String(i + 1) });
      }),
    );
    const target = join(newFolder(), "made", "copy.sqlite");
    await engine.backup(target);
    await Promise.all(writing);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const copy = await openDatabase(sample.defineSchema, { file: target, readOnly: true });
    const [shelf] = await copy.db.select({ name: shelves.name }).from(shelves);
    const [held] = await copy.db.select({ n: count() }).from(books);
    expect(shelf?.name).toBe(String(held?.n));
    await copy.close();
    await engine.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("does not overwrite a file", async () => {
    const { engine } = await newLibrary();
    const target = join(newFolder(), "there");
    writeFileSync(target, "mine");
    await expect(engine.backup(target)).rejects.toThrow(`There is a file at ${target} already.`);
    expect(readFileSync(target, "utf8")).toBe("mine");
    await engine.close();
  });

  it("can be opened in memory, apart from the file it came from", async () => {
    const { engine } = await newLibrary();
    const target = join(newFolder(), "copy.sqlite");
    await engine.backup(target);
    await engine.close();
    const copy = await openDatabase(sample.defineSchema, { file: ":memory:", contents: readFileSync(target) });
    await copy.transaction((tx) => tx.insert(copy.tables.shelves).values({ id: "s", name: "s" }));
    expect(await copy.health()).toEqual({ ok: true });
    await copy.close();
    const again = await openDatabase(sample.defineSchema, { file: target, readOnly: true });
    expect(await again.db.select().from(again.tables.shelves)).toEqual([]);
    await again.close();
  });
});

it("has SQLite write through to the disk at every commit", () => {
  const connection = connect(join(newFolder(), "new.sqlite"));
  const full = 2;
  expect(connection.pragma("synchronous", { simple: true })).toBe(full);
  expect(connection.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(connection.pragma("foreign_keys", { simple: true })).toBe(1);
  connection.close();
});

describe("a PostgreSQL server in trouble", () => {
  async function newLibrary() {
    const database = await newDatabase("postgres");
    await migrateDatabase({ ...database, ...sample, now });
    const engine = await openDatabase(sample.defineSchema, database);
    const other = new pg.Client({ connectionString: database.url });
    other.on("error", () => {});
    await other.connect();
    onTestFinished(async () => {
      await other.end();
      await engine.close();
    });
    const names = async () => {
      const rows = await engine.db.select({ name: engine.tables.shelves.name }).from(engine.tables.shelves);
      return rows.map(({ name }) => name).sort();
    };
    return { engine, other, names, shelves: engine.tables.shelves };
  }

  it("undoes the transaction whose connection breaks, and the next one has a new connection", async () => {
    const { engine, other, names, shelves } = await newLibrary();
    const broken = engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "a", name: "a" });
      await other.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
      await tx.insert(shelves).values({ id: "b", name: "b" });
    });
    await expect(broken).rejects.toThrow();
    await engine.transaction((tx) => tx.insert(shelves).values({ id: "c", name: "c" }));
    expect(await names()).toEqual(["c"]);
    expect(await engine.health()).toEqual({ ok: true });
  });

  it("runs work again that PostgreSQL undid to end a deadlock with another program", async () => {
    const { engine, other, names, shelves } = await newLibrary();
    await engine.transaction((tx) =>
      tx.insert(shelves).values([
        { id: "x", name: "x" },
        { id: "y", name: "y" },
      ]),
    );
    await other.query("SET deadlock_timeout = '30s'; BEGIN; UPDATE shelves SET name = 'x by other' WHERE id = 'x'");
    let runs = 0;
    let theirs: Promise<unknown> | undefined;
    await engine.transaction(async (tx) => {
      runs++;
      await tx.update(shelves).set({ name: "y by us" }).where(eq(shelves.id, "y"));
      theirs ??= other.query("UPDATE shelves SET name = 'y by other' WHERE id = 'y'").then(() => other.query("COMMIT"));
      await tx.update(shelves).set({ name: "x by us" }).where(eq(shelves.id, "x"));
    });
    await theirs;
    expect(runs).toBe(2);
    expect(await names()).toEqual(["x by us", "y by us"]);
  });
});
