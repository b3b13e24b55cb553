import { betterAuth } from "better-auth";
import { createAdapterFactory } from "better-auth/adapters";
import { identityStore } from "#db/identity-store.ts";
import type { Store } from "#db/store.ts";
import { area } from "./database.server.ts";

/**
 * Who somebody is: passwords and sessions by the library better-auth, kept in the product's own tables through the
 * store. Nobody signs up; people are invited. What a person may do is not decided here but in audits/people.
 */
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
    session: { modelName: "sessions", expiresIn: 12 * 60 * 60, disableSessionRefresh: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200 },
    advanced: {
      cookiePrefix: "ehc",
      useSecureCookies: settings.PUBLIC_URL?.startsWith("https://") ?? false,
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: { level: "error" },
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
