import { describe, expect, it } from "vitest";
import { conflictWith, readInterest } from "#audits/panel/interests.ts";

const plan = { reference: "C-0417", writerRef: "W05", settingUrn: "123456" };
const nobody = { interests: [], writerRefs: [] };

describe("why an auditor must not score a plan", () => {
  it("is that they wrote it, whether the case files or the auditor say so", () => {
    expect(conflictWith(plan, nobody)).toBeNull();
    expect(conflictWith(plan, { ...nobody, writerRefs: ["W05"] })).toBe("wrote the plan");
    expect(conflictWith(plan, { ...nobody, interests: [{ kind: "writer", value: "w05" }] })).toBe("wrote the plan");
  });
  it("is that they work for the setting, or declared the plan itself", () => {
    expect(conflictWith(plan, { ...nobody, interests: [{ kind: "setting", value: "123456" }] })).toBe(
      "works for the setting",
    );
    expect(conflictWith(plan, { ...nobody, interests: [{ kind: "plan", value: "c-0417" }] })).toBe(
      "declared an interest in the plan",
    );
  });
  it("is never read from what is not known", () => {
    const unknown = { reference: "C-1", writerRef: null, settingUrn: null };
    const interests = [
      { kind: "setting" as const, value: "123456" },
      { kind: "writer" as const, value: "null" },
    ];
    expect(conflictWith(unknown, { interests, writerRefs: [] })).toBeNull();
  });
  it("takes a declaration without room for a child's name", () => {
    expect(readInterest("setting", "123456")).toMatchObject({ ok: true });
    expect(readInterest("setting", "Hill School")).toMatchObject({ ok: false, field: "value" });
    expect(readInterest("plan", "Alice Smith")).toMatchObject({ ok: false, field: "value" });
    expect(readInterest("friend", "x")).toMatchObject({ ok: false, field: "kind" });
  });
});
