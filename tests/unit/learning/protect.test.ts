import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawChart } from "#audits/charts/chart.ts";
import { isHidden } from "#audits/charts/figures.ts";
import { measureSourceSans } from "#audits/charts/measure.ts";
import { svgFile } from "#audits/charts/svg.ts";
import { hiddenRows, hiddenSizes, publishedPoints } from "#audits/learning/protect.ts";
import { publishedLine, type Series } from "#audits/learning/series.ts";

/**
 * An attacker who knows the rule, sees every row that is shown, the totals, and the sizes of groups that are known, and tries
 * every table that fits. It shares nothing with the code that hides.
 */
function learned(
  rows: number[][],
  hidden: boolean[],
  unknown: boolean[],
): { row: number; column: number; low: number; high: number }[] {
  const columns = rows[0]!.length;
  const left = Array.from({ length: columns }, (_, c) =>
    rows.reduce((sum, row, r) => sum + (hidden[r] ? row[c]! : 0), 0),
  );
  const places = rows.flatMap((_, r) => (hidden[r] ? [r] : []));
  const range = new Map<string, [number, number]>();
  const chosen: number[][] = [];
  const size = (r: number) => rows[r]!.reduce((sum, cell) => sum + cell, 0);
  const ways = (column: number, rest: number[], row: number[], at: number): void => {
    const place = places[at]!;
    if (column === columns) {
      const n = row.reduce((sum, cell) => sum + cell, 0);
      // A group stands in the list because it has a plan; where its size is known it fits.
      if (n === 0 || (!unknown[place] && n !== size(place))) return;
      chosen.push(row);
      walk(at + 1, rest);
      chosen.pop();
      return;
    }
    for (let cell = 0; cell <= rest[column]!; cell++) {
      const next = [...rest];
      next[column]! -= cell;
      ways(column + 1, next, [...row, cell], at);
    }
  };
  const walk = (at: number, rest: number[]): void => {
    if (at < places.length) {
      ways(0, rest, [], at);
      return;
    }
    if (rest.some((cell) => cell !== 0)) return;
    for (const [i, row] of chosen.entries())
      for (const [column, cell] of row.entries()) {
        const key = `${places[i]}/${column}`;
        const [low, high] = range.get(key) ?? [cell, cell];
        range.set(key, [Math.min(low, cell), Math.max(high, cell)]);
      }
  };
  walk(0, left);
  return [...range].map(([key, [low, high]]) => {
    const [row, column] = key.split("/").map(Number) as [number, number];
    return { row, column, low, high };
  });
}

const tables = fc
  .integer({ min: 2, max: 4 })
  .chain((rows) => fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { minLength: rows, maxLength: rows }))
  .map((rows) => rows.map((row) => [...row]).filter(([a, b]) => a! + b! > 0))
  .filter((rows) => rows.length >= 2);

describe("what is hidden of a published breakdown", () => {
  it("shows no row with 1 to 4 plans on either side", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const sizes = rows.map(([a, b]) => a! + b!);
        const hidden = hiddenRows({ rows, unknown: hiddenSizes(sizes) });
        rows.forEach((row, i) => {
          if (!hidden[i]) expect(row.some((cell) => cell > 0 && cell < 5)).toBe(false);
        });
      }),
    );
  });

  it("tells an attacker who tries every table no more of a small number than that it is from 1 to 4", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const totals = [0, 1].map((c) => rows.reduce((sum, row) => sum + row[c]!, 0));
        // A measure whose total is small is not published at all; one group alone is the total.
        fc.pre(totals.every((total) => total === 0 || total >= 5));
        const unknown = hiddenSizes(rows.map(([a, b]) => a! + b!));
        const hidden = hiddenRows({ rows, unknown });
        if (hidden.every(Boolean)) return;
        for (const { row, column, low, high } of learned(rows, hidden, unknown)) {
          const truth = rows[row]![column]!;
          if (truth < 1 || truth > 4) continue;
          expect(low, `${JSON.stringify(rows)} ${JSON.stringify(hidden)}`).toBeLessThanOrEqual(1);
          expect(high, `${JSON.stringify(rows)} ${JSON.stringify(hidden)}`).toBeGreaterThanOrEqual(4);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("keeps a small group's size when the others are shown beside the total", () => {
    // Three plans could be subtracted from 40 if the other groups were shown.
    expect(hiddenSizes([3, 17, 20])).toEqual([true, true, false]);
    expect(hiddenSizes([12, 17, 20])).toEqual([false, false, false]);
  });
});

const month = fc.tuple(fc.nat({ max: 24 }), fc.nat({ max: 24 }));
const seriesOf = (months: [number, number][]): Series => ({
  key: "timeliness.plan_20_weeks",
  what: "new plans issued in 20 weeks",
  source: "Case records",
  years: [
    {
      points: months.map(([inTime, late], i) => ({
        label: `M${i + 1}`,
        day: `2025-${String(i + 1).padStart(2, "0")}-01`,
        count: inTime,
        n: inTime + late,
      })),
      elsewhere: { count: 0, n: 0 },
    },
  ],
});
const SPACE = { width: 704, size: 15, measure: measureSourceSans };
const published = (months: [number, number][]) => publishedLine(seriesOf(months), { steps: [], method: null });

describe("a published line over time", () => {
  it("shows no point of fewer than 10 plans, nor one with 1 to 4 on either side", () => {
    fc.assert(
      fc.property(fc.array(month, { minLength: 12, maxLength: 12 }), (months) => {
        for (const { share } of published(months).chart.points) {
          if (isHidden(share) || share.n === 0) continue;
          expect(share.n).toBeGreaterThanOrEqual(10);
          for (const part of [share.count, share.n - share.count]) expect(part > 0 && part < 5).toBe(false);
        }
      }),
    );
  });

  it("is worked out from its shown points alone: what is hidden moves no mean, limit, flag, word, mark or file", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(month, { minLength: 12, maxLength: 12 }), fc.nat({ max: 11 }), (months, turn) => {
        const first = published(months);
        const hidden = first.chart.points.flatMap(({ share }, i) => (isHidden(share) ? [i] : []));
        if (hidden.length < 2 || first.chart.points.length !== 4) return;
        // Turn what is hidden round among the hidden quarters: shown quarters and all totals stay.
        const quarters = [0, 1, 2, 3].map((q) => months.slice(q * 3, q * 3 + 3));
        const turned = hidden.map((_, i) => quarters[hidden[(i + 1 + (turn % hidden.length)) % hidden.length]!]!);
        hidden.forEach((q, i) => {
          quarters[q] = turned[i]!;
        });
        const other = published(quarters.flat() as [number, number][]);
        if (
          JSON.stringify(other.chart.points.map(({ share }) => isHidden(share))) !==
          JSON.stringify(first.chart.points.map(({ share }) => isHidden(share)))
        )
          return;
        compared++;
        expect(other).toEqual(first);
        const scenes = [first, other].map(({ chart }) => drawChart(chart, SPACE));
        expect(scenes[1]).toEqual(scenes[0]);
        expect(svgFile(scenes[1]!, ["s"], SPACE)).toBe(svgFile(scenes[0]!, ["s"], SPACE));
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it("does not give a hidden month away as the rest of a year whose total is known", () => {
    fc.assert(
      fc.property(fc.array(month, { minLength: 2, maxLength: 4 }), (months) => {
        const points = months.map(([count, late], i) => ({ label: `M${i}`, count, n: count + late }));
        const totals = [0, 1].map((c) => months.reduce((sum, one) => sum + one[c as 0 | 1], 0));
        fc.pre(totals.every((total) => total === 0 || total >= 5));
        const shown = publishedPoints(points, { count: 0, n: 0 });
        const hidden = shown.map((one) => "hidden" in one);
        if (hidden.every(Boolean) || !hidden.some(Boolean)) return;
        for (const place of [0, 1] as const) {
          const small = months.flatMap((one, i) => (hidden[i] && one[place] > 0 && one[place] < 5 ? [i] : []));
          const rest = months.reduce((sum, one, i) => sum + (hidden[i] ? one[place] : 0), 0);
          // Alone among the hidden it would be the rest itself.
          for (const i of small) expect(rest === months[i]![place] && hidden.filter(Boolean).length === 1).toBe(false);
        }
      }),
    );
  });
});
