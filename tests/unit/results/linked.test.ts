import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suppressOneWay } from "#audits/measures/suppression.ts";
import { auditMask } from "#audits/measures/suppression-table.ts";
import { hiddenFigures, type LinkedFigure, ranges, type Sum } from "#audits/results/linked.ts";

const T = 5;

/** A two-way table with its totals, as linked figures; totals rank above the body, the grand total is shown. */
function tableOf(body: number[][]): { figures: LinkedFigure[]; sums: Sum[] } {
  const rows = body.length;
  const columns = body[0]?.length ?? 0;
  const figures: LinkedFigure[] = [];
  const sums: Sum[] = [];
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const add = (key: string, value: number, rank: number) => figures.push({ key, value, rank, role: "figure" });
  body.forEach((line, r) => {
    line.forEach((value, c) => {
      add(`${r},${c}`, value, 0);
    });
    add(`${r},${columns}`, sum(line), 1);
    sums.push({ total: `${r},${columns}`, parts: line.map((_, c) => `${r},${c}`) });
  });
  for (let c = 0; c < columns; c++) {
    add(`${rows},${c}`, sum(body.map((line) => line[c] as number)), 1);
    sums.push({ total: `${rows},${c}`, parts: body.map((_, r) => `${r},${c}`) });
  }
  add(`${rows},${columns}`, sum(body.flat()), 2);
  sums.push({ total: `${rows},${columns}`, parts: body.map((_, r) => `${r},${columns}`) });
  sums.push({ total: `${rows},${columns}`, parts: (body[0] ?? []).map((_, c) => `${rows},${c}`) });
  return { figures, sums };
}

const maskOf = (body: number[][], hidden: Set<string>) =>
  Array.from({ length: body.length + 1 }, (_, r) =>
    Array.from({ length: (body[0]?.length ?? 0) + 1 }, (_, c) => hidden.has(`${r},${c}`)),
  );

const tables = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 }))
  .chain(([r, c]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 14 }), { minLength: c, maxLength: c }), { minLength: r, maxLength: r }),
  );

describe("figures that hang together", () => {
  it("are hidden so that a two-way table passes the audit of single tables, and none of them without need", () => {
    fc.assert(
      fc.property(tables, (body) => {
        const { figures, sums } = tableOf(body);
        const hidden = hiddenFigures(figures, sums, T).value as Set<string>;
        const safe = (mask: Set<string>) => auditMask(body, maskOf(body, mask), T).value?.safe;
        expect(safe(hidden)).toBe(true);
        for (const key of hidden) expect(safe(new Set([...hidden].filter((other) => other !== key)))).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it("give away exactly what the audit of a single table says they do", () => {
    fc.assert(
      fc.property(tables, (body) => {
        const { figures, sums } = tableOf(body);
        const hidden = new Set(figures.filter(({ value }) => value > 0 && value % 3 !== 0).map(({ key }) => key));
        const audit = auditMask(body, maskOf(body, hidden), T).value;
        for (const { row, col, lower, upper } of audit?.intervals ?? []) {
          const asked = figures.filter(({ key }) => key === `${row},${col}`);
          expect(ranges(figures, sums, hidden, asked)[0]).toEqual({ lower, upper: upper ?? Number.POSITIVE_INFINITY });
        }
      }),
      { numRuns: 150 },
    );
  });

  it("protect a list with a shown total as the one-way rule does", () => {
    for (const cells of [
      [1, 1, 14, 30],
      [3, 19, 12, 6],
      [0, 4, 0, 36],
      [5, 5, 5, 5],
      [2, 2, 30, 0],
    ]) {
      const figures: LinkedFigure[] = cells.map((value, i) => ({ key: `${i}`, value, role: "figure", rank: 0 }));
      const total: LinkedFigure = { key: "n", value: cells.reduce((a, b) => a + b, 0), role: "given", rank: 0 };
      const hidden = hiddenFigures(
        [...figures, total],
        [{ total: "n", parts: figures.map(({ key }) => key) }],
        T,
      ).value;
      expect(cells.map((_, i) => hidden?.has(`${i}`))).toEqual(suppressOneWay(cells, T).value?.mask);
    }
  });

  it("hide a count of which the shown complement would tell", () => {
    const figures: LinkedFigure[] = [
      { key: "good", value: 38, role: "figure", rank: 0 },
      { key: "not good", value: 2, role: "implied", rank: 0 },
      { key: "n", value: 40, role: "given", rank: 0 },
    ];
    const hidden = hiddenFigures(figures, [{ total: "n", parts: ["good", "not good"] }], T).value;
    expect(hidden).toEqual(new Set(["good"]));
  });

  it("are refused where they do not add up", () => {
    const figures: LinkedFigure[] = [
      { key: "a", value: 3, role: "figure", rank: 0 },
      { key: "n", value: 4, role: "given", rank: 0 },
    ];
    expect(hiddenFigures(figures, [{ total: "n", parts: ["a"] }], T)).toMatchObject({ value: null });
  });
});
