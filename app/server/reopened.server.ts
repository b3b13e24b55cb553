import { dateWords } from "#audits/dates.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { answer } from "#audits/reports/chapters/headlines.ts";
import { reopeningsOf } from "#db/reopenings.ts";
import type { ReportSummary } from "#db/reports.ts";
import type { ReopenedWords } from "~/components/notes.tsx";
import { store } from "./database.server.ts";

/** How often a cycle was reopened, as its pages say it. What the figures were before is for those who see internal figures. */
export async function reopenedWords(actor: Actor, cycleId: string): Promise<ReopenedWords[]> {
  const internal = may(actor, "results.view").ok;
  return (await reopeningsOf(store().db, [cycleId])).map((r) => ({
    on: dateWords(r.reopenedAt),
    until: r.endedAt ? dateWords(r.endedAt) : null,
    reason: internal ? r.reason : null,
    before: internal ? answer(r.figures) : null,
  }));
}

/** Marks the reports that were made before their cycle was reopened: they stay as they are, and the figures may differ since. */
export async function withReopenings<R extends Pick<ReportSummary, "cycleId" | "askedAt">>(
  reports: R[],
): Promise<(R & { before: string | null })[]> {
  const reopenings = await reopeningsOf(store().db, [...new Set(reports.map((r) => r.cycleId))]);
  return reports.map((report) => {
    const later = reopenings.findLast((r) => r.cycleId === report.cycleId && r.reopenedAt > report.askedAt);
    return { ...report, before: later ? dateWords(later.reopenedAt) : null };
  });
}
