import { cpSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { expect, it, onTestFinished, vi } from "vitest";
import { migrateDatabase, pendingMigrations } from "#db/engine/migrate.ts";
import { connect } from "#db/engine/sqlite.ts";
import { GUARDS } from "#db/guards.ts";
import { newPostgresDatabase } from "../db/engines.ts";

const NOW = new Date("2026-11-22T10:00:00Z");
const MIGRATIONS = join(process.cwd(), "db/migrations");
type Engine = "sqlite" | "postgres";
type Journal = { entries: { tag: string }[] };

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ehc-migration-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the product's migrations that ends with the first: the version that areas began with. */
function firstVersion(): string {
  const folder = newFolder();
  cpSync(MIGRATIONS, folder, { recursive: true });
  for (const engine of ["sqlite", "postgres"]) {
    const file = join(folder, engine, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }));
  }
  return folder;
}

/** An area of the first version, with rows that later versions change. */
const ROWS = (engine: Engine) => {
  const [time, yes, list] = engine === "sqlite" ? ["1760000000000", "1", "'[]'"] : ["now()", "true", "'[]'"];
  return [
    `insert into area (id, name, partners, concern_contacts, demonstration, created_at) values ('area', 'Northshire', '', ${list}, ${yes}, ${time})`,
    "insert into organisations (id, name, agency) values ('org', 'Council', 'education')",
    ...["a", "b"].map(
      (id) =>
        `insert into people (id, name, email, email_verified, created_at, updated_at) values ('${id}', 'Name of ${id}', '${id}@x.example', ${yes}, ${time}, ${time})`,
    ),
    "insert into memberships (id, person_id, organisation_id, role) values ('m', 'a', 'org', 'auditor')",
    `insert into sessions (id, token, user_id, expires_at, created_at, updated_at) values ('s', 't', 'a', ${time}, ${time}, ${time})`,
  ];
};

/** Everything that a SQLite file holds, its build included, as text. */
function told(file: string): string {
  const connection = connect(file, { readOnly: true });
  try {
    const built = connection.prepare("select type, name, sql from sqlite_schema order by type, name").all() as {
      type: string;
      name: string;
    }[];
    const rows = built
      .filter(({ type }) => type === "table")
      .map(({ name }) => [name, connection.prepare(`select * from "${name}"`).all()]);
    expect(connection.pragma("integrity_check", { simple: true })).toBe("ok");
    return JSON.stringify([built, rows]);
  } finally {
    connection.close();
  }
}

it("leaves a SQLite file as it was, or finished, when the process ends at any statement, and the next start finishes it", async () => {
  const file = join(newFolder(), "area.sqlite");
  await migrateDatabase({ file, folder: firstVersion(), guards: GUARDS_OF_THEN, now: NOW });
  const connection = connect(file);
  for (const sql of ROWS("sqlite")) connection.exec(sql);
  connection.close();
  const before = told(file);

  // What lies on the disk as each statement begins is what a process that ends there leaves behind.
  const left: string[] = [];
  const place = newFolder();
  const keep = () => {
    const at = join(place, String(left.length), "area.sqlite");
    mkdirSync(dirname(at));
    for (const ending of ["", "-wal"]) if (existsSync(file + ending)) copyFileSync(file + ending, at + ending);
    left.push(at);
  };
  const run = Database.prototype.exec;
  const watched = vi.spyOn(Database.prototype, "exec").mockImplementation(function (
    this: Database.Database,
    sql: string,
  ) {
    keep();
    return run.call(this, sql);
  });
  await migrateDatabase({ file, guards: GUARDS, backupFolder: null, now: NOW });
  watched.mockRestore();
  const after = told(file);
  expect(after).not.toBe(before);
  expect(left.length).toBeGreaterThan(80);

  for (const [n, at] of left.entries()) {
    expect(told(at) === before, `as it was when it ended before statement ${n + 1} of ${left.length}`).toBe(true);
    // Each of the last, and every tenth before, is also taken to its end: they are all the same file.
    if (n % 10 !== 0 && n < left.length - 5) continue;
    await migrateDatabase({ file: at, guards: GUARDS, backupFolder: null, now: NOW });
    expect(told(at) === after, `finished after it had ended before statement ${n + 1}`).toBe(true);
  }
});

it("leaves PostgreSQL as it was when the connection breaks at any statement, and the next start finishes it", async () => {
  const { url, drop } = await newPostgresDatabase();
  onTestFinished(drop);
  await migrateDatabase({ url, folder: firstVersion(), guards: GUARDS_OF_THEN, now: NOW });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  for (const sql of ROWS("postgres")) await client.query(sql);
  const state = async () => {
    const columns = await client.query(
      "select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns where table_schema = 'public' order by 1, 2",
    );
    const triggers = await client.query("select tgname from pg_trigger where not tgisinternal order by 1");
    const rows = await client.query(
      "select (select json_agg(p order by id) from people p) as people, (select json_agg(m) from memberships m) as memberships, (select json_agg(s) from sessions s) as sessions, (select json_agg(a) from area a) as area",
    );
    return JSON.stringify([columns.rows, triggers.rows, rows.rows]);
  };
  const before = await state();

  let breakAt = 0;
  let met = 0;
  const ask = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  const watched = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    if ((this as unknown) !== client && ++met === breakAt)
      (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    return ask.apply(this, given);
  } as never);
  const statements = await countedPending();
  for (breakAt = 2; breakAt <= statements; breakAt++) {
    met = 0;
    await expect(migrateDatabase({ url, guards: GUARDS, now: NOW }), `statement ${breakAt}`).rejects.toThrow(
      "was not migrated and is as it was",
    );
    if (breakAt % 10 === 0 || breakAt > statements - 5)
      expect((await state()) === before, `as it was after statement ${breakAt}`).toBe(true);
  }
  watched.mockRestore();
  expect((await migrateDatabase({ url, guards: GUARDS, now: NOW })).applied.length).toBeGreaterThan(0);
  expect(await state()).not.toBe(before);
  expect(await pendingMigrations({ url, guards: GUARDS })).toEqual([]);

  /** How many queries a whole upgrade makes, up to and with its COMMIT: counted on another copy. */
  async function countedPending(): Promise<number> {
    const other = await newPostgresDatabase();
    await migrateDatabase({ url: other.url, folder: firstVersion(), guards: GUARDS_OF_THEN, now: NOW });
    met = 0;
    breakAt = -1;
    await migrateDatabase({ url: other.url, guards: GUARDS, now: NOW });
    const all = met;
    await other.drop();
    expect(all).toBeGreaterThan(100);
    return all;
  }
});

/** Guards of tables that the first version had. */
const GUARDS_OF_THEN = GUARDS.flatMap((guard) => {
  if (!("refuses" in guard) || !["trail", "codebooks"].includes(guard.table)) return [];
  const { unless: _, ...older } = guard;
  return [older];
});
