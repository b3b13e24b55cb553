import { createCookie } from "@remix-run/node";
import * as client from "openid-client";
import { actorOf } from "#db/people.ts";
import { type Found, personFrom, type ProviderSays } from "#db/providers.ts";
import { recordRefusal } from "#db/sessions.ts";
import { issueTicket, newSecret, takeTicket } from "#db/tickets.ts";
import { area, now, store } from "./database.server.ts";
import { addressOf, type Provider } from "./settings.ts";
import { type Outcome, proceed } from "./sign-in.server.ts";
import { log, loggable } from "./log.ts";

/**
 * Signing in with the account of the council or the NHS, by openid-client: authorisation code with PKCE, state bound to the
 * browser, nonce, issuer and audience, and the signature of the id token against the provider's keys.
 */

const TRIP_MINUTES = 10;
const SECONDS_TO_ANSWER = 5;

/** Why it did not work; the sign-in page has the sentence. */
export type ProviderProblem = "unreachable" | "unchecked" | "cancelled" | "unknown" | "unverified" | "other";

export const providerWith = (key: string): Provider | null =>
  area().settings.providers.find((provider) => provider.key === key) ?? null;

const pathBack = (provider: Provider) => `/sign-in/with/${provider.key}/back`;

const tripCookie = () =>
  createCookie("ehc.provider", {
    httpOnly: true,
    sameSite: "lax",
    path: "/sign-in",
    maxAge: TRIP_MINUTES * 60,
    secure: area().settings.PUBLIC_URL?.startsWith("https://") ?? false,
  });

/** What the provider says of itself, read anew for each sign-in, so that new keys and addresses count at once. */
async function configurationOf(provider: Provider): Promise<client.Configuration> {
  const execute = [client.enableNonRepudiationChecks];
  if (provider.issuer.startsWith("http://")) execute.push(client.allowInsecureRequests);
  return client.discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, undefined, {
    execute,
    timeout: SECONDS_TO_ANSWER,
  });
}

/** Where to send the browser, and the cookie that binds the answer to it. */
export async function goToProvider(
  provider: Provider,
  back: string,
): Promise<{ ok: true; url: string; headers: Headers } | { ok: false; problem: ProviderProblem }> {
  let configuration: client.Configuration;
  try {
    configuration = await configurationOf(provider);
  } catch (error) {
    tell(provider, error);
    return { ok: false, problem: "unreachable" };
  }
  const [verifier, nonce, made] = [client.randomPKCECodeVerifier(), client.randomNonce(), newSecret()];
  await store().transaction((tx) =>
    issueTicket(
      tx,
      "provider",
      {
        personId: null,
        data: { provider: provider.key, verifier, nonce, back },
        expiresAt: new Date(now().getTime() + TRIP_MINUTES * 60_000),
      },
      made,
    ),
  );
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: addressOf(area().settings, pathBack(provider)),
    scope: "openid email profile",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: made.secret,
    nonce,
  });
  return { ok: true, url: url.href, headers: new Headers({ "Set-Cookie": await tripCookie().serialize(made.secret) }) };
}

export type Arrival = { ok: true; outcome: Outcome; back: string } | { ok: false; problem: ProviderProblem };

/** The browser comes back from the provider. Each answer counts once, in the browser in which it was begun. */
export async function comeFromProvider(request: Request, provider: Provider): Promise<Arrival> {
  const at = now();
  const asked = new URL(request.url);
  const state = asked.searchParams.get("state") ?? "";
  const held: unknown = await tripCookie()
    .parse(request.headers.get("Cookie"))
    .catch(() => null);
  const trip =
    state && held === state ? await store().transaction((tx) => takeTicket(tx, "provider", state, at)) : null;
  if (!trip || trip.data.provider !== provider.key)
    return refused(null, "unchecked", "the answer of the identity provider was not one that this browser asked for");
  if (asked.searchParams.get("error") === "access_denied")
    return refused(null, "cancelled", "it was cancelled at the identity provider");
  let says: ProviderSays;
  try {
    const configuration = await configurationOf(provider);
    const url = new URL(addressOf(area().settings, pathBack(provider) + asked.search));
    const tokens = await client.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: String(trip.data.verifier),
      expectedNonce: String(trip.data.nonce),
      expectedState: state,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error("no claims");
    says = {
      issuer: claims.iss,
      subject: claims.sub,
      email: typeof claims.email === "string" ? claims.email : null,
      emailVerified: claims.email_verified === true,
    };
  } catch (error) {
    tell(provider, error);
    const problem = isUnreachable(error) ? "unreachable" : "unchecked";
    return refused(null, problem, "the answer of the identity provider could not be checked");
  }
  const found = await store().transaction((tx) => personFrom(tx, provider, says, at));
  if (!found.ok) return refused(found.person, found.why, WHY[found.why]);
  const actor = await actorOf(store().db, found.person.id, at);
  if (!actor) return refused(found.person, "unknown", "they have no role that holds");
  const back = String(trip.data.back);
  const how = { way: `provider:${provider.key}`, secondFactor: provider.secondFactor, back };
  const person = { id: actor.id, name: actor.name, email: actor.email };
  const outcome = await proceed(request, person, how, { own: [], shared: [] }, at);
  outcome.kind !== "refused" && outcome.headers.append("Set-Cookie", await tripCookie().serialize("", { maxAge: 0 }));
  return { ok: true, outcome, back };
}

const WHY: Record<Extract<Found, { ok: false }>["why"], string> = {
  unknown: "nobody invited the address that the identity provider gave",
  unverified: "the identity provider had not confirmed the email address",
  other: "the account is linked to another person at the identity provider",
};

async function refused(
  person: { id: string; name: string } | null,
  problem: ProviderProblem,
  why: string,
): Promise<Arrival> {
  await recordRefusal(store(), person, why, now());
  return { ok: false, problem };
}

/** The provider's own page for signing out, where it has one and answers. */
export async function signOutAt(provider: Provider): Promise<string | null> {
  try {
    const configuration = await configurationOf(provider);
    if (!configuration.serverMetadata().end_session_endpoint) return null;
    const back = addressOf(area().settings, "/sign-in");
    return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: back }).href;
  } catch (error) {
    tell(provider, error);
    return null;
  }
}

/** Nothing answered at all, or not in time. */
function isUnreachable(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    (error instanceof Error &&
      /TIMEOUT|abort|fetch failed/i.test(`${error.name} ${(error as { code?: string }).code} ${error.message}`))
  );
}

/** For whoever runs the server: which provider, and the library's short code, never what it sent. */
function tell(provider: Provider, error: unknown): void {
  log().error({ provider: provider.key, error: loggable(error) }, "An identity provider could not be used");
}
