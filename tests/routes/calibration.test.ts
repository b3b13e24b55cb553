import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SHIPPED_ANCHORS } from "#audits/calibration/library/shipped.ts";
import { roundOf, roundsOf } from "#db/calibrations.ts";
import { cyclesOf } from "#db/cycles.ts";
import { dueForDisposal } from "#db/retention.ts";
import { runDisposal } from "#db/disposal.ts";
import * as comparison from "~/routes/audit-calibration.tsx";
import * as planPage from "~/routes/audit-plan.tsx";
import * as submittedPage from "~/routes/audit-submitted.tsx";
import * as newRound from "~/routes/calibration-new.tsx";
import * as roundPage from "~/routes/calibration.tsx";
import * as cycle from "~/routes/cycle.tsx";
import * as results from "~/routes/cycle-results.tsx";
import * as myAudits from "~/routes/my-audits.tsx";
import * as sheet from "~/routes/score-sheet.tsx";
import { score } from "../http/world.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
async function open<T>(
  route: { loader: (args: LoaderFunctionArgs) => Promise<T> },
  as: PersonKey,
  params: Record<string, string> = {},
) {
  const request = await area.request("/page", { as });
  return answer(() => route.loader({ request, params, context } as never));
}
async function send<T>(
  route: { action: (args: ActionFunctionArgs) => Promise<T> },
  as: PersonKey,
  form: Form,
  params: Record<string, string> = {},
) {
  const request = await area.request("/page", { as, form });
  return answer(() => route.action({ request, params, context } as never));
}

const ANCHOR = SHIPPED_ANCHORS[0]!;
const due = { "due-day": "31", "due-month": "12", "due-year": "2099" };
async function openRound(form: Form = {}): Promise<string> {
  const { rubrics } = (await open(newRound, "lead")).data;
  const sent = await send(newRound, "lead", {
    title: "Calibration",
    rubricId: rubrics[0]?.value ?? "",
    length: "short",
    anchors: [ANCHOR.key],
    auditorIds: ["per_eve", "per_hal"],
    ...due,
    ...form,
  });
  expect(sent.status, JSON.stringify(sent.data)).toBe(302);
  return sent.location?.split("/").at(-1) ?? "";
}
const own = async (as: PersonKey, roundId: string) =>
  (await area.auditsOf(as)).find((a) => a.cycle.id === roundId)?.audit.id ?? "";

describe("a calibration", () => {
  it("is opened on made-up plans for auditors, once, and asks for what is missing", async () => {
    const empty = await send(newRound, "lead", { title: "", ...due, "due-year": "1999" });
    expect((empty.data as { errors: { field: string }[] }).errors.map((e) => e.field)).toEqual([
      "title",
      "anchors",
      "auditorIds",
      "due-day",
    ]);
    const { formKey, rubrics } = (await open(newRound, "lead")).data;
    expect(rubrics.map((r) => r.label)).toContain("Full audit of an EHC plan, version 1.0.0");
    const form = {
      formKey,
      title: "Twice",
      rubricId: rubrics[0]!.value,
      length: "short",
      anchors: [ANCHOR.key],
      auditorIds: ["per_eve"],
      ...due,
    };
    const [one, two] = [await send(newRound, "lead", form), await send(newRound, "lead", form)];
    expect(two.location).toBe(one.location);
    expect(await roundsOf(area.store.db)).toHaveLength(1);
  });

  it("gives nobody a plan that they have had before", async () => {
    await openRound();
    const again = await send(newRound, "lead", {
      title: "Again",
      rubricId: (await open(newRound, "lead")).data.rubrics[0]!.value,
      anchors: [ANCHOR.key],
      auditorIds: ["per_eve", "per_hal"],
      ...due,
    });
    expect([again.status, (again.data as { errors: { field: string }[] }).errors[0]?.field]).toEqual([400, "anchors"]);
    const second = await openRound({ anchors: [ANCHOR.key, SHIPPED_ANCHORS[1]!.key], auditorIds: ["per_eve"] });
    const given = (await area.auditsOf("eve")).filter((a) => a.cycle.id === second);
    expect(given.map((a) => a.sampled.snapshot.reference)).toEqual([SHIPPED_ANCHORS[1]!.reference]);
  });

  it("is scored on the ordinary sheet with the plan beside it, blind to the reference until it is submitted", async () => {
    const round = await openRound();
    const auditId = await own("eve", round);
    const todo = (await open(myAudits, "eve")).data.todo.find((t) => t.id === auditId);
    expect(todo).toMatchObject({ reference: "Anchor A", form: "Short form, calibration", href: `/audits/${auditId}` });
    const page = (await open(sheet, "eve", { auditId, criterion: "VC1" })).data;
    expect([page.view.plan, page.view.handBack]).toEqual([`/audits/${auditId}/plan`, null]);
    const plan = (await open(planPage, "eve", { auditId })).data.plan;
    expect(plan.sections.map((s) => s.key)).toContain("K");
    const told = JSON.stringify([plan, page]);
    for (const { because } of Object.values(ANCHOR.levels)) expect(told).not.toContain(because);
    expect((await open(planPage, "hal", { auditId })).status).toBe(404);
    const early = await open(comparison, "eve", { auditId });
    expect([early.status, early.location]).toEqual([302, `/audits/${auditId}/check`]);

    await score(area.store, "eve", auditId, { levels: [2], submit: true });
    expect((await open(submittedPage, "eve", { auditId })).location).toBe(`/audits/${auditId}/calibration`);
    const { sentence, domains } = (await open(comparison, "eve", { auditId })).data;
    expect(sentence).toMatch(/^Of 20 answers, \d+ are the reference’s, 0 higher and \d+ lower/);
    const vc1 = domains.flatMap((d) => d.lines).find((l) => l.key === "VC1");
    expect(vc1).toMatchObject({ own: "Good", standing: "lower", reference: { label: "Outstanding" } });
    expect(vc1?.reference?.because).toBe(ANCHOR.levels.VC1?.because);
    expect(vc1?.descriptors.map((d) => d.label)).toEqual(["Outstanding", "Good"]);
    for (const as of ["hal", "lead", "chair"] as const)
      expect((await open(comparison, as, { auditId })).status, as).toBe(404);
  });

  it("shows its lead who has submitted, no level, and no pattern of fewer than three when it is closed", async () => {
    const round = await openRound();
    await score(area.store, "eve", await own("eve", round), { levels: [2], submit: true });
    const underWay = (await open(roundPage, "lead", { roundId: round })).data.round;
    expect(underWay.who).toEqual([
      { name: "Eve Marsh", submitted: 1, of: 1 },
      { name: "Hal Brook", submitted: 0, of: 1 },
    ]);
    expect(underWay.plans[0]).toMatchObject({ pattern: undefined, agreement: null });
    expect(underWay.plans[0]?.why).toContain("when every audit is in");
    expect((await send(roundPage, "lead", { intent: "close" }, { roundId: round })).status).toBe(302);
    const closed = (await open(roundPage, "chair", { roundId: round })).data;
    expect([closed.round.closed, closed.mayClose]).toEqual([true, false]);
    expect(closed.round.plans[0]?.why).toContain("a pattern would be about a person");
    expect(JSON.stringify(closed.round.plans)).not.toContain("Eve Marsh");
    const auditId = await own("hal", round);
    expect((await open(sheet, "hal", { auditId, criterion: "VC1" })).data.view.closed).toContain("Scoring has closed");
  });

  it("is no cycle: no page of cycles opens it, and no list, case or result has it", async () => {
    const round = await openRound();
    await score(area.store, "eve", await own("eve", round), { submit: true });
    await send(roundPage, "lead", { intent: "close" }, { roundId: round });
    expect((await open(cycle, "lead", { cycleId: round })).status).toBe(404);
    expect((await open(results, "lead", { cycleId: round })).status).toBe(404);
    expect((await cyclesOf(area.store.db)).map((c) => c.cycle.id)).toEqual([area.cycleId]);
    expect((await open(roundPage, "lead", { roundId: area.cycleId })).status).toBe(404);
  });

  it("goes with the evidence of its time: answers, the kept plan and all", async () => {
    const round = await openRound();
    await score(area.store, "eve", await own("eve", round), { submit: true });
    await send(roundPage, "lead", { intent: "close" }, { roundId: round });
    const later = new Date("2099-01-01T10:00:00Z");
    const { seen } = await dueForDisposal(area.store.db, later);
    expect(await runDisposal(area.store, area.people.data, seen, later)).toMatchObject({ ok: true });
    const { calibrationPlans, audits } = area.store.tables;
    expect(await area.store.db.select().from(calibrationPlans)).toEqual([]);
    expect((await area.store.db.select().from(audits)).filter((a) => a.cycleId === round)).toEqual([]);
    expect((await roundOf(area.store.db, round))?.plans).toEqual([]);
  });
});
