import { describe, expect, it } from "vitest";
import { type Compared, driftOf, driftSentence } from "#audits/agreement/drift.ts";
import { type ComparedByAuditor, panelPattern } from "#audits/agreement/panel-pattern.ts";
import { pairCounts } from "#audits/agreement/pairs.ts";
import type { Agency } from "#audits/vocabulary.ts";

/** Differences of one plan after another, so many judgements each. */
const plans = (...differences: number[][]): Compared[] =>
  differences.flatMap((own, p) =>
    own.map((difference) => ({ planId: `p${p}`, cycleId: "c", domain: "VC", difference })),
  );

describe("how an auditor's levels lay", () => {
  it("is not told below ten judgements, and no direction below five plans", () => {
    expect(driftOf(plans([1, 1, 1], [1, 1, 1, 1, 1, 1]))).toMatchObject({ mean: null, direction: "too_few" });
    expect(driftSentence(driftOf(plans([1])))).toBe("Too few to say: 1 judgement, and it takes 10.");
    const four = driftOf(plans([1, 1, 1], [1, 1, 1], [1, 1, 1], [1]));
    expect(four).toMatchObject({ mean: 1, interval: null, direction: "too_few" });
    expect(driftSentence(four)).toContain("Too few plans to speak of a direction: it takes 5.");
  });

  it("counts the same, higher and lower, and averages them with an interval from plan to plan", () => {
    const drift = driftOf(plans([1, 0], [0, 0], [1, 1], [0, 1], [0, -1], [1, 0]));
    expect(drift).toMatchObject({ judgements: 12, plans: 6, same: 6, higher: 5, lower: 1 });
    expect(drift.mean).toBeCloseTo(4 / 12, 12);
    // Plan sums less mean × n: 1/3, −2/3, 4/3, 1/3, −5/3, 1/3; squares add up to 16/3; × 6/5 / 144; t(5) = 2.5706.
    const half = 2.570582 * Math.sqrt(((6 / 5) * (16 / 3)) / 144);
    expect(drift.interval?.lower).toBeCloseTo(4 / 12 - half, 5);
    expect(drift.interval?.upper).toBeCloseTo(4 / 12 + half, 5);
    expect(drift.direction).toBe("none");
    expect(driftSentence(drift)).toBe(
      "Of 12 levels on 6 plans, 6 were what was agreed, 5 higher and 1 lower. No direction that could not be chance.",
    );
  });

  it("has a direction where the interval lies wholly to one side", () => {
    const up = driftOf(plans([1, 1], [1, 0], [1, 1], [0, 1], [1, 1], [1, 0]));
    expect(up.direction).toBe("higher");
    expect(driftSentence(up)).toContain("That is higher than agreed by 0.75 of a level on average");
    const down = driftOf(
      plans([1, 1], [1, 0], [1, 1], [0, 1], [1, 1], [1, 0]).map((c) => ({ ...c, difference: -c.difference })),
    );
    expect(down.direction).toBe("lower");
  });
});

describe("a difference that is sure and tiny", () => {
  it("is called too small to matter, not a direction", () => {
    // One judgement of 20 a level higher on each of ten plans.
    const drift = driftOf(plans(...Array.from({ length: 10 }, () => [1, ...Array.from({ length: 19 }, () => 0)])));
    expect(drift).toMatchObject({ mean: 0.05, direction: "small" });
    expect(driftSentence(drift)).toContain("less than a tenth of a level matters to nobody");
  });
});

describe("the pattern of a panel", () => {
  const by = (auditorId: string, agency: Agency, differences: number[], cycleId = "c1"): ComparedByAuditor[] =>
    differences.map((difference, i) => ({
      auditorId,
      agency,
      planId: `${cycleId}${i % 6}`,
      cycleId,
      domain: i % 2 ? "VC" : "EP",
      difference,
    }));
  const twelve = (difference: number) => Array.from({ length: 12 }, (_, i) => (i % 3 ? difference : 0));

  it("is not told of fewer than three auditors", () => {
    expect(panelPattern([...by("a", "education", twelve(1)), ...by("b", "health", twelve(0))])).toBeNull();
  });

  it("has no group of fewer than three auditors, and leaves none over by subtraction", () => {
    const panel = panelPattern([
      ...["e1", "e2", "e3"].flatMap((id) => by(id, "education", twelve(1))),
      ...["h1", "h2", "h3", "h4"].flatMap((id) => by(id, "health", twelve(0))),
      ...by("f1", "forum", twelve(-1)),
    ])!;
    // The one auditor of the forum stands with the smallest group.
    expect(panel.groups.map((g) => [g.agencies, g.auditors])).toEqual([
      [["education", "forum"], 4],
      [["health"], 4],
    ]);
    expect(panel.groups.reduce((sum, g) => sum + g.drift.judgements, 0)).toBe(panel.overall.judgements);
  });

  it("puts small agencies of one side together before it puts others with them", () => {
    const panel = panelPattern([
      ...["e1", "e2"].flatMap((id) => by(id, "education", twelve(0))),
      ...by("t1", "setting", twelve(0)),
      ...["h1", "h2"].flatMap((id) => by(id, "health", twelve(0))),
      ...["s1", "s2"].flatMap((id) => by(id, "social_care", twelve(0))),
    ])!;
    expect(panel.groups.map((g) => [g.agencies, g.auditors])).toEqual([
      [["education", "setting"], 3],
      [["health", "social_care"], 4],
    ]);
  });

  it("names nobody, leaves out a cycle of too few, and tells a spread from five auditors on, in tenths", () => {
    const four = ["a1", "a2", "a3", "a4"].flatMap((id, i) => by(id, "education", twelve(i % 2)));
    const early = by("a1", "education", twelve(1), "c0");
    const panel = panelPattern([...early, ...four])!;
    expect(panel.cycles.map((c) => c.cycleId)).toEqual(["c1"]);
    expect(panel.spread).toBeNull();
    const five = panelPattern([...four, ...by("a5", "health", twelve(1))])!;
    expect(five.spread).toEqual({ lower: 0, upper: 0.7, auditors: 5 });
    expect(JSON.stringify(five)).not.toMatch(/a\d/);
  });
});

describe("pairs of levels", () => {
  it("are counted within a unit by steps on its own scale; what is no level takes no part", () => {
    const unit = (levels: number[], ...scores: (number | "NA" | "CT" | null)[]) => ({ caseId: "c", levels, scores });
    expect(
      pairCounts([
        unit([0, 1, 2, 3], 2, 2, 3),
        unit([0, 1, 2, 3], 0, "NA", 3),
        unit([10, 0, 5], 5, 10),
        unit([0, 1], 1, null),
      ]),
    ).toEqual({ same: 1, oneApart: 3, further: 1, of: 5 });
  });
});
