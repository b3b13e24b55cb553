import { dayWords } from "../dates.ts";
import type { Phase } from "../vocabulary.ts";
import type { Day } from "./case.ts";
import type { Period } from "./reading.ts";

/** The day of that year, month (1 to 12) and day of the month, or null where the calendar has no such day. */
export function dayOf(year: number, month: number, date: number): Day | null {
  const isReal =
    year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
  if (!isReal) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** "June 2025", from `YYYY-MM`. */
export function monthInWords(month: string): string {
  return dayWords(`${month}-01`).replace(/^1 /, "");
}

/** Month 1 to 12 by its English name and by the first three letters of it. */
const MONTH_NUMBERS = new Map(
  Array.from({ length: 12 }, (_, index) => index + 1).flatMap((number) => {
    const [name = ""] = monthInWords(`2000-${String(number).padStart(2, "0")}`)
      .toLowerCase()
      .split(" ");
    return [[name, number] as const, [name.slice(0, 3), number] as const];
  }),
).set("sept", 9);

/** Month 1 to 12 from its English name, in full or short, in any case; null for any other word. */
export function monthNumber(name: string): number | null {
  return MONTH_NUMBERS.get(name.toLowerCase()) ?? null;
}

/** The day that many days later. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day that many months earlier, or the last of that month where it is shorter. */
export function monthsBefore(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const index = year * 12 + (month - 1) - months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return `${y}-${String(m).padStart(2, "0")}-${String(Math.min(date, daysInMonth(y, m))).padStart(2, "0")}`;
}

/** The first of the twelve months that end on this day: 23 November 2025 for 22 November 2026. */
export function startOfYearTo(day: Day): Day {
  const dayOfYearBefore = day.endsWith("-02-29") ? "-02-28" : day.slice(4);
  return addDays(`${Number(day.slice(0, 4)) - 1}${dayOfYearBefore}`, 1);
}

/**
 * Year group on the reference date: whole years of age on the 31 August before it, minus 4, so that reception is 0 and the
 * years before it are negative. Everyone born in August has had a birthday by the 31st, so the month of birth is enough.
 */
export function yearGroupOn(referenceDate: Day, birthMonth: string): number {
  const august = Number(referenceDate.slice(0, 4)) - (referenceDate.slice(5) > "08-31" ? 0 : 1);
  const [year, month] = [Number(birthMonth.slice(0, 4)), Number(birthMonth.slice(5, 7))];
  return august - year - (month > 8 ? 1 : 0) - 4;
}

/** A plan may last to the end of the school year in which the young person turns 25 (Children and Families Act 2014, s.46), so nobody is 25 on the 31 August before. */
export function isPossibleAge(referenceDate: Day, birthMonth: string): boolean {
  return birthMonth.slice(0, 7) <= referenceDate.slice(0, 7) && yearGroupOn(referenceDate, birthMonth) <= 20;
}

/** Problem and advice for a birth month that no child with a plan can have. */
export const AGE_OUT_OF_RANGE = [
  "Not yet born, or too old for a plan, on the reference date",
  "Check the date of birth",
] as const;

/** Early years below reception, primary 0 to 6, secondary 7 to 11, post-16 from 12. */
export function phaseOf(yearGroup: number): Phase {
  if (yearGroup < 0) return "early_years";
  if (yearGroup <= 6) return "primary";
  return yearGroup <= 11 ? "secondary" : "post_16";
}

export function isWithin(period: Period, day: Day | null): day is Day {
  return day !== null && day >= period.from && day <= period.to;
}

/** The months that a period touches, in order: "2025-01". */
export function monthsOf({ from, to }: Period): string[] {
  const months: string[] = [];
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  for (let at = from.slice(0, 7); at <= to.slice(0, 7); at = `${year}-${String(month).padStart(2, "0")}`) {
    months.push(at);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return months;
}
