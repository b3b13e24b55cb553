import type { Attachment } from "./pdf/core/document.ts";
import type { Block, Inline, TableBlock } from "./blocks.ts";

/** The tables of a report as the file that travels inside its PDF. */
export const tablesAttachment = (blocks: Block[]): Attachment => ({
  name: "tables.csv",
  mime: "text/csv",
  description: "All tables of this report",
  bytes: tablesCsv(blocks),
  relationship: "Data",
});

/**
 * All tables of a report in one CSV file (RFC 4180, UTF-8 with its mark for spreadsheets): each under a line with its
 * label and caption, a blank line between. A cell that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function tablesCsv(blocks: Block[]): Uint8Array {
  const tables = blocks.filter((block): block is TableBlock => block.kind === "table");
  const text = tables.map((table) => lines(table).join("\r\n")).join("\r\n\r\n");
  return new TextEncoder().encode(`\uFEFF${text}\r\n`);
}

function lines(table: TableBlock): string[] {
  const head = table.head.map((row) =>
    row.flatMap((cell) => [cell.text, ...Array<string>((cell.span ?? 1) - 1).fill("")]),
  );
  const body = table.rows.map((row) => row.map(plain));
  return [[`${table.label}: ${table.caption}`], ...head, ...body, ...table.notes.map((note) => [note])].map((row) =>
    row.map(field).join(","),
  );
}

function plain(cell: Inline[]): string {
  return cell
    .map((run) => run.text)
    .join("")
    .replaceAll("\u00a0", " ")
    .trim();
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
