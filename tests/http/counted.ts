/** What the engine is asked: statements and rows, counted below everything that the product wrote. */
import Database from "better-sqlite3";
import { vi } from "vitest";

// What a server looks for by itself every few seconds would be counted with whatever is asked meanwhile.
vi.useFakeTimers({ toFake: ["setInterval"] });

export type Counted = { statements: string[]; rows: number };

const counts: { now: Counted | null } = { now: null };
let watching = false;

type Statement = { source: string; all: (...values: unknown[]) => unknown[]; get: (...values: unknown[]) => unknown };

function watch(): void {
  if (watching) return;
  watching = true;
  const probe = new Database(":memory:");
  const prototype = Object.getPrototypeOf(probe.prepare("select 1")) as Statement & {
    run: (...values: unknown[]) => unknown;
  };
  probe.close();
  const { all, get, run } = prototype;
  const note = (statement: Statement, rows: number) => {
    counts.now?.statements.push(statement.source);
    if (counts.now) counts.now.rows += rows;
  };
  prototype.all = function (this: Statement, ...values: unknown[]) {
    const found = all.apply(this, values);
    note(this, found.length);
    return found;
  };
  prototype.get = function (this: Statement, ...values: unknown[]) {
    const found = get.apply(this, values);
    note(this, found === undefined ? 0 : 1);
    return found;
  };
  prototype.run = function (this: Statement, ...values: unknown[]) {
    note(this, 0);
    return run.apply(this, values);
  };
}

/** Does the work, and counts what SQLite was asked meanwhile by this whole process. */
export async function counted<R>(work: () => Promise<R>): Promise<{ result: R; asked: Counted }> {
  watch();
  const asked: Counted = { statements: [], rows: 0 };
  counts.now = asked;
  try {
    const result = await work();
    // Loaders of one page run side by side, so the order of their queries says nothing.
    asked.statements.sort();
    return { result, asked };
  } finally {
    counts.now = null;
  }
}
