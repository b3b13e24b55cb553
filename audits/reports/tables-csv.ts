import { type Csv, csvOf } from "../csv.ts";
import type { Attachment } from "./pdf/core/document.ts";
import type { Block, Inline, TableBlock } from "./blocks.ts";

/** The tables of a report as the file that travels inside its PDF. */
export const tablesAttachment = (blocks: Block[]): Attachment => ({
  name: "tables.csv",
  mime: "text/csv",
  description: "All tables of this report",
  bytes: new TextEncoder().encode(tablesCsv(blocks)),
  relationship: "Data",
});

/** All tables of a report in one CSV file: each under a line with its label and caption, a blank line between. */
export function tablesCsv(blocks: Block[]): Csv {
  const tables = blocks.filter((block): block is TableBlock => block.kind === "table");
  return csvOf(tables.flatMap((table, i) => (i === 0 ? rowsOf(table) : [[], ...rowsOf(table)])));
}

/** A figure below zero is no formula. */
const BELOW_ZERO = /^-\d{1,12}(\.\d{1,6})?$/;
const figure = (text: string): string | number => (BELOW_ZERO.test(text) ? Number(text) : text);

function rowsOf(table: TableBlock): (string | number)[][] {
  const head = table.head.map((row) =>
    row.flatMap((cell) => [cell.text, ...Array<string>((cell.span ?? 1) - 1).fill("")]),
  );
  const body = table.rows.map((row) => row.map((cell) => figure(plain(cell))));
  return [[`${table.label}: ${table.caption}`], ...head, ...body, ...table.notes.map((note) => [note])];
}

function plain(cell: Inline[]): string {
  return cell
    .map((run) => run.text)
    .join("")
    .replaceAll("\u00a0", " ")
    .trim();
}
