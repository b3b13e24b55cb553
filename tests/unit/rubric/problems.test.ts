import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RubricProblem, readRubric, rubricProblems, stopsPublishing } from "#audits/rubric/problems.ts";
import { FOUR, GRADES, madeCriterion, madeDocument, madeDomain, YES_PARTLY_NO } from "./made-up.ts";

/** The made-up document with one scale, so that nothing is wrong with it. */
const good = (more: Record<string, unknown> = {}) => madeDocument({ scales: [FOUR], ...more });
const withCriterion = (more: Record<string, unknown>) =>
  good({ criteria: [madeCriterion("A1", "A", more), madeCriterion("B1", "B")] });
const said = (document: unknown, themes: ReadonlySet<string> | null = null) =>
  rubricProblems(document, themes).map((p) => `${p.stops ? "STOPS" : "warns"} ${p.where}: ${p.sentence}`);
const limit = (more: Record<string, unknown>) => ({
  id: "L",
  type: "criterion",
  label: "A duty",
  criteria: ["A1"],
  atOrBelow: 0,
  cap: "inadequate",
  ...more,
});

describe("a rubric without fault", () => {
  it("has no problem, and is read with its defaults", () => {
    expect(said(good())).toEqual([]);
    const read = readRubric(good());
    expect(read.ok && read.rubric.criteria[0]?.scoredBy).toBe(null);
  });
});

/** What is wrong, the document, and the sentence that must be told first. */
const CASES: [string, unknown, string][] = [
  ["no document", null, "STOPS The document: This is not a rubric. Choose a file that holds one rubric document."],
  [
    "a newer format",
    good({ format: "ehc-rubric/2" }),
    "STOPS Format: This document has the format ehc-rubric/2, which is newer than this installation reads (ehc-rubric/1). Update the installation, or export the rubric again in the older format.",
  ],
  [
    "another format",
    good({ format: "survey/7" }),
    "STOPS Format: This is not a rubric of the format ehc-rubric/1. Choose another file, or correct the format.",
  ],
  ["no format", good({ format: undefined }), 'STOPS Format: Add the format: "ehc-rubric/1".'],
  [
    "a field that the format does not have",
    withCriterion({ marks: 3 }),
    "STOPS Criterion A1, marks: The format has no field “marks”. Remove it, or check how it is spelt.",
  ],
  [
    "no question",
    withCriterion({ question: undefined }),
    "STOPS Criterion A1, question: The question is missing. Add it.",
  ],
  ["an empty question", withCriterion({ question: " " }), "STOPS Criterion A1, question: Enter the question."],
  ["a weight below 0", withCriterion({ weight: -1 }), "STOPS Criterion A1, weight: The weight must be 0 or more."],
  [
    "a weight in words",
    withCriterion({ weight: "two" }),
    "STOPS Criterion A1, weight: The weight must be a number. Change it.",
  ],
  [
    "a key with a space",
    good({ domains: [madeDomain("A"), madeDomain("B"), madeDomain("C C")] }),
    "STOPS Domain C C, key: Write the key with letters, figures, dots, hyphens or underscores, starting with a letter, up to 64 characters and without spaces.",
  ],
  [
    "a version in one number",
    good({ version: "2" }),
    "STOPS Version: Write the version as three numbers with full stops, such as 1.0.0.",
  ],
  [
    "a day that is none",
    good({ validFrom: "1 September" }),
    "STOPS First day: Write the first day as year, month and day: 2026-09-01.",
  ],
  [
    "an agency that is none",
    withCriterion({ responsible: "police" }),
    "STOPS Criterion A1, agency that answers for it: Choose the agency that answers for it from: education, health, social_care, setting, forum, all.",
  ],
  [
    "the same key twice",
    good({ criteria: [madeCriterion("A1", "A"), madeCriterion("B1", "B"), madeCriterion("A1", "A")] }),
    "STOPS Criterion A1, key: Another criterion has the key A1. Give one of them another key.",
  ],
  [
    "keys that differ only by case",
    good({ criteria: [madeCriterion("A1", "A"), madeCriterion("B1", "B"), madeCriterion("a1", "A")] }),
    "STOPS Criterion a1, key: a1 and A1 differ only by capital letters. Give one of them another key.",
  ],
  [
    "a scale that is not there",
    withCriterion({ scale: "five" }),
    "STOPS Criterion A1, scale: There is no scale with the key five. Choose one that the rubric has, or add it.",
  ],
  [
    "a domain that is not there",
    good({ criteria: [madeCriterion("A1", "A"), madeCriterion("B1", "B"), madeCriterion("Z1", "Z")] }),
    "STOPS Criterion Z1, domain: There is no domain with the key Z. Choose one that the rubric has, or add it.",
  ],
  [
    "a section that is not there",
    withCriterion({ sections: ["F", "Q"] }),
    "STOPS Criterion A1, plan sections, number 2: There is no plan section with the key Q. Choose one that the rubric has, or add it.",
  ],
  [
    "domains that are parts of each other",
    good({
      domains: [madeDomain("A"), madeDomain("B"), madeDomain("C", { parent: "D" }), madeDomain("D", { parent: "C" })],
    }),
    "STOPS Domain C, domain that it is a part of: C is a part of itself, by way of D. Choose another domain, or none.",
  ],
  [
    "a domain with parts and criteria",
    good({
      domains: [madeDomain("A"), madeDomain("B"), madeDomain("C", { parent: "A" })],
      criteria: [madeCriterion("A1", "A"), madeCriterion("B1", "B"), madeCriterion("C1", "C")],
    }),
    "STOPS Domain A: A has both parts and criteria of its own. Move the criteria into a part.",
  ],
  [
    "a domain without criteria",
    good({ domains: [madeDomain("A"), madeDomain("B"), madeDomain("C")] }),
    "STOPS Domain C: C has no criterion. Add one, or remove the domain.",
  ],
  [
    "a weight of 0",
    good({ criteria: [madeCriterion("A1", "A", { weight: 0 }), madeCriterion("A2", "A"), madeCriterion("B1", "B")] }),
    "warns Criterion A1, weight: A1 has the weight 0, so its level moves no percent. Give it a weight, or leave it to be shown only.",
  ],
  [
    "a domain whose criteria all have the weight 0",
    withCriterion({ weight: 0 }),
    "STOPS Domain A: Every criterion of A has the weight 0, so it never has a percent. Give at least one a weight.",
  ],
  [
    "weights that do not add up",
    good({ domains: [madeDomain("A", { weight: 40.5 }), madeDomain("B", { weight: 50 })] }),
    "warns Module plan: The weights of the domains of plan add up to 90.5, not 100. Change them, or leave them: each counts as its share of the sum.",
  ],
  [
    "cut points out of order",
    good({ grades: [GRADES[0], { ...GRADES[1], min: 90 }, GRADES[2], GRADES[3]] }),
    "STOPS Grade Good, cut point: The cut point of Good (90) must be below that of Outstanding (83.3). List the best grade first; no plan could be Outstanding.",
  ],
  [
    "two grades at one cut point",
    good({ grades: [GRADES[0], { ...GRADES[1], min: 83.3 }, GRADES[2], GRADES[3]] }),
    "STOPS Grade Good, cut point: The cut point of Good (83.3) must be below that of Outstanding (83.3). List the best grade first; no plan could be Good.",
  ],
  [
    "a grade above 100",
    good({ grades: [{ ...GRADES[0], min: 101 }, GRADES[1], GRADES[2], GRADES[3]] }),
    "STOPS Grade Outstanding, cut point: No plan can be Outstanding: its cut point 101 is above 100. Lower it.",
  ],
  [
    "percents that get no grade",
    good({ grades: [...GRADES.slice(0, 3), { ...GRADES[3], min: 5 }] }),
    "STOPS Grade Inadequate, cut point: A plan below 5% would have no grade. Make the cut point of the lowest grade 0.",
  ],
  [
    "counts without a rule",
    good({ scoring: { method: "counts" }, grades: [GRADES[0], GRADES[3]], goodFrom: "outstanding" }),
    "STOPS Grade Outstanding, rules: Outstanding has no rule, so every plan gets it and no plan the grades below. Add a rule.",
  ],
  [
    "counts that no plan can reach",
    good({
      scoring: { method: "counts" },
      grades: [{ ...GRADES[0], when: [{ levels: ["good"], atLeast: 9 }] }, GRADES[3]],
      goodFrom: "outstanding",
    }),
    "STOPS Grade Outstanding, rules: No plan can be Outstanding: a rule asks for 9 and there are 4 criteria to count. Change the rule.",
  ],
  [
    "a missing descriptor",
    withCriterion({ descriptors: { inadequate: "a", requires_improvement: "b", outstanding: "d" } }),
    "warns Criterion A1, descriptor for Good: Write what Good looks like for A1.",
  ],
  [
    "a descriptor of a level that is not there",
    withCriterion({ descriptors: { ...(madeCriterion("A1", "A").descriptors as object), superb: "x" } }),
    "STOPS Criterion A1, descriptor for superb: The scale of A1 has no level superb. Remove this descriptor, or choose another scale.",
  ],
  [
    "evidence at a level that is not there",
    withCriterion({ evidenceAt: ["bad"] }),
    "STOPS Criterion A1, levels that need evidence, number 1: The scale of A1 has no level bad, so no quote would ever be asked for it. Choose a level of the scale.",
  ],
  [
    "a limit on a criterion that may not apply",
    good({
      limits: [limit({})],
      criteria: [madeCriterion("A1", "A", { appliesWhen: { yearGroupMin: 9 } }), madeCriterion("B1", "B")],
    }),
    "warns Limit L, criteria, number 1: A1 does not apply to every plan; where it does not, A duty cannot fire. Leave it if that is meant.",
  ],
  [
    "a limit below every level",
    good({ limits: [limit({ atOrBelow: -1 })] }),
    "STOPS Limit L, criteria, number 1: A duty can never fire for A1: no level of its scale is -1 or lower. Raise the level, or take A1 out.",
  ],
  [
    "a limit that counts more than it lists",
    good({ limits: [limit({ type: "count", atLeast: 2 })] }),
    "STOPS Limit L, number of criteria: A duty can never fire: it asks for 2 of 1 criteria. Lower the number, or add criteria.",
  ],
  [
    "a limit to the best grade",
    good({ limits: [limit({ cap: "outstanding" })] }),
    "STOPS Limit L, highest grade: A duty never lowers a grade: Outstanding is the best grade. Choose a lower one.",
  ],
  [
    "a limit on a criterion that is not there",
    good({ limits: [limit({ criteria: ["Q9"] })] }),
    "STOPS Limit L, criteria, number 1: There is no criterion with the key Q9. Choose one that the rubric has, or add it.",
  ],
  [
    "a limit of no known kind",
    good({ limits: [limit({ type: "mood" })] }),
    "STOPS Limit L, kind: Choose what kind of limit this is: criterion, count or domain.",
  ],
  [
    "a mark that no limit takes up",
    withCriterion({ limiting: { kind: "hard", reason: "Duty" } }),
    "warns Criterion A1, limit: A1 is marked as one that limits the grade, and no limit names it. Add it to a limit, or take the mark away.",
  ],
  [
    "a short form without a headline domain",
    good({
      domains: [madeDomain("A"), madeDomain("B", { headline: true })],
      criteria: [madeCriterion("A1", "A", { shortForm: true }), madeCriterion("B1", "B")],
    }),
    "warns Domain B: B is a headline domain and the short form asks none of its criteria. Mark at least one for the short form.",
  ],
  [
    "a criterion that nobody scores",
    withCriterion({ scoredBy: [] }),
    "STOPS Criterion A1, agencies that score it: Nobody scores A1. Choose at least one agency, or let every agency score it.",
  ],
  [
    "a rule that never holds",
    withCriterion({ appliesWhen: { yearGroupMin: 9, yearGroupMax: 6 } }),
    "STOPS Criterion A1, when it applies: A1 never applies: no case can meet its rule. Change the rule, or remove the criterion.",
  ],
  [
    "a rule that always holds",
    withCriterion({ appliesWhen: { any: [{ lookedAfter: true }, { not: { lookedAfter: true } }] } }),
    "warns Criterion A1, when it applies: Every case meets the rule of A1. Remove the rule.",
  ],
  [
    "HTML in text",
    withCriterion({ question: "Is it <b>good</b>?" }),
    "STOPS Criterion A1, question: The question has HTML in it (<b>). Write plain text: remove the tags.",
  ],
  [
    "a number that identifies a child",
    withCriterion({ guidance: "As in the plan of 943 476 5919." }),
    "STOPS Criterion A1, guidance: Remove the NHS number from the guidance. A rubric must not identify a child.",
  ],
  [
    "a name",
    withCriterion({ lookFor: ["the pupil Maisie is heard"] }),
    "warns Criterion A1, things to look for, number 1: The things to look for may name a child (Maisie). Write “the child” instead.",
  ],
  [
    "a law that ends before it begins",
    good({ validTo: "2014-08-31" }),
    "STOPS Last day: The last day (2014-08-31) is before the first (2014-09-01). Change one of them.",
  ],
  [
    "two levels with one value",
    good({ scales: [{ ...FOUR, levels: FOUR.levels.map((l, i) => (i === 3 ? { ...l, value: 2 } : l)) }] }),
    "STOPS Scale four, levels, Outstanding, value: Two levels of four have the value 2. Change one.",
  ],
  [
    "a scale that nobody uses",
    good({ scales: [FOUR, YES_PARTLY_NO] }),
    "warns Scale ypn: No criterion uses ypn. Remove it, or use it.",
  ],
  [
    "two that replace one",
    good({
      criteria: [madeCriterion("A1", "A", { replaces: "X1" }), madeCriterion("B1", "B", { replaces: "X1" })],
    }),
    "STOPS Criterion B1, key in the version before: Two say that they replace X1. Only one can carry its results on.",
  ],
  [
    "a main module with grades of its own",
    good({ modules: [{ key: "plan", title: "The plan", grades: GRADES }] }),
    "STOPS Module plan: The main module is graded as the rubric says. Set its grades and way of grading there.",
  ],
];

describe("what is wrong is told where it stands, with what to do", () => {
  it.each(CASES)("%s", (_, document, sentence) => {
    expect(said(document)).toContain(sentence);
  });
  it("warns of a theme that the codebook does not have, when the codebook is given", () => {
    const document = withCriterion({ themes: ["EP-VAGUE", "XX-NONE"] });
    expect(said(document)).toEqual([]);
    expect(said(document, new Set(["EP-VAGUE"]))).toEqual([
      "warns Criterion A1, themes, number 2: The codebook has no theme XX-NONE. Choose one that it has, or add the theme there.",
    ]);
  });
  it("reads no rubric that has an error, and reads one that has only warnings", () => {
    expect(readRubric(withCriterion({ scoredBy: [] })).ok).toBe(false);
    const warned = readRubric(withCriterion({ descriptors: {} }));
    expect([warned.ok, warned.problems.length]).toEqual([true, 4]);
  });
  it("lists problems in the order of the document, never the same twice", () => {
    const problems: RubricProblem[] = rubricProblems(
      good({
        goodFrom: "x",
        criteria: [madeCriterion("A1", "Q"), madeCriterion("B1", "B", { scoredBy: [] })],
        limits: [limit({ cap: "y" })],
      }),
    );
    expect(problems.map((p) => p.at[0])).toEqual(["goodFrom", "domains", "criteria", "criteria", "limits"]);
    expect(new Set(problems.map((p) => JSON.stringify(p))).size).toBe(problems.length);
  });
});

describe("documents that are made to hurt", () => {
  it("refuses 5,000 criteria in a sentence, and stops to list what else is wrong", () => {
    const criteria = Array.from({ length: 5000 }, (_, i) =>
      madeCriterion(`A${i}`, "A", { domain: "A", scale: "none" }),
    );
    const problems = rubricProblems(good({ criteria }));
    expect(problems.map((p) => p.sentence)).toContain(
      "The rubric has 5,000 criteria. Make it 500 or fewer: nobody can score more for one plan.",
    );
    expect(problems.length).toBeLessThanOrEqual(501);
  });
  it("refuses what nests without end, also in a circle", () => {
    const circle: Record<string, unknown> = good();
    circle.about = circle;
    expect(said(circle)).toEqual([
      "STOPS The document: The document nests too deep to be a rubric. Choose another file.",
    ]);
    let rule: unknown = { lookedAfter: true };
    for (let i = 0; i < 3000; i++) rule = { not: rule };
    expect(said(withCriterion({ appliesWhen: rule }))[0]).toContain("nests too deep");
  });
  it("does not try a rule on millions of cases", () => {
    const wide = {
      any: ["phase", "need", "settingType", "planType"].map((f) => ({ [f]: FIRST[f as keyof typeof FIRST] })),
    };
    const flags = { lookedAfter: true, cinCp: true, eotas: true, homeEducated: true, residential: true };
    expect(said(withCriterion({ appliesWhen: { any: [wide, flags, { yearGroupMin: 9, ageMin: 12 }] } }))).toEqual([]);
  });
  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.anything({ maxDepth: 4, withBigInt: true, withMap: true, withNullPrototype: true }),
        (document) => {
          expect(Array.isArray(rubricProblems(document))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
  it("never throws on a rubric in which anything is replaced by anything, and stops nothing that can be read", () => {
    const paths = pathsOf(good({ limits: [limit({})], shortForm: { title: "Short" } }));
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.anything({ maxDepth: 2 }), (path, value) => {
        const document = structuredClone(good({ limits: [limit({})], shortForm: { title: "Short" } }));
        put(document, path, value);
        const problems = rubricProblems(document);
        for (const p of problems) expect(p.sentence.endsWith(".") || p.sentence.includes('"'), p.sentence).toBe(true);
        expect(readRubric(document).ok).toBe(!stopsPublishing(problems));
      }),
      { numRuns: 600 },
    );
  });
});

const FIRST = { phase: ["primary"], need: ["ASD"], settingType: ["special"], planType: ["new"] };

function pathsOf(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Object.entries(value).flatMap(([k, v]) => pathsOf(v, [...at, Array.isArray(value) ? Number(k) : k]));
  return at.length ? [at, ...inner] : inner;
}

function put(document: unknown, path: (string | number)[], value: unknown): void {
  const last = path.at(-1) as string;
  const holder = path.slice(0, -1).reduce<unknown>((from, to) => (from as Record<string, unknown>)[to], document);
  (holder as Record<string, unknown>)[last] = value;
}
