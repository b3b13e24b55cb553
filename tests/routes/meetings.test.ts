import ICAL from "ical.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { cycleOf, sampleOf } from "#db/cycles.ts";
import { meetingsOf } from "#db/meetings.ts";
import * as list from "~/routes/cycle-meetings.tsx";
import * as cyclesPage from "~/routes/cycles.tsx";
import * as cancelling from "~/routes/meeting-cancel.tsx";
import * as changing from "~/routes/meeting-change.tsx";
import * as file from "~/routes/meeting-ics.ts";
import * as planning from "~/routes/meeting-new.tsx";
import * as meetingPage from "~/routes/meeting.tsx";
import * as myAudits from "~/routes/my-audits.tsx";
import { area as running, runOn } from "~/server/database.server.ts";
import { readSettings } from "~/server/settings.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";
import { mailServer, type Received } from "./mail-server.ts";

let area: TestArea;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-24T09:00:00Z") });
  area = await testArea();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await area.close();
  vi.useRealTimers();
});

const context = { nonce: "", requestId: "test", from: "192.0.2.9" } as never;
type Route<T> = (args: { request: Request; params: Record<string, string>; context: never }) => Promise<T>;
const call = <T>(route: Route<T>, as: PersonKey, form?: Form, meetingId = "") =>
  answer(async () => {
    const request = await area.request(`/meetings/${meetingId}`, { as, form });
    return route({ request, params: { cycleId: area.cycleId, meetingId }, context });
  });
const FORM: Form = {
  "day-day": "2",
  "day-month": "12",
  "day-year": "2026",
  startsAt: "2pm",
  endsAt: "16.30",
  place: "County Hall, Bede Room",
  people: ["per_chair", "per_eve"],
};
const plan = (more: Form = {}, as: PersonKey = "chair") => call(planning.action, as, { ...FORM, ...more });
const planned = async () => (await meetingsOf(area.store.db, area.cycleId))[0]!;

/** Runs on with a mail server that keeps what it is given. */
async function withMail() {
  const server = await mailServer();
  closing.push(server.close);
  const env = { NODE_ENV: "test", SMTP_URL: server.url, MAIL_FROM: "EHC plan quality <plans@testshire.example>" };
  runOn({ ...running(), settings: readSettings({ ...env, PUBLIC_URL: "https://audit.testshire.example" }) });
  return server;
}
const arrived = (server: { received: Received[] }, n: number) =>
  vi.waitFor(() => expect(server.received).toHaveLength(n), { timeout: 5000 });

/** The calendar part of a mail, as a calendar reads it. */
function eventIn({ raw }: Received) {
  const part = /Content-Type: text\/calendar[^\n]*method=(\w+)[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/i.exec(raw);
  const head = raw.slice(raw.indexOf("text/calendar"), raw.indexOf("text/calendar") + 300);
  const body = part?.[2] ?? "";
  const text = /base64/i.test(head)
    ? Buffer.from(body, "base64").toString("utf8")
    : body
        .replace(/=\r\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined);
  return { method: part?.[1], inFile: calendar.getFirstPropertyValue("method"), event, text };
}

describe("planning a meeting", () => {
  it("keeps it, shows it to who is asked on their first page, and to nobody else", async () => {
    expect(await plan()).toMatchObject({ status: 302, location: `/cycles/${area.cycleId}/meetings?done=planned` });
    const { id } = await planned();
    expect((await call(myAudits.loader, "eve")).data.meetings).toEqual([
      {
        id,
        when: "Wednesday 2 December 2026, 14:00 to 16:30",
        inWords: "In 8 days",
        cycle: "Autumn 2026 routine audit",
      },
    ]);
    expect((await call(cyclesPage.loader, "chair")).data.meetings).toHaveLength(1);
    expect((await call(cyclesPage.loader, "lead")).data.meetings).toEqual([]);
    expect((await call(myAudits.loader, "hal")).data.meetings).toEqual([]);
    expect((await call(meetingPage.loader, "eve", undefined, id)).status).toBe(200);
    for (const page of [meetingPage.loader, file.loader] as Route<unknown>[])
      expect((await call(page, "hal", undefined, id)).status).toBe(404);
    expect((await call(meetingPage.loader, "board", undefined, id)).status).toBe(403);
    expect((await call(list.loader, "lead")).data.coming).toMatchObject([{ asked: 2, state: "planned" }]);
  });

  it("says at the field what is wrong, and keeps what was typed", async () => {
    const out = await plan({
      startsAt: "soon",
      place: "Room 3 with C-0001",
      people: [],
      "day-day": "31",
      "day-month": "2",
    });
    expect([out.status, out.data.errors.map((e) => e.field)]).toEqual([
      400,
      ["day-day", "startsAt", "place", "people"],
    ]);
    expect(out.data.typed.place).toBe("Room 3 with C-0001");
    expect((await plan({ "day-day": "23", "day-month": "11" })).data.errors[0]?.sentence).toBe(
      "The day of the meeting must not be over",
    );
    expect(await meetingsOf(area.store.db, area.cycleId)).toEqual([]);
  });

  it("is told to the second of two who change it at once, who loses nothing of what was typed", async () => {
    await plan();
    const { id } = await planned();
    const change = (as: PersonKey, more: Form) => call(changing.action, as, { ...FORM, version: "1", ...more }, id);
    expect((await change("chair", { place: "Room 1" })).status).toBe(302);
    const second = await change("lead", { place: "Room 2" });
    expect(second.status).toBe(409);
    expect(second.data.errors[0]?.sentence).toMatch(/^Somebody else changed this meeting meanwhile/);
    expect(second.data.typed.place).toBe("Room 2");
    expect((await planned()).place).toBe("Room 1");
  });

  it("gives a file for a calendar that names no plan, and one that takes it out again", async () => {
    const [first] = await sampleOf(area.store.db, area.cycleId);
    await plan({ plans: [first!.id] });
    const { id } = await planned();
    const download = async () => {
      const request = await area.request(`/meetings/${id}/meeting.ics`, { as: "eve" });
      const response = await file.loader({ request, params: { meetingId: id }, context });
      expect(response.headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
      expect(response.headers.get("Content-Disposition")).toBe(
        'attachment; filename="moderation-meeting-2026-12-02.ics"',
      );
      return response.text();
    };
    const before = await download();
    expect(before).toContain("METHOD:PUBLISH");
    expect(before).not.toMatch(/C-\d{4}/);
    expect((await call(cancelling.action, "chair", { reason: "" }, id)).status).toBe(400);
    expect((await call(cancelling.action, "chair", { reason: "The room is flooded" }, id)).status).toBe(302);
    const after = await download();
    expect(after).toContain("METHOD:CANCEL");
    expect(after).toContain("STATUS:CANCELLED");
    expect((await call(myAudits.loader, "eve")).data.meetings).toEqual([]);
    const shown = (await call(meetingPage.loader, "eve", undefined, id)).data;
    expect(shown.cancelled).toEqual({ on: "24 November 2026", reason: null });
    expect((await call(meetingPage.loader, "chair", undefined, id)).data.cancelled?.reason).toBe("The room is flooded");
  });

  it("shows plans on the table to the panel, and to an auditor only their own that are not blind any more", async () => {
    const [own] = await area.auditsOf("eve");
    await plan({ plans: [own!.sampled.id] });
    const { id } = await planned();
    const shownTo = async (as: PersonKey) => (await call(meetingPage.loader, as, undefined, id)).data.onTable;
    expect(await shownTo("chair")).toHaveLength(1);
    expect(await shownTo("eve")).toEqual([]);
    for (const key of ["eve", "hal"] as const) {
      const audit = (await area.auditsOf(key)).find((a) => a.sampled.id === own!.sampled.id)!.audit;
      const sheet = (await ownSheet(area.store.db, audit.id, area.people[key].id))!;
      for (const c of sheet.asked)
        await saveAnswer(area.store, area.people[key], audit.id, { ...emptyAnswer(c.key), score: 3 }, 0, new Date());
      await submitAudit(area.store, area.people[key], audit.id, new Date());
    }
    expect(await shownTo("eve")).toMatchObject([{ reference: own!.sampled.snapshot.reference, ready: true }]);
  });
});

describe("mail about a meeting", () => {
  it("asks each person with an event for their calendar, tells of changes under the same identity, and takes it out", async () => {
    const server = await withMail();
    await plan({ people: ["per_chair", "per_eve", "per_lead"] });
    // The chair planned it, and is not written to.
    await arrived(server, 2);
    expect(server.received.flatMap((m) => m.to).sort()).toEqual(["eve@testshire.example", "lead@testshire.example"]);
    const asked = eventIn(server.received.find((m) => m.to.includes("eve@testshire.example"))!);
    expect([asked.method, asked.inFile]).toEqual(["REQUEST", "REQUEST"]);
    expect(asked.event.startDate.toJSDate().toISOString()).toBe("2026-12-02T14:00:00.000Z");
    expect(asked.event.organizer).toBe("mailto:chair@testshire.example");
    const { id, version } = await planned();
    expect(asked.event.uid).toBe(`${id}@audit.testshire.example`);

    server.received.length = 0;
    await call(
      changing.action,
      "chair",
      { ...FORM, startsAt: "15:00", people: ["per_eve", "per_hal"], version: String(version) },
      id,
    );
    await arrived(server, 3);
    const to = (who: string) => eventIn(server.received.find((m) => m.to.includes(`${who}@testshire.example`))!);
    expect([to("eve").method, to("hal").method, to("lead").method]).toEqual(["REQUEST", "REQUEST", "CANCEL"]);
    expect([to("eve").event.uid, to("eve").event.sequence]).toEqual([asked.event.uid, 1]);
    expect(to("eve").event.startDate.toJSDate().toISOString()).toBe("2026-12-02T15:00:00.000Z");

    server.received.length = 0;
    await call(cancelling.action, "lead", { reason: "C-0001 is not ready" }, id);
    await arrived(server, 2);
    const off = eventIn(server.received[0]!);
    expect([off.method, off.event.uid, off.event.sequence]).toEqual(["CANCEL", asked.event.uid, 2]);
    expect(server.received.map((m) => m.raw).join()).not.toContain("C-0001");
  });

  it("leaves for nobody where only the plans changed", async () => {
    const server = await withMail();
    await plan();
    await arrived(server, 1);
    const { id } = await planned();
    const [first] = await sampleOf(area.store.db, area.cycleId);
    await call(changing.action, "chair", { ...FORM, version: "1", plans: [first!.id] }, id);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.received).toHaveLength(1);
    expect((await cycleOf(area.store.db, area.cycleId))?.status).toBe("scoring");
  });
});
