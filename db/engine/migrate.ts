/**
 * Brings a database to the schema of this build, or refuses and leaves it as it was.
 *
 * drizzle's own migrator is not used: it applies a SQLite migration with foreign keys on, so a migration that rebuilds a
 * table (drop, rename) deletes or blocks the rows that refer to it. Here foreign keys are off meanwhile, the whole
 * database is checked before anything is committed, and the file is copied first. The record of what was applied is
 * drizzle's own table, so its tools understand it.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { DatabaseError } from "./errors.ts";
import { ensureFile } from "./files.ts";
import { type Counted, GUARD_PREFIX, type Guard, POSTGRES_FUNCTION, type Trigger, triggersOf } from "./guards.ts";
import { databaseOf } from "./open.ts";
import { BEGIN, checkServer } from "./postgres.ts";
import { beginWriting, connect, copyTo, setPatience } from "./sqlite.ts";

export interface MigrateOptions {
  /** postgres://… for PostgreSQL; without it the SQLite file counts. */
  url?: string;
  file?: string;
  /** The folder with `sqlite/` and `postgres/` as drizzle-kit writes them; db/migrations unless given. */
  folder?: string;
  /** What must be kept as it is, and whose changes are counted; see guards.ts. */
  guards?: readonly (Guard | Counted)[];
  /** Where a SQLite file is copied before it is changed; `backups/` beside the file unless given, null for no copy. */
  backupFolder?: string | null;
  /** The time in the backup's name. */
  now: Date;
}

export interface Migrated {
  /** The migrations that were applied, in order, by name. */
  applied: string[];
  /** The copy of a SQLite file made before, or null when nothing was pending or the file was new. */
  backup: string | null;
}

interface Migration {
  name: string;
  /** Milliseconds since 1970, by which drizzle knows a migration. */
  when: number;
  hash: string;
  statements: string[];
}

/** What a migration needs of a connection. */
interface Connection {
  kind: keyof typeof RECORD;
  rows(sql: string): Promise<Record<string, unknown>[]>;
  run(sql: string): Promise<void>;
}

interface ToDo {
  pending: Migration[];
  /** The guards' triggers that the database has now. */
  installed: Pick<Trigger, "name" | "table">[];
  isNew: boolean;
}

/** drizzle's record of what was applied. */
const RECORD = { sqlite: '"__drizzle_migrations"', postgres: '"drizzle"."__drizzle_migrations"' };
const FOLDER = fileURLToPath(new URL("../migrations", import.meta.url));
/** How long to wait, in milliseconds, for another process that migrates or writes to the same database. */
const PATIENCE = 120_000;

/**
 * Applies the migrations that the database does not have, and its guards: all or none. Several processes may ask at
 * once; one does it, the others wait and find it done.
 * @throws DatabaseError when the database is newer than this build, or when a migration fails, with the backup's name
 */
export async function migrateDatabase(options: MigrateOptions): Promise<Migrated> {
  const database = databaseOf(options);
  return database.kind === "postgres" ? migratePostgres(database.url, options) : migrateSqlite(database.file, options);
}

/**
 * The migrations of this build that a database does not have; nothing is changed.
 * @throws DatabaseError when it is newer than this build, or no database of this product
 */
export async function pendingMigrations(options: Omit<MigrateOptions, "now">): Promise<string[]> {
  const database = databaseOf(options);
  const names = async (connection: Connection) => {
    const migrations = readMigrations(connection.kind, options.folder);
    const todo = await compare(connection, migrations, triggersOf(connection.kind, options.guards ?? [])).catch(
      (error) => {
        if (error instanceof DatabaseError) throw error;
        throw new DatabaseError("This is not a database of this product.", { cause: error });
      },
    );
    return todo?.pending.map(({ name }) => name) ?? [];
  };
  if (database.kind === "postgres") {
    const client = new pg.Client({ connectionString: database.url, connectionTimeoutMillis: 5000 });
    client.on("error", () => {});
    await checkServer(database.url, async (sql) => {
      await client.connect();
      return client.query(sql);
    });
    return names(postgresConnection(client)).finally(() => client.end());
  }
  const file = connect(database.file, { readOnly: true });
  return names(sqliteConnection(file)).finally(() => file.close());
}

const sqliteConnection = (database: ReturnType<typeof connect>): Connection => ({
  kind: "sqlite",
  rows: async (sql) => database.prepare<[], Record<string, unknown>>(sql).all(),
  run: async (sql) => void database.exec(sql),
});

const postgresConnection = (client: pg.Client): Connection => ({
  kind: "postgres",
  rows: async (sql) => (await client.query(sql)).rows,
  run: async (sql) => void (await client.query(sql)),
});

function readMigrations(kind: Connection["kind"], folder = FOLDER): Migration[] {
  const path = join(folder, kind);
  const journal = join(path, "meta", "_journal.json");
  if (!existsSync(journal))
    throw new DatabaseError(`The migrations of this build are missing: there is no ${journal}.`);
  const { entries } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { tag: string; when: number }[] };
  return entries.map(({ tag, when }) => {
    const text = readFileSync(join(path, `${tag}.sql`), "utf8");
    const hash = createHash("sha256").update(text).digest("hex");
    return { name: tag, when, hash, statements: text.split("--> statement-breakpoint") };
  });
}

const INSTALLED = {
  sqlite: "SELECT name, tbl_name AS \"table\" FROM sqlite_schema WHERE type = 'trigger'",
  postgres: `SELECT tgname AS name, relname AS "table" FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace`,
};

const isGuard = ({ name }: { name: string }) => name.startsWith(GUARD_PREFIX);

/**
 * Compares the database with the build.
 * @returns null when nothing is to be done
 * @throws DatabaseError when the database has a migration that the build does not
 */
async function compare(connection: Connection, migrations: Migration[], guards: Trigger[]): Promise<ToDo | null> {
  const record = await connection.rows(`SELECT created_at FROM ${RECORD[connection.kind]}`);
  const done = new Set(record.map((row) => Number(row.created_at)));
  const known = new Set(migrations.map(({ when }) => when));
  if ([...done].some((when) => !known.has(when))) {
    throw new DatabaseError(
      "The database was used by a newer version of this program, and this version would damage it. " +
        "Start the newer version, or restore a backup that was made before it.",
    );
  }
  const pending = migrations.filter(({ when }) => !done.has(when));
  const triggers = (await connection.rows(INSTALLED[connection.kind])) as ToDo["installed"];
  const installed = triggers.filter(isGuard);
  const names = (list: { name: string }[]) => JSON.stringify(list.map(({ name }) => name).sort());
  if (pending.length === 0 && names(installed) === names(guards)) return null;
  return { pending, installed, isNew: done.size === 0 };
}

/** Runs what is pending with the guards out of the way, and sets the guards again. */
async function apply(connection: Connection, { pending, installed }: ToDo, guards: Trigger[]): Promise<void> {
  const onTable = (table: string) => (connection.kind === "postgres" ? ` ON "${table}"` : "");
  for (const { name, table } of installed) await connection.run(`DROP TRIGGER "${name}"${onTable(table)}`);
  for (const { name, when, hash, statements } of pending) {
    try {
      for (const statement of statements) await connection.run(statement);
    } catch (error) {
      throw new DatabaseError(`The migration ${name} failed: ${messageOf(error)}.`, { cause: error });
    }
    await connection.run(`INSERT INTO ${RECORD[connection.kind]} ("hash", "created_at") VALUES ('${hash}', ${when})`);
  }
  for (const { create } of guards) await connection.run(create);
}

async function migrateSqlite(file: string, options: MigrateOptions): Promise<Migrated> {
  const migrations = readMigrations("sqlite", options.folder);
  const guards = triggersOf("sqlite", options.guards ?? []);
  if (file === ":memory:") throw new DatabaseError("Migrate a file, and open its bytes as a database in memory.");
  ensureFile(file);
  const database = connect(file);
  const connection = sqliteConnection(database);
  let backup: string | null = null;
  try {
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${RECORD.sqlite} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
    );
    const before = await compare(connection, migrations, guards);
    if (!before) return { applied: [], backup };
    if (!before.isNew && options.backupFolder !== null) {
      const copy = join(options.backupFolder ?? join(dirname(file), "backups"), backupName(options.now));
      await copyTo(database, copy);
      backup = copy;
    }
    // This has no effect inside a transaction, hence before it: what drops a table would delete its children's rows.
    database.pragma("foreign_keys = OFF");
    setPatience(database, 0);
    await beginWriting(database, PATIENCE);
    const todo = await compare(connection, migrations, guards);
    if (!todo) {
      // Another process did it meanwhile.
      if (backup) rmSync(backup);
      return { applied: [], backup: null };
    }
    const others = await otherTriggers(connection);
    await apply(connection, todo, guards);
    await checkSqlite(connection, todo, others);
    database.exec("COMMIT");
    return { applied: todo.pending.map(({ name }) => name), backup };
  } catch (error) {
    if (database.inTransaction) database.exec("ROLLBACK");
    throw undone(error, backup);
  } finally {
    database.close();
  }
}

const otherTriggers = async (connection: Connection) =>
  ((await connection.rows(INSTALLED.sqlite)) as ToDo["installed"]).filter((trigger) => !isGuard(trigger));

/** @throws DatabaseError when the migrated database, not yet committed, is not whole */
async function checkSqlite(connection: Connection, { pending }: ToDo, before: ToDo["installed"]): Promise<void> {
  const [orphan] = await connection.rows("PRAGMA foreign_key_check");
  if (orphan)
    throw new DatabaseError(`A row of ${orphan.table} would refer to a row of ${orphan.parent} that is gone.`);
  const [verdict] = await connection.rows("PRAGMA integrity_check");
  if (verdict?.integrity_check !== "ok") throw new DatabaseError(`The file is damaged: ${verdict?.integrity_check}.`);
  const after = new Set((await otherTriggers(connection)).map(({ name }) => name));
  const text = pending.flatMap(({ statements }) => statements).join("\n");
  for (const { name, table } of before) {
    if (after.has(name) || new RegExp(`drop\\s+trigger[^;]*\\b${name}\\b`, "i").test(text)) continue;
    throw new DatabaseError(
      `The table ${table} was made again without its trigger ${name}: create it in the migration.`,
    );
  }
}

async function migratePostgres(url: string, options: MigrateOptions): Promise<Migrated> {
  const migrations = readMigrations("postgres", options.folder);
  const guards = triggersOf("postgres", options.guards ?? []);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A broken connection fails the query that uses it; unheard, it would also end the process.
  client.on("error", () => {});
  const connection = postgresConnection(client);
  try {
    await checkServer(url, async (sql) => {
      await client.connect();
      return client.query(sql);
    });
    await client.query(`SET lock_timeout = ${PATIENCE}; ${BEGIN}`);
    const [found] = await connection.rows(`SELECT to_regclass('${RECORD.postgres}') AS record`);
    if (!found?.record) {
      await client.query('CREATE SCHEMA IF NOT EXISTS "drizzle"');
      await client.query(
        `CREATE TABLE ${RECORD.postgres} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
      );
    }
    const todo = await compare(connection, migrations, guards);
    if (todo) {
      await client.query(POSTGRES_FUNCTION);
      await apply(connection, todo, guards);
    }
    await client.query("COMMIT");
    return { applied: todo?.pending.map(({ name }) => name) ?? [], backup: null };
  } catch (error) {
    throw undone(error, null);
  } finally {
    // Ends a transaction that was not committed, too.
    await client.end();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const backupName = (now: Date) =>
  `before-migration-${now.toISOString().replaceAll(/[:.]/g, "-")}-${randomBytes(3).toString("hex")}.sqlite`;

function undone(error: unknown, backup: string | null): DatabaseError {
  const copy = backup ? ` A copy from before is at ${backup}.` : "";
  return new DatabaseError(`The database was not migrated and is as it was. ${messageOf(error)}${copy}`, {
    cause: error,
  });
}
