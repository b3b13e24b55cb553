import { Secret, TOTP } from "otpauth";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "#audits/people/permissions.ts";
import {
  acceptInvitation,
  invitationWith,
  invitePerson,
  openInvitations,
  withdrawInvitation,
} from "#db/invitations.ts";
import { actorOf } from "#db/people.ts";
import { hashOfSecret } from "#db/tickets.ts";
import { eventsAbout, latestEvents } from "#db/trail.ts";
import * as accountPassword from "~/routes/account-password.tsx";
import * as secondFactor from "~/routes/account-second-factor.tsx";
import * as forgot from "~/routes/forgot-password.tsx";
import * as invitation from "~/routes/invitation.tsx";
import * as invitations from "~/routes/invitations.tsx";
import * as invite from "~/routes/invite.tsx";
import * as mailTest from "~/routes/mail-test.tsx";
import * as signInPage from "~/routes/sign-in.tsx";
import { area as running, runOn } from "~/server/database.server.ts";
import { sendMail } from "~/server/mail.server.ts";
import { resetLinkFor } from "~/server/reset.server.ts";
import { readSettings } from "~/server/settings.ts";
import { type Form, type PersonKey, type TestArea, testArea } from "./area.ts";
import { browser } from "./browser.ts";
import { hangingServer, mailServer, readMail } from "./mail-server.ts";

const PASSWORD = "a long enough password";
const NEW_PASSWORD = "otter umbrella kettle";
const MEMBERSHIP = {
  organisationId: "org_council",
  role: "auditor" as const,
  agency: "health" as const,
  writerRef: null,
  lastDay: null,
};

let area: TestArea;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  area = await testArea();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await area.close();
});

/** Runs on with a mail server that keeps, refuses or hangs. */
async function withMail<S extends { url: string; close: () => Promise<unknown> }>(server: S): Promise<S> {
  closing.push(server.close);
  const env = { NODE_ENV: "test", SMTP_URL: server.url, MAIL_FROM: "EHC plan quality <plans@testshire.example>" };
  runOn({ ...running(), settings: readSettings(env) });
  return server;
}

async function signedIn(person: PersonKey) {
  const b = browser();
  await b.send(signInPage, "/sign-in", { email: area.people[person].email, password: PASSWORD, back: "/" });
  return b;
}
const FORM: Form = {
  name: "Priya Nair",
  email: "Priya.Nair@testshire.example",
  rows: "1",
  "role-0": "auditor",
  "organisationId-0": "org_council",
  "agency-auditor-0": "health",
};
const sendInvite = async (as: PersonKey, change: Form = {}) =>
  (await signedIn(as)).send(invite, "/people/invite", { ...FORM, ...change });
const linkIn = (text: string) => /\/(?:invitation|reset)\/([\w-]{43})/.exec(text)?.[1] ?? "";
const all = () => openInvitations(area.store.db, new Date());
const received = async (server: { received: unknown[] }, n: number) =>
  vi.waitFor(() => expect(server.received.length).toBeGreaterThanOrEqual(n), { timeout: 5000 });

describe("an invitation", () => {
  it("makes an account with exactly its roles, by a password of the person's own, and leaves its events", async () => {
    const sent = await sendInvite("lead");
    expect(sent.status).toBe(200);
    const token = linkIn(sent.text);
    const guest = browser();
    for (let i = 0; i < 3; i++) {
      const page = await guest.open(invitation, `/invitation/${token}`, { token });
      expect(page.data).toMatchObject({
        invited: { by: "Deborah Lane", roles: ["Health auditor, Testshire Council"] },
      });
    }
    const weak = await guest.send(invitation, `/invitation/${token}`, { password: "priyanair2026" }, { token });
    expect([weak.status, weak.text]).toEqual([400, expect.stringContaining("made of your name")]);
    const accepted = await guest.send(invitation, `/invitation/${token}`, { password: NEW_PASSWORD }, { token });
    expect(accepted.location).toBe("/sign-in?done=password");
    const form = { email: "priya.nair@testshire.example", password: NEW_PASSWORD, back: "/my-audits" };
    expect((await guest.send(signInPage, "/sign-in", form)).location).toBe("/my-audits");
    const [row] = await all();
    const person = (await actorOf(area.store.db, row?.personId ?? "", new Date())) as Actor;
    expect(person.memberships.map((m) => [m.role, m.agency, m.organisationId])).toEqual([
      ["auditor", "health", "org_council"],
    ]);
    expect((await eventsAbout(area.store.db, "invitation", row?.id ?? "")).map((e) => e.sentence)).toEqual([
      "Deborah Lane invited Priya Nair as auditor.",
      "Priya Nair accepted the invitation of Deborah Lane and is auditor.",
    ]);
  });

  it("is accepted by one of two who try at once, and never again", async () => {
    const made = await invitePerson(
      area.store,
      area.people.lead,
      { name: "Priya Nair", email: "p@testshire.example", memberships: [MEMBERSHIP] },
      new Date(),
    );
    if (!made.ok) throw new Error(made.sentence);
    const results = await Promise.all(
      [NEW_PASSWORD, "badger quilt trombone"].map((p) => acceptInvitation(area.store, made.secret, p, new Date())),
    );
    expect(results.map((r) => r.ok).sort()).toEqual([false, true]);
    expect(await acceptInvitation(area.store, made.secret, NEW_PASSWORD, new Date())).toMatchObject({ reason: "link" });
    expect(await area.store.db.select().from(area.store.tables.people)).toHaveLength(11);
  });

  it("is over after seven days; sent again it has a new link, and withdrawn it has none", async () => {
    const token = linkIn((await sendInvite("lead")).text);
    const later = new Date(Date.now() + 7.01 * 86_400_000);
    expect(await invitationWith(area.store.db, token, later)).toBeNull();
    expect((await openInvitations(area.store.db, later)).map((i) => i.state)).toEqual(["expired"]);
    const lead = await signedIn("lead");
    const [row] = await all();
    const send = (intent: string, version: number) =>
      lead.send(invitations, "/people/invitations", { intent, id: row?.id ?? "", version: String(version) });
    const again = linkIn((await send("renew", 1)).text);
    expect(again).not.toBe(token);
    const guest = browser();
    const old = await guest.open(invitation, `/invitation/${token}`, { token });
    // Used, withdrawn, replaced and invented links look alike.
    const invented = "x".repeat(43);
    const none = await guest.open(invitation, `/invitation/${invented}`, { token: invented });
    expect([old.status, old.text]).toEqual([none.status, none.text]);
    expect((await send("withdraw", 1)).status).toBe(409);
    expect((await send("withdraw", 2)).status).toBe(200);
    expect(await invitationWith(area.store.db, again, new Date())).toBeNull();
    expect((await send("renew", 3)).status).toBe(409);
    await expect(withdrawInvitation(area.store, area.people.lead, "inv_none", 1, new Date())).rejects.toThrow();
  });

  it("tells its secret to nobody but its link", async () => {
    const token = linkIn((await sendInvite("lead")).text);
    expect(token).toHaveLength(43);
    const rows = JSON.stringify(await area.store.db.select().from(area.store.tables.invitations));
    expect(rows).not.toContain(token);
    expect(rows).toContain(hashOfSecret(token));
    expect(JSON.stringify((await latestEvents(area.store.db, 1)).events)).not.toContain(token);
    const list = await (await signedIn("admin")).open(invitations, "/people/invitations");
    expect(list.text).not.toMatch(new RegExp(`${token}|${hashOfSecret(token)}`));
    expect(invitation.headers()).toMatchObject({ "Referrer-Policy": "strict-origin" });
  });

  it("cannot give what the inviter may not give, whatever the form says", async () => {
    const refused: [PersonKey, Form][] = [
      ["lead", { "role-0": "administrator" }],
      ["lead", { "role-0": "owner" }],
      ["lead", { "role-0": "" }],
      ["admin", { "organisationId-0": "org_elsewhere" }],
      ["admin", { "agency-auditor-0": "police" }],
      ["admin", { "role-0": "inspector" }],
      ["admin", { "role-0": "inspector", "lastDay-0-day": "1", "lastDay-0-month": "1", "lastDay-0-year": "2020" }],
      ["admin", { rows: "2", "role-1": "auditor", "organisationId-1": "org_council", "agency-auditor-1": "health" }],
      ["admin", { email: "lead@testshire.example" }],
      ["admin", { email: "no address" }],
      ["admin", { name: "" }],
    ];
    for (const [as, change] of refused) expect((await sendInvite(as, change)).status, JSON.stringify(change)).toBe(400);
    expect(await all()).toEqual([]);
    // Fields that no page has change nothing.
    await sendInvite("lead", {
      invitedBy: "per_admin",
      personId: "per_admin",
      id: "inv_mine",
      "writerRef-0": "W05",
      "roles[0].role": "administrator",
    });
    const [row] = await all();
    expect(row).toMatchObject({ invitedBy: "per_lead", personId: null, memberships: [MEMBERSHIP], version: 1 });
    expect(row?.id).not.toBe("inv_mine");
    // The store asks again, for whoever comes another way.
    const memberships = [{ ...MEMBERSHIP, role: "administrator" as const, agency: null }];
    const asked = { name: "Eve", email: "eve2@testshire.example", memberships };
    expect(await invitePerson(area.store, area.people.lead, asked, new Date())).toMatchObject({ ok: false });
    expect(
      await invitePerson(area.store, area.people.eve, { ...asked, memberships: [MEMBERSHIP] }, new Date()),
    ).toMatchObject({ ok: false });
    expect(await invitePerson(area.store, area.people.admin, asked, new Date())).toMatchObject({ ok: true });
  });

  it("of an administrator cannot be sent again by a quality lead", async () => {
    const memberships = [{ ...MEMBERSHIP, role: "administrator" as const, agency: null }];
    await invitePerson(
      area.store,
      area.people.admin,
      { name: "A", email: "a2@testshire.example", memberships },
      new Date(),
    );
    const [row] = await all();
    const again = await (await signedIn("lead")).send(invitations, "/people/invitations", {
      intent: "renew",
      id: row?.id ?? "",
      version: "1",
    });
    expect([again.status, linkIn(again.text)]).toEqual([400, ""]);
  });

  it("gives an inspector an end: the last day counts whole, in summer time too", async () => {
    const sent = await sendInvite("lead", {
      "role-0": "inspector",
      "lastDay-0-day": "30",
      "lastDay-0-month": "6",
      "lastDay-0-year": "2031",
    });
    const accepted = await acceptInvitation(area.store, linkIn(sent.text), NEW_PASSWORD, new Date());
    if (!accepted.ok) throw new Error(accepted.sentence);
    const at = (time: string) => actorOf(area.store.db, accepted.personId, new Date(time));
    expect(await at("2031-06-30T22:59:00Z")).not.toBeNull();
    expect(await at("2031-06-30T23:00:00Z")).toBeNull();
  });

  it("gives several roles on one form, and comes back as it was typed when one is wrong", async () => {
    const more = await sendInvite("admin", { intent: "add-role" });
    expect((more.data as { typed: { roles: unknown[]; name: string } }).typed).toMatchObject({
      name: "Priya Nair",
      roles: [{ role: "auditor" }, { role: "" }],
    });
    const two = { rows: "2", "role-1": "plan_writer", "organisationId-1": "org_council", "writerRef-1": "W 05<" };
    const wrong = await sendInvite("admin", two);
    expect(wrong.data).toMatchObject({
      errors: [{ field: "writerRef-1" }],
      typed: { roles: [{}, { writerRef: "W 05<" }] },
    });
    await sendInvite("admin", { ...two, "writerRef-1": "W05" });
    expect((await all())[0]?.memberships).toMatchObject([
      { role: "auditor" },
      { role: "plan_writer", writerRef: "W05" },
    ]);
  });
});

describe("mail", () => {
  it("brings an invitation, a reset link and notices, in plain text without anything of a case", async () => {
    const server = await withMail(await mailServer());
    const sent = await sendInvite("lead");
    expect(sent.data).toMatchObject({ delivery: { mailed: true } });
    expect(linkIn(sent.text)).toBe("");
    const { head, text } = readMail(server.received[0]!);
    expect(head).toMatch(/To: Priya Nair <Priya.Nair@testshire.example>/i);
    expect(head).toMatch(/Content-Type: text\/plain/);
    const token = linkIn(text);
    expect((await browser().open(invitation, `/invitation/${token}`, { token })).status).toBe(200);

    await browser().send(forgot, "/forgot-password", { email: "nobody@testshire.example" });
    await browser().send(forgot, "/forgot-password", { email: "board@testshire.example" });
    await received(server, 2);
    expect(server.received.map((m) => m.to)).toEqual([["Priya.Nair@testshire.example"], ["board@testshire.example"]]);
    expect(linkIn(readMail(server.received[1]!).text)).toHaveLength(43);

    const b = await signedIn("lead");
    await b.send(accountPassword, "/account/password", { current: PASSWORD, password: NEW_PASSWORD });
    await received(server, 3);
    const page = await b.open(secondFactor, "/account/second-factor");
    const { key } = (page.data as { setUp: { key: string } }).setUp;
    const code = new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) }).generate();
    await b.send(secondFactor, "/account/second-factor", { code });
    await received(server, 4);
    const subjects = server.received.slice(2).map((m) => /Subject: (.*)/.exec(readMail(m).head)?.[1]?.trim());
    expect(subjects).toEqual(["Your password was changed", "A new authenticator app was set up for your account"]);
    expect(server.received.map((m) => readMail(m).text).join()).not.toMatch(/C-000|otter|umbrella/);
  });

  it("lets no line of a name into its head", async () => {
    const server = await withMail(await mailServer());
    const name = "Eve\r\nBcc: thief@evil.example\r\nSubject: yours";
    expect((await sendInvite("lead", { name })).status).toBe(400);
    for (const evil of [name, `"<thief@evil.example>, `, "<img src=x onerror=alert(1)>"])
      await sendMail({
        to: { name: evil, address: "board@testshire.example" },
        subject: `Hello\r\nBcc: x@evil.example`,
        text: ".",
      });
    expect(server.received.map((m) => m.to)).toEqual([1, 2, 3].map(() => ["board@testshire.example"]));
    for (const message of server.received) expect(message.raw.split("\r\n\r\n")[0]).not.toMatch(/^(Bcc|Cc):/im);
    expect((await sendInvite("lead", { name: "<img src=x onerror=alert(1)>" })).status).toBe(200);
  });

  it("that is refused, hangs, or has no server leaves the link with whoever made it, once", async () => {
    const refusing = await withMail(await mailServer("No such mailbox"));
    const refused = await sendInvite("lead");
    expect(refused.data).toMatchObject({
      delivery: { mailed: false, why: expect.stringContaining("No such mailbox") },
    });
    const token = linkIn(refused.text);
    expect((await browser().open(invitation, `/invitation/${token}`, { token })).status).toBe(200);
    expect(refusing.received).toEqual([]);

    await withMail(await hangingServer());
    const begun = performance.now();
    const hung = await sendMail({ to: { name: "B", address: "b@testshire.example" }, subject: "S", text: "." }, 0.5);
    expect(hung).toEqual({ sent: false, why: "The mail server did not answer within 0.5 seconds" });
    expect(performance.now() - begun).toBeLessThan(3000);

    runOn({ ...running(), settings: readSettings({ NODE_ENV: "test" }) });
    const link = await resetLinkFor(area.people.admin, area.people.board);
    expect(link).toMatchObject({ mailed: false, why: "No mail server is set" });
    expect((await eventsAbout(area.store.db, "person", "per_board")).at(-1)?.sentence).toBe(
      "Adam Rook made a link with which Bo Hill can choose a new password.",
    );
  });

  it("that nobody waits for leaves an event when it fails", async () => {
    await withMail(await mailServer("No such mailbox"));
    await browser().send(forgot, "/forgot-password", { email: "board@testshire.example" });
    await vi.waitFor(
      async () =>
        expect((await eventsAbout(area.store.db, "person", "per_board")).at(-1)).toMatchObject({
          kind: "mail.failed",
          sentence: "Mail with the link to choose a new password could not be sent.",
        }),
      { timeout: 5000 },
    );
  });

  it("can be tried by an administrator, who sees what the server said and never its password", async () => {
    const server = await withMail(await mailServer());
    const admin = await signedIn("admin");
    const { port } = new URL(server.url);
    runOn({
      ...running(),
      settings: { ...running().settings, SMTP_URL: `smtp://someone:hidden-word@127.0.0.1:${port}` },
    });
    expect((await admin.open(mailTest, "/settings/mail-test")).text).not.toContain("hidden-word");
    runOn({ ...running(), settings: { ...running().settings, SMTP_URL: server.url } });
    const tried = await admin.send(mailTest, "/settings/mail-test", {});
    expect(tried.data).toMatchObject({ sent: true, words: expect.stringContaining("Taken as 4711") });
    expect(server.received[0]?.to).toEqual(["admin@testshire.example"]);
    expect((await latestEvents(area.store.db, 1)).events[0]?.sentence).toBe(
      "Adam Rook sent a test mail: the mail server took it.",
    );
  });
});
