import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate as migrateByDrizzle } from "drizzle-orm/better-sqlite3/migrator";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { isGuarded } from "#db/engine/errors.ts";
import type { Guard } from "#db/engine/guards.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { connect } from "#db/engine/sqlite.ts";
import { elsewhere, newDatabase, newFolder, writeMigrations } from "./places.ts";
import { sample } from "./sample/schema.ts";

const now = new Date("2026-11-22T10:00:00Z");

/** Runs SQL on a test database, past the engine, and returns the rows. */
async function rawly(database: { url?: string; file?: string }, sql: string): Promise<Record<string, unknown>[]> {
  if (database.file) {
    const connection = connect(database.file);
    try {
      const statement = connection.prepare<[], Record<string, unknown>>(sql);
      if (statement.reader) return statement.all();
      statement.run();
      return [];
    } finally {
      connection.close();
    }
  }
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
}

const FIRST = "CREATE TABLE children (id text PRIMARY KEY, born text);";
const SECOND =
  "ALTER TABLE children ADD COLUMN name text;--> statement-breakpoint\nUPDATE children SET name = 'unknown';";

for (const name of ["sqlite", "postgres"] as const) {
  describe(`migrating ${name}`, () => {
    it("applies what is pending, in order, and nothing the second time", async () => {
      const database = await newDatabase(name);
      const first = writeMigrations({ "0000_first": FIRST });
      const both = writeMigrations({ "0000_first": FIRST, "0001_second": SECOND });
      expect(await migrateDatabase({ ...database, folder: first, now })).toEqual({
        applied: ["0000_first"],
        backup: null,
      });
      await rawly(database, "INSERT INTO children (id) VALUES ('c')");
      expect((await migrateDatabase({ ...database, folder: both, now })).applied).toEqual(["0001_second"]);
      expect(await rawly(database, "SELECT id, name FROM children")).toEqual([{ id: "c", name: "unknown" }]);
      expect(await migrateDatabase({ ...database, folder: both, now })).toEqual({ applied: [], backup: null });
    });

    it("leaves the database as it was when one of several migrations fails", async () => {
      const database = await newDatabase(name);
      const good = writeMigrations({ "0000_first": FIRST });
      const bad = writeMigrations({
        "0000_first": FIRST,
        "0001_second": SECOND,
        "0002_third": "ALTER TABLE nobody ADD x text;",
      });
      await migrateDatabase({ ...database, folder: good, now });
      await rawly(database, "INSERT INTO children (id) VALUES ('c')");
      const failing = migrateDatabase({ ...database, folder: bad, now });
      await expect(failing).rejects.toThrow(/was not migrated and is as it was\. The migration 0002_third failed: /);
      expect(await rawly(database, "SELECT * FROM children")).toEqual([{ id: "c", born: null }]);
      expect((await migrateDatabase({ ...database, folder: good, now })).applied).toEqual([]);
    });

    it("refuses a database that a newer version has migrated", async () => {
      const database = await newDatabase(name);
      const newer = writeMigrations({ "0000_first": FIRST, "0001_second": SECOND });
      const older = writeMigrations({ "0000_first": FIRST });
      await migrateDatabase({ ...database, folder: newer, now });
      await expect(migrateDatabase({ ...database, folder: older, now })).rejects.toThrow(
        "The database was used by a newer version of this program",
      );
    });

    it("is done once when several processes start together", async () => {
      const database = await newDatabase(name);
      const task = { do: "migrate", ...database, folder: sample.folder } as const;
      const answers = await Promise.all([1, 2, 3].map(() => elsewhere(task).answer));
      const applied = answers.map((answer) => (answer as { applied: string[] }).applied);
      expect(applied.flat()).toEqual(["0000_first"]);
      const engine = await openDatabase(sample.defineSchema, database);
      expect(await engine.db.select().from(engine.tables.shelves)).toEqual([]);
      await engine.close();
    });

    it("is done once when asked for twice in one process", async () => {
      const database = await newDatabase(name);
      const folder = writeMigrations({ "0000_first": FIRST });
      const results = await Promise.all([1, 2].map(() => migrateDatabase({ ...database, folder, now })));
      expect(results.flatMap(({ applied }) => applied)).toEqual(["0000_first"]);
    });

    it("lets a migration correct guarded rows, and guards them again", async () => {
      const database = await newDatabase(name);
      const guards: Guard[] = [{ table: "children", refuses: ["update", "delete"], reason: "Kept." }];
      const first = writeMigrations({ "0000_first": FIRST });
      await migrateDatabase({ ...database, folder: first, guards, now });
      await rawly(database, "INSERT INTO children (id) VALUES ('c')");
      await expect(rawly(database, "UPDATE children SET born = 'x'")).rejects.toSatisfy(isGuarded);
      const both = writeMigrations({ "0000_first": FIRST, "0001_second": SECOND });
      await migrateDatabase({ ...database, folder: both, guards, now });
      expect(await rawly(database, "SELECT name FROM children")).toEqual([{ name: "unknown" }]);
      await expect(rawly(database, "UPDATE children SET born = 'x'")).rejects.toSatisfy(isGuarded);
    });

    it("brings the guards up to date when nothing else is pending", async () => {
      const database = await newDatabase(name);
      const folder = writeMigrations({ "0000_first": FIRST });
      const guard: Guard = { table: "children", refuses: ["delete"], reason: "Kept." };
      await migrateDatabase({ ...database, folder, now });
      await rawly(database, "INSERT INTO children (id) VALUES ('c')");
      await migrateDatabase({ ...database, folder, guards: [guard], now });
      await expect(rawly(database, "DELETE FROM children")).rejects.toThrow("Kept.");
      await migrateDatabase({ ...database, folder, guards: [{ ...guard, reason: "It is evidence." }], now });
      await expect(rawly(database, "DELETE FROM children")).rejects.toThrow("It is evidence.");
      await migrateDatabase({ ...database, folder, guards: [], now });
      await rawly(database, "DELETE FROM children");
    });

    it("guards rows also against the engine's own ways to throw them away", async () => {
      const database = await newDatabase(name);
      await migrateDatabase({ ...database, ...sample, now });
      // SQLite replaces a row by deleting it; PostgreSQL empties a table without looking at its rows.
      const [add, evade] =
        name === "sqlite"
          ? ["INSERT INTO entries VALUES (1, 'kept', 0)", "REPLACE INTO entries VALUES (1, 'lost', 0)"]
          : ["INSERT INTO entries (text, at) VALUES ('kept', now())", "TRUNCATE entries"];
      await rawly(database, add);
      await expect(rawly(database, evade)).rejects.toSatisfy(isGuarded);
      expect(await rawly(database, "SELECT text FROM entries")).toEqual([{ text: "kept" }]);
    });

    it("says so when the build has no migrations", async () => {
      const database = await newDatabase(name);
      const folder = newFolder();
      await expect(migrateDatabase({ ...database, folder, now })).rejects.toThrow(
        "migrations of this build are missing",
      );
    });
  });
}

/** As drizzle-kit writes it for a changed default: make the table anew, copy, drop, rename. */
const REBUILD = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_parents\` (\`id\` text PRIMARY KEY NOT NULL, \`kind\` text DEFAULT 'new' NOT NULL);
--> statement-breakpoint
INSERT INTO \`__new_parents\`("id", "kind") SELECT "id", "kind" FROM \`parents\`;--> statement-breakpoint
DROP TABLE \`parents\`;--> statement-breakpoint
ALTER TABLE \`__new_parents\` RENAME TO \`parents\`;--> statement-breakpoint
PRAGMA foreign_keys=ON;`;

const FAMILY = `CREATE TABLE parents (id text PRIMARY KEY NOT NULL, kind text DEFAULT 'old' NOT NULL);--> statement-breakpoint
CREATE TABLE children (id text PRIMARY KEY NOT NULL, parent_id text NOT NULL REFERENCES parents(id) ON DELETE CASCADE);`;

describe("a SQLite migration that rebuilds a table", () => {
  async function newFamily() {
    const file = join(newFolder(), "family.sqlite");
    const before = writeMigrations({ "0000_family": FAMILY });
    await migrateDatabase({ file, folder: before, now });
    await rawly({ file }, "INSERT INTO parents (id) VALUES ('p')");
    await rawly({ file }, "INSERT INTO children VALUES ('c', 'p')");
    return { file, children: () => rawly({ file }, "SELECT * FROM children") };
  }
  const rebuilt = () => writeMigrations({ "0000_family": FAMILY, "0001_rebuild": REBUILD });

  it("loses the children in drizzle's own migrator, which is why it is not used", async () => {
    const { file, children } = await newFamily();
    const connection = connect(file);
    migrateByDrizzle(drizzle(connection), { migrationsFolder: join(rebuilt(), "sqlite") });
    connection.close();
    expect(await children()).toEqual([]);
  });

  it("keeps the children in ours, still referring to their parent", async () => {
    const { file, children } = await newFamily();
    await migrateDatabase({ file, folder: rebuilt(), now });
    expect(await children()).toEqual([{ id: "c", parent_id: "p" }]);
    await expect(rawly({ file }, "INSERT INTO children VALUES ('d', 'nobody')")).rejects.toThrow("FOREIGN KEY");
  });

  it("keeps the table's guards", async () => {
    const { file } = await newFamily();
    const guards: Guard[] = [{ table: "parents", refuses: ["update"], reason: "Kept." }];
    await migrateDatabase({ file, folder: rebuilt(), guards, now });
    await expect(rawly({ file }, "UPDATE parents SET kind = 'x'")).rejects.toThrow("Kept.");
  });

  it("is refused when it would leave a row that refers to nothing", async () => {
    const { file, children } = await newFamily();
    const folder = writeMigrations({ "0000_family": FAMILY, "0001_bad": "DELETE FROM parents;" });
    await expect(migrateDatabase({ file, folder, now })).rejects.toThrow(
      "A row of children would refer to a row of parents that is gone.",
    );
    expect(await children()).toHaveLength(1);
  });

  it("is refused when it loses a trigger that it does not drop by name", async () => {
    const { file } = await newFamily();
    await rawly({ file }, "CREATE TRIGGER search_index AFTER INSERT ON parents BEGIN SELECT 1; END");
    await expect(migrateDatabase({ file, folder: rebuilt(), now })).rejects.toThrow("without its trigger search_index");
    const dropping = writeMigrations({
      "0000_family": FAMILY,
      "0001_drop": `DROP TRIGGER search_index;--> statement-breakpoint\n${REBUILD}`,
    });
    expect((await migrateDatabase({ file, folder: dropping, now })).applied).toEqual(["0001_drop"]);
  });

  it("copies the file first, and names the copy when it fails", async () => {
    const { file } = await newFamily();
    const { backup } = await migrateDatabase({ file, folder: rebuilt(), now });
    expect(dirname(backup ?? "")).toBe(join(dirname(file), "backups"));
    const copy = new Database(backup ?? "", { readonly: true });
    onTestFinished(() => void copy.close());
    expect(copy.prepare("SELECT dflt_value AS d FROM pragma_table_info('parents') WHERE name = 'kind'").get()).toEqual({
      d: "'old'",
    });
    expect(copy.prepare("SELECT * FROM children").all()).toHaveLength(1);

    const backupFolder = join(newFolder(), "elsewhere");
    const folder = writeMigrations({ "0000_family": FAMILY, "0001_rebuild": REBUILD, "0002_bad": "nonsense" });
    const failure = await migrateDatabase({ file, folder, backupFolder, now }).catch((error) => error.message);
    const [name] = readdirSync(backupFolder);
    expect(failure).toContain(`A copy from before is at ${join(backupFolder, name ?? "?")}.`);
  });
});

describe("a database that cannot be migrated", () => {
  it("is not touched when it is no database", async () => {
    const file = join(newFolder(), "notes.sqlite");
    writeFileSync(file, "Not a database, but somebody's notes. ".repeat(100));
    await expect(migrateDatabase({ file, ...sample, now })).rejects.toThrow(
      `${file} cannot be opened: file is not a database.`,
    );
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it("is named without its password when its server does not answer", async () => {
    const url = "postgres://ann:secret@127.0.0.1:1/audits";
    const failure = await migrateDatabase({ url, ...sample, now }).catch((error) => String(error));
    expect(failure).toContain("PostgreSQL at postgres://ann@127.0.0.1:1/audits cannot be reached");
    expect(failure).not.toContain("secret");
    await expect(openDatabase(sample.defineSchema, { url })).rejects.toThrow("cannot be reached");
  });

  it("is told from one whose server asks for a password that the address does not have", async () => {
    const [askForProof, firstWords] = ["SCRAM-SHA-256\0\0", "r=nonce,s=c2FsdA==,i=4096"].map((words, i) => {
      const message = Buffer.from(`R\0\0\0\0\0\0\0\0${words}`);
      message.writeInt32BE(message.length - 1, 1);
      message.writeInt32BE(10 + i, 5);
      return message;
    });
    const server = createServer((client) => {
      client.on("error", () => {});
      client.once("data", () => {
        client.write(askForProof ?? "");
        client.once("data", () => client.write(firstWords ?? ""));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const url = `postgres://ann@127.0.0.1:${(server.address() as AddressInfo).port}/audits`;
    await expect(openDatabase(sample.defineSchema, { url })).rejects.toThrow(
      "cannot be reached: it asks for a password, and the address has none.",
    );
  });

  it("is refused when it is in memory or not named at all", async () => {
    await expect(migrateDatabase({ file: ":memory:", ...sample, now })).rejects.toThrow("Migrate a file");
    await expect(migrateDatabase({ ...sample, now })).rejects.toThrow("Name a database");
    await expect(migrateDatabase({ url: "mysql://x", ...sample, now })).rejects.toThrow("must begin with postgres://");
  });
});
