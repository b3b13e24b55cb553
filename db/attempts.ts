import { eq, inArray, lt } from "drizzle-orm";
import type { Store, Tx } from "./store.ts";

/**
 * Throttling that every process shares and a restart does not forget. A bucket counts how often something was tried of
 * late and makes the next try wait, longer each time. Tries are counted before they are looked at, so that a hundred at
 * once are no way round, and forgiven when they were right.
 */

/** `key` is a keyed hash; `free` tries cost nothing, then each waits twice as long as the last, from `first` to `longest` seconds. */
export type Bucket = { key: string; free: number; first: number; longest: number };

/** A bucket that nobody touched for this long is empty. */
const FORGET_HOURS = 24;

/** Counts a try in each bucket, or says how many seconds it has to wait; a try that has to wait is not counted. */
export async function attempt(
  store: Store,
  buckets: Bucket[],
  at: Date,
): Promise<{ ok: true } | { ok: false; waitSeconds: number }> {
  return store.transaction(async (tx) => {
    const { attempts } = tx.tables;
    const keys = buckets.map((bucket) => bucket.key);
    const rows = keys.length ? await tx.select().from(attempts).where(inArray(attempts.key, keys)) : [];
    const fresh = new Map(rows.filter((row) => row.lastAt > forgottenBefore(at)).map((row) => [row.key, row]));
    const waits = buckets.map((bucket) => {
      const row = fresh.get(bucket.key);
      // Another server's clock may be ahead: a try that is free waits for no clock.
      const since = row ? Math.max(0, at.getTime() - row.lastAt.getTime()) / 1000 : 0;
      return row ? secondsAfter(bucket, row.count) - since : 0;
    });
    const waitSeconds = Math.ceil(Math.max(0, ...waits));
    if (waitSeconds > 0) return { ok: false, waitSeconds };
    for (const { key } of buckets) {
      const next = { count: (fresh.get(key)?.count ?? 0) + 1, lastAt: at };
      await tx
        .insert(attempts)
        .values({ key, ...next })
        .onConflictDoUpdate({ target: attempts.key, set: next });
    }
    return { ok: true };
  });
}

/** The wait after this many tries, in seconds: 0 while they are free, then doubling up to the longest. */
export function secondsAfter({ free, first, longest }: Omit<Bucket, "key">, count: number): number {
  return count < free ? 0 : Math.min(longest, first * 2 ** Math.min(count - free, 30));
}

/** The try was right: empties the buckets of this person and takes this one try back from those that others share. */
export async function forgive(tx: Tx, own: Bucket[], shared: Bucket[] = []): Promise<void> {
  const { attempts } = tx.tables;
  if (own.length)
    await tx.delete(attempts).where(
      inArray(
        attempts.key,
        own.map((bucket) => bucket.key),
      ),
    );
  for (const { key } of shared) {
    const [row] = await tx.select().from(attempts).where(eq(attempts.key, key));
    if (row)
      await tx
        .update(attempts)
        .set({ count: Math.max(0, row.count - 1) })
        .where(eq(attempts.key, key));
  }
}

export async function sweepAttempts(tx: Tx, at: Date): Promise<void> {
  const { attempts } = tx.tables;
  await tx.delete(attempts).where(lt(attempts.lastAt, forgottenBefore(at)));
}

const forgottenBefore = (at: Date) => new Date(at.getTime() - FORGET_HOURS * 3_600_000);
