import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTRIES } from "#audits/room/checklist.ts";
import { fingerprintOf } from "#audits/room/content.ts";
import { dayOf } from "#audits/dates.ts";
import { remindersOn, reminderDay } from "#db/reminders.ts";
import { contentsOf } from "#db/rooms.ts";
import * as visitIndex from "../../app/routes/visit.tsx";
import * as visitRoom from "../../app/routes/visit-room.tsx";
import * as visitEntry from "../../app/routes/visit-entry.tsx";
import * as visitCopy from "../../app/routes/visit-copy.ts";
import * as visitVerify from "../../app/routes/visit-verify.tsx";
import * as rooms from "../../app/routes/rooms.tsx";
import * as desk from "../../app/routes/room-desk.tsx";
import * as entryPage from "../../app/routes/room-entry.tsx";
import * as opening from "../../app/routes/room-open.tsx";
import * as inspectors from "../../app/routes/room-inspectors.tsx";
import * as questions from "../../app/routes/room-questions.tsx";
import * as visits from "../../app/routes/room-visits.tsx";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let roomId: string;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
type Handler<T = unknown> = (args: never) => Promise<T>;
/** Runs a loader or an action of a room as this person. */
async function at<T>(handler: Handler<T>, as: PersonKey, params: Record<string, string> = {}, form?: Form, query = "") {
  const request = await area.request(`/x${query}`, { as, form });
  return answer(() => handler({ request, params: { roomId, ...params }, context } as never));
}

const today = () => dayOf(new Date());
const days = (name: string, day: string) => {
  const [year = "", month = "", date = ""] = day.split("-");
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const later = (n: number) => dayOf(new Date(Date.now() + n * 86_400_000));

async function start(title = "Area inspection") {
  const made = await at(rooms.action, "lead", {}, { title });
  roomId = made.location?.split("/").pop() ?? "";
  expect(roomId).toMatch(/^room_/);
}
const versionOf = async (key: string) => (await at(entryPage.loader, "lead", { entry: key })).data.choice.version;
const decide = async (key: string, form: Form) =>
  at(entryPage.action, "lead", { entry: key }, { basedOn: String(await versionOf(key)), ...form });
async function fill() {
  await decide("framework", { intent: "take", words: "We audit each quarter." });
  await decide("challenge", { intent: "take", words: "The board asked for therapy hours." });
  for (const { key } of ENTRIES.filter(({ source }) => source === "trail"))
    await decide(key, { intent: "leave-out", reason: "No cycle is closed yet." });
  await at(desk.action, "lead", {}, { intent: "take-all" });
}
const look = async () => {
  const { seen } = (await at(visitRoom.loader, "lead")).data;
  return at(visitRoom.action, "lead", {}, { intent: "previewed", seen: seen ?? "" });
};
const open = (more: Form = {}, closes = later(14)) =>
  at(
    opening.action,
    "lead",
    {},
    { version: "1", releasedBy: "The quality lead", ...days("opensOn", today()), ...days("closesOn", closes), ...more },
  );
/** Lets Ines Crow in, who has an account as an inspector; `shown`: with a second factor. */
async function letIn({ shown = true } = {}) {
  await at(
    inspectors.action,
    "lead",
    {},
    { name: "Ines Crow", email: "inspector@testshire.example", organisationId: "org_council" },
  );
  if (shown) await withFactor();
}
async function withFactor() {
  await area.cookieOf("inspector");
  const { sessions } = area.store.tables;
  await area.store.transaction((tx) =>
    tx.update(sessions).set({ secondFactor: true }).where(eq(sessions.userId, "per_inspector")),
  );
}
async function openRoom() {
  await start();
  await fill();
  await look();
  expect((await open()).location).toBe(`/rooms/${roomId}/inspectors`);
}
const eventsOf = async (kind: string) => {
  const { trail } = area.store.tables;
  return area.store.db
    .select()
    .from(trail)
    .where(eq(trail.kind, kind as never));
};

describe("putting a room together", () => {
  it("begins with an empty checklist that says what is to do, and what there is nothing of yet", async () => {
    await start();
    const { data } = await at(desk.loader, "lead");
    const entries = data.groups.flatMap((g) => g.entries);
    expect(entries).toHaveLength(18);
    const state = (key: string) => entries.find((e) => e.key === key)?.state.key;
    expect([state("framework"), state("calendar"), state("results"), state("trail-1")]).toEqual([
      "to_do",
      "to_do",
      "nothing",
      "to_do",
    ]);
    expect(data.kept.length).toBeGreaterThan(8);
  });

  it("is not opened before everything is decided and looked at, and not when it changed since", async () => {
    await start();
    expect((await open()).status).toBe(400);
    await fill();
    const unseen = await open();
    expect(unseen.data.errors.map((e) => e.sentence)).toEqual([expect.stringContaining("as the inspector sees it")]);
    expect((await look()).location).toBe(`/rooms/${roomId}`);
    await decide("framework", { intent: "take", words: "We audit twice a year." });
    expect((await open()).status).toBe(400);
    await look();
    expect((await open({}, later(200))).data.errors[0]?.sentence).toContain("92 days at most");
    expect((await open()).location).toBe(`/rooms/${roomId}/inspectors`);
    expect((await open()).status).toBe(409);
  });

  it("keeps identifiers and references out of the lead’s words, tells of two who write at once, and keeps what was typed", async () => {
    await start();
    for (const words of ["Ring 01632 960117.", "See C-0417."])
      expect((await decide("framework", { intent: "take", words })).data.errors[0]?.field).toBe("words");
    await decide("framework", { intent: "take", words: "First." });
    const second = await at(
      entryPage.action,
      "lead",
      { entry: "framework" },
      { intent: "take", words: "Second.", basedOn: "0" },
    );
    expect([second.status, second.data.typed.words, second.data.version]).toEqual([409, "Second.", 1]);
    expect((await decide("trail-1", { intent: "plan", plan: "smp_none" })).data.errors[0]?.sentence).toBe(
      "Choose a plan of the list",
    );
  });

  it("fixes every entry with a fingerprint that stands in the trail, and adds a version beside what was shown", async () => {
    await openRoom();
    const fixed = await contentsOf(area.store.db, roomId);
    expect(fixed.length).toBe(12);
    const events = await eventsOf("room.content_fixed");
    for (const row of fixed) {
      expect(fingerprintOf(row.content!)).toBe(row.sha256);
      expect(events.some((e) => e.sentence.includes(row.sha256))).toBe(true);
    }
    expect((await decide("framework", { intent: "add" })).data.errors[0]?.sentence).toContain("says the same");
    await decide("framework", { intent: "take", words: "We audit each month now." });
    const shown = async (query = "") =>
      (await at(visitEntry.loader, "lead", { entry: "framework" }, undefined, query)).data;
    expect((await shown()).content?.summary).toBe("We audit each quarter.");
    await decide("framework", { intent: "add" });
    expect([(await shown()).number, (await shown()).content?.summary]).toEqual([2, "We audit each month now."]);
    expect((await shown("?version=1")).content?.summary).toBe("We audit each quarter.");
    const { roomContents } = area.store.tables;
    await expect(
      area.store.transaction((tx) =>
        tx.update(roomContents).set({ sha256: "0" }).where(eq(roomContents.roomId, roomId)),
      ),
    ).rejects.toThrow();
  });
});

describe("an inspector", () => {
  it("sees nothing before the second factor, then exactly what the lead previewed", async () => {
    await openRoom();
    await letIn({ shown: false });
    for (const page of [visitRoom.loader, visitVerify.loader, visitIndex.loader])
      expect((await at(page as Handler, "inspector")).location).toMatch(/^\/account\/second-factor/);
    expect((await at(visitCopy.loader, "inspector", { entry: "framework", file: "entry.json" })).location).toMatch(
      /second-factor/,
    );
    await withFactor();
    expect((await at(visitIndex.loader, "inspector")).location).toBe(`/room/${roomId}`);
    const [theirs, leads] = [(await at(visitRoom.loader, "inspector")).data, (await at(visitRoom.loader, "lead")).data];
    expect(theirs.band.preview).toBeNull();
    expect(leads.band.preview).toBe("shown");
    for (const key of ["questions", "trails", "leftOut", "releasedBy"] as const)
      expect(theirs[key]).toEqual(leads[key]);
    expect(JSON.stringify(theirs)).not.toMatch(/C-\d{4}/);
  });

  it("finds no room that is not theirs, not open yet, or closed, and is out with their sessions when it closes", async () => {
    await openRoom();
    const first = roomId;
    await withFactor();
    const seen = async (id: string) => {
      const run = (handler: Handler, params = {}) =>
        at(handler, "inspector", { roomId: id, ...params }).then((r) => r.status);
      return [
        await run(visitRoom.loader as Handler),
        await run(visitVerify.loader as Handler),
        await run(visitEntry.loader as Handler, { entry: "framework" }),
        await run(visitCopy.loader as Handler, { entry: "framework", file: "entry.json" }),
        (await at(visitRoom.action, "inspector", { roomId: id }, { question: "What is here?" })).status,
      ];
    };
    const SHUT = [404, 404, 404, 404, 404];
    expect(await seen(first)).toEqual(SHUT);
    await letIn();
    expect((await seen(first)).slice(0, 4)).toEqual([200, 200, 200, 200]);
    await openRoom();
    const second = roomId;
    expect(await seen(second)).toEqual(SHUT);
    roomId = first;
    const { sessions, memberships } = area.store.tables;
    const open_ = () => area.store.db.select().from(sessions).where(eq(sessions.userId, "per_inspector"));
    expect(await open_()).toHaveLength(1);
    await at(opening.action, "lead", {}, { intent: "close", reason: "The inspection is over.", version: "2" });
    expect(await open_()).toEqual([]);
    const [role] = await area.store.db
      .select()
      .from(memberships)
      .where(and(eq(memberships.personId, "per_inspector"), eq(memberships.role, "inspector")));
    expect(role?.endsAt && role.endsAt <= new Date()).toBe(true);
    expect((await at(visitRoom.loader, "inspector")).location).toMatch(/^\/sign-in/);
    expect((await at(desk.loader, "lead")).data.state.key).toBe("closed");
    expect((await at(visitRoom.loader, "lead")).status).toBe(200);
  });

  it("is let in by an invitation that works once and lasts as long as the room, and can be put out", async () => {
    await openRoom();
    const invited = await at(
      inspectors.action,
      "lead",
      {},
      { name: "Nora Gale", email: "nora@inspect.example", organisationId: "org_council" },
    );
    expect(invited.data.delivery).toMatchObject({ mailed: false, link: expect.stringContaining("/invitation/") });
    const { invitations, roomGuests } = area.store.tables;
    const [invitation] = await area.store.db.select().from(invitations);
    expect(invitation?.memberships).toEqual([expect.objectContaining({ role: "inspector", lastDay: later(14) })]);
    await at(opening.action, "lead", {}, { intent: "move", version: "2", ...days("closesOn", later(20)) });
    expect((await area.store.db.select().from(invitations))[0]?.memberships[0]?.lastDay).toBe(later(20));
    const [guest] = await area.store.db.select().from(roomGuests);
    await at(inspectors.action, "lead", {}, { intent: "end", guest: guest?.id ?? "" });
    expect((await area.store.db.select().from(invitations))[0]?.withdrawnAt).not.toBeNull();
    const staff = await at(
      inspectors.action,
      "lead",
      {},
      { name: "Eve Marsh", email: "eve@testshire.example", organisationId: "org_council" },
    );
    expect(staff.data.errors[0]?.sentence).toContain("another role");
  });

  it("asks, is answered in the room, and both stand in the trail without a word of it; the lead is reminded until then", async () => {
    await openRoom();
    await letIn();
    const sent = await at(
      visitEntry.action,
      "inspector",
      { entry: "framework" },
      { question: "Who chairs the zebra group?" },
    );
    expect(sent.location).toBe(`/room/${roomId}/entries/framework#asked`);
    const reminded = async () => {
      const all = await remindersOn(area.store.db, await reminderDay(area.store.db, today()));
      return all.filter(({ kind }) => kind === "room_question").map(({ personId }) => personId);
    };
    expect(await reminded()).toEqual(["per_lead"]);
    const [q] = (await at(questions.loader, "lead")).data.asked;
    expect((await at(questions.action, "lead", {}, { question: q?.id ?? "", answer: "" })).status).toBe(400);
    await at(questions.action, "lead", {}, { question: q?.id ?? "", answer: "The director of zebra services." });
    expect(await reminded()).toEqual([]);
    expect((await at(visitEntry.loader, "inspector", { entry: "framework" })).data.asked).toMatchObject([
      {
        words: "Who chairs the zebra group?",
        by: "Ines Crow",
        answer: "The director of zebra services.",
        answeredBy: "Deborah Lane",
      },
    ]);
    const said = [...(await eventsOf("room.asked")), ...(await eventsOf("room.answered"))];
    expect(said).toHaveLength(2);
    expect(JSON.stringify(said)).not.toContain("zebra");
    expect((await at(visitRoom.action, "lead", {}, { question: "Mine?" })).data.error).toContain("preview");
  });

  it("leaves a trace of every look and copy, and the lead reads who looked at what", async () => {
    await openRoom();
    await letIn();
    await at(visitRoom.loader, "lead");
    expect(await eventsOf("room.viewed")).toEqual([]);
    await at(visitRoom.loader, "inspector");
    await at(visitEntry.loader, "inspector", { entry: "framework" });
    await at(visitEntry.loader, "inspector", { entry: "calendar" });
    await at(visitCopy.loader, "inspector", { entry: "calendar", file: "table-1.csv" });
    const { data } = await at(visits.loader, "lead");
    expect(data.people).toMatchObject([{ name: "Ines Crow", looks: 3, copies: 1 }]);
    expect(data.events.map((e) => e.sentence).join(" ")).toContain("looked at Quality assurance framework, version 1");
  });

  it("takes watermarked copies whose fingerprints, with the original’s, stand in the trail and can be verified", async () => {
    await openRoom();
    await letIn();
    const copy = async (entry: string, file: string) => {
      const request = await area.request("/x", { as: "inspector" });
      const reply = (await visitCopy.loader({
        request,
        params: { roomId, entry, file },
        context,
      } as never)) as Response;
      return { bytes: new Uint8Array(await reply.arrayBuffer()), name: reply.headers.get("Content-Disposition") };
    };
    const table = await copy("calendar", "table-1.csv");
    expect(table.name).toContain("copy-1-ines-crow-calendar-table-1-v1.csv");
    const lines = new TextDecoder().decode(table.bytes).trim().split("\r\n");
    expect(lines[0]).toMatch(/,Copy$/);
    expect(lines[1]).toContain("Copy 1 for Ines Crow, inspector, Testshire Council. Area inspection");
    const whole = JSON.parse(new TextDecoder().decode((await copy("framework", "entry.json")).bytes));
    const original = (await contentsOf(area.store.db, roomId)).find(({ key }) => key === "framework")!;
    expect(fingerprintOf(whole.content)).toBe(original.sha256);
    const sha256 = createHash("sha256").update(table.bytes).digest("hex");
    expect((await eventsOf("room.downloaded"))[0]?.sentence).toContain(sha256);
    const verify = async (bytes: Uint8Array) => {
      const request = await area.request("/x", { as: "inspector" });
      const form = new FormData();
      form.set("file", new File([bytes as BlobPart], "copy.csv"));
      const sent = new Request(request.url, {
        method: "POST",
        headers: new Headers([...request.headers].filter(([k]) => k !== "content-type")),
        body: form,
      });
      return (await answer(() => visitVerify.action({ request: sent, params: { roomId }, context } as never))).data
        .found;
    };
    expect(await verify(table.bytes)).toMatchObject({ genuine: true, title: "Genuine" });
    const changed = table.bytes.slice();
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(await verify(changed)).toMatchObject({ genuine: false });
    expect((await at(visitCopy.loader, "inspector", { entry: "framework", file: "table-1.csv" })).status).toBe(404);
    const walked = await at(visitVerify.action, "inspector", {}, { intent: "chain" });
    expect(walked.data.found).toMatchObject({ genuine: true, title: "The chain is unbroken" });
    const { contents } = (await at(visitVerify.loader, "inspector")).data;
    expect(contents.every(({ verdict, event }) => verdict === "fits" && event !== null)).toBe(true);
  });
});
