import { createCookie } from "@remix-run/node";
import { actorOf, theArea } from "#db/people.ts";
import { checkPassword } from "#db/passwords.ts";
import { factorOf, takeRecoveryCode, takeStep } from "#db/second-factors.ts";
import { recordRefusal } from "#db/sessions.ts";
import { cancelTickets, hashOfSecret, issueTicket, takeTicket, ticketOf } from "#db/tickets.ts";
import type { Tx } from "#db/store.ts";
import { area, now, store } from "./database.server.ts";
import { looksLikeRecoveryCode, recoveryHash, stepOf } from "./second-factor.server.ts";
import { beginSession, type SignedIn } from "./session.server.ts";
import {
  forgiveIn,
  type Limits,
  limitsFor,
  limitsForCode,
  limitsForConfirming,
  rememberBrowser,
  tryNow,
} from "./throttle.server.ts";

/**
 * Signing in, step by step. Between the password and the code there is no session: only a ticket in a cookie of its own,
 * which opens nothing but the page that asks for the code.
 */

export type Outcome =
  | { kind: "in"; headers: Headers }
  | { kind: "code"; headers: Headers }
  | { kind: "refused"; sentence: string };

type Person = { id: string; name: string; email: string };

const STEP_MINUTES = 10;
/** Wrong codes after which the password is asked for again. */
const MOST_WRONG_CODES = 5;

const WRONG_PAIR = "The email address and password do not match. Check both, or ask your quality lead";
const tooOften = (wait: string) => `This was refused too often. Try again in ${wait}`;

const stepCookie = () =>
  createCookie("ehc.step", {
    httpOnly: true,
    sameSite: "lax",
    path: "/sign-in",
    maxAge: STEP_MINUTES * 60,
    secure: area().settings.PUBLIC_URL?.startsWith("https://") ?? false,
  });

async function stepSecret(request: Request): Promise<string> {
  const value: unknown = await stepCookie()
    .parse(request.headers.get("Cookie"))
    .catch(() => null);
  return typeof value === "string" ? value : "";
}

/** Signs in with an address and a password: in, or on to the code, or refused. Whichever it is leaves an event. */
export async function signIn(
  request: Request,
  email: string,
  password: string,
  from = "",
  back = "/",
): Promise<Outcome> {
  const at = now();
  const address = email.trim().toLowerCase().slice(0, 254);
  const limits = await limitsFor("sign-in", request, address, from);
  const allowed = await tryNow(limits);
  if (!allowed.ok) return { kind: "refused", sentence: tooOften(allowed.wait) };
  const { fits, person } = await checkPassword(store().db, address, password.slice(0, 1000));
  const actor = person && (await actorOf(store().db, person.id, at));
  if (!person || !fits || !actor) {
    await recordRefusal(
      store(),
      person,
      fits ? "they have no role that holds" : "the address and password did not match",
      at,
    );
    return { kind: "refused", sentence: WRONG_PAIR };
  }
  return proceed(request, person, { way: "password", secondFactor: false, back }, limits, at);
}

/** Somebody proved who they are by the first factor: asks for the second where they have one, else begins the session. */
export async function proceed(
  request: Request,
  person: Person,
  how: { way: string; secondFactor: boolean; back: string },
  limits: Limits,
  at: Date,
): Promise<Outcome> {
  return store().transaction(async (tx): Promise<Outcome> => {
    await forgiveIn(tx, limits);
    const factor = await factorOf(tx, person.id);
    if (factor?.secret && !how.secondFactor) {
      const secret = await issueTicket(tx, "second_step", {
        personId: person.id,
        data: { way: how.way, back: how.back, wrong: 0 },
        expiresAt: new Date(at.getTime() + STEP_MINUTES * 60_000),
      });
      return { kind: "code", headers: new Headers({ "Set-Cookie": await stepCookie().serialize(secret) }) };
    }
    const words = how.way === "password" ? "" : " with a work account";
    return { kind: "in", headers: await enter(tx, request, person, how, words, at) };
  });
}

async function enter(
  tx: Tx,
  request: Request,
  person: Person,
  { way, secondFactor }: { way: string; secondFactor: boolean },
  words: string,
  at: Date,
): Promise<Headers> {
  const headers = await beginSession(tx, request, person, { way, secondFactor, words }, at);
  headers.append("Set-Cookie", await rememberBrowser(person.email));
  return headers;
}

/** Whether the browser stands between password and code. Looking uses nothing up. */
export async function isBetweenSteps(request: Request): Promise<boolean> {
  return (await ticketOf(store().db, "second_step", await stepSecret(request), now())) !== null;
}

export type CodeOutcome =
  | { kind: "in"; headers: Headers; person: Person; back: string; codesLeft: number | null }
  | { kind: "refused"; sentence: string }
  | { kind: "again" };

/**
 * The second step: a code of the authenticator, or a recovery code. A code counts once; after five wrong ones, or ten
 * minutes, sign-in begins again.
 */
export async function enterCode(request: Request, typed: string, from: string): Promise<CodeOutcome> {
  const at = now();
  const secret = await stepSecret(request);
  const ticket = await ticketOf(store().db, "second_step", secret, at);
  const actor = ticket?.personId ? await actorOf(store().db, ticket.personId, at) : null;
  if (!ticket || !actor) return { kind: "again" };
  const person: Person = { id: actor.id, name: actor.name, email: actor.email };
  const recovery = looksLikeRecoveryCode(typed);
  const limits = await limitsForCode(request, person, from, recovery);
  const allowed = await tryNow(limits);
  if (!allowed.ok) return { kind: "refused", sentence: `${tooOften(allowed.wait)}, or use a recovery code` };
  const factor = await factorOf(store().db, person.id);
  const step = factor?.secret && !recovery ? await stepOf(factor.secret, typed, at) : null;
  const outcome = await store().transaction(async (tx): Promise<CodeOutcome | null> => {
    // Of two answers with one ticket at once, the second finds it gone.
    const taken = await takeTicket(tx, "second_step", secret, at);
    if (!taken) return { kind: "again" };
    const codesLeft = recovery ? await takeRecoveryCode(tx, person, recoveryHash(typed), at) : null;
    const right = recovery ? codesLeft !== null : step !== null && (await takeStep(tx, person.id, step));
    if (!right) {
      const wrong = Number(taken.data.wrong) + 1;
      if (wrong >= MOST_WRONG_CODES) return { kind: "again" };
      // The same secret goes on, so that the page can be sent again.
      const { personId, data, expiresAt } = taken;
      await keepTrying(tx, secret, { personId, data: { ...data, wrong }, expiresAt });
      return null;
    }
    await forgiveIn(tx, limits);
    await cancelTickets(tx, person.id, "second_step");
    const how = { way: String(taken.data.way), secondFactor: true };
    const words = recovery ? " with a recovery code" : " with a code of their authenticator app";
    const headers = await enter(tx, request, person, how, words, at);
    headers.append("Set-Cookie", await stepCookie().serialize("", { maxAge: 0 }));
    return { kind: "in", headers, person, back: String(taken.data.back), codesLeft };
  });
  if (outcome?.kind === "in") return outcome;
  await recordRefusal(store(), person, "the code was wrong, or was used before", at, "second_factor.refused");
  return outcome ?? { kind: "refused", sentence: "That code does not fit. Enter the one that the app shows now" };
}

const keepTrying = (tx: Tx, secret: string, ticket: Parameters<typeof issueTicket>[2]) =>
  issueTicket(tx, "second_step", ticket, { secret, hash: hashOfSecret(secret) });

/** Asks somebody signed in for their password again, before what a stranger at an open screen must not do. */
export async function confirmPassword(
  actor: SignedIn,
  password: string,
): Promise<{ ok: true } | { ok: false; sentence: string }> {
  const limits = limitsForConfirming(actor.session.id);
  const allowed = await tryNow(limits);
  if (!allowed.ok) return { ok: false, sentence: tooOften(allowed.wait) };
  const { fits } = await checkPassword(store().db, actor.email, password.slice(0, 1000));
  if (!fits) return { ok: false, sentence: "This is not your current password" };
  await store().transaction((tx) => forgiveIn(tx, limits));
  return { ok: true };
}

/** What stands on the cover of the pages on the way in. */
export async function cover(): Promise<{ area: string; partners: string; demonstration: boolean }> {
  const found = await theArea(store().db);
  return {
    area: found?.name ?? "This installation is not set up yet",
    partners: found?.partners ?? "",
    demonstration: found?.demonstration ?? false,
  };
}
