import type { WithSubquery } from "drizzle-orm";
import type { BaseSQLiteDatabase, SQLiteTable } from "drizzle-orm/sqlite-core";

/** The tables a schema returns, by the name the code calls them. */
export type Tables = Record<string, SQLiteTable>;

type Handle = BaseSQLiteDatabase<"async", unknown>;
type Reads = Pick<Handle, "select" | "selectDistinct">;

/** Reads what is committed. Each query is its own statement and is awaited. */
export interface Reader<T extends Tables> extends Reads {
  readonly tables: T;
  $with: Handle["$with"];
  with(...queries: WithSubquery[]): Reads;
}

/** Reads and writes inside one transaction; given only to the work of `Engine.transaction`. */
export interface Writer<T extends Tables> extends Reader<T>, Pick<Handle, "insert" | "update" | "delete"> {}

/** How to open a database. */
export interface OpenOptions {
  /** postgres://… for PostgreSQL, with its own options such as ?sslmode=require. Without it the SQLite file counts. */
  url?: string;
  /** The SQLite file, made when it is not there; or ":memory:" for a database that is gone when it is closed. */
  file?: string;
  /** No transactions, and no file is made. */
  readOnly?: boolean;
  /** With the file ":memory:", the bytes of a SQLite database to begin with. */
  contents?: Uint8Array;
  /** Milliseconds that one transaction may take, 30,000 unless given. */
  timeLimit?: number;
  /** Is told of every query that was answered: its text with placeholders, never its values, and how long it took. */
  observe?: Observe;
}

export type Observe = (query: { sql: string; milliseconds: number }) => void;

/** Whether the database answers, and if not, the reason in its own words. */
type Health = { ok: true } | { ok: false; reason: string };

/** One open database. See open.ts for what both engines guarantee and where they differ. */
export interface Engine<T extends Tables> {
  readonly kind: "sqlite" | "postgres";
  readonly tables: T;
  readonly db: Reader<T>;
  /**
   * Runs the work alone: one transaction at a time in the whole database. It commits when the work resolves and rolls
   * back when the work throws, when any statement in it failed (even if the work caught the error), or after a time limit.
   * @throws what the work throws; DatabaseError for a transaction within a transaction, a time limit or a closed database.
   */
  transaction<R>(work: (tx: Writer<T>) => Promise<R>): Promise<R>;
  /**
   * Lets work read the database as it is at this moment, whatever others write meanwhile. The handle reads one query after
   * the other, and only until the work ends.
   */
  snapshot<R>(work: (db: Reader<T>) => Promise<R>): Promise<R>;
  /**
   * Writes a consistent copy to a new file, which is complete and on disk when the promise resolves. Others read and write
   * meanwhile. SQLite only.
   * @returns false where there is no file to copy (PostgreSQL: its rows are copied instead, see db/copies.ts)
   */
  backup(toFile: string): Promise<boolean>;
  /**
   * Gives the room of what was removed back, so that its bytes are gone from the database's file. SQLite only: it waits for
   * its turn, and takes seconds for a large file.
   * @returns false where the server's own tools must do it (PostgreSQL: VACUUM FULL)
   */
  compact(): Promise<boolean>;
  /**
   * Folds what was committed from SQLite's log into its file, while others go on reading and writing. Whoever commits would have
   * to now and then; a process that nobody's save waits for does it in their place. PostgreSQL has processes of its own for it.
   */
  foldLog(): Promise<void>;
  health(): Promise<Health>;
  /** Waits for the transactions already asked for, then closes. */
  close(): Promise<void>;
}

type Method = (...args: unknown[]) => unknown;

/** What a handle stands on: drizzle's own, of either engine, and what is asked before each query is begun. */
type Ground = { handle: object; check: () => void };
const grounds = new WeakMap<object, Ground>();

/** @throws for what is not a handle of an engine */
export function groundOf(db: object): Ground {
  const ground = grounds.get(db);
  if (!ground) throw new TypeError("This is not a handle of a database.");
  return ground;
}

/** Of a drizzle handle (either engine's) only what a Reader may do; `check` runs before each query is begun. */
export function readerOf<T extends Tables>(handle: object, tables: T, check: () => void): Reader<T> {
  const source = handle as Record<string, Method>;
  const checked =
    (name: string) =>
    (...args: unknown[]) => {
      check();
      return source[name]?.(...args);
    };
  const methods = ["select", "selectDistinct", "$with", "with"].map((name) => [name, checked(name)]);
  const reader = { tables, ...Object.fromEntries(methods) } as Reader<T>;
  grounds.set(reader, { handle, check });
  return reader;
}

/** As `readerOf`, with the writing methods. */
export function writerOf<T extends Tables>(handle: object, tables: T): Writer<T> {
  const check = () => {};
  const source = handle as Record<string, Method>;
  const methods = ["insert", "update", "delete"].map((name) => [name, (...args: unknown[]) => source[name]?.(...args)]);
  const writer = { ...readerOf(handle, tables, check), ...Object.fromEntries(methods) } as Writer<T>;
  grounds.set(writer, { handle, check });
  return writer;
}
