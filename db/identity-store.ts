import { AsyncLocalStorage } from "node:async_hooks";
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { prepared, type Slots } from "./engine/prepared.ts";
import type { Db, Store, Tx } from "./store.ts";
import { hashOfSecret } from "./tickets.ts";

/**
 * The rows of the identity library (people, sessions, accounts, verifications), kept in the product's own tables on
 * either engine. Its writes go through the store's transactions like all others, so they never mix with another's; within
 * `inTransaction` they join the transaction of the caller, who records the event beside them. The library would keep the
 * tokens of sessions as they are, so they are hashed on their way in: a stolen table signs nobody in.
 */

const joined = new AsyncLocalStorage<Tx>();

/** Lets the identity library write and read in this transaction while `work` runs. */
export const inTransaction = <R>(tx: Tx, work: () => Promise<R>): Promise<R> => joined.run(tx, work);

type Row = Record<string, unknown>;
export type Condition = { field: string; operator: string; value: unknown; connector: "AND" | "OR"; mode?: string };
type Query = {
  model: string;
  where?: Condition[];
  limit?: number;
  offset?: number;
  sortBy?: { field: string; direction: "asc" | "desc" };
};

export function identityStore(store: Store) {
  const tableOf = (model: string) => {
    const table = (store.tables as unknown as Record<string, SQLiteTable>)[model];
    if (!table) throw new Error(`The identity library asked for ${model}, which is not a table`);
    return table;
  };
  const column = (table: SQLiteTable, field: string) => {
    const found = (table as unknown as Record<string, SQLiteColumn>)[field];
    if (!found) throw new Error(`The identity library asked for ${field}, which is not a column`);
    return found;
  };
  const asKept = (table: SQLiteTable, c: Condition): Condition =>
    table === store.tables.sessions && c.field === "token" ? hashed(c) : c;
  const conditions = (table: SQLiteTable, where: Condition[] | undefined): SQL | undefined => {
    if (!where?.length) return undefined;
    const sql = (c: Condition) => condition(column(table, c.field), asKept(table, c));
    const all = where.filter((c) => c.connector !== "OR").map(sql);
    const any = where.filter((c) => c.connector === "OR").map(sql);
    return and(...all, any.length ? or(...any) : undefined);
  };

  const byText = new Map<string, (db: Db, values: { value: string }) => Promise<unknown>>();
  /** What every page asks for: the session of a token, the person of an id. */
  const findByText = (model: string, c: Condition) => {
    const table = tableOf(model);
    const name = `${model} ${c.field}`;
    const found =
      byText.get(name) ??
      prepared((db: Db, { value }: Slots<{ value: string }>) =>
        db
          .select()
          .from(table)
          .where(eq(column(table, c.field), value))
          .limit(1),
      );
    byText.set(name, found);
    return found(joined.getStore() ?? store.db, { value: asKept(table, c).value as string });
  };

  const find = async ({ model, where, limit, offset, sortBy }: Query): Promise<Row[]> => {
    const table = tableOf(model);
    const order = sortBy && (sortBy.direction === "asc" ? asc : desc)(column(table, sortBy.field));
    const query = (joined.getStore() ?? store.db).select().from(table).where(conditions(table, where)).$dynamic();
    if (order) query.orderBy(order);
    if (limit !== undefined) query.limit(limit);
    if (offset) query.limit(limit ?? 1000).offset(offset);
    return (await query) as Row[];
  };
  const change = <R>(work: (tx: Tx) => Promise<R>) => {
    const tx = joined.getStore();
    return tx ? work(tx) : store.transaction(work);
  };
  const remove = (model: string, where: Condition[] | undefined) => {
    const table = tableOf(model);
    const which = conditions(table, where);
    if (!which) throw new Error("The identity library asked to remove every row");
    return change(async (tx) => (await tx.delete(table).where(which).returning()) as Row[]);
  };
  const put = (model: string, where: Condition[], update: Row) => {
    const table = tableOf(model);
    return change(
      async (tx) => (await tx.update(table).set(update).where(conditions(table, where)).returning()) as Row[],
    );
  };

  return {
    create: ({ model, data }: { model: string; data: Row }) =>
      change(async (tx) => {
        const kept = model === "sessions" ? { ...data, token: hashOfSecret(String(data.token)) } : data;
        const [row] = (await tx.insert(tableOf(model)).values(kept).returning()) as Row[];
        return (row && model === "sessions" ? { ...row, token: data.token } : row) as Row;
      }),
    findOne: async (query: Query) => {
      const text = isOneText(query) ? query.where?.[0] : undefined;
      const [row] = (text ? await findByText(query.model, text) : await find({ ...query, limit: 1 })) as Row[];
      // The library goes on with the token that it asked with.
      const asked = query.model === "sessions" ? query.where?.find((c) => c.field === "token")?.value : undefined;
      return row ? (asked === undefined ? row : { ...row, token: asked }) : null;
    },
    findMany: find,
    count: async ({ model, where }: Query) => {
      const table = tableOf(model);
      const [row] = await (joined.getStore() ?? store.db)
        .select({ n: count() })
        .from(table)
        .where(conditions(table, where));
      return row?.n ?? 0;
    },
    update: async (q: { model: string; where: Condition[]; update: Row }) =>
      (await put(q.model, q.where, q.update))[0] ?? null,
    updateMany: async (q: { model: string; where: Condition[]; update: Row }) =>
      (await put(q.model, q.where, q.update)).length,
    delete: async (q: Query) => void (await remove(q.model, q.where)),
    deleteMany: async (q: Query) => (await remove(q.model, q.where)).length,
    /** Takes a single-use row: of two that ask at once, one gets it. */
    consumeOne: async (q: Query) => (await remove(q.model, q.where))[0] ?? null,
  };
}

/** Whether all that is asked is that one column has this text. */
function isOneText({ where = [], sortBy, offset }: Query): boolean {
  const [only, ...others] = where;
  if (!only || others.length || sortBy || offset) return false;
  return only.operator === "eq" && typeof only.value === "string" && only.mode !== "insensitive";
}

/** The same condition on what is kept of a token. */
function hashed(c: Condition): Condition {
  const value = Array.isArray(c.value) ? c.value.map((v) => hashOfSecret(String(v))) : hashOfSecret(String(c.value));
  return { ...c, value };
}

function condition(field: SQLiteColumn, { operator, value, mode }: Condition): SQL {
  const insensitive = mode === "insensitive" && typeof value === "string";
  const left = insensitive ? sql`lower(${field})` : field;
  const right = insensitive ? (value as string).toLowerCase() : value;
  switch (operator) {
    case "eq":
      return right === null ? isNull(field) : insensitive ? sql`${left} = ${right}` : eq(field, right);
    case "ne":
      return right === null ? isNotNull(field) : ne(field, right);
    case "lt":
      return lt(field, value);
    case "lte":
      return lte(field, value);
    case "gt":
      return gt(field, value);
    case "gte":
      return gte(field, value);
    case "in":
      return inArray(field, value as unknown[]);
    case "not_in":
      return notInArray(field, value as unknown[]);
    default:
      throw new Error(`The identity library asked for the comparison ${operator}, which is not offered`);
  }
}
