import { addDays } from "#audits/cases/days.ts";

/** Times of the demonstration area are fixed, so they are worked out from days and never read from a clock. */

export const moment = (day: string, time: string): Date => new Date(`${day}T${time}:00.000Z`);

export const minutesAfter = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

/** Mondays to Fridays from one day to another, both included. */
export function workingDays(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const weekday = moment(day, "12:00").getUTCDay();
    if (weekday >= 1 && weekday <= 5) days.push(day);
  }
  return days;
}

/** The last working day that has happened in the demonstration area. */
export const LAST_DAY = "2026-11-20";
