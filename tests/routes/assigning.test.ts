import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterEach, beforeEach, expect, it } from "vitest";
import { auditsOf } from "#db/audits.ts";
import { cycleOf, drawSample, openCycle, sampleOf } from "#db/cycles.ts";
import { latestEvents } from "#db/trail.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import * as interestsPage from "../../app/routes/interests.tsx";
import * as page from "../../app/routes/cycle-audits.tsx";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let cycleId: string;
beforeEach(async () => {
  area = await testArea();
  const { rubricId, codebookId, periodFrom, periodTo } = (await cycleOf(area.store.db, area.cycleId))!;
  const days = { periodFrom, periodTo, scoringOpens: "2027-01-11", scoringDue: "2027-01-29", moderationOn: null };
  const form = { question: "", shortForm: true, modules: ["plan"], limitsMode: "applied" as const };
  const input = { title: "Spring", rubricId, codebookId, ...form, ...days };
  cycleId = await openCycle(area.store, area.people.lead, input, new Date(), "seed");
  await drawSample(area.store, area.people.lead, cycleId, { ...PLAIN_DESIGN, kind: "census" }, "", new Date());
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
const args = async (path: string, as: PersonKey, form?: Form) =>
  ({ request: await area.request(path, { as, form }), params: { cycleId }, context }) as unknown as LoaderFunctionArgs &
    ActionFunctionArgs;
const send = (form: Form) => answer(async () => page.action(await args(`/cycles/${cycleId}/audits`, "lead", form)));
const declare = (as: PersonKey, form: Form) =>
  answer(async () => interestsPage.action(await args("/my-interests", as, form)));
const rule = (more: Form = {}): Form => ({ auditors: ["per_eve", "per_hal"], how: "two", ...more });
const given = async () => {
  const sample = await sampleOf(area.store.db, cycleId);
  return (await auditsOf(area.store.db, cycleId)).map(({ audit }) => ({
    id: audit.id,
    plan: sample.find((s) => s.id === audit.sampledCaseId)?.snapshot.reference,
    to: audit.auditorId,
    status: audit.status,
  }));
};

it("gives two agencies to as many plans as asked, one to the rest", async () => {
  expect((await send(rule({ how: "some", double: "2" }))).status).toBe(302);
  const plans = Object.values(Object.groupBy(await given(), (g) => g.plan ?? "")).map((list) => list?.length);
  expect(plans.sort()).toEqual([1, 1, 1, 1, 2, 2]);
});

it("gives anchors to everybody, nobody more than they can take, and says how many plans wait", async () => {
  const out = await send(rule({ how: "one", anchors: "1", "capacity-per_eve": "2", "capacity-per_hal": "2" }));
  expect(out.location).toBe(`/cycles/${cycleId}/audits?short=3`);
  const all = await given();
  expect(all.filter((g) => g.to === "per_eve")).toHaveLength(2);
  expect(Object.values(Object.groupBy(all, (g) => g.plan ?? "")).filter((l) => l?.length === 2)).toHaveLength(1);
});

it("says when agreement would rest on too few plans, until enough have two agencies", async () => {
  const shown = async () => (await answer(async () => page.loader(await args("/x", "lead")))).data;
  expect((await shown()).fewTwice).toBeNull();
  expect((await shown()).double).toBe(6);
  await send(rule({ how: "some", double: "2" }));
  expect((await shown()).fewTwice).toContain("Only 2 of 6 plans have auditors of two agencies.");
  await send(rule({ how: "some", double: "6" }));
  expect((await shown()).fewTwice).toBeNull();
});

it("proposes an anchor that nobody has a conflict with, takes that one, and keeps it when a conflict comes later", async () => {
  const shown = async () => (await answer(async () => page.loader(await args("/x", "lead")))).data;
  // With two auditors, two on a plan are everybody.
  expect((await shown()).anchor).toBeNull();
  const role = { role: "auditor" as const, agency: "social_care" as const };
  await area.store.transaction(async (tx) => {
    const { memberships } = tx.tables;
    const [any] = await tx.select({ organisationId: memberships.organisationId }).from(memberships);
    await tx.insert(memberships).values({ id: "mem_third", personId: "per_manager", ...any!, ...role });
  });
  const first = (await shown()).anchor;
  expect(first).toMatch(/^C-/);
  await declare("eve", { kind: "plan", "value-plan": first ?? "" });
  const { anchor, auditors } = await shown();
  expect(anchor).toMatch(/^C-/);
  expect(anchor).not.toBe(first);
  const everybody = auditors.map((a) => a.id);
  await send({ auditors: everybody, how: "one", anchors: "1" });
  const scoredBy = async (plan: string | null) =>
    (await given())
      .filter((g) => g.plan === plan)
      .map((g) => g.to)
      .sort();
  expect(await scoredBy(anchor)).toEqual([...everybody].sort());
  await declare("hal", { kind: "plan", "value-plan": anchor ?? "" });
  const before = (await given()).length;
  await send({ auditors: everybody, how: "one", anchors: "1" });
  expect([(await given()).length, (await shown()).anchorPlans]).toEqual([before, [anchor]]);
});

it("fills what is missing later by the rule that was chosen, not by another", async () => {
  const shown = async () => (await answer(async () => page.loader(await args("/x", "lead")))).data.last;
  expect(await shown()).toBeNull();
  await send(rule({ how: "some", double: "2", anchors: "1", "capacity-per_eve": "5" }));
  expect(await shown()).toEqual({
    auditors: ["per_eve", "per_hal"],
    capacity: { per_eve: "5", per_hal: "" },
    how: "some",
    double: "2",
    anchors: "1",
  });
  const before = (await given()).length;
  const last = (await shown())!;
  const capacity = Object.fromEntries(Object.entries(last.capacity).map(([id, most]) => [`capacity-${id}`, most]));
  const { auditors, how, double, anchors } = last;
  await send({ auditors, how, double, anchors, ...capacity });
  expect(await given()).toHaveLength(before);
});

it("keeps plans from an auditor who declared an interest, and says which pairs are ruled out", async () => {
  expect((await declare("eve", { kind: "plan", "value-plan": "C-0003" })).location).toBe("/my-interests?done=declared");
  const event = (await latestEvents(area.store.db, 1)).events[0]?.sentence;
  expect(event).toBe("Eve Marsh declared an interest.");
  const shown = (await answer(async () => page.loader(await args("/x", "lead")))).data;
  expect(shown.conflicts.list).toEqual([{ name: "Eve Marsh", plans: ["C-0003: declared an interest in the plan"] }]);
  await send(rule());
  expect((await given()).filter((g) => g.plan === "C-0003").map((g) => g.to)).toEqual(["per_hal"]);
});

it("refuses a declaration that could name a child, and keeps what was typed", async () => {
  const out = await declare("eve", { kind: "plan", "value-plan": "Alice Smith" });
  expect([out.status, out.data.errors[0]?.field]).toEqual([400, "value-plan"]);
  expect(out.data.typed).toEqual({ kind: "plan", value: "Alice Smith" });
});

it("lets nobody take another's declaration back", async () => {
  await declare("eve", { kind: "setting", "value-setting": "123456" });
  const own = (await answer(async () => interestsPage.loader(await args("/x", "eve")))).data.interests[0]!;
  expect((await declare("hal", { intent: "end", id: own.id })).status).toBe(409);
  expect((await declare("eve", { intent: "end", id: own.id })).status).toBe(302);
});

it("gives a plan to somebody else without losing what was written, and not to somebody with an interest", async () => {
  await send(rule({ auditors: ["per_eve"], how: "one" }));
  const [first] = await given();
  await declare("hal", { kind: "plan", "value-plan": first!.plan ?? "" });
  const move = { intent: "reassign", auditId: first!.id, to: "per_hal", reason: "On leave until March" };
  const barred = await send(move);
  expect(barred.data.errors[0]).toEqual({
    field: `reassign-${first!.id}`,
    sentence: "Hal Brook must not score this plan: declared an interest in the plan",
    typed: "On leave until March",
  });
  const second = (await given())[1]!;
  expect((await send({ ...move, auditId: second.id, reason: "" })).status).toBe(400);
  expect((await send({ ...move, auditId: second.id })).status).toBe(302);
  const after = (await given()).filter((g) => g.plan === second.plan).map((g) => [g.to, g.status]);
  expect(after).toEqual([
    ["per_eve", "withdrawn"],
    ["per_hal", "assigned"],
  ]);
  expect((await send({ ...move, auditId: second.id })).status).toBe(400);
});

it("refuses at the field what cannot be assigned", async () => {
  const fields = async (form: Form) => (await send(form)).data.errors.map((e) => e.field);
  expect(await fields({ how: "two" })).toEqual(["auditors"]);
  expect(await fields(rule({ how: "none" }))).toEqual(["how"]);
  expect(await fields(rule({ how: "three" }))).toEqual(["auditors"]);
  expect(await fields(rule({ how: "some", double: "99" }))).toEqual(["double"]);
  expect(await fields(rule({ anchors: "x", "capacity-per_eve": "0" }))).toEqual(["capacity-per_eve", "anchors"]);
});
