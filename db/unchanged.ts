import { sql } from "drizzle-orm";
import { CHANGES_TABLE } from "./engine/guards.ts";
import { noteRead, tablesReadBy, unnoted } from "./engine/tables-read.ts";
import type { Db } from "./store.ts";

/** How often each counted table has changed, as far as it is committed. The database counts in the transaction that changes. */
async function changesOf(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await unnoted(async () =>
    db.select({ name: sql<string>`name`, n: sql<number>`n` }).from(sql.raw(CHANGES_TABLE)),
  );
  return new Map(rows.map(({ name, n }) => [name, Number(n)]));
}

type Kept = {
  value: unknown;
  /** The tables that it was made of, with how often each had changed before it was made. */
  made: ReadonlyMap<string, number>;
};

/** What one database's readers keep at most; what was not asked for the longest goes first. */
export const MOST_KEPT = 100;
const kept = new WeakMap<Db["tables"], Map<string, Kept>>();

function keptOf(db: Db): Map<string, Kept> {
  const own = kept.get(db.tables) ?? new Map<string, Kept>();
  kept.set(db.tables, own);
  return own;
}

/**
 * What `work` made of the database, made anew only when a table that it read has changed. Which tables these are is seen
 * from its queries; where one of them is not counted (db/guards.ts) nothing is kept. The counts are read before the work, so
 * what is kept can be newer than they say, never older. It holds for any number of servers on one database.
 *
 * Whoever asks gets the same object, which nobody may change. `name` must say everything that the work depends on beside
 * the database: the view, the choices, and nothing of who asks.
 */
export async function whileUnchanged<R>(db: Db, name: string, work: () => Promise<R>): Promise<R> {
  // What a transaction has written is not committed, and may be undone.
  if ("insert" in db) return work();
  const now = await changesOf(db);
  const own = keptOf(db);
  // What retention removed, or somebody corrected, stays in no memory longer than until the next question.
  for (const [other, { made }] of own) if (![...made].every(([table, n]) => now.get(table) === n)) own.delete(other);
  const known = own.get(name);
  if (known) {
    own.delete(name);
    own.set(name, known);
    noteRead(known.made.keys());
    return known.value as R;
  }
  const { value, tables } = await tablesReadBy(work);
  const made = new Map<string, number>();
  for (const table of tables) {
    const n = now.get(table);
    if (n === undefined) return value;
    made.set(table, n);
  }
  // Work whose queries were not seen could be kept for ever.
  if (made.size > 0) own.set(name, { value, made });
  for (const oldest of own.keys()) {
    if (own.size <= MOST_KEPT) break;
    own.delete(oldest);
  }
  return value;
}
