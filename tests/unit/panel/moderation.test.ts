import { describe, expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import type { Agency } from "#audits/vocabulary.ts";
import {
  anchorsFor,
  assignInPlace,
  assignPanel,
  doubleFor,
  doubleWarning,
  placesFor,
  proposedAnchor,
} from "#audits/panel/assign.ts";
import { type CycleFacts, mayModerate, mayMove, mayScore } from "#audits/panel/life.ts";
import { moderationOf, type PanelAuditor, problemsInSettlement } from "#audits/panel/moderation.ts";
import { planResult } from "#audits/panel/result.ts";
import { criterionOf } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import type { Score } from "#audits/scoring/consensus.ts";

const rubric = SHIPPED_RUBRICS[0]!;
const keys = ["VC1", "VC2", "EP2", "HS4", "OF4", "PA3"];
const asked = keys.map((k) => criterionOf(rubric, k));
const auditor = (auditorId: string, agency: PanelAuditor["agency"], scores: Score[]): PanelAuditor => ({
  auditorId,
  name: auditorId,
  agency,
  letter: "E",
  answers: keys.map((k, i) => ({ ...emptyAnswer(k), score: scores[i] ?? null })),
});

describe("what the panel has to settle", () => {
  const m = moderationOf(rubric, asked, [
    auditor("a", "education", [3, 2, 0, 2, 2, "NA"]),
    auditor("b", "health", [1, 1, 0, "CT", 2, 2]),
  ]);
  it("is what differs or may limit the grade, largest first", () => {
    expect(m.queue.map((q) => [q.criterion.key, q.group])).toEqual([
      ["VC1", "two_apart"],
      ["EP2", "limit"],
      ["PA3", "na_against_level"],
      ["HS4", "cannot_tell"],
      ["VC2", "one_apart"],
    ]);
  });
  it("is not what everybody agreed", () => expect(m.agreed.map((a) => a.criterion.key)).toEqual(["OF4"]));
  it("is only limits when one auditor scored the plan", () => {
    const one = moderationOf(rubric, asked, [auditor("a", "education", [2, 1, 0, 2, 2, 2])]);
    expect(one.queue.map((q) => q.criterion.key)).toEqual(["EP2"]);
  });
  it("needs a reason where the auditors differ, and none where they agree", () => {
    const [differ, agree] = [m.queue[0]!, m.queue[1]!];
    expect(
      problemsInSettlement(differ, { criterion: "VC1", agreed: 1, reason: " ", finding: "" }).map((p) => p.field),
    ).toEqual(["reason"]);
    expect(problemsInSettlement(agree, { criterion: "EP2", agreed: 0, reason: "", finding: "" })).toEqual([]);
    expect(
      problemsInSettlement(agree, { criterion: "EP2", agreed: 2, reason: "", finding: "" }).map((p) => p.field),
    ).toEqual(["reason"]);
    expect(
      problemsInSettlement(differ, { criterion: "VC1", agreed: null, reason: "x", finding: "" }).map((p) => p.field),
    ).toEqual(["agreed"]);
  });
  it("becomes the plan's scores: the panel's level where it settled one, no level where both views are recorded", () => {
    const result = planResult(
      rubric,
      ["plan"],
      asked,
      m,
      new Map<string, Score | "both">([
        ["VC1", 1],
        ["VC2", "both"],
      ]),
      "applied",
    );
    expect(result.scores).toMatchObject({ VC1: 1, VC2: "CT", OF4: 2, EP2: 0 });
    expect(result.bothViews).toEqual(["VC2"]);
    expect(result.modules[0]?.grade).toBe("inadequate");
    expect(result.modules[0]?.fired.find((f) => f.id === "hard")?.because).toEqual(["EP2"]);
  });
  it("reports limits without applying them in shadow mode", () => {
    const result = planResult(rubric, ["plan"], asked, m, new Map(), "shadow");
    expect(result.modules[0]?.grade).toBe(result.modules[0]?.rawGrade);
    expect(result.modules[0]?.fired.map((f) => f.id)).toContain("hard");
  });
});

describe("the panel of a cycle", () => {
  const plans = Array.from({ length: 10 }, (_, i) => ({ id: `p${i}`, places: 2, has: [] }));
  const auditors = (["education", "education", "health", "forum"] as const).map((agency, i) => ({
    id: `a${i}`,
    agency,
    load: 0,
    capacity: null,
    conflicts: [],
  }));
  it("gives each plan two auditors of different agencies, evenly", () => {
    const { assignments, unassigned } = assignPanel("seed", plans, auditors);
    expect(unassigned).toEqual([]);
    for (const p of plans) {
      const agencies = assignments.filter((a) => a.planId === p.id).map((a) => a.agency);
      expect(new Set(agencies).size).toBe(2);
    }
    const loads = auditors.map((a) => assignments.filter((x) => x.auditorId === a.id).length);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
  });
  it("is the same for the same seed and never gives a plan to somebody who wrote it", () => {
    const conflicted = auditors.map((a) =>
      a.id === "a2" ? { ...a, conflicts: plans.map((p) => ({ planId: p.id, because: "wrote it" })) } : a,
    );
    const first = assignPanel("seed", plans, conflicted);
    expect(assignPanel("seed", [...plans].reverse(), conflicted)).toEqual(first);
    expect(first.assignments.some((a) => a.auditorId === "a2")).toBe(false);
  });
  it("gives two agencies to as many plans as the rule says, one to the rest, and anchors to everybody", () => {
    const ids = plans.map((p) => p.id);
    const places = placesFor({ anchors: 1, double: 4, others: 1 }, "seed", ids);
    expect(placesFor({ anchors: 1, double: 4, others: 1 }, "seed", [...ids].reverse())).toEqual(places);
    const count = (wanted: unknown) => [...places.values()].filter((p) => p === wanted).length;
    expect([count("everybody"), count(2), count(1)]).toEqual([1, 4, 5]);
    const ruled = plans.map((p) => ({ ...p, places: places.get(p.id) ?? 1 }));
    const { assignments, unassigned } = assignPanel("seed", ruled, auditors);
    expect(unassigned).toEqual([]);
    const scored = ids.map((id) => assignments.filter((a) => a.planId === id).length).sort();
    expect(scored).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 4]);
    expect(doubleFor(12)).toBe(10);
    expect(doubleFor(8)).toBe(8);
    expect(doubleFor(100)).toBe(20);
  });
  it("warns where fewer than ten plans have two agencies, unless these are all", () => {
    expect(doubleWarning(40, 10)).toBeNull();
    expect(doubleWarning(6, 6)).toBeNull();
    expect(doubleWarning(0, 0)).toBeNull();
    expect(doubleWarning(40, 9)).toContain("Only 9 of 40 plans have auditors of two agencies. Fewer than ten");
    expect(doubleWarning(6, 1)).toContain("Only 1 of 6 plans has");
    expect(doubleWarning(40, 0)).toContain("cannot be measured");
  });
  it("proposes as an anchor a plan in which nobody has a conflict, and leaves an anchor where it is", () => {
    const ids = plans.map((p) => p.id);
    const [first, second, third] = anchorsFor(3, "seed", ids) as [string, string, string];
    expect(anchorsFor(3, "seed", [...ids].reverse())).toEqual([first, second, third]);
    const conflicts = new Map([[first, 1]]);
    expect(proposedAnchor("seed", ids, 3, new Map())).toBe(first);
    expect(proposedAnchor("seed", ids, 3, conflicts)).toBe(second);
    expect(proposedAnchor("seed", ids, 2, conflicts)).toBeNull();
    expect(proposedAnchor("seed", ids, 3, new Map(ids.map((id) => [id, 1])))).toBeNull();
    // A conflict that is declared later takes an auditor from the anchor, and the anchor from nobody else.
    expect(anchorsFor(1, "seed", ids, conflicts, [first])).toEqual([first]);
    expect(anchorsFor(2, "seed", ids, new Map([[second, 2]]), [first])).toEqual([first, third]);
    expect(anchorsFor(1, "seed", ids, conflicts, ["plan that was replaced"])).toEqual([second]);
    expect(anchorsFor(0, "seed", ids, conflicts, [first])).toEqual([]);
  });
  it("gives nobody more than they can take, and says which plans wait for that", () => {
    const short = auditors.map((a) => ({ ...a, capacity: 3 }));
    const { assignments, unassigned } = assignPanel("seed", plans, short);
    for (const a of auditors) expect(assignments.filter((x) => x.auditorId === a.id).length).toBeLessThanOrEqual(3);
    expect(unassigned.length).toBeGreaterThan(0);
    expect(new Set(unassigned.map((u) => u.because))).toContain("Auditors have as many audits as they can take.");
  });
  it("puts nobody of the forum in place of an agency that scores everything, and within what each can take", () => {
    const of = (id: string, agency: Agency, capacity: number | null = null) => ({
      id,
      agency,
      load: 0,
      capacity,
      conflicts: [],
    });
    const panel = [of("f1", "forum"), of("h1", "health", 1)];
    const lost = ["p1", "p2"].map((id) => ({
      id,
      has: [{ auditorId: "e1", agency: "education" as const }],
      leaving: "social_care" as const,
    }));
    const inPlace = (onTop: boolean) => assignInPlace("seed", lost, panel, onTop).map((a) => a.auditorId);
    expect(inPlace(true)).toEqual(["h1"]);
    expect(inPlace(false).sort()).toEqual(["f1", "h1"]);
    const forum = lost.map((p) => ({ ...p, leaving: "forum" as const }));
    expect(assignInPlace("seed", forum, panel, true).map((a) => a.auditorId)).toEqual(["f1", "f1"]);
  });
  it("moves auditors along before it leaves a plan short, within what each can take", () => {
    // One education auditor can take every plan; health and social care a half each: it fits only without waste.
    const many = Array.from({ length: 40 }, (_, i) => ({ id: `C-${100 + i}`, places: 2, has: [] }));
    const panel = [
      { id: "a1", agency: "education" as const, load: 0, capacity: 40, conflicts: [] },
      { id: "a2", agency: "health" as const, load: 0, capacity: 20, conflicts: [] },
      { id: "a3", agency: "social_care" as const, load: 0, capacity: 20, conflicts: [] },
    ];
    const { assignments, unassigned } = assignPanel("seed", many, panel);
    expect(unassigned).toEqual([]);
    expect(panel.map((a) => assignments.filter((x) => x.auditorId === a.id).length)).toEqual([40, 20, 20]);
    for (const plan of many)
      expect(new Set(assignments.filter((a) => a.planId === plan.id).map((a) => a.agency)).size).toBe(2);
    // The last plan is one that only health may score, and health is full by then.
    const conflicts = many.slice(0, 1).map((p) => ({ planId: p.id, because: "wrote the plan" }));
    const barred = panel.map((a) => (a.id === "a2" ? a : { ...a, conflicts }));
    const short = assignPanel("seed", many, barred);
    expect(short.unassigned).toEqual([
      { planId: "C-100", missing: 1, because: "No auditor of another agency without a conflict is left." },
    ]);
    expect(short.assignments.filter((a) => a.planId === "C-100").map((a) => a.auditorId)).toEqual(["a2"]);
  });

  it("never gives an anchor to somebody with a conflict, and twice to nobody", () => {
    const barred = auditors.map((a, i) => (i === 0 ? { ...a, conflicts: [{ planId: "p0", because: "wrote it" }] } : a));
    const anchor = [
      { id: "p0", places: "everybody" as const, has: [{ auditorId: "a1", agency: "education" as const }] },
    ];
    const { assignments } = assignPanel("seed", anchor, barred);
    expect(assignments.map((a) => a.auditorId)).toEqual(["a2", "a3"]);
  });
  it("says which plans cannot have a second agency", () => {
    expect(assignPanel("seed", plans.slice(0, 1), auditors.slice(0, 2)).unassigned).toMatchObject([
      { planId: "p0", missing: 1 },
    ]);
  });
});

describe("the life of a cycle", () => {
  const facts: CycleFacts = {
    status: "sampling",
    sampled: 10,
    assigned: 9,
    audits: 20,
    submitted: 19,
    readyForModeration: 9,
    signedOff: 9,
  };
  const ok = (f: Partial<CycleFacts>, to: CycleFacts["status"]) => mayMove({ ...facts, ...f }, to).ok;
  it("goes forward one step at a time, when the step before is complete", () => {
    expect(ok({}, "scoring")).toBe(false);
    expect(ok({ assigned: 10 }, "scoring")).toBe(true);
    expect(ok({ sampled: 0, assigned: 0 }, "scoring")).toBe(false);
    expect(ok({ assigned: 10 }, "moderation")).toBe(false);
    expect(ok({ status: "scoring" }, "moderation")).toBe(false);
    expect(ok({ status: "scoring", submitted: 20, assigned: 10 }, "moderation")).toBe(true);
    // A plan without any audit could never be moderated.
    expect(ok({ status: "scoring", submitted: 20 }, "moderation")).toBe(false);
    expect(ok({ status: "moderation" }, "feedback")).toBe(false);
    expect(ok({ status: "moderation", signedOff: 10 }, "feedback")).toBe(true);
    expect(ok({ status: "closed" }, "withdrawn")).toBe(false);
  });
  it("lets an auditor write only while scoring is open and the audit is not submitted", () => {
    expect(mayScore("scoring", "in_progress").ok).toBe(true);
    expect(mayScore("scoring", "submitted").ok).toBe(false);
    expect(mayScore("moderation", "in_progress").ok).toBe(false);
    expect(mayScore("sampling", "assigned").ok).toBe(false);
  });
  it("keeps a plan blind until every audit of it is in", () => {
    expect(mayModerate("scoring", { audits: 2, submitted: 1, signedOff: false }).ok).toBe(false);
    expect(mayModerate("scoring", { audits: 2, submitted: 2, signedOff: false }).ok).toBe(true);
    expect(mayModerate("closed", { audits: 2, submitted: 2, signedOff: false }).ok).toBe(false);
  });
});

describe("a plan that was handed back", () => {
  it("gets the auditor it lacks, from an agency that does not score it yet", () => {
    const auditors = (["education", "health"] as const).map((agency, i) => ({
      id: `a${i}`,
      agency,
      load: 0,
      capacity: null,
      conflicts: [],
    }));
    expect(
      assignPanel("seed", [{ id: "p", places: 2, has: [{ auditorId: "x", agency: "education" }] }], auditors)
        .assignments,
    ).toEqual([{ planId: "p", auditorId: "a1", agency: "health" }]);
  });
});
