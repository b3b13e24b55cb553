import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CaseAttributes, UNKNOWN_CASE } from "#audits/cases/case.ts";
import { forumCriteria } from "#audits/panel/forum.ts";
import { sheetFor } from "#audits/rubric/applies.ts";
import { compareRubrics } from "#audits/rubric/compare.ts";
import { levelsOf } from "#audits/rubric/document.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { rubricProblems } from "#audits/rubric/problems.ts";
import { shortFormOf } from "#audits/rubric/short-form.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";

const byKey = (key: string) => SHIPPED_RUBRICS.find((r) => r.key === key)!;
const themes = new Set(SHIPPED_CODEBOOK.themes.map((t) => t.code));

/** Grades the main module of a made-up case in which every criterion has the level `rest` but those named. */
function graded(key: string, about: Partial<CaseAttributes>, rest: Score, scores: Record<string, Score>) {
  const rubric = byKey(key);
  const { asked } = sheetFor(rubric, [rubric.mainModule], false, "all", { ...UNKNOWN_CASE, ...about });
  const all = new Map<string, Score>(asked.map((c) => [c.key, c.key in scores ? (scores[c.key] ?? null) : rest]));
  for (const named of Object.keys(scores)) expect(all.has(named), `${named} is asked`).toBe(true);
  const result = gradeModule(rubric, rubric.mainModule, asked, all, "applied");
  const percents = Object.fromEntries(Object.entries(result.domains).map(([d, r]) => [d, r.percent]));
  return { asked: asked.length, overall: result.overallText, raw: result.rawGrade, grade: result.grade, percents };
}

describe("the rubrics that ship", () => {
  it("are the eight, by these keys, with as many criteria", () => {
    expect(SHIPPED_RUBRICS.map((r) => [r.key, r.criteria.length])).toEqual([
      ["ehc-plan-full", 54],
      ["ehc-plan-short", 22],
      ["ehc-annual-review", 14],
      ["ehc-health-advice", 14],
      ["ehc-social-care-advice", 15],
      ["ehc-preparing-for-adulthood", 14],
      ["ehc-statutory-checklist", 24],
      ["ehc-plan-forum", 54],
    ]);
  });
  it("give the parent carer forum voice and clarity alone in the audit made for it, and all of it in the others", () => {
    const of = (key: string) => forumCriteria(byKey(key), { modules: ["plan"], shortForm: false });
    expect(of("ehc-plan-forum").forum.map((c) => c.key)).toEqual([
      "VC1",
      "VC2",
      "VC3",
      "VC4",
      "VC5",
      "VC6",
      "PN3",
      "PN4",
      "PN5",
      "OF3",
    ]);
    expect(of("ehc-plan-forum").all).toHaveLength(43);
    expect(of("ehc-plan-full").forum).toHaveLength(43);
    const again = { ...byKey("ehc-plan-forum"), key: "ehc-plan-full", version: "2.0.0" };
    const changed = compareRubrics(byKey("ehc-plan-full"), again).criteria.filter((c) => c.standing !== "same");
    expect(changed).toHaveLength(54 - 10);
    expect(new Set(changed.flatMap((c) => c.because))).toEqual(new Set(["other agencies score it"]));
  });
  it.each(SHIPPED_RUBRICS.map((r) => [r.key, r] as const))(
    "%s can be published, and only warns that a limit may not apply",
    (_, rubric) => {
      const told = rubricProblems(rubric, themes).filter((p) => !p.sentence.includes("does not apply to every plan"));
      expect(told).toEqual([]);
    },
  );
  it.each(SHIPPED_RUBRICS.map((r) => [r.key, r] as const))("%s is complete", (_, rubric) => {
    for (const c of rubric.criteria) {
      for (const level of levelsOf(rubric, c)) expect(c.descriptors[level.key], `${c.key} ${level.key}`).toBeTruthy();
      expect(c.question.length, c.key).toBeGreaterThan(20);
      expect(c.evidenceAt.length, c.key).toBeGreaterThan(0);
      // The checklist's questions name what to look for themselves.
      if (rubric.key !== "ehc-statutory-checklist") expect(c.lookFor.length, c.key).toBeGreaterThan(0);
      // "Read at source" is said only of references that are there.
      if (c.verified === "yes") expect(c.statutory.length + c.codeOfPractice.length, c.key).toBeGreaterThan(0);
    }
    if (rubric.key === "ehc-statutory-checklist") return;
    const described = rubric.criteria.flatMap((c) => Object.values(c.descriptors));
    expect(new Set(described).size).toBe(described.length);
  });
  it("have their short forms within a third to two thirds of the criteria", () => {
    for (const rubric of SHIPPED_RUBRICS.filter((r) => r.shortForm)) {
      const share = rubric.criteria.filter((c) => c.shortForm).length / rubric.criteria.length;
      expect(share, rubric.key).toBeGreaterThan(0.33);
      expect(share, rubric.key).toBeLessThan(0.67);
    }
  });
});

describe("the short form of the full audit", () => {
  const [full, short] = [byKey("ehc-plan-full"), byKey("ehc-plan-short")];
  it("as a rubric of its own is what the full one marks", () => {
    const { key, title, about } = short;
    expect(short).toEqual(shortFormOf(full, { key, title, about }));
  });
  it("asks each criterion as the full one does, so that each can be compared", () => {
    const { criteria } = compareRubrics(full, short);
    expect(criteria.filter((c) => c.standing === "same")).toHaveLength(22);
    expect(criteria.filter((c) => c.standing === "bridge" || c.standing === "new")).toEqual([]);
  });
  it("asks something of every domain of the plan", () => {
    expect(short.domains.map((d) => d.key)).toEqual(["SC", "VC", "PN", "OF", "EP", "HS", "PA"]);
  });
  it("is content and nothing else: the file holds no field that its readers do not know", () => {
    expect(JSON.parse(readFileSync("audits/rubric/library/ehc-plan-short.json", "utf8")).key).toBe("ehc-plan-short");
  });
});

describe("a made-up case for each", () => {
  it("full audit: Good by score, Inadequate because provision is not quantified", () => {
    // EP weights 2, 2.5, 1, 1.5, 1: 2 × 5.5 of 3 × 8 = 11/24 = 45.83; the rest 66.67.
    // (86 × 66.6667 + 14 × 45.8333) / 100 = 63.75, shown as 63.8.
    expect(graded("ehc-plan-full", { yearGroup: 9, ageYears: 16 }, 2, { EP2: 0 })).toMatchObject({
      overall: "63.8",
      raw: "good",
      grade: "inadequate",
      percents: { EP: 45.8, HS: 66.7 },
    });
  });
  it("short audit: Good", () => {
    // VC (3·2 + 2·2)/12 = 83.33; EP (3·2 + 1·2.5 + 2·1.5)/18 = 63.89; HS (2·4.5 + 0)/16.5 = 54.55; the rest 66.67.
    // (56 × 66.6667 + 16 × 83.3333 + 14 × 63.8889 + 14 × 54.5455) / 100 = 67.25 less a little: 67.2.
    expect(
      graded("ehc-plan-short", { yearGroup: 6, ageYears: 10 }, 2, { VC1: 3, EP1: 3, EP2: 1, HS7: 0 }),
    ).toMatchObject({
      asked: 20,
      overall: "67.2",
      grade: "good",
      percents: { VC: 83.3, EP: 63.9, HS: 54.5, PA: 66.7 },
    });
  });
  it("annual review: Good", () => {
    // RT (4 + 1.5 + 3)/13.5 = 62.96; RV (6 + 3 + 2)/13.5 = 81.48; RP (4 + 3 + 1)/13.5 = 59.26; RU (4 + 3 + 1.5)/13.5 = 62.96.
    // Four domains of one weight: 36/54 = 66.67.
    expect(
      graded("ehc-annual-review", { yearGroup: 10, lookedAfter: false, cinCp: false }, 2, {
        RT2: 1,
        RT3: 3,
        RT4: "NA",
        RV1: 3,
        RP3: 1,
        RU2: 3,
        RU3: 1,
      }),
    ).toEqual({
      asked: 13,
      overall: "66.7",
      raw: "good",
      grade: "good",
      percents: { RT: 63, RV: 81.5, RP: 59.3, RU: 63 },
    });
  });
  it("health advice: Good by score, held at Requires improvement because it came too late", () => {
    // A (3 + 0 + 2)/10.5 = 47.62; B 66.67; C (6 + 3)/10.5 = 85.71; D (3 + 4 + 3)/13.5 = 74.07; E 66.67.
    // (20 × 47.619 + 20 × 66.667 + 25 × 85.714 + 25 × 74.074 + 10 × 66.667) / 100 = 69.47.
    expect(
      graded("ehc-health-advice", { yearGroup: 4 }, 2, { HA1: 3, HA2: 0, HC1: 3, HC3: "NA", HD3: 3, HD4: "CT" }),
    ).toEqual({
      asked: 13,
      overall: "69.5",
      raw: "good",
      grade: "requires_improvement",
      percents: { HA: 47.6, HB: 66.7, HC: 85.7, HD: 74.1, HE: 66.7 },
    });
  });
  it("social care advice: Good by score, Inadequate because provision is not specified", () => {
    // C (6 + 3 + 2)/13.5 = 81.48; D (3 + 0 + 2 + 2 + 0.5)/18 = 41.67; A, B, E 66.67.
    // (50 × 66.667 + 25 × 81.481 + 25 × 41.667) / 100 = 64.12.
    expect(
      graded("ehc-social-care-advice", { yearGroup: 11, lookedAfter: true }, 2, { SC1: 3, SD2: 0, SD5: 1 }),
    ).toEqual({
      asked: 15,
      overall: "64.1",
      raw: "good",
      grade: "inadequate",
      percents: { SA: 66.7, SB: 66.7, SC: 81.5, SD: 41.7, SE: 66.7 },
    });
  });
  it("preparation for adulthood: Outstanding", () => {
    // AV (6 + 4.5 + 2)/13.5 = 92.59; AW, AH 100; AF, AG (3 + 3)/7.5 = 80; AN (2 + 3)/6 = 83.33.
    // (20 × 92.593 + 20 × 100 + 15 × 100 + 15 × 80 + 15 × 80 + 15 × 83.333) / 100 = 90.02.
    expect(
      graded("ehc-preparing-for-adulthood", { yearGroup: 12, ageYears: 17 }, 3, {
        AV3: 2,
        AF1: 2,
        AG1: 2,
        AN1: "NA",
        AN2: 2,
      }),
    ).toEqual({
      asked: 14,
      overall: "90.0",
      raw: "outstanding",
      grade: "outstanding",
      percents: { AV: 92.6, AW: 100, AH: 100, AF: 80, AG: 80, AN: 83.3 },
    });
  });
  it("statutory checklist: mostly compliant by its counts, not compliant when one duty is not met", () => {
    const about = { yearGroup: 5, hasPersonalBudget: false };
    const scores = { LC1: 1, LE2: 1, LG1: 1, LH1: "NA", LH2: "NA" } as const;
    // Three "partly" of 20 answered: more than 2, and 15%. Three domains of seven at 5/6: (400 + 250)/7 = 92.86.
    expect(graded("ehc-statutory-checklist", about, 2, scores)).toMatchObject({
      asked: 22,
      overall: "92.9",
      grade: "mostly",
      percents: { LB: 83.3, LE: 83.3, LP: 83.3, LF: 100 },
    });
    expect(graded("ehc-statutory-checklist", about, 2, { LC1: 1, LE2: 1 }).grade).toBe("compliant");
    expect(graded("ehc-statutory-checklist", about, 2, { LF6: 0 })).toMatchObject({
      raw: "mostly",
      grade: "not_compliant",
    });
  });
});
