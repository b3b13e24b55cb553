import { describe, expect, it } from "vitest";
import { LONGEST_REASON, problemInReason } from "#audits/panel/reason.ts";

describe("a reason that the trail keeps for good", () => {
  it("is needed where the step asks for it, and spaces are none", () => {
    expect(problemInReason(" \n", "Enter why the audit is reopened.")).toBe("Enter why the audit is reopened.");
    expect(problemInReason("", null)).toBeNull();
    expect(problemInReason("HS4 has no quote", "Enter why.")).toBeNull();
  });

  it("is refused while it identifies the child, also where it may be left out", () => {
    expect(problemInReason("The wrong plan: NHS 943 476 5919", "Enter why.")).toBe(
      "Remove the NHS number from your reason. It must not identify the child",
    );
    expect(problemInReason("Moved to LS1 4AP", null)).toMatch(/^Remove the postcode/);
  });

  it("has 2,000 characters at the most", () => {
    expect(problemInReason("x".repeat(LONGEST_REASON), null)).toBeNull();
    expect(problemInReason("x".repeat(LONGEST_REASON + 1), null)).toBe("Your reason must be 2,000 characters or fewer");
  });
});
