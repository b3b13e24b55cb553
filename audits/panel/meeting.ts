import { dayWords, momentAt, weekdayWords } from "../dates.ts";
import { identifiersIn } from "./identifiers.ts";

/** When a panel meets, and where. Times are of the clock in England. */
export type MeetingTime = { day: string; startsAt: string; endsAt: string };
export type Meeting = MeetingTime & { place: string };

/** The most characters of a place, so that the address of a video call fits. */
export const LONGEST_PLACE = 500;

type Problem = { field: "startsAt" | "endsAt" | "place"; sentence: string };

/** "14:00" from what people type: 14:00, 14.00, 1400, 9, 9am, 2.30 pm. Null where it is no time of day. */
export function clockFrom(typed: string): string | null {
  const found = /^(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?$/i.exec(typed.trim());
  if (!found) return null;
  const [hour, minute, half] = [Number(found[1]), Number(found[2] ?? 0), found[3]?.toLowerCase()];
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null;
  const hours = half ? (hour % 12) + (half === "pm" ? 12 : 0) : hour;
  return `${String(hours).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/**
 * What is wrong with a meeting, apart from its day. The place goes into calendars and mail, which leave the product, so it
 * names no child and no plan.
 */
export function problemsInMeeting(given: { startsAt: string; endsAt: string; place: string }): Problem[] {
  const problems: Problem[] = [];
  const [starts, ends] = [clockFrom(given.startsAt), clockFrom(given.endsAt)];
  if (!starts) problems.push({ field: "startsAt", sentence: "Enter when the meeting starts, like 14:00" });
  if (!ends) problems.push({ field: "endsAt", sentence: "Enter when the meeting ends, like 16:30" });
  else if (starts && ends <= starts)
    problems.push({ field: "endsAt", sentence: "The meeting must end after it starts, on the same day" });
  const place = given.place.trim();
  const [identifier] = identifiersIn(place.replace(/https?:\/\/\S+/g, ""));
  if (!place) problems.push({ field: "place", sentence: "Enter a room, or the address of the video call" });
  else if (place.length > LONGEST_PLACE)
    problems.push({ field: "place", sentence: `The place must be ${LONGEST_PLACE} characters or fewer` });
  else if (namesPlan(place) || identifier)
    problems.push({
      field: "place",
      sentence: `Remove the ${identifier ?? "reference of the plan"} from the place. It goes into calendars`,
    });
  return problems;
}

const namesPlan = (words: string) => /\bC-?\d{3,}\b/i.test(words);

/** What a cycle is called where words leave the product: its title, unless that could tell of a child. */
export const titleOutside = (title: string): string | null =>
  namesPlan(title) || identifiersIn(title).length ? null : title;

/** The moments between which it is. */
export const momentsOf = ({ day, startsAt, endsAt }: MeetingTime): { from: Date; to: Date } => ({
  from: momentAt(day, startsAt),
  to: momentAt(day, endsAt),
});

/** "Wednesday 2 December 2026, 14:00 to 16:00" */
export const meetingWords = ({ day, startsAt, endsAt }: MeetingTime): string =>
  `${weekdayWords(day)} ${dayWords(day).slice(-4)}, ${startsAt} to ${endsAt}`;
