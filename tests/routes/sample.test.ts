import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cycleOf, drawsOf, openCycle, sampleOf } from "#db/cycles.ts";
import { evidenceOf } from "#db/results.ts";
import { cycleFigures } from "#audits/results/figures.ts";
import { action, loader } from "../../app/routes/cycle-sample.tsx";
import * as sampleFile from "../../app/routes/cycle-sample-check.ts";
import { answer, type Form, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let cycleId: string;
beforeEach(async () => {
  area = await testArea();
  const { rubricId, codebookId, periodFrom, periodTo } = (await cycleOf(area.store.db, area.cycleId))!;
  const days = { periodFrom, periodTo, scoringOpens: "2027-01-11", scoringDue: "2027-01-29", moderationOn: null };
  const form = { question: "", shortForm: true, modules: ["plan"], limitsMode: "applied" as const };
  const input = { title: "Spring", rubricId, codebookId, ...form, ...days };
  cycleId = await openCycle(area.store, area.people.lead, input, new Date(), "seed");
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
const page = async (query = "") =>
  (
    await answer(async () =>
      loader({
        request: await area.request(`/cycles/${cycleId}/sample${query}`, { as: "lead" }),
        params: { cycleId },
        context,
      } as unknown as LoaderFunctionArgs),
    )
  ).data;
const send = (form: Form) =>
  answer(async () =>
    action({
      request: await area.request(`/cycles/${cycleId}/sample`, { as: "lead", form }),
      params: { cycleId },
      context,
    } as unknown as ActionFunctionArgs),
  );
const look = async (form: Form) => {
  const out = await send({ intent: "look", kind: "random", ...form });
  return { status: out.status, view: out.data.view as NonNullable<typeof out.data.view>, errors: out.data.errors };
};
/** Looks at a design, then draws it, as the page does. */
const draw = async (form: Form) => {
  const { view } = await look(form);
  return send({ kind: "random", ...form, intent: "draw", seen: (view as { seen: string }).seen });
};
const references = async () => (await sampleOf(area.store.db, cycleId)).map((s) => s.snapshot.reference);

it("shows what a design would draw, and draws nothing until it is asked to", async () => {
  const { status, view } = await look({ size: "2", by: "phase", minimum: "1", "only-phase": ["primary", "secondary"] });
  expect(status).toBe(200);
  expect(view).toMatchObject({ plan: { size: 2, frame: 6, outside: 0 } });
  const only = await look({ size: "2", "only-phase": "secondary" });
  expect(only.view).toMatchObject({
    plan: { frame: 3, outside: 3 },
    design: { filter: { values: { phase: ["secondary"] } } },
  });
  expect(await drawsOf(area.store.db, cycleId)).toEqual([]);
});

it("draws only the design that was looked at", async () => {
  const { view } = await look({ size: "2" });
  const changed = await send({ intent: "draw", kind: "random", size: "3", seen: (view as { seen: string }).seen });
  expect(changed.status).toBe(409);
  expect(changed.data.errors[0]?.sentence).toMatch(/^The design changed since you looked at it/);
  expect(await references()).toEqual([]);
  expect((await draw({ size: "2" })).location).toBe(`/cycles/${cycleId}/sample`);
  expect(await references()).toHaveLength(2);
});

it("refuses at the field, and keeps what was typed", async () => {
  const typed = {
    size: "2",
    named: "C-0001 no reason",
    "planFrom-day": "31",
    "planFrom-month": "2",
    "planFrom-year": "2026",
  };
  const { status, view, errors } = await look(typed);
  expect(status).toBe(400);
  expect(errors.map((e) => e.field)).toEqual(["planFrom-day", "named"]);
  expect(view).toMatchObject({ text: { named: "C-0001 no reason" }, plan: null });
  const names = await look({ size: "2", named: "C-0001: call 07700 900123" });
  expect(names.errors).toMatchObject([{ field: "named", sentence: expect.stringContaining("C-0001") }]);
  expect((await look({ size: "2", months: "soon" })).errors[0]?.field).toBe("months");
  expect((await look({ size: "many" })).errors[0]?.field).toBe("size");
});

it("keeps chosen plans with their reasons apart: no reserves, no interval, no comparison", async () => {
  const chosen = "C-0002: complaint about section F\nC-0005: asked for by the school";
  const { view } = await look({ kind: "chosen", chosen });
  expect(view).toMatchObject({ precision: null, plan: { size: 2 } });
  expect((await draw({ kind: "chosen", chosen })).status).toBe(302);
  expect(await references()).toEqual(["C-0002", "C-0005"]);
  const after = await page();
  expect(after.drawn?.chosen).toEqual([
    { id: "C-0002", reason: "complaint about section F" },
    { id: "C-0005", reason: "asked for by the school" },
  ]);
  expect(after.drawn?.reserves).toEqual([]);
  const evidence = (await evidenceOf(area.store.db, cycleId))!;
  const figures = cycleFigures(
    evidence,
    [{ ...evidence, cycle: { ...evidence.cycle, title: "Autumn" } }],
    "2026-11-22",
  );
  expect(figures.sample.chosen).toBe(true);
  expect(figures.beside.notCompared).toMatch(/^These plans were chosen for a reason/);
});

it("audits every plan of the list in a census", async () => {
  await draw({ kind: "census", "only-phase": "secondary" });
  expect(await references()).toEqual(["C-0004", "C-0005", "C-0006"]);
  const { record } = (await drawsOf(area.store.db, cycleId))[0]!.draw;
  expect(record).toMatchObject({ method: "census/1", frameSize: 3, sampleSize: 3, question: "phase Secondary" });
});

it("leaves out what was audited lately, each with the reason in the record", async () => {
  // The area's first cycle has three of the six plans in scoring, due this month.
  const { view } = await look({ size: "2", months: "6" });
  expect(view).toMatchObject({ plan: { frame: 3 } });
  await draw({ size: "2", months: "6" });
  const { record } = (await drawsOf(area.store.db, cycleId))[0]!.draw;
  expect(record.exclusions.map((e) => e.reason)).toEqual(Array(3).fill("audited in the last 6 months"));
  // Whoever reads the sample later finds them on the page and in the file.
  expect((await page()).drawn?.excluded).toEqual(record.exclusions);
  const file = await sampleFile.loader({
    request: await area.request(`/cycles/${cycleId}/sample.txt`, { as: "lead" }),
    params: { cycleId },
    context,
  } as unknown as LoaderFunctionArgs);
  const text = await file.text();
  for (const { id } of record.exclusions) expect(text).toContain(`${id}: audited in the last 6 months`);
});

it("drawing again needs a reason, and leaves a trace", async () => {
  await draw({ size: "2" });
  const { view } = await look({ size: "3" });
  const seen = (view as { seen: string }).seen;
  const without = await send({ intent: "draw", kind: "random", size: "3", seen, reason: "" });
  expect([without.status, without.data.errors[0]?.field]).toEqual([409, "reason"]);
  const again = await send({
    intent: "draw",
    kind: "random",
    size: "3",
    seen,
    reason: "the caseload was imported again",
  });
  expect(again.status).toBe(302);
  expect((await page()).draws.map((d) => [d.number, d.holds])).toEqual([
    [1, false],
    [2, true],
  ]);
});
