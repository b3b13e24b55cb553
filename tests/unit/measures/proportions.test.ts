import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  benjaminiHochberg,
  cochranArmitage,
  fisherExact,
  newcombeDifference,
  stratifiedEstimate,
  twoProportionZ,
} from "#audits/measures/comparisons.ts";
import {
  hypergeometricExact,
  sampleSizeFormula,
  sampleSizeWilson,
  wilson,
  wilsonFpc,
  wilsonFpcPlans,
} from "#audits/measures/proportions.ts";

const sample = fc
  .tuple(fc.integer({ min: 1, max: 120 }), fc.nat(), fc.nat({ max: 200 }))
  .map(([n, x, more]) => ({ n, x: x % (n + 1), N: n + more }));

describe("x of n sampled plans", () => {
  it("says for 14 of 20 of 100 plans: between 50 and 85", () => {
    expect(wilsonFpcPlans(14, 20, 100).value).toMatchObject({ lowerCount: 50, upperCount: 85 });
  });

  it("has no error left when all plans were read", () => {
    expect(wilsonFpc(31, 40, 40).value).toEqual({ lower: 0.775, upper: 0.775 });
    expect(wilsonFpcPlans(31, 40, 40).value).toMatchObject({ lowerCount: 31, upperCount: 31 });
    expect(wilsonFpc(1, 1, 1).value).toEqual({ lower: 1, upper: 1 });
  });

  it("contains what was seen, never contradicts it, and is never wider for plans than for the process", () => {
    fc.assert(
      fc.property(sample, ({ x, n, N }) => {
        const process = wilson(x, n).value!;
        const plans = wilsonFpc(x, n, N).value!;
        expect(plans.lower).toBeLessThanOrEqual(x / n + 1e-12);
        expect(plans.upper).toBeGreaterThanOrEqual(x / n - 1e-12);
        expect(plans.lower).toBeGreaterThanOrEqual(Math.max(process.lower - 1e-12, x / N));
        expect(plans.upper).toBeLessThanOrEqual(process.upper + 1e-12);
        const whole = wilsonFpcPlans(x, n, N).value!;
        expect(whole.lowerCount).toBeGreaterThanOrEqual(x);
        expect(whole.upperCount).toBeLessThanOrEqual(N - (n - x));
      }),
      { numRuns: 100 },
    );
  });

  it("mirrors: the interval for the others is the complement", () => {
    fc.assert(
      fc.property(sample, ({ x, n, N }) => {
        const [has, lacks] = [hypergeometricExact(x, n, N).value!, hypergeometricExact(n - x, n, N).value!];
        expect(lacks).toEqual({ lower: N - has.upper, upper: N - has.lower });
        expect(wilson(n - x, n).value!.lower).toBeCloseTo(1 - wilson(x, n).value!.upper, 12);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [wilson(0, 0), "NO_DATA"],
    [wilson(3, 2), "INVALID_VALUE"],
    [wilson(1.5, 2), "INVALID_VALUE"],
    [wilson(1, 2, 1), "INVALID_VALUE"],
    [wilsonFpc(1, 20, 10), "SAMPLE_EXCEEDS_POPULATION"],
    [hypergeometricExact(0, 0, 10), "NO_DATA"],
  ])("refuses what is no sample", (verdict, reason) => {
    expect(verdict).toMatchObject({ value: null, reason });
  });
});

describe("how many plans", () => {
  it("is the published table: Wilson, and the textbook formula in brackets", () => {
    const table = [40, 100, 250, 1000, 2500].map((N) =>
      [0.05, 0.1, 0.15, 0.2].map((e) => [sampleSizeWilson(N, e).value, sampleSizeFormula(N, e).value]),
    );
    expect(table).toEqual([
      [
        [36, 37],
        [29, 29],
        [20, 21],
        [14, 16],
      ],
      [
        [80, 80],
        [49, 50],
        [29, 31],
        [17, 20],
      ],
      [
        [152, 152],
        [68, 70],
        [34, 37],
        [19, 22],
      ],
      [
        [276, 278],
        [85, 88],
        [38, 41],
        [20, 24],
      ],
      [
        [331, 334],
        [89, 93],
        [39, 42],
        [21, 24],
      ],
    ]);
  });

  it("keeps its promise whatever the result", () => {
    for (const [N, e] of [
      [60, 0.1],
      [61, 0.2],
      [200, 0.15],
    ] as const) {
      const n = sampleSizeWilson(N, e).value!;
      for (let x = 0; x <= n; x++) {
        const { lower, upper } = wilsonFpc(x, n, N).value!;
        expect((upper - lower) / 2).toBeLessThanOrEqual(e + 1e-9);
      }
    }
  });

  it("needs a population and a margin", () => {
    expect(sampleSizeWilson(0, 0.1)).toMatchObject({ reason: "INVALID_VALUE" });
    expect(sampleSizeFormula(100, 0)).toMatchObject({ reason: "INVALID_VALUE" });
    expect(sampleSizeWilson(1, 0.1).value).toBe(1);
  });
});

describe("comparing two cycles", () => {
  it("turns around when the cycles are exchanged", () => {
    const [there, back] = [newcombeDifference(48, 80, 56, 70).value!, newcombeDifference(56, 70, 48, 80).value!];
    expect(back.lower).toBeCloseTo(-there.upper, 12);
    expect(twoProportionZ(9, 20, 15, 22).value!.z).toBeCloseTo(-twoProportionZ(15, 22, 9, 20).value!.z, 12);
    expect(fisherExact(1, 9, 7, 10).value).toBeCloseTo(fisherExact(7, 10, 1, 9).value!, 12);
  });

  it("has no test where nothing varies, and no data where nobody was seen", () => {
    expect(twoProportionZ(0, 5, 0, 7)).toMatchObject({ reason: "NO_VARIATION" });
    expect(twoProportionZ(5, 5, 7, 7)).toMatchObject({ reason: "NO_VARIATION" });
    expect(fisherExact(0, 5, 0, 7).value).toBeCloseTo(1, 12);
    expect(newcombeDifference(0, 0, 1, 2)).toMatchObject({ reason: "NO_DATA" });
  });

  it("counts tables that are exactly as likely as the one seen: 0 of 2 and 2 of 5 has three, all of them", () => {
    expect(fisherExact(0, 2, 2, 5).value).toBeCloseTo(1, 9);
  });

  it("adjusts p values in their own order, never below themselves nor above 1", () => {
    expect(benjaminiHochberg([]).value).toEqual([]);
    expect(benjaminiHochberg([0.04, 0.01, 0.03]).value).toEqual([0.04, 0.03, 0.04]);
    expect(benjaminiHochberg([0.9, 1.2])).toMatchObject({ reason: "INVALID_VALUE" });
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (p) => {
        const adjusted = benjaminiHochberg(p).value!;
        for (const [i, one] of adjusted.entries()) {
          expect(one).toBeGreaterThanOrEqual(p[i]! * (1 - 1e-12));
          expect(one).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("finds a trend in the direction of the counts and none without variation", () => {
    const up = cochranArmitage([4, 7, 9, 15], [20, 22, 25, 24]).value!;
    const down = cochranArmitage([15, 9, 7, 4], [24, 25, 22, 20]).value!;
    expect(down.z).toBeCloseTo(-up.z, 12);
    expect(cochranArmitage([0, 0, 0], [5, 5, 5])).toMatchObject({ reason: "NO_VARIATION" });
    expect(cochranArmitage([1, 0], [5, 0])).toMatchObject({ reason: "NO_VARIATION" });
    expect(cochranArmitage([], [])).toMatchObject({ reason: "NO_DATA" });
    expect(cochranArmitage([1, 2], [3])).toMatchObject({ reason: "INVALID_VALUE" });
  });
});

describe("a stratified sample", () => {
  it("weighs strata by their plans, not by their sample", () => {
    const estimate = stratifiedEstimate([
      { N: 90, n: 10, x: 5 },
      { N: 10, n: 10, x: 10 },
    ]).value!;
    expect(estimate.estimate).toBeCloseTo(0.55, 12);
  });

  it("has no interval where nothing varies, and refuses a stratum with one plan of several", () => {
    expect(stratifiedEstimate([{ N: 5, n: 5, x: 2 }]).value).toEqual({
      estimate: 0.4,
      se: 0,
      effectiveN: null,
      lower: null,
      upper: null,
    });
    expect(
      stratifiedEstimate([
        { N: 1, n: 1, x: 1 },
        { N: 9, n: 4, x: 2 },
      ]).value,
    ).not.toBeNull();
    expect(stratifiedEstimate([{ N: 9, n: 1, x: 1 }])).toMatchObject({ reason: "STRATUM_WITH_ONE_UNIT" });
    expect(stratifiedEstimate([{ N: 9, n: 0, x: 0 }])).toMatchObject({ reason: "NO_DATA" });
    expect(stratifiedEstimate([{ N: 9, n: 10, x: 0 }])).toMatchObject({ reason: "SAMPLE_EXCEEDS_POPULATION" });
    expect(stratifiedEstimate([])).toMatchObject({ reason: "NO_DATA" });
  });
});
