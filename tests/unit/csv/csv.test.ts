import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemsCsv } from "#audits/cases/problems.ts";
import type { ImportProblem } from "#audits/cases/reading.ts";
import { csvOf } from "#audits/csv.ts";
import type { Block } from "#audits/reports/blocks.ts";
import { tablesCsv } from "#audits/reports/tables-csv.ts";
import { download } from "~/server/download.server.ts";

const read = (csv: string): string[][] =>
  parse(csv, { bom: true, relax_column_count: true, skip_empty_lines: false, record_delimiter: "\r\n" });

/** What a spreadsheet would run: a sign at the start, or after what it passes over; but not a number. */
const runs = (cell: string) =>
  /^[\t\r\n]/.test(cell) ||
  (/^[=+\-@＝＋－＠]/.test(cell.replace(/^[\s"'`‘-”\u200b-\u200f\ufeff\p{Cc}]+/u, "")) &&
    Number.isNaN(Number(cell.replace(/[,%]/g, ""))));

/** Texts of people who try: signs, quotes, separators and blanks, in every order, among ordinary words. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        '"',
        "'",
        " ",
        ",",
        ";",
        "\u00a0",
        "＝",
        "‘",
        "\u200b",
        "|",
        "1",
      ),
      fc.string({ maxLength: 4, unit: "grapheme" }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const problem = (value: string): ImportProblem =>
  ({
    file: value,
    row: 2,
    column: value,
    code: "not_a_date",
    severity: "read_as",
    value,
    problem: value,
    action: value,
    readAs: value,
  }) as ImportProblem;

const table = (text: string): Block =>
  ({
    kind: "table",
    label: text,
    caption: text,
    head: [[{ text, span: 2 }]],
    rows: [[[{ text }], [{ text: "−3" }]]],
    notes: [text],
  }) as unknown as Block;

/** Everything in the code that makes CSV, given one text wherever it takes one. */
const MAKERS: Record<string, (text: string) => string> = {
  "a table of cells": (text) => csvOf([[text, text], ["a", text], [text]]),
  "the problems of an import": (text) => problemsCsv([problem(text)]),
  "the tables of a report": (text) => tablesCsv([table(text), table(text)]),
};

describe("CSV that leaves the product", () => {
  for (const [what, make] of Object.entries(MAKERS)) {
    it(`is run by no spreadsheet: ${what}`, () => {
      fc.assert(
        fc.property(hostile, (text) => {
          const cells = read(make(text)).flat();
          expect(cells.filter((cell) => runs(cell) && !cell.startsWith("'"))).toEqual([]);
        }),
        { numRuns: 2000 },
      );
    });
  }

  it("is read back as it was written, but for the apostrophe", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(hostile, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (rows) => {
          const back = read(csvOf(rows));
          expect(back.map((row) => row.length)).toEqual(rows.map((row) => row.length));
          for (const [i, row] of rows.entries())
            for (const [j, cell] of row.entries()) expect([cell, `'${cell}`]).toContain(back[i]?.[j]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("keeps numbers as numbers, also below zero, and text as text", () => {
    expect(csvOf([[-3, 0.25, "1,204", "-1", null]])).toBe('\uFEFF-3,0.25,"1,204",\'-1,\r\n');
    expect(csvOf([["-1+1", "=1", "+44 1632 960001", " =1", '"=1', "-", "C-0417"]])).toBe(
      "\uFEFF'-1+1,'=1,'+44 1632 960001,' =1,\"'\"\"=1\",'-,C-0417\r\n",
    );
  });
});

describe("the name of a file that leaves", () => {
  const named = (name: string) =>
    download(csvOf([["a"]]), "text/csv; charset=utf-8", name).headers.get("Content-Disposition");

  it("breaks no header and names no folder, whatever a cycle is called", () => {
    expect(named('results-autumn 2026 "routine".csv')).toBe('attachment; filename="results-autumn-2026-routine-.csv"');
    expect(named("../../etc/passwd")).toBe('attachment; filename="etc-passwd"');
    expect(named("")).toBe('attachment; filename="download"');
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        expect(named(name)).toMatch(/^attachment; filename="(?![.-])[\w.-]{1,120}"$/);
        expect(named(name)).not.toContain("..");
      }),
    );
  });
});
