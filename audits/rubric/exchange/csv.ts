import { parse } from "csv-parse/sync";
import { decodeText } from "../../cases/text.ts";
import { SHEETS } from "./columns.ts";
import type { Sheet } from "./sheets.ts";

/** The largest CSV file that is read. */
const LARGEST_CSV = 2 * 1024 * 1024;

/**
 * One CSV file as a sheet. Its name says which: criteria.csv, "My rubric - Levels.csv"; a file of any other name is read as
 * the criteria. Comma, semicolon or tab between values.
 */
export function sheetFromCsv(
  fileName: string,
  bytes: Uint8Array,
): { ok: true; sheet: Sheet } | { ok: false; sentence: string } {
  const refuse = (sentence: string) => ({ ok: false as const, sentence: `${fileName}: ${sentence}` });
  if (bytes.length > LARGEST_CSV) return refuse("The file is larger than 2 MB. Choose another file.");
  const decoded = decodeText(bytes);
  if (!decoded.ok) return refuse(decoded.sentence);
  const text = decoded.text.replace(/^\uFEFF/, "");
  if (text.trim() === "") return refuse("The file is empty. Choose another file.");
  const bare = fileName
    .toLowerCase()
    .replace(/\.[a-z]+$/, "")
    .replace(/[\s_-]+/g, " ");
  const name = SHEETS.find((sheet) => bare === sheet.toLowerCase() || bare.endsWith(` ${sheet.toLowerCase()}`));
  try {
    const rows: string[][] = parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      skip_empty_lines: false,
    });
    return { ok: true, sheet: { name: name ?? "Criteria", rows } };
  } catch (fault) {
    const [, line] = /line (\d+)/.exec(fault instanceof Error ? fault.message : "") ?? [];
    return refuse(
      `The values cannot be told apart${line ? ` at line ${line}` : ""}: a quotation mark is not closed. Save the file as CSV again.`,
    );
  }
}

/** The separator that the headings have most of. */
function separatorOf(text: string): string {
  const [head = ""] = text.split(/\r?\n/, 1);
  const count = (one: string) => head.split(one).length;
  return [",", ";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best));
}
