import { describe, expect, it } from "vitest";
import type { TableBlock } from "#audits/reports/blocks.ts";
import { learningReport } from "#audits/reports/learning-report.ts";
import { tablesCsv } from "#audits/reports/tables-csv.ts";
import { fullReport } from "../../report/fixtures.ts";

const table = (cells: string[]): TableBlock => ({
  kind: "table",
  id: "t",
  label: "Table 1",
  caption: "things, with a comma",
  head: [[{ text: "A", span: 2 }], [{ text: "B" }, { text: "C" }]],
  columns: [{ numeric: false }, { numeric: true }],
  rows: [cells.map((cell) => [{ text: cell }])],
  notes: [],
});

describe("the tables of a report as CSV", () => {
  it("begin with the mark that tells a spreadsheet that they are UTF-8, and end lines as RFC 4180 asks", () => {
    expect(tablesCsv([table(["ŵ", "1"])])).toBe('\uFEFF"Table 1: things, with a comma"\r\nA,\r\nB,C\r\nŵ,1\r\n');
  });

  it("cannot run a formula in a spreadsheet", () => {
    for (const start of ["=", "+", "-", "@"])
      expect(tablesCsv([table([`${start}SUM(A1)`, "1"])])).toContain(`'${start}SUM(A1)`);
  });

  it("quote quotes", () => {
    expect(tablesCsv([table(['say "when"', "1"])])).toContain('"say ""when"""');
  });

  it("show c where the report does, and no more", () => {
    const csv = tablesCsv(learningReport(fullReport()).blocks);
    expect(csv).toContain("Voice of the child and family,7,22,c,c,29 of 40,73% (57 to 84)");
    expect(csv.match(/Table \d+: /g)).toHaveLength(12);
  });
});
