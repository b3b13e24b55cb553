import { createTransport } from "nodemailer";
import { recordMailFailure } from "#db/mail.ts";
import { area, now, store } from "./database.server.ts";
import { log, loggable } from "./log.ts";

/**
 * Plain-text mail by SMTP. It is sent after what it tells of was committed, never holds a case's data, and never decides
 * whether something happened: where it cannot be sent, whoever is asked is shown the link instead.
 */
export type Mail = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  /** What the reader's calendar takes (RFC 5545), attached as calendars expect it. */
  calendar?: { method: "REQUEST" | "CANCEL"; content: string };
};
export type Sent = { sent: true; said: string } | { sent: false; why: string };

/** A server that has not taken a message after this long is given up on. */
export const MAIL_SECONDS = 10;

export const mailIsSet = (): boolean => Boolean(area().settings.SMTP_URL);

/** Sends one message. @returns what the mail server said, or why it was not sent, in words for a page */
export async function sendMail(mail: Mail, seconds = MAIL_SECONDS): Promise<Sent> {
  const { SMTP_URL, MAIL_FROM } = area().settings;
  if (!SMTP_URL || !MAIL_FROM) return { sent: false, why: "No mail server is set" };
  const url = new URL(SMTP_URL);
  const secure = url.protocol === "smtps:";
  const milliseconds = seconds * 1000;
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    auth: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined,
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The mail server did not answer within ${seconds} seconds`)),
      milliseconds,
    );
  });
  const { name, address } = mail.to;
  try {
    const sending = transport.sendMail({
      from: MAIL_FROM,
      to: { name: oneLine(name), address },
      subject: oneLine(mail.subject),
      text: mail.text,
      icalEvent: mail.calendar && { ...mail.calendar, filename: "meeting.ics" },
      headers: { "Auto-Submitted": "auto-generated" },
    });
    // Given up on, its later failure is nobody's.
    sending.catch(() => undefined);
    const { response } = await Promise.race([sending, tooLate]);
    return { sent: true, said: oneLine(response) };
  } catch (error) {
    return { sent: false, why: reasonIn(error, seconds) };
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

/** Sends a message that nobody waits for; a failure is an event of the trail, without the message's words. */
export function sendLater(mail: Mail, about: { personId: string; what: string }): Promise<void> {
  return sendMail(mail)
    .then(async (result) => {
      if (!result.sent && mailIsSet()) await recordMailFailure(store(), about, now());
    })
    .catch((error: unknown) => log().error({ error: loggable(error) }, "A failed mail could not be recorded"));
}

/** No line can end inside a header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

function reasonIn(error: unknown, seconds: number): string {
  const { code, response, message } = error as { code?: string; response?: string; message?: string };
  if (response) return `The mail server refused: ${oneLine(response)}`;
  if (code === "ETIMEDOUT") return `The mail server did not answer within ${seconds} seconds`;
  if (code === "ECONNECTION" || code === "ECONNREFUSED" || code === "ESOCKET" || code === "EDNS")
    return "The mail server could not be reached";
  return oneLine(message ?? "The mail could not be sent");
}
