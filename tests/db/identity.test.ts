import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Actor } from "#audits/people/permissions.ts";
import { attempt, forgive, sweepAttempts } from "#db/attempts.ts";
import { acceptInvitation, invitePerson } from "#db/invitations.ts";
import { changePassword, checkPassword, makeResetLink, resetPassword } from "#db/passwords.ts";
import { actorOf } from "#db/people.ts";
import { personFrom } from "#db/providers.ts";
import { codesLeft, confirmFactor, pendingKey, renewCodes, takeRecoveryCode, takeStep } from "#db/second-factors.ts";
import { sessionsOf } from "#db/sessions.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import type { Store } from "#db/store.ts";
import { issueTicket, takeTicket, ticketOf } from "#db/tickets.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { runOn } from "~/server/database.server.ts";
import { beginSession, signOut, standingOf } from "~/server/session.server.ts";
import { readSettings } from "~/server/settings.ts";
import { signIn } from "~/server/sign-in.server.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const PASSWORD = "copper meadow lantern";
const NEW_PASSWORD = "otter umbrella kettle";
const BY = { id: null, name: "Set-up" };

async function area(store: Store): Promise<Actor> {
  await setUpArea(
    store,
    { name: "Testshire", partners: "", concernContacts: [], demonstration: false },
    [{ id: "org_council", name: "Testshire Council", agency: "education" }],
    AT,
  );
  const memberships = [{ organisationId: "org_council", role: "quality_lead" as const, agency: null }];
  const person = { id: "per_lead", name: "Deborah Lane", email: "lead@testshire.example", password: PASSWORD };
  await addPerson(store, BY, { ...person, memberships }, AT);
  return (await actorOf(store.db, "per_lead", AT)) as Actor;
}

const openSession = (store: Store, id: string) =>
  store.transaction(async (tx) => {
    const times = { createdAt: AT, updatedAt: AT, expiresAt: later(720) };
    await tx.insert(tx.tables.sessions).values({ id, token: `hash of ${id}`, userId: "per_lead", ...times });
  });

forEachEngine((_name, open) => {
  it("counts tries in the database: waits grow, right answers are forgiven, old counts are swept", async () => {
    const store = await open();
    const bucket = { key: "k", free: 2, first: 10, longest: 30 };
    const at = (seconds: number) => attempt(store, [bucket], new Date(AT.getTime() + seconds * 1000));
    const both = await Promise.all([at(0), at(0), at(0)]);
    expect(both.filter((verdict) => verdict.ok)).toHaveLength(2);
    expect(await at(9)).toEqual({ ok: false, waitSeconds: 1 });
    expect(await at(10)).toEqual({ ok: true });
    expect(await at(11)).toEqual({ ok: false, waitSeconds: 19 });
    await store.transaction((tx) => forgive(tx, [], [bucket]));
    expect(await at(20)).toEqual({ ok: true });
    await store.transaction((tx) => forgive(tx, [bucket]));
    expect(await at(21)).toEqual({ ok: true });
    await store.transaction((tx) => sweepAttempts(tx, later(25 * 60)));
    expect(await store.db.select().from(store.tables.attempts)).toEqual([]);
  });

  it("lets nobody wait whose tries are free, though another server's clock is ahead", async () => {
    const store = await open();
    const bucket = { key: "k", free: 2, first: 10, longest: 30 };
    const at = (seconds: number) => attempt(store, [bucket], new Date(AT.getTime() + seconds * 1000));
    expect(await at(5)).toEqual({ ok: true });
    expect(await at(0)).toEqual({ ok: true });
    expect(await at(-5)).toEqual({ ok: false, waitSeconds: 10 });
  });

  it("gives a ticket to one of two, and to nobody once its time is over", async () => {
    const store = await open();
    const ticket = { personId: null, data: { back: "/" }, expiresAt: later(10) };
    const secret = await store.transaction((tx) => issueTicket(tx, "second_step", ticket));
    expect(await ticketOf(store.db, "reset", secret, AT)).toBeNull();
    expect(await ticketOf(store.db, "second_step", secret, later(10))).toBeNull();
    const taken = await Promise.all(
      [1, 2].map(() => store.transaction((tx) => takeTicket(tx, "second_step", secret, AT))),
    );
    expect(taken.filter(Boolean).map((one) => one?.data)).toEqual([{ back: "/" }]);
  });

  it("takes an invitation once, and a reset link once", async () => {
    const store = await open();
    const lead = await area(store);
    const membership = { organisationId: "org_council", role: "auditor" as const, agency: "health" as const };
    const memberships = [{ ...membership, writerRef: null, lastDay: null }];
    const made = await invitePerson(store, lead, { name: "Priya Nair", email: "P@testshire.example", memberships }, AT);
    if (!made.ok) throw new Error(made.sentence);
    const accepted = await Promise.all([1, 2].map(() => acceptInvitation(store, made.secret, NEW_PASSWORD, AT)));
    expect(accepted.map((one) => one.ok).sort()).toEqual([false, true]);
    expect((await checkPassword(store.db, "p@testshire.example", NEW_PASSWORD)).fits).toBe(true);
    const link = await makeResetLink(store, BY, lead, AT);
    const reset = await Promise.all([1, 2].map(() => resetPassword(store, link, NEW_PASSWORD, later(59))));
    expect(reset.map((one) => one.ok).sort()).toEqual([false, true]);
    expect((await checkPassword(store.db, lead.email, PASSWORD)).fits).toBe(false);
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it("takes a time step and a recovery code once, of two at the same moment", async () => {
    const store = await open();
    const lead = await area(store);
    for (const id of ["ses_1", "ses_2"]) await openSession(store, id);
    expect(await pendingKey(store, lead.id, "ses_1", "sealed")).toBe("sealed");
    expect(await pendingKey(store, lead.id, "ses_1", "another")).toBe("sealed");
    const proof = { pending: "sealed", step: 100, codeHashes: ["a", "b"], sessionId: "ses_1" };
    await expect(confirmFactor(store, lead, { ...proof, sessionId: "ses_2" }, AT)).rejects.toThrow();
    await confirmFactor(store, lead, proof, AT);
    expect((await sessionsOf(store.db, lead.id, AT)).map((s) => s.id)).toEqual(["ses_1"]);
    const step = (n: number) => store.transaction((tx) => takeStep(tx, lead.id, n));
    expect(await step(100)).toBe(false);
    expect((await Promise.all([step(101), step(101)])).sort()).toEqual([false, true]);
    const code = (hash: string) => store.transaction((tx) => takeRecoveryCode(tx, lead, hash, AT));
    expect((await Promise.all([code("a"), code("a")])).sort()).toEqual([1, null]);
    await renewCodes(store, lead, ["c", "d"], AT);
    expect(await code("b")).toBeNull();
    expect(await codesLeft(store.db, lead.id)).toBe(2);
  });

  it("ends other sessions with a new password, and finds a person by the provider's subject", async () => {
    const store = await open();
    const lead = await area(store);
    for (const id of ["ses_1", "ses_2"]) await openSession(store, id);
    expect(await changePassword(store, lead, NEW_PASSWORD, "ses_2", AT)).toEqual({ ok: true });
    expect((await sessionsOf(store.db, lead.id, AT)).map((s) => s.id)).toEqual(["ses_2"]);
    const provider = { key: "council", name: "Council account" };
    const says = { issuer: "https://login.example", subject: "1", email: lead.email, emailVerified: true };
    const from = (more: Partial<typeof says> = {}) =>
      store.transaction((tx) => personFrom(tx, provider, { ...says, ...more }, AT));
    expect(await from({ emailVerified: false })).toMatchObject({ ok: false, why: "unverified" });
    expect(await from()).toMatchObject({ ok: true, person: { id: lead.id } });
    expect(await from({ email: "other@testshire.example", emailVerified: false })).toMatchObject({ ok: true });
    expect(await from({ subject: "2" })).toMatchObject({ ok: false, why: "other" });
    expect(await from({ issuer: "https://evil.example" })).toMatchObject({ ok: false, why: "other" });
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it("begins a session in the transaction of its event: both are there, or neither", async () => {
    const store = await open();
    const lead = await area(store);
    const keys = { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) };
    runOn({ store, keys, settings: readSettings({ NODE_ENV: "test" }) });
    const request = new Request("http://localhost:3000/sign-in");
    const count = async () => {
      const { sessions, trail } = store.tables;
      const events = await store.db.select().from(trail).where(eq(trail.kind, "session.started"));
      return [(await store.db.select().from(sessions)).length, events.length];
    };
    const how = { way: "password", secondFactor: true, words: "" };
    const broken = store.transaction(async (tx) => {
      await beginSession(tx, request, lead, how, AT);
      throw new Error("The disk is full");
    });
    await expect(broken).rejects.toThrow("The disk is full");
    expect(await count()).toEqual([0, 0]);
    const outcome = await signIn(request, "LEAD@testshire.example", PASSWORD, "192.0.2.1");
    expect(outcome.kind).toBe("in");
    expect(await count()).toEqual([1, 1]);
    const cookie = outcome.kind === "in" ? outcome.headers.getSetCookie().map((one) => one.split(";")[0]) : [];
    const again = new Request("http://localhost:3000/", { headers: { Cookie: cookie.join("; ") } });
    expect((await standingOf(again))?.actor.id).toBe(lead.id);
    expect((await signOut(again)).provider).toBeNull();
    expect(await standingOf(again)).toBeNull();
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });
});
