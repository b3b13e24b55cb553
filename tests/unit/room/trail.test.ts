import { describe, expect, it } from "vitest";
import type { PlanResult } from "#audits/panel/result.ts";
import { monthWords } from "#audits/dates.ts";
import { broadened } from "#audits/room/trail-words.ts";
import { planWords, proposeTrails, type TrailPlan, trailEntry } from "#audits/room/trail.ts";
import { cycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { RUBRIC, scored, smallCycle, times } from "../results/small-cycle.ts";

const check = published(cycleFigures(smallCycle(times(12, scored(2, 2, 2, 2))), [], "2026-12-01"));
const result = {
  scores: { A1: 2, A2: 1, B1: "NA", B2: "CT" },
  bothViews: ["B2"],
  modules: [
    {
      module: "plan",
      grade: "requires_improvement",
      rawGrade: "good",
      fired: [
        { id: "soft", label: "A weakness", cap: "requires_improvement", because: ["B1 is Inadequate"], kind: "soft" },
      ],
    },
  ],
  override: { derived: "requires_improvement", grade: "good", reason: "The whole plan reads better than its parts." },
  method: "grade/1",
} as unknown as PlanResult;

const plan = (reasons: Record<string, string> = {}): TrailPlan => ({
  about: { phase: "Primary", need: "Autism" },
  cycle: { title: "Summer 2026", month: "June 2026" },
  rubric: RUBRIC,
  asked: RUBRIC.criteria,
  auditors: [
    {
      agency: "Education",
      answers: [{ ...emptyAnswer("A1"), score: 2, quotes: [{ section: "F", page: 2, words: "A secret quote" }] }],
    },
    { agency: "Health", answers: [{ ...emptyAnswer("A1"), score: 1, note: "A secret note" }] },
  ],
  settled: new Map(Object.entries(reasons).map(([key, reason]) => [key, { criterion: key, agreed: 2, reason }])),
  result,
  signedOffOn: "2026-06-19",
  corrections: [],
  feedback: [
    {
      to: "Plan writer",
      sentOn: "2026-07-02",
      readOn: "2026-07-03",
      repliedOn: "2026-07-14",
      standing: "The plan was amended",
      disputes: 0,
    },
  ],
  again: [{ cycle: "Autumn 2026", grade: "good" }],
  actions: [{ code: "A-02", title: "Say hours in section F", state: "Done" }],
});
const NAMES = { people: ["Tom Hargreaves"], references: ["C-0417"] };
const said = (given: TrailPlan) => {
  const { made, heldBack } = trailEntry(given, check, NAMES);
  return { text: JSON.stringify(made), made, heldBack };
};

describe("the trail of a plan", () => {
  it("shows each auditor’s level by letter, what holds, the grade, and what happened then", () => {
    const { made, text } = said(plan({ A1: "Hours are given for every kind of help." }));
    if (!made.ok) throw new Error("A trail was not made");
    expect(made.facts).toEqual({
      plan: "Primary, autism",
      grade: "Requires improvement, limited",
      after: "Amended, audited again",
    });
    expect(text).toContain("Auditor A, education");
    expect(text).toContain("Both views recorded");
    expect(text).toContain("Hours are given for every kind of help.");
    expect(text).toContain("Good by score, limited to Requires improvement.");
    expect(text).toContain("The whole plan reads better than its parts.");
    expect(text).toContain("Audited again in Autumn 2026: Good.");
    expect(text).toContain("A-02 Say hours in section F (Done)");
  });
  it("holds no quote, no note, no day and no name, whatever stands in the audit", () => {
    const { text } = said(plan());
    for (const secret of ["secret", "Hargreaves", "19 June", "2026-06-19", "2 July", "C-0417"])
      expect(text).not.toContain(secret);
    expect(text).toContain("Signed off by the panel in June 2026");
  });
  it("holds a reason back that names a person, a plan, an identifier or a small number, and says that it did", () => {
    const held = said(
      plan({
        A1: "As agreed with Jamie at home.",
        A2: "Compare with C-0417, which says it better.",
        B1: "Call 01632 960117 for the advice.",
        B2: "Tom Hargreaves was right about this.",
      }),
    );
    expect(held.heldBack.map(({ where }) => where)).toEqual(["A1", "A2", "B1", "B2"].map((key) => `Reason of ${key}`));
    for (const secret of ["Jamie", "C-0417", "01632", "Hargreaves"]) expect(held.text).not.toContain(secret);
    expect(held.text).toContain("4 reasons are held back");
    expect(said(plan({ A1: "All of it is specific." })).heldBack).toEqual([]);
  });
  it("says phase and need only where five plans of the caseload share them", () => {
    const of = (phase: string, primaryNeed: string, n: number) =>
      Array.from({ length: n }, () => ({ phase, primaryNeed }));
    const caseload = [...of("primary", "ASD", 5), ...of("primary", "MSI", 4), ...of("early_years", "HI", 4)];
    const words = (phase: string, primaryNeed: string) => planWords(broadened({ phase, primaryNeed }, caseload));
    expect(words("primary", "ASD")).toBe("Primary, autism");
    expect(words("primary", "MSI")).toBe("Primary, need not told, because few plans share it");
    expect(words("early_years", "HI")).toBe("Phase not told, need not told, because few plans share it");
    expect(monthWords("2026-01-31")).toBe("January 2026");
  });
});

describe("the plans that are proposed for trails", () => {
  const candidates = Array.from({ length: 40 }, (_, i) => ({
    id: `smp_${i}`,
    name: `cyc_one C-${i}`,
    grade: ["good", "inadequate", "requires_improvement"][i % 3]!,
    phase: ["primary", "secondary"][i % 2]!,
  }));
  it("are the same for the same room, others for another room, and do not depend on the order of the list", () => {
    const first = proposeTrails(candidates, "room_a", 6);
    expect(new Set(first).size).toBe(6);
    expect(proposeTrails(candidates.toReversed(), "room_a", 6)).toEqual(first);
    expect(proposeTrails(candidates, "room_b", 6)).not.toEqual(first);
  });
  it("are spread over grades and phases", () => {
    const chosen = proposeTrails(candidates, "room_a", 6).map((id) => candidates.find((c) => c.id === id)!);
    const count = (key: "grade" | "phase") => [...Map.groupBy(chosen, (c) => c[key]).values()].map((own) => own.length);
    expect(count("grade")).toEqual([2, 2, 2]);
    expect(count("phase")).toEqual([3, 3]);
  });
  it("are as many as there are", () => {
    expect(proposeTrails(candidates.slice(0, 2), "room_a", 6)).toHaveLength(2);
    expect(proposeTrails([], "room_a", 6)).toEqual([]);
  });
});
