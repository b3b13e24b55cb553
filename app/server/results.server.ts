import { type Actor, may } from "#audits/people/permissions.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import type { CycleStatus } from "#audits/vocabulary.ts";
import type { ReportScope } from "#db/reports.ts";
import { figuresOfCycle } from "#db/figures.ts";
import { store, today } from "./database.server.ts";
import { insist, notFound } from "./session.server.ts";

/** The internal figures of a cycle, from its evidence or as they were frozen when that was removed. @throws 404 when there is no such cycle */
export async function figuresOf(cycleId: string): Promise<CycleFigures> {
  const figures = await figuresOfCycle(store().db, cycleId, today());
  if (!figures) throw notFound();
  return figures;
}

/**
 * What this person sees of a cycle: the internal figures only who may see them and did not ask for the published view.
 *
 * @returns with the internal view also the published one, which says what of it would be hidden
 */
export async function viewOf(
  actor: Actor,
  request: Request,
  cycleId: string,
): Promise<{ shown: CycleFigures; published: CycleFigures }> {
  const figures = await figuresOf(cycleId);
  const safe = published(figures);
  const internal = may(actor, "results.view").ok && new URL(request.url).searchParams.get("view") !== "published";
  return { shown: internal ? figures : safe, published: safe };
}

/** Readers of published figures see them once they are out. @throws 403 before */
export function requirePublished(actor: Actor, cycle: { status: CycleStatus }): void {
  insist(may(actor, "results.published", cycle));
}

/** Which reports this person may see: internal ones only who may see internal figures. */
export const scopeOf = (actor: Actor): ReportScope => (may(actor, "results.view").ok ? "all" : "published");
