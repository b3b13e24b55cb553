import { type BetterAuthPlugin, betterAuth } from "better-auth";
import { createAdapterFactory } from "better-auth/adapters";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { identityStore } from "#db/identity-store.ts";
import type { Store } from "#db/store.ts";
import { area } from "./database.server.ts";

/** A session is over after this long, used or not. */
export const SESSION_HOURS = 12;

/**
 * Sessions and their signed cookies by the library better-auth, kept in the product's own tables through the store; its
 * password hash is used by db/passwords.ts. Its own ways to sign in are not: they begin a session before a second factor is
 * asked for, and write outside the transaction that records the event. None of its addresses is served. Nobody signs up;
 * people are invited. What a person may do is not decided here but in audits/people.
 */
const startingSessions = {
  id: "starting-sessions",
  endpoints: {
    /** Begins a session for a person who has proved who they are, under a new token. The cookie ends with the browser. */
    startSession: createAuthEndpoint(
      "/start-session",
      {
        method: "POST",
        requireHeaders: true,
        body: z.object({ personId: z.string(), way: z.string(), secondFactor: z.boolean() }),
      },
      async (ctx) => {
        const { personId, way, secondFactor } = ctx.body;
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(personId);
        if (!user) throw new Error("A session was begun for a person who is not there");
        const session = await internalAdapter.createSession(personId, false, { way, secondFactor }, true);
        await setSessionCookie(ctx, { session, user }, true);
        return ctx.json({ id: session.id });
      },
    ),
  },
} satisfies BetterAuthPlugin;

function makeIdentity() {
  const { store, keys, settings } = area();
  return betterAuth({
    appName: "EHC plan quality",
    baseURL: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    basePath: "/identity",
    secret: keys.sessionSecret,
    database: adapterOf(store),
    user: { modelName: "people" },
    account: { modelName: "accounts" },
    verification: { modelName: "verifications" },
    session: {
      modelName: "sessions",
      expiresIn: SESSION_HOURS * 60 * 60,
      disableSessionRefresh: true,
      additionalFields: {
        way: { type: "string", input: false, defaultValue: "password" },
        secondFactor: { type: "boolean", input: false, defaultValue: false },
      },
    },
    emailAndPassword: { enabled: false },
    plugins: [startingSessions],
    advanced: {
      cookiePrefix: "ehc",
      useSecureCookies: settings.PUBLIC_URL?.startsWith("https://") ?? false,
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    // Its sentences come with the address that somebody typed; what failed for good reaches the log as an error.
    logger: { level: "error", log: () => {} },
  });
}

function adapterOf(store: Store) {
  return createAdapterFactory({
    config: {
      adapterId: "ehc-store",
      adapterName: "The product's own store",
      supportsJSON: false,
      supportsDates: true,
      supportsBooleans: true,
      transaction: false,
    },
    // The library's own types promise any shape for a row; the store answers with the rows of its tables.
    adapter: () => identityStore(store) as never,
  });
}

let identity: { of: Store; auth: ReturnType<typeof makeIdentity> } | null = null;

/** The identity library over the database that is open now. */
export function auth(): ReturnType<typeof makeIdentity> {
  const { store } = area();
  if (identity?.of !== store) identity = { of: store, auth: makeIdentity() };
  return identity.auth;
}
