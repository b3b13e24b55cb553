import fc from "fast-check";
import { expect, it } from "vitest";
import { readImport } from "#audits/cases/read-import.ts";
import { bytesOf, filesOf, oneChild, pseudonymOf } from "./small-return.ts";

const OPTIONS = { referenceDate: "2026-11-22", pseudonymOf };

it("any bytes under any name give a reading or a refusal, never an error", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.string(), bytes: fc.uint8Array({ maxLength: 200 }) }), { maxLength: 3 }),
      (files) => {
        const verdict = readImport(files, OPTIONS);
        expect(verdict.ok || verdict.refusals.length > 0).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

it("any cells under the headings of a flat file give a reading or a refusal, and every row is accounted for", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("31/11/2025", "2024-01-01", "new", "cfa_2014", "C-1", "n/k", '"', "", "1"),
  );
  const heading =
    "case_ref,legal_regime,plan_type,plan_date,birth_month,ncy,secondary_needs,upn,dob,request_date,final_date";
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 10, maxLength: 12 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const text = [heading, ...rows.map((cells) => cells.join(","))].join("\n");
      const verdict = readImport([{ name: "cases.csv", bytes: bytesOf(text) }], OPTIONS);
      if (!verdict.ok) return;
      const { candidates, cases, problems } = verdict.reading;
      const out = new Set(problems.filter(({ severity }) => severity === "left_out").map(({ row }) => row));
      expect(cases.length + out.size).toBe(candidates);
    }),
    { numRuns: 300 },
  );
});

it("a return with any cell replaced gives a reading or a refusal", () => {
  const modules = filesOf(oneChild());
  fc.assert(
    fc.property(fc.nat(8), fc.nat(15), fc.string({ maxLength: 15 }), (file, column, text) => {
      const files = modules.map((one, index) => {
        if (index !== file) return one;
        const [heading = "", row = ""] = new TextDecoder().decode(one.bytes).split("\r\n");
        const cells = row.split(",");
        cells[column % cells.length] = text;
        return { ...one, bytes: bytesOf(`${heading}\r\n${cells.join(",")}\r\n`) };
      });
      const verdict = readImport(files, OPTIONS);
      expect(verdict.ok || verdict.refusals.length > 0).toBe(true);
    }),
    { numRuns: 500 },
  );
});
