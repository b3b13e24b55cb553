import { momentWords } from "#audits/dates.ts";
import { type MeetingTime, meetingWords } from "#audits/panel/meeting.ts";
import type { Mail } from "./mail.server.ts";

/** What mails say. None holds anything of a case. */

type To = { name: string; email: string };

const mail = (to: To, subject: string, lines: string[]): Mail => ({
  to: { name: to.name, address: to.email },
  subject,
  text: `${[`Hello ${to.name.replace(/\s+/g, " ")},`, ...lines, "EHC plan quality"].join("\n\n")}\n`,
});

export const invitationMail = (to: To, by: string, area: string, roles: string, link: string, until: Date): Mail =>
  mail(to, `Invitation to EHC plan quality, ${area}`, [
    `${by} invites you to check the quality of Education, Health and Care plans in ${area}, as ${roles}.`,
    `Open this link to begin. It works once, until ${momentWords(until)}:`,
    link,
    "If you did not expect this, do nothing: no account is made without you.",
  ]);

export const resetMail = (to: To, link: string): Mail =>
  mail(to, "Choose a new password", [
    "Open this link to choose a new password. It works once, for 60 minutes:",
    link,
    "If you did not ask for it, do nothing: your password stays as it is.",
  ]);

const NOTICES = {
  password: "Your password was changed",
  authenticator: "A new authenticator app was set up for your account",
  removed: "The second factor of your account was removed",
  recovery: "A recovery code was used to sign in to your account",
} as const;
export type Notice = keyof typeof NOTICES;

export const noticeMail = (to: To, notice: Notice, at: Date): Mail =>
  mail(to, NOTICES[notice], [
    `${NOTICES[notice]} on ${momentWords(at)}.`,
    "If that was you, there is nothing to do. If it was not, tell your quality lead or administrator today.",
  ]);

export const testMail = (to: To, at: Date): Mail =>
  mail(to, "Test mail", [`This is the test mail that you sent on ${momentWords(at)}. Mail works.`]);

/** How a meeting stands for the reader: newly asked, changed, called off, or no longer asked. */
export type MeetingNews = "asked" | "changed" | "cancelled" | "dropped";

const NEWS: Record<MeetingNews, { subject: string; first: string }> = {
  asked: { subject: "You are asked to a moderation meeting", first: "You are asked to a moderation meeting" },
  changed: { subject: "A moderation meeting has changed", first: "This moderation meeting has changed. It is now" },
  cancelled: { subject: "A moderation meeting is called off", first: "This moderation meeting is called off:" },
  dropped: {
    subject: "You are no longer asked to a meeting",
    first: "You are no longer asked to the moderation meeting",
  },
};

export const meetingMail = (
  to: To,
  news: MeetingNews,
  meeting: MeetingTime & { place: string; cycle: string | null },
  by: string,
  link: string,
  calendar: Mail["calendar"],
): Mail => ({
  ...mail(to, NEWS[news].subject, [
    `${NEWS[news].first} ${news === "asked" || news === "dropped" ? "on " : ""}${meetingWords(meeting)}.${meeting.cycle ? `\n${meeting.cycle}` : ""}`,
    ...(news === "asked" || news === "changed" ? [`Where: ${meeting.place}`, `More, after you sign in:\n${link}`] : []),
    `Planned by ${by}.`,
  ]),
  calendar,
});

/** All that one person is reminded of, in one mail. */
export const reminderMail = (to: To, reminders: readonly { sentence: string; link: string }[], account: string): Mail =>
  mail(to, reminders.length === 1 ? "A reminder" : `${reminders.length} reminders`, [
    ...reminders.map(({ sentence, link }) => `${sentence}\n${link}`),
    `You can switch reminders off on your account page:\n${account}`,
  ]);

/** Something waits: what kind of thing, and where. Never which plan, and nothing of what it says. */
export const waitingMail = (to: To, what: string, link: string): Mail =>
  mail(to, "Something waits for you", [what, "Sign in to see it:", link]);
