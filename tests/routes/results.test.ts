import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isHidden } from "#audits/charts/figures.ts";
import { published } from "#audits/results/published.ts";
import { DEMO_CYCLE, DEMO_PERSON } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { LEASE_SECONDS } from "#db/leases.ts";
import { beginImport, endReading, importOf } from "#db/cases.ts";
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
import * as compare from "~/routes/report-compare.tsx";
import * as edit from "~/routes/report-edit.tsx";
import * as formOf from "~/routes/report-file.ts";
import * as read from "~/routes/report-read.tsx";
import * as redaction from "~/routes/report-redaction.tsx";
import * as release from "~/routes/report-release.tsx";
import * as save from "~/routes/report-save.ts";
import * as verify from "~/routes/report-verify.tsx";
import * as reports from "~/routes/reports.tsx";
import { answer, cookiesFor } from "./area.ts";

/** The demonstration area: its summer cycle has 40 plans with results and a cycle before it, its winter cycle has none yet. */
const SUMMER = DEMO_CYCLE.summer2026;
type Person = "lead" | "chair" | "board" | "inspector" | "auditor";
const ROLES = {
  lead: "quality lead",
  chair: "panel chair",
  board: "board member",
  inspector: "inspector",
  auditor: "health auditor",
};

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
  form?: Record<string, string | string[]> | FormData,
): LoaderFunctionArgs {
  const headers = new Headers({ Origin: "http://localhost:3000", Cookie: cookies.get(as) ?? "" });
  const pairs = Object.entries({ formKey: newFormKey(), ...form }).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)]),
  );
  const body = form instanceof FormData ? form : form && new URLSearchParams(pairs);
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
    expect((await resultsPage("board", "", DEMO_CYCLE.autumn2026)).status).toBe(403);
    expect((await resultsPage("board", "", SUMMER)).status).toBe(200);
    // An inspector reads what was put into a room, and nothing else.
    expect((await resultsPage("inspector", "", SUMMER)).status).toBe(404);
  });

  it("that are out can be found by a board member, and those still in moderation cannot", async () => {
    for (const person of ["board"] as const) {
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
    const file = await csv.loader(args(`/cycles/${SUMMER}/results.csv`, "board", { cycleId: SUMMER }));
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
    expect(last).toMatchObject({ kind: "results.downloaded", actorName: "Helen Castleton" });
  });
});

describe("the themes of a cycle", () => {
  it("say what is commonest and what is worth a look since the cycle before", async () => {
    const { data } = await answer(() => themes.loader(args(`/cycles/${SUMMER}/themes`, "lead", { cycleId: SUMMER })));
    expect(data.lead).toMatch(/commonest area for improvement, in \d+ of 40 plans\..* worth a look: /);
    expect(data.figures?.beside.compared).toEqual({ title: "Spring 2026 routine audit", plans: 30 });
  });

  it("lead inside to their findings and plans, and as published to none; both say what they stand on", async () => {
    const at = (search: string) =>
      answer(() => themes.loader(args(`/cycles/${SUMMER}/themes${search}`, "lead", { cycleId: SUMMER })));
    const [inside, published] = [(await at("")).data, (await at("?view=published")).data];
    expect([inside.figures?.view, inside.behind]).toEqual(["internal", SUMMER]);
    expect([published.figures?.view, published.behind]).toEqual(["published", null]);
    const standsOn = [
      { name: "Period", value: "1 April to 30 June 2026" },
      { name: "Rubric", value: "Full audit of an EHC plan, version 1.0.0" },
      { name: "Codebook", value: "Themes in EHC plans, version 1.0.0" },
    ];
    expect(inside.standsOn).toEqual(standsOn);
    expect(published.standsOn).toEqual(standsOn);
    const small = published.figures?.themes.filter(
      ({ share }) => "count" in share && share.count > 0 && share.count < 5,
    );
    expect(small).toEqual([]);
  });
});

/** Begins a learning report as the quality lead. @returns its id */
async function begun(form: Record<string, string>, as: Person = "lead"): Promise<string> {
  const sent = { kind: "learning", ...form };
  const { location, data } = await answer(() =>
    report.action(args(`/cycles/${SUMMER}/report`, as, { cycleId: SUMMER }, sent)),
  );
  if (!location) throw new Error(JSON.stringify(data));
  return location.replace("/reports/", "").replace(/\/edit\/.*/, "");
}

const sent = (id: string, as: Person, form: Record<string, string | string[]>) =>
  answer(() => release.action(args(`/reports/${id}/release`, as, { writtenId: id }, form)));

/** Asks for the PDF of a report as it stands. @returns its id */
async function asked(form: { view: string; size: string }): Promise<string> {
  const id = await begun(form);
  const { location, data } = await sent(id, "lead", { intent: "pdf", size: form.size });
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
    expect((await progressPage(id, "lead")).data.report).toMatchObject({ status: "ready", view: "published" });
    // A draft is nobody's to download but those who make it.
    expect((await progressPage(id, "board")).status).toBe(404);
    const file = await pdf.loader(args(`/reports/${id}/pdf`, "chair", { reportId: id }));
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
    expect((await pdfOf(id, "inspector")).status).toBe(404);
    for (const person of ["board"] as const) {
      expect((await progressPage(id, person)).status).toBe(404);
      expect((await pdfOf(id, person)).status).toBe(404);
      const { data } = await answer(() => reports.loader(args("/reports", person, {})));
      expect(data.written.length).toBeGreaterThan(0);
      expect(data.written.every(({ view }) => view === "published")).toBe(true);
    }
  });

  it("asks which numbers to show, and publishes nothing below 10 plans", async () => {
    const send = (form: Record<string, string>, cycleId: string = SUMMER) =>
      answer(() => report.action(args(`/cycles/${cycleId}/report`, "lead", { cycleId }, form)));
    const kind = "learning";
    expect(await send({ view: "internal" })).toMatchObject({ status: 400, data: { errors: [{ field: "kind" }] } });
    expect(await send({ kind })).toMatchObject({ status: 400, data: { errors: [{ field: "view" }] } });
    expect((await send({ kind, view: "published" }, DEMO_CYCLE.autumn2026)).status).toBe(400);
    // A public version is made of published figures, whatever the form says.
    expect((await send({ kind: "public", view: "internal" }, DEMO_CYCLE.autumn2026)).status).toBe(400);
    expect((await send({ kind, view: "internal" }, DEMO_CYCLE.winter2026)).status).toBe(400);
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
    // Its lease ran out since.
    const before = new Date(Date.now() - 2 * LEASE_SECONDS * 1000);
    expect((await nextReport(store, "server", before))?.id).toBe(id);
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
    const id = await beginImport(store, await lead(), ["cases.csv"], new Date(), "another");
    await readImport(id, await lead(), files, "2026-01-15");
    const row = await importOf(store.db, id);
    expect(row?.status).toBe("preview");
    expect(row?.staged).toContain("NS-1");
    expect(row?.staged).not.toContain("Okonkwo");
    expect((await latestEvents(store.db, 1)).events[0]?.kind).toBe("import.previewed");
  });

  it("that was given up elsewhere meanwhile stays given up, and harms nobody", async () => {
    const id = await beginImport(store, await lead(), ["cases.csv"], new Date(), "another");
    await endReading(store, await lead(), id, { ok: false, sentences: ["Upload them again."] }, new Date());
    await readImport(id, await lead(), files, "2026-01-15");
    expect(await importOf(store.db, id)).toMatchObject({ status: "refused", staged: null });
  });

  it("that ended with the server says so, and asks for the files again", async () => {
    const id = await beginImport(store, await lead(), ["cases.csv"], new Date(Date.now() - 60_000), "another");
    await startJobs();
    expect(await importOf(store.db, id)).toMatchObject({ status: "refused" });
    expect((await importOf(store.db, id))?.refusal).toContain("Upload them again");
  });
});

/** The form of a page of a report, as somebody sends it. */
const onPage = (
  page: { action: (args: ActionFunctionArgs) => Promise<unknown> },
  id: string,
  as: Person,
  form: Record<string, string | string[]>,
  params: Record<string, string> = {},
) => answer(() => page.action(args(`/reports/${id}`, as, { writtenId: id, ...params }, form)));

const released = (id: string, as: Person) =>
  answer(() => release.loader(args(`/reports/${id}/release`, as, { writtenId: id })));
const reading = (id: string, as: Person) => answer(() => read.loader(args(`/reports/${id}`, as, { writtenId: id })));

/** Takes a learning report to the point where nothing is left to finish. @returns its id */
async function finished(): Promise<string> {
  const id = await begun({ view: "published", audience: "the board" });
  const words = {
    "change.silent": "yes",
    "asked.n1.said": "We cannot see how often therapy happens.",
    "asked.n1.did": "The template asks for hours.",
    "recommendation.n1.title": "Say hours",
    "recommendation.n1.owner": "Head of service",
    "recommendation.n1.due": "January",
    "recommendation.n1.measure": "Share of plans",
  };
  const { status } = await onPage(save, id, "lead", { ...words, basedOn: "1" });
  expect(status).toBe(200);
  for (const chapter of ["themes", "families"]) {
    const { data } = await answer(() =>
      edit.loader(args(`/reports/${id}/edit/${chapter}`, "chair", { writtenId: id, chapter })),
    );
    for (const { key } of data.view.quotes) await onPage(edit, id, "chair", { intent: "quote-in", key }, { chapter });
  }
  await onPage(redaction, id, "lead", { intent: "no-list" });
  const { data: page } = await answer(() => redaction.loader(args("/", "lead", { writtenId: id })));
  for (const { key } of page.findings)
    await onPage(redaction, id, "chair", { intent: "keep", key, [`reason-${key}`]: "It names a document" });
  expect((await released(id, "lead")).data.head.toFinish).toEqual([]);
  return id;
}

describe("a report on its way to its readers", () => {
  it("is refused sign-off until every quote is checked, every find answered and names were looked for", async () => {
    const id = await begun({ view: "published" });
    await onPage(save, id, "lead", {
      "commentary.grades": "Write to jo@example.org about NHS number 943 476 5919.",
      basedOn: "1",
    });
    expect((await sent(id, "lead", { intent: "review", partner: "org_demo_forum" })).location).toContain("done=review");
    const { data: page } = await released(id, "lead");
    const sentences = page.head.toFinish.map(({ sentence }) => sentence).join("\n");
    for (const words of [
      /quotes need a second person/,
      /finds of the redaction check wait/,
      /Look for names/,
      /Grades: say what the change/,
    ])
      expect(sentences).toMatch(words);
    const form = {
      intent: "sign",
      organisation: "org_demo_forum",
      "signedBy-org_demo_forum": "C. Whitfield",
      seen: page.content,
    };
    expect((await sent(id, "lead", form)).status).toBe(409);
    const { data: found } = await answer(() => redaction.loader(args("/", "lead", { writtenId: id })));
    expect(found.findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["NHS number", "e-mail address"]));
    // The words that were found are in no event and in no log.
    expect(JSON.stringify(await eventsAbout(store.db, "written_report", id))).not.toMatch(/943 476|jo@example/);
  });

  it("lets nobody check their own quotes, and keeps no name that was looked for", async () => {
    const id = await begun({ view: "published" });
    const { data } = await answer(() => edit.loader(args("/", "lead", { writtenId: id, chapter: "themes" })));
    const [quote] = data.view.quotes;
    const own = await onPage(edit, id, "lead", { intent: "quote-in", key: quote?.key ?? "" }, { chapter: "themes" });
    expect(own.status).toBe(400);
    await onPage(save, id, "lead", { headline: "Zebedee and others asked for more.", basedOn: "1" });
    const names = await onPage(redaction, id, "lead", { intent: "names", names: "Zebedee Quill\nBo Quartz" });
    expect(names.status).toBe(302);
    const { data: page } = await answer(() => redaction.loader(args("/", "lead", { writtenId: id })));
    expect(page.findings.find(({ kind }) => kind === "name")).toMatchObject({ found: "Zebedee", answer: null });
    expect(page.nameCheck).toMatchObject({ names: 2 });
    const kept = JSON.stringify([
      await store.db.select().from(store.tables.reportNamesFound),
      await store.db.select().from(store.tables.reportNameChecks),
      await eventsAbout(store.db, "written_report", id),
    ]);
    expect(kept).not.toMatch(/Zebedee|Quill/);
    // When the words change, the find is gone, and names have to be looked for again.
    await onPage(save, id, "lead", { headline: "Families asked for more.", basedOn: "9" });
    const { data: after } = await answer(() => redaction.loader(args("/", "lead", { writtenId: id })));
    expect(after.findings.some(({ kind }) => kind === "name")).toBe(false);
    expect(after.nameCheck).toBeNull();
  });

  it("questions words that the interval does not support, and does not stop them", async () => {
    const id = await begun({ view: "published" });
    await onPage(save, id, "lead", { "commentary.grades": "Plans have improved significantly.", basedOn: "1" });
    const { data } = await answer(() => edit.loader(args("/", "lead", { writtenId: id, chapter: "grades" })));
    expect(data.view.questions.map(({ phrase }) => phrase)).toEqual(expect.arrayContaining(["significantly"]));
    expect(data.head.toFinish.some(({ sentence }) => /improved/.test(sentence))).toBe(false);
  });

  it("is issued when its partners have signed, and its PDF made again is the same file, which can be verified", async () => {
    const id = await finished();
    for (const person of ["board", "inspector"] as const) expect((await reading(id, person)).status).toBe(404);
    await sent(id, "lead", { intent: "review", partner: ["org_demo_council", "org_demo_icb"] });
    expect((await reading(id, "board")).data.meta.banner).toBe("Draft");
    expect((await reading(id, "inspector")).status).toBe(404);
    expect((await sent(id, "board", { intent: "comment", words: "Clear." })).location).toContain("done=commented");
    const { content } = (await released(id, "board")).data;
    // A board member signs for her own organisation, in her own name, and for no other.
    const sign = (organisation: string) => ({ intent: "sign", organisation, seen: content });
    expect((await sent(id, "board", sign("org_demo_icb"))).status).toBe(403);
    expect((await sent(id, "board", sign("org_demo_council"))).location).toContain("done=signed");
    expect((await sent(id, "lead", { intent: "issue" })).status).toBe(409);
    expect((await sent(id, "lead", sign("org_demo_icb"))).status).toBe(400);
    const recorded = { ...sign("org_demo_icb"), "signedBy-org_demo_icb": "Ngozi Barrett" };
    expect((await sent(id, "lead", recorded)).location).toContain("done=signed");
    expect((await sent(id, "lead", { intent: "issue" })).location).toContain("done=issued");
    await makeReports();
    const { data } = await released(id, "lead");
    expect(data.head.stage).toBe("issued");
    expect(data.files.map(({ size, status }) => [size, status]).sort()).toEqual([
      ["large", "ready"],
      ["standard", "ready"],
    ]);
    const file = data.files.find(({ size }) => size === "standard");
    expect((await sent(id, "lead", { intent: "remake", file: file?.id ?? "" })).location).toContain("done=same");
    expect((await onPage(save, id, "lead", { headline: "Late", basedOn: "99" })).status).toBe(409);

    expect((await reading(id, "board")).status).toBe(200);
    expect((await reading(id, "inspector")).status).toBe(404);
    const out = await pdf.loader(args("/", "board", { reportId: file?.id ?? "" }));
    const bytes = new Uint8Array(await out.arrayBuffer());
    const check = async (content_: Uint8Array) => {
      const form = new FormData();
      form.set("file", new File([content_ as BlobPart], "report.pdf"));
      return (await answer(() => verify.action(args("/reports/verify", "board", {}, form)))).data.verified?.verdict;
    };
    expect(await check(bytes)).toBe("genuine");
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    expect(await check(bytes)).toBe("unknown");

    expect((await sent(id, "lead", { intent: "withdraw", reason: "A table was wrong" })).location).toContain(
      "done=withdrawn",
    );
    expect((await reading(id, "board")).data).toMatchObject({
      withdrawn: "A table was wrong",
      blocks: [],
      files: [],
    });
    expect((await pdfOf(file?.id ?? "", "board")).status).toBe(404);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    expect(await check(bytes)).toBe("withdrawn");
  });

  it("leaves in every form, each on record, and without small numbers", async () => {
    const { data } = await answer(() => reports.loader(args("/reports", "board", {})));
    const issued = data.written.find(({ stage }) => stage === "issued");
    const id = issued?.id ?? "";
    const get = async (format: string) => {
      const response = await formOf.loader(args("/", "board", { writtenId: id, format }));
      return { type: response.headers.get("Content-Type"), bytes: new Uint8Array(await response.arrayBuffer()) };
    };
    const text = new TextDecoder().decode((await get("txt")).bytes);
    expect(text).toMatch(/LEARNING FROM PLAN AUDITS/);
    expect(text).toMatch(/Limits of this audit\n=+/);
    for (const format of ["docx", "xlsx"])
      expect(new TextDecoder().decode((await get(format)).bytes.slice(0, 2))).toBe("PK");
    const file = JSON.parse(new TextDecoder().decode((await get("json")).bytes));
    expect(file).toMatchObject({ format: "ehc-plan-quality-exchange/1", area: "Northshire" });
    expect((await answer(async () => formOf.loader(args("/", "board", { writtenId: id, format: "exe" })))).status).toBe(
      404,
    );
    const kinds = (await eventsAbout(store.db, "written_report", id)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "report.downloaded")).toHaveLength(4);

    const compared = async (change: object) => {
      const form = new FormData();
      form.set("cycle", SUMMER);
      form.set("other", new File([JSON.stringify({ ...file, area: "Southshire", ...change })], "other.json"));
      return (await answer(() => compare.action(args("/reports/compare", "board", {}, form)))).data;
    };
    const same = await compared({});
    expect(same.comparison?.why).toEqual([]);
    expect(same.comparison?.rows[0]?.difference?.value).toBe(0);
    const other = await compared({ rubric: { ...file.rubric, sha256: "f".repeat(64) } });
    expect(other.comparison?.why[0]).toMatch(/its text differs/);
    expect(other.comparison?.rows.every(({ difference }) => difference === null)).toBe(true);
    expect(
      (await compared({ grades: { ...file.grades, good: { count: 50, n: 40, interval: null } } })).errors[0]?.sentence,
    ).toMatch(/contradict/);
  });
});
