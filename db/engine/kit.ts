/**
 * The makers of tables and columns. A schema is one function of a kit, so each table is written once and built twice:
 *
 *     export const defineSchema = (k: Kit) => {
 *       const cycles = k.table("cycles", { id: k.id(), name: k.text().notNull(), openedAt: k.time() });
 *       const cases = k.table("cases", { id: k.id(), cycleId: k.ref(() => cycles.id).notNull() }, (t) => [
 *         k.index("cases_by_cycle").on(t.cycleId),
 *       ]);
 *       return { cycles, cases };
 *     };
 *
 * The SQLite kit carries the types. The PostgreSQL kit has the same shape and takes and gives the same JavaScript
 * values, so it is cast to the same type, once, here. Columns take no name: `openedAt` is the column `opened_at`.
 */
import * as pg from "drizzle-orm/pg-core";
import * as lite from "drizzle-orm/sqlite-core";
import { readDocument } from "./documents.ts";

/** Property names become column names in this way. Every drizzle handle and both drizzle-kit files must use it. */
export const CASING = "snake_case";

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const liteBytes = lite.customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "blob",
  toDriver: asBuffer,
});

const liteJson = lite.customType<{ data: unknown; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: readDocument,
});

const pgBytes = pg.customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: asBuffer,
});

/** SQLite compares text byte by byte; with the collation "C" PostgreSQL does too, so both engines give one order. */
const pgText = pg.customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

const restrict = { onDelete: "restrict" } as const;

export const sqliteKit = {
  table: lite.sqliteTable,
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
  check: lite.check,
  /** Text primary key; the caller makes the id. */
  id: () => lite.text().primaryKey(),
  /** Text reference to another table's id. The referred row cannot be deleted while this one stands. */
  ref: (target: () => lite.AnySQLiteColumn) => lite.text().references(target, restrict),
  text: () => lite.text(),
  /** A closed list of words. The list is kept by the types and the domain, not by the database. */
  oneOf: <T extends string>(_list: readonly T[]) => lite.text().$type<T>(),
  /** Whole number, safe to 2^53 on both engines. */
  int: () => lite.integer(),
  /** Whole number given by the database in order of insertion, never used again; gaps are possible. */
  serial: () => lite.integer().primaryKey({ autoIncrement: true }),
  /** 64-bit floating point. */
  real: () => lite.real(),
  bool: () => lite.integer({ mode: "boolean" }),
  /** A moment as a Date, to the millisecond. */
  time: () => lite.integer({ mode: "timestamp_ms" }),
  /** A calendar day as text, `2026-11-22`: it has no time zone. */
  day: () => lite.text(),
  /**
   * A JSON document. The stored text is kept as written: key order survives, and rows cannot be compared by it. What is
   * read may be shared, and a long one is frozen: a change is made on a copy.
   */
  json: <T>() => liteJson().$type<T>(),
  bytes: () => liteBytes(),
};

/** What a schema is written with, whichever engine it is for. */
export type Kit = typeof sqliteKit;

const postgresMakers = {
  table: pg.pgTable,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  check: pg.check,
  id: () => pgText().primaryKey(),
  ref: (target: () => pg.AnyPgColumn) => pgText().references(target, restrict),
  text: () => pgText(),
  oneOf: () => pgText(),
  int: () => pg.bigint({ mode: "number" }),
  serial: () => pg.bigserial({ mode: "number" }).primaryKey(),
  real: () => pg.doublePrecision(),
  bool: () => pg.boolean(),
  time: () => pg.timestamp({ withTimezone: true, precision: 3, mode: "date" }),
  day: () => pgText(),
  json: () => pg.json(),
  bytes: () => pgBytes(),
} satisfies Record<keyof Kit, unknown>;

export const postgresKit = postgresMakers as unknown as Kit;
