import type { PeriodCount } from "#audits/actions/sources.ts";
import { HIDDEN_SIGN } from "#audits/charts/figures.ts";
import { DEFAULT_THRESHOLD } from "#audits/measures/suppression.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { mayShow } from "#audits/results/links.ts";
import { isSmall } from "#audits/measures/suppression.ts";
import { type Card, publishedCard } from "#audits/scorecard/card.ts";
import { cardOf } from "#db/scorecard.ts";
import { store, today } from "./database.server.ts";

/** The scorecard as this person sees it: the internal one only who may see internal figures and did not ask for the published. */
export async function cardFor(actor: Actor, request: Request): Promise<{ card: Card; published: Card }> {
  const card = await cardOf(store().db, today());
  const published = publishedCard(card);
  const internal = may(actor, "results.view").ok && new URL(request.url).searchParams.get("view") !== "published";
  return { card: internal ? card : published, published };
}

/** "6 of 14", or the sign for hidden where readers of published figures could tell of few. */
export function countWords({ count, of }: PeriodCount, internal: boolean): string {
  const shown =
    of === null ? !isSmall(count, DEFAULT_THRESHOLD) : mayShow({ count, n: of, interval: null }, DEFAULT_THRESHOLD);
  if (!internal && !shown) return HIDDEN_SIGN;
  return of === null ? String(count) : `${count} of ${of}`;
}
