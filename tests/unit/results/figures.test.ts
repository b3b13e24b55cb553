import { describe, expect, it } from "vitest";
import { cycleFigures } from "#audits/results/figures.ts";
import { themesLead } from "#audits/results/words.ts";
import { CODEBOOK, RUBRIC, type SmallPlan, scored, smallCycle, times } from "./small-cycle.ts";

const ON = "2026-12-01";
const GOOD = scored(2, 2, 2, 2);
const WEAK = scored(1, 1, 1, 1);
const figuresOf = (plans: SmallPlan[], given = {}) => cycleFigures(smallCycle(plans, given), [], ON);

describe("what a cycle found", () => {
  it("counts only plans that the panel signed off", () => {
    const figures = figuresOf([...times(11, GOOD), ...times(3, { ...WEAK, signedOff: false })]);
    expect(figures.grades).toMatchObject({ n: 11, after: [0, 11, 0, 0] });
    expect(figures.beside).toMatchObject({ signedOff: 11, sampled: 14 });
    expect(figures.sample).toMatchObject({ counted: 11, drawn: 14, population: 400 });
  });

  it("gives the share good or better for these plans, and what that means for all plans of the frame", () => {
    const figures = figuresOf([...times(14, GOOD), ...times(6, WEAK)], { population: 100 });
    expect(figures.grades.good).toMatchObject({ count: 14, n: 20 });
    // The specification's own example: 14 of 20 of 100 plans is between 50 and 85.
    expect(figures.grades.goodInPopulation).toEqual({ lower: 50, upper: 85 });
  });

  it("leaves a plan that nobody could judge out of the grades, and says so", () => {
    const figures = figuresOf([...times(10, GOOD), scored("CT", "CT", "CT", "CT")]);
    expect(figures.grades).toMatchObject({ n: 10, notGraded: 1 });
    expect(figures.domains[0]).toMatchObject({ notGraded: 0, counts: [0, 10, 0, 0] });
  });

  it("leaves a plan out of a domain that has too little evidence, never as zero", () => {
    const figures = figuresOf([...times(10, GOOD), scored(2, 2, "CT", "CT")]);
    expect(figures.domains).toMatchObject([
      { notGraded: 0, counts: [0, 11, 0, 0], good: { count: 11, n: 11 } },
      { notGraded: 1, counts: [0, 10, 0, 0], good: { count: 10, n: 10 } },
    ]);
  });

  it("shows grades before and after limits, and which criterion lowered how many", () => {
    const figures = figuresOf([...times(8, GOOD), ...times(3, scored(0, 3, 3, 2)), ...times(2, scored(3, 3, 0, 3))]);
    expect(figures.grades).toMatchObject({ before: [0, 13, 0, 0], after: [0, 8, 2, 3] });
    expect(figures.limits.lowered).toBe(5);
    expect(figures.limits.loweredTo).toEqual([
      { level: "Requires improvement", plans: 2 },
      { level: "Inadequate", plans: 3 },
    ]);
    expect(figures.limits.rows).toEqual([
      { key: "A1", title: "Criterion A1", effect: "Limits to Inadequate", plans: 3 },
      { key: "B1", title: "Criterion B1", effect: "Limits to Requires improvement", plans: 2 },
    ]);
    expect(figures.beside.limitedPlans[0]).toEqual({
      reference: "C-0009",
      score: "66.7",
      before: "Good",
      after: "Inadequate",
      because: ["A1"],
    });
  });

  it("groups plans by phase and keeps those of unknown phase", () => {
    const figures = figuresOf([
      ...times(6, GOOD),
      ...times(5, { ...WEAK, phase: "post_16" }),
      { ...GOOD, phase: null },
    ]);
    expect(figures.groups[0]?.rows).toMatchObject([
      { label: "Primary", good: { count: 6, n: 6, interval: null } },
      { label: "Post-16", good: { count: 0, n: 5 } },
      { label: "Not known", good: { count: 1, n: 1 } },
    ]);
  });

  it("has no results and no failure where nothing is signed off", () => {
    const figures = figuresOf(times(3, { ...GOOD, signedOff: false }));
    expect(figures.grades).toMatchObject({ n: 0, good: { count: 0, n: 0 }, goodInPopulation: null });
    expect(figures.themes).toEqual([]);
  });
});

describe("agreement", () => {
  const pair = (one: number[], other: number[], settled = {}): SmallPlan => ({
    sheets: [{ levels: one }, { agency: "health", levels: other }],
    settled,
  });

  it("comes from the blind levels, whatever the panel agreed later", () => {
    const figures = figuresOf([...times(10, pair([2, 2, 2, 2], [2, 1, 2, 0], { A2: 2, B2: 2 })), GOOD]);
    expect(figures.agreement).toMatchObject({ plans: 10, compared: 40, exact: 20, withinOne: 30 });
    expect(figures.agreement.moderated).toEqual({ plans: 11, criteria: 20, changed: 20, bothViews: 0 });
    expect(figures.agreement.criteria[0]).toEqual({ key: "B2", title: "Criterion B2", exact: 0, withinOne: 0, of: 10 });
  });

  it("does not count 'does not apply' or 'cannot tell' as a level", () => {
    const plan: SmallPlan = { sheets: [{ levels: ["NA", 2, 2, 2] }, { levels: [2, "CT", 2, 2] }] };
    expect(figuresOf(times(10, plan)).agreement).toMatchObject({ compared: 20, exact: 20 });
  });

  it("has no coefficient for fewer than 10 plans scored twice, and the same interval each time from 10 on", () => {
    const differ = pair([2, 1, 2, 0], [2, 2, 3, 0]);
    expect(figuresOf(times(9, differ)).agreement.ac2.value).toBeNull();
    const twice = [1, 2].map(() => figuresOf([...times(6, differ), ...times(6, pair([3, 1, 1, 2], [0, 1, 2, 2]))]));
    const { ac2 } = twice[0]?.agreement ?? {};
    expect(ac2).toEqual(twice[1]?.agreement.ac2);
    expect(ac2?.value).toBeGreaterThan(0);
  });

  it("is not called certain where every level was the same", () => {
    const figures = figuresOf(times(10, pair([2, 2, 2, 2], [2, 2, 2, 2])));
    expect(figures.agreement.ac2).toEqual({ value: 1, interval: null, words: "mostly consistent" });
  });

  it("records both views as views, not as a change", () => {
    const figures = figuresOf(times(10, pair([2, 3, 2, 2], [2, 0, 2, 2], { A2: "both" })));
    expect(figures.agreement.moderated).toEqual({ plans: 10, criteria: 10, changed: 0, bothViews: 10 });
  });
});

describe("themes", () => {
  const withTheme = (code: string, words?: string): SmallPlan => ({
    sheets: [{ levels: [1, 1, 1, 1], themes: { A1: [code] }, quotes: words ? { A1: words } : {} }],
  });

  it("count a plan once, whoever of its auditors found it and however often", () => {
    const plan: SmallPlan = {
      sheets: [
        { levels: [1, 1, 1, 1], themes: { A1: ["EP-VAGUE"], A2: ["EP-VAGUE"] } },
        { levels: [1, 1, 1, 1], themes: { B1: ["EP-VAGUE", "OF-SILO"] } },
      ],
    };
    const { themes, beside } = figuresOf([...times(7, plan), ...times(5, GOOD)]);
    expect(themes.map(({ code, share }) => ({ code, share }))).toMatchObject([
      { code: "EP-VAGUE", share: { count: 7, n: 12 } },
      { code: "OF-SILO", share: { count: 7, n: 12 } },
    ]);
    expect(beside.themesNotFound).toEqual({ improvement: 2, strength: 1 });
  });

  it("quote only answers whose own finding carries the theme, at most two, each words once", () => {
    const [theme] = figuresOf([
      ...times(3, withTheme("EP-VAGUE", "Access to support as appropriate")),
      withTheme("EP-VAGUE", "Regular input from the therapist"),
      {
        sheets: [{ levels: [1, 1, 1, 1], themes: { A1: ["EP-VAGUE"] }, quotes: { B2: "Not about this theme at all" } }],
      },
      ...times(6, GOOD),
    ]).themes;
    expect(theme?.quotes.map(({ text }) => text)).toEqual([
      "Access to support as appropriate",
      "Regular input from the therapist",
    ]);
  });

  const cycle = (counts: Record<string, number>, n: number, title: string) =>
    smallCycle(
      [...Object.entries(counts).flatMap(([code, plans]) => times(plans, withTheme(code))), ...times(n, GOOD)].slice(
        0,
        n,
      ),
      { id: title, title },
    );

  it("are compared with the last cycle that measured the same, and marked where many comparisons leave it standing", () => {
    const figures = cycleFigures(
      cycle({ "EP-VAGUE": 10, "PN-GENERIC": 6 }, 40, "Autumn 2026"),
      [cycle({ "EP-VAGUE": 9, "PN-GENERIC": 20, "OF-SILO": 2 }, 38, "Spring 2026")],
      ON,
    );
    expect(figures.beside.compared).toEqual({ title: "Spring 2026", plans: 38 });
    const [vague, generic] = figures.themes;
    expect(vague).toMatchObject({ code: "EP-VAGUE", previous: { count: 9, n: 38 }, change: { worthALook: false } });
    expect(generic).toMatchObject({ code: "PN-GENERIC", change: { worthALook: true } });
    expect(generic?.change?.difference).toBeCloseTo(6 / 40 - 20 / 38, 12);
    expect(figures.change?.since).toBe("Spring 2026");
  });

  it("are summed up by what is commonest and what is worth a look", () => {
    const now = cycle({ "EP-VAGUE": 10, "PN-GENERIC": 6 }, 40, "Autumn 2026");
    const before = cycle({ "EP-VAGUE": 9, "PN-GENERIC": 20 }, 38, "Spring 2026");
    expect(themesLead(cycleFigures(now, [before], ON))).toBe(
      "Theme EP-VAGUE is the commonest area for improvement, in 10 of 40 plans. One change is worth a look: Theme PN-GENERIC fell from 20 of 38 plans in Spring 2026 to 6 of 40.",
    );
    expect(themesLead(cycleFigures(cycle({ "OF-SILO": 7, "EP-VAGUE": 7 }, 20, "Autumn 2026"), [], ON))).toBe(
      "Theme EP-VAGUE and Theme OF-SILO are the commonest areas for improvement, each in 7 of 20 plans.",
    );
    expect(themesLead(cycleFigures(cycle({}, 20, "Autumn 2026"), [], ON))).toBe(
      "No finding has been coded to a theme.",
    );
  });

  it("keep a theme in the list that many plans of the last cycle showed and none of this one", () => {
    const figures = cycleFigures(cycle({}, 20, "Autumn 2026"), [cycle({ "PN-GENERIC": 12 }, 20, "Spring 2026")], ON);
    expect(figures.themes).toMatchObject([{ code: "PN-GENERIC", share: { count: 0, n: 20 }, previous: { count: 12 } }]);
  });

  it("are not compared with a cycle on a version that measures something else, and the page can say why", () => {
    const before = cycle({ "EP-VAGUE": 9 }, 20, "Spring 2026");
    const criteria = RUBRIC.criteria.map((c, i) => (i === 0 ? { ...c, question: "Something else altogether?" } : c));
    before.rubric = { ...before.rubric, document: { ...RUBRIC, version: "0.9.0", criteria } };
    const figures = cycleFigures(cycle({ "EP-VAGUE": 9 }, 20, "Autumn 2026"), [before], ON);
    expect(figures.previousCycles).toEqual([]);
    expect(figures.themes[0]).toMatchObject({ previous: null, change: null });
    expect(figures.beside.notCompared).toBe(
      "Spring 2026 used another version of the rubric, which grades plans in another way, so grades are not compared with it.",
    );
  });

  it("carry on over a version that changed nothing of what is measured", () => {
    const before = cycle({ "EP-VAGUE": 9 }, 20, "Spring 2026");
    const criteria = RUBRIC.criteria.map((c) => ({ ...c, lookFor: [...c.lookFor, "one thing more"] }));
    before.rubric = { ...before.rubric, document: { ...RUBRIC, version: "0.9.0", criteria } };
    const figures = cycleFigures(cycle({ "EP-VAGUE": 9 }, 20, "Autumn 2026"), [before], ON);
    expect(figures.previousCycles.map((c) => c.title)).toEqual(["Spring 2026"]);
    expect(figures.themes[0]?.previous).toMatchObject({ count: 9 });
  });

  it("have names from the codebook that the cycle was coded with", () => {
    expect(figuresOf(times(10, withTheme("EP-VAGUE"))).themes[0]?.name).toBe(CODEBOOK.themes[0]?.name);
  });
});

describe("a sample with places that are not in proportion", () => {
  const strata = (places: [number, number]) => [
    { label: "Early years", plans: 20, places: places[0] },
    { label: "Primary", plans: 380, places: places[1] },
  ];
  const plans = [
    ...times(10, { ...GOOD, phase: "early_years", stratum: "Early years" }),
    ...times(10, { ...WEAK, stratum: "Primary" }),
  ];

  it("also gives the share with each group counted by its size", () => {
    const figures = figuresOf(plans, { strata: strata([10, 10]) });
    expect(figures.grades.good).toMatchObject({ count: 10, n: 20 });
    expect(figures.beside.weighted?.share).toBeCloseTo(0.05, 12);
    expect(figures.limitsOfAudit[0]).toContain("With each group counted by its size, 5%");
  });

  it("needs no second figure where the groups got places by their share", () => {
    expect(figuresOf(plans, { strata: strata([1, 19]) }).beside.weighted).toBeNull();
  });
});
