import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ABOUT, COLUMNS } from "#audits/rubric/exchange/columns.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import { readRubric } from "#audits/rubric/problems.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";

const text = readFileSync("docs/rubric-format.md", "utf8");
const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? "");

describe("the documentation of the format", () => {
  it("has an example without fault that is graded as it says", () => {
    const read = readRubric(example);
    expect(read.problems).toEqual([]);
    if (!read.ok) return;
    const graded = (P1: number) =>
      gradeModule(
        read.rubric,
        "plan",
        read.rubric.criteria,
        new Map([
          ["P1", P1],
          ["P2", 2],
          ["A1", 2],
        ]),
        "applied",
      );
    expect(graded(1)).toMatchObject({ overallText: "75.0", grade: "good", domains: { P: { percent: 62.5 } } });
    expect(graded(0)).toMatchObject({ overallText: "50.0", grade: "not_yet", limitedBy: ["duty:P1"] });
  });
  it("names every part of a document, of a criterion and of scoring", () => {
    const parts = [
      ...Object.keys(rubricDocument.shape).filter(
        (name) => !["$schema", "about", "language", "jurisdiction"].includes(name),
      ),
      ...Object.keys(rubricDocument.shape.scoring.unwrap().shape),
    ];
    expect(parts.filter((name) => !text.includes(name))).toEqual([]);
  });
  it("names every column of the spreadsheet", () => {
    const row = (sheet: string) => text.split("\n").find((line) => line.startsWith(`| ${sheet} |`)) ?? "";
    for (const [sheet, columns] of [["About", ABOUT] as const, ...Object.entries(COLUMNS)])
      expect(
        columns.map((c) => c.name).filter((name) => !row(sheet).includes(name)),
        sheet,
      ).toEqual([]);
  });
});
