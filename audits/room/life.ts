import { dateWords, dayWords, daysBetween, endOfDay, startOfDay } from "../dates.ts";
import type { EntryState } from "./checklist.ts";

/** The life of an inspection room: put together, previewed, open from a day to a day, closed by date or before. */
export type RoomDates = {
  opensOn: string | null;
  closesOn: string | null;
  openedAt: Date | null;
  closedAt: Date | null;
};

export type RoomStateKey = "draft" | "waiting" | "open" | "closed";
export type RoomState = { key: RoomStateKey; words: string };

/** How a room stands at a moment. Its last day ends at midnight in England, without anybody doing anything. */
export function roomState({ opensOn, closesOn, openedAt, closedAt }: RoomDates, at: Date): RoomState {
  if (closedAt && closedAt <= at) return { key: "closed", words: `Closed on ${dateWords(closedAt)}` };
  if (!openedAt || !opensOn || !closesOn) return { key: "draft", words: "Being put together" };
  if (endOfDay(closesOn) < at) return { key: "closed", words: `Closed at the end of ${dayWords(closesOn)}` };
  if (startOfDay(opensOn) > at) return { key: "waiting", words: `Opens on ${dayWords(opensOn)}` };
  return { key: "open", words: `Open until the end of ${dayWords(closesOn)}` };
}

/** The most days for which a room is open: an inspection takes weeks, and access must end. */
export const LONGEST_OPEN_DAYS = 92;

export type Problem = { field: string; sentence: string };

/** What is wrong with the days of a room. @param today `YYYY-MM-DD` */
export function problemsInDays(opensOn: string | null, closesOn: string | null, today: string): Problem[] {
  const problems: Problem[] = [];
  if (!opensOn) problems.push({ field: "opensOn-day", sentence: "Enter the first day on which the room is open" });
  else if (opensOn < today) problems.push({ field: "opensOn-day", sentence: "The first day must be today or later" });
  if (!closesOn) problems.push({ field: "closesOn-day", sentence: "Enter the last day on which the room is open" });
  else if (closesOn < today || (opensOn && closesOn < opensOn))
    problems.push({
      field: "closesOn-day",
      sentence: "The last day must be today or later, and not before the first day",
    });
  else if (opensOn && daysBetween(opensOn, closesOn) >= LONGEST_OPEN_DAYS)
    problems.push({ field: "closesOn-day", sentence: `A room is open for ${LONGEST_OPEN_DAYS} days at most` });
  return problems;
}

/**
 * What still keeps a room from being opened, each with where to mend it.
 *
 * @param previewed whether the room was looked at, as the inspector sees it, since it last changed
 */
export function keptFromOpening(
  entries: readonly { key: string; title: string; state: EntryState }[],
  previewed: boolean,
): { entry: string | null; sentence: string }[] {
  const open = entries.filter(({ state }) => state.key === "to_do");
  const kept = open.map(({ key, title }) => ({ entry: key as string | null, sentence: `${title}: still to do` }));
  if (!entries.some(({ state }) => state.key === "ready"))
    kept.push({ entry: null, sentence: "No entry is ready: an empty room cannot be opened" });
  if (!previewed)
    kept.push({ entry: null, sentence: "Look at the room as the inspector sees it, and say there that you did" });
  return kept;
}

/** "Read only. Open to you until the end of 18 December 2026." */
export const openWords = (closesOn: string): string => `This room is open until the end of ${dayWords(closesOn)}.`;
