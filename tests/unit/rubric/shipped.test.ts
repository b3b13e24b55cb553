import { describe, expect, it } from "vitest";
import { UNKNOWN_CASE } from "#audits/cases/case.ts";
import { appliesTo, sheetFor } from "#audits/rubric/applies.ts";
import { canonicalText } from "#audits/rubric/canonical.ts";
import { criterionOf, domainsOf, levelsOf } from "#audits/rubric/document.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { suggestedThemes } from "#audits/themes/codebook.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";

const rubric = SHIPPED_RUBRICS[0]!;
const unknown = UNKNOWN_CASE;

describe("the rubric that ships", () => {
  it("has 54 criteria in nine domains, 43 of them for the plan's grade, with core weights that sum to 100", () => {
    expect(rubric.criteria).toHaveLength(54);
    expect(rubric.domains).toHaveLength(9);
    expect(domainsOf(rubric, "plan").flatMap((d) => d.criteria)).toHaveLength(43);
    expect(domainsOf(rubric, "plan").reduce((sum, d) => sum + d.domain.weight, 0)).toBe(100);
  });
  it("describes every level of every criterion", () => {
    for (const c of rubric.criteria)
      for (const l of levelsOf(rubric, c)) expect(c.descriptors[l.key], `${c.key} ${l.key}`).toBeTruthy();
  });
  it("has the five headline domains by the names the strategy gives them", () => {
    expect(rubric.domains.filter((d) => d.headline).map((d) => d.key)).toEqual(["VC", "PN", "OF", "HS", "PA"]);
  });
  it("names only themes of the codebook, sections it lists and domains it has", () => {
    const codes = new Set(SHIPPED_CODEBOOK.themes.map((t) => t.code));
    const sections = new Set(rubric.sections.map((s) => s.key));
    for (const c of rubric.criteria) {
      expect(
        c.themes.filter((t) => !codes.has(t)),
        c.key,
      ).toEqual([]);
      expect(
        c.sections.filter((s) => !sections.has(s)),
        c.key,
      ).toEqual([]);
    }
    expect(SHIPPED_CODEBOOK.themes).toHaveLength(35);
  });
  it("is refused when a criterion has a field that the format does not know", () => {
    expect(rubricDocument.safeParse({ ...rubric, criteria: [{ ...rubric.criteria[0], marks: 3 }] }).success).toBe(
      false,
    );
  });
});

describe("which criteria are asked", () => {
  it("leaves out preparation for adulthood before Year 9 and says why", () => {
    expect(appliesTo(criterionOf(rubric, "PA1"), { ...unknown, yearGroup: 6 })).toEqual({
      applies: false,
      because: "asked from Year 9 on",
    });
    expect(appliesTo(criterionOf(rubric, "PA1"), { ...unknown, yearGroup: 9 })).toEqual({ applies: true });
  });
  it("asks when nobody recorded the attribute", () => {
    expect(appliesTo(criterionOf(rubric, "PA1"), unknown).applies).toBe(true);
    expect(appliesTo(criterionOf(rubric, "SC6"), unknown).applies).toBe(true);
    expect(appliesTo(criterionOf(rubric, "SC6"), { ...unknown, hasPersonalBudget: false }).applies).toBe(false);
    expect(appliesTo(criterionOf(rubric, "HS8"), { ...unknown, lookedAfter: false, cinCp: null }).applies).toBe(true);
    expect(appliesTo(criterionOf(rubric, "HS8"), { ...unknown, lookedAfter: false, cinCp: false }).applies).toBe(false);
  });
  it("asks only the modules of the cycle, and the short form when it is one", () => {
    expect(sheetFor(rubric, ["plan"], false, "education", unknown).asked).toHaveLength(43);
    const short = sheetFor(rubric, ["plan"], true, "education", unknown).asked;
    expect(short.every((c) => c.shortForm)).toBe(true);
    expect(short.length).toBeLessThan(43);
  });
});

describe("the grade of a made-up plan", () => {
  const asked = domainsOf(rubric, "plan").flatMap((d) => d.criteria);
  const all = (score: Score) => new Map<string, Score>(asked.map((c) => [c.key, score]));
  const graded = (change: Record<string, Score>, base: Score = 2) =>
    gradeModule(rubric, "plan", asked, new Map([...all(base), ...Object.entries(change)]), "applied");

  it("is Good when everything is good, and Outstanding when everything is outstanding", () => {
    expect(graded({}).grade).toBe("good");
    expect(graded({}, 3).grade).toBe("outstanding");
  });
  it("is Inadequate when provision is not quantified, whatever the rest", () => {
    const result = graded({ EP2: 0 }, 3);
    expect([result.rawGrade, result.grade]).toEqual(["outstanding", "inadequate"]);
    expect(result.fired.find((f) => f.id === "hard")).toMatchObject({ because: ["EP2"], kind: "hard" });
  });
  it("is held at Requires improvement by one soft limit, and at Inadequate by three", () => {
    expect(graded({ HS4: 0 }).grade).toBe("requires_improvement");
    expect(graded({ HS4: 0, SC7: 0, PN6: 0 }).grade).toBe("inadequate");
  });
  it("is not Outstanding while a criterion that can limit the grade is below Good", () => {
    expect(graded({ SC4: 1 }, 3).grade).toBe("good");
  });
  it("leaves a domain out that has less than half of its weight scored", () => {
    const result = graded({ PA1: "CT", PA2: "CT", PA3: "CT" });
    expect(result.domains.PA).toMatchObject({ graded: false, grade: null });
    expect(result.grade).toBe("good");
  });
});

describe("themes", () => {
  const suggested = (value: number) =>
    suggestedThemes(SHIPPED_CODEBOOK, criterionOf(rubric, "EP2").themes, [0, 1, 2, 3], value).map((t) => t.code);
  it("are suggested by low and by top levels, and by nothing between", () => {
    expect([suggested(0), suggested(1), suggested(2), suggested(3)]).toEqual([
      ["EP-VAGUE"],
      ["EP-VAGUE"],
      [],
      ["EP-STRONG"],
    ]);
  });
});

describe("the canonical text of a document", () => {
  it("does not depend on the order of keys", () => {
    expect(canonicalText({ b: [1, { d: null, c: "ŵ" }], a: 2 })).toBe(
      canonicalText({ a: 2, b: [1, { c: "ŵ", d: null }] }),
    );
  });
});
