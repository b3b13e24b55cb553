import { expect, it } from "vitest";
import { criterionDefaults } from "#audits/rubric/criterion-defaults.ts";
import { criterion } from "#audits/rubric/schema.ts";

it("what a criterion is where nothing is said is what the format fills in", () => {
  const least = { key: "A1", domain: "A", title: "T", question: "Q?", scale: "s" };
  expect(criterion.parse(least)).toEqual({ ...least, ...criterionDefaults() });
});
