import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, lte } from "drizzle-orm";
import { type Db, newId, type Tx } from "./store.ts";

/**
 * Secrets that are good once and for a short time. The secret itself leaves in a link or a cookie; kept is its SHA-256,
 * which is enough because 256 random bits cannot be found again by trying.
 */

export type TicketKind = "reset" | "second_step" | "provider";
export type Ticket = { id: string; personId: string | null; data: Record<string, string | number>; expiresAt: Date };

/** A new secret, fit for a link, and what is kept of it. */
export function newSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString("base64url");
  return { secret, hash: hashOfSecret(secret) };
}

export const hashOfSecret = (secret: string): string => createHash("sha256").update(secret, "utf8").digest("hex");

/** Keeps a ticket. @returns its secret */
export async function issueTicket(
  tx: Tx,
  kind: TicketKind,
  ticket: Omit<Ticket, "id">,
  made: { secret: string; hash: string } = newSecret(),
): Promise<string> {
  await tx.insert(tx.tables.tickets).values({ id: newId("tic"), kind, hash: made.hash, ...ticket });
  return made.secret;
}

/** The ticket with this secret while it holds. Looking uses nothing up. */
export async function ticketOf(db: Db | Tx, kind: TicketKind, secret: string, at: Date): Promise<Ticket | null> {
  const { tickets } = db.tables;
  const [row] = await db
    .select()
    .from(tickets)
    .where(and(eq(tickets.kind, kind), eq(tickets.hash, hashOfSecret(secret)), gt(tickets.expiresAt, at)));
  return row ?? null;
}

/** Uses a ticket up: of two that come at once, one gets it. */
export async function takeTicket(tx: Tx, kind: TicketKind, secret: string, at: Date): Promise<Ticket | null> {
  const { tickets } = tx.tables;
  const [row] = await tx
    .delete(tickets)
    .where(and(eq(tickets.kind, kind), eq(tickets.hash, hashOfSecret(secret)), gt(tickets.expiresAt, at)))
    .returning();
  return row ?? null;
}

/** Takes a person's tickets away, all or of one kind: after a new password no earlier link or half sign-in holds. */
export async function cancelTickets(tx: Tx, personId: string, kind?: TicketKind): Promise<void> {
  const { tickets } = tx.tables;
  await tx.delete(tickets).where(and(eq(tickets.personId, personId), kind ? eq(tickets.kind, kind) : undefined));
}

export async function sweepTickets(tx: Tx, at: Date): Promise<void> {
  const { tickets } = tx.tables;
  await tx.delete(tickets).where(lte(tickets.expiresAt, at));
}
