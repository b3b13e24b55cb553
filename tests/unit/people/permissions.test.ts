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
    expect(allowed("plan_writer")).toEqual(["account.own", "concerns.raise", "feedback.read", "rubrics.view"]);
    expect(feedbackScope(writer)).toEqual({ writes: true, writerRefs: [], services: [] });
    expect(allowed("service_manager")).toEqual([
      "account.own",
      "actions.respond",
      "actions.view",
      "actions.work",
      "concerns.raise",
      "feedback.read",
      "measures.service",
      "outcomes.enter",
      "rubrics.view",
      "scorecard.view",
    ]);
    const both = as("plan_writer", "service_manager", "auditor");
    both.memberships[0]!.writerRef = "W05";
    both.memberships[1]!.agency = "health";
    const services = [{ agency: "health", organisationId: both.memberships[1]!.organisationId }];
    expect(feedbackScope(both)).toEqual({ writes: true, writerRefs: ["W05"], services });
  });
  it("lets an auditor score and read the rubric, and see no case list, results or cycle", () => {
    expect(allowed("auditor")).toEqual(
      [
        "account.own",
        "audits.score",
        "concerns.raise",
        "family.call",
        "findings.search",
        "meetings.see",
        "moderation.take_part",
        "rubrics.view",
        "themes.view",
      ].sort(),
    );
  });
  it("keeps board members to what is published, and inspectors to the rooms that they are let into", () => {
    const read = [
      "account.own",
      "concerns.raise",
      "measures.published",
      "measures.service",
      "reports.read",
      "reports.verify",
      "results.published",
      "rubrics.view",
      "scorecard.view",
    ];
    expect(allowed("inspector")).toEqual(["account.own", "concerns.raise", "room.visit"]);
    const board = ["actions.view", "actions.work", "reports.comment", "reports.sign", "sources.view"];
    expect(allowed("board_member")).toEqual([...read, ...board].sort());
  });
  it("lets a board member sign a report off for their own organisation only, and the lead record what any partner signed", () => {
    expect(may(as("board_member"), "reports.sign", { organisationId: "o" }).ok).toBe(true);
    expect(may(as("board_member"), "reports.sign", { organisationId: "other" }).ok).toBe(false);
    expect(may(as("quality_lead"), "reports.sign", { organisationId: "other" }).ok).toBe(true);
    expect(may(as("inspector"), "reports.sign", { organisationId: "o" }).ok).toBe(false);
  });
  it("keeps the administrator away from case content, and the data officer from scores", () => {
    expect(allowed("administrator").filter((a) => /cases|audits|results|moderation|reports|cycles/.test(a))).toEqual(
      [],
    );
    expect(allowed("data_officer")).toEqual([
      "account.own",
      "cases.import",
      "cases.view",
      "concerns.raise",
      "holds.change",
      "outcomes.enter",
      "retention.run",
      "retention.view",
    ]);
  });
  it("gives every role exactly its actions", () => {
    // L quality lead, C panel chair, A auditor, W plan writer, S service manager, B board, D data officer, I inspector, N administrator
    const letters = {
      L: "quality_lead",
      C: "panel_chair",
      A: "auditor",
      W: "plan_writer",
      S: "service_manager",
    } as const;
    const more = { B: "board_member", D: "data_officer", I: "inspector", N: "administrator" } as const;
    const table: Record<Action, string> = {
      "cases.view": "LCD",
      "cases.import": "LD",
      "cases.export": "L",
      "retention.view": "DN",
      "retention.run": "D",
      "holds.change": "LD",
      "cycles.view": "LC",
      "cycles.open": "L",
      "sample.draw": "L",
      "audits.assign": "L",
      "audits.score": "LCA",
      "moderation.chair": "LC",
      "meetings.plan": "LC",
      "meetings.see": "LCA",
      "reminders.send": "L",
      "moderation.take_part": "LCA",
      "calibration.view": "LC",
      "calibration.open": "L",
      "results.view": "LC",
      "results.published": "LCB",
      "measures.published": "LCB",
      "measures.service": "LCBS",
      "steps.set": "L",
      "reports.make": "L",
      "reports.read": "LCB",
      "reports.check": "LC",
      "reports.comment": "LCB",
      "reports.sign": "LCB",
      "reports.verify": "LCB",
      "rubrics.view": "LCAWSBN",
      "rubrics.edit": "L",
      "rubrics.approve": "LC",
      "themes.view": "LCA",
      "themes.edit": "L",
      "themes.code": "LC",
      "findings.search": "LCA",
      "findings.all": "LC",
      "feedback.read": "WS",
      "feedback.manage": "L",
      "family.ask": "L",
      "family.view": "LC",
      "family.call": "LCA",
      "forum.mark": "L",
      "actions.view": "LCSB",
      "actions.open": "L",
      "actions.work": "LCSB",
      "actions.respond": "S",
      "sources.view": "LCB",
      "sources.change": "L",
      "scorecard.view": "LCBS",
      "scorecard.change": "L",
      "outcomes.enter": "LSD",
      "rooms.assemble": "L",
      "room.visit": "LI",
      "people.view": "LN",
      "people.change": "LN",
      "people.give": "LN",
      "people.invite": "LN",
      "account.own": "LCAWSBDIN",
      "settings.change": "N",
      "system.view": "N",
      "trail.view": "LN",
      "concerns.raise": "LCAWSBDIN",
      "concerns.view": "L",
    };
    for (const [letter, role] of Object.entries({ ...letters, ...more }))
      for (const action of Object.keys(ACTIONS) as Action[])
        expect(may(as(role), action).ok, `${role} ${action}`).toBe(table[action].includes(letter));
  });
  it("shows a service manager the actions that they own or that ask for their service, and lets only owner and lead work", () => {
    const manager = as("service_manager");
    manager.memberships[0]!.agency = "health";
    expect(may(manager, "actions.view", { ownerId: "x", services: ["health"] }).ok).toBe(true);
    expect(may(manager, "actions.view", { ownerId: "x", services: ["social_care"] }).ok).toBe(false);
    expect(may(manager, "actions.view", { ownerId: manager.id, services: [] }).ok).toBe(true);
    expect(may(manager, "actions.respond", { services: ["social_care"] }).ok).toBe(false);
    expect(may(as("board_member"), "actions.view", { ownerId: "x", services: [] }).ok).toBe(true);
    expect(may(as("board_member"), "actions.work", { ownerId: "x" }).ok).toBe(false);
    expect(may(as("quality_lead"), "actions.work", { ownerId: "x" }).ok).toBe(true);
  });
  it("lets an auditor score no audit but their own", () => {
    expect(may(as("auditor"), "audits.score", { auditorId: "p" }).ok).toBe(true);
    expect(may(as("quality_lead"), "audits.score", { auditorId: "q" })).toEqual({
      ok: false,
      sentence: "This audit is not yours.",
    });
  });
  it("keeps the results of a cycle from the board until moderation has ended, and from inspectors outside their room", () => {
    expect(may(as("board_member"), "results.published", { status: "moderation" }).ok).toBe(false);
    expect(may(as("board_member"), "results.published", { status: "feedback" }).ok).toBe(true);
    expect(may(as("inspector"), "results.published", { status: "closed" }).ok).toBe(false);
    expect(may(as("panel_chair"), "results.published", { status: "moderation" }).ok).toBe(true);
    expect(may(as("auditor"), "results.published", { status: "closed" }).ok).toBe(false);
  });
  it("lets a service manager read what the service answers for, and not what another does", () => {
    const manager = as("service_manager");
    manager.memberships[0]!.agency = "health";
    const { organisationId } = manager.memberships[0]!;
    const pack = { receiver: "health" as const, writerRef: null, personId: null, organisationId };
    expect(may(manager, "feedback.read", pack).ok).toBe(true);
    expect(may(manager, "feedback.read", { ...pack, receiver: "social_care" }).ok).toBe(false);
    expect(may(manager, "feedback.read", { ...pack, organisationId: "org_other" }).ok).toBe(false);
    expect(may(manager, "feedback.read", { ...pack, receiver: "plan_writer", personId: manager.id }).ok).toBe(false);
  });
  it("lets a plan writer read packs on plans under their code, or sent to them, and no service's", () => {
    const writer = as("plan_writer");
    writer.memberships[0]!.writerRef = "W05";
    const pack = { receiver: "plan_writer" as const, writerRef: "W05", personId: null, organisationId: null };
    expect(may(writer, "feedback.read", pack).ok).toBe(true);
    expect(may(writer, "feedback.read", { ...pack, writerRef: "W06" }).ok).toBe(false);
    expect(may(writer, "feedback.read", { ...pack, writerRef: null, personId: writer.id }).ok).toBe(true);
    expect(may(writer, "feedback.read", { ...pack, receiver: "health" }).ok).toBe(false);
  });
  it("lets a service manager see what the own service gave, and not what another did", () => {
    const manager = as("service_manager");
    manager.memberships[0]!.agency = "health";
    expect(may(manager, "measures.service", { service: "health" }).ok).toBe(true);
    expect(may(manager, "measures.service", { service: "social_care" }).ok).toBe(false);
    expect(may(as("board_member"), "measures.service", { service: "social_care" }).ok).toBe(true);
  });
  it("lets only administrators make or change administrators, and nobody change their own roles", () => {
    const [lead, admin] = [as("quality_lead"), as("administrator")];
    expect(may(lead, "people.give", { role: "administrator" }).ok).toBe(false);
    expect(may(admin, "people.give", { role: "administrator" }).ok).toBe(true);
    expect(may(lead, "people.give", { role: "auditor" }).ok).toBe(true);
    expect(may(lead, "people.change", { personId: "x", roles: ["auditor"] }).ok).toBe(true);
    expect(may(lead, "people.change", { personId: "x", roles: ["administrator"] }).ok).toBe(false);
    expect(may(admin, "people.change", { personId: "p", roles: ["administrator"] }).ok).toBe(false);
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
