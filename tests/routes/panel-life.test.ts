import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { auditsOf, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { sampleOf } from "#db/cycles.ts";
import { eventsAbout } from "#db/trail.ts";
import * as account from "~/routes/account.tsx";
import * as check from "~/routes/check-audit.tsx";
import * as audits from "~/routes/cycle-audits.tsx";
import * as reopening from "~/routes/cycle-reopen.tsx";
import * as results from "~/routes/cycle-results.tsx";
import * as sample from "~/routes/cycle-sample.tsx";
import * as sampleFile from "~/routes/cycle-sample-check.ts";
import * as cyclePage from "~/routes/cycle.tsx";
import * as cyclesPage from "~/routes/cycles.tsx";
import * as myAudits from "~/routes/my-audits.tsx";
import * as reminders from "~/routes/reminders.tsx";
import * as save from "~/routes/save-answer.ts";
import * as sheetPage from "~/routes/score-sheet.tsx";
import { area as running, runOn } from "~/server/database.server.ts";
import { runReminders } from "~/server/reminders.server.ts";
import { readSettings } from "~/server/settings.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";
import { mailServer, readMail } from "./mail-server.ts";

let area: TestArea;
const closing: (() => Promise<unknown>)[] = [];
/** A Monday, three days after the audits were due. */
const LATE = new Date("2026-11-30T09:00:00Z");
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: LATE });
  area = await testArea();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await area.close();
  vi.useRealTimers();
});

const context = { nonce: "", requestId: "test", from: "192.0.2.9" } as never;
type Route<T> = (args: { request: Request; params: Record<string, string>; context: never }) => Promise<T>;
const call = <T>(
  route: Route<T>,
  as: PersonKey | undefined,
  form?: Form,
  params: Record<string, string> = {},
  path = "/x",
) =>
  answer(async () => {
    const request = await area.request(path, { as, form });
    return route({ request, params: { cycleId: area.cycleId, ...params }, context });
  });
const first = async (person: PersonKey = "eve") => (await area.auditsOf(person))[0]!;

async function score(who: PersonKey, auditId: string, submits: boolean): Promise<void> {
  const sheet = (await ownSheet(area.store.db, auditId, area.people[who].id))!;
  for (const c of submits ? sheet.asked : sheet.asked.slice(0, 1)) {
    const version = sheet.answers.get(c.key)?.version ?? 0;
    await saveAnswer(area.store, area.people[who], auditId, { ...emptyAnswer(c.key), score: 3 }, version, new Date());
  }
  if (submits) expect(await submitAudit(area.store, area.people[who], auditId, new Date())).toEqual({ ok: true });
}

describe("the day on which audits are due passes while somebody scores", () => {
  it("closes nothing: the sheet says so, and takes answers and the whole audit", async () => {
    const { audit } = await first();
    const at = { auditId: audit.id, criterion: "EP2" };
    const view = (await call(sheetPage.loader, "eve", undefined, at)).data.view;
    expect(view.due).toEqual({ words: "Friday 27 November, 3 days late", late: true });
    expect(view.closed).toBeNull();
    const reply = await call(save.action, "eve", { criterion: "EP2", score: "3", basedOn: "0" }, at);
    expect(reply).toMatchObject({ status: 200, data: { state: "saved", version: 1 } });
    await score("eve", audit.id, true);
    expect((await call(check.loader, "eve", undefined, at)).data.view.due).toBeNull();
  });

  it("is moved by the quality lead, with a reason, for every audit that is not in", async () => {
    const send = (form: Form) => call(audits.action, "lead", { intent: "due", ...form });
    const day = { "due-day": "4", "due-month": "12", "due-year": "2026" };
    expect((await send({ ...day, reason: "" })).data.errors[0]).toMatchObject({ field: "due-day" });
    expect((await send({ ...day, "due-day": "29", "due-month": "11", reason: "Snow" })).status).toBe(400);
    expect((await send({ ...day, reason: "A week of snow" })).location).toMatch(/done=due$/);
    expect((await first()).audit.dueOn).toBe("2026-12-04");
    expect((await eventsAbout(area.store.db, "cycle", area.cycleId)).at(-1)?.sentence).toBe(
      "Deborah Lane moved the day on which audits of Autumn 2026 routine audit are due from 27 November 2026 to 4 December 2026: A week of snow",
    );
  });
});

describe("an auditor is withdrawn in the middle", () => {
  it("the lead sees who has left, gives what is open to others, and the auditor reads what became of it", async () => {
    const { audit } = await first();
    await score("eve", audit.id, false);
    const people = async () => (await call(audits.loader, "lead")).data.people.find((p) => p.id === "per_eve");
    expect(await people()).toMatchObject({ given: 3, submitted: 0, begun: 1, late: 3, left: false });
    const { memberships } = area.store.tables;
    await area.store.transaction((tx) =>
      tx.update(memberships).set({ agency: "social_care" }).where(eq(memberships.personId, "per_hal")),
    );
    const release = (reason: string) =>
      call(audits.action, "lead", { intent: "release", auditorId: "per_eve", reason });
    expect((await release("")).data.errors[0]?.field).toBe("release-per_eve");
    // The only other auditor has these plans already, so the page says that they wait.
    expect((await release("On leave until March")).location).toBe(
      `/cycles/${area.cycleId}/audits?done=released&short=3`,
    );
    expect(await people()).toBeUndefined();
    const home = (await call(myAudits.loader, "eve")).data;
    expect(home.todo).toEqual([]);
    expect(home.gone).toHaveLength(3);
    expect(home.gone.find((g) => g.id === audit.id)).toMatchObject({ begun: true, on: "30 November 2026" });
    const at = { auditId: audit.id, criterion: "EP2" };
    expect(await call(sheetPage.loader, "eve", undefined, at)).toMatchObject({
      status: 404,
      data: { sentence: "This audit is no longer yours. What you saved is kept, and is not counted." },
    });
    const typed = await call(save.action, "eve", { criterion: "EP2", note: "Typed after", basedOn: "0" }, at);
    expect(typed).toMatchObject({ status: 403, data: { state: "closed" } });
  });

  it("goes on without one audit of two, so that scoring can close", async () => {
    const { audit, sampled } = await first();
    const send = (auditId: string) =>
      call(audits.action, "lead", { intent: "withdraw", auditId, reason: "The auditor has left" });
    expect((await send(audit.id)).location).toMatch(/done=withdrawn$/);
    const other = (await auditsOf(area.store.db, area.cycleId)).find(
      (a) => a.audit.sampledCaseId === sampled.id && a.audit.status !== "withdrawn",
    )!;
    expect((await send(other.audit.id)).data.errors[0]).toMatchObject({ field: `withdraw-${other.audit.id}` });
  });
});

describe("a plan is withdrawn from the sample while it is scored", () => {
  it("gives its place to a reserve, tells its auditor, and stands in the record that anybody can check", async () => {
    const { sampled, audit } = await first();
    await score("eve", audit.id, true);
    const send = (form: Form) => call(sample.action, "lead", { intent: "replace", sampledId: sampled.id, ...form });
    expect((await send({ reason: "" })).status).toBe(409);
    const out = await send({ reason: "The family has moved" });
    const next = /left=(C-\d{4})\.0$/.exec(out.location ?? "")?.[1];
    expect(next).toBeTruthy();
    const { drawn } = (await call(sample.loader, "lead")).data;
    expect(drawn?.departures).toMatchObject([
      { reference: sampled.snapshot.reference, at: "30 November 2026", reason: "The family has moved", by: next },
    ]);
    const request = await area.request("/x", { as: "lead" });
    const text = await (await sampleFile.loader({ request, params: { cycleId: area.cycleId }, context })).text();
    expect(text).toContain(
      `${sampled.snapshot.reference}: on 30 November 2026, replaced by ${next}. The family has moved`,
    );
    const home = (await call(myAudits.loader, "eve")).data;
    expect(home.todo.map((t) => t.reference)).toContain(next);
    expect(home.submitted[0]?.now).toBe("The plan left the sample: not counted");
  });
});

describe("a cycle is reopened", () => {
  it("only after its results were out; its pages and reports say so, and readers wait", async () => {
    const send = (reason: string) => call(reopening.action, "lead", { reason });
    expect((await send("A mistake")).status).toBe(400);
    const { cycles } = area.store.tables;
    await area.store.transaction((tx) => tx.update(cycles).set({ status: "closed", closedAt: LATE }));
    expect((await call(cyclePage.loader, "lead")).data.mayReopen).toBe(true);
    expect((await call(cyclePage.loader, "chair")).data.mayReopen).toBe(false);
    expect((await call(results.loader, "board")).status).toBe(200);
    expect((await send("One plan was read wrongly")).status).toBe(302);
    expect((await call(results.loader, "board")).status).toBe(403);
    expect((await call(cyclePage.loader, "lead")).data.reopened).toMatchObject([
      { on: "30 November 2026", until: null, reason: "One plan was read wrongly" },
    ]);
    await area.store.transaction((tx) => tx.update(cycles).set({ status: "closed" }));
    // Readers of published figures learn that, and not why or what changed.
    expect((await call(results.loader, "board")).data.reopened).toMatchObject([{ reason: null, before: null }]);
  });
});

describe("reminders", () => {
  /** Runs on with a mail server that keeps what it is given. */
  async function withMail(refuse?: string) {
    const server = await mailServer(refuse);
    closing.push(server.close);
    const env = { NODE_ENV: "test", SMTP_URL: server.url, MAIL_FROM: "EHC plan quality <plans@testshire.example>" };
    runOn({ ...running(), settings: readSettings({ ...env, PUBLIC_URL: "https://audit.testshire.example" }) });
    return server;
  }
  const told = async () => (await call(reminders.loader, "lead")).data.told.map((t) => [t.name, t.what, t.status]);

  it("leave once, one mail a person, with no plan in them, and the lead sees them", async () => {
    const server = await withMail();
    const runs = await Promise.all([runReminders({ wait: true }), runReminders({ wait: false })]);
    expect(runs.reduce((n, r) => n + r.sent, 0)).toBe(3);
    expect(server.received.flatMap((m) => m.to).sort()).toEqual([
      "eve@testshire.example",
      "hal@testshire.example",
      "lead@testshire.example",
    ]);
    const { text } = readMail(server.received.find((m) => m.to.includes("eve@testshire.example"))!);
    expect(text).toContain("3 audits of Autumn 2026 routine audit were due on Friday 27 November.");
    expect(text).toContain("https://audit.testshire.example/my-audits");
    expect(server.received.map((m) => readMail(m).text).join()).not.toMatch(/C-\d{4}/);
    expect(await told()).toEqual(
      expect.arrayContaining([
        ["Eve Marsh", "Audits overdue", "sent"],
        ["Deborah Lane", expect.any(String), "sent"],
      ]),
    );
  });

  it("wait for their hour and for a working day, and can be switched off by everybody for themselves", async () => {
    const server = await withMail();
    vi.setSystemTime(new Date("2026-11-29T09:00:00Z"));
    expect(await runReminders({ wait: false })).toMatchObject({ sent: 0, why: "Reminders leave on working days" });
    vi.setSystemTime(new Date("2026-11-30T06:30:00Z"));
    expect(await runReminders({ wait: true })).toMatchObject({ sent: 0, why: "It is too early" });
    vi.setSystemTime(LATE);
    expect((await call(account.action, "eve", { intent: "reminders-off" })).status).toBe(302);
    expect((await call(account.loader, "eve")).data.reminded).toBe(false);
    await runReminders({ wait: true });
    expect(server.received.flatMap((m) => m.to)).not.toContain("eve@testshire.example");
  });

  it("that the mail server refused are seen as such", async () => {
    await withMail("No such mailbox");
    expect(await runReminders({ wait: false })).toMatchObject({ sent: 0, failed: 3 });
    expect(new Set((await told()).map(([, , status]) => status))).toEqual(new Set(["failed"]));
  });

  it("go by hand to who has begun nothing, and say who was not written to", async () => {
    const server = await withMail();
    await score("eve", (await first()).audit.id, false);
    expect((await call(reminders.loader, "lead")).data.cycles[0]?.list).toEqual([{ name: "Hal Brook", audits: 3 }]);
    const send = () => call(reminders.action, "lead", { cycleId: area.cycleId });
    expect((await send()).data.words).toBe("1 auditor reminded.");
    expect(server.received.flatMap((m) => m.to)).toEqual(["hal@testshire.example"]);
    expect((await send()).data.words).toBe("1 auditor had been reminded today.");
    expect(server.received).toHaveLength(1);
  });

  it("stand on the first page of the lead as what waits", async () => {
    expect((await call(cyclesPage.loader, "lead")).data.waiting.map((w) => w.sentence)).toEqual(["6 audits are late"]);
    expect((await call(cyclesPage.loader, "chair")).data.waiting).toEqual([]);
    expect(await sampleOf(area.store.db, area.cycleId)).toHaveLength(3);
  });
});

describe("a form that comes when its session is over", () => {
  it("comes back with every word, to be sent again after signing in, and is kept whole then", async () => {
    const { audit } = await first();
    const path = `/audits/${audit.id}/criteria/EP2`;
    const typed = {
      intent: "next",
      criterion: "EP2",
      basedOn: "0",
      score: "3",
      note: "Line one\nLine “two” & <three>",
    };
    const at = { auditId: audit.id, criterion: "EP2" };
    const out = await call(sheetPage.action, undefined, typed, at, path);
    expect(out.status).toBe(401);
    const held = (out.data as unknown as { typed: { at: string; fields: [string, string][] } }).typed;
    expect(held.at).toBe(path);
    const again = Object.fromEntries(held.fields);
    expect(again).toMatchObject(typed);
    expect((await call(sheetPage.action, "eve", again, at, path)).status).toBe(302);
    const kept = (await ownSheet(area.store.db, audit.id, "per_eve"))?.answers.get("EP2");
    expect([kept?.score, kept?.note]).toEqual([3, typed.note]);
  });
  it("leads to sign-in as any other where nothing was typed", async () => {
    const at = { auditId: (await first()).audit.id, criterion: "EP2" };
    const empty = { intent: "next", criterion: "EP2", basedOn: "0", note: " " };
    expect(await call(sheetPage.action, undefined, empty, at)).toMatchObject({ status: 302 });
  });
});
