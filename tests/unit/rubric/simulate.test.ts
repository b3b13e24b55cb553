import { describe, expect, it } from "vitest";
import { UNKNOWN_CASE } from "#audits/cases/case.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { madeUpCase, simulate } from "#audits/rubric/simulate.ts";
import { madeCriterion, madeRubric } from "./made-up.ts";

const rubric = madeRubric({
  limits: [
    {
      id: "duty",
      type: "criterion",
      label: "A duty is not met",
      criteria: ["A1"],
      atOrBelow: 0,
      cap: "requires_improvement",
    },
  ],
});
const made = (scores: Record<string, number | "NA" | "CT" | null>) => ({ about: UNKNOWN_CASE, scores });

describe("how a made-up case would be graded", () => {
  it("says the grade by score and why it is limited", () => {
    // A: (0 + 3) / 6 = 50%; B: 100%; overall 75%.
    const [plan] = simulate(rubric, made({ A1: 0, A2: 3, B1: 3, B2: 3 })).modules;
    expect(plan).toMatchObject({ percent: "75.0", rawGrade: "Good", grade: "Requires improvement" });
    expect(plan?.why).toEqual([
      "Score 75.0% would be Good.",
      "Limited to Requires improvement because: A duty is not met (A1).",
    ]);
    expect(plan?.domains.map((d) => [d.key, d.percent, d.grade])).toEqual([
      ["A", 50, "Good"],
      ["B", 100, "Outstanding"],
    ]);
  });
  it("says what one level up or down would change", () => {
    const { steps } = simulate(rubric, made({ A1: 0, A2: 3, B1: 3, B2: 3 }));
    // A1 at 1: A = 4/6 = 66.7%, overall 83.3%: Outstanding, and no limit.
    expect(steps?.A1?.up).toMatchObject({
      grade: "Outstanding",
      moves: true,
      sentence: "A1 at Requires improvement: 83.3%, and Outstanding in place of Requires improvement.",
    });
    expect(steps?.A1?.down).toBe(null);
    expect(steps?.B1?.down).toMatchObject({ moves: false, percent: "66.7" });
  });
  it("says what is not asked, and what is missing", () => {
    const some = madeRubric({
      criteria: [madeCriterion("A1", "A", { appliesWhen: { yearGroupMin: 9 } }), madeCriterion("B1", "B")],
    });
    const result = simulate(some, { about: { ...UNKNOWN_CASE, yearGroup: 3 }, scores: {} });
    expect(result.leftOut).toEqual([{ key: "A1", title: "Title of A1", because: "asked from Year 9 on" }]);
    expect(result.modules[0]?.why).toEqual(["No criterion has a level, so there is no grade."]);
    expect(simulate(rubric, made({ A1: 2, A2: 2, B1: 2 })).modules[0]?.why[0]).toBe("Not graded yet: B2 not scored.");
  });
  it("makes a case for every rubric that ships, the same each time, that is graded", () => {
    for (const shipped of SHIPPED_RUBRICS) {
      const one = madeUpCase(shipped);
      expect(madeUpCase(shipped)).toEqual(one);
      const [plan] = simulate(shipped, one).modules;
      expect(plan?.status, shipped.key).toBe("final");
    }
  });
});
