import { randomBytes } from "node:crypto";
import { DrizzleQueryError } from "drizzle-orm/errors";
import type { Engine, Reader, Writer } from "./engine/engine.ts";
import type { Tables } from "./schema.ts";

/** The database of the product, and its two handles: what reads, and what writes inside one transaction. */
export type Store = Engine<Tables>;
export type Db = Reader<Tables>;
export type Tx = Writer<Tables>;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new id that cannot be guessed: what it is of, and 80 random bits. */
export function newId(of: string): string {
  return `${of}_${[...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join("")}`;
}

/** A write that found nothing to change: another person was faster, or it is not there for this person. */
export class NothingChanged extends Error {
  override name = "NothingChanged";
}

/** @throws NothingChanged unless exactly one row came back from `.returning()`. */
export function one<R>(rows: R[]): R {
  const [row] = rows;
  if (rows.length !== 1 || row === undefined) throw new NothingChanged();
  return row;
}

/**
 * Waits for work of one transaction that does not depend on each other: PostgreSQL is sent all of it at once. It ends when all
 * of it has ended, also when some failed, so that nothing of it comes after the transaction.
 * @throws the first failure
 */
export async function together<W extends readonly unknown[]>(
  ...work: W
): Promise<{ -readonly [K in keyof W]: Awaited<W[K]> }> {
  const all = Promise.all(work);
  // It is looked at only when the rest has ended, and until then a failure must not count as one that nobody looks at.
  all.catch(() => {});
  await Promise.allSettled(work);
  return all;
}

/** A failed query as it may stand in a log: which one and why, without its values, which hold the words of a form. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const { message, code } = error.cause as Error & { code?: string };
  return Object.assign(new Error(`${message}, in the query: ${error.query}`), { code });
}
