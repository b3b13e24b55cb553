import { describe, expect, it } from "vitest";
import { compareRubrics, trendLinks } from "#audits/rubric/compare.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { FOUR, GRADES, madeCriterion, madeDocument, madeRubric, YES_PARTLY_NO } from "./made-up.ts";

const first = madeRubric();
/** The next version, with criteria changed by key: null takes one out. */
function next(change: Record<string, Record<string, unknown> | null>, more: Record<string, unknown> = {}) {
  const { criteria } = madeDocument() as { criteria: Record<string, unknown>[] };
  return madeRubric({
    version: "2.0.0",
    criteria: criteria.flatMap((c) => {
      const changed = change[c.key as string];
      return changed === null ? [] : [{ ...c, ...changed }];
    }),
    ...more,
  });
}
const standingOf = (after: ReturnType<typeof madeRubric>, key: string, before = first) => {
  const comparison = compareRubrics(before, after);
  const row = [...comparison.criteria, ...comparison.domains, ...comparison.modules].find((c) => c.key === key);
  return [row?.standing, ...(row?.because ?? [])];
};

describe("two versions of a rubric", () => {
  it("are the same throughout when nothing changed", () => {
    const comparison = compareRubrics(SHIPPED_RUBRICS[0]!, { ...SHIPPED_RUBRICS[0]!, version: "1.0.1" });
    expect(comparison.changes).toEqual([]);
    expect(
      new Set([...comparison.criteria, ...comparison.domains, ...comparison.modules].map((c) => c.standing)),
    ).toEqual(new Set(["same"]));
    expect(comparison.sentence).toBe("54 of 54 criteria can be compared with the version before.");
  });
  it("say each change in words", () => {
    const after = next({
      A1: { weight: 2, descriptors: { ...(madeCriterion("A1", "A").descriptors as object), good: "Now good." } },
    });
    expect(compareRubrics(first, after).changes.map((c) => c.sentence)).toEqual([
      "A1: the weight was “1” and is “2”.",
      "A1: the descriptor for Good was “A1 is Good.” and is “Now good.”.",
    ]);
  });
  it("can be compared where words differ by punctuation, references or look-fors only", () => {
    const after = next({
      A1: {
        question: "what of  A1 ?",
        title: "Another title",
        lookFor: ["more"],
        statutory: ["New Act"],
        shortForm: true,
      },
    });
    expect(standingOf(after, "A1")).toEqual(["same"]);
    expect(standingOf(after, "A")).toEqual(["same"]);
    expect(standingOf(after, "plan")).toEqual(["same"]);
  });
  it.each([
    ["question", { question: "Another question?" }, "the question changed"],
    ["guidance", { guidance: "Count only what is dated." }, "the guidance changed"],
    ["scale", { scale: "ypn" }, "the scale changed"],
    ["evidence", { evidenceAt: ["good"] }, "the levels that need evidence changed"],
    ["cases", { appliesWhen: { yearGroupMin: 9 } }, "it applies to other cases"],
    ["agencies", { scoredBy: ["health"] }, "other agencies score it"],
    ["answers", { cannotTell: false }, "the answers without a level changed"],
  ])("need a bridge when the %s changed", (_, change, because) => {
    const after = next({ A1: change });
    expect(standingOf(after, "A1")).toEqual(["bridge", because]);
    expect(standingOf(after, "A")).toEqual(["bridge", "criteria changed: A1"]);
    expect(standingOf(after, "plan")).toEqual(["bridge", "domains changed: A"]);
    expect(standingOf(after, "B")).toEqual(["same"]);
  });
  it("carry on over other words when the authors state that the meaning is the same since then", () => {
    expect(standingOf(next({ A1: { question: "What about A1?", sameMeaningSince: "1.0.0" } }), "A1")).toEqual(["same"]);
    // Stated since a version that is newer than the old one, it says nothing of the old one.
    expect(standingOf(next({ A1: { question: "What about A1?", sameMeaningSince: "1.1.0" } }), "A1")[0]).toBe("bridge");
    // No statement makes another scale comparable.
    expect(standingOf(next({ A1: { scale: "ypn", sameMeaningSince: "1.0.0" } }), "A1")[0]).toBe("bridge");
  });
  it("know a criterion by another key only when it says what it replaces", () => {
    const renamed = { key: "A9" };
    expect(compareRubrics(first, next({ A1: renamed })).criteria.map((c) => [c.key, c.standing])).toEqual([
      ["A9", "new"],
      ["A2", "same"],
      ["B1", "same"],
      ["B2", "same"],
      ["A1", "gone"],
    ]);
    expect(standingOf(next({ A1: { ...renamed, replaces: "A1" } }), "A9")).toEqual(["same"]);
    expect(standingOf(next({ A1: { ...renamed, replaces: "A1" } }), "A")).toEqual(["same"]);
  });
  it("need a bridge for the domain when weights move within it, and not when all double", () => {
    expect(standingOf(next({ A1: { weight: 2 } }), "A")).toEqual(["bridge", "the weights changed: A1, A2"]);
    expect(standingOf(next({ A1: { weight: 2 }, A2: { weight: 2 } }), "A")).toEqual(["same"]);
  });
  it("need a bridge for domain and plan when a criterion is new or gone", () => {
    expect(standingOf(next({ A1: null }), "A")).toEqual(["bridge", "criteria were taken out: A1"]);
    expect(standingOf(next({ A1: null }), "plan")).toEqual(["bridge", "domains changed: A"]);
  });
  it("need a bridge for grades when cut points, limits or the way of grading change", () => {
    const cuts = next({}, { grades: GRADES.map((g) => (g.key === "good" ? { ...g, min: 60 } : g)) });
    expect(standingOf(cuts, "A")).toEqual(["bridge", "the grades or their cut points changed"]);
    const limit = { id: "l", type: "criterion", label: "L", criteria: ["A1"], atOrBelow: 0, cap: "inadequate" };
    const limited = next({}, { limits: [limit] });
    expect(standingOf(limited, "plan")).toEqual(["bridge", "the limits changed"]);
    expect(standingOf(limited, "A")).toEqual(["same"]);
    expect(standingOf(next({}, { limits: [{ ...limit, label: "Other words", id: "m" }] }), "plan", limited)).toEqual([
      "same",
    ]);
    expect(standingOf(next({}, { scoring: { method: "profile" } }), "plan")).toEqual([
      "bridge",
      "the way of grading changed",
    ]);
  });
  it("need a bridge when a level has another value, under the same keys", () => {
    const scales = [
      { ...FOUR, levels: FOUR.levels.map((l) => (l.value === 3 ? { ...l, value: 4 } : l)) },
      YES_PARTLY_NO,
    ];
    expect(standingOf(next({}, { scales }), "B2")).toEqual(["bridge", "the scale changed"]);
  });
});

describe("a trend over versions", () => {
  const second = next({ A1: { question: "Another question?" } });
  const third = madeRubric({
    version: "3.0.0",
    criteria: [
      madeCriterion("A9", "A", {
        replaces: "A1",
        question: "Another question?",
        descriptors: madeCriterion("A1", "A").descriptors,
      }),
      madeCriterion("A2", "A"),
      madeCriterion("B1", "B"),
      madeCriterion("B2", "B"),
      madeCriterion("B3", "B"),
    ],
  });
  const versions = [first, second, third];
  const links = (of: Parameters<typeof trendLinks>[1]) => trendLinks(versions, of).map((l) => l.link);
  it("carries on, bridges or breaks", () => {
    expect(links({ kind: "criterion", key: "A9" })).toEqual(["bridges", "carries_on"]);
    expect(links({ kind: "criterion", key: "A2" })).toEqual(["carries_on", "carries_on"]);
    expect(links({ kind: "criterion", key: "B3" })).toEqual(["breaks", "breaks"]);
    expect(links({ kind: "domain", key: "A" })).toEqual(["bridges", "carries_on"]);
    expect(links({ kind: "domain", key: "B" })).toEqual(["carries_on", "bridges"]);
    expect(links({ kind: "overall" })).toEqual(["bridges", "bridges"]);
  });
  it("breaks for a criterion that is gone, and says so", () => {
    const gone = next({ A1: null });
    expect(trendLinks([first, gone], { kind: "criterion", key: "A1" })).toEqual([
      { from: "1.0.0", to: "2.0.0", link: "breaks", because: ["it is gone"] },
    ]);
  });
});
