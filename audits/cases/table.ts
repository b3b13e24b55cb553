import { parse } from "csv-parse/sync";
import { bare } from "./cells.ts";
import type { FileRead, ImportRefusal, UploadedFile } from "./reading.ts";
import { decodeText } from "./text.ts";

/** What one file may hold. A return of a large authority stays far below each of them. */
export const LIMITS = { bytes: 25 * 1024 * 1024, columns: 200, rows: 200_000, cell: 4_000 } as const;

/** One row of a file: its number as the spreadsheet counts it (the heading is row 1) and its trimmed cells. */
export type Row = { number: number; cells: string[] };

export type Table = {
  name: string;
  encoding: FileRead["encoding"];
  /** Headings as written. */
  headings: string[];
  /** Position of each heading, under its bare name. */
  position: Map<string, number>;
  /** Bare names that the heading has more than once. */
  repeated: string[];
  rows: Row[];
  /** Rows with more or fewer values than there are headings. They are not in `rows`. */
  ragged: { number: number; values: number }[];
};

export type TableVerdict = { ok: true; table: Table } | { ok: false; refusal: ImportRefusal };

/** The cell of a row under a heading, by its bare name; empty where the file has no such column. */
export function cellOf(table: Table, row: Row, column: string): string {
  const position = table.position.get(column);
  return position === undefined ? "" : (row.cells[position] ?? "");
}

/**
 * Reads the bytes of one CSV file: comma, semicolon or tab between values, any line end. What exceeds a limit is refused
 * before it is taken apart.
 */
export function readTable(file: UploadedFile): TableVerdict {
  const refuse = (code: string, sentence: string, row: number | null = null): TableVerdict => ({
    ok: false,
    refusal: { code, sentence, file: file.name, row, column: null },
  });

  if (file.bytes.length > LIMITS.bytes) {
    return refuse(
      "file_too_large",
      "The file is larger than 25 MB. Upload one return, or one list of cases, at a time.",
    );
  }
  const decoded = decodeText(file.bytes);
  if (!decoded.ok) return refuse(decoded.code, decoded.sentence);
  const { text } = decoded;
  if (text.includes("\0"))
    return refuse("not_text", "The file holds bytes that are not text. Save it as CSV UTF-8 and upload that file.");
  if (text.trim() === "") return refuse("empty_file", "The file is empty.");

  const shape = shapeOf(text);
  if (shape.tooWide !== null) {
    return refuse("too_many_columns", `Row ${shape.tooWide} has more than ${LIMITS.columns} columns.`, shape.tooWide);
  }
  if (shape.rows > LIMITS.rows + 1) {
    return refuse("too_many_rows", `The file has more than ${LIMITS.rows.toLocaleString("en-GB")} rows.`);
  }

  const parsed = parseRows(text, shape.delimiter);
  if (!parsed.ok) return refuse(parsed.code, parsed.sentence, parsed.row);
  const rows = parsed.rows.map((cells, index) => ({ number: index + 1, cells }));
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const heading = filled[0];
  if (!heading) return refuse("empty_file", "The file has no values.");
  const tooLong = filled.find(({ cells }) => cells.some((cell) => cell.length > LIMITS.cell));
  if (tooLong) {
    const sentence = `Row ${tooLong.number} has a value of more than ${LIMITS.cell.toLocaleString("en-GB")} characters. Check that each quotation mark is closed.`;
    return refuse("value_too_long", sentence, tooLong.number);
  }
  return { ok: true, table: tableOf(file.name, decoded.encoding, heading, filled.slice(1)) };
}

function tableOf(name: string, encoding: FileRead["encoding"], heading: Row, body: Row[]): Table {
  const headings = withoutEmptyEnd(heading.cells, 0);
  const position = new Map<string, number>();
  const repeated = new Set<string>();
  headings.forEach((text, index) => {
    const key = bare(text);
    if (key === "") return;
    if (position.has(key)) repeated.add(key);
    else position.set(key, index);
  });

  const rows: Row[] = [];
  const ragged: Table["ragged"] = [];
  for (const { number, cells } of body) {
    const values = withoutEmptyEnd(cells, headings.length);
    if (values.length === headings.length) rows.push({ number, cells: values });
    else ragged.push({ number, values: cells.length });
  }
  return { name, encoding, headings, position, repeated: [...repeated], rows, ragged };
}

/** Spreadsheets write empty values past the last heading; these are not part of the row. */
function withoutEmptyEnd(cells: string[], keep: number): string[] {
  let end = cells.length;
  while (end > keep && cells[end - 1] === "") end--;
  return cells.slice(0, end);
}

type Shape = { delimiter: string; rows: number; tooWide: number | null };

/**
 * One pass over the text that counts without storing: which sign divides the values of the first line, how many rows there
 * are, and the first row that is too wide. Signs inside quotation marks do not count.
 */
function shapeOf(text: string): Shape {
  const delimiter = delimiterOf(text);
  const dividing = delimiter.charCodeAt(0);
  let [rows, columns, quoted] = [1, 1, false];
  for (let index = 0; index < text.length; index++) {
    const sign = text.charCodeAt(index);
    if (sign === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (sign === dividing) {
      columns++;
      if (columns > LIMITS.columns) return { delimiter, rows, tooWide: rows };
    } else if (sign === 0x0a || (sign === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) {
      columns = 1;
      if (index < text.length - 1) rows++;
    }
  }
  return { delimiter, rows, tooWide: null };
}

function delimiterOf(text: string): string {
  const counts = new Map([",", ";", "\t"].map((sign) => [sign, 0]));
  let quoted = false;
  for (const sign of text.trimStart().slice(0, 20_000)) {
    if (sign === '"') quoted = !quoted;
    if (!quoted && (sign === "\n" || sign === "\r")) break;
    if (!quoted && counts.has(sign)) counts.set(sign, (counts.get(sign) as number) + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

type RowsVerdict = { ok: true; rows: string[][] } | { ok: false; code: string; sentence: string; row: number | null };

const QUOTE_FAULTS = new Set([
  "CSV_QUOTE_NOT_CLOSED",
  "CSV_INVALID_CLOSING_QUOTE",
  "INVALID_OPENING_QUOTE",
  "CSV_MAX_RECORD_SIZE",
]);

function parseRows(text: string, delimiter: string): RowsVerdict {
  try {
    const rows = parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      trim: true,
      max_record_size: LIMITS.columns * LIMITS.cell,
    });
    return { ok: true, rows };
  } catch (fault) {
    // The parser's own message repeats values of the file, so only its code and row are used.
    const { code, records } = fault as { code?: string; records?: number };
    const row = typeof records === "number" ? records + 1 : null;
    if (code && QUOTE_FAULTS.has(code)) {
      const sentence = `The quotation marks in row ${row} do not match. Close the one that is open, or double a mark that is part of the value.`;
      return { ok: false, code: "quote_not_closed", sentence, row };
    }
    return {
      ok: false,
      code: "not_csv",
      sentence: "The file could not be read as CSV. Save it as CSV UTF-8 and upload that file.",
      row,
    };
  }
}
