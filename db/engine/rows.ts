/**
 * All rows of a database, in an order and a form that do not depend on the engine: to copy them from one database to
 * another, and to tell by a checksum that two hold the same.
 */
import { createHash } from "node:crypto";
import { asc, getTableColumns, is, type SQL, sql } from "drizzle-orm";
import { getTableConfig, integer, type SQLiteColumn, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { PgColumn } from "drizzle-orm/pg-core";
import type { Reader, Tables, Writer } from "./engine.ts";
import { type Kit, sqliteKit } from "./kit.ts";
import { DatabaseError } from "./errors.ts";

/** How a table is built, the same on both engines. Columns go by the names of the code. */
export interface Shape {
  key: string;
  /** Its name in the database. */
  name: string;
  columns: string[];
  primaryKey: string[];
  /** The column that the database itself numbers, if any. */
  numbered: string | null;
  /** The tables that it refers to. */
  refersTo: string[];
}

/** What a table holds: how many rows, and a SHA-256 over all of them in the order of their keys. */
export interface Content {
  table: string;
  rows: number;
  sha256: string;
}

type Row = Record<string, unknown>;

/** The tables of a schema, each after those that it refers to. @throws when tables refer to each other in a circle */
export function shapesOf<T extends Tables>(defineSchema: (kit: Kit) => T): Shape[] {
  const tables = defineSchema(sqliteKit);
  const keyOf = new Map(Object.entries(tables).map(([key, table]) => [getTableConfig(table).name, key]));
  const shapes = Object.entries(tables).map(([key, table]): Shape => {
    const config = getTableConfig(table);
    const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
    const propertyOf = (column: unknown) => Object.keys(columns).find((name) => columns[name] === column) ?? "";
    const inline = config.columns.filter((column) => column.primary);
    const primary = inline.length ? inline : (config.primaryKeys[0]?.columns ?? []);
    const numbered = inline.find((column) => (column as { autoIncrement?: boolean }).autoIncrement);
    return {
      key,
      name: config.name,
      columns: Object.keys(columns),
      primaryKey: primary.map(propertyOf),
      numbered: numbered ? propertyOf(numbered) : null,
      refersTo: config.foreignKeys
        .map((reference) => keyOf.get(getTableConfig(reference.reference().foreignTable).name) ?? "")
        .filter((other) => other !== key),
    };
  });
  return sorted(shapes);
}

function sorted(shapes: Shape[]): Shape[] {
  const done: Shape[] = [];
  let left = shapes;
  while (left.length) {
    const next = left.filter((shape) => shape.refersTo.every((other) => done.some(({ key }) => key === other)));
    if (next.length === 0)
      throw new DatabaseError(
        `These tables refer to each other in a circle: ${left.map(({ key }) => key).join(", ")}.`,
      );
    done.push(...next);
    left = left.filter((shape) => !next.includes(shape));
  }
  return done;
}

/** Rows read or written at one go, and fewer where a row may hold a file. */
const PAGE = 500;
const PAGE_OF_FILES = 10;
/** Values that one statement may carry, on either engine. */
const MOST_VALUES = 30_000;

/** The rows of a table in the order of its key, a page at a time. */
async function* pagesOf<T extends Tables>(db: Reader<T>, shape: Shape): AsyncGenerator<Row[]> {
  const table = db.tables[shape.key] as Tables[string];
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const key = shape.primaryKey.map((name) => columns[name] as SQLiteColumn);
  const size = Object.values(columns).some(
    (column) => column.getSQLType() === "blob" || column.getSQLType() === "bytea",
  )
    ? PAGE_OF_FILES
    : PAGE;
  let after: SQL | undefined;
  for (;;) {
    const rows = (await db
      .select()
      .from(table)
      .where(after)
      .orderBy(...key.map((column) => asc(column)))
      .limit(size)) as Row[];
    if (rows.length) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < size) return;
    const values = shape.primaryKey.map((name, i) => sql.param(last[name], key[i]));
    after = sql`(${sql.join(key, sql`, `)}) > (${sql.join(values, sql`, `)})`;
  }
}

/** A row as text: its values in the order of the columns, moments as milliseconds, bytes by their checksum. */
const rowText = (shape: Shape, row: Row): string => JSON.stringify(shape.columns.map((name) => plainValue(row[name])));

function plainValue(value: unknown): unknown {
  if (value instanceof Date) return { moment: value.getTime() };
  if (value instanceof Uint8Array)
    return { bytes: value.length, sha256: createHash("sha256").update(value).digest("hex") };
  return value ?? null;
}

/** Reads all rows, hands each page on, and says what there was. */
async function walk<T extends Tables>(
  db: Reader<T>,
  shape: Shape,
  take: (rows: Row[]) => Promise<void> = async () => {},
): Promise<Content> {
  const hash = createHash("sha256");
  let rows = 0;
  for await (const page of pagesOf(db, shape)) {
    for (const row of page) hash.update(rowText(shape, row)).update("\n");
    rows += page.length;
    await take(page);
  }
  return { table: shape.name, rows, sha256: hash.digest("hex") };
}

/** What a database holds, a line a table. */
export async function contentOf<T extends Tables>(db: Reader<T>, shapes: Shape[]): Promise<Content[]> {
  const contents: Content[] = [];
  for (const shape of shapes) contents.push(await walk(db, shape));
  return contents;
}

/**
 * Copies all rows into empty tables.
 * @returns what was read
 * @throws DatabaseError naming the table, when a row cannot be kept there
 */
export async function copyRows<T extends Tables>(from: Reader<T>, to: Writer<T>, shapes: Shape[]): Promise<Content[]> {
  const contents: Content[] = [];
  for (const shape of shapes) {
    const table = to.tables[shape.key] as Tables[string];
    const most = Math.floor(MOST_VALUES / shape.columns.length);
    const insert = async (rows: Row[]) => {
      for (let at = 0; at < rows.length; at += most) await to.insert(table).values(rows.slice(at, at + most) as never);
    };
    try {
      contents.push(await walk(from, shape, insert));
      await carryNumber(from, to, shape);
    } catch (error) {
      throw new DatabaseError(`The table ${shape.name} could not be copied.`, { cause: error });
    }
  }
  return contents;
}

/** The first table that holds a row, or null. */
export async function firstWithRows<T extends Tables>(db: Reader<T>, shapes: Shape[]): Promise<string | null> {
  for (const { key, name } of shapes) {
    const rows = await db
      .select()
      .from(db.tables[key] as Tables[string])
      .limit(1);
    if (rows.length) return name;
  }
  return null;
}

/** SQLite's own table of the numbers that it has given. */
const given = sqliteTable("sqlite_sequence", { name: text(), seq: integer() });

/** The last number that a table's counter gave goes along, so that none is ever given twice. */
async function carryNumber<T extends Tables>(
  from: Reader<T>,
  to: Writer<T>,
  { key, name, numbered }: Shape,
): Promise<void> {
  if (!numbered) return;
  const isPostgres = (db: Reader<T>) => is((db.tables[key] as unknown as Row)[numbered], PgColumn);
  const counter = sql.raw(`pg_get_serial_sequence('${name}', '${numbered}')`);
  const [last] = isPostgres(from)
    ? await from
        .select({ number: sql<number | null>`pg_sequence_last_value(${counter}::regclass)` })
        .from(sql`(select 1) as one`)
    : await from.select({ number: given.seq }).from(given).where(sql`${given.name} = ${name}`);
  if (!last?.number) return;
  if (isPostgres(to)) await to.select({ number: sql`setval(${counter}, ${last.number})` }).from(sql`(select 1) as one`);
  if (isPostgres(to)) return;
  const changed = await to
    .update(given)
    .set({ seq: last.number })
    .where(sql`${given.name} = ${name}`)
    .returning({ seq: given.seq });
  if (changed.length === 0) await to.insert(given).values({ name, seq: last.number });
}
