import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FLAT_COLUMNS } from "#audits/cases/flat.ts";
import type { UploadedFile } from "#audits/cases/reading.ts";
import { importOf } from "#db/cases.ts";
import { demoReturn } from "#db/demo/return.ts";
import { latestEvents } from "#db/trail.ts";
import { newFormKey } from "~/server/form.server.ts";
import { FLAT_COLUMN_WORDS } from "~/components/import/flat-columns.ts";
import * as cases from "~/routes/cases.tsx";
import * as importPage from "~/routes/import.tsx";
import * as newImport from "~/routes/import-new.tsx";
import * as problems from "~/routes/import-problems.ts";
import * as template from "~/routes/import-template.ts";
import * as imports from "~/routes/imports.tsx";
import type { FieldError } from "~/server/validate.ts";
import { filesOf, oneChild } from "../unit/cases/small-return.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

type Named = { name: string; text: string };

const args = (request: Request, params: Record<string, string> = {}) => ({ request, params, context: {} as never });

/** Presses "Upload and check" with these files and this reference date. */
async function upload(files: Named[], by: { as?: PersonKey; date?: [string, string, string] } = {}) {
  const [day, month, year] = by.date ?? ["15", "1", "2026"];
  const form = new FormData();
  for (const { name, text } of files) form.append("files", new File([text], name, { type: "text/csv" }));
  // A browser sends an empty part for a file field without files.
  if (files.length === 0) form.append("files", new File([], ""));
  form.set("reference-day", day);
  form.set("reference-month", month);
  form.set("reference-year", year);
  form.set("formKey", newFormKey());
  const headers = { Origin: "http://localhost:3000", Cookie: await area.cookieOf(by.as ?? "data") };
  const request = new Request("http://localhost:3000/imports/new", { method: "POST", headers, body: form });
  return answer(() => newImport.action(args(request)));
}

/** Uploads, and waits until the thread has read the files. @returns the id of the import */
async function uploaded(files: Named[], by: Parameters<typeof upload>[1] = {}): Promise<string> {
  const { location } = await upload(files, by);
  const id = location?.replace("/imports/", "") ?? "";
  for (let tries = 0; tries < 400; tries++) {
    if ((await importOf(area.store.db, id))?.status !== "reading") return id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The files are still being read");
}

const page = async (id: string, as: PersonKey = "data", query = "") =>
  answer(async () => importPage.loader(args(await area.request(`/imports/${id}${query}`, { as }), { importId: id })));

async function preview(id: string, query = "") {
  const { data } = await page(id, "data", query);
  if (data.status !== "preview") throw new Error(`The import is ${data.status}`);
  return data.view;
}

const press = async (id: string, form: Form, as: PersonKey = "data") =>
  answer(async () => importPage.action(args(await area.request(`/imports/${id}`, { as, form }), { importId: id })));
const keep = async (id: string) => press(id, { choice: "keep", keptBefore: String((await preview(id)).keptBefore) });

const list = (as: PersonKey = "data", query = "") =>
  answer(async () => cases.loader(args(await area.request(`/cases${query}`, { as }))));

/** All that the database holds, as text. */
async function everythingStored(): Promise<string> {
  const { db } = area.store;
  const rows = [];
  for (const table of Object.values(db.tables)) rows.push(await db.select().from(table));
  return JSON.stringify(rows);
}

const flat = (...lines: string[]): Named[] => [{ name: "cases.csv", text: `${lines.join("\r\n")}\r\n` }];
const HEADING =
  "case_ref,legal_regime,plan_type,plan_date,birth_month,primary_need,locality,surname,forename,postcode,upn,date_of_birth";
const CHILDREN = [
  "N-101,cfa_2014,new,03/02/2025,2015-05,ASD,East,Abernathy,Gwenllian,NS4 7QX,H801200112345,12/05/2015",
  "N-102,cfa_2014,amended,01/09/2024,2012-11,SLCN,West,Zwolinska,Marek,NS4 7QY,H801200112346,02/11/2012",
];
const SECRETS = [
  "Abernathy",
  "Gwenllian",
  "Zwolinska",
  "Marek",
  "NS4 7QX",
  "NS4 7QY",
  "H80120011234",
  "12/05/2015",
  "2015-05-12",
];

describe("importing a flat case file", () => {
  it("keeps the cases only after they were previewed, and then says what it did", async () => {
    const before = (await list()).data.total;
    const id = await uploaded(flat(HEADING, ...CHILDREN));

    const view = await preview(id);
    expect(view.counts).toMatchObject({ candidates: 2, kept: 2, leftOut: 0 });
    expect(view.added.first.map(({ caseRef }) => caseRef)).toEqual(["N-101", "N-102"]);
    expect(view.dropped).toEqual(["surname", "forename", "postcode", "upn", "date_of_birth"]);
    expect((await list()).data.total).toBe(before);

    expect(await keep(id)).toMatchObject({ status: 302, location: `/imports/${id}?arrived=kept` });
    expect((await page(id)).data).toMatchObject({
      status: "kept",
      summary: { added: 2, changed: 0, unchanged: 0, leftOut: 0 },
    });
    const { data } = await list();
    expect(data.total).toBe(before + 2);
    expect(data.cases.find(({ caseRef }) => caseRef === "N-101")).toMatchObject({
      about: "Year 6, autism",
      planType: "New plan",
      planDate: "3 February 2025",
      locality: "East",
    });
  });

  it("changes nothing when the same file comes again, and only the field that is another", async () => {
    await keep(await uploaded(flat(HEADING, ...CHILDREN)));
    const again = await preview(await uploaded(flat(HEADING, ...CHILDREN)));
    expect([again.added.total, again.changed.total, again.unchanged]).toEqual([0, 0, 2]);

    const moved = await preview(await uploaded(flat(HEADING, CHILDREN[0]!.replace("East", "North"), CHILDREN[1]!)));
    expect(moved.changed).toMatchObject({
      total: 1,
      first: [{ changes: [{ label: "Locality", from: "East", to: "North" }] }],
    });
    expect(moved.changed.first[0]?.reference).toMatch(/^C-\d{4}$/);
  });

  it("stores no name, number, postcode or day of birth, at no step", async () => {
    const row =
      "=Abernathy,cfa_2014,neww,12/05/2015,12/05/2015,Gwenllian,NS4 7QX,Abernathy,Gwenllian,NS4 7QX,H80120011234X,12/05/2015";
    const id = await uploaded(flat(HEADING, ...CHILDREN, row));
    const staged = await everythingStored();
    await keep(id);
    const kept = await everythingStored();
    expect(kept).toContain("N-101");
    for (const secret of SECRETS) {
      expect(staged).not.toContain(secret);
      expect(kept).not.toContain(secret);
    }
  });

  it("does not list a file by a name that holds a child's number", async () => {
    const [file] = flat(HEADING, ...CHILDREN);
    const id = await uploaded([{ ...file!, name: "../plans/H801200112345 review.csv" }]);
    expect((await page(id)).data.files).toEqual(["file 1.csv"]);
    expect(await everythingStored()).not.toContain("H801200112345");
  });

  it("lists problems by kind, and gives all of them as a file that no spreadsheet runs", async () => {
    const bad = "N-103,cfa_2014,new,31/11/2025,2015-05,=1+1,East,,,,,";
    const worse = "N-104,cfa_2014,new,01/11/2025,2015-05,-2+3,East,,,,,";
    const id = await uploaded(flat(HEADING, ...CHILDREN, bad, worse));
    const view = await preview(id);
    expect(view.counts).toMatchObject({ ready: 2, toCheck: 1, leftOut: 1 });
    expect(view.problems.totals).toMatchObject({ all: 3, left_out: 1, check: 2, read_as: 0 });
    const leftOut = await preview(id, "?show=left_out");
    expect(leftOut.problems.lines.first).toMatchObject([
      { rows: "4", column: "plan_date", value: "31/11/2025", outcome: "Left out" },
    ]);

    const answered = await problems.loader(
      args(await area.request(`/imports/${id}/problems.csv`, { as: "data" }), { importId: id }),
    );
    expect(answered.headers.get("Content-Disposition")).toContain("attachment");
    const cells = (await answered.text()).split(/,|\r\n/);
    expect(cells).toContain("'=1+1");
    expect(cells).toContain("'-2+3");
    expect(cells.filter((cell) => /^["]?[=+\-@]/.test(cell))).toEqual([]);
  });

  it("gives a template whose every column the page explains, and which has no rows to import", async () => {
    const answered = await template.loader(args(await area.request("/imports/template.csv", { as: "data" })));
    const text = await answered.text();
    expect(text.trim().replace("\uFEFF", "").split(",")).toEqual(Object.keys(FLAT_COLUMN_WORDS));
    expect(Object.keys(FLAT_COLUMN_WORDS)).toEqual([...FLAT_COLUMNS]);
    const id = await uploaded([{ name: "case-file-template.csv", text }]);
    expect((await page(id)).data).toMatchObject({
      status: "refused",
      sentences: ["case-file-template.csv: The file has headings but no rows."],
    });
  });
});

describe("deciding about an import", () => {
  it("keeps nothing of a cancelled import, and empties what was staged", async () => {
    const before = (await list()).data.total;
    const id = await uploaded(flat(HEADING, ...CHILDREN));
    expect(await press(id, { cancel: "yes" })).toMatchObject({ status: 302, location: `/imports/${id}` });
    expect((await page(id)).data.status).toBe("cancelled");
    expect((await list()).data.total).toBe(before);
    expect(await everythingStored()).not.toContain("N-101");
  });

  it("leads to a new upload when it is stopped", async () => {
    const id = await uploaded(flat(HEADING, ...CHILDREN));
    expect(await press(id, { choice: "stop" })).toMatchObject({ status: 302, location: "/imports/new?stopped" });
    expect((await page(id)).data.status).toBe("cancelled");
  });

  it("asks for a choice when none was made", async () => {
    const id = await uploaded(flat(HEADING, ...CHILDREN));
    expect(await press(id, {})).toMatchObject({
      status: 400,
      data: { errors: [{ field: "choice", sentence: "Select whether to keep the import or to stop" }] },
    });
    expect((await page(id)).data.status).toBe("preview");
  });

  it("answers a second press with how the import stands, and keeps it once", async () => {
    const id = await uploaded(flat(HEADING, ...CHILDREN));
    await keep(id);
    const total = (await list()).data.total;
    const late: Form[] = [{ choice: "keep", keptBefore: "1" }, { choice: "stop" }, { cancel: "yes" }];
    for (const form of late)
      expect(await press(id, form)).toMatchObject({ status: 302, location: `/imports/${id}?arrived=late` });
    expect((await page(id)).data.status).toBe("kept");
    expect((await list()).data.total).toBe(total);
  });

  it("does not keep numbers that nobody saw: another import that was kept meanwhile shows the preview again", async () => {
    const id = await uploaded(flat(HEADING, ...CHILDREN));
    const seen = await preview(id);
    await keep(await uploaded(flat(HEADING, CHILDREN[0]!)));
    expect(await press(id, { choice: "keep", keptBefore: String(seen.keptBefore) })).toMatchObject({
      location: `/imports/${id}?arrived=late`,
    });
    const now = await preview(id);
    expect([seen.added.total, now.added.total]).toEqual([2, 1]);
    expect(await keep(id)).toMatchObject({ location: `/imports/${id}?arrived=kept` });
  });
});

describe("files that cannot be read", () => {
  it("says in the form what is wrong with it, before any file is read", async () => {
    const errors = async (...sent: Parameters<typeof upload>) =>
      ((await upload(...sent)).data as unknown as { errors: FieldError[] }).errors;
    const [file] = flat(HEADING, ...CHILDREN);
    expect(await errors([])).toEqual([{ field: "files", sentence: "Select the files to import" }]);
    expect(await errors(Array.from({ length: 21 }, () => file!))).toEqual([
      { field: "files", sentence: "Select at most 20 files. You selected 21; a return has nine" },
    ]);
    expect(await errors([{ name: "large.csv", text: "x".repeat(25 * 1024 * 1024 + 1) }])).toEqual([
      {
        field: "files",
        sentence: "large.csv is larger than 25 MB. Upload one return, or one list of cases, at a time",
      },
    ]);
    expect(await errors([file!], { date: ["31", "2", "2026"] })).toEqual([
      { field: "reference-day", sentence: "The reference date must be a real date" },
    ]);
    expect(await errors([file!], { date: ["", "", ""] })).toEqual([
      { field: "reference-day", sentence: "Enter the reference date" },
    ]);
    expect(await errors([file!], { date: ["1", "1", "2126"] })).toEqual([
      { field: "reference-day", sentence: "The reference date must be today or earlier" },
    ]);
    expect((await importsList()).length).toBe(1);
  });

  it("says in sentences why files are refused, and keeps nothing of them", async () => {
    const id = await uploaded([
      { name: "notes.csv", text: "a,b\n1,2\n" },
      { name: "scan.csv", text: "%PDF-1.7 ..." },
    ]);
    const { data } = await page(id);
    expect(data).toMatchObject({ status: "refused" });
    expect(data.status === "refused" && data.sentences).toEqual([
      expect.stringContaining("notes.csv: The headings are neither"),
      expect.stringContaining("scan.csv: This is a PDF"),
    ]);
    expect(await everythingStored()).not.toContain("%PDF");
  });
});

describe("a plan that the latest return no longer has", () => {
  const readable = (files: UploadedFile[]): Named[] =>
    files.map(({ name, bytes }) => ({ name, text: new TextDecoder().decode(bytes) }));
  const drawable = async (caseRef: string) =>
    (await list()).data.cases.find((one) => one.caseRef === caseRef)?.active ?? null;

  it("stays in the list but cannot be drawn, until an upload names it again", async () => {
    await keep(await uploaded(flat(HEADING, CHILDREN[1]!)));
    expect(await drawable("N-102")).toBe(true);

    const id = await uploaded(readable(filesOf(oneChild())));
    expect((await preview(id)).notInFile.total).toBe(7);
    await keep(id);
    expect(await drawable("N-102")).toBe(false);

    await keep(await uploaded(flat(HEADING, CHILDREN[1]!)));
    expect(await drawable("N-102")).toBe(true);
  });
});

const importsList = async (as: PersonKey = "data") =>
  (await answer(async () => imports.loader(args(await area.request("/imports", { as }))))).data.imports;

describe("the return of the demonstration area", () => {
  it("goes through the page: 731 cases, no name of a child in the database, and nothing new the second time", async () => {
    const files = demoReturn();
    const before = (await list()).data.total;
    const storedBefore = await everythingStored();
    const id = await uploaded(files);
    const view = await preview(id);
    expect(view.upload).toMatch(/^SEN2 return 2026, 9 files, \d+ active plans on 15 January 2026\.$/);
    expect(view.counts.kept).toBe(731);
    expect(view.added.first).toHaveLength(50);
    await keep(id);
    const { data } = await list("data", "?page=2");
    expect(data.total).toBe(before + 731);
    expect(data.active).toBe(731);
    expect(data.cases).toHaveLength(50);

    const stored = await everythingStored();
    const [heading, ...people] = files
      .find(({ name }) => name.includes("_person"))!
      .text.trim()
      .split("\r\n");
    const columns = heading!.split(",");
    const identifying = ["surname", "forename", "postcode", "upn", "uniquelearnernumber"].map((c) =>
      columns.indexOf(c),
    );
    // Very short names stand inside other words.
    const secrets = new Set(
      people.flatMap((row) => identifying.map((i) => row.split(",")[i]!)).filter((s) => s.length > 4),
    );
    expect(secrets.size).toBeGreaterThan(500);
    // One child has the surname of an auditor, which was there before.
    const found = [...secrets].filter((secret) => stored.includes(secret) && !storedBefore.includes(secret));
    expect(found).toEqual([]);

    const again = await preview(await uploaded(files));
    expect([again.added.total, again.changed.total, again.unchanged]).toEqual([0, 0, 731]);
  });
});

describe("who may see and import cases", () => {
  it("refuses everybody but data officer and quality lead, whatever the door", async () => {
    const id = await uploaded(flat(HEADING, ...CHILDREN));
    for (const as of ["eve", "hal", "chair", "writer", "board", "admin"] as const) {
      const request = (path: string) => area.request(path, { as });
      const statuses = await Promise.all([
        answer(async () => imports.loader(args(await request("/imports")))),
        answer(async () => newImport.loader(args(await request("/imports/new")))),
        answer(async () => template.loader(args(await request("/imports/template.csv")))),
        answer(async () => problems.loader(args(await request(`/imports/${id}/problems.csv`), { importId: id }))),
        upload(flat(HEADING, ...CHILDREN), { as }),
        page(id, as),
        press(id, { choice: "keep", keptBefore: "1" }, as),
      ]);
      expect(statuses.map(({ status }) => status)).toEqual(statuses.map(() => 403));
    }
    expect((await preview(id)).added.total).toBe(2);
    expect((await page(id, "lead")).data.status).toBe("preview");
  });

  it("shows the list of cases to lead, chair and data officer, and records that it was opened", async () => {
    expect((await list("eve")).status).toBe(403);
    expect((await list("inspector")).status).toBe(404);
    expect((await list("chair")).data).toMatchObject({ mayImport: false, total: 6 });
    const { events } = await latestEvents(area.store.db, 1);
    expect(events[0]).toMatchObject({
      kind: "case.viewed",
      sentence: "Chris Vale looked at the list of cases, page 1 of 1.",
    });
    expect(await list("chair", "?page=9")).toMatchObject({ status: 302, location: "/cases?page=1" });
    expect((await list("chair", "?page=-1.5")).data.page).toBe(1);
  });

  it("answers 404 for an import that is not there", async () => {
    expect((await page("imp_none")).status).toBe(404);
    expect((await press("imp_none", { choice: "keep" })).status).toBe(404);
  });
});
