import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "#audits/sampling/allocate.ts";
import { drawKey, hashSample, shuffle, stratifiedSample } from "#audits/sampling/draw.ts";
import { generatorFromSeed, generatorFromState } from "#audits/sampling/generator.ts";

const plans = (n: number) => Array.from({ length: n }, (_, i) => `C-${String(i + 1).padStart(4, "0")}`);

describe("drawing a sample in hash order", () => {
  it("does not depend on the order of the list", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(plans(30), { minLength: 30 }), (ids) => {
        expect(hashSample("cycle 7", ids, 9)).toEqual(hashSample("cycle 7", plans(30), 9));
      }),
      { numRuns: 20 },
    );
  });

  it("puts every plan either into the sample or into the reserves, once", () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.string(), (n, seed) => {
        const { sample, reserves } = hashSample(seed, plans(60), n).value!;
        expect(sample).toHaveLength(n);
        expect([...sample, ...reserves].sort()).toEqual(plans(60));
      }),
      { numRuns: 30 },
    );
  });

  it("changes at most one drawn plan for each plan that joins the list", () => {
    const before = hashSample("s", plans(80), 12).value!.sample;
    const after = hashSample("s", plans(83), 12).value!.sample;
    expect(before.filter((id) => !after.includes(id)).length).toBeLessThanOrEqual(3);
  });

  it("sorts by the SHA-256 that sha256sum prints for seed, line feed, reference", () => {
    // printf 'abc\nC-0001' | sha256sum
    expect(drawKey("abc", "C-0001")).toBe("48d26fdee2be3d354e39b11c81e7500b107d9f55ddb1feb04611c2038769de2a");
  });

  it("draws nothing when nothing is asked for, and everything when all are", () => {
    expect(hashSample("s", plans(3), 0).value!.sample).toEqual([]);
    expect(hashSample("s", [], 0)).toEqual({ value: { sample: [], reserves: [] } });
    expect(hashSample("s", plans(3), 3).value!.reserves).toEqual([]);
  });

  it.each([
    ["more plans than the list has", plans(4), 5, "SAMPLE_EXCEEDS_POPULATION"],
    ["a reference that occurs twice", ["A", "B", "A"], 1, "DUPLICATE_ID"],
    ["a reference that differs by a blank only", ["A", " A "], 1, "DUPLICATE_ID"],
    ["a reference with a line break", ["A", "B\nC"], 1, "INVALID_VALUE"],
    ["a row without a reference", ["A", "  "], 1, "INVALID_VALUE"],
    ["half a plan", plans(4), 1.5, "INVALID_VALUE"],
    ["fewer than no plans", plans(4), -1, "INVALID_VALUE"],
  ])("refuses %s and says what to do", (_, ids, n, reason) => {
    expect(hashSample("s", ids, n)).toMatchObject({ value: null, reason, message: expect.stringMatching(/\.$/) });
  });
});

describe("drawing by groups", () => {
  const units = plans(50).map((id, i) => ({ id, stratum: ["North", "South", "West", "__proto__"][i % 4] as string }));

  it("draws each group as if it stood alone, with the same seed", () => {
    const drawn = stratifiedSample("s", units, 12, 1).value!;
    for (const stratum of ["North", "South", "West", "__proto__"]) {
      const ids = units.filter((unit) => unit.stratum === stratum).map(({ id }) => id);
      const places = Object.entries(drawn.allocation).find(([label]) => label === stratum)![1];
      const own = Object.entries(drawn.sample).find(([label]) => label === stratum)![1];
      expect(own).toEqual(hashSample("s", ids, places).value!.sample);
    }
  });

  it("refuses a plan that is in two groups", () => {
    const twice = [...units, { id: "C-0001", stratum: "West" }];
    expect(stratifiedSample("s", twice, 5)).toMatchObject({ reason: "DUPLICATE_ID" });
  });

  it("allocates exactly n places, each group between its minimum and its size, whatever the sizes", () => {
    const sizes = fc.dictionary(fc.string({ maxLength: 4 }), fc.nat({ max: 300 }), { maxKeys: 8 });
    fc.assert(
      fc.property(sizes, fc.nat({ max: 4 }), fc.double({ min: 0, max: 1, noNaN: true }), (strata, minimum, share) => {
        const total = Object.values(strata).reduce((sum, size) => sum + size, 0);
        const least = Object.values(strata).reduce((sum, size) => sum + Math.min(minimum, size), 0);
        const n = least + Math.floor(share * (total - least));
        const places = allocate(strata, n, minimum).value!;
        expect(Object.values(places).reduce((sum, one) => sum + one, 0)).toBe(n);
        for (const [label, one] of Object.entries(places)) {
          expect(one).toBeGreaterThanOrEqual(Math.min(minimum, strata[label]!));
          expect(one).toBeLessThanOrEqual(strata[label]!);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("gives left-over places to the larger group, then to the label that sorts first", () => {
    expect(allocate({ b: 10, a: 10, c: 10 }, 4, 0).value).toEqual({ a: 2, b: 1, c: 1 });
    expect(allocate({ a: 1, b: 3 }, 2, 0).value).toEqual({ a: 0, b: 2 });
  });

  it("takes the place for a minimum from the group that is furthest above its share", () => {
    expect(allocate({ A: 200, B: 190, C: 3, D: 2, E: 0 }, 10, 1).value).toEqual({ A: 4, B: 4, C: 1, D: 1, E: 0 });
  });

  it.each([
    ["a sample smaller than the minima need", { A: 5, B: 5, C: 5 }, 2, 1, "SAMPLE_TOO_SMALL_FOR_MINIMUM"],
    ["a sample larger than all groups", { A: 5, B: 5 }, 11, 1, "SAMPLE_EXCEEDS_POPULATION"],
    ["a group of half a plan", { A: 5.5 }, 1, 1, "INVALID_VALUE"],
  ])("refuses %s", (_, strata, n, minimum, reason) => {
    expect(allocate(strata, n, minimum)).toMatchObject({ value: null, reason });
  });
});

describe("random numbers", () => {
  it("shuffles the same ids to the same order, whatever order they come in", () => {
    const ids = plans(20);
    expect(shuffle("s", [...ids].reverse())).toEqual(shuffle("s", ids));
    expect([...shuffle("s", ids)].sort()).toEqual(ids);
    expect(shuffle("s", ids)).not.toEqual(shuffle("t", ids));
    expect(shuffle("s", [])).toEqual([]);
  });

  it("throws draws away that would favour small numbers: below 3 · 2^30, a quarter of them", () => {
    const n = 3 * 2 ** 30;
    const { below } = generatorFromSeed("s");
    const plain = generatorFromSeed("s");
    const kept = Array.from({ length: 400 }, plain.next).filter((draw) => draw < n);
    expect(kept.length).toBeLessThan(400);
    expect(kept.map(() => below(n))).toEqual(kept);
  });

  it("draws from the full range, and of one thing always that one", () => {
    const { below } = generatorFromSeed("s");
    expect(below(2 ** 32)).toBe(generatorFromSeed("s").next());
    expect(below(1)).toBe(0);
    expect(() => below(0)).toThrow(RangeError);
  });

  it("never gets stuck on a state of zeros", () => {
    const { next } = generatorFromState([0, 0, 0, 0]);
    expect(Array.from({ length: 8 }, next).some((draw) => draw !== 0)).toBe(true);
  });
});
