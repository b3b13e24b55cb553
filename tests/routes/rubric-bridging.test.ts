import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { auditsOf, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { moveCycle, sampleOf } from "#db/cycles.ts";
import { DEMO_CYCLE, DEMO_PERSON } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { cockpitOf, moderationList, settle, signOff } from "#db/moderations.ts";
import { actorOf, auditorsOf } from "#db/people.ts";
import { publishedRubrics, publishRubric } from "#db/rubrics.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import * as audits from "~/routes/cycle-audits.tsx";
import * as bridging from "~/routes/cycle-bridging.tsx";
import * as results from "~/routes/cycle-results.tsx";
import { runOn } from "~/server/database.server.ts";
import { readSettings } from "~/server/settings.ts";
import { answer, cookiesFor, type Form } from "./area.ts";

/**
 * Two versions of the full audit in the demonstration area: spring was scored under 1.0.0, summer counts as scored under
 * 1.1.0, whose EP2 asks another question; plans of spring are scored again under 1.1.0.
 */
const { spring2026: SPRING, summer2026: SUMMER } = DEMO_CYCLE;
const PLANS = 12;
type Person = "lead" | "board" | "auditor";
const ROLES = { lead: "quality lead", board: "board member", auditor: "health auditor" };

const folder = mkdtempSync(join(tmpdir(), "ehc-bridging-"));
const keys = { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) };
const cookies = new Map<Person, string>();
let store: Store;
let lead: Actor;
let second: { id: string; document: RubricDocument };

beforeAll(async () => {
  const file = join(folder, "audit.sqlite");
  await migrateDatabase({ file, guards: GUARDS, now: new Date("2026-11-22T09:00:00Z") });
  store = await openDatabase(defineSchema, { file });
  const pseudonymOf = (identity: string) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32);
  await loadDemonstration(store, { pseudonymOf, progress: () => {} });
  runOn({ store, keys, settings: readSettings({ NODE_ENV: "test", DATA_DIR: folder }) });
  for (const [person, role] of Object.entries(ROLES) as [Person, string][]) {
    cookies.set(person, await cookiesFor(DEMO_PEOPLE.find((one) => one.role === role)!));
  }
  lead = (await actorOf(store.db, DEMO_PERSON.qualityLead, new Date()))!;
  const first = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full")!.document;
  const criteria = first.criteria.map((c) => (c.key === "EP2" ? { ...c, question: "Is every hour counted?" } : c));
  await publishRubric(store, lead, { ...first, version: "1.1.0", criteria }, new Date());
  second = (await publishedRubrics(store.db)).find((r) => r.version === "1.1.0")!;
  const { cycles } = store.tables;
  await store.transaction((tx) => tx.update(cycles).set({ rubricId: second.id }).where(eq(cycles.id, SUMMER)));
}, 120_000);

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function args(path: string, as: Person, params: Record<string, string>, form?: Form) {
  const headers = new Headers({ Origin: "http://localhost:3000", Cookie: cookies.get(as) ?? "" });
  const pairs = Object.entries(form ?? {}).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const body = form && new URLSearchParams(pairs);
  const request = new Request(`http://localhost:3000${path}`, { method: body ? "POST" : "GET", headers, body });
  return { request, params, context: {} as never } as LoaderFunctionArgs & ActionFunctionArgs;
}

const resultsOf = async (as: Person, query = "") =>
  answer(() => results.loader(args(`/cycles/${SUMMER}/results${query}`, as, { cycleId: SUMMER })));
const bridgingPage = async (as: Person = "lead", cycleId: string = SPRING) =>
  answer(() => bridging.loader(args(`/cycles/${cycleId}/bridging`, as, { cycleId })));
const day = (name: string, y: string) => ({ [`${name}-day`]: "1", [`${name}-month`]: "12", [`${name}-year`]: y });
const make = async (form: Form, as: Person = "lead") =>
  answer(() =>
    bridging.action(
      args(
        `/cycles/${SPRING}/bridging`,
        as,
        { cycleId: SPRING },
        { ...day("opens", "2026"), ...day("due", "2027"), ...form },
      ),
    ),
  );

describe("results across two versions", () => {
  it("carry on over what is unchanged, and break visibly where another question is asked", async () => {
    const { across } = (await resultsOf("lead")).data;
    expect(across).toMatchObject({ from: "1.0.0", to: "1.1.0", cycleId: SPRING });
    const criterion = (key: string) => across?.criteria.find((c) => c.key === key);
    expect(criterion("EP1")).toMatchObject({ link: "carries_on", because: "" });
    expect(criterion("EP1")?.words).toMatch(/^\d+ of \d+, now \d+ of \d+\. (Up|Down) \d+ points/);
    expect(criterion("EP2")).toMatchObject({ link: "breaks", words: null });
    expect(criterion("EP2")?.because).toMatch(/question/);
    const links = Object.fromEntries(across?.domains.map((d) => [d.key, d.link]) ?? []);
    expect(links.EP).toBe("breaks");
    expect(Object.values(links).filter((link) => link === "carries_on").length).toBe(Object.keys(links).length - 1);
  });

  it("give readers of published figures the links and no count at all", async () => {
    for (const [as, query] of [
      ["board", ""],
      ["lead", "?view=published"],
    ] as const) {
      const { across } = (await resultsOf(as, query)).data;
      const lines = [...(across?.domains ?? []), ...(across?.criteria ?? [])];
      expect(lines.length).toBeGreaterThan(10);
      expect(
        lines.every((line) => line.words === null),
        as,
      ).toBe(true);
      expect(Object.keys(lines[0] ?? {}).sort()).toEqual(["because", "key", "link", "title", "words"]);
    }
  });
});

describe("a bridging set", () => {
  let setId = "";
  let firstAuditors: Map<string, string[]>;

  it("is not made of plans, versions or days that are none", async () => {
    const plans = (await bridgingPage()).data.plans;
    const other = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-annual-review")!.id;
    for (const [form, sentence] of [
      [{ rubricId: second.id, how: "draw", size: "0" }, `Choose between 1 and ${plans.length} plans.`],
      [{ rubricId: second.id, how: "draw", size: "4000" }, `Choose between 1 and ${plans.length} plans.`],
      [{ rubricId: other, how: "draw", size: "12" }, "Choose another version of the rubric of this cycle."],
      [{ rubricId: second.id, how: "choose", plans: ["NONE-1"] }, "Choose plans that are signed off in this cycle."],
      [
        { rubricId: second.id, how: "draw", size: "12", "due-year": "2020" },
        "Audits must be due on or after the day scoring opens",
      ],
    ] as [Form, string][]) {
      const refused = await make(form);
      expect([refused.status, refused.data.errors[0]?.sentence]).toEqual([400, sentence]);
    }
    for (const as of ["board", "auditor"] as const)
      expect((await make({ rubricId: second.id, how: "draw", size: "12" }, as)).status).toBe(403);
    expect((await bridgingPage()).data.sets).toEqual([]);
  });

  it("takes plans that are signed off, as they were drawn, into a cycle on the other version", async () => {
    const { data } = await bridgingPage();
    expect(data.versions).toEqual([{ value: second.id, label: "Version 1.1.0" }]);
    const made = await make({ rubricId: second.id, how: "draw", size: String(PLANS) });
    setId = /^\/cycles\/(\w+)$/.exec(made.location ?? "")?.[1] ?? "";
    const sample = await sampleOf(store.db, setId);
    expect(sample).toHaveLength(PLANS);
    const before = new Map((await sampleOf(store.db, SPRING)).map((s) => [s.caseId, s.snapshot]));
    for (const plan of sample) expect(plan.snapshot).toEqual(before.get(plan.caseId));
    expect((await bridgingPage()).data.sets).toMatchObject([{ id: setId, bridge: null }]);
    expect((await bridgingPage("lead", setId)).data.from).toMatchObject({ id: SPRING });
  });

  it("gives no plan to an auditor who scored it in the first round", async () => {
    const caseOf = new Map((await sampleOf(store.db, SPRING)).map((s) => [s.id, s.caseId]));
    firstAuditors = new Map();
    for (const { audit } of await auditsOf(store.db, SPRING)) {
      const caseId = caseOf.get(audit.sampledCaseId) ?? "";
      firstAuditors.set(caseId, [...(firstAuditors.get(caseId) ?? []), audit.auditorId]);
    }
    const auditors = (await auditorsOf(store.db, new Date())).map((a) => a.id);
    const page = () => answer(() => audits.loader(args(`/cycles/${setId}/audits`, "lead", { cycleId: setId })));
    expect((await page()).data.isBridging).toBe(true);
    const given = await answer(() =>
      audits.action(args(`/cycles/${setId}/audits`, "lead", { cycleId: setId }, { auditors, how: "two" })),
    );
    expect(given.location).toBe(`/cycles/${setId}/audits`);
    const again = new Map((await sampleOf(store.db, setId)).map((s) => [s.id, s.caseId]));
    const all = await auditsOf(store.db, setId);
    expect(all).toHaveLength(2 * PLANS);
    for (const { audit } of all)
      expect(firstAuditors.get(again.get(audit.sampledCaseId) ?? "")).not.toContain(audit.auditorId);
  });

  it("tells no shift from a few plans, and tells it with its interval from ten on", async () => {
    expect(await moveCycle(store, lead, setId, "scoring", new Date())).toEqual({ ok: true });
    for (const { audit } of await auditsOf(store.db, setId)) {
      const by = (await actorOf(store.db, audit.auditorId, new Date()))!;
      const sheet = (await ownSheet(store.db, audit.id, by.id))!;
      for (const c of sheet.asked)
        await saveAnswer(store, by, audit.id, { ...emptyAnswer(c.key), score: 3 }, 0, new Date());
      expect(await submitAudit(store, by, audit.id, new Date())).toEqual({ ok: true });
    }
    expect(await moveCycle(store, lead, setId, "moderation", new Date())).toEqual({ ok: true });
    for (const [done, { sampled }] of (await moderationList(store.db, setId)).entries()) {
      const [set] = (await bridgingPage()).data.sets;
      if (done === 0) expect(set?.bridge).toBeNull();
      if (done === 3) expect(set?.bridge?.sentences[0]).toMatch(/3 plans|10/);
      if (done === 3) expect(set?.bridge?.sentences.join(" ")).not.toMatch(/points/);
      const verdict = await cockpitOf(store.db, setId, sampled.id);
      if (!verdict.ok) throw new Error(verdict.why);
      for (const { criterion } of verdict.cockpit.moderation.queue) {
        const settled = { criterion: criterion.key, agreed: 3, reason: "The panel read it together", finding: "" };
        expect(await settle(store, lead, setId, sampled.id, settled, [lead.id], new Date())).toEqual({ ok: true });
      }
      expect(await signOff(store, lead, setId, sampled.id, [lead.id], new Date())).toEqual({ ok: true });
    }
    const [set] = (await bridgingPage()).data.sets;
    expect(set?.bridge?.cases).toBe(PLANS);
    expect(set?.bridge?.sentences[0]).toMatch(/points/);
    expect(set?.bridge?.sentences[0]).toMatch(/between|95%|to/);
    expect(set?.bridge?.criteria).toEqual([expect.stringContaining("EP2")]);
  }, 120_000);

  it("bridges the break in the results, and is no cycle of a trend itself", async () => {
    const { data } = await resultsOf("lead");
    const ep2 = data.across?.criteria.find((c) => c.key === "EP2");
    expect(ep2).toMatchObject({ link: "bridged" });
    expect(ep2?.words).toMatch(/points|level/);
    expect(data.across?.cycleId).toBe(SPRING);
    const published = (await resultsOf("board")).data.across;
    expect(published?.criteria.find((c) => c.key === "EP2")).toMatchObject({ link: "bridged", words: null });
    expect(JSON.stringify(published)).not.toMatch(/points/);
  });
});
