/** Text that only this file makes: downloads of CSV take nothing else. */
export type Csv = string & { readonly csv: unique symbol };

/**
 * The one way to write CSV: RFC 4180 in UTF-8, with the mark by which spreadsheets know it. No cell is run as a formula by
 * a spreadsheet; a number that comes as a number stays one, below zero too. `null` is an empty cell, a row without cells an empty line.
 */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): Csv =>
  `\uFEFF${rows.map((row) => row.map(cellOf).join(",")).join("\r\n")}\r\n` as Csv;

function cellOf(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  const harmless = typeof value === "string" && wouldRun(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** What a spreadsheet passes over before it looks for a formula: spaces, quotes, marks that are not seen. */
const PASSED_OVER = /^[\s"'`\u2018-\u201d\u00a0\u200b-\u200f\u2060\ufeff\p{Cc}]*/u;
/** The signs that begin a formula, also in the wide forms that some spreadsheets read alike. */
const BEGINS = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Whether a spreadsheet would take the text for a formula (OWASP, CSV injection). */
function wouldRun(text: string): boolean {
  return /^[\t\r\n]/.test(text) || BEGINS.test(text.replace(PASSED_OVER, ""));
}
