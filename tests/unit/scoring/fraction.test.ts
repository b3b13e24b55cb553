import { describe, expect, it } from "vitest";
import {
  fraction,
  over,
  plus,
  reaches,
  roundHalfUp,
  times,
  toNumber,
  toText,
  written,
} from "#audits/scoring/fraction.ts";

describe("exact fractions", () => {
  it("read a number as it is written", () => {
    expect(written(0.1)).toEqual({ top: 1n, bottom: 10n });
    expect(plus(written(0.1), written(0.2))).toEqual(written(0.3));
    expect(written(1e-7)).toEqual({ top: 1n, bottom: 10_000_000n });
    expect(written(1.5e21)).toEqual({ top: 15n * 10n ** 20n, bottom: 1n });
    expect(written(-2.5)).toEqual({ top: -5n, bottom: 2n });
    expect(() => written(Number.NaN)).toThrow(RangeError);
  });

  it("round half up", () => {
    expect(toText(fraction(12345n, 1000n), 2)).toBe("12.35");
    expect(toText(fraction(12344n, 1000n), 2)).toBe("12.34");
    expect(toText(written(64.95), 1)).toBe("65.0");
    expect(roundHalfUp(fraction(1n, 2n), 0)).toEqual(fraction(1n, 1n));
  });

  it("stay exact where doubles overflow", () => {
    const huge = fraction(7n ** 400n, 3n * 7n ** 400n);
    expect(toNumber(huge)).toBeCloseTo(1 / 3, 15);
    expect(times(huge, written(3))).toEqual(written(1));
    expect(reaches(huge, over(written(1), written(3)))).toBe(true);
  });
});
