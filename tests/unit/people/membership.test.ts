import { describe, expect, it } from "vitest";
import { type MembershipInput, problemsInPerson, readMembership } from "#audits/people/membership.ts";

const ORGANISATIONS = [{ id: "org_council" }];
const read = (input: Partial<MembershipInput>) =>
  readMembership(
    { role: "", organisationId: "org_council", agency: "", writerRef: "", lastDay: null, ...input },
    ORGANISATIONS,
    "2026-11-22",
  );
const fields = (input: Partial<MembershipInput>) => {
  const result = read(input);
  return result.ok ? [] : result.problems.map((p) => p.field);
};

describe("what a role needs", () => {
  it("is an agency for an auditor and a service manager", () => {
    for (const role of ["auditor", "service_manager"]) {
      expect(fields({ role })).toEqual(["agency"]);
      expect(fields({ role, agency: "police" })).toEqual(["agency"]);
      expect(fields({ role, agency: "health" })).toEqual([]);
    }
  });
  it("is the code of the case files for a plan writer", () => {
    expect(fields({ role: "plan_writer" })).toEqual(["writerRef"]);
    expect(fields({ role: "plan_writer", writerRef: "W 05" })).toEqual(["writerRef"]);
    expect(fields({ role: "plan_writer", writerRef: "W05" })).toEqual([]);
  });
  it("is a last day, not before today, for an inspector", () => {
    expect(fields({ role: "inspector" })).toEqual(["lastDay"]);
    expect(fields({ role: "inspector", lastDay: "2026-11-21" })).toEqual(["lastDay"]);
    expect(fields({ role: "inspector", lastDay: "2026-11-22" })).toEqual([]);
  });
  it("is a role and an organisation that there are", () => {
    expect(fields({ role: "king", organisationId: "org_other" })).toEqual(["role", "organisationId"]);
    expect(fields({ role: "__proto__" })).toEqual(["role"]);
  });
  it("leaves out what the role does not need, whatever was typed", () => {
    const result = read({ role: "board_member", agency: "health", writerRef: "W05" });
    expect(result).toEqual({
      ok: true,
      membership: { role: "board_member", organisationId: "org_council", agency: null, writerRef: null, lastDay: null },
    });
  });
});

describe("a person’s name and address", () => {
  const wrong = (name: string, email: string) => problemsInPerson({ name, email }).map((p) => p.field);
  it("may be in any alphabet, and even look like mark-up", () => {
    expect(wrong("Siân Gruffŷdd", "sian@example.gov.uk")).toEqual([]);
    expect(wrong("<img onerror=alert(1)>", "o'neil+audit@example.gov.uk")).toEqual([]);
  });
  it("must be there, on one line, and an address that mail can go to", () => {
    expect(wrong("", "")).toEqual(["name", "email"]);
    expect(wrong("A\r\nBcc: x@y.example", "a@b.example")).toEqual(["name"]);
    for (const email of ["a@b", "a b@c.example", "a@b.example\nBcc: x@y.example", "a@@b.example", "a,b@c.example"])
      expect(wrong("A", email), email).toEqual(["email"]);
    expect(wrong("A".repeat(121), `${"a".repeat(250)}@b.example`)).toEqual(["name", "email"]);
  });
});
