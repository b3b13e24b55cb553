import { and, eq } from "drizzle-orm";
import { one, type Store, type Tx } from "./store.ts";

/**
 * Who does a piece of long work, where several servers share a database. A lease holds for a short time and is renewed while the
 * work goes on; that of a server which died runs out, and another may take the work up.
 */

/** How long a lease holds, and how often it is renewed. */
export const LEASE_SECONDS = 20;
export const RENEW_SECONDS = 5;

type Row = { holder: string; until: Date };

const untilFrom = (at: Date) => new Date(at.getTime() + LEASE_SECONDS * 1000);

/** A lease that ends later than any given now can is of a clock that was wrong. */
const holds = (row: Row | undefined, at: Date): boolean =>
  row !== undefined && row.until > at && row.until <= new Date(at.getTime() + 2 * LEASE_SECONDS * 1000);

/** Whether somebody works on it at this moment. */
export async function isHeld(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { leases } = tx.tables;
  const [row] = await tx.select().from(leases).where(eq(leases.id, id));
  return holds(row, at);
}

/** Gives the work to a holder. What holds now is to be asked with `isHeld` in the same transaction. */
export async function lease(tx: Tx, id: string, holder: string, at: Date): Promise<void> {
  const row = { holder, until: untilFrom(at) };
  await tx
    .insert(tx.tables.leases)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: tx.tables.leases.id, set: row });
}

/** Ends the lease with the work. @throws NothingChanged when another holder has taken the work up meanwhile */
export async function endLease(tx: Tx, id: string, holder: string): Promise<void> {
  const { leases } = tx.tables;
  one(
    await tx
      .delete(leases)
      .where(and(eq(leases.id, id), eq(leases.holder, holder)))
      .returning({ id: leases.id }),
  );
}

/** Says that the work goes on; nothing where another has it, who is told of it when the work ends. */
export async function renewLease(store: Store, id: string, holder: string, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { leases } = tx.tables;
    await tx
      .update(leases)
      .set({ until: untilFrom(at) })
      .where(and(eq(leases.id, id), eq(leases.holder, holder)));
  });
}
