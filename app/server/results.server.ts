import type { Change } from "#audits/charts/figures.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { type AcrossLine, type AcrossVersions, acrossVersions } from "#audits/results/across-versions.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import type { CycleStatus } from "#audits/vocabulary.ts";
import { bridgesOf } from "#db/bridging.ts";
import type { ReportScope } from "#db/reports.ts";
import { figuresFrom, figuresOfCycle, standsOn } from "#db/figures.ts";
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
): Promise<{ shown: CycleFigures; published: CycleFigures; across: AcrossView | null }> {
  const { db } = store();
  const stands = await standsOn(db, cycleId);
  if (!stands) throw notFound();
  const { figures, evidence, earlier } =
    "frozen" in stands
      ? { figures: stands.frozen, evidence: null, earlier: [] }
      : { ...stands, figures: figuresFrom(stands.evidence, stands.earlier, today()) };
  const safe = published(figures);
  const internal = may(actor, "results.view").ok && new URL(request.url).searchParams.get("view") !== "published";
  // Frozen figures stand alone: what they were compared with may be gone.
  const across = evidence && acrossVersions(evidence, earlier, await bridgesOf(db, evidence.rubric.document.key));
  return { shown: internal ? figures : safe, published: safe, across: across && acrossView(across, internal) };
}

/** Lines over two versions, as a page shows them. Its small counts are protected by no rule, so readers of published figures get no counts. */
export type AcrossView = Omit<AcrossVersions, "domains" | "criteria"> & {
  domains: AcrossRow[];
  criteria: AcrossRow[];
};
type AcrossRow = Pick<AcrossLine, "key" | "title" | "link" | "because"> & { words: string | null };

function acrossView(across: AcrossVersions, internal: boolean): AcrossView {
  const row = ({ key, title, link, because, before, now, change, shift }: AcrossLine): AcrossRow => {
    const counts = before && now ? `${before.count} of ${before.n}, now ${now.count} of ${now.n}` : null;
    const words = [change ? counts : null, change ? changeWords(change) : null, shift].filter(Boolean).join(". ");
    return { key, title, link, because, words: internal && words ? words : null };
  };
  return { ...across, domains: across.domains.map(row), criteria: across.criteria.map(row) };
}

const VERDICTS = { better: "better", worse: "worse", could_not_tell: "we could not tell if better" } as const;

/** "Up 12 points, between 3 down and 26 up: we could not tell if better" */
function changeWords({ difference, interval, verdict }: Change): string {
  const points = (x: number) => Math.round(Math.abs(100 * x));
  const way = (x: number) => `${points(x)} ${x < 0 ? "down" : "up"}`;
  const range = `between ${way(interval.lower)} and ${way(interval.upper)}`;
  return `${difference < 0 ? "Down" : "Up"} ${points(difference)} points, ${range}: ${VERDICTS[verdict]}`;
}

/** Readers of published figures see them once they are out. @throws 403 before */
export function requirePublished(actor: Actor, cycle: { status: CycleStatus }): void {
  insist(may(actor, "results.published", cycle));
}

/** Which reports this person may see: internal ones only who may see internal figures. */
export const scopeOf = (actor: Actor): ReportScope => (may(actor, "results.view").ok ? "all" : "published");
