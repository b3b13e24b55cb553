import { describe, expect, it } from "vitest";
import { auditorViews } from "#audits/agreement/auditors.ts";
import { exportAgreement } from "#audits/agreement/export.ts";
import { measureAgreement } from "#audits/agreement/measure.ts";
import type { Answer, CycleAnswers } from "#audits/agreement/stack.ts";
import { summariseAgreement } from "#audits/agreement/summary.ts";
import { agreementWords } from "#audits/agreement/words.ts";
import type { Score } from "#audits/scoring/consensus.ts";

const criteria = [
  { id: "HS1", domainId: "HS", levels: [1, 2, 3, 4] },
  { id: "HS2", domainId: "HS", levels: [1, 2, 3, 4] },
  { id: "VC1", domainId: "VC", levels: [0, 50, 100] },
];

/** One row a case: the scores of Ann and Bob, of whom Bob did not always answer. */
const answersTo = (criterionId: string, rows: [ann: Score, bob: Score | undefined][]): Answer[] =>
  rows.flatMap(([ann, bob], i) => {
    const caseId = `C-${i + 1}`;
    const given: Answer[] = [{ caseId, criterionId, auditorId: "ann", score: ann }];
    return bob === undefined ? given : [...given, { caseId, criterionId, auditorId: "bob", score: bob }];
  });

const cycle: CycleAnswers = {
  cycleId: "cycle-7",
  criteria,
  answers: [
    ...answersTo("HS1", [
      [1, 1],
      [2, 3],
      [4, 1],
      ["CT", 2],
      ["NA", "NA"],
      ["NA", 3],
      [3, undefined],
      [2, null],
    ]),
    ...answersTo("HS2", [
      [3, 3],
      [4, 4],
    ]),
    ...answersTo("VC1", [
      [0, 50],
      [0, 100],
      [100, 100],
    ]),
  ],
};
const summary = summariseAgreement(cycle);
const [hs1, , vc1] = summary.criteria;

describe("agreement on one criterion", () => {
  it("counts first: cases with two levels, all the same, within one level", () => {
    expect(hs1).toMatchObject({ id: "HS1", cases: 3, exact: { n: 1, of: 3 }, withinOne: { n: 2, of: 3 } });
  });

  it("counts cannot tell, does not apply and missing apart, and none of them as a level", () => {
    expect(hs1!.answers).toEqual({ levels: 10, cannotTell: 1, notApplicable: 3, missing: 1 });
  });

  it("gives quadratic AC2 over the declared scale with Gwet's t interval", () => {
    const ratings = [
      [1, 1],
      [2, 3],
      [4, 1],
      [null, 2],
      [null, null],
      [null, 3],
      [3, null],
      [2, null],
    ];
    const ci = { method: "gwet-t", level: 0.95 } as const;
    const expected = measureAgreement({ measure: "gwet_ac2", weighting: "quadratic" }, ratings, {
      categories: [1, 2, 3, 4],
      ci,
    });
    expect(hs1!.coefficient).toEqual(expected);
    expect(hs1).toMatchObject({ seed: null, method: "agreement/1" });
  });

  it("asks apart whether the criterion applies; cannot tell says that it does", () => {
    expect(hs1!.applicability.exact).toEqual({ n: 5, of: 6 });
    expect(hs1!.applicability.coefficient).toMatchObject({ n: { unitsUsed: 6 } });
  });

  it("counts levels by their place on the scale, whatever their values", () => {
    expect(vc1).toMatchObject({ exact: { n: 1, of: 3 }, withinOne: { n: 2, of: 3 } });
  });
});

describe("agreement over stacked criteria", () => {
  it("stacks cases and criteria, and counts cases once", () => {
    expect(summary.domains.map(({ id, cases, exact }) => ({ id, cases, exact }))).toEqual([
      { id: "HS", cases: 3, exact: { n: 3, of: 5 } },
      { id: "VC", cases: 3, exact: { n: 1, of: 3 } },
    ]);
    expect(summary.overall).toMatchObject({ cases: 3, exact: { n: 4, of: 8 } });
  });

  it("bootstraps whole cases with a seed that is kept", () => {
    const stat = summary.domains[0]!.coefficient;
    expect(summary.domains[0]!.seed).toBe("cycle-7/gwet_ac2/HS");
    const ratings = [
      [1, 1],
      [2, 3],
      [4, 1],
      [null, 2],
      [null, null],
      [null, 3],
      [3, null],
      [2, null],
      [3, 3],
      [4, 4],
    ];
    const clusters = ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "C-1", "C-2"];
    const ci = { method: "bootstrap-percentile", level: 0.95, B: 2000, seed: "cycle-7/gwet_ac2/HS", clusters } as const;
    expect(stat).toEqual(
      measureAgreement({ measure: "gwet_ac2", weighting: "quadratic" }, ratings, { categories: [1, 2, 3, 4], ci }),
    );
    expect(summariseAgreement(cycle)).toEqual(summary);
  });

  it("keeps scales apart: the coefficient is about the scale that most have, the counts about all", () => {
    expect(summary.overall).toMatchObject({
      onOtherScales: 3,
      coefficientCases: 3,
      coefficient: { n: { unitsUsed: 5 } },
    });
  });

  it("takes the later of two answers to the same question", () => {
    const corrected = [...cycle.answers, { caseId: "C-3", criterionId: "HS1", auditorId: "bob", score: 4 }];
    expect(summariseAgreement({ ...cycle, answers: corrected }).criteria[0]!.exact).toEqual({ n: 2, of: 3 });
  });

  it("has nothing to say of a cycle without answers", () => {
    const empty = summariseAgreement({ ...cycle, answers: [] });
    expect(empty.overall).toMatchObject({
      cases: 0,
      exact: { n: 0, of: 0 },
      coefficient: { value: null, reason: "NO_DATA" },
    });
    expect(agreementWords(empty.overall)).toEqual([
      "No case was scored by two auditors; agreement cannot be measured.",
    ]);
  });
});

describe("the export for statisticians", () => {
  const rows = exportAgreement(cycle);

  it("has every coefficient of every stack, with counts, method and seed, also where cases are few", () => {
    const hs1Rows = rows.filter(({ id }) => id === "HS1");
    expect(hs1Rows.map(({ measure }) => measure)).toEqual([
      "percent_agreement_pairwise",
      "gwet_ac2",
      "gwet_ac2",
      "krippendorff_alpha",
      "cohen_kappa",
      "icc_2_k",
      "kendall_w",
    ]);
    expect(hs1Rows[3]).toMatchObject({ seed: "cycle-7/krippendorff_alpha/HS1", method: "agreement/1", units: 7 });
    expect(rows.find(({ id, measure }) => id === "HS" && measure === "gwet_ac2")?.interval).toBe(
      "bootstrap-percentile",
    );
  });

  it("gives a reason wherever a figure is missing", () => {
    for (const row of rows) if (row.value === null) expect(row.reason).toMatch(/^[A-Z_]+$/);
  });

  it("gives W without an interval and without calling that a fault", () => {
    const complete = {
      ...cycle,
      answers: answersTo("HS1", [
        [1, 1],
        [2, 2],
        [4, 3],
      ]),
    };
    const w = exportAgreement(complete).find(({ id, measure }) => id === "HS1" && measure === "kendall_w");
    expect(w).toMatchObject({ value: 1, lower: null, upper: null, reason: null });
  });
});

describe("the view of one auditor", () => {
  const panel = (rows: Score[][]): CycleAnswers => ({
    ...cycle,
    answers: rows.flatMap((row, i) =>
      row.map((score, a) => ({ caseId: `C-${i}`, criterionId: "HS1", auditorId: ["ann", "bob", "cem"][a]!, score })),
    ),
  });
  const ten = Array.from({ length: 10 }, (): Score[] => [1, 3, 4]);

  it("shows how far an auditor scores from the others, in levels, and how often alone by two", () => {
    const [ann, bob] = auditorViews(panel(ten));
    expect(ann).toEqual({ auditorId: "ann", sharedUnits: 10, meanDifference: -2.5, loneOutlier: 1 });
    expect(bob).toMatchObject({ meanDifference: 0.5, loneOutlier: 0 });
  });

  it("shows nothing of an auditor with fewer than ten shared units", () => {
    expect(auditorViews(panel(ten.slice(1)))[0]).toMatchObject({
      sharedUnits: 9,
      meanDifference: null,
      loneOutlier: null,
    });
  });

  it("calls nobody an outlier where only two scored, or where the others differ by two themselves", () => {
    const pairs = ten.map((): Score[] => [1, 4, "NA"]);
    expect(auditorViews(panel(pairs))[0]!.loneOutlier).toBe(0);
    const apart = ten.map((): Score[] => [4, 1, 3]);
    expect(auditorViews(panel(apart))[1]!.loneOutlier).toBe(1);
    expect(auditorViews(panel(ten.map((): Score[] => [4, 2, 1])))[0]!.loneOutlier).toBe(1);
    expect(auditorViews(panel(ten.map((): Score[] => [1, 2, 4])))[1]!.loneOutlier).toBe(0);
  });
});
