import type { Actor } from "#audits/people/permissions.ts";
import { may } from "#audits/people/permissions.ts";
import { CYCLE_STATUS_LABELS } from "#audits/vocabulary.ts";
import { type Cycle, cycleOf } from "#db/cycles.ts";
import { evidenceRemoved } from "#db/figures.ts";
import { dateWords } from "#audits/dates.ts";
import { store } from "./database.server.ts";
import { notFound } from "./session.server.ts";

/** What the bar of a cycle shows on each of its pages, and which of its parts this person may open. */
export type CycleHead = { id: string; title: string; status: string; parts: { name: string; href: string }[] };

/** The cycle of an address. @throws 404 when there is none */
export async function requireCycle(id: string | undefined): Promise<Cycle> {
  const cycle = id ? await cycleOf(store().db, id) : null;
  if (!cycle) throw notFound();
  return cycle;
}

/** The day on which the evidence of a cycle was removed, in words; null while it is there. */
export async function removedOn(cycleId: string): Promise<string | null> {
  const at = await evidenceRemoved(store().db, cycleId);
  return at ? dateWords(at) : null;
}

export function cycleHead(actor: Actor, cycle: Cycle): CycleHead {
  const base = `/cycles/${cycle.id}`;
  const parts = [
    { name: "Overview", href: base, action: "cycles.view" },
    { name: "Sample", href: `${base}/sample`, action: "sample.draw" },
    { name: "Audits", href: `${base}/audits`, action: "audits.assign" },
    { name: "Moderation", href: `${base}/moderation`, action: "moderation.chair" },
    { name: "Meetings", href: `${base}/meetings`, action: "meetings.plan" },
    { name: "Feedback", href: `${base}/feedback`, action: "feedback.manage" },
    { name: "Families", href: `${base}/family`, action: "results.published" },
    { name: "Results", href: `${base}/results`, action: "results.published" },
    { name: "Themes", href: `${base}/themes`, action: "results.view" },
    { name: "Report", href: `${base}/report`, action: "reports.read" },
  ] as const;
  return {
    id: cycle.id,
    title: cycle.title,
    status: CYCLE_STATUS_LABELS[cycle.status],
    parts: parts.filter((p) => may(actor, p.action).ok).map(({ name, href }) => ({ name, href })),
  };
}
