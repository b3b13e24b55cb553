import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_CYCLE, DEMO_PERSON } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { demoActor, DEMO_PEOPLE } from "#db/demo/people.ts";
import { actionsFor } from "#db/actions.ts";
import { reopenCycle } from "#db/reopenings.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { runOn } from "~/server/database.server.ts";
import { newFormKey } from "~/server/form.server.ts";
import { readSettings } from "~/server/settings.ts";
import * as actionPage from "../../app/routes/action.tsx";
import * as findingsPage from "../../app/routes/action-findings.tsx";
import * as newAction from "../../app/routes/action-new.tsx";
import * as outcomesPage from "../../app/routes/outcomes.tsx";
import * as cardPage from "../../app/routes/scorecard.tsx";
import * as rowsPage from "../../app/routes/scorecard-rows.tsx";
import * as cardCsv from "../../app/routes/scorecard-csv.ts";
import { answer, cookiesFor, type Form } from "./area.ts";

/** The pages of actions and the scorecard on the demonstration area, by those who use them. */
describe("actions and the scorecard, page by page", () => {
  const folder = mkdtempSync(join(tmpdir(), "ehc-actions-"));
  let store: Store;
  const cookies = new Map<string, Promise<string>>();

  beforeAll(async () => {
    const file = join(folder, "audit.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: new Date("2026-11-22T09:00:00Z") });
    store = await openDatabase(defineSchema, { file });
    const pseudonymOf = (identity: string) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32);
    await loadDemonstration(store, { pseudonymOf, progress: () => {} });
    const keys = { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) };
    runOn({ store, keys, settings: readSettings({ NODE_ENV: "test", DATA_DIR: folder }) });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const args = async (role: string, path: string, form?: Form, params: Record<string, string> = {}) => {
    const person = DEMO_PEOPLE.find((p) => p.role === role);
    if (!person) throw new Error(`Nobody is a ${role}`);
    const cookie = cookies.get(role) ?? cookiesFor(person);
    cookies.set(role, cookie);
    const headers = new Headers({ Origin: "http://localhost:3000", Cookie: await cookie });
    const fields = Object.entries({ formKey: newFormKey(), ...form }).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, one]),
    );
    const body = form && new URLSearchParams(fields);
    const request = new Request(`http://localhost:3000${path}`, { method: body ? "POST" : "GET", headers, body });
    return { request, params, context: { nonce: "", requestId: "", from: "" } } as unknown as LoaderFunctionArgs &
      ActionFunctionArgs;
  };
  const idOf = async (number: number): Promise<string> => {
    const all = await actionsFor(store.db, demoActor(DEMO_PERSON.qualityLead));
    return all.find((a) => a.action.number === number)?.action.id ?? "";
  };
  const look = async (role: string, number: number) => {
    const actionId = await idOf(number);
    return answer(async () => actionPage.loader(await args(role, `/actions/${actionId}`, undefined, { actionId })));
  };
  const send = async (role: string, number: number, form: Form) => {
    const actionId = await idOf(number);
    return answer(async () => actionPage.action(await args(role, `/actions/${actionId}`, form, { actionId })));
  };

  it("shows a tested action with its whole chain, and what it says of itself", async () => {
    const { data } = await look("quality lead", 1);
    expect(data.item.marks.map((m) => m.words)).toEqual(["Done", "Effective"]);
    expect(data.lead).toMatch(
      /^It worked\. Educational provision good or better: \d+ of 24 before and \d+ of 40 after/,
    );
    const { finding, theme, action, reaudit, effect } = data.chain;
    for (const step of [finding, theme, action, reaudit, effect]) expect(step.reached).toBe(true);
    expect(finding.sentence).toMatch(/^Educational provision was not good or better in \d+ of 24 plans\.$/);
    expect(finding.example?.criterion).toMatch(/^EP/);
    expect(theme.themes.map((t) => t.code)).toContain("EP-VAGUE");
    expect(effect.shown?.change.text).toMatch(/^\+\d+ points/);
    expect(effect.shown?.cautions.join(" ")).toContain("some of them are from before it");
  });

  it("tells of a re-audit nothing before its moderation has ended", async () => {
    const { data } = await look("quality lead", 4);
    expect(data.chain.effect).toMatchObject({ reached: false, shown: null });
    expect(data.chain.reaudit.reached).toBe(false);
  });

  it("keeps auditors’ words and small numbers from the board and from services", async () => {
    for (const role of ["board member", "service manager"]) {
      const { data } = await look(role, 1);
      expect(data.chain.finding).toMatchObject({ example: null, findings: 0 });
    }
    // Nearly all plans had it: the few that had not would follow.
    const { data } = await look("board member", 2);
    const seen = JSON.stringify(data);
    expect(seen).not.toMatch(/\d+ of 24/);
    expect(data.chain.effect.shown?.change.dot).toBeNull();
    expect((await look("quality lead", 2)).data.chain.finding.sentence).toMatch(/in 2[0-3] of 24/);
    const actionId = await idOf(1);
    const findings = async (role: string) =>
      answer(async () =>
        findingsPage.loader(await args(role, `/actions/${actionId}/findings`, undefined, { actionId })),
      );
    expect((await findings("board member")).status).toBe(403);
    expect((await findings("panel chair")).data.findings.length).toBeGreaterThan(10);
    // Health was not asked about this one, and does not own it.
    expect((await look("service manager", 6)).status).toBe(404);
  });

  it("opens an action only when it is whole, and once however often the form comes", async () => {
    const path = `/actions/new?cycle=${DEMO_CYCLE.summer2026}&measure=criterion:HS4:good`;
    const open = async (form: Form) => answer(async () => newAction.action(await args("quality lead", path, form)));
    const nothing = await open({});
    expect(nothing.status).toBe(400);
    expect(nothing.data.errors.map((e) => e.field)).toEqual(["title", "steps", "ownerId", "target", "dueOn-day"]);
    const form: Form = {
      formKey: newFormKey(),
      title: "Social care sections that are set out",
      steps: "Ask the front door",
      ownerId: DEMO_PERSON.serviceManager,
      services: ["health", "social_care"],
      target: "70",
      "dueOn-day": "31",
      "dueOn-month": "3",
      "dueOn-year": String(new Date().getUTCFullYear() + 1),
    };
    expect((await open({ ...form, target: "10" })).data.errors).toMatchObject([{ field: "target" }]);
    const [first, second] = [await open(form), await open(form)];
    expect(first.location).toMatch(/^\/actions\/act_/);
    expect(second.location).toBe(first.location);
    const { data } = await look("service manager", 8);
    expect(data.item.marks).toEqual([{ words: "Proposed", tone: "amber" }]);
    expect(data.facts.find((f) => f.name === "Baseline")?.value).toBe(
      "40% (26 to 55), 16 of 40, Summer 2026 routine audit",
    );
  });

  it("lets the owner work and the lead agree, tells the second of two people, and keeps identifiers out", async () => {
    const move = { intent: "move", to: "agreed", version: "1" };
    expect((await send("service manager", 8, move)).status).toBe(403);
    expect((await send("quality lead", 8, move)).status).toBe(302);
    const late = await send("quality lead", 8, { ...move, to: "withdrawn", "reason-withdrawn": "Not needed" });
    expect(late.status).toBe(409);
    expect(late.data.errors[0]?.sentence).toContain("Somebody else changed A-08");
    expect((await send("service manager", 8, { intent: "move", to: "in_progress", version: "2" })).status).toBe(302);
    const early = await send("service manager", 8, { intent: "move", to: "done", version: "3" });
    expect(early.data.errors[0]?.sentence).toMatch(/^Add evidence first/);
    const wrong = await send("service manager", 8, {
      intent: "evidence",
      "evidence-words": "As agreed with NHS 943 476 5919",
    });
    expect(wrong.data.errors).toMatchObject([
      { field: "evidence-words", sentence: expect.stringContaining("NHS number") },
    ]);
    expect(wrong.data.typed["evidence-words"]).toContain("As agreed");
    const script = { intent: "evidence", "evidence-words": "Form", "evidence-link": "javascript:alert(1)" };
    expect((await send("service manager", 8, script)).status).toBe(400);
    const good = {
      intent: "evidence",
      "evidence-words": "New form in use",
      "evidence-link": "https://example.org/form",
    };
    expect((await send("service manager", 8, good)).status).toBe(302);
    expect((await send("board member", 8, good)).status).toBe(403);
    const said = { intent: "response", "response-response": "will_do", "response-words": "From January" };
    expect((await send("service manager", 8, said)).status).toBe(302);
    expect((await send("board member", 8, said)).status).toBe(403);
    expect((await send("service manager", 8, { intent: "move", to: "done", version: "3" })).status).toBe(302);
    const { data } = await look("quality lead", 8);
    expect(data.item.marks.map((m) => m.words)).toEqual(["Done", "Not tested yet"]);
    expect(data.chain.action.responses).toEqual(["Health: we will do our part"]);
  });

  it("shows the scorecard in two views, and gives the board and the file the protected one", async () => {
    const card = async (role: string, path = "/scorecard") =>
      (await answer(async () => cardPage.loader(await args(role, path)))).data.card;
    const [own, chosen, board] = [
      await card("quality lead"),
      await card("quality lead", "/scorecard?view=published"),
      await card("board member"),
    ];
    expect([own.view, chosen.view, board.view]).toEqual(["internal", "published", "published"]);
    expect(chosen.rows).toEqual(board.rows);
    const voice = (of: typeof own) =>
      JSON.stringify(of.rows.find((r) => r.indicator.key === "plans_voice")?.points.at(-1));
    // 36 of 40: the four others would follow.
    expect(voice(own)).toContain('"count":36');
    expect(voice(board)).not.toContain("36");
    const file = await answer(async () => {
      const response = await cardCsv.loader(await args("board member", "/scorecard.csv"));
      return Response.json(await response.text());
    });
    const text = String(file.data);
    expect(text).toContain('Is anyone better off?,"Outcomes met, of those looked at in reviews"');
    expect(text).toMatch(/voice of the child good or better,Summer 2026 routine audit,[\d-]+,[\d-]+,c,c,c/);
  });

  it("keeps what a service enters of outcomes, and hides a row when the lead says so", async () => {
    const enter = async (form: Form) =>
      answer(async () => outcomesPage.action(await args("service manager", "/outcomes", form)));
    const day = (name: string, d: string, m: string, y: string) => ({
      [`${name}-day`]: d,
      [`${name}-month`]: m,
      [`${name}-year`]: y,
    });
    const form = {
      ...day("from", "1", "8", "2026"),
      ...day("to", "31", "10", "2026"),
      reviews: "50",
      met: "70",
      partly: "40",
      notMet: "12",
      narrative: "",
      phase: "",
    };
    expect((await enter(form)).data.errors).toMatchObject([{ field: "narrative" }]);
    expect((await enter({ ...form, narrative: "Staff left" })).location).toBe("/outcomes?done");
    const rows = async (form: Form) =>
      answer(async () => rowsPage.action(await args("quality lead", "/scorecard/rows", form)));
    expect((await rows({ what: "hide", key: "actions_done", version: "0" })).status).toBe(302);
    expect((await rows({ what: "up", key: "training", version: "0" })).status).toBe(409);
    const { data } = await answer(async () => cardPage.loader(await args("quality lead", "/scorecard")));
    expect(data.card.rows.map((r) => r.indicator.key)).not.toContain("actions_done");
    const last = data.card.rows.find((r) => r.indicator.key === "outcomes_met")?.points.at(-1);
    expect(last?.value).toMatchObject({ share: { count: 70, n: 122 } });
  });

  it("says when a cycle of the chain was reopened after its figure was read, and keeps what was recorded", async () => {
    const before = (await look("quality lead", 1)).data.chain.effect.shown;
    const lead = demoActor(DEMO_PERSON.qualityLead);
    const reopened = await reopenCycle(store, lead, DEMO_CYCLE.summer2026, "A plan was moderated twice", new Date());
    expect(reopened).toEqual({ ok: true });
    const after = (await look("quality lead", 1)).data.chain.effect.shown;
    expect(after?.change).toEqual(before?.change);
    expect(after?.cautions.at(-1)).toMatch(
      /^Summer 2026 routine audit was reopened on .*, after its figure was read here\.$/,
    );
  });
});
