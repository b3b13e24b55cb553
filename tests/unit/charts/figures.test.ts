import { describe, expect, it } from "vitest";
import { countText, limitText, percentText, pointsText, shareText, whole } from "#audits/charts/figures.ts";

const hidden = { hidden: true, reason: "fewer than 5 plans" } as const;

describe("figures as they are shown", () => {
  it("round half up from whole counts: 1 of 8 is never shown, 5 of 40 is 13%, 29 of 40 is 73%", () => {
    expect(percentText(1, 8)).toBeNull();
    expect(percentText(5, 40)).toBe("13%");
    expect(percentText(29, 40)).toBe("73%");
    expect(percentText(29, 200)).toBe("14.5%");
    expect(percentText(468, 641)).toBe("73.0%");
    expect(percentText(0, 40)).toBe("0%");
  });

  it("give limits without losing a half to binary fractions", () => {
    expect(limitText(0.145, 40)).toBe("15");
    expect(limitText(0.5674, 40)).toBe("57");
    expect(limitText(0.5, 200)).toBe("50.0");
  });

  it("write differences with a minus sign, not a hyphen, and nothing before zero", () => {
    expect([pointsText(0.104), pointsText(-0.11), pointsText(0.001), pointsText(-0.004)]).toEqual([
      "+10",
      "−11",
      "0",
      "0",
    ]);
  });

  it("separate thousands", () => {
    expect([whole(40), whole(1712), whole(1234567)]).toEqual(["40", "1,712", "1,234,567"]);
  });

  it("write a share with its interval and counts, counts alone below 10 plans, c where it is hidden", () => {
    expect(shareText({ count: 22, n: 40, interval: { lower: 0.398, upper: 0.69 } })).toBe("55% (40 to 69), 22 of 40");
    expect(shareText({ count: 40, n: 40, interval: null })).toBe("100%, 40 of 40");
    expect(shareText({ count: 7, n: 9, interval: null })).toBe("7 of 9");
    expect(shareText(hidden)).toBe("c");
    expect(countText(hidden)).toBe("c");
  });
});
