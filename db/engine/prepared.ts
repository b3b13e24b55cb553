/**
 * Queries whose text is written once for each opened database, and not each time they are asked. For what every save and
 * every page asks: to write the text of a query takes longer than to run it.
 */
import { is, Param, Placeholder, type Query, sql } from "drizzle-orm";
import { groundOf, type Reader, type Tables, type Writer, writerOf } from "./engine.ts";

/**
 * What stands in the text for the values that are given when it is asked. In `values`, `set` and an equation with a text or a
 * number a slot stands as its value would; elsewhere it needs the column that says how its value is stored:
 * `gt(t.endsAt, sql.param(at, t.endsAt))`. A list, or null in an equation, would need another text, and cannot be a slot.
 */
export type Slots<V> = { readonly [K in keyof V]: Placeholder<string, V[K]> & V[K] };

const slotsFor = (names: string[]) => Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));

/** A query that drizzle has built, on either engine. */
type Built<R> = PromiseLike<R> & { prepare(name?: string): unknown };
/** What drizzle makes of a query's text, and runs: the part of it that is the same on both engines. */
type Ready = { joinsNotNullableMap?: unknown; setToken?(): Ready; execute(values: unknown): PromiseLike<unknown> };
type Session = { prepareQuery(query: Query, ...of: unknown[]): Ready };

/**
 * Prepares a query: `build` says it, and is called once for each opened database. It runs on the handle that it is asked with, so a
 * transaction's own handle keeps its statement within the transaction, and refuses it later. A query has one text: it is
 * always asked with the same slots.
 *
 *     const bookOf = prepared((db: Db, { id }: Slots<{ id: string }>) =>
 *       db.select().from(db.tables.books).where(eq(db.tables.books.id, id)));
 *     const [book] = await bookOf(db, { id });
 */
export function prepared<D extends Reader<Tables>, V extends Record<string, unknown>, R>(
  build: (db: D, slots: Slots<V>) => Built<R>,
): (db: D, values: V) => Promise<R> {
  const texts = new WeakMap<Tables, Text>();
  return async (db, values) => {
    const { handle, check } = groundOf(db);
    check();
    const names = Object.keys(values);
    const text =
      texts.get(db.tables) ??
      textOf(handle, db.tables, names, (recording, slots) => build(recording as unknown as D, slots as Slots<V>));
    texts.set(db.tables, text);
    if (names.length !== text.slots) throw new TypeError(`This query is asked with ${text.slots} values.`);
    const ready = (handle as { session: Session }).session.prepareQuery(...text.asked);
    ready.joinsNotNullableMap = text.joins;
    return (await ready.execute(values)) as R;
  };
}

/** PostgreSQL knows a text by a name, which is no other's in this process: see postgres.ts. */
let written = 0;

/** What drizzle asks its session for: the text, how its rows are read, and which sides of its joins may be missing. */
type Text = { asked: Parameters<Session["prepareQuery"]>; joins: unknown; slots: number };

/** A slot that takes null as it is: drizzle would ask the column how it is stored, which a moment cannot say and JSON says in letters. */
function nullAsNull(param: unknown): unknown {
  if (!is(param, Param) || !is(param.value, Placeholder)) return param;
  const { encoder } = param;
  return new Param(param.value, {
    mapToDriverValue: (value) => (value === null ? null : encoder.mapToDriverValue(value)),
  });
}

/** Lets drizzle write a query with a session that runs nothing, and keeps what the session was asked for. */
function textOf(
  handle: object,
  tables: Tables,
  names: string[],
  build: (db: Writer<Tables>, slots: object) => Built<unknown>,
): Text {
  let asked: Text["asked"] = [{ sql: "", params: [] }];
  const ready: Ready = { execute: () => Promise.reject(new Error("Nothing runs here")), setToken: () => ready };
  const session: Session = {
    prepareQuery(query, ...of) {
      asked = [{ ...query, params: query.params.map(nullAsNull) }, ...of];
      return ready;
    },
  };
  const recording = Object.create(handle, { session: { value: session } }) as object;
  build(writerOf(recording, tables), slotsFor(names)).prepare(`prepared_${++written}`);
  return { asked, joins: ready.joinsNotNullableMap, slots: names.length };
}
