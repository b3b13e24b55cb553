import { daysBetween } from "../dates.ts";

/** How many backups are kept: the newest of so many days, weeks (Monday to Sunday) and months, counted back from today. */
export interface KeepRule {
  days: number;
  weeks: number;
  months: number;
}

/** The rule in "14 days, 8 weeks, 3 months". */
export function keepRule(text: string): KeepRule {
  const [days = 0, weeks = 0, months = 0] = (text.match(/\d+/g) ?? []).map(Number);
  return { days, weeks, months };
}

/** A Monday, from which weeks are counted. */
const FIRST_MONDAY = "2018-01-01";
const weekOf = (day: string) => Math.floor(daysBetween(FIRST_MONDAY, day) / 7);
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/**
 * Which of the backups the rule lets go. The newest of all always stays, and so does everything of today. Nothing else is
 * kept for longer than `atMost` days, whatever the rule says: what retention removed must leave the backups as well.
 *
 * @param files in any order, each with the day on which it was written, `2026-11-22`, and its moment to tell which is newer
 */
export function backupsToRemove<F extends { name: string; madeAt: Date; day: string }>(
  files: readonly F[],
  rule: KeepRule,
  today: string,
  atMost: number,
): F[] {
  const newestFirst = [...files].sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
  const seen = new Set<string>();
  const stays = ({ day }: F, index: number): boolean => {
    const age = daysBetween(day, today);
    // The first of a day, week or month that is met is the newest of it, and stands for it.
    const first = (unit: string, since: number, limit: number, number: number) => {
      const isFirst = since < limit && !seen.has(`${unit}${number}`);
      seen.add(`${unit}${number}`);
      return isFirst;
    };
    const stands = [
      first("day", age, rule.days, age),
      first("week", weekOf(today) - weekOf(day), rule.weeks, weekOf(day)),
      first("month", monthOf(today) - monthOf(day), rule.months, monthOf(day)),
    ].includes(true);
    return index === 0 || age <= 0 || (stands && age < atMost);
  };
  const kept = new Set(newestFirst.filter(stays));
  return newestFirst.filter((file) => !kept.has(file));
}
