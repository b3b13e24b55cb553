import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultSetting } from "#audits/settings.ts";
import type { Role } from "#audits/vocabulary.ts";
import { attempt, secondsAfter } from "#db/attempts.ts";
import { makeResetLink, resetPassword } from "#db/passwords.ts";
import { hasFactor, removeSecondFactor } from "#db/second-factors.ts";
import { endSessionsOf, sessionsOf, sweepIdentity } from "#db/sessions.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { addPerson } from "#db/set-up.ts";
import { hashOfSecret } from "#db/tickets.ts";
import { eventsAbout, latestEvents } from "#db/trail.ts";
import * as account from "~/routes/account.tsx";
import * as accountPassword from "~/routes/account-password.tsx";
import * as recoveryCodes from "~/routes/account-recovery-codes.tsx";
import * as recoveryFile from "~/routes/account-recovery-codes-txt.ts";
import * as secondFactor from "~/routes/account-second-factor.tsx";
import * as cycles from "~/routes/cycles.tsx";
import * as forgot from "~/routes/forgot-password.tsx";
import * as reset from "~/routes/reset.tsx";
import * as signInPage from "~/routes/sign-in.tsx";
import * as codePage from "~/routes/sign-in-code.tsx";
import * as signOutPage from "~/routes/sign-out.ts";
import * as stillHere from "~/routes/still-here.ts";
import { pathForLog } from "~/server/links.ts";
import { whoIsAsking } from "~/server/session.server.ts";
import { placeOf, waitWords } from "~/server/throttle.server.ts";
import { type TestArea, testArea } from "./area.ts";
import { browser } from "./browser.ts";

const PASSWORD = "a long enough password";
const NEW_PASSWORD = "otter umbrella kettle";
const LEAD = "lead@testshire.example";

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(async () => {
  vi.useRealTimers();
  await area.close();
});

type Browser = ReturnType<typeof browser>;
const signIn = (b: Browser, email = LEAD, password = PASSWORD) =>
  b.send(signInPage, "/sign-in", { email, password, back: "/cycles" });
const code = (b: Browser, typed: string) => b.send(codePage, "/sign-in/code", { code: typed });
const codeOf = (key: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(key.replace(/ /g, "")) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });
const kinds = async () => (await latestEvents(area.store.db, 1)).events.map((e) => e.kind);

/** Requires a second factor of these roles. */
async function requireOf(...secondFactorFor: Role[]) {
  const { version } = await settingOf(area.store.db, "sign_in");
  const by = { id: null, name: "Test" };
  await changeSetting(
    area.store,
    by,
    "sign_in",
    { ...defaultSetting("sign_in"), secondFactorFor },
    version,
    new Date(),
  );
}

/** Sets an authenticator up in a signed-in browser. @returns the key and the recovery codes */
async function setUpFactor(b: Browser): Promise<{ key: string; codes: string[] }> {
  const page = await b.open(secondFactor, "/account/second-factor");
  const { key } = (page.data as { setUp: { key: string } }).setUp;
  // The step before this one, so that the tests can go on with the code of this one.
  const done = await b.send(secondFactor, "/account/second-factor", { code: codeOf(key, -1) });
  expect(done.status).toBe(200);
  return { key, codes: (done.data as { codes: string[] }).codes };
}

describe("a session", () => {
  it("begins under a new token whatever the browser brought, and the one before ends", async () => {
    const b = browser();
    b.jar.set("ehc.session_token", "chosen-by-an-attacker.c2lnbmVk");
    expect((await signIn(b)).location).toBe("/cycles");
    const first = b.jar.get("ehc.session_token");
    expect(first).not.toContain("chosen-by-an-attacker");
    const old = browser();
    old.jar.set("ehc.session_token", first ?? "");
    expect((await old.open(cycles, "/cycles")).status).toBe(200);
    expect((await signIn(b)).location).toBe("/cycles");
    expect(b.jar.get("ehc.session_token")).not.toBe(first);
    expect((await old.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
  });

  it("cannot be made from what the database holds", async () => {
    const b = browser();
    await signIn(b);
    const cookie = decodeURIComponent(b.jar.get("ehc.session_token") ?? "");
    const { sessions } = area.store.tables;
    const rows = await area.store.db.select().from(sessions);
    const token = cookie.split(".")[0] ?? "";
    expect(rows.map((row) => row.token)).toContain(hashOfSecret(token));
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.every((row) => !row.ipAddress)).toBe(true);
    // A thief puts what the table holds into a cookie, with the signature of another session.
    const thief = browser();
    thief.jar.set("ehc.session_token", encodeURIComponent(`${rows[0]?.token}.${cookie.split(".")[1]}`));
    expect((await thief.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
  });

  it("ends for whoever kept a copy when its owner signs out, and is over after twelve hours however busy", async () => {
    const b = browser();
    await signIn(b);
    const copy = browser();
    for (const [name, value] of b.jar) copy.jar.set(name, value);
    expect((await b.send(signOutPage, "/sign-out", {})).location).toBe("/sign-in");
    expect((await copy.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
    await signIn(b);
    const { sessions } = area.store.tables;
    const long = new Date(Date.now() - 12.1 * 3_600_000);
    await area.store.transaction((tx) => tx.update(sessions).set({ createdAt: long, updatedAt: new Date() }));
    expect((await b.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
  });

  it("ends after the idle minutes of the setting, and the trail says so", async () => {
    const { version } = await settingOf(area.store.db, "sign_in");
    const value = { secondFactorFor: [], idleMinutes: 5 };
    await changeSetting(area.store, { id: null, name: "Test" }, "sign_in", value, version, new Date());
    const b = browser();
    await signIn(b);
    const { sessions } = area.store.tables;
    const minutesAgo = (m: number) => new Date(Date.now() - m * 60_000);
    await area.store.transaction((tx) => tx.update(sessions).set({ updatedAt: minutesAgo(4.5) }));
    expect((await b.open(stillHere, "/still-here")).status).toBe(204);
    await area.store.transaction((tx) => tx.update(sessions).set({ updatedAt: minutesAgo(5.5) }));
    expect((await b.open(stillHere, "/still-here")).location).toMatch(/^\/sign-in/);
    expect((await eventsAbout(area.store.db, "person", "per_lead")).at(-1)?.sentence).toMatch(/was not used/);
  });

  it("is listed in plain words, and can be ended one by one, all others at once, and by an administrator", async () => {
    const [one, two, three] = [browser(), browser(), browser()] as const;
    for (const b of [one, two, three]) await signIn(b);
    const listed = async () =>
      ((await one.open(account, "/account")).data as { sessions: { id: string; own: boolean; browser: string }[] })
        .sessions;
    expect((await listed()).map((s) => [s.own, s.browser]).sort()).toEqual([
      [false, "Firefox on Windows"],
      [false, "Firefox on Windows"],
      [true, "Firefox on Windows"],
    ]);
    const others = (await listed()).filter((s) => !s.own);
    const stranger = browser();
    await signIn(stranger, "board@testshire.example");
    expect((await stranger.send(account, "/account", { end: others[0]?.id ?? "" })).status).toBe(409);
    expect(await listed()).toHaveLength(3);
    await one.send(account, "/account", { end: others[0]?.id ?? "" });
    expect(await listed()).toHaveLength(2);
    await signIn(two);
    await one.send(account, "/account", { intent: "end-others" });
    expect(await listed()).toHaveLength(1);
    expect((await three.open(account, "/account")).location).toMatch(/^\/sign-in/);
    expect(await endSessionsOf(area.store, area.people.admin, "per_lead", new Date())).toBe(1);
    expect(await sessionsOf(area.store.db, "per_lead", new Date())).toEqual([]);
    expect((await eventsAbout(area.store.db, "person", "per_lead")).at(-1)?.sentence).toBe(
      "Adam Rook ended the sessions of Deborah Lane (1).",
    );
  });

  it("is refused to a person whose every role has ended, in the words for a wrong password", async () => {
    const { memberships } = area.store.tables;
    const ended = { endsAt: new Date(Date.now() - 1000) };
    await area.store.transaction((tx) =>
      tx.update(memberships).set(ended).where(eq(memberships.personId, "per_inspector")),
    );
    const b = browser();
    const right = await signIn(b, "inspector@testshire.example");
    const wrong = await signIn(b, "inspector@testshire.example", "not the password");
    expect([right.status, JSON.parse(right.text).errors]).toEqual([400, JSON.parse(wrong.text).errors]);
  });
});

describe("a second factor", () => {
  it("that a role needs is set up before anything else opens, as document, as data and as form", async () => {
    await requireOf("quality_lead");
    const b = browser();
    await signIn(b);
    for (const path of ["/cycles", "/cycles.data?_routes=routes%2Fcycles"])
      expect((await b.open(cycles, path)).location).toBe("/account/second-factor?back=%2Fcycles");
    expect((await b.open(account, "/account")).location).toMatch(/^\/account\/second-factor/);
    expect((await b.send(accountPassword, "/account/password", { password: NEW_PASSWORD })).location).toMatch(
      /second-factor/,
    );
    expect((await b.open(signInPage, "/sign-in")).location).toMatch(/^\/account\/second-factor/);
    const { codes } = await setUpFactor(b);
    expect(new Set(codes).size).toBe(10);
    expect((await b.open(cycles, "/cycles")).status).toBe(200);
    expect(await kinds()).toContain("second_factor.set_up");
  });

  it("is asked for after the password, and nothing opens between the two", async () => {
    const b = browser();
    await signIn(b);
    const { key } = await setUpFactor(b);
    const again = browser();
    const step = await signIn(again);
    expect(step.location).toBe("/sign-in/code");
    expect(again.jar.has("ehc.session_token")).toBe(false);
    expect((await again.open(cycles, "/cycles")).location).toMatch(/^\/sign-in\?/);
    expect((await again.open(cycles, "/cycles.data?_routes=routes%2Fcycles")).location).toMatch(/^\/sign-in\?/);
    // The step's ticket is no session, under whatever name it is sent.
    const forged = browser();
    forged.jar.set("ehc.session_token", again.jar.get("ehc.step") ?? "");
    expect((await forged.open(cycles, "/cycles")).location).toMatch(/^\/sign-in\?/);
    expect((await code(again, codeOf(key))).location).toBe("/cycles");
    expect((await again.open(cycles, "/cycles")).status).toBe(200);
  });

  it("takes a code once, in any browser, and none of an earlier step", async () => {
    const b = browser();
    await signIn(b);
    const { key } = await setUpFactor(b);
    const [one, two] = [browser(), browser()];
    await signIn(one);
    await signIn(two);
    const now = codeOf(key);
    expect((await code(one, now)).location).toBe("/cycles");
    // Signing in took the other half sign-in away.
    expect((await code(two, now)).location).toBe("/sign-in");
    await signIn(two);
    expect((await code(two, now)).text).toContain("does not fit");
    expect((await code(two, codeOf(key, -1))).text).toContain("does not fit");
    expect((await code(two, codeOf(key, 1))).location).toBe("/cycles");
    expect(await kinds()).toContain("second_factor.refused");
  });

  it("asks for the password again after five wrong codes, and slows whoever knows it", async () => {
    const b = browser();
    await signIn(b);
    const { codes } = await setUpFactor(b);
    const attacker = browser("198.51.100.7");
    await signIn(attacker);
    for (let i = 0; i < 4; i++) expect((await code(attacker, `00000${i}`)).status).toBe(400);
    expect((await code(attacker, "000005")).location).toBe("/sign-in");
    expect((await code(attacker, "000006")).location).toBe("/sign-in");
    await signIn(attacker);
    expect((await code(attacker, "000007")).text).toMatch(/Try again in \d+ seconds/);
    // The owner, elsewhere, is not held up, and a recovery code is never held up by what others tried.
    const owner = browser("192.0.2.200");
    await signIn(owner);
    expect((await code(owner, codes[0] ?? "")).location).toBe("/cycles");
  });

  it("has recovery codes that work once, however they are typed, and are kept so that they cannot be read", async () => {
    const b = browser();
    await signIn(b);
    const { codes } = await setUpFactor(b);
    const [first = "", second = ""] = codes;
    const kept = JSON.stringify(await area.store.db.select().from(area.store.tables.recoveryCodes));
    for (const one of codes) expect(kept).not.toContain(one.replaceAll("-", ""));
    const again = browser();
    await signIn(again);
    expect((await code(again, ` ${first.toUpperCase().replaceAll("-", " ")} `)).location).toBe("/cycles");
    expect((await again.open(account, "/account")).data).toMatchObject({ codesLeft: 9 });
    await signIn(again);
    expect((await code(again, first)).text).toContain("does not fit");
    expect((await code(again, second)).location).toBe("/cycles");
    expect(await kinds()).toContain("recovery_code.used");
  });

  it("keeps its key encrypted: neither key nor code can be made from the database", async () => {
    const b = browser();
    await signIn(b);
    const { key } = await setUpFactor(b);
    const [row] = await area.store.db.select().from(area.store.tables.secondFactors);
    expect(row?.secret).toBeTruthy();
    expect(JSON.stringify(row)).not.toContain(key.replaceAll(" ", ""));
  });

  it("ends sessions that began without it, and never confirms a key that another session saw", async () => {
    const [owner, thief] = [browser(), browser()];
    await signIn(owner);
    await signIn(thief);
    const seen = (await thief.open(secondFactor, "/account/second-factor")).data as { setUp: { key: string } };
    const shown = (await owner.open(secondFactor, "/account/second-factor")).data as { setUp: { key: string } };
    expect(shown.setUp.key).not.toBe(seen.setUp.key);
    await setUpFactor(owner);
    expect((await thief.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
  });

  it("is turned off only with the password, and only where no role needs it; an administrator can remove it", async () => {
    const b = browser();
    await signIn(b);
    await setUpFactor(b);
    const turnOff = (password: string) =>
      b.send(secondFactor, "/account/second-factor", { intent: "turn-off", password });
    expect((await turnOff("not the password")).text).toContain("not your current password");
    await requireOf("quality_lead");
    expect((await turnOff(PASSWORD)).text).toContain("cannot be turned off");
    await removeSecondFactor(area.store, area.people.admin, "per_lead", new Date());
    expect(await hasFactor(area.store.db, "per_lead")).toBe(false);
    expect((await eventsAbout(area.store.db, "person", "per_lead")).at(-1)?.sentence).toBe(
      "Adam Rook removed the second factor of Deborah Lane.",
    );
    expect((await b.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
    await signIn(b);
    expect((await b.open(cycles, "/cycles")).location).toMatch(/second-factor/);
    await setUpFactor(b);
    await requireOf();
    expect((await turnOff(PASSWORD)).location).toBe("/account");
    expect(await hasFactor(area.store.db, "per_lead")).toBe(false);
  });

  it("renews recovery codes with the password, and writes only the person's own into the file", async () => {
    const b = browser();
    await signIn(b);
    const { codes } = await setUpFactor(b);
    const renewed = await b.send(recoveryCodes, "/account/recovery-codes", { password: PASSWORD });
    const fresh = (renewed.data as { codes: string[] }).codes;
    const file = await b.send(recoveryFile, "/account/recovery-codes.txt", {
      code: [...fresh, codes[0] ?? "", "=cmd|x"],
    });
    expect(file.headers.get("Content-Disposition")).toContain("recovery-codes.txt");
    expect(fresh.every((one) => file.text.includes(one))).toBe(true);
    expect(file.text).not.toMatch(new RegExp(`${codes[0]}|cmd`));
    const other = browser();
    await signIn(other);
    expect((await code(other, codes[1] ?? "")).text).toContain("does not fit");
  });
});

describe("a password", () => {
  it("is changed with the current one, and the other sessions end", async () => {
    const [b, other] = [browser(), browser()];
    await signIn(b);
    await signIn(other);
    const change = (current: string, password: string) =>
      b.send(accountPassword, "/account/password", { current, password });
    expect((await change("wrong", NEW_PASSWORD)).text).toContain("not your current password");
    expect((await change(PASSWORD, "passwordpassword")).text).toContain("tried first");
    expect((await change(PASSWORD, "Testshire2026")).text).toContain("made of your name");
    expect((await change(PASSWORD, NEW_PASSWORD)).location).toBe("/account?done=password");
    expect((await b.open(cycles, "/cycles")).status).toBe(200);
    expect((await other.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
    expect((await signIn(other)).status).toBe(400);
    expect((await signIn(other, LEAD, NEW_PASSWORD)).location).toBe("/cycles");
  });

  it("of the common list is refused wherever people are added, too", async () => {
    const person = { name: "New", email: "new@testshire.example", password: "123456789012", memberships: [] };
    await expect(addPerson(area.store, { id: null, name: "Set-up" }, person, new Date())).rejects.toThrow(
      /tried first/,
    );
  });
});

describe("a reset link", () => {
  const linkFor = () => makeResetLink(area.store, area.people.admin, area.people.lead, new Date());

  it("opens as often as a mail scanner likes, sets a password once, ends all sessions, and keeps the second factor", async () => {
    const b = browser();
    await signIn(b);
    const { key } = await setUpFactor(b);
    const halfWay = browser();
    await signIn(halfWay);
    const token = await linkFor();
    const other = await linkFor();
    const mail = browser();
    for (let i = 0; i < 3; i++) expect((await mail.open(reset, `/reset/${token}`, { token })).status).toBe(200);
    const weak = await mail.send(reset, `/reset/${token}`, { password: "short" }, { token });
    expect(weak.text).toContain("12 characters or more");
    const [one, two] = await Promise.all([
      mail.send(reset, `/reset/${token}`, { password: NEW_PASSWORD }, { token }),
      browser().send(reset, `/reset/${token}`, { password: "badger quilt trombone" }, { token }),
    ]);
    expect([one?.status, two?.status].sort()).toEqual([302, 404]);
    expect((await mail.open(reset, `/reset/${other}`, { token: other })).status).toBe(404);
    expect((await b.open(cycles, "/cycles")).location).toMatch(/^\/sign-in/);
    expect((await code(halfWay, codeOf(key))).location).toBe("/sign-in");
    expect((await signIn(mail)).status).toBe(400);
    const password = one?.status === 302 ? NEW_PASSWORD : "badger quilt trombone";
    expect((await signIn(mail, LEAD, password)).location).toBe("/sign-in/code");
  });

  it("is over after sixty minutes, and no other kind of secret passes for one", async () => {
    const at = new Date();
    const token = await makeResetLink(area.store, area.people.admin, area.people.lead, at);
    const minutes = (m: number) => new Date(at.getTime() + m * 60_000);
    expect(await resetPassword(area.store, token, NEW_PASSWORD, minutes(60.1))).toMatchObject({
      ok: false,
      reason: "link",
    });
    const b = browser();
    for (const forged of [`${token.slice(0, -1)}_`, hashOfSecret(token), "..%2F..", "%", "a".repeat(5000)])
      expect((await b.open(reset, "/reset/x", { token: forged })).status, forged.slice(0, 60)).toBe(404);
    expect(await resetPassword(area.store, token, NEW_PASSWORD, minutes(59))).toMatchObject({ ok: true });
  });

  it("tells nobody its secret: not the trail, not the log, not another page", async () => {
    const token = await linkFor();
    expect(JSON.stringify((await latestEvents(area.store.db, 1)).events)).not.toContain(token);
    expect(JSON.stringify(await area.store.db.select().from(area.store.tables.tickets))).not.toContain(token);
    expect(pathForLog(`/reset/${token}`)).toBe("/reset/[secret]");
    expect(pathForLog(`/invitation/${token}.data`)).toBe("/invitation/[secret]");
    expect(reset.headers()).toMatchObject({ "Referrer-Policy": "strict-origin", "Cache-Control": "no-store" });
  });

  it("is asked for with one answer and in about one time for known and unknown addresses", async () => {
    const ask = async (email: string) => {
      const begun = performance.now();
      const { status, text, headers } = await browser().send(forgot, "/forgot-password", { email });
      return { answer: [status, text.replace(email, "ADDRESS"), [...headers]], time: performance.now() - begun };
    };
    await ask("warm@testshire.example");
    const [known, unknown] = [await ask(LEAD), await ask("nobody@testshire.example")];
    expect(known.answer).toEqual(unknown.answer);
    expect(Math.abs(known.time - unknown.time)).toBeLessThan(250);
  });
});

describe("guessing", () => {
  const guess = (b: Browser, email: string) => signIn(b, email, "not the password");

  it("waits longer and longer, alike for known and unknown addresses, and never holds the owner up elsewhere", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    for (const email of [LEAD, "nobody@testshire.example"]) {
      const attacker = browser("198.51.100.7");
      for (let i = 0; i < 5; i++) expect((await guess(attacker, email)).text).toContain("do not match");
      expect((await guess(attacker, email.toUpperCase())).text).toContain("Try again in 15 seconds");
      // The right password is not looked at either, so waiting tells nothing.
      expect((await signIn(attacker, email)).text).toContain("Try again in 15 seconds");
      vi.advanceTimersByTime(15_000);
      expect((await guess(attacker, email)).text).toContain("do not match");
      expect((await guess(attacker, email)).text).toContain("Try again in 30 seconds");
    }
    expect((await signIn(browser("192.0.2.200"))).location).toBe("/cycles");
  });

  it("does not hold up a browser in which the owner signed in before, at the same place", async () => {
    const owner = browser("198.51.100.7");
    await signIn(owner);
    await owner.send(signOutPage, "/sign-out", {});
    const attacker = browser("198.51.100.7");
    for (let i = 0; i < 8; i++) await guess(attacker, LEAD);
    expect((await signIn(owner)).location).toBe("/cycles");
    // The mark of one person's browser is none for another's address, and cannot be made up.
    const mark = owner.jar.get("ehc.known") ?? "";
    attacker.jar.set("ehc.known", mark.slice(0, -4));
    expect((await signIn(attacker)).text).toContain("Try again");
  });

  it("counts a hundred tries at once one by one, remembers them across restarts, and keeps no address", async () => {
    const attacker = browser("198.51.100.7");
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(attacker, LEAD)));
    expect(answers.filter((a) => a.text.includes("do not match"))).toHaveLength(5);
    const rows = await area.store.db.select().from(area.store.tables.attempts);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/lead@|198\.51/);
    await sweepIdentity(area.store, new Date());
    expect(await area.store.db.select().from(area.store.tables.attempts)).toHaveLength(rows.length);
    await sweepIdentity(area.store, new Date(Date.now() + 25 * 3_600_000));
    expect(await area.store.db.select().from(area.store.tables.attempts)).toEqual([]);
  });

  it("of many addresses from one place is slowed as well, gently", async () => {
    const bucket = { key: "place", free: 60, first: 2, longest: 60 };
    const at = new Date();
    for (let i = 0; i < 60; i++) expect((await attempt(area.store, [bucket], at)).ok).toBe(true);
    expect(await attempt(area.store, [bucket], at)).toEqual({ ok: false, waitSeconds: 2 });
    expect(secondsAfter(bucket, 1000)).toBe(60);
  });

  it("says waits in words, and takes a household's IPv6 addresses for one place", () => {
    expect([1, 15, 60, 61, 900].map(waitWords)).toEqual([
      "1 second",
      "15 seconds",
      "1 minute",
      "2 minutes",
      "15 minutes",
    ]);
    expect(placeOf("2001:db8:1:2:aaaa::1")).toBe(placeOf("2001:db8:1:2:bbbb:1:2:3"));
    expect(placeOf("2001:db8::1")).not.toBe(placeOf("2001:db8:0:1::1"));
    expect(placeOf("::ffff:192.0.2.1")).toBe("192.0.2.1");
  });

  it("takes about the same time for an address that nobody has", async () => {
    const timed = async (email: string) => {
      const times: number[] = [];
      for (let i = 0; i < 4; i++) {
        const begun = performance.now();
        await guess(browser(`192.0.2.${i}`), email);
        times.push(performance.now() - begun);
      }
      return times.sort((a, b) => a - b)[1] ?? 0;
    };
    await timed("warm@testshire.example");
    const [known, unknown] = [await timed(LEAD), await timed("nobody@testshire.example")];
    // A missing password check would make it many times faster.
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2.5);
  });
});

it("whoever is led to set up a second factor counts as nobody to every page that only looks who is there", async () => {
  await requireOf("quality_lead");
  const b = browser();
  await signIn(b);
  const cookie = [...b.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  expect(await whoIsAsking(new Request("http://localhost:3000/", { headers: { Cookie: cookie } }))).toBeNull();
});
