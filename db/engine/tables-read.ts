import { AsyncLocalStorage } from "node:async_hooks";

/** The names that the work under way has read from so far. */
const readSoFar = new AsyncLocalStorage<Set<string>>();

/** A name after "from" or "join". What a function gives, as in `from json_each(…)`, is no table. */
const NAMED = /\b(?:from|join)\s+"?([a-z_][a-z0-9_]*)"?(?!["\w]|\s*\()/gi;

/** Notes the tables of a query that was answered, where somebody asks for them. */
export function noteTables(sql: string): void {
  const read = readSoFar.getStore();
  if (read) for (const [, name] of sql.matchAll(NAMED)) if (name) read.add(name);
}

/** Notes tables that were read earlier, for what is now taken from memory. */
export function noteRead(tables: Iterable<string>): void {
  const read = readSoFar.getStore();
  if (read) for (const table of tables) read.add(table);
}

/**
 * Runs work and says which tables its queries read, its own and those that it waited for. A name that stands for part of a
 * query (`with`) is among them, so what is not known as a table must be taken for one that always changes.
 */
export async function tablesReadBy<R>(work: () => Promise<R>): Promise<{ value: R; tables: ReadonlySet<string> }> {
  const tables = new Set<string>();
  const value = await readSoFar.run(tables, work);
  noteRead(tables);
  return { value, tables };
}

/** Runs work whose queries are nobody's business. */
export const unnoted = <R>(work: () => Promise<R>): Promise<R> => readSoFar.exit(work);
