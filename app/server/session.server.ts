import { data, redirect } from "@remix-run/node";
import { type Action, type Actor, may, onlyInspects, type Verdict } from "#audits/people/permissions.ts";
import type { Setting } from "#audits/settings.ts";
import { inTransaction } from "#db/identity-store.ts";
import { actorOf } from "#db/people.ts";
import { hasFactor } from "#db/second-factors.ts";
import { endIdleSession, endSessionInBrowser, recordSession, touchSession } from "#db/sessions.ts";
import { settingOf } from "#db/settings.ts";
import type { Db, Tx } from "#db/store.ts";
import { now, store } from "./database.server.ts";
import { auth, SESSION_HOURS } from "./identity.server.ts";
import { noteRequest, readingNow } from "./request.ts";

const TOUCH_AFTER_SECONDS = 60;

export type SessionNow = { id: string; way: string; secondFactor: boolean };
/** Whoever is signed in, with the session that they use. */
export type SignedIn = Actor & { session: SessionNow };
/** `mustSetUp`: the person's role needs a second factor which they have not shown, so nothing opens but its set-up. */
export type Standing = { actor: SignedIn; mustSetUp: boolean };

/** The minutes without a request after which a person is signed out. */
export const idleMinutes = async (): Promise<number> => (await settingOf(store().db, "sign_in")).value.idleMinutes;

/** Whether one of the person's roles needs a second factor. */
export async function needsSecondFactor(db: Db, actor: Pick<Actor, "memberships">): Promise<boolean> {
  return factorAsked(actor, (await settingOf(db, "sign_in")).value);
}

const factorAsked = (actor: Pick<Actor, "memberships">, { secondFactorFor }: Setting<"sign_in">): boolean =>
  actor.memberships.some((m) => secondFactorFor.includes(m.role));

const standings = new WeakMap<object, Promise<Standing | null>>();

/**
 * Whose session the request carries, or null. Ends one that was idle too long, and one whose second factor is missing though
 * the person has one. The loaders of one page ask once between them; an action and the loaders after it each ask anew, as
 * the action may have changed the answer.
 */
export function standingOf(request: Request): Promise<Standing | null> {
  const reading = readingNow();
  if (!reading) return findStanding(request);
  const found = standings.get(reading) ?? findStanding(request);
  standings.set(reading, found);
  return found;
}

async function findStanding(request: Request): Promise<Standing | null> {
  const found = await auth().api.getSession({ headers: request.headers });
  if (!found) return null;
  const at = now();
  const { session, user } = found;
  const { db } = store();
  // Asked with every page, so side by side: on PostgreSQL each would wait for the one before.
  const [{ value: settings }, person, mayShow] = await Promise.all([
    settingOf(db, "sign_in"),
    actorOf(db, user.id, at),
    hasFactor(db, user.id),
  ]);
  const idleSeconds = (at.getTime() - new Date(session.updatedAt).getTime()) / 1000;
  const hours = (at.getTime() - new Date(session.createdAt).getTime()) / 3_600_000;
  if (idleSeconds > settings.idleMinutes * 60 || hours > SESSION_HOURS) {
    await endIdleSession(store(), session.id, { id: user.id, name: user.name }, at);
    return null;
  }
  if (!person) return null;
  noteRequest({ personId: user.id });
  const secondFactor = session.secondFactor === true;
  if (!secondFactor && mayShow) return null;
  if (idleSeconds > TOUCH_AFTER_SECONDS) await touchSession(store(), session.id, at);
  const actor = { ...person, session: { id: session.id, way: String(session.way), secondFactor } };
  return { actor, mustSetUp: !secondFactor && factorAsked(person, settings) };
}

/** Who is asking, or null: also while a second factor is still to be set up. */
export async function whoIsAsking(request: Request): Promise<SignedIn | null> {
  const standing = await standingOf(request);
  return standing && !standing.mustSetUp ? standing.actor : null;
}

/**
 * Every loader and action begins here: somebody is signed in and may do this. A page that was asked for while signed out
 * leads to sign-in and back; whose role needs a second factor is led to its set-up, unless the page is part of it; a
 * person without the right gets the sentence that says who has it, and an inspector that there is no such page.
 */
export async function requireActor(
  request: Request,
  action: Action,
  { settingUp = false }: { settingUp?: boolean } = {},
): Promise<SignedIn> {
  const standing = await standingOf(request);
  const back = encodeURIComponent(pathOf(request));
  if (!standing) throw redirect(`/sign-in?back=${back}`);
  if (standing.mustSetUp && !settingUp) throw redirect(`${SET_UP_PATH}?back=${back}`);
  const { actor } = standing;
  const verdict = may(actor, action);
  if (!verdict.ok) throw onlyInspects(actor) ? notFound() : forbidden(verdict.sentence);
  // Nobody from outside sees a room on a password alone, whatever the settings ask of others.
  if (action === "room.visit" && onlyInspects(actor) && !actor.session.secondFactor)
    throw redirect(`${SET_UP_PATH}?back=${back}`);
  return actor;
}

export const SET_UP_PATH = "/account/second-factor";

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

export type Beginning = { way: string; secondFactor: boolean; words: string };

/**
 * Begins a session under a new token, within the caller's transaction, and ends the one that this browser had.
 * @returns the headers that carry it
 */
export async function beginSession(
  tx: Tx,
  request: Request,
  person: { id: string; name: string },
  { way, secondFactor, words }: Beginning,
  at: Date,
): Promise<Headers> {
  return inTransaction(tx, async () => {
    const before = await auth().api.getSession({ headers: request.headers });
    if (before) await endSessionInBrowser(tx, before.session.id, { id: before.user.id, name: before.user.name }, at);
    const { headers } = await auth().api.startSession({
      body: { personId: person.id, way, secondFactor },
      headers: request.headers,
      returnHeaders: true,
    });
    await recordSession(tx, "session.started", person, `${person.name} signed in${words}.`, at);
    return headers;
  });
}

/** Signs out. @returns the headers that take the cookie away, and the key of the identity provider by which the person came, or null */
export async function signOut(request: Request): Promise<{ headers: Headers; provider: string | null }> {
  return store().transaction((tx) =>
    inTransaction(tx, async () => {
      const found = await auth().api.getSession({ headers: request.headers });
      const { headers } = await auth().api.signOut({ headers: request.headers, returnHeaders: true });
      if (!found) return { headers, provider: null };
      const person = { id: found.user.id, name: found.user.name };
      await recordSession(tx, "session.ended", person, `${person.name} signed out.`, now());
      const way = String(found.session.way);
      return { headers, provider: way.startsWith("provider:") ? way.slice("provider:".length) : null };
    }),
  );
}
