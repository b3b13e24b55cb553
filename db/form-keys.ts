import { and, eq, lt } from "drizzle-orm";
import type { Store, Tx } from "./store.ts";

/** How long a form that was sent is known again. Nobody presses a button twice a day later. */
const KNOWN_FOR_HOURS = 24;

/** A form as it was sent: whose, and a key that is the same only when the very same form with the same words comes again. */
export type SentForm = { key: string; personId: string };

/** Where the form leads. `made` is what was written now, and null when the form had come before. */
export type Sent<R> = { to: string; made: R | null } | { to: null; made: R };

class CameBefore extends Error {
  override name = "CameBefore";
  readonly to: string;
  constructor(to: string) {
    super("This form was sent before.");
    this.to = to;
  }
}

/**
 * Writes what a form asks for once, however often the form comes: a second press without JavaScript, a reload, a network that
 * sends again. The form's key is kept in the transaction of the write itself, so that of two that come at once one writes and
 * the other is led to what it made.
 *
 * @param write makes the change with the store that it is given, in one transaction, and gives what the transaction gave
 * @param leadsTo the path of what was made, or null where the write was refused: the form can then be corrected and sent again
 * @throws what the write throws; an Error when the write did more than one transaction, or gave something else than it did
 */
export async function sentOnce<R>(
  store: Store,
  { key, personId }: SentForm,
  at: Date,
  write: (store: Store) => Promise<R>,
  leadsTo: (made: R) => string | null,
): Promise<Sent<R>> {
  const kept: { to: string | null }[] = [];
  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    if (kept.length) throw new Error("A form writes in one transaction, or half of it could be there twice.");
    const { made, to } = await store.transaction(async (tx) => {
      const { formKeys } = tx.tables;
      const [before] = await tx
        .select()
        .from(formKeys)
        .where(and(eq(formKeys.personId, personId), eq(formKeys.key, key)));
      if (before) throw new CameBefore(before.ledTo);
      const made = await work(tx);
      const to = leadsTo(made as unknown as R);
      await tx.delete(formKeys).where(lt(formKeys.at, new Date(at.getTime() - KNOWN_FOR_HOURS * 3_600_000)));
      if (to !== null) await tx.insert(formKeys).values({ personId, key, ledTo: to, at });
      return { made, to };
    });
    kept.push({ to });
    return made;
  };
  try {
    const made = await write({ ...store, transaction });
    const to = leadsTo(made);
    if (kept.length && kept[0]?.to !== to) throw new Error("A form leads to what its transaction gave.");
    return to === null ? { to, made } : { to, made };
  } catch (error) {
    if (error instanceof CameBefore) return { to: error.to, made: null };
    throw error;
  }
}
