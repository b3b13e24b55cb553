import { describe, expect, it } from "vitest";
import { controlLine } from "#audits/learning/control-line.ts";
import { stepsAt } from "#audits/learning/series.ts";

const line = (values: number[], more: Partial<Parameters<typeof controlLine>[0]> = {}) =>
  controlLine({
    what: "new plans issued in 20 weeks",
    unit: "month",
    improvement: "increase",
    points: values.map((count, i) => ({ label: `M${i + 1}`, share: { count, n: 20, interval: null } })),
    steps: [],
    ...more,
  });
const steady = [10, 11, 9, 10, 12, 10, 9, 11, 10, 10, 11, 9, 10, 11];

describe("a measure over time", () => {
  it("has a line only below 6 points, trial limits from 6 to 12, and limits from 13", () => {
    expect(line(steady.slice(0, 5)).chart.points.every(({ mean }) => mean === null)).toBe(true);
    expect(line(steady.slice(0, 5)).words[0]).toBe("With 5 points there is a line only: a mean and limits need 6.");
    const trial = line(steady.slice(0, 12));
    expect(trial.chart.trial).toBe(true);
    expect(trial.words[0]).toMatch(/^Trial limits/);
    expect(line(steady.slice(0, 13)).chart.trial).toBe(false);
  });

  it("says in its title what it finds", () => {
    expect(line(steady).finding).toBe("New plans issued in 20 weeks: 51% on average, and no month stands out");
    const jump = line([...steady, 19]);
    expect(jump.finding).toMatch(/and M15 stands out$/);
    expect(jump.chart.points.at(-1)).toMatchObject({ signal: "improvement", because: "above the upper limit" });
    expect(jump.words.join(" ")).toContain("A flag is a reason to ask, not a verdict.");
  });

  it("begins anew at a step, and says why", () => {
    const later = [15, 16, 14, 15, 16, 15, 14];
    const shifted = line([...steady, ...later]);
    expect(shifted.chart.points.some(({ because }) => because?.includes("7 or more points in a row"))).toBe(true);
    const rebased = line([...steady, ...later], { steps: [{ at: 14, reason: "A second team began." }] });
    expect(rebased.chart.points.every(({ signal }) => signal === "common")).toBe(true);
    expect(rebased.chart.points[13]?.mean).toBeCloseTo(0.5107, 3);
    expect(rebased.chart.points[14]?.mean).toBeCloseTo(0.75, 3);
    expect(rebased.chart.trial).toBe(true);
  });

  it("is a p-chart where the numbers of plans differ by more than a factor of 2", () => {
    const points = [8, 10, 9, 30, 8, 10].map((n, i) => ({
      label: `M${i}`,
      share: { count: n / 2, n, interval: null },
    }));
    const uneven = line([], { points });
    expect(uneven.chart.method).toBe("p");
    const width = (i: number) => uneven.chart.points[i]!.upper! - uneven.chart.points[i]!.lower!;
    expect(width(3)).toBeLessThan(width(0));
    expect(line(steady).chart.method).toBe("xmr");
  });

  it("leaves hidden points out of mean, limits and rules", () => {
    const points = steady.map((count, i) => ({ label: `M${i}`, share: { count, n: 20, interval: null } }));
    const hidden = { label: "H", share: { hidden: true as const, reason: "few" } };
    const [whole, gap] = [
      line([], { points }),
      line([], { points: [...points.slice(0, 7), hidden, ...points.slice(7)] }),
    ];
    expect(gap.chart.points[7]).toMatchObject({ mean: null, upper: null });
    expect(gap.chart.points[0]?.mean).toBe(whole.chart.points[0]?.mean);
    expect(gap.chart.points[0]?.upper).toBe(whole.chart.points[0]?.upper);
  });

  it("keeps the limits of the first 12 points where they are asked to stay", () => {
    const values = [...steady.slice(0, 12), 15, 16, 15];
    const [moving, fixed] = [line(values), line(values, { fixed: true })];
    expect(fixed.chart.points[14]?.mean).toBe(line(values.slice(0, 12)).chart.points[0]?.mean);
    expect(moving.chart.points[14]?.mean).toBeGreaterThan(fixed.chart.points[14]!.mean!);
    expect(fixed.words.join(" ")).toContain("those of the first 12 points");
  });

  it("says whether a target will be met as things are", () => {
    expect(line(steady, { target: 0.9 }).words.at(-1)).toMatch(/it will be missed/);
    expect(line(steady, { target: 0.5 }).words.at(-1)).toMatch(/met in some periods and missed in others/);
  });

  it("puts a step at the first point on its day or after it, never before the first point", () => {
    const points = ["2025-01-01", "2025-02-01", "2025-03-01"].map((day) => ({ day }));
    expect(stepsAt(points, [{ day: "2025-01-20", reason: "r" }])).toEqual([{ at: 1, reason: "r" }]);
    expect(stepsAt(points, [{ day: "2024-01-01", reason: "r" }])).toEqual([]);
    expect(stepsAt(points, [{ day: "2026-01-01", reason: "r" }])).toEqual([]);
  });
});
