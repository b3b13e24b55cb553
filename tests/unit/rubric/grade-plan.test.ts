import { describe, expect, it } from "vitest";
import { UNKNOWN_CASE } from "#audits/cases/case.ts";
import { appliesTo, ruleHolds, ruleInWords } from "#audits/rubric/applies.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import type { CaseRule } from "#audits/rubric/rules-schema.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { FOUR, GRADES, madeCriterion, madeDomain, madeRubric } from "./made-up.ts";

const graded = (rubric: ReturnType<typeof madeRubric>, scores: Record<string, Score>, module = "plan") =>
  gradeModule(rubric, module, rubric.criteria, new Map(Object.entries(scores)), "applied");

describe("domains within domains", () => {
  const rubric = madeRubric({
    domains: [
      // A part may stand before the whole in the document.
      madeDomain("A1part", { parent: "A", weight: 3 }),
      madeDomain("A"),
      madeDomain("A2part", { parent: "A", weight: 1 }),
      madeDomain("B"),
    ],
    criteria: [madeCriterion("X", "A1part"), madeCriterion("Y", "A2part"), madeCriterion("Z", "B")],
  });
  it("the whole has the mean of its parts by their weights, and stands once in the overall percent", () => {
    const result = graded(rubric, { X: 3, Y: 1, Z: 0 });
    // A = (3 × 100 + 1 × 33.33…) / 4 = 83.33…; overall = (83.33… + 0) / 2 = 41.66…
    expect(result.domains.A?.percent).toBe(83.3);
    expect(result.overallText).toBe("41.7");
  });
  it("a part without a level takes no part", () => {
    expect(graded(rubric, { X: 3, Y: "NA", Z: 3 }).domains.A?.percent).toBe(100);
  });
});

describe("a grade by counts", () => {
  const rubric = madeRubric({
    scoring: { method: "counts" },
    grades: [
      { ...GRADES[0], when: [{ levels: ["good", "outstanding"], atLeastPercent: 100 }] },
      {
        ...GRADES[1],
        when: [
          { levels: ["inadequate"], atMost: 0 },
          { levels: ["requires_improvement"], atMost: 1 },
        ],
      },
      { ...GRADES[2], when: [{ domains: ["A"], levels: ["inadequate"], atMost: 0 }] },
      { ...GRADES[3] },
    ],
  });
  it("is the best grade whose every rule holds", () => {
    expect(graded(rubric, { A1: 2, A2: 2, B1: 2, B2: 3 }).grade).toBe("outstanding");
    expect(graded(rubric, { A1: 2, A2: 2, B1: 1, B2: 3 }).grade).toBe("good");
    expect(graded(rubric, { A1: 2, A2: 1, B1: 1, B2: 3 }).grade).toBe("requires_improvement");
    expect(graded(rubric, { A1: 3, A2: 3, B1: 3, B2: 0 }).grade).toBe("requires_improvement");
    expect(graded(rubric, { A1: 0, A2: 3, B1: 3, B2: 3 }).grade).toBe("inadequate");
  });
  it("counts only criteria with a level, and gives none while one is not scored", () => {
    expect(graded(rubric, { A1: 2, A2: "NA", B1: "CT", B2: 2 }).grade).toBe("outstanding");
    expect(graded(rubric, { A1: 2, A2: 2, B1: 2 })).toMatchObject({ grade: null, status: "incomplete" });
  });
});

describe("a profile", () => {
  it("grades the domains and gives no grade, though limits are still told", () => {
    const rubric = madeRubric({
      scoring: { method: "profile" },
      limits: [{ id: "l", type: "criterion", label: "Duty", criteria: ["A1"], atOrBelow: 0, cap: "inadequate" }],
    });
    const result = graded(rubric, { A1: 0, A2: 3, B1: 2, B2: 2 });
    expect(result).toMatchObject({ grade: null, rawGrade: null, status: "final", limitedBy: ["l:A1"] });
    expect([result.domains.A?.grade, result.domains.B?.grade]).toEqual(["good", "good"]);
  });
});

describe("a module with grades of its own", () => {
  it("is graded by them, and a limit of the main grades does not reach it", () => {
    const rubric = madeRubric({
      modules: [
        { key: "plan", title: "The plan" },
        {
          key: "form",
          title: "Form",
          grades: [
            { key: "met", label: "Met", short: "M", min: 60 },
            { key: "not_met", label: "Not met", short: "N", min: 0 },
          ],
        },
      ],
      domains: [madeDomain("A"), madeDomain("F", { module: "form" })],
      criteria: [madeCriterion("A1", "A"), madeCriterion("F1", "F", { scale: "ypn" })],
      limits: [{ id: "l", type: "criterion", label: "L", criteria: ["A1", "F1"], atOrBelow: 0, cap: "inadequate" }],
    });
    expect(graded(rubric, { A1: 2, F1: 2 }, "form").grade).toBe("met");
    expect(graded(rubric, { A1: 2, F1: 0 }, "form")).toMatchObject({ grade: "not_met", limitedBy: [] });
    expect(graded(rubric, { A1: 0, F1: 2 })).toMatchObject({ grade: "inadequate", limitedBy: ["l:A1"] });
  });
});

describe("a limit in shadow", () => {
  it("says what it would have done beside one that applies", () => {
    const rubric = madeRubric({
      limits: [
        { id: "on", type: "criterion", label: "On", criteria: ["A1"], atOrBelow: 0, cap: "requires_improvement" },
        {
          id: "off",
          type: "criterion",
          label: "Off",
          criteria: ["B1"],
          atOrBelow: 0,
          cap: "inadequate",
          mode: "shadow",
        },
      ],
    });
    const result = graded(rubric, { A1: 0, A2: 3, B1: 0, B2: 3 });
    expect(result).toMatchObject({
      rawGrade: "good",
      grade: "requires_improvement",
      limitedBy: ["on:A1"],
      shadow: { grade: "inadequate", limitedBy: ["on:A1", "off:B1"] },
    });
    expect(result.fired.map((f) => [f.id, f.shadow ?? false])).toEqual([
      ["on", false],
      ["off", true],
    ]);
  });
});

describe("other ways to the percent", () => {
  const oneToFour = { ...FOUR, key: "one", levels: FOUR.levels.map((l) => ({ ...l, value: l.value + 1 })) };
  const criteria = [madeCriterion("A1", "A", { scale: "one" }), madeCriterion("B1", "B", { scale: "one", weight: 3 })];
  it("counts 1 of 1 to 4 as nothing, or as a quarter where levels count from 0", () => {
    const one = madeRubric({ scales: [oneToFour], criteria });
    const zero = madeRubric({ scales: [oneToFour], criteria, scoring: { percentFrom: "zero" } });
    expect(graded(one, { A1: 1, B1: 4 }).overall).toBe(50);
    expect(graded(zero, { A1: 1, B1: 4 }).overall).toBe(62.5);
  });
  it("takes the mean of all criteria where domains have no weight of their own", () => {
    const pooled = madeRubric({ scales: [oneToFour], criteria, scoring: { overall: "criteria" } });
    // (1 × 0 + 3 × 100) / 4
    expect(graded(pooled, { A1: 1, B1: 4 }).overall).toBe(75);
  });
});

describe("rules over a case", () => {
  const about = { ...UNKNOWN_CASE, yearGroup: 10, phase: "secondary" as const, lookedAfter: false };
  const rule: CaseRule = {
    any: [{ lookedAfter: true }, { all: [{ yearGroupMin: 9 }, { not: { phase: ["post_16"] } }] }],
  };
  it("join by all, any and not", () => {
    expect(ruleHolds(rule, about)).toBe(true);
    expect(ruleHolds(rule, { ...about, yearGroup: 6 })).toBe(false);
    expect(ruleHolds(rule, { ...about, lookedAfter: true, yearGroup: 6 })).toBe(true);
  });
  it("neither hold nor fail on what nobody recorded, also under not", () => {
    expect(ruleHolds({ not: { residential: true } }, about)).toBe(null);
    expect(ruleHolds({ not: { lookedAfter: true } }, about)).toBe(true);
    expect(ruleHolds({ any: [{ residential: true }, { lookedAfter: false }] }, about)).toBe(true);
  });
  it("say in words why a criterion is left out", () => {
    const [c] = madeRubric({ criteria: [madeCriterion("A1", "A", { appliesWhen: { need: ["ASD", "HI"] } })] }).criteria;
    expect(appliesTo(c!, { ...about, need: "PD" })).toEqual({
      applies: false,
      because: "asked where the need is Autism or Hearing impairment",
    });
    expect(appliesTo(c!, about).applies).toBe(true);
  });
  it("read as the end of a sentence", () => {
    expect(ruleInWords({ yearGroupMin: 9, hasPersonalBudget: true })).toBe(
      "from Year 9 on and when the plan has a personal budget",
    );
  });
});
