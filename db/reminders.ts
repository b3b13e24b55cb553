import { actionReminders } from "./action-people.ts";
import { and, desc, eq, gte, inArray, lt } from "drizzle-orm";
import { nextWorkingDay, type Reminder, type ReminderKind, stillToTell } from "#audits/panel/reminders.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Setting } from "#audits/settings.ts";
import { meetingReminders, ownAuditReminders } from "./reminder-sources.ts";
import { roomReminders } from "./room-visits.ts";
import { settingOf } from "./settings.ts";
import { type Db, newId, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";
import { waitingReminders } from "./waiting.ts";

/** The day for which reminders are worked out. */
export type ReminderDay = {
  today: string;
  /** The next day on which reminders leave, so that nothing falls into a weekend. */
  next: string;
  settings: Setting<"reminders">;
};

/**
 * Whatever people can be reminded of is a source: a query that tells who is to know what. A new one is written where its
 * subject is kept, and added here.
 */
export type ReminderSource = (db: Db, on: ReminderDay) => Promise<Reminder[]>;

const SOURCES: readonly ReminderSource[] = [
  ownAuditReminders,
  meetingReminders,
  waitingReminders,
  (db, { today }) => actionReminders(db, today),
  roomReminders,
];

/** How often a reminder that the mail server refused is tried on its day. */
const MOST_TRIES = 3;
/** What staff were reminded of is swept after this long. */
const KEPT_DAYS = 400;

/** One mail: what one person is told at once, and the rows that say so. */
export type ReminderMail = {
  to: { id: string; name: string; email: string };
  reminders: Reminder[];
  claims: { kind: ReminderKind; about: string; day: string }[];
};

/** Who may be written to: whose role holds, and who has not switched reminders off. */
async function readersOf(db: Db, ids: string[], now: Date): Promise<Map<string, ReminderMail["to"]>> {
  const { people, memberships, reminderRefusals } = db.tables;
  if (ids.length === 0) return new Map();
  const refused = new Set((await db.select().from(reminderRefusals)).map((r) => r.personId));
  const rows = await db
    .select({ id: people.id, name: people.name, email: people.email, endsAt: memberships.endsAt })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .where(inArray(people.id, ids));
  return new Map(
    rows
      .filter((r) => (r.endsAt === null || r.endsAt > now) && !refused.has(r.id))
      .map(({ id, name, email }) => [id, { id, name, email }]),
  );
}

/** Everything that could be told today, from every source. */
export async function remindersOn(db: Db, on: ReminderDay): Promise<Reminder[]> {
  const all: Reminder[] = [];
  for (const source of SOURCES) all.push(...(await source(db, on)));
  return all;
}

export async function reminderDay(db: Db, today: string): Promise<ReminderDay> {
  return { today, next: nextWorkingDay(today), settings: (await settingOf(db, "reminders")).value };
}

/**
 * Takes what is still to be told today, so that no other process sends it, and gives it as one mail a person. What the mail
 * server refused earlier on the day is taken again, three times at most.
 */
export async function takeReminders(store: Store, today: string, at: Date): Promise<ReminderMail[]> {
  return store.transaction(async (tx) => {
    const { reminders } = tx.tables;
    await tx.delete(reminders).where(lt(reminders.at, new Date(at.getTime() - KEPT_DAYS * 86_400_000)));
    const due = await remindersOn(tx, await reminderDay(tx, today));
    const told = await tx.select().from(reminders);
    // What did not leave was not told. What is still being sent may have left with a server that stopped, and counts as told.
    const failed = told.filter((t) => t.status === "failed" && !(t.day === today && t.tries >= MOST_TRIES));
    const again = failed.filter((t) => t.day === today && t.about === "");
    const taken = stillToTell(
      due,
      told.filter((t) => !failed.includes(t)),
      today,
    );
    const readers = await readersOf(tx, [...new Set(taken.map((t) => t.personId))], at);
    const mails = new Map<string, ReminderMail>();
    for (const { personId, kind, reminders: list } of taken) {
      const to = readers.get(personId);
      if (!to) continue;
      const keys = list.map((r) => r.key);
      const before = again.find((t) => t.personId === personId && t.kind === kind);
      const row = { keys, status: "sending" as const, tries: (before?.tries ?? 0) + 1, at, sentBy: null };
      await tx
        .insert(reminders)
        .values({ personId, kind, about: "", day: today, ...row })
        .onConflictDoUpdate({
          target: [reminders.personId, reminders.kind, reminders.about, reminders.day],
          set: row,
        });
      const mail = mails.get(personId) ?? { to, reminders: [], claims: [] };
      mail.reminders.push(...list);
      mail.claims.push({ kind, about: "", day: today });
      mails.set(personId, mail);
    }
    return [...mails.values()];
  });
}

/**
 * The same for auditors of a cycle who have not begun, when the quality lead asks for it: once a day a person and cycle.
 * @returns the mails, and how many were reminded today already or want no mail
 */
export async function takeNotBegun(
  store: Store,
  by: Actor,
  cycle: { id: string; title: string },
  list: readonly Reminder[],
  today: string,
  at: Date,
): Promise<{ mails: ReminderMail[]; already: number; refused: number }> {
  return store.transaction(async (tx) => {
    const { reminders } = tx.tables;
    const readers = await readersOf(
      tx,
      list.map((r) => r.personId),
      at,
    );
    const mails: ReminderMail[] = [];
    for (const reminder of list) {
      const to = readers.get(reminder.personId);
      if (!to) continue;
      const claim = { kind: reminder.kind, about: cycle.id, day: today };
      const rows = await tx
        .insert(reminders)
        .values({
          personId: reminder.personId,
          ...claim,
          keys: [reminder.key],
          status: "sending",
          tries: 1,
          at,
          sentBy: by.id,
        })
        .onConflictDoNothing()
        .returning();
      if (rows.length) mails.push({ to, reminders: [reminder], claims: [claim] });
    }
    if (mails.length) {
      const who = mails.length === 1 ? "1 auditor" : `${mails.length} auditors`;
      const sentence = `${by.name} reminded ${who} of ${cycle.title} who had not begun.`;
      await record(tx, eventOn("cycle")(by, "reminder.sent", cycle.id, sentence), at);
    }
    const refused = list.filter((r) => !readers.has(r.personId)).length;
    return { mails, already: list.length - refused - mails.length, refused };
  });
}

/** Keeps whether the mails left. The event counts them, and names nobody. */
export async function keepOutcomes(
  store: Store,
  outcomes: readonly { mail: ReminderMail; sent: boolean }[],
  daily: boolean,
  at: Date,
): Promise<void> {
  if (outcomes.length === 0) return;
  await store.transaction(async (tx) => {
    const { reminders } = tx.tables;
    for (const { mail, sent } of outcomes)
      for (const { kind, about, day } of mail.claims)
        await tx
          .update(reminders)
          .set({ status: sent ? "sent" : "failed" })
          .where(
            and(
              eq(reminders.personId, mail.to.id),
              eq(reminders.kind, kind),
              eq(reminders.about, about),
              eq(reminders.day, day),
              eq(reminders.status, "sending"),
            ),
          );
    if (!daily) return;
    const left = outcomes.filter((o) => o.sent).length;
    const sentence = `Reminders went to ${left} of ${outcomes.length} people.`;
    const subject = newId("rem");
    await record(tx, eventOn("reminder")({ id: null, name: "The system" }, "reminder.sent", subject, sentence), at);
  });
}

/** What was reminded of late, latest first. */
export async function remindersSince(db: Db, from: string) {
  const { reminders, people } = db.tables;
  return db
    .select({ reminder: reminders, name: people.name })
    .from(reminders)
    .innerJoin(people, eq(people.id, reminders.personId))
    .where(gte(reminders.day, from))
    .orderBy(desc(reminders.at), desc(reminders.day))
    .limit(500);
}

/** Whether a person wants no reminders by mail. */
export async function refusesReminders(db: Db, personId: string): Promise<boolean> {
  const { reminderRefusals } = db.tables;
  const rows = await db.select().from(reminderRefusals).where(eq(reminderRefusals.personId, personId));
  return rows.length > 0;
}

/** Switches one's own reminders by mail off or on. Saying the same twice changes nothing. */
export async function switchReminders(store: Store, by: Actor, on: boolean, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { reminderRefusals } = tx.tables;
    const rows = on
      ? await tx.delete(reminderRefusals).where(eq(reminderRefusals.personId, by.id)).returning()
      : await tx.insert(reminderRefusals).values({ personId: by.id, since: at }).onConflictDoNothing().returning();
    if (rows.length === 0) return;
    const sentence = `${by.name} switched their reminders by mail ${on ? "on" : "off"}.`;
    await record(tx, eventOn("person")(by, "reminder.switched", by.id, sentence), at);
  });
}
