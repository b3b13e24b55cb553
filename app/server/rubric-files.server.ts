import { type Csv, csvOf } from "#audits/csv.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { isObject, thingsIn } from "#audits/rubric/edit/json.ts";
import { sheetFromCsv } from "#audits/rubric/exchange/csv.ts";
import { LARGEST_JSON, rubricFromJson, rubricJson } from "#audits/rubric/exchange/json.ts";
import { rubricFromSheets } from "#audits/rubric/exchange/read-sheets.ts";
import { criteriaSheet, notesSheet, rubricSheets, type Sheet } from "#audits/rubric/exchange/sheets.ts";
import { MOST_CRITERIA, RUBRIC_FORMAT } from "#audits/rubric/schema.ts";
import type { ImportProblem } from "#db/rubric-uploads.ts";
import { currentCodebook, rubricOf } from "#db/rubrics.ts";
import { store } from "./database.server.ts";
import { download } from "./download.server.ts";
import type { Fields } from "./form.server.ts";
import { plainName } from "./import-form.server.ts";
import { WORKBOOK_LIMITS, readWorkbook, workbookOf } from "./workbook.server.ts";

export const RUBRIC_FORMATS = ["xlsx", "csv", "json"] as const;
export type RubricFormat = (typeof RUBRIC_FORMATS)[number];
export const isRubricFormat = (text: string | undefined): text is RubricFormat =>
  (RUBRIC_FORMATS as readonly string[]).includes(text ?? "");

/** A rubric as a file: a workbook with everything, JSON with everything, or its criteria as CSV. */
export async function rubricFile(rubric: RubricDocument, format: RubricFormat): Promise<Response> {
  const name = `${rubric.key}-${rubric.version}`;
  if (format === "json") return download(rubricJson(rubric), "application/json", `${name}.json`);
  if (format === "csv")
    return download(csvText(criteriaSheet(rubric)), "text/csv; charset=utf-8", `${name}-criteria.csv`);
  return download(await workbookOf([...rubricSheets(rubric), notesSheet()]), XLSX, `${name}.xlsx`);
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const csvText = (sheet: Sheet): Csv =>
  csvOf(
    sheet.rows.map((row) =>
      row.map((cell) => (typeof cell === "number" || typeof cell === "string" || cell === null ? cell : String(cell))),
    ),
  );

export type UploadRead =
  | { ok: true; file: string; document: Record<string, unknown>; problems: ImportProblem[] }
  | { ok: false; sentence: string };

const MOST_FILES = 12;

/**
 * Reads an upload: one JSON file, one workbook, or CSV files that are named as the sheets are. What is no rubric at all is
 * refused at once; anything else is given with its problems, by row and column where it came from a sheet.
 * @param baseId a published rubric that gives what the sheets leave out, or ""
 */
export async function readUpload(fields: Fields, baseId: string): Promise<UploadRead> {
  const files = fields.files("files");
  const refuse = (sentence: string): UploadRead => ({ ok: false, sentence });
  const [first] = files;
  if (!first) return refuse("Select the file to import");
  if (files.length > MOST_FILES) return refuse(`Select at most ${MOST_FILES} files`);
  if (files.some((file) => file.size > WORKBOOK_LIMITS.packed)) return refuse("The file must be 5 MB or smaller");
  const { db } = store();
  const themes = new Set((await currentCodebook(db)).document.themes.map((t) => t.code));
  const name = plainName(first.name, 0);
  const ending = /\.([a-z]+)$/i.exec(first.name)?.[1]?.toLowerCase();
  if (ending === "json") {
    if (files.length > 1) return refuse("Select one JSON file");
    if (first.size > LARGEST_JSON)
      return refuse("The file is larger than 2 MB. A rubric is smaller: choose another file.");
    const read = rubricFromJson(await first.text(), themes);
    return verdict(name, read.document, read.problems);
  }
  const base = baseId ? await rubricOf(db, baseId) : null;
  const rest = base ? (base.document as Record<string, unknown>) : null;
  if (ending === "xlsx" || ending === "xls") {
    if (files.length > 1) return refuse("Select one workbook");
    const read = await readWorkbook(new Uint8Array(await first.arrayBuffer()));
    if (!read.ok) return refuse(read.sentence);
    const found = rubricFromSheets(read.sheets, rest, themes);
    return verdict(name, found.document, found.problems);
  }
  if (ending !== "csv" || files.some((file) => !/\.csv$/i.test(file.name)))
    return refuse("Select a file that ends in .xlsx, .csv or .json");
  const sheets: Sheet[] = [];
  for (const [i, file] of files.entries()) {
    const read = sheetFromCsv(plainName(file.name, i), new Uint8Array(await file.arrayBuffer()));
    if (!read.ok) return refuse(read.sentence);
    sheets.push(read.sheet);
  }
  const found = rubricFromSheets(sheets, rest, themes);
  return verdict(files.length === 1 ? name : `${files.length} CSV files`, found.document, found.problems);
}

/** What cannot be worked on in the editor is no draft, whatever else it is. */
function verdict(file: string, document: unknown, problems: (ImportProblem & { at?: unknown[] })[]): UploadRead {
  const [told] = problems.filter((p) => p.stops);
  if (!isObject(document)) return { ok: false, sentence: told?.sentence ?? "This file holds no rubric" };
  if (document.format !== undefined && document.format !== RUBRIC_FORMAT && typeof document.format === "string")
    return { ok: false, sentence: told?.sentence ?? `The format must be ${RUBRIC_FORMAT}` };
  if (thingsIn(document, "criteria").length > MOST_CRITERIA)
    return {
      ok: false,
      sentence: `The file has more than ${MOST_CRITERIA} criteria, which no auditor can score. Split it into several rubrics`,
    };
  // A document that is refused as a whole (too large, too deep) has one problem and no place.
  if (problems.length === 1 && told && told.at?.length === 0) return { ok: false, sentence: told.sentence };
  return {
    ok: true,
    file,
    document,
    problems: problems.map(({ where, sentence, stops }) => ({ where, sentence, stops })),
  };
}
