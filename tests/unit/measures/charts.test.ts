import { describe, expect, it } from "vitest";
import { funnel } from "#audits/measures/funnel.ts";
import { pChart, uChart, type XmrOptions, xmr } from "#audits/measures/spc.ts";

const chart = (values: number[], options: Partial<XmrOptions> = {}) =>
  xmr(values, { improvement: "increase", ...options }).value!;

describe("the XmR chart", () => {
  it("puts points that equal the mean or a limit on it, whatever their last bits", () => {
    const constant = chart([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], { target: 0.1 });
    expect(new Set(constant.rule)).toEqual(new Set(["Common Cause"]));
    expect(constant.assurance).toBe("inconsistent");
    // The mean is 0.4 and, as a double, a little less; the fourth point is on it and breaks the run of seven.
    const onMean = chart([0.5, 0.6, 0.5, 0.4, 0.6, 0.5, 0.6, 0.3, 0.3, 0.4, 0.1, 0.2, 0.3, 0.3]);
    expect(new Set(onMean.rule)).toEqual(new Set(["Common Cause"]));
    // The lower limit is 1.9 and, as a double, a little more; the first point is on it.
    expect(chart([1.9, 4.3, 5.5, 5.4, 5.7]).rule[0]).toBe("Common Cause");
  });

  it("starts anew at a rebase: no range across it, runs do not cross it", () => {
    const values = [1, 2, 1, 2, 1, 2, 11, 12, 11, 12, 11, 12];
    const { mean, upper } = chart(values, { rebase: [6] });
    expect([mean[5], mean[6]]).toEqual([1.5, 11.5]);
    expect(upper[0]).toBeCloseTo(1.5 + 2.66, 12);
    expect(chart(values, { rebase: [6, 0, 6] })).toEqual(chart(values, { rebase: [6] }));
  });

  it("has a mean but no limits for a segment of one point", () => {
    const { mean, lower, upper, assurance } = chart([3, 4, 9], { rebase: [2], target: 1 });
    expect([mean[2], lower[2], upper[2], assurance]).toEqual([9, null, null, null]);
  });

  it("keeps limits that were fixed when later points arrive", () => {
    const first = Array.from({ length: 12 }, (_, i) => 50 + (i % 2));
    expect(chart([...first, 80, 90], { fixAfter: 12 }).upper[13]).toBe(chart(first).upper[0]);
  });

  it("flags high and low points by the direction that is wanted", () => {
    const spike = [5, 6, 5, 6, 5, 6, 5, 6, 20];
    expect(chart(spike).variation).toBe("special_cause_improvement");
    expect(chart(spike, { improvement: "decrease" }).variation).toBe("special_cause_concern");
    expect(chart(spike, { improvement: "neutral" }).variation).toBe("special_cause_neutral_high");
    expect(
      chart(
        spike.map((y) => -y),
        { improvement: "neutral" },
      ).variation,
    ).toBe("special_cause_neutral_low");
    expect(chart(spike, { improvement: "neutral", target: 1 }).assurance).toBeNull();
  });

  it.each([
    [[], {}, "NO_DATA"],
    [[1, Number.NaN], {}, "INVALID_VALUE"],
    [[1, 2], { rebase: [2] }, "INVALID_VALUE"],
    [[1, 2], { fixAfter: 11 }, "INVALID_VALUE"],
  ])("refuses what it cannot draw", (values, options, reason) => {
    expect(xmr(values, { improvement: "increase", ...options })).toMatchObject({ value: null, reason });
  });
});

describe("p- and u-charts", () => {
  it("leave a period without plans empty and clip their limits", () => {
    const { points, lower, upper, outside } = pChart([1, 0, 9], [10, 0, 10]).value!;
    expect([points[1], lower[1], upper[1], outside[1]]).toEqual([null, null, null, false]);
    expect(lower[0]).toBeGreaterThanOrEqual(0);
    expect(upper[2]).toBeLessThanOrEqual(1);
    expect(uChart([30, 1], [10, 10]).value!.upper[0]).toBeGreaterThan(1);
  });

  it("call nothing outside where every plan has it", () => {
    expect(pChart([5, 7], [5, 7]).value!.outside).toEqual([false, false]);
  });

  it("refuse empty and impossible counts", () => {
    expect(pChart([], [])).toMatchObject({ reason: "NO_DATA" });
    expect(pChart([3], [2])).toMatchObject({ reason: "INVALID_VALUE" });
    expect(uChart([3], [2, 2])).toMatchObject({ reason: "INVALID_VALUE" });
  });
});

describe("the funnel", () => {
  it("never calls one plan an outlier, though the drawn line lies below 100%", () => {
    const [unit] = funnel([1], [1], { target: 0.9 }).value!.units;
    expect(unit!.u998).toBeLessThan(1);
    expect(unit!.signal).toBe("within");
  });

  it("gives the same signals upside down", () => {
    const up = funnel([9, 40, 12], [30, 41, 33]).value!;
    const down = funnel([21, 1, 21], [30, 41, 33]).value!;
    for (const [i, unit] of up.units.entries()) {
      expect(unit.signal!.replace("above", "below")).toBe(down.units[i]!.signal!.replace("above", "below"));
    }
  });

  it("puts the lines on a centre of 0% or 100% and leaves a team without plans out", () => {
    const { units } = funnel([5, 0], [5, 0]).value!;
    expect(units[0]).toMatchObject({ l998: 1, u998: 1, signal: "within" });
    expect(units[1]).toEqual({ p: null, l998: null, l95: null, u95: null, u998: null, signal: null });
  });

  it("has no extra variance where teams differ less than chance would give", () => {
    expect(funnel([5, 5, 5], [10, 10, 10], { overdispersion: true }).value).toMatchObject({ phi: 0, tau2: 0 });
    expect(funnel([5], [10], { overdispersion: true }).value).toMatchObject({ tau2: 0 });
  });

  it("refuses impossible counts and no counts", () => {
    expect(funnel([2], [1])).toMatchObject({ reason: "INVALID_VALUE" });
    expect(funnel([0], [0])).toMatchObject({ reason: "NO_DATA" });
    expect(funnel([1], [1], { target: 2 })).toMatchObject({ reason: "INVALID_VALUE" });
  });
});
