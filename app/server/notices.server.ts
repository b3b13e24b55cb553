import { now } from "./database.server.ts";
import { mailIsSet, sendLater } from "./mail.server.ts";
import { type Notice, noticeMail } from "./mail-words.ts";

/** Tells a person by mail that the way into their account changed, so that they notice when it was not them. Nobody waits for it. */
export function tell(person: { id: string; name: string; email: string }, notice: Notice): void {
  if (mailIsSet())
    void sendLater(noticeMail(person, notice, now()), { personId: person.id, what: "a security notice" });
}
