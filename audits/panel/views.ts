import type { RubricDocument } from "../rubric/document.ts";
import { levelsOf, mayNotTell } from "../rubric/document.ts";
import type { Score } from "../scoring/consensus.ts";
import type { QueueItem } from "./moderation.ts";
import { problemInReason } from "./reason.ts";

/** What one member of a panel thinks of an open criterion, written before the panel meets or where it does not meet. */
export type PanelView = { view: Score; reason: string };

/** Checks a view: one of the answers of the criterion, with the reason that the others are to read. */
export function problemsInView(
  rubric: RubricDocument,
  { criterion }: QueueItem,
  given: PanelView,
): { field: "view" | "reason"; sentence: string }[] {
  const levels = levelsOf(rubric, criterion).map((l) => l.value);
  const offered =
    (typeof given.view === "number" && levels.includes(given.view)) ||
    (given.view === "NA" && criterion.notApplicable.allowed) ||
    (given.view === "CT" && mayNotTell(criterion));
  const problem = problemInReason(given.reason, `Enter your reason for ${criterion.key}. The panel reads it`);
  return [
    ...(offered ? [] : [{ field: "view" as const, sentence: `Choose what you think of ${criterion.key}` }]),
    ...(problem ? [{ field: "reason" as const, sentence: problem }] : []),
  ];
}
