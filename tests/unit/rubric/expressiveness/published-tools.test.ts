import { describe, expect, it } from "vitest";
import { domains, gradeCase, grades, items, scale, tool } from "./tool.ts";

const OFSTED = grades([
  ["Outstanding", 83.3],
  ["Good", 50],
  ["Requires improvement", 16.7],
  ["Inadequate", 0],
]);
const FOUR = scale("four", ["Inadequate", "Requires improvement", "Good", "Outstanding"]);

describe("a must-have list by lettered section (Act, Regulations and Code)", () => {
  // Every section must be there for the plan to be lawful; four principles are told beside it and decide nothing.
  const rubric = tool({
    scales: [scale("ypn", ["No", "Partly", "Yes"])],
    grades: grades([
      ["Compliant", 90, [{ domains: ["A", "B", "F"], levels: ["no", "partly"], atMost: 0 }]],
      ["Compliant in part", 50, [{ domains: ["A", "B", "F"], levels: ["no"], atMost: 0 }]],
      ["Not compliant", 0],
    ]),
    scoring: { method: "counts" },
    domains: domains([
      ["A", 1],
      ["B", 1],
      ["F", 1],
      ["P", 0],
    ]),
    criteria: [
      ...items("A", 2, { scale: "ypn" }),
      ...items("B", 3, { scale: "ypn" }),
      ...items("F", 3, { scale: "ypn", notApplicable: { allowed: true, rule: "No such provision is needed." } }),
      ...items("P", 4, { scale: "ypn" }),
    ],
  });
  it("is compliant with every section there, whatever the principles", () => {
    expect(gradeCase(rubric, "Yes", { P1: "No", P2: "No" }).label).toBe("Compliant");
    expect(gradeCase(rubric, "Yes", { B2: "Partly" }).label).toBe("Compliant in part");
    expect(gradeCase(rubric, "Yes", { B2: "No" }).label).toBe("Not compliant");
  });
  it("shows each section's share, without what does not apply", () => {
    const { domains: by } = gradeCase(rubric, "Yes", { F1: "NA", F2: "No", B1: "Partly" });
    expect([by.A?.percent, by.B?.percent, by.F?.percent]).toEqual([100, 83.3, 50]);
  });
});

describe("yes or no with evidence and points for action, content apart from principles, statutory items in bold", () => {
  const rubric = tool({
    scales: [scale("yn", ["No", "Yes"])],
    grades: grades([
      ["Meets the checklist", 100],
      ["Does not yet", 0],
    ]),
    modules: [
      { key: "main", title: "What can be seen in the plan" },
      { key: "principles", title: "What can only be inferred" },
    ],
    domains: [...domains([["C", 1]]), ...domains([["Q", 1]], "principles")],
    criteria: [
      ...items("C", 5, (i) => ({
        scale: "yn",
        cannotTell: false,
        evidenceAt: ["no"],
        ...(i < 2 ? { limiting: { kind: "hard", reason: "Statutory" } } : {}),
      })),
      ...items("Q", 2, { scale: "yn" }),
    ],
    limits: [
      { id: "bold", type: "criterion", label: "Statutory", criteria: ["C1", "C2"], atOrBelow: 0, cap: "does_not_yet" },
    ],
  });
  it("grades content and principles apart, and needs a quote for every no", () => {
    expect(gradeCase(rubric, "Yes").label).toBe("Meets the checklist");
    expect(gradeCase(rubric, "Yes", { C2: "No" })).toMatchObject({
      label: "Does not yet",
      limitedBy: ["bold:C2"],
      overallText: "80.0",
    });
    expect(gradeCase(rubric, "No", {}, { module: "principles" }).label).toBe("Does not yet");
    expect(rubric.criteria[0]?.evidenceAt).toEqual(["no"]);
  });
});

describe("four inspection grades with descriptors, judged by part of the journey", () => {
  // The overall judgement can be no better than one grade above the worst part.
  const rubric = tool({
    scales: [FOUR],
    grades: OFSTED,
    goodFrom: "good",
    domains: domains([
      ["J", 1],
      ["S", 1],
      ["O", 1],
      ["V", 1],
    ]),
    criteria: ["J", "S", "O", "V"].flatMap((d) =>
      items(d, 1, {
        scale: "four",
        descriptors: { inadequate: "a", requires_improvement: "b", good: "c", outstanding: "d" },
      }),
    ),
    limits: [
      {
        id: "worst",
        type: "domain",
        label: "One part is Inadequate",
        domains: ["J", "S", "O", "V"],
        gradeAtOrBelow: "inadequate",
        cap: "requires_improvement",
      },
      {
        id: "weak",
        type: "domain",
        label: "One part requires improvement",
        domains: ["J", "S", "O", "V"],
        gradeAtOrBelow: "requires_improvement",
        cap: "good",
      },
    ],
  });
  it("is held by its worst part", () => {
    expect(gradeCase(rubric, "Outstanding").label).toBe("Outstanding");
    // (3 + 3 + 3 + 1) / 12 = 83.3: Outstanding by score, Good by the rule.
    expect(gradeCase(rubric, "Outstanding", { O1: "Requires improvement" })).toMatchObject({
      rawGrade: "outstanding",
      label: "Good",
    });
    expect(gradeCase(rubric, "Outstanding", { V1: "Inadequate" }).label).toBe("Requires improvement");
  });
});

describe("0 to 3 by section, with points that add up and weighted sections", () => {
  // Points of all items are added; 60 of 100 and more is a pass. Sections weigh by their items.
  const rubric = tool({
    scales: [scale("points", ["0", "1", "2", "3"])],
    grades: grades([
      ["Strong", 80],
      ["Sound", 60],
      ["Weak", 0],
    ]),
    scoring: { overall: "criteria", percentFrom: "zero", notGradedBelow: 0 },
    domains: domains([
      ["E", 1],
      ["F", 1],
    ]),
    criteria: [...items("E", 4, { scale: "points" }), ...items("F", 2, { scale: "points", weight: 2 })],
  });
  it("adds points over sections of different length", () => {
    // E: 3 + 3 + 2 + 1 = 9 of 12; F: 2 × (1 + 3) = 8 of 12: 17 of 24 = 70.83.
    expect(gradeCase(rubric, 3, { E3: 2, E4: 1, F1: 1 })).toMatchObject({ overallText: "70.8", label: "Sound" });
  });
});

describe("0 to 10 scaling, with anchors at the ends", () => {
  const rubric = tool({
    scales: [scale("ten", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])],
    grades: grades([
      ["Going well", 70],
      ["Mixed", 40],
      ["Worrying", 0],
    ]),
    levelOrder: "worst_first",
    domains: domains([["W", 1]]),
    criteria: items("W", 3, {
      scale: "ten",
      descriptors: { l0: "Nothing is working.", l10: "Nothing more is needed." },
    }),
  });
  it("is the mean of the marks", () => {
    expect(gradeCase(rubric, 7)).toMatchObject({ overallText: "70.0", label: "Going well" });
    expect(gradeCase(rubric, 7, { W1: 4, W2: 6 })).toMatchObject({ overallText: "56.7", label: "Mixed" });
  });
});

describe("weighted criteria that derive the grade, and statutory ones that hold it", () => {
  const rubric = tool({
    scales: [FOUR],
    grades: OFSTED,
    domains: domains([
      ["V", 25],
      ["N", 20],
      ["O", 25],
      ["P", 30],
    ]),
    criteria: ["V", "N", "O", "P"].flatMap((d) => items(d, 3, (i) => ({ scale: "four", weight: [0.5, 0.3, 0.2][i] }))),
    limits: [
      {
        id: "p",
        type: "criterion",
        label: "Provision is not quantified",
        criteria: ["P1"],
        atOrBelow: 0,
        cap: "requires_improvement",
      },
      {
        id: "three",
        type: "count",
        label: "Three weak items",
        criteria: ["V1", "N1", "O1", "P1"],
        atOrBelow: 0,
        atLeast: 3,
        cap: "inadequate",
      },
    ],
  });
  it("keeps weights such as 0.5, 0.3 and 0.2 exact", () => {
    // P: (0.5 × 0 + 0.3 × 3 + 0.2 × 3) / 3 = 50; the rest 100: 25 + 20 + 25 + 15 = 85.
    expect(gradeCase(rubric, "Outstanding", { P1: "Inadequate" })).toMatchObject({
      overallText: "85.0",
      rawGrade: "outstanding",
      label: "Requires improvement",
    });
    expect(gradeCase(rubric, "Outstanding", { P1: 0, V1: 0, O1: 0 }).label).toBe("Inadequate");
  });
});

describe("a grade by counts: no more than two below the line, none at the bottom", () => {
  const rubric = tool({
    scales: [scale("line", ["Below", "At the line", "Above"])],
    grades: grades([
      [
        "Good",
        60,
        [
          { levels: ["below"], atMost: 0 },
          { levels: ["above"], atLeastPercent: 50 },
        ],
      ],
      ["Acceptable", 40, [{ levels: ["below"], atMost: 2 }]],
      ["Poor", 0],
    ]),
    scoring: { method: "counts" },
    domains: domains([["X", 1]]),
    criteria: items("X", 8, { scale: "line", notApplicable: { allowed: true, rule: "No such need." } }),
  });
  it("counts what has a level and nothing else", () => {
    expect(gradeCase(rubric, "Above", { X1: "At the line" }).label).toBe("Good");
    expect(gradeCase(rubric, "At the line", { X1: "Above" }).label).toBe("Acceptable");
    expect(gradeCase(rubric, "Above", { X1: "Below", X2: "Below" }).label).toBe("Acceptable");
    expect(gradeCase(rubric, "Above", { X1: "Below", X2: "Below", X3: "Below" }).label).toBe("Poor");
    // One above of two with a level is half.
    expect(gradeCase(rubric, "NA", { X1: "Above", X2: "At the line" }).label).toBe("Good");
  });
});

describe("a research schedule: a profile over parts, with mixed scales and no overall grade", () => {
  const rubric = tool({
    scales: [scale("yn", ["No", "Yes"]), scale("five", ["Not at all", "A little", "Partly", "Mostly", "Fully"])],
    grades: grades([
      ["High", 60],
      ["Low", 0],
    ]),
    scoring: { method: "profile" },
    domains: [
      { key: "G", module: "main", title: "Goals", shortTitle: "Goals" },
      { key: "GF", module: "main", parent: "G", title: "Function", shortTitle: "Function" },
      { key: "GM", module: "main", parent: "G", title: "Measure", shortTitle: "Measure" },
      ...domains([["V", 1]]),
    ],
    criteria: [
      ...items("GF", 2, { scale: "yn" }),
      ...items("GM", 1, { scale: "five" }),
      ...items("V", 2, { scale: "five" }),
    ],
  });
  it("gives a percent and a grade of each part and none of the whole", () => {
    const result = gradeCase(rubric, "Fully", { GF1: "Yes", GF2: "No", GM1: "Partly", V1: "A little" });
    expect([result.label, result.status]).toEqual([null, "final"]);
    const percents = Object.fromEntries(Object.entries(result.domains).map(([key, d]) => [key, d.percent]));
    expect(percents).toEqual({ G: 50, GF: 50, GM: 50, V: 62.5 });
  });
});

describe("standards for one agency's advice, each agency scoring its own", () => {
  const rubric = tool({
    subject: { kind: "advice", agency: "health" },
    scales: [scale("rag", ["Red", "Amber", "Green"])],
    grades: grades([
      ["Green", 75],
      ["Amber", 40],
      ["Red", 0],
    ]),
    domains: domains([
      ["H", 1],
      ["S", 1],
      ["T", 1],
    ]),
    criteria: [
      ...items("H", 2, { scale: "rag", scoredBy: ["health"], responsible: "health" }),
      ...items("S", 2, { scale: "rag", scoredBy: ["social_care"], responsible: "social_care" }),
      ...items("T", 1, { scale: "rag", appliesWhen: { all: [{ yearGroupMin: 9 }, { not: { homeEducated: true } }] } }),
    ],
  });
  it("asks health what health scores, and everybody what is for everybody", () => {
    expect(gradeCase(rubric, "Green", {}, { agency: "health" }).asked).toEqual(["H1", "H2", "T1"]);
    expect(gradeCase(rubric, "Green", {}, { agency: "education" }).asked).toEqual(["T1"]);
  });
  it("leaves a domain out that asks nothing of this child", () => {
    const young = gradeCase(rubric, "Amber", { H1: "Green" }, { about: { yearGroup: 4 } });
    // H 75, S 50; T is not there.
    expect([young.overallText, Object.keys(young.domains)]).toEqual(["62.5", ["H", "S"]]);
    expect(gradeCase(rubric, "Amber", {}, { about: { yearGroup: 10, homeEducated: true } }).asked).not.toContain("T1");
  });
});

describe("a short form for dip samples, and adult-life items by age band", () => {
  const rubric = tool({
    scales: [FOUR],
    grades: OFSTED,
    shortForm: { title: "Dip sample" },
    domains: domains([
      ["K", 2],
      ["L", 1],
    ]),
    criteria: [
      ...items("K", 4, (i) => ({ scale: "four", shortForm: i < 2 })),
      ...items("L", 3, (i) => ({
        scale: "four",
        shortForm: true,
        appliesWhen: [{ ageMax: 10 }, { ageMin: 11, ageMax: 15 }, { ageMin: 16 }][i],
      })),
    ],
  });
  it("asks the marked items, and of each band its own", () => {
    const at = (ageYears: number, short: boolean) =>
      gradeCase(rubric, "Good", {}, { about: { ageYears }, short }).asked;
    expect(at(9, true)).toEqual(["K1", "K2", "L1"]);
    expect(at(15, true)).toEqual(["K1", "K2", "L2"]);
    expect(at(17, false)).toEqual(["K1", "K2", "K3", "K4", "L3"]);
  });
});

describe("a judgement of the whole, given by the auditor beside items that are only told", () => {
  // One item is the overall judgement; all others weigh nothing in the grade.
  const rubric = tool({
    scales: [FOUR, scale("yn", ["No", "Yes"])],
    grades: OFSTED,
    domains: domains([
      ["D", 0],
      ["W", 1],
    ]),
    criteria: [...items("D", 3, { scale: "yn" }), ...items("W", 1, { scale: "four" })],
  });
  it("is the judgement that was given, with the items beside it", () => {
    const result = gradeCase(rubric, "No", { W1: "Good", D1: "Yes" });
    expect([result.label, result.domains.D?.percent]).toEqual(["Good", 33.3]);
  });
});

describe("an audit in which most items do not apply to most plans", () => {
  const rubric = tool({
    scales: [scale("met", ["Not met", "Met"])],
    grades: grades([
      ["Met", 100],
      ["Not met", 0],
    ]),
    scoring: { notGradedBelow: 0.5 },
    domains: domains([
      ["M", 1],
      ["N", 1],
    ]),
    criteria: ["M", "N"].flatMap((d) =>
      items(d, 4, { scale: "met", notApplicable: { allowed: true, rule: "No such event.", decidedBy: "panel" } }),
    ),
  });
  it("grades on what is left, and not on nothing", () => {
    expect(gradeCase(rubric, "NA", { M1: "Met" })).toMatchObject({ label: "Met", status: "final" });
    expect(gradeCase(rubric, "NA")).toMatchObject({ label: null, status: "no_evidence" });
    // Three of four could not be told: the domain is not graded, and does not count as 0.
    expect(gradeCase(rubric, "CT", { M1: "Met", N1: "Met", N2: "Met" }).domains.M).toMatchObject({ graded: false });
  });
});
