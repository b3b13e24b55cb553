import { describe, expect, it } from "vitest";
import { caseWords } from "#audits/cases/words.ts";

const plan = { yearGroup: 9, phase: "secondary", primaryNeed: "ASD", settingType: "mainstream" };

describe("a plan in a few words", () => {
  it("is year, need and setting, and a mainstream setting says its phase", () => {
    expect(caseWords(plan)).toBe("Year 9, autism, mainstream secondary");
    expect(
      caseWords({ yearGroup: 0, phase: "primary", primaryNeed: "SLCN", settingType: "early_years_provider" }),
    ).toBe("Reception, speech, language and communication, early years provider");
  });
  it("keeps the capitals of names and abbreviations", () => {
    expect(caseWords({ ...plan, primaryNeed: "DS", settingType: "unit" })).toBe(
      "Year 9, Down syndrome, SEN unit or resourced provision",
    );
  });
  it("leaves out what is not known", () => {
    expect(caseWords({ ...plan, yearGroup: null, primaryNeed: null })).toBe("Secondary, mainstream");
    expect(caseWords({ yearGroup: 4, phase: null, primaryNeed: null, settingType: "mainstream" })).toBe(
      "Year 4, mainstream",
    );
    expect(caseWords({ yearGroup: null, phase: null, primaryNeed: null, settingType: null })).toBe(
      "No year group, need or setting recorded",
    );
  });
  it("invents no year group for a young adult, and none before reception", () => {
    expect(caseWords({ ...plan, yearGroup: 17, phase: "post_16", settingType: "college" })).toBe(
      "Post-16, autism, college or similar",
    );
    expect(caseWords({ ...plan, yearGroup: -2, phase: "early_years", settingType: null })).toBe("Early years, autism");
  });
});
