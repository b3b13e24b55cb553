import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { reportOf } from "#audits/reports/edition.ts";
import { plainText } from "#audits/reports/forms/plain-text.ts";
import { quotesOf } from "#audits/reports/written/quotes.ts";
import { cycleOf } from "#db/cycles.ts";
import { figuresOfCycle } from "#db/figures.ts";
import { reportData } from "#db/report-data.ts";
import { decideQuote } from "#db/report-review.ts";
import { editionNow, startReport, writtenReport } from "#db/written-reports.ts";
import { markForForum } from "#db/forum.ts";
import { latestEvents } from "#db/trail.ts";
import { moderate, plansOf, plantPeople, score } from "../http/world.ts";
import * as callPage from "../../app/routes/family-call.tsx";
import * as callsPage from "../../app/routes/family-calls.tsx";
import * as questionsPage from "../../app/routes/family-questions.tsx";
import * as page from "../../app/routes/cycle-family.tsx";
import * as publicPage from "../../app/routes/family.tsx";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let plans: Awaited<ReturnType<typeof plansOf>>;
beforeEach(async () => {
  area = await testArea();
  await plantPeople(area.store, area.cycleId);
  plans = await plansOf(area.store);
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
type Args = LoaderFunctionArgs & ActionFunctionArgs;
const args = async (path: string, params: Record<string, string>, as?: PersonKey, form?: Form) =>
  ({ request: await area.request(path, { as, form }), params, context }) as unknown as Args;
const ask = (form: Form) => answer(async () => page.action(await args("/x", { cycleId: area.cycleId }, "lead", form)));
const internal = (as: PersonKey = "lead", path = "/x") =>
  answer(async () => page.loader(await args(path, { cycleId: area.cycleId }, as)));
const look = (token: string, path = "/x") => answer(async () => publicPage.loader(await args(path, { token })));
const send = (token: string, form: Form) =>
  answer(async () => publicPage.action(await args("/x", { token }, undefined, form)));
const linkFor = async (planId: string) => {
  const made = await ask({ intent: "link", planId });
  return made.data.link!.link.split("/").pop()!;
};
const yes: Form = { "q-asked": "yes", "q-changed": "no", consent: "take-part", words: "We were heard" };
const signOffFirst = async () => {
  const first = plans[0]!;
  for (const key of ["eve", "hal", "ivy"])
    await score(area.store, key, first.audits[key] ?? "", { levels: [2], submit: true });
  await moderate(area.store, area.cycleId, first.id, "panel");
};

it("lets a family answer once by its link, without an account, and tells nobody who it is", async () => {
  const token = await linkFor(plans[0]!.id);
  const shown = await look(token);
  expect([shown.status, shown.data.questionnaire?.questions.length]).toEqual([200, 8]);
  expect(JSON.stringify(shown.data)).not.toMatch(/C-\d{4}/);
  expect((await look(token, "/x?size=large")).data.large).toBe(true);
  const refused = await send(token, { ...yes, consent: "" });
  expect([refused.status, refused.data.errors[0]?.field, refused.data.typed?.words]).toEqual([
    400,
    "consent",
    "We were heard",
  ]);
  expect((await send(token, yes)).location).toBe(`/family/${token}`);
  expect((await look(token)).data).toMatchObject({ state: "answered", questionnaire: null });
  await send(token, { ...yes, words: "Somebody else" });
  const [row] = await area.store.db.select().from(area.store.tables.familyExperiences);
  expect(row).toMatchObject({
    answers: { asked: "yes", changed: "no" },
    words: "We were heard",
    consent: { given: "family" },
  });
  expect(row?.tokenHash).not.toBe(token);
  const said = (await latestEvents(area.store.db, 1)).events[0]!;
  expect([said.kind, said.actorId, said.sentence.includes("heard")]).toEqual(["family.answered", null, false]);
});

it("refuses politely after its day, when it is taken back, and for a secret that was never given out", async () => {
  const token = await linkFor(plans[0]!.id);
  const { familyExperiences: f } = area.store.tables;
  await area.store.transaction((tx) => tx.update(f).set({ openUntil: "2026-01-01" }));
  expect(await look(token)).toMatchObject({ status: 410, data: { state: "over", questionnaire: null } });
  await send(token, yes);
  expect((await area.store.db.select().from(f))[0]?.answeredAt).toBeNull();
  const other = await linkFor(plans[1]!.id);
  const asked = (await area.store.db.select().from(f)).find((r) => r.sampledCaseId === plans[1]!.id)!;
  await ask({ intent: "withdraw", id: asked.id });
  expect(await look(other)).toMatchObject({ status: 410, data: { state: "withdrawn" } });
  expect((await look("x".repeat(43))).status).toBe(404);
  expect((await send("x".repeat(43), yes)).status).toBe(404);
});

it("gives a call to a named person who does not audit the plan, and to the forum only where the family agreed", async () => {
  const planId = plans[0]!.id;
  const barred = await ask({ intent: "call", planId, caller: "per_eve" });
  expect(barred.data.errors[0]?.sentence).toBe("Eve Marsh audits this plan, so somebody else calls");
  const forum = await ask({ intent: "call", planId, caller: "per_multi" });
  expect(forum.data.errors[0]?.sentence).toMatch(/consent to that must be recorded first$/);
  const marking = { kind: "consented", how: "Form of 3 June" };
  await markForForum(area.store, area.people.lead, area.cycleId, [planId], marking, new Date());
  expect((await ask({ intent: "call", planId, caller: "per_chair" })).status).toBe(302);
  const calls = (await answer(async () => callsPage.loader(await args("/x", {}, "chair")))).data.calls;
  const experienceId = calls[0]!.id;
  expect((await answer(async () => callPage.loader(await args("/x", { experienceId }, "eve")))).status).toBe(404);
  const kept = await answer(async () =>
    callPage.action(await args("/x", { experienceId }, "chair", { ...yes, intent: "keep" })),
  );
  expect(kept.location).toBe("/family-calls?done=yes");
  const [row] = await area.store.db.select().from(area.store.tables.familyExperiences);
  expect(row).toMatchObject({ callerId: "per_chair", consent: { given: "call" } });
  expect((await ask({ intent: "link", planId })).data.errors[0]?.sentence).toMatch(/They are asked once/);
});

it("keeps the family's view apart: no figure knows it, and nobody reads it before the panel has signed off", async () => {
  const token = await linkFor(plans[0]!.id);
  await send(token, yes);
  expect((await internal()).data.internal).toMatchObject({ heard: 0, words: [] });
  expect((await internal("chair")).data.internal?.words).toEqual([]);
  const { familyExperiences: f } = area.store.tables;
  await signOffFirst();
  const after = await figuresOfCycle(area.store.db, area.cycleId, "2026-11-22");
  const { data } = await internal();
  expect(data.internal).toMatchObject({ heard: 1, words: [{ words: "We were heard", mayUse: false }] });
  expect(data.internal!.differ.map((d) => [d.question.key, d.criterion, d.panel, d.family])).toEqual([
    ["changed", "VC4", "Good", "No"],
  ]);
  const [row] = await area.store.db.select().from(f);
  await ask({ intent: "end-consent", id: row!.id });
  expect((await internal()).data.internal).toMatchObject({ heard: 0, words: [] });
  expect(await area.store.db.select().from(f)).toMatchObject([{ answers: null, words: null }]);
  expect(await figuresOfCycle(area.store.db, area.cycleId, "2026-11-22")).toEqual(after);
  // The panel's own figures name neither the question nor what was said.
  expect(JSON.stringify(after)).not.toContain("We were heard");
});

it("lets a report quote a family that agreed, once somebody checked it, and takes the words back with the consent", async () => {
  await send(await linkFor(plans[0]!.id), { ...yes, consentWords: "yes" });
  await signOffFirst();
  const { store, people } = area;
  const cycle = (await cycleOf(store.db, area.cycleId))!;
  const figures = (await figuresOfCycle(store.db, area.cycleId, "2026-11-22"))!;
  const begin = async (view: "internal" | "published") => {
    const data = await reportData(store.db, cycle, figures, view);
    expect(data.families?.quotes).toEqual([]);
    const start = { kind: "learning" as const, data, audience: "", rubric: null, partners: [] };
    const id = await startReport(store, people.lead, cycle, start, new Date());
    return async () => (await writtenReport(store.db, id, "internal"))!;
  };
  const report = await begin("internal");
  const [offered] = quotesOf((await report()).data).filter(({ code }) => code === "families");
  expect(offered?.quote.text).toBe("We were heard");
  const says = async () => plainText(reportOf(await editionNow(store.db, await report()))).includes("We were heard");
  expect(await says()).toBe(false);
  await decideQuote(store, people.chair, await report(), { key: offered!.key, decision: "in" }, new Date());
  expect(await says()).toBe(true);
  // One family is too few to be told of where small numbers are hidden.
  expect((await (await begin("published"))()).data.families).toMatchObject({ rows: [], quotes: [] });
  const [row] = await store.db.select().from(store.tables.familyExperiences);
  await ask({ intent: "end-consent", id: row!.id });
  expect(await says()).toBe(false);
});

it("publishes nothing of fewer than five families, and no plan", async () => {
  await send(await linkFor(plans[0]!.id), yes);
  await signOffFirst();
  const { cycles } = area.store.tables;
  await area.store.transaction((tx) =>
    tx.update(cycles).set({ status: "feedback" }).where(eq(cycles.id, area.cycleId)),
  );
  for (const [as, path] of [
    ["board", "/x"],
    ["lead", "/x?view=published"],
  ] as const) {
    const { data } = await internal(as, path);
    expect([data.internal, data.published]).toEqual([null, { heard: null, rows: [] }]);
    expect(JSON.stringify(data)).not.toMatch(/C-\d{4}|We were heard/);
  }
});

it("lets the lead change the questions; families already asked keep theirs, and two editors are told of each other", async () => {
  const token = await linkFor(plans[0]!.id);
  const edit = (more: Form) => answer(async () => questionsPage.action(await args("/x", {}, "lead", more)));
  const form: Form = {
    version: "0",
    openDays: "14",
    title: "Your plan",
    opening: "Hello",
    consent: "I agree",
    wordsConsent: "Use my words",
    thanks: "Thank you",
    freeText: "Anything else?",
    "text-0": "Were you asked?",
    "key-0": "asked",
    "criterion-0": "VC3",
    "text-1": "Was it on time?",
  };
  expect((await edit({ ...form, openDays: "0" })).data.errors[0]?.field).toBe("openDays");
  expect((await edit(form)).location).toBe("/family-questions?saved=yes");
  expect((await edit(form)).status).toBe(409);
  expect((await look(token)).data.questionnaire?.questions).toHaveLength(8);
  const next = await look(await linkFor(plans[1]!.id));
  expect(next.data.questionnaire?.questions.map((q) => [q.key, q.text])).toEqual([
    ["asked", "Were you asked?"],
    ["own_1", "Was it on time?"],
  ]);
});
