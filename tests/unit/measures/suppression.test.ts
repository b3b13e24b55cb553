import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclosingDifferences, roundToBase, safePercent, suppressOneWay } from "#audits/measures/suppression.ts";
import { auditMask, suppressTwoWay } from "#audits/measures/suppression-table.ts";

const count = fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 40 }));

/** All ways to fill the hidden cells with whole numbers from 1 on that add up: what an attacker can write down. */
function fillings(hidden: number, sum: number): number[][] {
  if (hidden === 1) return sum >= 1 ? [[sum]] : [];
  return Array.from({ length: Math.max(0, sum - hidden + 1) }, (_, i) => i + 1).flatMap((first) =>
    fillings(hidden - 1, sum - first).map((rest) => [first, ...rest]),
  );
}

describe("hiding small counts in a list with a total", () => {
  it("lets an attacker who writes down every possibility learn no more than 'between 1 and 4'", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 }), (cells) => {
        const { mask, totalMask } = suppressOneWay(cells).value!;
        const hidden = cells.flatMap((_, i) => (mask[i] ? [i] : []));
        if (totalMask || hidden.length === 0) return;
        const sum = hidden.reduce((all, i) => all + cells[i]!, 0);
        const possible = fillings(hidden.length, sum);
        for (const [place, i] of hidden.entries()) {
          if (cells[i]! >= 5) continue;
          const values = possible.map((filling) => filling[place]!);
          expect(Math.min(...values)).toBe(1);
          expect(Math.max(...values)).toBeGreaterThanOrEqual(4);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("hides every count from 1 to 4, shows zeros, and hides nothing where nothing is small", () => {
    fc.assert(
      fc.property(fc.array(count, { maxLength: 8 }), (cells) => {
        const { mask, totalMask } = suppressOneWay(cells).value!;
        for (const [i, one] of cells.entries()) {
          if (one === 0) expect(mask[i]).toBe(false);
          if (one > 0 && one < 5) expect(mask[i]).toBe(true);
        }
        if (cells.every((one) => one === 0 || one >= 5)) expect([totalMask, ...mask]).not.toContain(true);
      }),
      { numRuns: 100 },
    );
  });

  it("hides the total where no other count is left to hide", () => {
    expect(suppressOneWay([1, 0, 1, 3]).value).toEqual({ mask: [true, false, true, true], totalMask: true });
    expect(suppressOneWay([3, 4]).value).toEqual({ mask: [true, true], totalMask: false });
    expect(suppressOneWay([]).value).toEqual({ mask: [], totalMask: false });
    expect(suppressOneWay([1.5])).toMatchObject({ reason: "INVALID_VALUE" });
  });
});

describe("hiding small counts in a table with totals", () => {
  const table = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    );

  it("gives a safe mask that hides no zero, and no cell of it that is not small can be shown again", () => {
    fc.assert(
      fc.property(table, (body) => {
        const { mask, suppressed } = suppressTwoWay(body).value!;
        expect(auditMask(body, mask).value!.safe).toBe(true);
        expect(mask.flat().filter(Boolean)).toHaveLength(suppressed);
        for (const [r, line] of body.entries()) {
          for (const [c, one] of line.entries()) {
            if (!mask[r]![c] || one < 5) continue;
            const shown = mask.map((row, i) => row.map((hide, j) => hide && !(i === r && j === c)));
            expect(auditMask(body, shown).value!.safe).toBe(false);
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  it("knows that a mask which shows a small count is not safe", () => {
    const body = [
      [3, 20],
      [30, 40],
    ];
    const none = [
      [false, false, false],
      [false, false, false],
      [false, false, false],
    ];
    expect(auditMask(body, none).value).toEqual({ intervals: [], safe: false });
  });

  it("is not satisfied by hiding the neighbours of a small count but not the count itself", () => {
    const mask = [
      [false, true, false, false],
      [true, true, false, false],
      [false, false, false, false],
      [false, false, false, false],
    ];
    expect(
      auditMask(
        [
          [3, 12, 20],
          [15, 30, 8],
          [22, 9, 14],
        ],
        mask,
      ).value!.safe,
    ).toBe(false);
  });

  it("hides the same cells as the reference where small counts lie on a diagonal", () => {
    const body = [
      [2, 9, 0, 14],
      [8, 3, 12, 0],
      [0, 11, 4, 16],
      [13, 0, 10, 1],
    ];
    const hidden = suppressTwoWay(body).value!.mask.map((line) => line.map(Number).join(""));
    expect(hidden).toEqual(["11010", "11100", "01100", "00110", "00000"]);
  });

  it("completes rows and columns before it looks for unsafe cells, which here saves one", () => {
    expect(
      suppressTwoWay([
        [30, 3, 12, 30],
        [12, 2, 12, 3],
        [5, 3, 12, 6],
      ]).value!.suppressed,
    ).toBe(6);
  });

  it("has no end for a cell whose line is hidden up to the grand total", () => {
    const body = [[2]];
    expect(suppressTwoWay(body).value).toEqual({
      mask: [
        [true, true],
        [true, true],
      ],
      suppressed: 4,
    });
    expect(
      auditMask(body, [
        [true, true],
        [true, true],
      ]).value!.intervals[0],
    ).toEqual({ row: 0, col: 0, lower: 1, upper: null });
  });

  it("refuses ragged tables, masks of another size and masks that hide a zero", () => {
    expect(suppressTwoWay([[1, 2], [3]])).toMatchObject({ reason: "INVALID_VALUE" });
    expect(suppressTwoWay([])).toMatchObject({ reason: "INVALID_VALUE" });
    expect(auditMask([[5]], [[true]])).toMatchObject({ reason: "INVALID_VALUE" });
    expect(
      auditMask(
        [[0]],
        [
          [true, false],
          [false, false],
        ],
      ),
    ).toMatchObject({ reason: "INVALID_VALUE" });
  });
});

describe("percentages, rounding and differences", () => {
  it.each([
    [14, 25, 56],
    [0, 25, 0],
    [25, 25, 100],
    [5, 40, 13],
    [2, 25, "SMALL_NUMERATOR"],
    [23, 25, "SMALL_COMPLEMENT"],
    [4, 8, "DENOMINATOR_TOO_SMALL"],
    [0, 0, "DENOMINATOR_TOO_SMALL"],
    [9, 8, "INVALID_VALUE"],
  ])("%s of %s is shown as %s", (x, n, expected) => {
    const verdict = safePercent(x, n);
    expect(verdict.value ?? (verdict as { reason: string }).reason).toBe(expected);
  });

  it("rounds each count by itself", () => {
    expect(roundToBase([0, 2, 3, 7, 8], 5).value).toEqual([0, 0, 5, 5, 10]);
    expect(roundToBase([1], 0)).toMatchObject({ reason: "INVALID_VALUE" });
  });

  it("finds groups whose difference is small, but not equal groups nor groups that merely overlap", () => {
    const all = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(disclosingDifferences([all, [1, 2, 3, 4, 5]])).toEqual([[1, 0]]);
    expect(disclosingDifferences([all, [...all], [1, 2, 3], [1, 2, 3, 4, 5, 6, 9]])).toEqual([[2, 3]]);
  });
});
