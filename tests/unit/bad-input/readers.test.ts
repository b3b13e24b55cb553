/** Every reader of files that people send: whatever comes, a verdict in words, soon, and nothing thrown. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImport } from "#audits/cases/read-import.ts";
import { readExchange } from "#audits/exchange/file.ts";
import { sheetFromCsv } from "#audits/rubric/exchange/csv.ts";
import { rubricFromJson, rubricJson } from "#audits/rubric/exchange/json.ts";
import { rubricFromSheets } from "#audits/rubric/exchange/read-sheets.ts";
import { criteriaSheet, rubricSheets } from "#audits/rubric/exchange/sheets.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { codebookCsv, codebookJson, readCodebook } from "#audits/themes/exchange.ts";
import { anchorsIn } from "#audits/trail/anchors.ts";
import { csvOf } from "#audits/csv.ts";
import { readWorkbook, workbookOf } from "~/server/workbook.server.ts";
import { brokenCsv, brokenJson, brokenXlsx } from "../../corpus/files.ts";
import { pseudonymOf, filesOf, oneChild } from "../cases/small-return.ts";
import { book, theme } from "../themes/book.ts";

const RUNS = Number(process.env.BAD_INPUT_RUNS || 60);
const SECONDS = 5;
const [RUBRIC] = SHIPPED_RUBRICS;
if (!RUBRIC) throw new Error("No rubric ships");
const BOOK = book(theme("EP-ONE"), theme("EP-TWO", { polarity: "strength" }));
const THEMES = new Set(BOOK.themes.map(({ code }) => code));
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (text: string) => new TextEncoder().encode(text);

const FLAT =
  "case_ref,legal_regime,plan_type,plan_date,birth_month,primary_need\r\nN-1,cfa_2014,new,03/02/2025,2015-05,ASD\r\nN-2,cfa_2014,amended,01/09/2024,2012-11,SLCN\r\n";
const SHEET = String(
  csvOf(
    criteriaSheet(RUBRIC).rows.map((row) =>
      row.map((cell) => (cell instanceof Date || typeof cell === "boolean" ? String(cell) : cell)),
    ),
  ),
);

/** A verdict has a yes, or words that say what to do. @throws where the reader did, or gave neither */
async function verdictOf(what: string, read: () => unknown): Promise<void> {
  const began = process.cpuUsage();
  let verdict: unknown;
  try {
    verdict = await read();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.stack : error}`);
  }
  const took = process.cpuUsage(began).user / 1_000_000;
  // Of the processor, not of the clock: a busy machine is slow with everything.
  if (took > SECONDS) throw new Error(`${what} took ${took.toFixed(1)} seconds`);
  const said = JSON.stringify(verdict);
  expect(said.length, what).toBeGreaterThan(2);
  expect(({} as Record<string, unknown>).polluted, what).toBeUndefined();
}

const rubricOf = (bytes: Uint8Array) => {
  const read = sheetFromCsv("criteria.csv", bytes);
  return read.ok ? rubricFromSheets([read.sheet], RUBRIC as never, THEMES) : read;
};
const workbookRubric = async (bytes: Uint8Array) => {
  const read = await readWorkbook(bytes);
  return read.ok ? rubricFromSheets(read.sheets, RUBRIC as never, THEMES) : read;
};

const READERS: [string, () => Promise<{ what: string; bytes: Uint8Array }[]>, (bytes: Uint8Array) => unknown][] = [
  [
    "a flat file of cases",
    async () => brokenCsv(FLAT),
    (bytes) => readImport([{ name: "cases.csv", bytes }], { referenceDate: "2026-01-15", pseudonymOf }),
  ],
  [
    "a rubric as JSON",
    async () => brokenJson(rubricJson(RUBRIC)),
    (bytes) =>
      rubricFromJson(decode(bytes), THEMES)
        .problems.map(({ sentence }) => sentence)
        .concat("read"),
  ],
  ["a rubric as CSV", async () => brokenCsv(SHEET), rubricOf],
  ["a rubric as a workbook", async () => brokenXlsx(await workbookOf(rubricSheets(RUBRIC))), workbookRubric],
  ["a codebook as JSON", async () => brokenJson(codebookJson(BOOK)), (bytes) => readCodebook("themes.json", bytes)],
  ["a codebook as CSV", async () => brokenCsv(String(codebookCsv(BOOK))), (bytes) => readCodebook("themes.csv", bytes)],
  [
    "an exchange file",
    async () => brokenJson('{"format":"ehc-plan-quality-exchange/1","area":"Northshire","cycle":{},"grades":[]}'),
    (bytes) => readExchange(decode(bytes)),
  ],
  [
    "lines of anchors",
    async () => brokenCsv("2026-11-01 12 abc\n"),
    (bytes) => ({ anchors: anchorsIn(decode(bytes)) }),
  ],
];

describe("a file that is broken", () => {
  for (const [what, files, read] of READERS)
    it(`${what}: is read or refused in words`, { timeout: 120_000 }, async () => {
      const some = await files();
      expect(some.length).toBeGreaterThan(40);
      for (const file of some) await verdictOf(`${what}, ${file.what}`, () => read(file.bytes));
    });

  it("a table of a SEN2 return, with the others whole", { timeout: 120_000 }, async () => {
    const whole = filesOf(oneChild());
    for (const [i, file] of whole.entries())
      for (const broken of brokenCsv(decode(file.bytes)).slice(0, 70)) {
        const files = whole.with(i, { ...file, bytes: broken.bytes });
        await verdictOf(`${file.name}, ${broken.what}`, () =>
          readImport(files, { referenceDate: "2026-01-15", pseudonymOf }),
        );
      }
  });
});

describe("any bytes and any values", () => {
  for (const [what, , read] of READERS)
    it(`${what}: is read or refused in words`, async () => {
      const json = fc.json({ maxDepth: 4 }).map(bytesOf);
      const text = fc.string({ unit: "binary", maxLength: 400 }).map(bytesOf);
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), json, text), (bytes) =>
          verdictOf(what, () => read(bytes)),
        ),
        { numRuns: RUNS },
      );
    });
});
