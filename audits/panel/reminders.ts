import { addDays } from "../cases/days.ts";

/** What people are reminded of. A kind is told to a person at most once a day, and each of its keys at most once. */
export const REMINDER_KINDS = [
  "due_soon",
  "due_today",
  "overdue",
  "meeting",
  "waiting",
  "not_begun",
  "action_due",
  "action_overdue",
  "room_question",
] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

export const REMINDER_LABELS: Record<ReminderKind, string> = {
  due_soon: "Audits due soon",
  due_today: "Audits due today",
  overdue: "Audits overdue",
  meeting: "Meeting on the next working day",
  waiting: "What waits for the lead or the chair",
  not_begun: "Audits not begun, sent by hand",
  action_due: "Actions due",
  action_overdue: "Actions overdue",
  room_question: "Questions of inspectors",
};

/**
 * One thing to tell one person. Sentence and path leave by mail, so neither holds a plan's reference nor a word of a case.
 *
 * `key` says when two reminders tell the same: a source that gives the same key every day reminds once; one with the day in
 * it reminds every day.
 */
export type Reminder = { personId: string; kind: ReminderKind; key: string; sentence: string; path: string };

const weekdayOf = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay();

/** Whether it is Monday to Friday. Bank holidays differ from area to area, and count as working days. */
export const isWorkingDay = (day: string): boolean => weekdayOf(day) >= 1 && weekdayOf(day) <= 5;

/** The next day on which reminders leave: the next day, or Monday. */
export function nextWorkingDay(day: string): string {
  let next = addDays(day, 1);
  while (!isWorkingDay(next)) next = addDays(next, 1);
  return next;
}

/** The Monday of a day's week: a key that holds it lets a thing be told again next week. */
export const weekOf = (day: string): string => addDays(day, -((weekdayOf(day) + 6) % 7));

/** After how many working days somebody is told again that an audit is late. */
const TELL_AGAIN_DAYS = 3;

/** What of being late is told together: the first working day, then every third after it. 0 for the first three. */
export function latenessOf(dueOn: string, today: string): number {
  let working = 0;
  for (let day = addDays(dueOn, 1); day <= today; day = addDays(day, 1)) if (isWorkingDay(day)) working++;
  return Math.max(0, Math.floor((working - 1) / TELL_AGAIN_DAYS));
}

/** What was told before, as far as it says whether to tell again. */
export type Told = { personId: string; kind: ReminderKind; about: string; day: string; keys: readonly string[] };

/**
 * Of all that could be told, what each person is still to be told today, by kind: nothing twice, and a kind once a day.
 *
 * @param retry those of today that could not be sent and are tried again
 */
export function stillToTell(
  reminders: readonly Reminder[],
  told: readonly Told[],
  today: string,
): { personId: string; kind: ReminderKind; reminders: Reminder[] }[] {
  const knows = new Set(told.flatMap((t) => t.keys.map((key) => `${t.personId}/${t.kind}/${key}`)));
  const toldToday = new Set(
    told.filter((t) => t.day === today && t.about === "").map((t) => `${t.personId}/${t.kind}`),
  );
  const left = reminders.filter(
    (r) => !knows.has(`${r.personId}/${r.kind}/${r.key}`) && !toldToday.has(`${r.personId}/${r.kind}`),
  );
  return [...Map.groupBy(left, (r) => `${r.personId}/${r.kind}`).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ personId: first.personId, kind: first.kind, reminders: group }] : [];
  });
}
