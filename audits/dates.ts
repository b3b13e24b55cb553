/** How dates and times are written for people: 27 November 2026; days are days in England. */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** "November 2026" from `2026-11-27`: where a day would tell too much. */
export function monthWords(day: string): string {
  const [year, month] = day.split("-").map(Number);
  return `${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** "27 November 2026" from `2026-11-27`. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** "Friday 27 November" from `2026-11-27`. */
export function weekdayWords(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return `${WEEKDAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()]} ${date} ${MONTHS[month - 1]}`;
}

/** "2 to 27 November 2026", "30 November to 4 December 2026", "20 December 2026 to 8 January 2027". */
export function periodWords(from: string, to: string): string {
  const [y1, m1, d1] = from.split("-").map(Number);
  const [y2, m2] = to.split("-").map(Number);
  if (from === to) return dayWords(from);
  const start = y1 !== y2 ? dayWords(from) : m1 !== m2 ? `${d1} ${MONTHS[(m1 ?? 1) - 1]}` : String(d1);
  return `${start} to ${dayWords(to)}`;
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  const at = (day: string) => {
    const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
    return Date.UTC(year, month - 1, date);
  };
  return Math.round((at(to) - at(from)) / 86_400_000);
}

/** "today", "tomorrow", "in 3 days", "2 days late". */
export function dueWords(today: string, due: string): string {
  const days = daysBetween(today, due);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days > 1) return `in ${days} days`;
  return days === -1 ? "1 day late" : `${-days} days late`;
}

const inLondon = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", ...options });
const CLOCK = inLondon({ hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = inLondon({ day: "numeric", month: "long", year: "numeric" });

/** "10:42" */
export const clockWords = (at: Date): string => CLOCK.format(at);
/** "27 November 2026" of a moment. */
export const dateWords = (at: Date): string => DAY.format(at);
/** "10:42" of today, "10:42 on 20 November 2026" of another day: follows "Saved at". */
export const sinceWords = (at: Date, now: Date): string =>
  DAY.format(at) === DAY.format(now) ? CLOCK.format(at) : `${CLOCK.format(at)} on ${DAY.format(at)}`;
/** "27 November 2026 at 10:42" */
export const momentWords = (at: Date): string => `${DAY.format(at)} at ${CLOCK.format(at)}`;

const ISO_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" });
/** `2026-11-27` of a moment: the day it was in England. */
export const dayOf = (at: Date): string => ISO_DAY.format(at);
/** The moment at which a day begins in England. */
export function startOfDay(day: string): Date {
  const midnight = new Date(`${day}T00:00:00Z`);
  // In summer the day has begun an hour before it does in universal time.
  const anHourBefore = new Date(midnight.getTime() - 3_600_000);
  return dayOf(anHourBefore) === day ? anHourBefore : midnight;
}
/** The moment at which clocks in England show this time, "14:00", on a day. In the hour that October has twice it is the first; one that March leaves out is an hour later. */
export function momentAt(day: string, clock: string): Date {
  const asUniversal = new Date(`${day}T${clock}:00Z`);
  const anHourBefore = new Date(asUniversal.getTime() - 3_600_000);
  // In summer clocks are an hour ahead of universal time.
  return CLOCK.format(anHourBefore) === clock ? anHourBefore : asUniversal;
}
/** The last moment of a day in England, to the millisecond. */
export function endOfDay(day: string): Date {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  return new Date(startOfDay(next).getTime() - 1);
}
