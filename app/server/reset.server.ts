import { makeResetLink, personWith } from "#db/passwords.ts";
import { actorOf } from "#db/people.ts";
import { area, now, store } from "./database.server.ts";
import { mailIsSet, sendLater, sendMail } from "./mail.server.ts";
import { resetMail } from "./mail-words.ts";
import { addressOf } from "./settings.ts";

/** Links with which a person chooses a new password. */

const linkWith = (secret: string) => addressOf(area().settings, `/reset/${secret}`);

/**
 * Somebody asked for a link with an address. The page answers before this is done, so that neither words nor time tell
 * whether anybody has the address.
 */
export async function resetAsked(email: string): Promise<void> {
  const person = await personWith(store().db, email);
  // Whose every role has ended has nothing to sign in for.
  if (!person || !mailIsSet() || !(await actorOf(store().db, person.id, now()))) return;
  const secret = await makeResetLink(store(), { id: null, name: "Nobody" }, person, now());
  await sendLater(resetMail(person, linkWith(secret)), {
    personId: person.id,
    what: "the link to choose a new password",
  });
}

/**
 * An administrator makes a link for a person: mailed, or, where no mail can be sent, given back to be handed over. The
 * caller has checked that `by` may.
 */
export async function resetLinkFor(
  by: { id: string; name: string },
  person: { id: string; name: string; email: string },
): Promise<{ mailed: true } | { mailed: false; link: string; why: string }> {
  const link = linkWith(await makeResetLink(store(), by, person, now()));
  const result = await sendMail(resetMail(person, link));
  return result.sent ? { mailed: true } : { mailed: false, link, why: result.why };
}
