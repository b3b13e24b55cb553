import { createCookie } from "@remix-run/node";
import { randomBytes } from "node:crypto";
import { attempt, type Bucket, forgive } from "#db/attempts.ts";
import type { Tx } from "#db/store.ts";
import { keyedHash } from "./area-keys.ts";
import { area, now } from "./database.server.ts";

/**
 * How long somebody has to wait who guesses. Waits grow with what was refused for an address from one network place, and
 * more slowly for a place as a whole, so a stranger elsewhere cannot shut the owner out. A browser in which somebody
 * signed in before counts for itself, so a stranger at the same place cannot either.
 */
export type Limits = { own: Bucket[]; shared: Bucket[] };

const hashed = (purpose: string, text: string) => keyedHash(area().keys, `attempts: ${purpose}`, text);
const bucket = (purpose: string, text: string, limits: Omit<Bucket, "key">): Bucket => ({
  key: hashed(purpose, text),
  ...limits,
});

const OWN = { free: 5, first: 15, longest: 15 * 60 };
/** A council's whole office may stand behind one address. */
const PLACE = { free: 60, first: 2, longest: 60 };

/** For the first step of signing in, and for asking for a reset link. */
export async function limitsFor(
  purpose: "sign-in" | "reset",
  request: Request,
  email: string,
  from: string,
): Promise<Limits> {
  const browser = await knownBrowser(request, email);
  if (browser) return { own: [bucket(`${purpose} known`, browser, OWN)], shared: [] };
  const place = placeOf(from);
  return { own: [bucket(purpose, `${email} ${place}`, OWN)], shared: [bucket(`${purpose} place`, place, PLACE)] };
}

/**
 * For codes of an authenticator, which are short: counted for the person from everywhere as well, after the password was
 * right. A recovery code is too long to be guessed, and so is never made to wait for what others tried elsewhere.
 */
export async function limitsForCode(
  request: Request,
  person: { id: string; email: string },
  from: string,
  recovery: boolean,
): Promise<Limits> {
  const browser = await knownBrowser(request, person.email);
  const kind = recovery ? "recovery code" : "code";
  if (browser) return { own: [bucket(`${kind} known`, browser, OWN)], shared: [] };
  const own = [bucket(kind, `${person.id} ${placeOf(from)}`, OWN)];
  if (!recovery) own.push(bucket("code anywhere", person.id, { free: 20, first: 30, longest: 15 * 60 }));
  return { own, shared: [] };
}

/** For a password or a code that somebody signed in types to confirm a change: theirs alone, by their session. */
export const limitsForConfirming = (sessionId: string): Limits => ({
  own: [bucket("confirm", sessionId, OWN)],
  shared: [],
});

/** For links that are none: their secrets are too long to be guessed, so what is slowed is the load. A link that is one never waits. */
const limitsForLinks = (from: string): Limits => ({
  own: [],
  shared: [bucket("links", placeOf(from), { free: 20, first: 5, longest: 300 })],
});

export type Allowed = { ok: true } | { ok: false; wait: string };

/** Counts a try. @returns how long to wait, in words, when it comes too early */
export async function tryNow({ own, shared }: Limits): Promise<Allowed> {
  const { store } = area();
  const verdict = await attempt(store, [...own, ...shared], now());
  return verdict.ok ? verdict : { ok: false, wait: waitWords(verdict.waitSeconds) };
}

/** Counts the use of a link that is none. @returns the status to answer with */
export const badLink = async (from: string): Promise<404 | 429> =>
  (await tryNow(limitsForLinks(from))).ok ? 404 : 429;

export const forgiveIn = (tx: Tx, { own, shared }: Limits): Promise<void> => forgive(tx, own, shared);

/** "15 seconds", "1 minute", "4 minutes": rounded up. */
export function waitWords(seconds: number): string {
  if (seconds <= 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** The network a request came from: an IPv4 address, or the first half of an IPv6 address, which one household or office has. */
export function placeOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array.from({ length: zeros }, () => "0"), ...right].slice(0, 4).join(":");
}

const YEAR_HALF = 180 * 24 * 60 * 60;

const knownCookie = () =>
  createCookie("ehc.known", {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    maxAge: YEAR_HALF,
    secure: area().settings.PUBLIC_URL?.startsWith("https://") ?? false,
  });

/** The mark of a browser in which this address signed in before, or null. It proves nothing and opens nothing. */
async function knownBrowser(request: Request, email: string): Promise<string | null> {
  const value: unknown = await knownCookie()
    .parse(request.headers.get("Cookie"))
    .catch(() => null);
  if (typeof value !== "string") return null;
  const [mark = "", signature] = value.split(".");
  return signature === hashed("known browser", `${mark} ${email}`) ? mark : null;
}

/** Marks the browser as one in which this address has signed in. */
export async function rememberBrowser(email: string): Promise<string> {
  const mark = randomBytes(16).toString("base64url");
  return knownCookie().serialize(`${mark}.${hashed("known browser", `${mark} ${email}`)}`);
}
