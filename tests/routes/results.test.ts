import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isHidden } from "#audits/charts/figures.ts";
import { published } from "#audits/results/published.ts";
import { DEMO_CYCLE, DEMO_PERSON } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { beginImport, importOf } from "#db/cases.ts";
import { actorOf } from "#db/people.ts";
import { askReport, nextReport, reportOf } from "#db/reports.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { eventsAbout, latestEvents } from "#db/trail.ts";
import { newFormKey } from "~/server/form.server.ts";
import { runOn } from "~/server/database.server.ts";
import { makeReports, readImport, startJobs } from "~/server/jobs.server.ts";
import { figuresOf } from "~/server/results.server.ts";
import { readSettings } from "~/server/settings.ts";
import * as report from "~/routes/cycle-report.tsx";
import * as results from "~/routes/cycle-results.tsx";
import * as csv from "~/routes/cycle-results-csv.ts";
import * as themes from "~/routes/cycle-themes.tsx";
import * as pdf from "~/routes/report-pdf.ts";
import * as progress from "~/routes/report-progress.tsx";
import * as reports from "~/routes/reports.tsx";
import { answer, cookiesFor } from "./area.ts";

/** The demonstration area: its summer cycle has 40 plans with results and a cycle before it, its winter cycle has none yet. */
const SUMMER = DEMO_CYCLE.summer2026;
type Person = "lead" | "board" | "inspector" | "auditor";
const ROLES = { lead: "quality lead", board: "board member", inspector: "inspector", auditor: "health auditor" };

const folder = mkdtempSync(join(tmpdir(), "ehc-results-"));
const keys = { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) };
const cookies = new Map<Person, string>();
let store: Store;

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
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function args(
  path: string,
  as: Person,
  params: Record<string, string>,
  form?: Record<string, string>,
): LoaderFunctionArgs {
  const headers = new Headers({ Origin: "http://localhost:3000", Cookie: cookies.get(as) ?? "" });
  const body = form && new URLSearchParams({ formKey: newFormKey(), ...form });
  const request = new Request(`http://localhost:3000${path}`, { method: body ? "POST" : "GET", headers, body });
  return { request, params, context: {} as never };
}

const lead = async () => (await actorOf(store.db, DEMO_PERSON.qualityLead, new Date()))!;

const resultsPage = (as: Person, query = "", cycleId: string = SUMMER) =>
  answer(() => results.loader(args(`/cycles/${cycleId}/results${query}`, as, { cycleId })));

describe("the results of a cycle", () => {
  it("show the quality lead small numbers, and beside them what will be published", async () => {
    const { data } = await resultsPage("lead");
    expect(data.lead).toMatch(/^\d+ of 40 sampled plans were good or better/);
    expect(data.figures?.view).toBe("internal");
    expect(data.figures?.beside.limitedPlans.length).toBeGreaterThan(0);
    expect(data.published?.protection.hidden).toBeGreaterThan(0);
  });

  it("send a board member the published view only, whatever the address asks for", async () => {
    for (const query of ["", "?view=internal"]) {
      const { data } = await resultsPage("board", query);
      expect(data.figures?.view).toBe("published");
      expect(data.published).toBeNull();
      expect(data.mayChoose).toBe(false);
      expect(JSON.stringify(data)).not.toMatch(/C-\d{4}/);
      expect(data.figures?.limits.rows.some(({ plans }) => isHidden(plans))).toBe(true);
    }
  });

  it("show who may choose the published view as it leaves", async () => {
    const [chosen, board] = [await resultsPage("lead", "?view=published"), await resultsPage("board")];
    expect(chosen.data.figures).toEqual(board.data.figures);
  });

  it("begin at 10 plans: before, a sentence and nothing published", async () => {
    const { data } = await resultsPage("lead", "?view=published", DEMO_CYCLE.winter2026);
    expect(data.waiting).toMatch(/^0 of 12 plans are moderated\. Results start at 10\.$/);
    expect(data.figures).toBeNull();
    const few = await resultsPage("lead", "?view=published", DEMO_CYCLE.autumn2026);
    expect(few.data.figures).toBeNull();
  });

  it("are open to readers of published figures only when moderation has ended: two counts would tell of one plan", async () => {
    for (const reader of ["board", "inspector"] as const) {
      expect((await resultsPage(reader, "", DEMO_CYCLE.autumn2026)).status).toBe(403);
      expect((await resultsPage(reader, "", SUMMER)).status).toBe(200);
    }
  });

  it("that are out can be found by a board member and an inspector, and those still in moderation cannot", async () => {
    for (const person of ["board", "inspector"] as const) {
      const { data } = await answer(() => reports.loader(args("/reports", person, {})));
      const found = data.results.map(({ id }) => id);
      expect(found).toContain(SUMMER);
      expect(found).not.toContain(DEMO_CYCLE.autumn2026);
      expect(found).not.toContain(DEMO_CYCLE.winter2026);
    }
  });

  it("are closed to an auditor, and there are none of a cycle that does not exist", async () => {
    expect((await resultsPage("auditor")).status).toBe(403);
    expect((await resultsPage("lead", "", "cyc_nowhere")).status).toBe(404);
  });

  it("leave as CSV without small numbers, and leave an event", async () => {
    const file = await csv.loader(args(`/cycles/${SUMMER}/results.csv`, "inspector", { cycleId: SUMMER }));
    const text = await file.text();
    expect(file.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(text).toContain("Voice of the child");
    const cells = text
      .split(/\r\n/)
      .slice(1, 6)
      .flatMap((line) => line.split(",").slice(1));
    expect(cells).toContain("c");
    expect(cells.filter((cell) => /^[1-4]$/.test(cell))).toEqual([]);
    const [last] = (await eventsAbout(store.db, "cycle", SUMMER)).slice(-1);
    expect(last).toMatchObject({ kind: "results.downloaded", actorName: "David Renshaw" });
  });
});

describe("the themes of a cycle", () => {
  it("say what is commonest and what is worth a look since the cycle before", async () => {
    const { data } = await answer(() => themes.loader(args(`/cycles/${SUMMER}/themes`, "lead", { cycleId: SUMMER })));
    expect(data.lead).toMatch(/commonest area for improvement, in \d+ of 40 plans\..* worth a look: /);
    expect(data.figures?.beside.compared).toEqual({ title: "Spring 2026 routine audit", plans: 30 });
  });
});

/** Asks for a report as the quality lead. @returns its id */
async function asked(form: Record<string, string>): Promise<string> {
  const { location, data } = await answer(() =>
    report.action(args(`/cycles/${SUMMER}/report`, "lead", { cycleId: SUMMER }, form)),
  );
  if (!location) throw new Error(JSON.stringify(data));
  return location.replace(`/cycles/${SUMMER}/report/`, "");
}

const progressPage = (id: string, as: Person) =>
  answer(() => progress.loader(args(`/cycles/${SUMMER}/report/${id}`, as, { cycleId: SUMMER, reportId: id })));
const pdfOf = (id: string, as: Person) =>
  answer(async () => pdf.loader(args(`/reports/${id}/pdf`, as, { reportId: id })));

describe("the learning report", () => {
  it("is made in a process of its own, can be left and found again, and is downloaded on record", async () => {
    const id = await asked({ view: "published", size: "standard" });
    await makeReports();
    expect((await progressPage(id, "board")).data.report).toMatchObject({ status: "ready", view: "published" });
    const file = await pdf.loader(args(`/reports/${id}/pdf`, "board", { reportId: id }));
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect(new TextDecoder("latin1").decode(bytes.slice(0, 5))).toBe("%PDF-");
    const events = await eventsAbout(store.db, "report", id);
    expect(events.map(({ kind }) => kind)).toEqual(["report.asked", "report.made", "report.downloaded"]);
    expect(events[1]?.sentence).toContain(createHash("sha256").update(bytes).digest("hex"));
  });

  it("with small numbers is not there for a board member or an inspector", async () => {
    const id = await asked({ view: "internal", size: "large" });
    await makeReports();
    expect((await progressPage(id, "lead")).data.report).toMatchObject({ status: "ready", size: "large" });
    for (const person of ["board", "inspector"] as const) {
      expect((await progressPage(id, person)).status).toBe(404);
      expect((await pdfOf(id, person)).status).toBe(404);
      const { data } = await answer(() => reports.loader(args("/reports", person, {})));
      expect(data.reports.length).toBeGreaterThan(0);
      expect(data.reports.every(({ view }) => view === "published")).toBe(true);
    }
  });

  it("asks which numbers to show, and publishes nothing below 10 plans", async () => {
    const send = (form: Record<string, string>, cycleId: string = SUMMER) =>
      answer(() => report.action(args(`/cycles/${cycleId}/report`, "lead", { cycleId }, form)));
    expect(await send({})).toMatchObject({ status: 400, data: { errors: [{ field: "view" }] } });
    expect((await send({ view: "published" }, DEMO_CYCLE.autumn2026)).status).toBe(400);
    expect((await send({ view: "internal" }, DEMO_CYCLE.winter2026)).status).toBe(400);
    expect(
      (await answer(() => report.action(args("/", "board", { cycleId: SUMMER }, { view: "published" })))).status,
    ).toBe(403);
  });

  it("is taken up again by the next start when the server stopped while it was being made", async () => {
    const { beside, ...data } = published(await figuresOf(SUMMER));
    const id = await askReport(
      store,
      await lead(),
      { id: SUMMER, title: "Summer" },
      { data, size: "standard" },
      new Date(),
    );
    expect((await nextReport(store))?.id).toBe(id);
    await startJobs();
    await makeReports();
    expect(await reportOf(store.db, id, "all")).toMatchObject({ status: "ready" });
  });

  it("that could not be made says so, and can be made again", async () => {
    const { beside, ...data } = published(await figuresOf(SUMMER));
    const broken = { ...data, cycle: { ...data.cycle, from: null as never } };
    const id = await askReport(
      store,
      await lead(),
      { id: SUMMER, title: "Summer" },
      { data: broken, size: "standard" },
      new Date(),
    );
    // Figures without a first month cannot be set: the page does not say what it was.
    await makeReports();
    const { data: page } = await progressPage(id, "lead");
    expect(page.report).toMatchObject({ status: "failed" });
    expect(page.report.problem).toContain("could not be made");
    const again = () => answer(() => progress.action(args("/", "lead", { cycleId: SUMMER, reportId: id }, {})));
    expect((await again()).location).toBe(`/cycles/${SUMMER}/report/${id}`);
    await makeReports();
    expect((await progressPage(id, "lead")).data.report).toMatchObject({ status: "failed" });
  });
});

describe("reading an import", () => {
  const text = "case_ref,legal_regime,plan_type,plan_date,surname\r\nNS-1,cfa_2014,new,2025-05-01,Okonkwo\r\n";
  const files = [{ name: "cases.csv", bytes: new TextEncoder().encode(text) }];
  it("happens in a process of its own, and what is kept for the preview names nobody", async () => {
    const id = await beginImport(store, await lead(), ["cases.csv"], new Date());
    await readImport(id, await lead(), files, "2026-01-15");
    const row = await importOf(store.db, id);
    expect(row?.status).toBe("preview");
    expect(row?.staged).toContain("NS-1");
    expect(row?.staged).not.toContain("Okonkwo");
    expect((await latestEvents(store.db, 1)).events[0]?.kind).toBe("import.previewed");
  });

  it("that ended with the server says so, and asks for the files again", async () => {
    const id = await beginImport(store, await lead(), ["cases.csv"], new Date());
    await startJobs();
    expect(await importOf(store.db, id)).toMatchObject({ status: "refused" });
    expect((await importOf(store.db, id))?.refusal).toContain("Upload them again");
  });
});
