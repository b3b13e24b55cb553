import type { Engine, OpenOptions, Tables } from "./engine.ts";
import { DatabaseError } from "./errors.ts";
import type { Kit } from "./kit.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";
import { noteTables } from "./tables-read.ts";

/**
 * Opens the database for the tables of a schema. It must be migrated already (migrate.ts).
 *
 * Both engines promise the same:
 * - When `transaction` resolves, what it wrote is on disk and survives a power cut (SQLite: write-ahead log with
 *   synchronous = FULL; PostgreSQL: synchronous_commit = on).
 * - Transactions run one after the other, also across processes, so each sees all that came before it and none can
 *   lose another's update. SQLite allows one writer in any case; on PostgreSQL an advisory lock makes it so.
 * - A transaction is kept whole or not at all; a statement that failed undoes all of it, even when the work goes on.
 * - `db` only reads, sees only what is committed, and never waits for a writer.
 *
 * They differ in this:
 * - PostgreSQL may undo a transaction for the sake of another program's; its work is then run again, up to five times.
 *   So the work must do nothing that outlives a rollback: no mail, no files.
 * - SQLite answers on the thread that asks, so a heavy query stops the whole process while it runs. PostgreSQL cancels
 *   a statement after 30 seconds.
 * - A SQLite file is copied page by page; of PostgreSQL the rows are copied into a SQLite file (db/copies.ts).
 * - PostgreSQL refuses text with the character U+0000; SQLite takes it.
 * - Rows without a value come first in SQLite's ascending order and last in PostgreSQL's: see `nullsLast` in sql.ts.
 *
 * @throws DatabaseError when the database cannot be reached or read
 */
export async function openDatabase<T extends Tables>(
  defineSchema: (kit: Kit) => T,
  options: OpenOptions,
): Promise<Engine<T>> {
  const database = databaseOf(options);
  const watched: OpenOptions = {
    ...options,
    observe(query) {
      noteTables(query.sql);
      options.observe?.(query);
    },
  };
  return database.kind === "postgres"
    ? openPostgres(defineSchema, database.url, watched)
    : openSqlite(defineSchema, database.file, watched);
}

/** Which database is meant. @throws DatabaseError when none is named, or an address of another kind */
export function databaseOf(options: {
  url?: string;
  file?: string;
}): { kind: "postgres"; url: string } | { kind: "sqlite"; file: string } {
  const { url, file } = options;
  if (url) {
    if (/^postgres(ql)?:\/\//.test(url)) return { kind: "postgres", url };
    throw new DatabaseError("The database's address must begin with postgres:// or postgresql://.");
  }
  if (file) return { kind: "sqlite", file };
  throw new DatabaseError("Name a database: a file for SQLite, or an address that begins with postgres://.");
}
