import { strFromU8, unzipSync } from "fflate";
import readXlsxFile from "read-excel-file/node";
import writeXlsxFile from "write-excel-file/node";
import type { Cell } from "#audits/rubric/exchange/cells.ts";
import type { Sheet } from "#audits/rubric/exchange/sheets.ts";

/** The largest workbook that is read, packed and unpacked, and the most parts that its package may have. */
export const WORKBOOK_LIMITS = { packed: 5 * 1024 * 1024, unpacked: 40 * 1024 * 1024, parts: 200 } as const;

/** Sheets as the bytes of an XLSX workbook: headings bold and kept in view, text wrapped. Every value is a value, never a formula. */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const file = writeXlsxFile(
    sheets.map(({ name, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: (rows[0] ?? []).map((_, i) => ({
        width: Math.min(60, Math.max(12, ...rows.map((row) => textOf(row[i]).length))),
      })),
      data: rows.map((row, r) =>
        row.map((cell) => {
          if (cell === null || cell === "") return null;
          const style = r === 0 ? { fontWeight: "bold" as const } : { wrap: true, alignVertical: "top" as const };
          return typeof cell === "number"
            ? { ...style, type: Number, value: cell }
            : { ...style, type: String, value: textOf(cell), format: "@" };
        }),
      ),
    })),
  );
  return new Uint8Array(await file.toBuffer());
}

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? "" : String(cell));

export type WorkbookRead = { ok: true; sheets: Sheet[] } | { ok: false; sentence: string };

/**
 * The sheets of an XLSX workbook. What could hurt or mislead is refused with a sentence: a package that unpacks to far more
 * than it is, formulas (their result may be old), and merged cells (all but the first look empty).
 */
export async function readWorkbook(bytes: Uint8Array): Promise<WorkbookRead> {
  const refuse = (sentence: string): WorkbookRead => ({ ok: false, sentence });
  if (bytes.length > WORKBOOK_LIMITS.packed) return refuse("The workbook is larger than 5 MB. Choose another file.");
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    return refuse("This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password.");
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return refuse("This is not an Excel workbook. Choose an .xlsx file.");
  const parts = unpacked(bytes);
  if (typeof parts === "string") return refuse(parts);
  const misleading = whatMisleads(parts);
  if (misleading) return refuse(misleading);
  try {
    const read = await inTime(readXlsxFile(Buffer.from(bytes)));
    return { ok: true, sheets: read.map(({ sheet, data }) => ({ name: sheet, rows: data as unknown as Cell[][] })) };
  } catch {
    return refuse("The workbook cannot be read. Open it in your spreadsheet program and save it as .xlsx again.");
  }
}

const READING_MS = 10_000;

/** Of a package that was put together wrongly the reader may wait for an end that never comes. */
async function inTime<R>(reading: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The workbook has no end.")), READING_MS);
  });
  return Promise.race([reading, limit]).finally(() => clearTimeout(timer));
}

/** The parts that are looked into, or why the package is refused. Sizes are checked before anything is unpacked. */
function unpacked(bytes: Uint8Array): Record<string, Uint8Array> | string {
  let size = 0;
  let parts = 0;
  try {
    return unzipSync(bytes, {
      filter: (part) => {
        size += part.originalSize;
        parts++;
        if (size > WORKBOOK_LIMITS.unpacked || parts > WORKBOOK_LIMITS.parts) throw new RangeError("too large");
        return /^xl\/(workbook\.xml|worksheets\/[^/]+\.xml|_rels\/workbook\.xml\.rels)$/.test(part.name);
      },
    });
  } catch (fault) {
    return fault instanceof RangeError && fault.message === "too large"
      ? "The workbook unpacks to more than 40 MB. A rubric is far smaller: choose another file."
      : "The workbook is damaged. Open it in your spreadsheet program and save it as .xlsx again.";
  }
}

function whatMisleads(parts: Record<string, Uint8Array>): string | null {
  const names = sheetNames(parts);
  for (const [path, bytes] of Object.entries(parts)) {
    if (!path.startsWith("xl/worksheets/")) continue;
    const xml = strFromU8(bytes);
    const sheet = names.get(path) ?? path.replace(/^.*\/|\.xml$/g, "");
    if (/^notes$/i.test(sheet)) continue;
    const far = cellTooFar(xml);
    if (far)
      return `${sheet}, cell ${far}: the sheet reaches further than any rubric. Delete what stands there, and the empty rows and columns before it.`;
    const [, merged] = /<mergeCell [^>]*ref="([A-Z0-9:]+)"/.exec(xml) ?? [];
    if (merged) return `${sheet}, cells ${merged}: cells are merged. Unmerge them, and write the value into each.`;
    const [, cell] = /<c [^>]*\br="([A-Z]+\d+)"[^>]*>\s*<f[\s>/]/.exec(xml) ?? [];
    if (cell) return `${sheet}, cell ${cell}: there is a formula. Copy it and paste the value in its place.`;
  }
  return null;
}

/** A reader lays out every cell up to the last: one that is written far away would take all memory there is. */
const MOST_ROWS = 20_000;
const MOST_COLUMN_LETTERS = 2;

function cellTooFar(xml: string): string | null {
  for (const [, cell = "", column = "", row] of xml.matchAll(/\br="(([A-Za-z]*)(\d+))"/g))
    if (Number(row) > MOST_ROWS || column.length > MOST_COLUMN_LETTERS) return cell;
  return null;
}

/** What each part of the package is called in the workbook. */
function sheetNames(parts: Record<string, Uint8Array>): Map<string, string> {
  const text = (path: string) => (parts[path] ? strFromU8(parts[path]) : "");
  const targets = new Map(
    [...text("xl/_rels/workbook.xml.rels").matchAll(/<Relationship\b[^>]*>/g)].map(([tag]) => [
      /\bId="([^"]+)"/.exec(tag)?.[1] ?? "",
      `xl/${(/\bTarget="([^"]+)"/.exec(tag)?.[1] ?? "").replace(/^\/?(xl\/)?/, "")}`,
    ]),
  );
  return new Map(
    [...text("xl/workbook.xml").matchAll(/<sheet\b[^>]*>/g)].map(([tag]) => [
      targets.get(/\br:id="([^"]+)"/.exec(tag)?.[1] ?? "") ?? "",
      /\bname="([^"]+)"/.exec(tag)?.[1] ?? "",
    ]),
  );
}
