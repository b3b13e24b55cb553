import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { canonicalText } from "#audits/rubric/canonical.ts";
import { sheetFromCsv } from "#audits/rubric/exchange/csv.ts";
import { rubricFromJson, rubricJson } from "#audits/rubric/exchange/json.ts";
import { rubricFromSheets } from "#audits/rubric/exchange/read-sheets.ts";
import { criteriaSheet, notesSheet, rubricSheets, type Sheet } from "#audits/rubric/exchange/sheets.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";
import { csvOf } from "#audits/csv.ts";
import { readWorkbook, workbookOf } from "~/server/workbook.server.ts";
import { FOUR, GRADES, madeCriterion, madeDomain, madeRubric } from "./made-up.ts";

/** A rubric with everything that a sheet has to carry. */
const rich = madeRubric({
  scales: [FOUR],
  modules: [
    { key: "plan", title: "The plan" },
    { key: "form", title: "Form", method: "percent", grades: [{ key: "met", label: "Met", short: "M", min: 0 }] },
  ],
  grades: GRADES.map((g, i) =>
    i === 3
      ? g
      : {
          ...g,
          when: [
            { levels: ["inadequate"], atMost: i },
            { levels: ["good", "outstanding"], atLeastPercent: 50.5 },
          ],
        },
  ),
  scoring: { method: "counts", notGradedBelow: 0.25, limitsMode: "shadow" },
  subject: { kind: "advice", agency: "health", label: "Advice" },
  timeLimits: [{ key: "t", label: "Reply", amount: 6, unit: "weeks", from: "request", to: "advice" }],
  domains: [madeDomain("A"), madeDomain("B", { weight: 1.25, headline: true }), madeDomain("F", { module: "form" })],
  criteria: [
    madeCriterion("A1", "A", {
      lookFor: ["one | two", "three; four"],
      themesAt: { good: ["X-1", "X-2"], inadequate: [] },
      appliesWhen: { yearGroupMin: 9, need: ["ASD", "HI"], hasPersonalBudget: true },
      notApplicable: { allowed: true, rule: "When it does not.", decidedBy: "panel" },
      cannotTell: false,
      evidenceAt: ["good"],
      guidance: "=SUM(A1) is text",
    }),
    madeCriterion("B1", "B", {
      appliesWhen: { any: [{ lookedAfter: true }, { not: { ageMin: 16 } }] },
      scoredBy: ["health", "forum"],
    }),
    madeCriterion("F1", "F", { weight: 0.1, limiting: { kind: "hard", reason: "Duty" } }),
  ],
  limits: [
    { id: "l", type: "criterion", label: "L", criteria: ["A1", "B1"], atOrBelow: 0, cap: "inadequate", mode: "shadow" },
    { id: "k", type: "count", label: "K", criteria: ["A1", "B1"], atOrBelow: 1, atLeast: 2, cap: "good" },
    { id: "d", type: "domain", label: "D", domains: ["A"], gradeAtOrBelow: "inadequate", cap: "good" },
  ],
});
const ALL = [...SHIPPED_RUBRICS, rich];
const emptyThemes = { themesAt: { good: ["X-1", "X-2"] } };
/** An empty list of themes is an empty cell, and comes back as no entry. */
const asSheetsKeepIt = (rubric: (typeof ALL)[number]) =>
  rubric === rich
    ? { ...rubric, criteria: rubric.criteria.map((c) => (c.themesAt ? { ...c, ...emptyThemes } : c)) }
    : rubric;

describe("a rubric as sheets", () => {
  it.each(ALL.map((r) => [r.key, r] as const))("%s comes back the same from sheets", (_, rubric) => {
    const kept = asSheetsKeepIt(rubric);
    const read = rubricFromSheets(rubricSheets(kept));
    expect(read.problems.filter((p) => p.stops)).toEqual([]);
    expect(canonicalText(rubricDocument.parse(read.document))).toBe(canonicalText(kept));
  });
  it.each(ALL.map((r) => [r.key, r] as const))("%s comes back the same from a workbook's bytes", async (_, rubric) => {
    const kept = asSheetsKeepIt(rubric);
    const book = await readWorkbook(await workbookOf([...rubricSheets(kept), notesSheet()]));
    if (!book.ok) throw new Error(book.sentence);
    const read = rubricFromSheets(book.sheets);
    expect(canonicalText(rubricDocument.parse(read.document))).toBe(canonicalText(kept));
  });
  it("comes back the same from a set of CSV files", () => {
    const files = rubricSheets(SHIPPED_RUBRICS[0]!).map(({ name, rows }) =>
      sheetFromCsv(`EHC rubric - ${name}.csv`, new TextEncoder().encode(csvOf(rows as (string | number | null)[][]))),
    );
    const sheets = files.map((file) => {
      if (!file.ok) throw new Error(file.sentence);
      return file.sheet;
    });
    expect(canonicalText(rubricDocument.parse(rubricFromSheets(sheets).document))).toBe(
      canonicalText(SHIPPED_RUBRICS[0]!),
    );
  });
  it("reads criteria alone into a draft", () => {
    const base = structuredClone(SHIPPED_RUBRICS[0]!);
    const sheet = criteriaSheet(base);
    sheet.rows[1]![3] = "Another question?";
    const read = rubricFromSheets([sheet], base);
    expect(read.problems.filter((p) => p.stops)).toEqual([]);
    const changed = rubricDocument.parse(read.document);
    expect(changed.criteria[0]?.question).toBe("Another question?");
    expect(changed.limits).toEqual(base.limits);
  });
  it("names every column that there is in its notes", () => {
    const notes = notesSheet().rows.map(([sheet, column]) => `${sheet} ${column}`);
    for (const { name, rows } of rubricSheets(SHIPPED_RUBRICS[0]!).filter((s) => s.name !== "About"))
      for (const heading of rows[0] ?? [])
        if (!String(heading).startsWith("descriptor")) expect(notes).toContain(`${name} ${heading}`);
  });
});

describe("what is wrong in a sheet is told by row and column", () => {
  /** The sheets of the small rubric with one cell changed. */
  function said(sheet: string, row: number, column: string, value: Sheet["rows"][number][number]) {
    const sheets = rubricSheets(madeRubric({ scales: [FOUR] }));
    const { rows } = sheets.find((s) => s.name === sheet)!;
    rows[row - 1]![rows[0]!.indexOf(column)] = value;
    return rubricFromSheets(sheets).problems.map((p) => `${p.where}: ${p.sentence}`);
  }
  it.each([
    [
      "Criteria",
      3,
      "weight",
      "2,5",
      "Criteria, row 3, column weight: Write 2.5 with a full stop in place of the comma.",
    ],
    ["Criteria", 3, "weight", "heavy", "Criteria, row 3, column weight: Enter a number."],
    ["Criteria", 3, "weight", -1, "Criteria, row 3, column weight: The weight must be 0 or more."],
    [
      "Criteria",
      2,
      "key",
      new Date("2026-09-01"),
      "Criteria, row 2, column key: The spreadsheet has made a date of this. Format the column as text and type it again.",
    ],
    [
      "Criteria",
      4,
      "domain",
      "Z",
      "Criteria, row 4, column domain: There is no domain with the key Z. Choose one that the rubric has, or add it.",
    ],
    ["Criteria", 2, "question", "", "Criteria, row 2, column question: The question is missing. Add it."],
    ["Criteria", 2, "short form", "maybe", "Criteria, row 2, column short form: Enter yes or no."],
    [
      "Criteria",
      2,
      "applies when",
      "from Year 9",
      "Criteria, row 2, column applies when: Write “from Year 9” as a name, an equals sign and a value: yearGroupMin=9.",
    ],
    [
      "Criteria",
      2,
      "applies when",
      "ages=9",
      "Criteria, row 2, column applies when: The format has no field “ages”. Remove it, or check how it is spelt.",
    ],
    [
      "Criteria",
      2,
      "descriptor good",
      "<b>Good</b>",
      "Criteria, row 2, column descriptor good: The descriptor has HTML in it (<b>). Write plain text: remove the tags.",
    ],
    ["Levels", 3, "value", 0, "Levels, row 3, column value: Two levels of four have the value 0. Change one."],
    [
      "Levels",
      3,
      "scale",
      "five",
      "Levels, row 3, column scale: There is no scale five. Choose one of the sheet Scales.",
    ],
    [
      "Grades",
      3,
      "cut point",
      90,
      "Grades, row 3, column cut point: The cut point of Good (90) must be below that of Outstanding (83.3). List the best grade first; no plan could be Outstanding.",
    ],
    ["About", 4, "value", "1", "About, version: Write the version as three numbers with full stops, such as 1.0.0."],
  ])("%s, row %i, %s", (sheet, row, column, value, sentence) => {
    expect(said(sheet, row, column, value)).toContain(sentence);
  });
  it("tells a heading that is not known, one that is missing, and a sheet that is missing", () => {
    const sheets = rubricSheets(madeRubric({ scales: [FOUR] })).filter((s) => s.name !== "Scales");
    sheets.find((s) => s.name === "Criteria")!.rows[0]![3] = "Qestion";
    const told = rubricFromSheets([...sheets, { name: "Costs", rows: [["a"]] }]).problems.map(
      (p) => `${p.where}: ${p.sentence}`,
    );
    expect(told).toContain(
      "Criteria, row 1, column Qestion: There is no column of this name. Remove it, or correct its heading.",
    );
    expect(told).toContain("Criteria, row 1, column question: This column is missing. Add it.");
    expect(told).toContain("Scales: The sheet Scales is missing. Add it, or start from the template.");
    expect(told.some((s) => s.startsWith("Costs: This sheet is not read."))).toBe(true);
  });
  it("takes days as they are written in this country, and as a spreadsheet keeps them", () => {
    for (const day of ["1/9/2026", new Date("2026-09-01T00:00:00Z"), "2026-09-01"]) {
      const sheets = rubricSheets(madeRubric({ scales: [FOUR] }));
      const about = sheets[0]!.rows.find((row) => row[0] === "valid from")!;
      about[1] = day;
      expect(rubricFromSheets(sheets).document.validFrom).toBe("2026-09-01");
    }
  });
  it("keeps leading zeros and codes that look like numbers as they are written", () => {
    const { document } = rubricFromSheets(
      rubricSheets(
        madeRubric({
          scales: [{ ...FOUR, levels: FOUR.levels.map((l, i) => ({ ...l, label: `0${i}`, short: `${i}` })) }],
        }),
      ),
    );
    expect((document.scales as { levels: { label: string; short: string }[] }[])[0]?.levels[1]).toMatchObject({
      label: "01",
      short: "1",
    });
  });
});

describe("a workbook that would hurt or mislead", () => {
  const changed = async (change: (xml: string) => string) => {
    const parts = unzipSync(await workbookOf(rubricSheets(madeRubric())));
    const path = "xl/worksheets/sheet1.xml";
    parts[path] = strToU8(change(new TextDecoder().decode(parts[path])));
    return readWorkbook(zipSync(parts));
  };
  it("is refused when it has formulas", async () => {
    const read = await changed((xml) => xml.replace(/(<c [^>]*r="B3"[^>]*>)/, "$1<f>1+1</f>"));
    expect(read).toEqual({
      ok: false,
      sentence: "About, cell B3: there is a formula. Copy it and paste the value in its place.",
    });
  });
  it("is refused when cells are merged", async () => {
    const read = await changed((xml) =>
      xml.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A2:A5"/></mergeCells>'),
    );
    expect(read).toEqual({
      ok: false,
      sentence: "About, cells A2:A5: cells are merged. Unmerge them, and write the value into each.",
    });
  });
  it("is refused when it unpacks to far more than it is", async () => {
    const bomb = zipSync(
      { "xl/workbook.xml": strToU8("<x/>"), "xl/worksheets/sheet1.xml": new Uint8Array(60 * 1024 * 1024) },
      { level: 9 },
    );
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await readWorkbook(bomb)).toMatchObject({
      ok: false,
      sentence: expect.stringContaining("unpacks to more than 40 MB"),
    });
  });
  it("is refused when it is something else", async () => {
    expect(await readWorkbook(strToU8("key,domain"))).toMatchObject({
      ok: false,
      sentence: "This is not an Excel workbook. Choose an .xlsx file.",
    });
    expect((await readWorkbook(strToU8("PK\u0003\u0004 and then nothing"))).ok).toBe(false);
    expect(await readWorkbook(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toMatchObject({ ok: false });
  });
});

describe("a rubric as JSON", () => {
  it.each(ALL.map((r) => [r.key, r] as const))(
    "%s comes back the same, and exports to the same text again",
    (_, rubric) => {
      const text = rubricJson(rubric);
      const { document, problems } = rubricFromJson(text);
      expect(problems.filter((p) => p.stops)).toEqual([]);
      expect(canonicalText(rubricDocument.parse(document))).toBe(canonicalText(rubric));
      expect(rubricJson(rubricDocument.parse(document))).toBe(text);
    },
  );
  it("says where a file is not JSON", () => {
    expect(rubricFromJson('{\n"format": "ehc-rubric/1",\n"key": }').problems[0]?.sentence).toMatch(
      /^This is not JSON(: line 3)?\. Export/,
    );
    expect(rubricFromJson("").problems[0]?.sentence).toBe("The file is empty. Choose another file.");
  });
});
