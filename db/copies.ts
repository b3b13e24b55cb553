/**
 * Copies of the whole database: backups, restoring them, and moving an area from one engine to the other. Whatever the
 * engine, a copy is one SQLite file; it is read again and checked before anybody relies on it.
 */
import { createHash } from "node:crypto";
import { copyFileSync, createReadStream, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { count, max } from "drizzle-orm";
import { DatabaseError } from "./engine/errors.ts";
import { ensureFile, writeWhole } from "./engine/files.ts";
import { migrateDatabase, pendingMigrations } from "./engine/migrate.ts";
import { databaseOf, openDatabase } from "./engine/open.ts";
import { connectionsOf, withoutPassword } from "./engine/postgres.ts";
import { type Content, contentOf, copyRows, firstWithRows, shapesOf } from "./engine/rows.ts";
import { GUARDS } from "./guards.ts";
import { isSealed, unseal } from "./sealed-files.ts";
import { defineSchema } from "./schema.ts";
import type { Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";
import { verifyTrail } from "./trail-check.ts";

/** What was found in a copy that was read again. */
export interface Examined {
  contents: Content[];
  rows: number;
  /** The events of the trail, whose chain is unbroken. */
  events: number;
  head: string;
}

export type Place = { url?: string; file?: string };

const SHAPES = shapesOf(defineSchema);
/** A whole area may be copied in one transaction, however large it is. */
const TIME_LIMIT = 6 * 60 * 60 * 1000;

const open = (place: Place, readOnly = false): Promise<Store> =>
  openDatabase(defineSchema, { ...place, readOnly, timeLimit: TIME_LIMIT });

/**
 * Writes a copy of the database to a new file while it is in use, and examines it.
 * @throws DatabaseError when it cannot be written, or is not whole
 */
export async function copyToFile(store: Store, file: string): Promise<Examined> {
  if (!(await store.backup(file))) {
    await writeWhole(file, async (part) => {
      rmSync(part);
      await migrateDatabase({ file: part, guards: GUARDS, now: new Date(0) });
      try {
        const copy = await open({ file: part });
        const read = await store
          .snapshot((db) => copy.transaction((tx) => copyRows(db, tx, SHAPES)))
          .finally(() => copy.close());
        aloneInOneFile(part);
        mustBeSame(read, await contentOfPlace({ file: part }));
      } finally {
        removeCompanions(part);
      }
    });
  }
  try {
    return await examine(file);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

const removeCompanions = (file: string) => {
  for (const ending of ["-wal", "-shm", "-journal"]) rmSync(`${file}${ending}`, { force: true });
};

/** Folds the log of a SQLite file into it, so that one file is all of it. @throws DatabaseError while another program has it open */
function aloneInOneFile(file: string): void {
  const connection = new Database(file, { timeout: 1000 });
  try {
    connection.pragma("journal_mode = DELETE");
  } catch (error) {
    throw new DatabaseError(`${file} is in use by another program. Stop the server first.`, { cause: error });
  } finally {
    connection.close();
  }
}

/**
 * Reads a copy of the database from end to end, and changes nothing in it: every page, every reference, every row, and the
 * chain of the trail.
 * @throws DatabaseError with what is wrong with it
 */
export async function examine(file: string): Promise<Examined> {
  const connection = new Database(file, { readonly: true });
  try {
    const wrong = connection.pragma("integrity_check", { simple: true });
    if (wrong !== "ok") throw new DatabaseError(`The copy is damaged: ${String(wrong)}.`);
    const orphans = connection.pragma("foreign_key_check") as { table: string }[];
    if (orphans[0]) throw new DatabaseError(`The copy is damaged: a row of ${orphans[0].table} refers to nothing.`);
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`${file} is not a copy of the database, or is damaged.`, { cause: error });
  } finally {
    connection.close();
  }
  return examined({ file });
}

async function examined(place: Place): Promise<Examined> {
  const store = await open(place, true);
  try {
    return await store.snapshot(async (db) => {
      const contents = await contentOf(db, SHAPES);
      const { events, head, fault } = await verifyTrail(db);
      if (fault) throw new DatabaseError(`The trail is broken at event ${fault.position}. ${fault.sentence}`);
      return { contents, rows: contents.reduce((sum, { rows }) => sum + rows, 0), events, head };
    });
  } finally {
    await store.close();
  }
}

const contentOfPlace = async (place: Place): Promise<Content[]> => {
  const store = await open(place, true);
  return store.snapshot((db) => contentOf(db, SHAPES)).finally(() => store.close());
};

/** @throws DatabaseError naming the first table whose rows differ */
function mustBeSame(from: Content[], to: Content[]): void {
  for (const [i, one] of from.entries()) {
    const other = to[i];
    if (other?.rows !== one.rows || other.sha256 !== one.sha256)
      throw new DatabaseError(
        `The copy differs in the table ${one.table}: ${one.rows} rows with ${one.sha256.slice(0, 12)}, ${other?.rows} rows with ${other?.sha256.slice(0, 12)}.`,
      );
  }
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/**
 * Copies an area from one database to another, of either engine, and compares all rows. What it comes from stays as it is.
 * @throws DatabaseError unless the source is of this very version, nobody uses it, and the target is empty
 */
export async function moveArea(from: Place, to: Place, now: Date): Promise<Examined> {
  const pending = await pendingMigrations({ ...from, guards: GUARDS });
  if (pending.length)
    throw new DatabaseError(
      `${nameOf(from)} is of an earlier version. Start this version on it once, and stop it again.`,
    );
  await nobodyUses(from);
  const source = await open(from, true);
  try {
    await migrateDatabase({ ...to, guards: GUARDS, now });
    const read = await fillEmpty(source, to);
    mustBeSame(read, await contentOfPlace(to));
    return await examined(to);
  } finally {
    await source.close();
  }
}

async function nobodyUses(place: Place): Promise<void> {
  const database = databaseOf(place);
  if (database.kind === "sqlite") aloneInOneFile(database.file);
  else if ((await connectionsOf(database.url)) > 0)
    throw new DatabaseError(`A server uses ${nameOf(place)}. Stop it first.`);
}

async function fillEmpty(source: Store, to: Place): Promise<Content[]> {
  const target = await open(to);
  try {
    const taken = await firstWithRows(target.db, SHAPES);
    if (taken)
      throw new DatabaseError(`${nameOf(to)} is not empty: ${taken} has rows. Name a new file, or an empty database.`);
    return await source.snapshot((db) => target.transaction((tx) => copyRows(db, tx, SHAPES)));
  } finally {
    await target.close();
  }
}

/** Which database is meant, as it may be said. */
export function nameOf(place: Place): string {
  const database = databaseOf(place);
  return database.kind === "postgres" ? withoutPassword(database.url) : database.file;
}

export interface Restored extends Examined {
  /** Where the SQLite file lies that was there before, or null. */
  aside: string | null;
  /** The moment of the last event in the copy: what came later is not in it. */
  upTo: Date | null;
}

/**
 * Puts a backup in the place of the database, brings it to this version's schema, examines it, ends every session and link
 * that it brings back, and records that it was restored.
 *
 * @param secrets the area's secret age keys, for a backup that is encrypted
 * @param replace for SQLite: a file that is there already is put aside. A PostgreSQL database must be empty
 * @throws DatabaseError, and the place is as it was
 */
export async function restoreCopy(
  backup: string,
  to: Place,
  { secrets = [], replace = false, now }: { secrets?: readonly string[]; replace?: boolean; now: Date },
): Promise<Restored> {
  if (!existsSync(backup) || !statSync(backup).isFile()) throw new DatabaseError(`There is no file at ${backup}.`);
  const target = databaseOf(to);
  if (target.kind === "sqlite" && existsSync(target.file)) {
    if (!replace)
      throw new DatabaseError(
        `There is a database at ${target.file} already. With --replace it is put aside, and kept.`,
      );
    aloneInOneFile(target.file);
  }
  const beside = target.kind === "sqlite" ? dirname(target.file) : dirname(backup);
  const work = join(beside, `restoring-${process.pid}.sqlite`);
  try {
    ensureFile(work);
    rmSync(work);
    if (isSealed(backup)) await unseal(backup, work, secrets);
    else copyFileSync(backup, work);
    await mustBeOurs(work);
    const sha256 = await sha256Of(work);
    await migrateDatabase({ file: work, guards: GUARDS, backupFolder: null, now });
    aloneInOneFile(work);
    const found = await examine(work);
    let aside: string | null = null;
    if (target.kind === "postgres") {
      await migrateDatabase({ ...to, guards: GUARDS, now });
      const source = await open({ file: work }, true);
      const read = await fillEmpty(source, to).finally(() => source.close());
      mustBeSame(read, await contentOfPlace(to));
    } else {
      aside = putAside(target.file, now);
      renameSync(work, target.file);
    }
    const upTo = await noteRestored(to, basename(backup), sha256, now);
    return { ...found, aside, upTo };
  } finally {
    rmSync(work, { force: true });
    removeCompanions(work);
  }
}

/** @throws DatabaseError when it is no database of this product's */
async function mustBeOurs(file: string): Promise<void> {
  try {
    const connection = new Database(file, { readonly: true });
    try {
      connection.prepare("select 1 from trail").get();
    } finally {
      connection.close();
    }
  } catch (error) {
    throw new DatabaseError("This file is not a backup of this product, or is damaged.", { cause: error });
  }
}

function putAside(file: string, now: Date): string | null {
  if (!existsSync(file)) return null;
  const aside = join(dirname(file), `replaced-${now.toISOString().replaceAll(/[:.]/g, "-")}.sqlite`);
  renameSync(file, aside);
  removeCompanions(file);
  return aside;
}

/** A session or link that had ended since the backup must not be good again. */
async function noteRestored(to: Place, name: string, sha256: string, now: Date): Promise<Date | null> {
  const store = await open(to);
  try {
    return await store.transaction(async (tx) => {
      const { sessions, tickets, trail } = tx.tables;
      const [last] = await tx.select({ at: max(trail.at), events: count() }).from(trail);
      await tx.delete(sessions);
      await tx.delete(tickets);
      const sentence = `The backup ${name} was restored, SHA-256 ${sha256}. It ends with event ${last?.events ?? 0}.`;
      await record(tx, eventOn("backup")({ id: null, name: "The server" }, "backup.restored", name, sentence), now);
      return last?.at ? new Date(last.at) : null;
    });
  } finally {
    await store.close();
  }
}
