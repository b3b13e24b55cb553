import { describe, expect, it } from "vitest";
import { cooccurrence, pareto } from "#audits/themes/statistics.ts";

describe("two themes over cases", () => {
  it("counts a theme that is named twice in a case once", () => {
    expect(cooccurrence([["late", "late", "voice"], ["late"]], "late", "voice")).toMatchObject({
      n11: 1,
      n10: 1,
      support: 0.5,
    });
  });

  it("is the same both ways round", () => {
    const cases = [["a", "b"], ["a"], ["b"], [], ["a", "b"], ["a"]];
    const [one, other] = [cooccurrence(cases, "a", "b"), cooccurrence(cases, "b", "a")];
    expect([one.jaccard, one.lift]).toEqual([other.jaccard, other.lift]);
    expect(one.phi).toBeCloseTo(other.phi!, 12);
    expect(one.fisherP).toBeCloseTo(other.fisherP!, 12);
  });

  it("has no figures where a theme occurs in no case, and none at all without cases", () => {
    expect(cooccurrence([["x"], []], "x", "z")).toMatchObject({ jaccard: 0, lift: null, phi: null, fisherP: null });
    expect(cooccurrence([[], []], "x", "z")).toMatchObject({ support: 0, jaccard: null });
    expect(cooccurrence([], "x", "z")).toMatchObject({
      support: null,
      jaccard: null,
      lift: null,
      phi: null,
      fisherP: null,
    });
  });
});

describe("themes by number of mentions", () => {
  it("takes the shortest head that reaches the share, exact shares included", () => {
    expect(pareto({ a: 8, b: 1, c: 1 }).value!.vitalFew).toEqual(["a"]);
    expect(pareto({ a: 7, b: 1, c: 2 }, 0.7).value!.vitalFew).toEqual(["a"]);
    expect(pareto({ a: 7, b: 1, c: 2 }, 1).value!.vitalFew).toEqual(["a", "c", "b"]);
  });

  it("orders ties by name", () => {
    expect(pareto({ b: 1, a: 1, B: 1 }).value!.rows.map(({ theme }) => theme)).toEqual(["B", "a", "b"]);
  });

  it("names no vital few without mentions", () => {
    expect(pareto({ a: 0 }).value).toEqual({ rows: [{ theme: "a", count: 0, cumulative: 0 }], vitalFew: [] });
    expect(pareto({ a: -1 })).toMatchObject({ reason: "INVALID_VALUE" });
  });
});
