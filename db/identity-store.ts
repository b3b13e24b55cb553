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
import type { Store, Tx } from "./store.ts";

/**
 * The rows of the identity library (people, sessions, accounts, verifications), kept in the product's own tables on
 * either engine. Its writes go through the store's transactions like all others, so they never mix with another's.
 */

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
  const conditions = (table: SQLiteTable, where: Condition[] | undefined): SQL | undefined => {
    if (!where?.length) return undefined;
    const all = where.filter((c) => c.connector !== "OR").map((c) => condition(column(table, c.field), c));
    const any = where.filter((c) => c.connector === "OR").map((c) => condition(column(table, c.field), c));
    return and(...all, any.length ? or(...any) : undefined);
  };

  const find = async ({ model, where, limit, offset, sortBy }: Query): Promise<Row[]> => {
    const table = tableOf(model);
    const order = sortBy && (sortBy.direction === "asc" ? asc : desc)(column(table, sortBy.field));
    const query = store.db.select().from(table).where(conditions(table, where)).$dynamic();
    if (order) query.orderBy(order);
    if (limit !== undefined) query.limit(limit);
    if (offset) query.limit(limit ?? 1000).offset(offset);
    return (await query) as Row[];
  };
  const change = <R>(work: (tx: Tx) => Promise<R>) => store.transaction(work);
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
      change(async (tx) => ((await tx.insert(tableOf(model)).values(data).returning()) as Row[])[0] as Row),
    findOne: async (query: Query) => (await find({ ...query, limit: 1 }))[0] ?? null,
    findMany: find,
    count: async ({ model, where }: Query) => {
      const table = tableOf(model);
      const [row] = await store.db.select({ n: count() }).from(table).where(conditions(table, where));
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
