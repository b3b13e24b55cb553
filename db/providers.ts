import { and, eq } from "drizzle-orm";
import { acceptByAddress } from "./invitations.ts";
import { newId, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** What an identity provider said of somebody, after its signature was checked. */
export type ProviderSays = { issuer: string; subject: string; email: string | null; emailVerified: boolean };

export type Found =
  | { ok: true; person: { id: string; name: string } }
  | { ok: false; person: { id: string; name: string } | null; why: "unknown" | "unverified" | "other" };

/**
 * Who this is here. After the first time the provider's subject id alone counts, so a changed address at the provider
 * takes nobody's account over. The first time its verified address must be that of an account, which is linked, or of an
 * open invitation, which is accepted. Nobody signs up.
 */
export async function personFrom(
  tx: Tx,
  provider: { key: string; name: string },
  says: ProviderSays,
  at: Date,
): Promise<Found> {
  const { accounts, people } = tx.tables;
  const providerId = `provider:${provider.key}`;
  const accountId = `${says.issuer}|${says.subject}`;
  const [linked] = await tx
    .select({ id: people.id, name: people.name })
    .from(accounts)
    .innerJoin(people, eq(people.id, accounts.userId))
    .where(and(eq(accounts.providerId, providerId), eq(accounts.accountId, accountId)));
  if (linked) return { ok: true, person: linked };
  const email = says.email?.trim().toLowerCase();
  if (!email) return { ok: false, person: null, why: "unknown" };
  const [known] = await tx.select({ id: people.id, name: people.name }).from(people).where(eq(people.email, email));
  if (!says.emailVerified) return { ok: false, person: known ?? null, why: "unverified" };
  if (known) {
    const [another] = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.providerId, providerId), eq(accounts.userId, known.id)));
    // An address that went to somebody else at the provider must not open the account of who had it before.
    if (another) return { ok: false, person: known, why: "other" };
  }
  const person = known ?? (await acceptByAddress(tx, email, at));
  if (!person) return { ok: false, person: null, why: "unknown" };
  const stamps = { createdAt: at, updatedAt: at };
  await tx.insert(accounts).values({ id: newId("acc"), accountId, providerId, userId: person.id, ...stamps });
  const sentence = `${person.name} linked their ${provider.name}.`;
  await record(tx, eventOn("person")(person, "provider.linked", person.id, sentence), at);
  return { ok: true, person };
}
