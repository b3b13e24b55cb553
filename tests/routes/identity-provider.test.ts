import { type ChildProcess, fork } from "node:child_process";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultSetting } from "#audits/settings.ts";
import { invitePerson } from "#db/invitations.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { eventsAbout, latestEvents } from "#db/trail.ts";
import * as account from "~/routes/account.tsx";
import * as cycles from "~/routes/cycles.tsx";
import * as signInPage from "~/routes/sign-in.tsx";
import * as going from "~/routes/sign-in-with.ts";
import * as back from "~/routes/sign-in-with-back.ts";
import * as signOutPage from "~/routes/sign-out.ts";
import { area as running, runOn } from "~/server/database.server.ts";
import { readSettings } from "~/server/settings.ts";
import { type TestArea, testArea } from "./area.ts";
import { browser } from "./browser.ts";
import type { ProviderOrder } from "./provider.process.ts";

let provider: ChildProcess;
let issuer = "";
beforeAll(async () => {
  provider = fork("tests/routes/provider.process.ts", { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  issuer = await new Promise<string>((resolve) =>
    provider.once("message", (m: { issuer: string }) => resolve(m.issuer)),
  );
});
afterAll(() => void provider.kill());

const answers = (order: ProviderOrder) =>
  new Promise<void>((resolve) => {
    provider.once("message", () => resolve());
    provider.send(order);
  });

let area: TestArea;
const settings = (more: Record<string, string> = {}) =>
  readSettings({
    NODE_ENV: "test",
    OIDC_PROVIDERS: "council, nhs",
    OIDC_COUNCIL_NAME: "Testshire Council account",
    OIDC_COUNCIL_ISSUER: issuer,
    OIDC_COUNCIL_CLIENT_ID: "ehc",
    OIDC_COUNCIL_CLIENT_SECRET: "secret",
    OIDC_NHS_NAME: "NHS account",
    OIDC_NHS_ISSUER: "http://127.0.0.1:9",
    OIDC_NHS_CLIENT_ID: "ehc",
    OIDC_NHS_CLIENT_SECRET: "secret",
    ...more,
  });
beforeEach(async () => {
  area = await testArea();
  runOn({ ...running(), settings: settings() });
});
afterEach(() => area.close());

const LEAD = { sub: "subject-1", email: "Lead@Testshire.example", email_verified: true };
type Browser = ReturnType<typeof browser>;

/** Goes to the provider as a browser does. @returns the address that the provider sends the browser back to */
async function tripTo(b: Browser): Promise<URL> {
  const start = await b.open(going, "/sign-in/with/council?back=/cycles", { provider: "council" });
  expect(start.location?.startsWith(`${issuer}/authorize`)).toBe(true);
  const answer = await fetch(start.location ?? "", { redirect: "manual" });
  return new URL(answer.headers.get("Location") ?? "");
}
const comeBack = (b: Browser, url: URL) =>
  b.open(back, `/sign-in/with/council/back${url.search}`, { provider: "council" });
const whole = async (b: Browser) => comeBack(b, await tripTo(b));
const lastSentence = async () => (await latestEvents(area.store.db, 1)).events[0]?.sentence;
const problem = (code: string) => `/sign-in?with=council&problem=${code}`;

describe("signing in with an account of the council", () => {
  it("links the account of a verified address the first time; from then on the subject alone counts", async () => {
    await answers({ claims: LEAD });
    const b = browser();
    const url = await tripTo(b);
    expect([url.pathname, (await comeBack(b, url)).location]).toEqual(["/sign-in/with/council/back", "/cycles"]);
    expect((await b.open(cycles, "/cycles")).status).toBe(200);
    expect((await eventsAbout(area.store.db, "person", "per_lead")).map((e) => e.kind).slice(-2)).toEqual([
      "provider.linked",
      "session.started",
    ]);
    // Somebody renames their account at the provider to another's address: they stay who they are here.
    await answers({ claims: { ...LEAD, email: "admin@testshire.example" } });
    const again = browser();
    expect((await whole(again)).location).toBe("/cycles");
    expect((await again.open(account, "/account")).data).toMatchObject({ email: "lead@testshire.example" });
    // An address that the provider gave to somebody new opens nothing.
    await answers({ claims: { ...LEAD, sub: "subject-2" } });
    expect((await whole(browser())).location).toBe(problem("other"));
  });

  it("sends the browser with PKCE, state and nonce, and keeps no token of the provider", async () => {
    await answers({ claims: LEAD });
    const b = browser();
    const start = await b.open(going, "/sign-in/with/council", { provider: "council" });
    const asked = new URL(start.location ?? "").searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    for (const name of ["code_challenge", "state", "nonce"]) expect(asked.get(name)?.length, name).toBeGreaterThan(20);
    await whole(b);
    const { accounts } = area.store.tables;
    const rows = await area.store.db.select().from(accounts).where(eq(accounts.providerId, "provider:council"));
    expect(rows.map((r) => [r.accountId, r.accessToken, r.idToken, r.refreshToken])).toEqual([
      [`${issuer}|subject-1`, null, null, null],
    ]);
  });

  it("lets nobody in whom nobody invited, and accepts the invitation of whom somebody did", async () => {
    const claims = { sub: "new-1", email: "new@testshire.example", email_verified: true };
    await answers({ claims });
    expect((await whole(browser())).location).toBe(problem("unknown"));
    expect(await lastSentence()).toMatch(/nobody invited/);
    const memberships = [
      { organisationId: "org_council", role: "panel_chair" as const, agency: null, writerRef: null, lastDay: null },
    ];
    const invitation = { name: "Nia New", email: "new@testshire.example", memberships };
    expect((await invitePerson(area.store, area.people.lead, invitation, new Date())).ok).toBe(true);
    await answers({ claims: { ...claims, email_verified: false } });
    expect((await whole(browser())).location).toBe(problem("unverified"));
    await answers({ claims });
    const b = browser();
    expect((await whole(b)).location).toBe("/cycles");
    expect((await b.open(account, "/account")).data).toMatchObject({ name: "Nia New", hasPassword: false });
  });

  it("refuses an address that the provider has not verified", async () => {
    for (const email_verified of [false, undefined, "true"]) {
      await answers({ claims: { ...LEAD, email_verified } });
      expect((await whole(browser())).location).toBe(problem("unverified"));
    }
  });

  it("refuses an answer for another client, of another issuer, with a broken signature, another nonce, or that is over", async () => {
    for (const wrong of ["audience", "issuer", "signature", "nonce", "expired"] as const) {
      await answers({ claims: LEAD, wrong });
      const b = browser();
      expect((await whole(b)).location, wrong).toBe(problem("unchecked"));
      expect(b.jar.has("ehc.session_token"), wrong).toBe(false);
    }
  });

  it("takes an answer once, only in the browser that asked, and only with its state", async () => {
    await answers({ claims: LEAD });
    const b = browser();
    const url = await tripTo(b);
    expect((await comeBack(browser(), url)).location).toBe(problem("unchecked"));
    const changed = new URL(url);
    changed.searchParams.set("state", "x".repeat(43));
    expect((await comeBack(b, changed)).location).toBe(problem("unchecked"));
    const copy = browser();
    for (const [name, value] of b.jar) copy.jar.set(name, value);
    expect((await comeBack(b, url)).location).toBe("/cycles");
    expect((await comeBack(copy, url)).location).toBe(problem("unchecked"));
    // The answer of one provider is none of another's.
    const third = browser();
    const other = await tripTo(third);
    const wrongDoor = await third.open(back, `/sign-in/with/nhs/back${other.search}`, { provider: "nhs" });
    expect(wrongDoor.location).toBe("/sign-in?with=nhs&problem=unchecked");
  });

  it("says so when the provider is down, and sign-in by password goes on", async () => {
    const b = browser();
    const start = await b.open(going, "/sign-in/with/nhs", { provider: "nhs" });
    expect(start.location).toBe("/sign-in?with=nhs&problem=unreachable");
    const page = await b.open(signInPage, start.location ?? "");
    expect(page.data).toMatchObject({ problem: expect.stringMatching(/^Your NHS account cannot be reached/) });
    const form = { email: "lead@testshire.example", password: "a long enough password", back: "/cycles" };
    expect((await b.send(signInPage, "/sign-in", form)).location).toBe("/cycles");
    expect((await b.open(going, "/sign-in/with/none", { provider: "none" })).status).toBe(404);
  });

  it("counts as second factor only where the provider's setting says so", async () => {
    const { version } = await settingOf(area.store.db, "sign_in");
    const value = { ...defaultSetting("sign_in"), secondFactorFor: ["quality_lead" as const] };
    await changeSetting(area.store, { id: null, name: "Test" }, "sign_in", value, version, new Date());
    await answers({ claims: LEAD });
    const without = browser();
    await whole(without);
    expect((await without.open(cycles, "/cycles")).location).toMatch(/^\/account\/second-factor/);
    runOn({ ...running(), settings: settings({ OIDC_COUNCIL_SECOND_FACTOR: "yes" }) });
    const b = browser();
    await whole(b);
    expect((await b.open(cycles, "/cycles")).status).toBe(200);
  });

  it("signs out here, and shows the way to sign out at the provider", async () => {
    await answers({ claims: LEAD });
    const b = browser();
    await whole(b);
    const out = await b.send(signOutPage, "/sign-out", {});
    expect(out.location).toBe("/sign-in?out=council");
    const { signedOut } = (await b.open(signInPage, "/sign-in?out=council")).data as {
      signedOut: { name: string; address: string };
    };
    const address = new URL(signedOut.address);
    expect(address.origin + address.pathname).toBe(`${issuer}/endsession`);
    expect(address.searchParams.get("post_logout_redirect_uri")).toBe("http://localhost:3000/sign-in");
    expect((await b.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
  });
});

describe("settings of identity providers and mail", () => {
  it("that are wrong are all named, each with an example", () => {
    const wrong = () =>
      readSettings({
        OIDC_PROVIDERS: "council",
        OIDC_COUNCIL_NAME: "C",
        OIDC_COUNCIL_ISSUER: "http://login.example.gov.uk",
        OIDC_COUNCIL_CLIENT_ID: "ehc",
        OIDC_COUNCIL_SECOND_FACTOR: "maybe",
        SMTP_URL: "smtp://mail.example.gov.uk:587",
      });
    for (const name of [
      "OIDC_COUNCIL_NAME",
      "OIDC_COUNCIL_ISSUER",
      "OIDC_COUNCIL_CLIENT_SECRET",
      "OIDC_COUNCIL_SECOND_FACTOR",
      "MAIL_FROM",
    ])
      expect(wrong, name).toThrow(new RegExp(`  ${name} .*Example: ${name}=`));
    expect(() => readSettings({ OIDC_PROVIDERS: "Council NHS" })).toThrow(/OIDC_PROVIDERS/);
    expect(() => readSettings({ SMTP_URL: "mail.example", MAIL_FROM: "a@b.example\r\nBcc: x@y.example" })).toThrow(
      /SMTP_URL[\s\S]*MAIL_FROM/,
    );
  });
});
