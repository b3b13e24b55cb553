import { clockWords, dayOf } from "#audits/dates.ts";
import { isWorkingDay, type Reminder } from "#audits/panel/reminders.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { keepOutcomes, type ReminderMail, takeNotBegun, takeReminders } from "#db/reminders.ts";
import { settingOf } from "#db/settings.ts";
import { area, now, store } from "./database.server.ts";
import { log, loggable } from "./log.ts";
import { mailIsSet, sendMail } from "./mail.server.ts";
import { reminderMail } from "./mail-words.ts";
import { addressOf } from "./settings.ts";

/** What a run came to: how many mails left and did not, or why nothing was to be sent. */
export type ReminderRun = { sent: number; failed: number; why: string | null };

const nothing = (why: string): ReminderRun => ({ sent: 0, failed: 0, why });

/**
 * Sends what is due today: once, however many processes and however often it is asked for. Each person gets one mail.
 * @param wait whether the hour that is set has to have come, as when the server asks
 */
export async function runReminders({ wait }: { wait: boolean }): Promise<ReminderRun> {
  const at = now();
  const today = dayOf(at);
  const { value } = await settingOf(store().db, "reminders");
  if (!value.on) return nothing("Reminders are switched off in the settings");
  if (!mailIsSet()) return nothing("No mail server is set, so reminders stand only on people’s own pages");
  if (!isWorkingDay(today)) return nothing("Reminders leave on working days");
  if (wait && Number(clockWords(at).slice(0, 2)) < value.fromHour) return nothing("It is too early");
  const run = await send(await takeReminders(store(), today, at), true);
  return { ...run, why: null };
}

/** Reminds those who have not begun, at the quality lead's wish. @returns how many were written to, and who was not and why */
export async function remindNotBegun(by: Actor, cycle: { id: string; title: string }, list: readonly Reminder[]) {
  const at = now();
  const { mails, already, refused } = await takeNotBegun(store(), by, cycle, list, dayOf(at), at);
  return { ...(await send(mails, false)), already, refused };
}

async function send(mails: ReminderMail[], daily: boolean): Promise<{ sent: number; failed: number }> {
  const { settings } = area();
  const outcomes: { mail: ReminderMail; sent: boolean }[] = [];
  for (const mail of mails) {
    const lines = mail.reminders.map(({ sentence, path }) => ({ sentence, link: addressOf(settings, path) }));
    const { sent } = await sendMail(reminderMail(mail.to, lines, addressOf(settings, "/account")));
    outcomes.push({ mail, sent });
  }
  await keepOutcomes(store(), outcomes, daily, now());
  const sent = outcomes.filter((o) => o.sent).length;
  return { sent, failed: outcomes.length - sent };
}

/** How often the server looks whether reminders are due. A look that finds everything told sends nothing. */
const LOOK_MINUTES = 30;
let looking: ReturnType<typeof setInterval> | undefined;
let running: Promise<void> = Promise.resolve();

const look = () => {
  running = running
    .then(async () => {
      const run = await runReminders({ wait: true });
      if (run.sent || run.failed) log().info({ sent: run.sent, failed: run.failed }, "Reminders were sent");
    })
    .catch((error: unknown) => log().error({ error: loggable(error) }, "Reminders could not be sent"));
};

/** Begins the daily reminders of this server. */
export function startReminders(): void {
  looking = setInterval(look, LOOK_MINUTES * 60_000).unref();
  look();
}

/** Ends them, once what is being sent has left. */
export async function stopReminders(): Promise<void> {
  clearInterval(looking);
  await running;
}
