import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Score } from "#audits/scoring/consensus.ts";
import { type GradeInput, grade } from "#audits/scoring/grade.ts";
import type { Limit } from "#audits/scoring/limits.ts";

const cuts = [
  { grade: "Good", min: 65 },
  { grade: "Outstanding", min: 85 },
  { grade: "Inadequate", min: 0 },
  { grade: "Requires improvement", min: 40 },
];

type Row = [id: string, weight: number, score: Score];
const domain = (id: string, weight: number, ...rows: Row[]) => ({
  id,
  weight,
  criteria: rows.map(([criterion, w, score]) => ({ id: criterion, weight: w, score })),
});
const worked = [domain("A", 2, ["A1", 1, 3], ["A2", 1, 2], ["A3", 2, 2]), domain("B", 1, ["B1", 1, 3], ["B2", 1, 1])];
const plan = (rest: Partial<GradeInput> = {}) => grade({ domains: worked, cuts, ...rest });

describe("grading a plan", () => {
  it("gives the worked example of the specification: 75.0 and 66.7 make 72.2, Good", () => {
    const result = plan();
    expect(result.domains).toMatchObject({ A: { percent: 75, grade: "Good" }, B: { percent: 66.7, grade: "Good" } });
    expect(result).toMatchObject({ overall: 72.2, overallText: "72.2", grade: "Good", status: "final" });
    expect(result.overallExact).toBeCloseTo(72.22222222222223, 12);
  });

  it("shows a whole percent with its decimal", () => {
    expect(grade({ domains: [domain("A", 1, ["A1", 1, 3])], cuts }).overallText).toBe("100.0");
  });

  it("never lets binary fractions move a grade: weights 0.1, 0.2 and 0.7 reach 65 exactly", () => {
    const domains = [domain("A", 1, ["A1", 0.1, 3], ["A2", 0.55, 3], ["A3", 0.35, 0])];
    expect(grade({ domains, cuts, gradeOn: "exact" })).toMatchObject({ overall: 65, grade: "Good" });
  });

  it("grades the percent that people see, so 64.95 is 65.0 and Good, unless it is told to grade the exact one", () => {
    const domains = [domain("A", 1, ["A1", 1299, 3], ["A2", 701, 0])];
    expect(grade({ domains, cuts })).toMatchObject({ overallText: "65.0", grade: "Good" });
    expect(grade({ domains, cuts, gradeOn: "exact" })).toMatchObject({ overall: 65, grade: "Requires improvement" });
    expect(grade({ domains, cuts, decimals: 2 })).toMatchObject({
      overallText: "64.95",
      grade: "Requires improvement",
    });
  });

  it("never lowers the percent when one score rises", () => {
    const score = fc.oneof(fc.nat({ max: 3 }), fc.constant("NA" as const), fc.constant("CT" as const));
    const weight = fc.constantFrom(0.1, 0.2, 0.3, 1, 2.5);
    const criteria = fc.array(fc.tuple(weight, score), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(criteria, { minLength: 1, maxLength: 3 }), fc.nat(), (shape, pick) => {
        const build = (raise: number) => {
          let index = 0;
          return shape.map((rows, d) =>
            domain(
              `D${d}`,
              d + 1,
              ...rows.map(([w, s], c): Row => {
                const higher = typeof s === "number" && s < 3 && index++ === raise;
                return [`D${d}C${c}`, w, higher ? (s as number) + 1 : s];
              }),
            ),
          );
        };
        const before = grade({ domains: build(-1), cuts }).overallExact ?? 0;
        const after = grade({ domains: build(pick % 6), cuts }).overallExact ?? 0;
        expect(after).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 100 },
    );
  });
});

describe("what is not a level", () => {
  it("lets NA leave numerator and denominator, and a domain of NA alone take no part", () => {
    const domains = [domain("A", 1, ["A1", 1, 3], ["A2", 1, "NA"]), domain("B", 5, ["B1", 1, "NA"])];
    const result = grade({ domains, cuts });
    expect(result).toMatchObject({ overall: 100, status: "final" });
    expect(result.domains.B).toEqual({ percent: null, grade: null, graded: false, evidence: null });
  });

  it("blocks the grade while a score is missing, or gives a provisional one where that is configured", () => {
    const domains = [domain("A", 1, ["A1", 1, 3], ["A2", 1, null])];
    expect(grade({ domains, cuts })).toMatchObject({
      grade: null,
      rawGrade: "Outstanding",
      status: "incomplete",
      missing: ["A2"],
    });
    expect(grade({ domains, cuts, missing: "provisional" })).toMatchObject({
      grade: "Outstanding",
      status: "provisional",
    });
  });

  it("has no evidence where no level was given at all, whatever else was said", () => {
    for (const scores of [
      ["NA", "NA"],
      ["CT", "NA"],
      [null, null],
      [null, "NA"],
    ] as Score[][]) {
      const domains = [domain("A", 1, ...scores.map((score, i): Row => [`A${i}`, 1, score]))];
      expect(grade({ domains, cuts, missing: "provisional" })).toMatchObject({
        overall: null,
        rawGrade: null,
        grade: null,
        status: "no_evidence",
      });
    }
    expect(grade({ domains: [], cuts }).status).toBe("no_evidence");
  });

  it("counts cannot tell against the evidence, not against the plan", () => {
    const domains = [domain("A", 1, ["A1", 2, 3], ["A2", 3, "CT"], ["A3", 5, "NA"]), domain("B", 1, ["B1", 1, 0])];
    const lenient = grade({ domains, cuts });
    expect(lenient.domains.A).toEqual({ percent: 100, grade: "Outstanding", graded: true, evidence: 0.4 });
    expect(lenient).toMatchObject({ overall: 50, status: "final", cannotTell: ["A2"] });
    const strict = grade({ domains, cuts, notGradedBelow: 0.5 });
    expect(strict.domains.A).toEqual({ percent: null, grade: null, graded: false, evidence: 0.4 });
    expect(strict.overall).toBe(0);
  });

  it("still grades a domain with exactly the least share of evidence", () => {
    const domains = [domain("A", 1, ["A1", 0.1, 3], ["A2", 0.2, "CT"], ["A3", 0.1, 3])];
    expect(grade({ domains, cuts, notGradedBelow: 0.5 }).domains.A?.graded).toBe(true);
  });
});

describe("criteria on different scales", () => {
  it("measures each by how far up its own scale it stands", () => {
    const criteria = [
      { id: "A1", weight: 1, score: 4, min: 1, max: 4 },
      { id: "A2", weight: 1, score: 1, min: 1, max: 4 },
      { id: "A3", weight: 1, score: 1, max: 2 },
    ];
    expect(grade({ domains: [{ id: "A", weight: 1, criteria }], cuts }).overall).toBe(50);
  });
});

describe("limits", () => {
  const low = [domain("A", 1, ["A1", 1, 0], ["A2", 1, 0], ["A3", 9, 3]), domain("B", 1, ["B1", 1, 3], ["B2", 1, 3])];
  const one: Limit = { id: "advice", type: "criterion", criterion: "A1", atOrBelow: 0, cap: "Requires improvement" };
  const two: Limit = {
    id: "two",
    type: "count",
    criteria: ["A1", "A2", "B1"],
    atOrBelow: 0,
    atLeast: 2,
    cap: "Inadequate",
  };
  const whole: Limit = { id: "whole", type: "domain", domain: "B", gradeAtOrBelow: "Outstanding", cap: "Good" };

  it("give the worst of the raw grade and all caps that fire, named in configured order", () => {
    const result = grade({ domains: low, cuts, limits: [two, whole, one] });
    expect(result).toMatchObject({
      rawGrade: "Outstanding",
      grade: "Inadequate",
      limitedBy: ["two", "whole", "advice"],
    });
  });

  it("count from the configured number on, not before", () => {
    expect(grade({ domains: low, cuts, limits: [{ ...two, atLeast: 3 }] }).limitedBy).toEqual([]);
  });

  it("never raise a grade", () => {
    const poor = [domain("A", 1, ["A1", 1, 0])];
    expect(grade({ domains: poor, cuts, limits: [one] })).toMatchObject({ grade: "Inadequate", limitedBy: ["advice"] });
  });

  it("are not fired by NA, cannot tell, a missing score, an ungraded domain or a criterion that is not asked", () => {
    const silent = [domain("A", 1, ["A2", 1, 3]), domain("B", 1, ["B1", 1, "NA"], ["B2", 1, "CT"], ["B3", 1, null])];
    const limits: Limit[] = [one, whole, { ...two, criteria: ["B1", "B2", "B3", "X9"], atLeast: 1 }];
    expect(grade({ domains: silent, cuts, limits }).limitedBy).toEqual([]);
  });

  it("only report in shadow mode what they would do", () => {
    const result = grade({ domains: low, cuts, limits: [one], limitsMode: "shadow" });
    expect(result).toMatchObject({ grade: "Outstanding", limitedBy: [] });
    expect(result.shadow).toEqual({ grade: "Requires improvement", limitedBy: ["advice"] });
    expect(grade({ domains: low, cuts, limits: [one] }).shadow).toBeNull();
  });

  it("do not make a grade for a plan that is incomplete", () => {
    const domains = [domain("A", 1, ["A1", 1, 0], ["A2", 1, null])];
    expect(grade({ domains, cuts, limits: [one] })).toMatchObject({ grade: null, limitedBy: ["advice"] });
  });
});

describe("input that no rubric allows", () => {
  it.each([
    ["a score above the scale", { domains: [domain("A", 1, ["A1", 1, 4])] }, "INVALID_VALUE"],
    ["a score below the scale", { domains: [domain("A", 1, ["A1", 1, -1])] }, "INVALID_VALUE"],
    ["a score that is no number", { domains: [domain("A", 1, ["A1", 1, Number.NaN])] }, "INVALID_VALUE"],
    ["a negative weight", { domains: [domain("A", 1, ["A1", -1, 1])] }, "INVALID_VALUE"],
    ["a criterion twice", { domains: [domain("A", 1, ["A1", 1, 1], ["A1", 1, 1])] }, "DUPLICATE_ID"],
    [
      "a cap without a cut",
      { limits: [{ id: "l", type: "criterion", criterion: "A1", atOrBelow: 0, cap: "Weak" } as const] },
      "INVALID_VALUE",
    ],
  ])("is thrown with its code: %s", (_, input, code) => {
    expect(() => plan(input)).toThrow(expect.objectContaining({ code }));
  });
});
