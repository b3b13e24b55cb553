import { describe, expect, it } from "vitest";
import { isUnsettled } from "~/components/moderation/unsettled.ts";

const kept = { agreed: 2 as const, reason: "Hours are named.\r\nBy whom is not.", finding: "Say who gives them." };
const form = (more: Record<string, string> = {}) => {
  const data = new FormData();
  const asDrawn = { agreed: "2", reason: kept.reason.replaceAll("\r\n", "\n"), finding: kept.finding };
  for (const [name, value] of Object.entries({ ...asDrawn, ...more })) data.set(name, value);
  return data;
};

describe("whether the panel's form holds what is kept nowhere", () => {
  it("does not while it says what is kept, whatever its line ends and who is present", () => {
    expect(isUnsettled(form(), kept)).toBe(false);
    expect(isUnsettled(form({ present: "per_eve", reason: `${kept.reason} ` }), kept)).toBe(false);
    expect(isUnsettled(new FormData(), null)).toBe(false);
  });

  it("does with another level, reason or finding, and with a grade of the panel's own", () => {
    const other: Record<string, string>[] = [
      { agreed: "3" },
      { reason: "Hours are named." },
      { finding: "" },
      { grade: "good" },
      { "override-reason": "x" },
    ];
    for (const more of other) expect(isUnsettled(form(more), kept), JSON.stringify(more)).toBe(true);
    const never = { agreed: null, reason: "", finding: "" };
    expect(isUnsettled(form({ agreed: "CT", reason: "", finding: "" }), never)).toBe(true);
  });

  it("counts a choice made after both views were recorded, and no choice as none", () => {
    const both = { ...kept, agreed: "both" as const };
    const without = form();
    without.delete("agreed");
    expect(isUnsettled(without, both)).toBe(false);
    expect(isUnsettled(form(), both)).toBe(true);
  });
});
