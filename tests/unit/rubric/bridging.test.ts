import { describe, expect, it } from "vitest";
import { UNKNOWN_CASE } from "#audits/cases/case.ts";
import { type BridgedCase, bridge, FEWEST_BRIDGED } from "#audits/rubric/bridging.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { FOUR, madeCriterion, madeDomain, madeRubric } from "./made-up.ts";

/** One criterion of 0 to 10, so that a score is a tenth of a percent. */
const ten = {
  ...FOUR,
  levels: Array.from({ length: 11 }, (_, i) => ({ key: `l${i}`, label: `${i}`, short: `${i}`, value: i })),
};
const version = (number: string, question: string) =>
  madeRubric({
    version: number,
    scales: [ten],
    domains: [madeDomain("A")],
    criteria: [madeCriterion("A1", "A", { question, descriptors: {} })],
  });
const [old, now] = [version("1.0.0", "One?"), version("2.0.0", "Two?")];
const pair = (before: Score, after: Score, i = 0): BridgedCase => ({
  reference: `P${i}`,
  about: UNKNOWN_CASE,
  before: { A1: before },
  after: { A1: after },
});

describe("a bridging set", () => {
  it("estimates the shift with the paired t interval", () => {
    // d = 10, 0, 10 points: mean 6.667, s = 5.7735, t(2) = 4.302653, half = 4.302653 × 5.7735/√3 = 14.3422.
    const { overall } = bridge(old, now, [pair(6, 7), pair(7, 7), pair(8, 9)]);
    expect(overall.shift).toBeCloseTo(20 / 3, 12);
    expect(overall.interval?.lower).toBeCloseTo(20 / 3 - 14.3422, 3);
    expect(overall.interval?.upper).toBeCloseTo(20 / 3 + 14.3422, 3);
    expect([overall.meanBefore, overall.meanAfter]).toEqual([70, 230 / 3]);
  });
  it("says nothing from fewer than ten cases", () => {
    const few = bridge(old, now, [pair(6, 7), pair(7, 7), pair(8, 9)]);
    expect(few.enough).toBe(false);
    expect(few.overall.sentence).toBe(
      `The plan: 3 cases were scored under both versions, too few to say. Score at least ${FEWEST_BRIDGED}.`,
    );
  });
  it("tells a shift that the interval supports, in points and in levels", () => {
    const cases = Array.from({ length: 12 }, (_, i) => pair(5 + (i % 3), 4 + (i % 3) - (i % 2), i));
    const { overall, criteria, enough } = bridge(old, now, cases);
    expect(enough).toBe(true);
    // d = −10 and −20 in turn: mean −15, s = 5.2223, t(11) = 2.200985, half = 3.318.
    expect(overall.sentence).toContain(
      "the new version is 15.0 points lower (95% interval −18.3 to −11.7), over 12 cases.",
    );
    expect(criteria[0]?.levels?.shift).toBeCloseTo(-1.5, 12);
    expect(criteria[0]?.same).toMatchObject({ count: 0, of: 12 });
  });
  it("shows no shift where the interval holds 0", () => {
    const cases = Array.from({ length: 12 }, (_, i) => pair(5, i % 2 ? 4 : 6, i));
    expect(bridge(old, now, cases).overall.sentence).toContain("no shift is shown: 0.0 points");
    expect(bridge(old, now, cases).domains[0]?.cases).toBe(12);
  });
  it("counts the same grades with Wilson's interval", () => {
    // 40% is Requires improvement, 60% Good: 8 of 10 the same, 0.490 to 0.943.
    const cases = Array.from({ length: 10 }, (_, i) => pair(6, i < 2 ? 4 : 6, i));
    const { same } = bridge(old, now, cases).overall;
    expect(same).toMatchObject({ count: 8, of: 10 });
    expect(same?.interval.lower).toBeCloseTo(0.49, 2);
    expect(same?.interval.upper).toBeCloseTo(0.943, 3);
  });
  it("leaves a case out that one version has not scored in full, and says which", () => {
    const result = bridge(old, now, [pair(6, null, 4), pair(6, 6, 5)]);
    expect(result.leftOut).toEqual([{ reference: "P4", because: "not scored in full under version 2.0.0" }]);
    expect(result.overall.cases).toBe(1);
    expect(result.overall.interval).toBe(null);
  });
  it("bridges nothing criterion by criterion where nothing changed", () => {
    expect(bridge(old, { ...old, version: "1.0.1" }, [pair(6, 6)]).criteria).toEqual([]);
  });
});
