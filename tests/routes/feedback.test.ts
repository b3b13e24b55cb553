import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeBackSignOff } from "#db/reopenings.ts";
import { changeSetting } from "#db/settings.ts";
import { eventsAbout } from "#db/trail.ts";
import { moderate, plansOf, plantPeople, score } from "../http/world.ts";
import * as listPage from "../../app/routes/cycle-feedback.tsx";
import * as inbox from "../../app/routes/feedback.tsx";
import * as packPage from "../../app/routes/feedback-pack.tsx";
import * as pdf from "../../app/routes/feedback-pack-pdf.ts";
import * as review from "../../app/routes/feedback-review.tsx";
import * as moderationPage from "../../app/routes/moderation.tsx";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let plan: string;
beforeEach(async () => {
  area = await testArea();
  await plantPeople(area.store, area.cycleId);
  const [first] = await plansOf(area.store);
  plan = first!.id;
  const { sampledCases } = area.store.tables;
  const [row] = await area.store.db.select().from(sampledCases).where(eq(sampledCases.id, plan));
  const snapshot = { ...row!.snapshot, planWriterRef: "W-1" };
  await area.store.transaction((tx) => tx.update(sampledCases).set({ snapshot }).where(eq(sampledCases.id, plan)));
  for (const [i, key] of ["eve", "hal", "ivy"].entries())
    await score(area.store, key, first!.audits[key] ?? "", {
      levels: [1 + (i % 2), 2],
      mark: `leakzq${key}`,
      submit: true,
    });
  await moderate(area.store, area.cycleId, plan, "leakzqpanel");
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
const args = async (params: Record<string, string>, as: PersonKey, form?: Form) =>
  ({ request: await area.request("/x", { as, form }), params, context }) as unknown as LoaderFunctionArgs &
    ActionFunctionArgs;
const key = (receiver: string) => ({ cycleId: area.cycleId, sampledId: plan, receiver });
const reviewed = (receiver: string, as: PersonKey = "lead") =>
  answer(async () => review.loader(await args(key(receiver), as)));
const sendReview = (receiver: string, form: Form) =>
  answer(async () => review.action(await args(key(receiver), "lead", form)));
const opened = (packId: string, as: PersonKey) => answer(async () => packPage.loader(await args({ packId }, as)));
const reply = (packId: string, as: PersonKey, form: Form) =>
  answer(async () => packPage.action(await args({ packId }, as, form)));
const inboxOf = async (as: PersonKey) => (await answer(async () => inbox.loader(await args({}, as)))).data.packs;

/** The form of a review as the page draws it, with the lead's changes. */
async function formOf(receiver: string, more: Form = {}): Promise<Form> {
  const { content, version, addressees } = (await reviewed(receiver)).data;
  const lines = content.lines.filter((l) => l.included);
  return {
    intent: "send",
    version: String(version),
    criteria: lines.map((l) => l.criterion),
    quotes: lines.flatMap((l) => l.quotes.map((_, i) => `${l.criterion}.${i}`)),
    ...Object.fromEntries(content.lines.map((l) => [`words-${l.criterion}`, l.words])),
    ask: content.ask,
    askOther: content.ask ? "" : "Say who does what",
    next: content.next,
    to: addressees[0]?.value ?? "",
    ...more,
  };
}
const sentTo = async (receiver: string, reader: PersonKey, more: Form = {}): Promise<string> => {
  const out = await sendReview(receiver, await formOf(receiver, more));
  expect(out.location).toMatch(/done=sent$/);
  return (await inboxOf(reader))[0]!.id;
};

it("proposes a pack for the writer, the setting and each service once the plan is signed off, and sends nothing by itself", async () => {
  const page = (await answer(async () => listPage.loader(await args({ cycleId: area.cycleId }, "lead")))).data;
  expect(page.rows.map((r) => [r.receiver, r.state])).toEqual(
    ["plan_writer", "education", "health", "social_care", "setting"].map((r) => [r, "Proposed, not reviewed yet"]),
  );
  expect(await inboxOf("writer")).toEqual([]);
  expect(await inboxOf("manager")).toEqual([]);
  expect((await reviewed("health", "chair")).status).toBe(403);
  expect((await reviewed("nobody")).status).toBe(404);
});

it("walks from review to reply: receipt with time, reply, amended or not, resolved, all in words with dates", async () => {
  const id = await sentTo("plan_writer", "writer", { askOther: "Say how often in section F" });
  expect((await inboxOf("writer"))[0]).toMatchObject({ waits: true, state: expect.stringContaining("not read yet") });
  const first = (await opened(id, "writer")).data;
  expect(first.content.ask).toBe("Say how often in section F");
  expect(first.state).toMatch(/^Read on .*, no reply yet$/);
  expect((await reply(id, "writer", { intent: "reply", words: "Done", amended: "yes" })).data.errors[0]?.field).toBe(
    "amendedOn",
  );
  const amended = { "amendedOn-day": "3", "amendedOn-month": "12", "amendedOn-year": "2026" };
  const said = { intent: "reply", words: "Section F is amended", amended: "yes", ...amended, formKey: "a".repeat(22) };
  expect((await reply(id, "writer", said)).location).toBe(`/feedback/${id}?done=replied`);
  // A form that comes twice is one reply.
  await reply(id, "writer", said);
  const list = (await answer(async () => listPage.loader(await args({ cycleId: area.cycleId }, "lead")))).data;
  expect(list.rows[0]).toMatchObject({ key: "replied", plan: "The plan was amended on 3 December 2026" });
  const { exchange } = (await reviewed("plan_writer")).data;
  expect(exchange.replies).toHaveLength(1);
  expect((await sendReview("plan_writer", { intent: "resolve", resolution: "" })).status).toBe(400);
  expect((await sendReview("plan_writer", { intent: "resolve", resolution: "Amended" })).location).toMatch(/resolved$/);
  expect((await opened(id, "writer")).data).toMatchObject({
    open: false,
    exchange: { resolution: { words: "Amended" } },
  });
  expect((await reply(id, "writer", { ...said, formKey: "b".repeat(22) })).status).toBe(409);
  const kinds = (await eventsAbout(area.store.db, "feedback_pack", id)).map((e) => e.kind);
  expect(kinds).toEqual([
    "feedback.drafted",
    "feedback.sent",
    "feedback.read",
    "case.viewed",
    "feedback.replied",
    "feedback.resolved",
  ]);
});

it("keeps each reader to what was sent to them: another's pack, an unsent one and none are the same", async () => {
  const own = await sentTo("health", "manager");
  const writers = await sentTo("plan_writer", "writer");
  await sendReview("social_care", await formOf("social_care", { intent: "save" }));
  const [draft] = (await area.store.db.select().from(area.store.tables.feedbackPacks)).filter((p) => p.sentAt === null);
  for (const id of [writers, draft!.id, "fbp_none"]) {
    expect((await opened(id, "manager")).status).toBe(404);
    expect((await reply(id, "manager", { intent: "reply", words: "Hello", amended: "no" })).status).toBe(404);
    expect((await answer(async () => pdf.loader(await args({ packId: id }, "manager")))).status).toBe(404);
  }
  expect((await opened(own, "writer")).status).toBe(404);
  const shown = JSON.stringify((await opened(own, "manager")).data);
  expect(shown).toContain("leakzqpanelfor_health_");
  // Never another service's finding, a note for the panel, a reason, or an auditor's name.
  expect(shown).not.toMatch(
    /for_(education|social_care|setting|all)_|leakzq\w*note|leakzq\w*reason|Eve Marsh|Hal Brook|Ivy Stone/,
  );
});

it("takes nothing of another service into a pack, whatever a form names", async () => {
  const form = await formOf("health");
  const criteria = [...(form.criteria as string[]), "EP2", "HS4"];
  const id = await sentTo("health", "manager", { criteria, "words-EP2": "Slipped in", quotes: ["EP2.0", "HS4.0"] });
  const { content } = (await opened(id, "manager")).data;
  expect(content.lines.map((l) => l.criterion).filter((k) => k === "EP2" || k === "HS4")).toEqual([]);
  expect(JSON.stringify(content)).not.toContain("Slipped in");
});

it("shows auditors' names only where the area's setting says so, fixed as it was sent", async () => {
  const without = (await opened(await sentTo("health", "manager"), "manager")).data;
  expect(without.content.auditors).toBeNull();
  await changeSetting(area.store, area.people.admin, "feedback", { showAuditors: true, replyDays: 5 }, 0, new Date());
  const id = await sentTo("plan_writer", "writer");
  expect((await opened(id, "writer")).data.content.auditors).toEqual(["Eve Marsh", "Hal Brook", "Ivy Stone"]);
});

it("answers a dispute with a correction beside the moderation, which stays as it was signed off", async () => {
  const id = await sentTo("health", "manager");
  const line = (await opened(id, "manager")).data.content.lines[0]!;
  const { moderations, corrections } = area.store.tables;
  const signed = async () => JSON.stringify((await area.store.db.select().from(moderations))[0]?.result);
  const before = await signed();
  expect((await reply(id, "manager", { intent: "dispute", criterion: line.criterion, reason: "" })).status).toBe(400);
  const raised = await reply(id, "manager", {
    intent: "dispute",
    criterion: line.criterion,
    reason: "It is in appendix 2",
  });
  expect(raised.location).toBe(`/feedback/${id}?done=disputed`);
  const again = await reply(id, "manager", { intent: "dispute", criterion: line.criterion, reason: "Once more" });
  expect(again.data.errors[0]?.sentence).toBe(`${line.criterion} was disputed already`);
  const waiting = (await reviewed("health")).data;
  const disputeId = waiting.exchange.disputes[0]!.id;
  expect(waiting.state).toMatch(/^1 level disputed/);
  expect((await sendReview("health", { intent: "resolve", resolution: "Done" })).data.errors[0]?.sentence).toMatch(
    /^Answer the dispute first/,
  );
  const same = waiting.levels[line.criterion]!.find((l) => l.label === line.level)!.value;
  const verdict = { intent: "answer", disputeId, outcome: "corrected", answer: "You are right" };
  expect((await sendReview("health", { ...verdict, after: same })).data.errors[0]?.field).toBe("after");
  expect((await sendReview("health", { ...verdict, after: "3" })).location).toMatch(/answered$/);
  expect((await sendReview("health", { ...verdict, after: "0" })).status).toBe(409);
  expect(await signed()).toBe(before);
  expect(await area.store.db.select().from(corrections)).toMatchObject([
    { criterion: line.criterion, before: same, after: "3" },
  ]);
  const shown = (await opened(id, "manager")).data;
  expect(shown.after[line.criterion]).toContain(`corrected from ${line.level} to Outstanding`);
  expect(shown.content.lines[0]).toEqual(line);
  const cockpit = (
    await answer(async () => moderationPage.loader(await args({ cycleId: area.cycleId, sampledId: plan }, "chair")))
  ).data;
  expect(cockpit.page?.corrections[0]).toContain(line.criterion);
});

it("tells the second of two leads, keeps what was typed, and refuses a pack with an identifier or nobody to go to", async () => {
  const form = await formOf("health");
  await sendReview("health", { ...form, intent: "save" });
  const late = await sendReview("health", { ...form, askOther: "My own ask" });
  expect([late.status, late.data.typed.askOther]).toEqual([409, "My own ask"]);
  expect(await inboxOf("manager")).toEqual([]);
  const bad = await sendReview("health", await formOf("health", { askOther: "Ring 01632 960001" }));
  expect([bad.status, bad.data.errors[0]?.field]).toEqual([400, "ask"]);
  const nobody = await sendReview("health", await formOf("health", { to: "org:org_none" }));
  expect(nobody.data.errors[0]?.field).toBe("to");
  const none = await sendReview("setting", await formOf("setting", { intent: "leave-out", notNeeded: "Home tuition" }));
  expect(none.location).toMatch(/left$/);
  expect((await reviewed("setting")).data.notNeeded).toBe("Home tuition");
});

it("leaves a sent pack to be read when the sign-off of its plan is taken back, proposes no more, and takes no answer until it is signed off again", async () => {
  const id = await sentTo("health", "manager");
  await reply(id, "manager", { intent: "reply", words: "We agree", amended: "no" });
  await sendReview("social_care", await formOf("social_care", { intent: "save" }));
  const { cycles, cycleReopenings } = area.store.tables;
  const at = new Date();
  const opened = { id: "cyr_one", cycleId: area.cycleId, reason: "A mistake", reopenedBy: "per_lead", reopenedAt: at };
  await area.store.transaction(async (tx) => {
    await tx.update(cycles).set({ status: "moderation" }).where(eq(cycles.id, area.cycleId));
    await tx.insert(cycleReopenings).values({ ...opened, figures: {} });
  });
  const { lead } = area.people;
  expect(await takeBackSignOff(area.store, lead!, area.cycleId, plan, "A level was wrong", at)).toEqual({ ok: true });
  const page = (await answer(async () => listPage.loader(await args({ cycleId: area.cycleId }, "lead")))).data;
  expect(page.rows.map((r) => r.receiver)).toEqual(["health"]);
  const shown = (await reviewed("health")).data;
  expect([shown.takenBack, shown.exchange.replies.length]).toEqual([true, 1]);
  const late = await sendReview("health", { intent: "resolve", resolution: "Agreed" });
  expect([late.status, late.data.errors[0]?.sentence]).toEqual([409, expect.stringContaining("signed off again")]);
  expect((await reviewed("social_care")).status).toBe(404);
  expect((await reviewed("setting")).status).toBe(404);
});

it("keeps a pack that was sent, with its replies, from every change in the database itself", async () => {
  const id = await sentTo("plan_writer", "writer");
  await reply(id, "writer", { intent: "reply", words: "Thank you", amended: "no" });
  const { feedbackPacks, feedbackReplies } = area.store.tables;
  const tries = [
    () =>
      area.store.transaction((tx) =>
        tx.update(feedbackPacks).set({ writerRef: "W-9" }).where(eq(feedbackPacks.id, id)),
      ),
    () => area.store.transaction((tx) => tx.delete(feedbackPacks).where(eq(feedbackPacks.id, id))),
    () => area.store.transaction((tx) => tx.update(feedbackReplies).set({ words: "No" })),
    () => area.store.transaction((tx) => tx.delete(feedbackReplies)),
  ];
  for (const change of tries) await expect(change()).rejects.toThrow();
});

it("gives the pack as an accessible PDF to its reader, and records that it left", async () => {
  const id = await sentTo("health", "manager");
  const response = (await pdf.loader(await args({ packId: id }, "manager"))) as Response;
  expect(response.headers.get("Content-Type")).toBe("application/pdf");
  expect(new TextDecoder("latin1").decode((await response.arrayBuffer()).slice(0, 5))).toBe("%PDF-");
  const kinds = (await eventsAbout(area.store.db, "feedback_pack", id)).map((e) => e.kind);
  expect(kinds).toContain("feedback.downloaded");
});
