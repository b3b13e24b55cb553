import { noteRead } from "./engine/tables-read.ts";
import type { Db } from "./store.ts";

/** How many published rows one database's readers keep at most; what was not asked for the longest goes first. */
export const MOST_PUBLISHED = 20;
const kept = new WeakMap<Db["tables"], Map<string, unknown>>();

/**
 * A row by its id that can never change once it is published, because the database itself refuses it (db/guards.ts), and whose
 * document has a hundred kilobytes: it is read once for each opened database. Whoever asks gets the same row, which nobody
 * may change. `read` gives null for what is not there or not published: that may change, so it is asked for anew.
 */
export async function readOnce<R extends object>(
  db: Db,
  table: "rubrics" | "codebooks",
  id: string,
  read: () => Promise<R | null>,
): Promise<R | null> {
  const own = kept.get(db.tables) ?? new Map<string, unknown>();
  kept.set(db.tables, own);
  const key = `${table} ${id}`;
  const found = own.get(key) as R | undefined;
  if (found) {
    own.delete(key);
    own.set(key, found);
    noteRead([table]);
    return found;
  }
  const row = await read();
  // What a transaction has written is not committed, and may be undone.
  if (!row || "insert" in db) return row;
  own.set(key, Object.freeze(row));
  for (const oldest of own.keys()) {
    if (own.size <= MOST_PUBLISHED) break;
    own.delete(oldest);
  }
  return row;
}
