import { describe, expect, it } from "vitest";
import { UNKNOWN_CASE } from "#audits/cases/case.ts";
import { problemsIn } from "#audits/panel/answer.ts";
import { sheetFor } from "#audits/rubric/applies.ts";
import { criterionOf } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { readQuickEntry } from "#audits/rubric/quick-entry.ts";
import { scoreSheetReport } from "#audits/rubric/score-sheet.ts";
import { FOUR, madeCriterion, madeRubric } from "./made-up.ts";

const full = SHIPPED_RUBRICS[0]!;
const about = { ...UNKNOWN_CASE, yearGroup: 6, ageYears: 10 };
const { asked } = sheetFor(full, ["plan"], false, "all", about);
const typed = (text: string) => readQuickEntry(full, asked, text);

describe("a filled sheet typed back", () => {
  it("is read line by line: code, level, section, page, quote and note", () => {
    const { answers, problems } = typed(
      'EP2 RI F p12 "access to speech therapy" // hours are missing\nvc1 3\nOF1\tG\n',
    );
    expect(problems).toEqual([]);
    expect(answers).toEqual([
      {
        criterion: "EP2",
        score: 1,
        reason: "",
        note: "hours are missing",
        quotes: [{ section: "F", page: 12, words: "access to speech therapy" }],
        finding: null,
      },
      expect.objectContaining({ criterion: "VC1", score: 3, quotes: [] }),
      expect.objectContaining({ criterion: "OF1", score: 2 }),
    ]);
  });
  it.each([
    ["EP2 inadequate", 0, [], ""],
    ["EP2 Requires improvement", 1, [], ""],
    ["EP2 requires_improvement p3 some words", 1, [{ section: "F", page: 3, words: "some words" }], ""],
    ["EP2 0 F 14 as required", 0, [{ section: "F", page: 14, words: "as required" }], ""],
    ["VC1 I A place for the child to go", 0, [{ section: "A", page: null, words: "A place for the child to go" }], ""],
    ["SC6 NA // no personal budget", "NA", [], "no personal budget"],
    ["SC6 n/a // none", "NA", [], "none"],
    ["EP2 cannot tell // no section F was given", "CT", [], "no section F was given"],
  ] as const)("“%s”", (line, score, quotes, reason) => {
    const { answers, problems } = typed(line);
    expect(problems).toEqual([]);
    expect(answers[0]).toMatchObject({ score, quotes, reason });
  });
  it.each([
    ["EP9 2", "There is no criterion EP9. Check the code on the sheet."],
    ["PA1 2", "PA1 is not asked of this plan. Remove the line."],
    ["EP2", "Enter a level for EP2. Choose O, G, RI, I or CT."],
    ["EP2 9", "EP2 has no level “9”. Choose O, G, RI, I or CT."],
    ["EP2 NA", "EP2 applies to every plan. Choose O, G, RI, I or CT."],
    ["EP2 I F p900 words", "Page of EP2 must be between 1 and 500."],
    ["EP2 I F p3", "Enter the words of the quote for EP2, or leave its section and page out."],
    ["EP2 I // call mum on 0113 496 0000", "Remove the telephone number from EP2. It must not identify the child."],
  ])("“%s” is refused with its line", (line, sentence) => {
    const { answers, problems } = typed(`VC1 2\n\n${line}`);
    expect(problems).toEqual([{ line: 3, code: line.split(" ")[0], sentence }]);
    expect(answers.map((a) => a.criterion)).toEqual(["VC1"]);
  });
  it("keeps the first of two lines for one criterion", () => {
    const { answers, problems } = typed("EP2 2\nVC1 1\nep2 3");
    expect(answers.map((a) => [a.criterion, a.score])).toEqual([
      ["EP2", 2],
      ["VC1", 1],
    ]);
    expect(problems[0]?.sentence).toBe("EP2 stands on line 1 too. Keep one of them.");
  });
  it("takes the short name on the sheet before a level's number", () => {
    const odd = { ...FOUR, levels: FOUR.levels.map((l, i) => ({ ...l, short: String(4 - i) })) };
    const rubric = madeRubric({ scales: [odd], criteria: [madeCriterion("A1", "A"), madeCriterion("B1", "B")] });
    // "1" is printed beside the best level, whose value is 3.
    expect(readQuickEntry(rubric, rubric.criteria, "A1 1").answers[0]?.score).toBe(3);
    expect(readQuickEntry(rubric, rubric.criteria, "A1 0").answers[0]?.score).toBe(0);
  });
  it("gives answers that the score sheet itself would keep", () => {
    const { answers } = typed(asked.map((c) => `${c.key} G ${c.sections[0] ?? "A"} p2 words of the plan`).join("\n"));
    expect(answers).toHaveLength(asked.length);
    for (const a of answers) expect(problemsIn(full, criterionOf(full, a.criterion), a)).toEqual([]);
  });
});

describe("the sheet on paper", () => {
  const report = scoreSheetReport(full, { organisation: "Northshire", date: "2026-11-02" });
  it("has every criterion of the plan with its code, and a box for each level and answer", () => {
    const codes = report.blocks.flatMap((b) => (b.kind === "heading" && b.level === 3 ? [b.number] : []));
    expect(codes).toEqual(full.criteria.filter((c) => !/^(PT|AR)/.test(c.key)).map((c) => c.key));
    const boxes = report.blocks.flatMap((b) => (b.kind === "tick-boxes" ? [b.options.map((o) => o.label)] : []));
    expect(boxes[0]).toEqual([
      "Outstanding (O)",
      "Good (G)",
      "Requires improvement (RI)",
      "Inadequate (I)",
      "Cannot tell (CT)",
    ]);
    expect(boxes[codes.indexOf("SC6")]).toContain("Does not apply (NA)");
  });
  it("names the rubric's version, and leaves room for the case, section, page, quote and note", () => {
    expect(report.meta.runningTitle).toBe("Full audit of an EHC plan, version 1.0.0");
    const lines = report.blocks.flatMap((b) => (b.kind === "writing-lines" ? [b.label] : []));
    expect(lines).toContain("Case reference (never a name)");
    expect(lines).toContain("Section, page and quote (needed for Requires improvement and Inadequate)");
    expect(lines).toContain("Note, or reason");
  });
  it("prints only what an agency scores and what applies to the case, where it is told", () => {
    const rubric = madeRubric({
      criteria: [
        madeCriterion("A1", "A", { scoredBy: ["health"] }),
        madeCriterion("B1", "B", { appliesWhen: { yearGroupMin: 9 } }),
      ],
    });
    const keys = (paper: Partial<Parameters<typeof scoreSheetReport>[1]>) =>
      scoreSheetReport(rubric, { organisation: "N", date: "2026-11-02", ...paper }).blocks.flatMap((b) =>
        b.kind === "heading" && b.level === 3 ? [b.number] : [],
      );
    expect(keys({})).toEqual(["A1", "B1"]);
    expect(keys({ agency: "education" })).toEqual(["B1"]);
    expect(keys({ about })).toEqual(["A1"]);
  });
});
