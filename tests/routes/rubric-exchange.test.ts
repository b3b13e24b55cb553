import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { PDFDocument, PDFName } from "pdf-lib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { canonicalText } from "#audits/rubric/canonical.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";
import { ownSheet, submitAudit } from "#db/audits.ts";
import { draftOf } from "#db/rubric-drafts.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { eventsAbout } from "#db/trail.ts";
import * as checkAudit from "~/routes/check-audit.tsx";
import * as myAudits from "~/routes/my-audits.tsx";
import * as imports from "~/routes/rubric-import.tsx";
import * as preview from "~/routes/rubric-import-preview.tsx";
import * as draftExport from "~/routes/rubric-draft-export.ts";
import * as draftSheet from "~/routes/rubric-draft-sheet.ts";
import * as rubricExport from "~/routes/rubric-export.ts";
import * as rubricSheet from "~/routes/rubric-sheet.ts";
import * as template from "~/routes/rubric-template.ts";
import * as typeIn from "~/routes/type-in.tsx";
import { rowNames } from "~/server/type-in.server.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

/** Rubrics as files, in and out by their pages, and the sheet on paper, out and typed back in. */

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" } as never;
const args = (request: Request, params: Record<string, string> = {}) =>
  ({ request, params, context }) as LoaderFunctionArgs & ActionFunctionArgs;

const [FULL] = SHIPPED_RUBRICS;
if (!FULL) throw new Error("No rubric ships");

const full = async () => {
  const found = (await publishedRubrics(area.store.db)).find((r) => r.key === FULL.key);
  if (!found) throw new Error("The full audit does not ship");
  return found;
};

/** What a download holds, and under which name it is saved. */
async function fileFrom(
  loader: (a: LoaderFunctionArgs) => Promise<Response>,
  params: Record<string, string>,
  query = "",
) {
  const response = await loader(args(await area.request(`/file${query}`, { as: "lead" }), params));
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "";
  return { name, type: response.headers.get("Content-Type"), bytes: new Uint8Array(await response.arrayBuffer()) };
}

type Upload = { name: string; bytes: Uint8Array | string };

/** Uploads files as the browser does. */
async function upload(files: Upload[], base = "", as: PersonKey = "lead") {
  const form = new FormData();
  for (const { name, bytes } of files) form.append("files", new File([bytes as BlobPart], name));
  form.append("base", base);
  const headers = { Origin: "http://localhost:3000", Cookie: await area.cookieOf(as) };
  const request = new Request("http://localhost:3000/rubrics/import", { method: "POST", headers, body: form });
  return answer(() => imports.action(args(request)));
}

const importIdIn = (location: string | null) => /^\/rubrics\/import\/(\w+)$/.exec(location ?? "")?.[1] ?? "";
const look = async (importId: string, as: PersonKey = "lead") =>
  answer(async () => preview.loader(args(await area.request(`/rubrics/import/${importId}`, { as }), { importId })));
const decide = async (importId: string, intent: "keep" | "cancel", as: PersonKey = "lead") =>
  answer(async () =>
    preview.action(args(await area.request(`/rubrics/import/${importId}`, { as, form: { intent } }), { importId })),
  );
const staged = () => area.store.db.select().from(area.store.tables.rubricImports);
const drafts = () => area.store.db.select().from(area.store.tables.rubricDrafts);

/** Uploads, looks, keeps; gives the draft that it became. */
async function keep(files: Upload[], base = "") {
  const sent = await upload(files, base);
  const importId = importIdIn(sent.location);
  expect(importId, JSON.stringify(sent.data)).not.toBe("");
  const seen = await look(importId);
  expect(await drafts(), "nothing is a draft before it is kept").toEqual([]);
  const kept = await decide(importId, "keep");
  const draftId = /drafts\/(\w+)\?done=imported$/.exec(kept.location ?? "")?.[1] ?? "";
  const draft = await draftOf(area.store.db, draftId);
  if (!draft) throw new Error(`No draft at ${kept.location}`);
  return { seen: seen.data, draft, importId };
}

describe("a rubric goes out as a file and comes back the same", () => {
  it.each(["json", "xlsx"] as const)("as %s", async (format) => {
    const rubric = await full();
    const file = await fileFrom(rubricExport.loader, { rubricId: rubric.id, format });
    expect(file.name).toBe(`ehc-plan-full-1.0.0.${format}`);
    const { seen, draft } = await keep([file]);
    expect(seen).toMatchObject({ title: FULL.title, stops: 0, counts: { criteria: FULL.criteria.length } });
    // The key is new, so that nobody takes the copy for a version of the rubric that is here.
    expect(draft.key).not.toBe(FULL.key);
    expect(canonicalText(rubricDocument.parse({ ...draft.document, key: FULL.key }))).toBe(canonicalText(FULL));
  });

  it("as CSV of its criteria, with the rest from the published rubric", async () => {
    const rubric = await full();
    const file = await fileFrom(rubricExport.loader, { rubricId: rubric.id, format: "csv" });
    expect(file.name).toBe("ehc-plan-full-1.0.0-criteria.csv");
    const changed = new TextDecoder("utf-8", { ignoreBOM: true })
      .decode(file.bytes)
      .replace(FULL.criteria[0]!.question, "Whose voice?");
    const { draft } = await keep([{ name: "criteria.csv", bytes: changed }], rubric.id);
    const { criteria, ...rest } = rubricDocument.parse({ ...draft.document, key: FULL.key });
    expect(criteria[0]?.question).toBe("Whose voice?");
    expect(criteria.slice(1)).toEqual(FULL.criteria.slice(1));
    expect(rest).toEqual({ ...FULL, criteria: undefined, ...rest });
    expect(rest.limits).toEqual(FULL.limits);
  });

  it("as a template, which is a small rubric without a problem that stops it", async () => {
    for (const format of ["json", "xlsx"]) {
      const file = await fileFrom(template.loader, { format });
      const sent = await upload([file]);
      expect((await look(importIdIn(sent.location))).data).toMatchObject({ title: "Template of a rubric" });
    }
    const csv = await fileFrom(template.loader, { format: "csv" });
    expect(new TextDecoder().decode(csv.bytes).split("\r\n")[0]).toMatch(/key,.*domain,.*question/);
  });

  it("as a draft, of which a workbook is refused while it is incomplete, and JSON is not", async () => {
    const { draft } = await keep([
      await fileFrom(rubricExport.loader, { rubricId: (await full()).id, format: "json" }),
    ]);
    const params = { draftId: draft.id, format: "xlsx" };
    expect((await fileFrom(draftExport.loader, params)).bytes.slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
    const { tables } = area.store;
    await area.store.transaction((tx) =>
      tx.update(tables.rubricDrafts).set({ document: { ...draft.document, criteria: [{ key: "A" }] } }),
    );
    const refused = await answer(async () =>
      draftExport.loader(args(await area.request("/file", { as: "lead" }), params)),
    );
    expect([refused.status, JSON.stringify(refused.data)]).toEqual([409, expect.stringContaining("as JSON only")]);
    const json = await fileFrom(draftExport.loader, { ...params, format: "json" });
    expect(JSON.parse(new TextDecoder().decode(json.bytes)).criteria).toEqual([{ key: "A" }]);
  });

  it("and each download is in the trail", async () => {
    const rubric = await full();
    await fileFrom(rubricExport.loader, { rubricId: rubric.id, format: "json" });
    const events = await eventsAbout(area.store.db, "rubric", rubric.id);
    expect(events.map((e) => e.sentence)).toContainEqual(
      expect.stringMatching(/^Deborah Lane .*Full audit of an EHC plan, version 1\.0\.0.* JSON/),
    );
  });
});

describe("a file that cannot be a rubric", () => {
  const document = (change: object) => JSON.stringify({ ...FULL, ...change });
  const thousands = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      key: `X${i}`,
      domain: "EP",
      title: "T",
      question: "Q?",
      scale: "four_grades",
    }));

  it.each([
    [
      "of a newer format",
      "r.json",
      document({ format: "ehc-rubric/9" }),
      "has the format ehc-rubric/9, which is newer than this installation reads (ehc-rubric/1). Update the installation",
    ],
    ["of another kind", "r.json", document({ format: "survey/2" }), "This is not a rubric of the format ehc-rubric/1"],
    [
      "with 5,000 criteria",
      "r.json",
      document({ criteria: thousands(5000) }),
      "more than 500 criteria, which no auditor can score",
    ],
    ["that is not JSON", "r.json", "{ not", "This is not JSON"],
    ["that holds a list", "r.json", "[1, 2]", "This is not a rubric"],
    ["that is empty", "r.json", "", "The file is empty"],
    ["that nests to hurt", "r.json", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`, "nests too deep"],
    ["that is larger than a rubric can be", "r.json", `"${"x".repeat(2 * 1024 * 1024)}"`, "larger than 2 MB"],
    ["that is no workbook", "r.xlsx", "key,domain", "This is not an Excel workbook"],
    ["that is a picture", "r.png", "PNG", "Select a file that ends in .xlsx, .csv or .json"],
    ["that is an empty CSV", "criteria.csv", " ", "criteria.csv: The file is empty"],
  ])("%s is refused with a sentence, and nothing of it is kept", async (_, name, bytes, sentence) => {
    const refused = await upload([{ name, bytes }]);
    expect([refused.status, refused.data?.errors[0]?.sentence]).toEqual([400, expect.stringContaining(sentence)]);
    expect([await staged(), await drafts()]).toEqual([[], []]);
  });

  it("that is no file at all is asked for", async () => {
    expect((await upload([])).data.errors[0]?.sentence).toBe("Select the file to import");
  });

  it("comes from somebody who may edit rubrics, or not at all", async () => {
    for (const as of ["eve", "chair", "admin"] as const)
      expect((await upload([{ name: "r.json", bytes: document({}) }], "", as)).status).toBe(403);
    expect(await staged()).toEqual([]);
  });
});

describe("a rubric with faults", () => {
  const [first, second, ...others] = FULL.criteria;
  if (!first || !second) throw new Error("The full audit has no criteria");
  const faulty = (change: object) => [{ name: "r.json", bytes: JSON.stringify({ ...FULL, ...change }) }];

  it.each([
    [
      "a scale that is not there",
      { criteria: [{ ...first, scale: "five" }, second, ...others] },
      "There is no scale with the key five. Choose one that the rubric has, or add it.",
    ],
    [
      "a domain that is not there",
      { criteria: [{ ...first, domain: "ZZ" }, second, ...others] },
      "There is no domain with the key ZZ.",
    ],
    [
      "the same key twice",
      { criteria: [first, first, second, ...others] },
      `Another criterion has the key ${first.key}. Give one of them another key.`,
    ],
    [
      "domains that are parts of each other",
      { domains: FULL.domains.map((d, i) => (i < 2 ? { ...d, parent: FULL.domains[1 - i]?.key } : d)) },
      "is a part of itself, by way of",
    ],
    [
      "a limit on a criterion that is not there",
      {
        limits: [
          ...FULL.limits,
          { id: "L9", type: "criterion", label: "L", criteria: ["NONE"], atOrBelow: 0, cap: FULL.grades.at(-1)?.key },
        ],
      },
      "There is no criterion with the key NONE.",
    ],
    [
      "HTML in its words",
      { criteria: [{ ...first, question: "Is it <script>alert(1)</script> good?" }, second, ...others] },
      "HTML",
    ],
  ])(
    "%s is shown with its place and what to do, and becomes a draft only when it is kept",
    async (_, change, sentence) => {
      const sent = await upload(faulty(change));
      const { data } = await look(importIdIn(sent.location));
      const found = data.problems.find((p: { sentence: string }) => p.sentence.includes(sentence));
      expect(found, JSON.stringify(data.problems.slice(0, 5))).toMatchObject({ where: expect.stringMatching(/\w/) });
      expect(await drafts()).toEqual([]);
      expect((await decide(importIdIn(sent.location), "cancel")).location).toBe("/rubrics/import");
      expect([await drafts(), (await staged())[0]?.document]).toEqual([[], null]);
      expect((await look(importIdIn(sent.location))).data.cancelled).toBe(true);
    },
  );

  it("in a sheet tells the row and the column", async () => {
    const { id } = await full();
    const file = await fileFrom(rubricExport.loader, { rubricId: id, format: "csv" });
    const text = new TextDecoder().decode(file.bytes).replace(",four_grades,", ",five,");
    const sent = await upload([{ name: "criteria.csv", bytes: text }], id);
    const { data } = await look(importIdIn(sent.location));
    expect(data.problems[0]).toMatchObject({ where: "Criteria, row 2, column scale", stops: true });
  });

  it("is seen and kept by whoever uploaded it, and kept once", async () => {
    const { memberships } = area.store.tables;
    await area.store.transaction((tx) =>
      tx
        .insert(memberships)
        .values({ id: "mem_2", personId: area.people.data.id, organisationId: "org_council", role: "quality_lead" }),
    );
    const sent = await upload(faulty({}));
    const importId = importIdIn(sent.location);
    expect((await look(importId, "data")).status).toBe(404);
    expect((await decide(importId, "keep", "data")).status).toBe(404);
    expect(await drafts()).toEqual([]);
    expect((await decide(importId, "keep")).status).toBe(302);
    await decide(importId, "keep").catch(() => null);
    expect(await drafts()).toHaveLength(1);
  });
});

describe("a sheet on paper", () => {
  const isPdf = (bytes: Uint8Array) => new TextDecoder().decode(bytes.slice(0, 5)) === "%PDF-";

  it("is a tagged PDF of a published version, whole or what one agency scores", async () => {
    const { id } = await full();
    const whole = await fileFrom(rubricSheet.loader, { rubricId: id });
    expect([whole.name, whole.type, isPdf(whole.bytes)]).toEqual([
      "ehc-plan-full-1.0.0-sheet.pdf",
      "application/pdf",
      true,
    ]);
    expect((await PDFDocument.load(whole.bytes)).catalog.has(PDFName.of("MarkInfo"))).toBe(true);
    const short = await fileFrom(rubricSheet.loader, { rubricId: id }, "?form=short&agency=health");
    expect(isPdf(short.bytes)).toBe(true);
    expect(short.bytes.length).toBeLessThan(whole.bytes.length);
  }, 60_000);

  it("of a draft is a PDF too", async () => {
    const { draft } = await keep([
      await fileFrom(rubricExport.loader, { rubricId: (await full()).id, format: "json" }),
    ]);
    expect(isPdf((await fileFrom(draftSheet.loader, { draftId: draft.id })).bytes)).toBe(true);
  }, 60_000);
});

describe("a filled sheet typed back in", () => {
  let auditId: string;
  beforeEach(async () => {
    auditId = (await area.auditsOf("eve"))[0]!.audit.id;
  });
  const open = async (as: PersonKey = "eve") =>
    answer(async () => typeIn.loader(args(await area.request(`/audits/${auditId}/type-in`, { as }), { auditId })));
  const type = async (lines: Record<string, string>, as: PersonKey = "eve", based: Record<string, number> = {}) => {
    const form: Form = Object.fromEntries(
      Object.entries(lines).flatMap(([key, line]) => [
        [rowNames(key).line, line],
        [rowNames(key).based, String(based[key] ?? 0)],
      ]),
    );
    return answer(async () =>
      typeIn.action(args(await area.request(`/audits/${auditId}/type-in`, { as, form }), { auditId })),
    );
  };
  const kept = async () => (await ownSheet(area.store.db, auditId, area.people.eve.id))!.answers;

  it("saves each line as the score sheet would: level, quote with its place, note", async () => {
    const sent = await type({ EP2: 'RI F p12 "access to speech therapy" // hours are missing', EP4: "Good" });
    expect(sent.data).toMatchObject({ saved: ["EP2", "EP4"], errors: [] });
    const answers = await kept();
    expect(answers.get("EP2")).toMatchObject({
      score: 1,
      note: "hours are missing",
      quotes: [{ section: "F", page: 12, words: "access to speech therapy" }],
      version: 1,
    });
    expect(answers.get("EP4")).toMatchObject({ score: 2, version: 1 });
    expect(answers.size).toBe(2);
  });

  it("keeps what stands on a line that cannot be read, with its reason, and saves the others", async () => {
    const sent = await type({ EP2: "Z", EP4: "G", SC1: "G // NHS 943 476 5919" });
    expect(sent.status).toBe(400);
    expect(sent.data.saved).toEqual(["EP4"]);
    const said = Object.fromEntries(sent.data.errors.map((e) => [e.field, e.sentence]));
    expect(Object.values(said)).toContainEqual(expect.stringMatching(/^EP2 has no level “Z”\. Choose O, G, RI/));
    expect(Object.values(said)).toContainEqual(expect.stringContaining("must not identify the child"));
    expect(sent.data.typed).toMatchObject({ EP2: "Z" });
    expect([...(await kept()).keys()]).toEqual(["EP4"]);
  });

  it("does not write over what was changed in another window meanwhile", async () => {
    await type({ EP2: "G" });
    const late = await type({ EP2: "O" });
    expect(late.data.errors[0]?.sentence).toContain("changed in another window");
    expect((await kept()).get("EP2")?.score).toBe(2);
    expect((await type({ EP2: "O" }, "eve", { EP2: 1 })).data.saved).toEqual(["EP2"]);
  });

  it("is led to from the page that checks the audit, with the empty sheet of one’s own agency and form", async () => {
    const page = async () =>
      answer(async () =>
        checkAudit.loader(args(await area.request(`/audits/${auditId}/check`, { as: "eve" }), { auditId })),
      );
    const { view } = (await page()).data;
    expect(view.typeIn).toBe(`/audits/${auditId}/type-in`);
    expect(view.paperSheet).toBe(`/rubrics/${(await full()).id}/sheet.pdf?form=short&agency=education`);
    const mine = await answer(async () => myAudits.loader(args(await area.request("/my-audits", { as: "eve" }))));
    expect(mine.data.cycle?.rubric?.paperSheet).toBe(view.paperSheet);
  });

  it("is for one’s own audit: somebody else’s is not there", async () => {
    expect((await open()).status).toBe(200);
    for (const as of ["hal", "lead", "chair"] as const) {
      expect((await open(as)).status).toBe(404);
      expect((await type({ EP2: "O" }, as)).status).toBe(404);
    }
    expect((await kept()).size).toBe(0);
  });

  it("is refused once the audit is handed back or submitted, and the page says why", async () => {
    const sheet = (await ownSheet(area.store.db, auditId, area.people.eve.id))!;
    const good = Object.fromEntries(sheet.asked.map((c) => [c.key, "G"]));
    expect((await type(good)).data.errors).toEqual([]);
    const done = await submitAudit(area.store, area.people.eve, auditId, new Date());
    expect(done.ok, JSON.stringify(done)).toBe(true);
    expect((await open()).data.head.closed).toMatch(/\w/);
    expect((await type({ EP2: "O" }, "eve", { EP2: 1 })).status).toBe(403);
    expect((await kept()).get("EP2")?.score).toBe(2);
  });
});
