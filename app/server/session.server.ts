import { data, redirect } from "@remix-run/node";
import { APIError } from "better-auth/api";
import { type Action, type Actor, may, type Verdict } from "#audits/people/permissions.ts";
import { actorOf, endSession, recordSession, touchSession } from "#db/people.ts";
import { now, store } from "./database.server.ts";
import { auth } from "./identity.server.ts";

/** Signed out after this long without a request; look.md calls for a warning two minutes before. */
export const IDLE_MINUTES = 20;
const TOUCH_AFTER_SECONDS = 60;

/** Who is asking, or null. Ends a session that was idle too long. */
export async function whoIsAsking(request: Request): Promise<Actor | null> {
  const found = await auth().api.getSession({ headers: request.headers });
  if (!found) return null;
  const at = now();
  const idleSeconds = (at.getTime() - new Date(found.session.updatedAt).getTime()) / 1000;
  if (idleSeconds > IDLE_MINUTES * 60) {
    await endSession(store(), found.session.id);
    return null;
  }
  if (idleSeconds > TOUCH_AFTER_SECONDS) await touchSession(store(), found.session.id, at);
  return actorOf(store().db, found.user.id, at);
}

/**
 * Every loader and action begins here: somebody is signed in and may do this. A page that was asked for while signed out
 * leads to sign-in and back; a person without the right gets the sentence that says who has it.
 */
export async function requireActor(request: Request, action: Action): Promise<Actor> {
  const actor = await whoIsAsking(request);
  if (!actor) throw redirect(`/sign-in?back=${encodeURIComponent(pathOf(request))}`);
  const verdict = may(actor, action);
  if (!verdict.ok) throw forbidden(verdict.sentence);
  return actor;
}

/** 403 with a sentence. */
export const forbidden = (sentence: string) => data({ sentence }, { status: 403 });
/** Goes on only with a yes. @throws 403 with the sentence of a no */
export function insist(verdict: Verdict): void {
  if (!verdict.ok) throw forbidden(verdict.sentence);
}
/** 404, the same for what is not there and for what this person may not know of. */
export const notFound = () => data({ sentence: "" }, { status: 404 });

function pathOf(request: Request): string {
  const url = new URL(request.url);
  // A form that was sent after time-out leads back to its page, which draws the form again.
  return (
    url.pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/") + (request.method === "GET" ? withoutRoutes(url) : "")
  );
}

function withoutRoutes(url: URL): string {
  url.searchParams.delete("_routes");
  const left = url.searchParams.toString();
  return left ? `?${left}` : "";
}

/** Where to go after sign-in: a path of this site, never another. */
export function safePath(back: string | null): string {
  return back && /^(?!.*\/\/)\/[\w\-./?=&%+~]*$/.test(back) ? back : "/";
}

/**
 * Who was refused this often at one address, from one place, has to wait until none of the refusals is so recent: nobody
 * guesses a password. The place counts, so that a stranger cannot shut the owner out.
 */
const MOST_REFUSALS = 10;
export const WAIT_MINUTES = 15;
const refusals = new Map<string, Date[]>();

const addressOf = (email: string) => email.trim().toLowerCase();
const tryOf = (email: string, from: string) => `${addressOf(email)} ${from}`;

/** Whether sign-in with this address from this place is closed for a while, whether or not anybody has the address. */
export function mustWait(email: string, from: string, at: Date): boolean {
  for (const [address, times] of refusals) if (minutesSince(times.at(-1), at) >= WAIT_MINUTES) refusals.delete(address);
  const recent = refusals.get(tryOf(email, from))?.filter((time) => minutesSince(time, at) < WAIT_MINUTES) ?? [];
  return recent.length >= MOST_REFUSALS;
}

const minutesSince = (time: Date | undefined, at: Date) => (at.getTime() - (time?.getTime() ?? 0)) / 60_000;

function noteRefusal(email: string, from: string, at: Date): void {
  const tried = tryOf(email, from);
  if (addressOf(email).length <= LONGEST_ADDRESS)
    refusals.set(tried, [...(refusals.get(tried) ?? []), at].slice(-MOST_REFUSALS));
}
/** No e-mail address is longer (RFC 5321). */
const LONGEST_ADDRESS = 254;

/** Signs in, and gives the headers that carry the session, or null when the pair is wrong. Both leave an event. */
export async function signIn(request: Request, email: string, password: string, from = ""): Promise<Headers | null> {
  const at = now();
  try {
    const { headers, response } = await auth().api.signInEmail({
      body: { email: addressOf(email), password, rememberMe: false },
      headers: request.headers,
      returnHeaders: true,
    });
    await recordSession(store(), "session.started", { id: response.user.id, name: response.user.name }, at);
    refusals.delete(tryOf(email, from));
    return headers;
  } catch (error) {
    // Only the library's own no is a wrong pair; a database that does not answer is not.
    if (!(error instanceof APIError)) throw error;
    noteRefusal(email, from, at);
    await recordSession(store(), "session.refused", null, at);
    return null;
  }
}

export async function signOut(request: Request): Promise<Headers> {
  const actor = await whoIsAsking(request);
  const { headers } = await auth().api.signOut({ headers: request.headers, returnHeaders: true });
  if (actor) await recordSession(store(), "session.ended", actor, now());
  return headers;
}
