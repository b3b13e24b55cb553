import { describe, expect, it } from "vitest";
import { ACTIONS, type Action, type Actor, feedbackScope, may, roleWords } from "#audits/people/permissions.ts";
import { ROLES, type Role } from "#audits/vocabulary.ts";

const as = (...roles: Role[]): Actor => ({
  id: "p",
  name: "P",
  email: "p@example.org",
  memberships: roles.map((role) => ({
    role,
    organisationId: "o",
    organisationName: "O",
    agency: role === "auditor" ? "health" : null,
    writerRef: null,
  })),
});
const allowed = (role: Role) => (Object.keys(ACTIONS) as Action[]).filter((a) => may(as(role), a).ok).sort();

describe("who may do what", () => {
  it("keeps plan writers and service managers to feedback that is theirs", () => {
    const writer = as("plan_writer");
    expect(allowed("plan_writer")).toEqual(["concerns.raise", "feedback.read", "rubrics.view"]);
    expect(allowed("service_manager")).toEqual(allowed("plan_writer"));
    expect(feedbackScope(writer)).toEqual({ writerRefs: [], agencies: [] });
    const both = as("plan_writer", "service_manager", "auditor");
    both.memberships[0]!.writerRef = "W05";
    both.memberships[1]!.agency = "health";
    expect(feedbackScope(both)).toEqual({ writerRefs: ["W05"], agencies: ["health"] });
  });
  it("lets an auditor score and read the rubric, and see no case list, results or cycle", () => {
    expect(allowed("auditor")).toEqual(["audits.score", "concerns.raise", "rubrics.view", "themes.view"].sort());
  });
  it("keeps board members and inspectors to what is published", () => {
    for (const role of ["board_member", "inspector"] as const)
      expect(allowed(role)).toEqual(["concerns.raise", "reports.read", "results.published", "rubrics.view"].sort());
  });
  it("keeps the administrator away from case content, and the data officer from scores", () => {
    expect(allowed("administrator").filter((a) => /cases|audits|results|moderation|reports|cycles/.test(a))).toEqual(
      [],
    );
    expect(allowed("data_officer")).toEqual(["cases.import", "cases.view", "concerns.raise"]);
  });
  it("answers no with a sentence that says who can", () => {
    const verdict = may(as("auditor"), "results.view");
    expect(verdict).toEqual({
      ok: false,
      sentence:
        "Only the quality lead or panel chair can see the internal results. Ask your quality lead if you need to.",
    });
  });
  it("gives nobody without a role anything, and adds up several roles", () => {
    expect((Object.keys(ACTIONS) as Action[]).some((a) => may(as(), a).ok)).toBe(false);
    expect(may(as("auditor", "panel_chair"), "moderation.chair").ok).toBe(true);
  });
  it("lets everyone raise an urgent concern", () => {
    for (const role of ROLES) expect(may(as(role), "concerns.raise").ok, role).toBe(true);
  });
  it("names a person's role with the agency", () => expect(roleWords(as("auditor"))).toBe("health auditor"));
});
