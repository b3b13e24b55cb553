import { momentWords } from "#audits/dates.ts";
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
