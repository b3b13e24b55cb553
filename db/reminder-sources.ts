import { and, eq, gt, inArray, isNull, lte } from "drizzle-orm";
import { addDays } from "#audits/cases/days.ts";
import { weekdayWords } from "#audits/dates.ts";
import { meetingWords, titleOutside } from "#audits/panel/meeting.ts";
import { latenessOf, type Reminder } from "#audits/panel/reminders.ts";
import type { ReminderDay } from "./reminders.ts";
import type { Db } from "./store.ts";

/** What auditors are reminded of, and who is asked to a meeting. No sentence holds a plan's reference. */

type Due = { cycleId: string; title: string; auditorId: string; dueOn: string; begun: boolean };

/** Audits that wait for their auditors, in cycles that score. */
async function openAudits(db: Db): Promise<Due[]> {
  const { audits, cycles } = db.tables;
  const rows = await db
    .select({ cycle: cycles, audit: audits })
    .from(audits)
    .innerJoin(cycles, eq(cycles.id, audits.cycleId))
    .where(and(eq(cycles.status, "scoring"), inArray(audits.status, ["assigned", "in_progress"])));
  return rows.map(({ cycle, audit }) => ({
    cycleId: cycle.id,
    title: cycle.title,
    auditorId: audit.auditorId,
    dueOn: audit.dueOn,
    begun: audit.status === "in_progress",
  }));
}

const of = (title: string) => {
  const outside = titleOutside(title);
  return outside ? ` of ${outside}` : "";
};
const count = (n: number) => (n === 1 ? "1 audit" : `${n} audits`);
const are = (n: number) => (n === 1 ? "is" : "are");

/** Auditors, of audits that are due soon, today, or late. */
export async function ownAuditReminders(db: Db, { today, settings }: ReminderDay): Promise<Reminder[]> {
  const last = addDays(today, settings.daysBefore);
  const due = (await openAudits(db)).filter((a) => a.dueOn <= last);
  const groups = Map.groupBy(due, (a) => `${a.auditorId}/${a.cycleId}/${a.dueOn}`);
  return [...groups.values()].flatMap((group): Reminder[] => {
    const [first] = group;
    if (!first) return [];
    const { auditorId: personId, cycleId, dueOn, title } = first;
    const n = group.length;
    const base = { personId, path: "/my-audits" };
    const key = `${cycleId}/${dueOn}`;
    if (dueOn > today) {
      const untouched = group.filter((a) => !a.begun).length;
      const begun = untouched ? ` You have not begun ${untouched === n ? (n === 1 ? "it" : "them") : untouched}.` : "";
      const sentence = `${count(n)}${of(title)} ${are(n)} due on ${weekdayWords(dueOn)}.${begun}`;
      return [{ ...base, kind: "due_soon", key, sentence }];
    }
    if (dueOn === today)
      return [{ ...base, kind: "due_today", key, sentence: `${count(n)}${of(title)} ${are(n)} due today.` }];
    const sentence = `${count(n)}${of(title)} ${n === 1 ? "was" : "were"} due on ${weekdayWords(dueOn)}. You can still finish ${n === 1 ? "it" : "them"}, until your quality lead closes scoring.`;
    return [{ ...base, kind: "overdue", key: `${key}/${latenessOf(dueOn, today)}`, sentence }];
  });
}

/** Who is asked to a meeting before the working day after the next has begun. */
export async function meetingReminders(db: Db, { today, next }: ReminderDay): Promise<Reminder[]> {
  const { meetings, meetingPeople, cycles } = db.tables;
  const rows = await db
    .select({ meeting: meetings, personId: meetingPeople.personId, title: cycles.title })
    .from(meetings)
    .innerJoin(meetingPeople, eq(meetingPeople.meetingId, meetings.id))
    .innerJoin(cycles, eq(cycles.id, meetings.cycleId))
    .where(
      and(
        isNull(meetings.cancelledAt),
        isNull(meetingPeople.droppedAt),
        gt(meetings.day, today),
        lte(meetings.day, next),
      ),
    );
  return rows.map(({ meeting, personId, title }) => ({
    personId,
    kind: "meeting" as const,
    key: `${meeting.id}/${meeting.day}`,
    sentence: `You are asked to a moderation meeting${of(title)} on ${meetingWords(meeting)}. Where: ${meeting.place}`,
    path: `/meetings/${meeting.id}`,
  }));
}

/** Who has begun none of their audits of a cycle, with what to tell them. */
export async function notBegun(
  db: Db,
  cycle: { id: string; title: string },
): Promise<(Reminder & { audits: number; dueOn: string })[]> {
  const own = (await openAudits(db)).filter((a) => a.cycleId === cycle.id && !a.begun);
  const { audits } = db.tables;
  const begun = new Set(
    (
      await db
        .select({ auditorId: audits.auditorId })
        .from(audits)
        .where(and(eq(audits.cycleId, cycle.id), inArray(audits.status, ["in_progress", "submitted"])))
    ).map((a) => a.auditorId),
  );
  return [...Map.groupBy(own, (a) => a.auditorId)].flatMap(([personId, list]) => {
    const dueOn = list.map((a) => a.dueOn).sort()[0];
    if (begun.has(personId) || !dueOn) return [];
    const n = list.length;
    const sentence = `You have ${count(n)}${of(cycle.title)} that you have not begun. ${n === 1 ? "It is" : "They are"} due on ${weekdayWords(dueOn)}.`;
    return [{ personId, kind: "not_begun" as const, key: cycle.id, sentence, path: "/my-audits", audits: n, dueOn }];
  });
}
