import { describe, expect, it } from "vitest";
import type { Answer } from "#audits/agreement/stack.ts";
import type { Stat } from "#audits/agreement/stat.ts";
import { summariseAgreement } from "#audits/agreement/summary.ts";
import { agreementWords, bandOf, coefficientSentence, leastShareOfAgreement } from "#audits/agreement/words.ts";
import { showCoefficient, showPercent } from "#audits/measures/display.ts";
import type { Score } from "#audits/scoring/consensus.ts";

const n = { units: 12, unitsUsed: 12, raters: 2, ratings: 24 };
const stat = (value: number, lower: number, upper: number): Stat => ({
  value,
  n,
  ci: { lower, upper, level: 0.95, method: "gwet-t" },
  cautions: [],
});

const wordsOf = (pairs: [Score, Score][]) => {
  const answers = pairs.flatMap(([ann, bob], i): Answer[] => [
    { caseId: `C-${i}`, criterionId: "X", auditorId: "ann", score: ann },
    { caseId: `C-${i}`, criterionId: "X", auditorId: "bob", score: bob },
  ]);
  const criteria = [{ id: "X", domainId: "D", levels: [0, 1, 2, 3] }];
  return agreementWords(summariseAgreement({ cycleId: "c", criteria, answers }).criteria[0]!);
};
const repeat = (times: number, pair: [Score, Score]) => Array.from({ length: times }, () => pair);

describe("what people read about agreement", () => {
  it("is the sentence of the specification for AC2 0.82 (0.66 to 0.98) on 12 cases, with the band of the lower end", () => {
    expect(coefficientSentence(stat(0.82, 0.66, 0.98), 12)).toBe(
      "Allowing for lucky matches, the auditors agreed most of the time. With 12 cases the true figure could lie anywhere between 0.66 and 0.98: mostly consistent. The bands are a convention (Landis and Koch), read at the lower end.",
    );
  });

  it.each([
    [0.8, "consistent"],
    [0.79, "mostly consistent"],
    [0.6, "mostly consistent"],
    [0.59, "partly consistent"],
    [0.4, "partly consistent"],
    [0.39, "not consistent enough to compare teams"],
  ])("bands the lower end %s as %s", (lower, band) => {
    expect(bandOf(lower)).toBe(band);
  });

  it("below ten cases are counts only, without coefficient and interval", () => {
    expect(wordsOf([...repeat(7, [1, 1]), [1, 2], [0, 3]])).toEqual([
      "7 of 9 cases: all auditors gave the same level; 8 of 9 within one level.",
      "Too few cases to judge consistency.",
    ]);
  });

  it("below twenty cases are called a very rough guide, from twenty on not", () => {
    const rough = "Fewer than 20 cases: a very rough guide.";
    expect(wordsOf([...repeat(9, [1, 1]), ...repeat(10, [2, 3])])).toContain(rough);
    expect(wordsOf([...repeat(10, [1, 1]), ...repeat(10, [2, 3])])).not.toContain(rough);
  });

  it("read full agreement of 10 of 10 as at least 72%, not as certainty", () => {
    expect(leastShareOfAgreement(10)).toBe(72);
    expect(wordsOf(repeat(10, [2, 2]))[1]).toBe(
      "All auditors agreed, 10 of 10 cases. That is no certainty: read it as agreement on at least 72% of cases.",
    );
  });

  it("ask about the direction of the scale where agreement is below chance", () => {
    expect(wordsOf([...repeat(10, [0, 3]), ...repeat(10, [3, 0])])[1]).toContain("the other way round");
  });

  it("say why there is no figure", () => {
    const none = (reason: Extract<Stat, { value: null }>["reason"]): Stat => ({ value: null, reason, n });
    expect(coefficientSentence(none("NO_VARIATION"), 12)).toBe(
      "All scores were the same, so this figure cannot tell skill from habit. All auditors agreed on every case.",
    );
    expect(coefficientSentence(none("TOO_FEW_RATERS"), 12)).toBe(
      "No case was scored by two auditors; agreement cannot be measured.",
    );
  });

  it("name answers that are no level, and the agreement whether the criterion applies", () => {
    const words = wordsOf([
      [1, 1],
      ["CT", 2],
      ["NA", "NA"],
      ["NA", 1],
    ]);
    expect(words).toContain("Cannot tell: 1 answer, not part of these figures.");
    expect(words).toContain("Whether the criterion applies: all auditors said the same in 3 of 4.");
  });
});

describe("figures as they are shown", () => {
  it("are rounded half up to two decimals, never minus nought", () => {
    expect([0.825, 1.005, 0.994999, -0.001, -0.126].map(showCoefficient)).toEqual([
      "0.83",
      "1.01",
      "0.99",
      "0.00",
      "-0.13",
    ]);
  });

  it("are whole percentages below 100 cases and have one decimal from there on", () => {
    expect(showPercent(0.725, 40)).toBe("73%");
    expect(showPercent(0.7249, 99)).toBe("72%");
    expect(showPercent(0.7249, 100)).toBe("72.5%");
  });
});
