import { dateWords, dayWords, momentWords } from "#audits/dates.ts";
import { DISPOSABLE, periodWords, type RetentionPeriods, SCHEDULE } from "#audits/retention/schedule.ts";
import type { HoldInWords } from "#db/holds.ts";
import type { Counts, Due, KindDue } from "#db/retention.ts";
import type { DueView, HoldView } from "~/components/retention.tsx";

/** The schedule with the periods that hold, for the page. */
export const scheduleView = (periods: RetentionPeriods) =>
  Object.values(SCHEDULE).map((row) => ({ ...row, length: periodWords(periods, row.period) }));

/** What is due, grouped by cycle and day. */
export const dueView = (due: Due): DueView[] => due.kinds.map(kindView);

function kindView({ kind, due, held }: KindDue): DueView {
  const { title, removal } = SCHEDULE[kind];
  const groups = Map.groupBy(due, (d) => `${d.group}|${d.since}`);
  return {
    kind,
    title,
    removal,
    dueCount: due.length,
    due: [...groups.values()].map((items) => ({
      group: items[0]?.group ?? "",
      since: dayWords(items[0]?.since ?? ""),
      count: items.length,
      words: items.map((i) => i.words).filter((words) => words !== ""),
    })),
    held: held.map(({ words, group, because }) => ({ words: group ? `${words}, ${group}` : words, because })),
  };
}

export const holdView = (hold: HoldInWords): HoldView => ({
  id: hold.id,
  on: hold.on,
  reason: hold.reason,
  placed: `${dateWords(hold.placedAt)} by ${hold.placedByName}`,
  ended: hold.endedAt
    ? `Ended on ${dateWords(hold.endedAt)} by ${hold.endedByName ?? ""}: ${hold.endedReason ?? ""}`
    : null,
});

/** One run in words: when, by whom, what. */
export const runView = (run: { id: string; at: Date; by: string; counts: Counts }) => ({
  id: run.id,
  at: momentWords(run.at),
  by: run.by,
  what: DISPOSABLE.flatMap((kind) => {
    const count = run.counts[kind];
    if (!count) return [];
    const kept = count.held ? `, ${count.held} kept by a hold` : "";
    return [`${SCHEDULE[kind].title}: ${count.removed} removed${kept}`];
  }),
});
