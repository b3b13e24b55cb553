import { describe, expect, it } from "vitest";
import {
  fQuantile,
  logChoose,
  logGamma,
  normalQuantile,
  tQuantile,
  twoSidedNormalP,
} from "#audits/measures/numerics.ts";
import { quantile } from "#audits/measures/quantile.ts";

/** Within 1e-11 of the published or reference value, relative. */
const close = (actual: number, expected: number, relative = 1e-11) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));

describe("quantiles and tails", () => {
  it("of the normal distribution meet the printed values of AS 241 and R", () => {
    close(normalQuantile(0.25), -0.6744897501960817);
    close(normalQuantile(0.001), -3.090232306167813);
    close(normalQuantile(1e-20), -9.26234008979841);
    close(normalQuantile(0.975), 1.959963984540054);
    expect(normalQuantile(0.5)).toBe(0);
  });

  it("of the normal distribution invert each other over the whole range", () => {
    for (const p of [1e-12, 1e-6, 0.01, 0.08, 0.3, 0.49]) close(twoSidedNormalP(normalQuantile(p)), 2 * p);
    expect(twoSidedNormalP(0)).toBe(1);
  });

  it("of t have their closed forms for 1 and 2 degrees of freedom", () => {
    close(tQuantile(0.975, 1), 12.706204736174694);
    close(tQuantile(0.975, 2), 4.302652729749462);
    close(tQuantile(0.025, 7), -2.364624251592784);
    close(tQuantile(0.975, 1e6), 1.95996635682, 1e-9);
    expect(tQuantile(0.5, 3)).toBe(0);
  });

  it("of F take fractional degrees of freedom, and equal ones do not loop", () => {
    close(fQuantile(0.975, 5, 15), 3.5764153492790607);
    close(fQuantile(0.5, 14, 14), 1);
    close(fQuantile(0.975, 2, 3.5) * fQuantile(0.025, 3.5, 2), 1);
  });

  it("of a list are those of R's type 7", () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([5], 0.9)).toBe(5);
    expect(quantile([1, 2], 1)).toBe(2);
  });
});

describe("the gamma function", () => {
  it("gives factorials, halves and the seam between its two series", () => {
    close(logGamma(11), Math.log(3628800));
    close(Math.exp(logGamma(0.5)), Math.sqrt(Math.PI));
    close(logGamma(15), Math.log(87178291200), 1e-14);
    close(logGamma(14.999999999), logGamma(15), 1e-9);
    close(logChoose(40, 20), Math.log(137846528820));
  });
});
