import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { BetterSQLite3Database, BetterSQLiteSession } from "drizzle-orm/better-sqlite3";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { type Engine, type Observe, type OpenOptions, readerOf, type Tables, type Writer, writerOf } from "./engine.ts";
import { DatabaseError, isBusy } from "./errors.ts";
import { ensureFile, temporaryFolder, writeWhole } from "./files.ts";
import { CASING, type Kit, sqliteKit } from "./kit.ts";
import { oneAtATime, type RunStatement } from "./transactions.ts";

/** How long to wait, in milliseconds, while another process writes. */
const PATIENCE = 5000;
/**
 * How many pages the log beside the file may hold before the one who commits folds them into it, where nobody has done so
 * meanwhile: 16 MB. That takes ten times as long as a save.
 */
const MOST_LOG_PAGES = 4000;
/** Pages copied at one go by a backup; other work runs between two goes. */
const BACKUP_PAGES = 2000;

/** Opens one connection with what every connection to the product's files needs. */
export function connect(file: string, options: { readOnly?: boolean } = {}): Database.Database {
  let connection: Database.Database | undefined;
  try {
    connection = new Database(file, { readonly: options.readOnly ?? false, timeout: PATIENCE });
    connection.pragma("foreign_keys = ON");
    if (!options.readOnly) {
      connection.pragma("journal_mode = WAL");
      connection.pragma("synchronous = FULL");
      connection.pragma(`wal_autocheckpoint = ${MOST_LOG_PAGES}`);
      // Otherwise INSERT OR REPLACE deletes the old row without asking the guards.
      connection.pragma("recursive_triggers = ON");
      // What is deleted is overwritten with zeros, and does not stay behind in pages that are free.
      connection.pragma("secure_delete = ON");
    }
    connection.pragma("schema_version");
  } catch (error) {
    connection?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The database ${file} cannot be opened: ${reason}.`, { cause: error });
  }
  // SQLite's own lower() knows only the letters A to Z.
  connection.function("lower_case", { deterministic: true }, (text) =>
    typeof text === "string" ? text.toLowerCase() : text,
  );
  return connection;
}

/** Lets the connection see the database as it is now until the work ends, whatever others write. */
async function frozen<R>(connection: Database.Database, work: () => Promise<R>): Promise<R> {
  connection.exec("BEGIN");
  try {
    // The moment is that of the first look.
    connection.pragma("schema_version");
    return await work();
  } finally {
    if (connection.inTransaction) connection.exec("ROLLBACK");
  }
}

/** Copies a database in steps to a new file, a consistent whole with no companion files, and checks the copy. */
export async function copyTo(source: Database.Database, file: string): Promise<void> {
  await writeWhole(file, async (part) => {
    await source.backup(part, { progress: () => BACKUP_PAGES });
    const copy = new Database(part);
    try {
      copy.pragma("journal_mode = DELETE");
      const verdict = copy.pragma("quick_check", { simple: true });
      if (verdict !== "ok") throw new DatabaseError(`The copy of the database is damaged: ${verdict}.`);
    } finally {
      copy.close();
    }
  });
}

/** Sets how long a connection waits, in milliseconds, with the whole process standing still, for a lock that another connection holds. */
export const setPatience = (connection: Database.Database, milliseconds: number) =>
  connection.pragma(`busy_timeout = ${milliseconds}`);

/**
 * Begins the one transaction that may write. SQLite would wait for another's with the whole process standing still, so it is
 * asked again and again instead: after a millisecond or two at first, as most transactions are short, then more seldom. The
 * connection must have no patience of its own (`setPatience`); within the transaction nothing is left to wait for.
 * @throws after `patience` milliseconds SQLite's own error, for which `isBusy` is true
 */
export async function beginWriting(connection: Database.Database, patience = PATIENCE): Promise<void> {
  let tries = 0;
  for (const deadline = Date.now() + patience; ; ) {
    try {
      connection.exec("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      const most = Math.min(24, 2 + tries++);
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * most));
    }
  }
}

const unchecked: RunStatement = (statement) => statement();

/** Statements that a connection keeps ready. One with a list of ids has another text for each length of the list. */
const MOST_STATEMENTS = 300;

type Prepare = (sql: string) => Database.Statement;

/** Prepares a statement of this connection, or gives the one that it prepared for the same text before. */
function prepareOnce(connection: Database.Database): Prepare {
  const ready = new Map<string, Database.Statement>();
  return (sql) => {
    const statement = ready.get(sql) ?? connection.prepare(sql);
    ready.delete(sql);
    ready.set(sql, statement);
    for (const oldest of ready.keys()) {
      if (ready.size <= MOST_STATEMENTS) break;
      ready.delete(oldest);
    }
    return statement;
  };
}

/** A connection as drizzle uses it, with each statement passing through `run`, and its time told to `observe`. */
function watched(ready: Prepare, run: RunStatement, observe?: Observe): Database.Database {
  const prepare = (sql: string) => {
    const statement = run(() => ready(sql));
    let raw = false;
    const timed = <R>(work: () => R): R => {
      if (!observe) return run(work);
      const began = performance.now();
      const result = run(work);
      observe({ sql, milliseconds: performance.now() - began });
      return result;
    };
    const watchedStatement = {
      run: (...values: unknown[]) => timed(() => statement.run(...values)),
      get: (...values: unknown[]) => timed(() => statement.raw(raw).get(...values)),
      all: (...values: unknown[]) => timed(() => statement.raw(raw).all(...values)),
      raw: () => {
        raw = true;
        return watchedStatement;
      },
    };
    return watchedStatement;
  };
  return { prepare } as unknown as Database.Database;
}

/**
 * Opens a SQLite database with two connections, so that a transaction's work can wait while others read: one writes, the
 * other only reads. A database in memory is a temporary file, because two connections cannot share memory and stay apart.
 */
export async function openSqlite<T extends Tables>(
  defineSchema: (kit: Kit) => T,
  place: string,
  options: OpenOptions,
): Promise<Engine<T>> {
  const tables = defineSchema(sqliteKit);
  const folder = place === ":memory:" ? temporaryFolder() : null;
  const file = folder ? join(folder.path, "database.sqlite") : place;
  if (options.contents && folder) writeFileSync(file, options.contents);
  if (!options.readOnly) ensureFile(file);

  const writing = options.readOnly ? null : connect(file);
  if (folder) writing?.pragma("synchronous = OFF");
  if (writing) setPatience(writing, 0);
  const reading = connect(file, { readOnly: true });

  const toWrite = writing && prepareOnce(writing);

  // The dialect remembers what each column is called in SQL, so all handles have it in common.
  const dialect = new SQLiteSyncDialect({ casing: CASING });
  const handleOn = (connection: Database.Database) =>
    new BetterSQLite3Database("sync", dialect, new BetterSQLiteSession(connection, dialect, undefined), undefined);

  const queue = oneAtATime<Writer<T>>(async (run) => {
    if (!writing || !toWrite) throw new DatabaseError("The database is open for reading only.");
    await beginWriting(writing);
    return {
      writer: writerOf(handleOn(watched(toWrite, run, options.observe)), tables),
      commit: async () => {
        writing.exec("COMMIT");
      },
      rollback: async () => {
        if (writing.inTransaction) writing.exec("ROLLBACK");
      },
    };
  }, options.timeLimit);

  return {
    kind: "sqlite",
    tables,
    db: readerOf(handleOn(watched(prepareOnce(reading), unchecked, options.observe)), tables, queue.refuseInside),
    transaction: queue.transaction,
    async snapshot(work) {
      queue.refuseInside();
      const connection = connect(file, { readOnly: true });
      try {
        const db = readerOf<T>(handleOn(connection), tables, () => {});
        return await frozen(connection, () => work(db));
      } finally {
        connection.close();
      }
    },
    async backup(toFile) {
      queue.refuseInside();
      const connection = connect(file, { readOnly: true });
      try {
        // Without the frozen moment, a write of another process would make the copy begin again.
        await frozen(connection, () => copyTo(connection, toFile));
        return true;
      } finally {
        connection.close();
      }
    },
    foldLog: () =>
      queue.alone(async () => {
        writing?.pragma("wal_checkpoint(PASSIVE)");
      }),
    compact: () =>
      queue.alone(async () => {
        if (!writing) return true;
        setPatience(writing, PATIENCE);
        try {
          writing.exec("VACUUM");
          // The log beside the file holds earlier pages until it is emptied.
          writing.pragma("wal_checkpoint(TRUNCATE)");
        } finally {
          setPatience(writing, 0);
        }
        return true;
      }),
    async health() {
      try {
        reading.prepare("select count(*) from sqlite_schema").get();
        return { ok: true };
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () =>
      queue.close(async () => {
        reading.close();
        writing?.close();
        folder?.remove();
      }),
  };
}
