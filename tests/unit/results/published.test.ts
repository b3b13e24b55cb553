import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHidden } from "#audits/charts/figures.ts";
import { drawChart } from "#audits/charts/chart.ts";
import { learningReport } from "#audits/reports/learning-report.ts";
import { cycleFigures, type CycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { type SmallPlan, scored, smallCycle, times } from "./small-cycle.ts";

const ON = "2026-12-01";
const GOOD = scored(2, 2, 2, 2);
const WEAK = scored(1, 1, 1, 1);
const TOP = scored(3, 3, 3, 3);
const internal = (plans: SmallPlan[], given = {}) => cycleFigures(smallCycle(plans, given), [], ON);
const sign = (value: unknown) => (isHidden(value) ? "c" : value);

/** Everything that leaves: the figures, and the words, tables and pictures of the report made from them. */
function allThatLeaves(figures: CycleFigures): string {
  const report = learningReport(figures);
  const space = { width: 640, size: 14, measure: (text: string, size: number) => text.length * size * 0.5 };
  const scenes = report.blocks.flatMap((block) => (block.kind === "figure" ? [drawChart(block.chart, space)] : []));
  return JSON.stringify([figures, report, scenes]);
}

describe("published grades", () => {
  it("hide a small number and what would give it away, and keep the share good or better", () => {
    const figures = published(internal([...times(3, TOP), ...times(19, GOOD), ...times(18, WEAK)]));
    // Outstanding is 3; with 22 good or better in the headline, 19 Good would tell it.
    expect(figures.grades.after.map(sign)).toEqual(["c", "c", 18, 0]);
    expect(figures.grades.good).toMatchObject({ count: 22, n: 40 });
    expect(figures.grades.goodInPopulation).not.toBeNull();
  });

  it("hide the share, its interval and its meaning for all plans where all but a few plans are good", () => {
    const figures = published(internal([...times(38, GOOD), ...times(2, WEAK)]));
    expect(isHidden(figures.grades.good)).toBe(true);
    expect(figures.grades.goodInPopulation).toBeNull();
    expect(figures.grades.after.map(sign)).toEqual([0, "c", "c", 0]);
    const other = published(internal([...times(37, GOOD), ...times(3, WEAK)]));
    expect(allThatLeaves(other) === allThatLeaves(figures)).toBe(true);
  });

  it("hide the plans that limits lowered where grades before and after limits would tell them", () => {
    const figures = published(internal([...times(20, GOOD), ...times(3, scored(3, 3, 0, 3)), ...times(17, WEAK)]));
    expect(sign(figures.limits.lowered)).toBe("c");
    expect(figures.limits.loweredTo.map(({ plans }) => sign(plans))).toEqual(["c"]);
    // Before limits 23 Good and 17 less, after them 20 and 20: showing both would give the 3 away.
    expect(figures.grades.after.map(sign)).toEqual([0, 20, 20, 0]);
    expect(figures.grades.before.map(sign)).toEqual([0, "c", "c", 0]);
    expect(figures.limits.rows.map(({ plans }) => sign(plans))).toEqual(["c"]);
    expect(figures.beside.limitedPlans).toEqual([]);
  });
});

describe("published groups", () => {
  const group = (phase: string, good: number, weak: number) => [
    ...times(good, { ...GOOD, phase }),
    ...times(weak, { ...WEAK, phase }),
  ];

  it("hide a small group and a second one, so that it cannot be worked out from the total", () => {
    const plans = [
      ...group("early_years", 2, 1),
      ...group("primary", 9, 6),
      ...group("secondary", 7, 7),
      ...group("post_16", 4, 4),
    ];
    const [phases] = published(internal(plans)).groups;
    expect(phases?.rows.map(({ label, good }) => [label, sign(good)])).toMatchObject([
      ["Early years", "c"],
      ["Primary", { count: 9, n: 15 }],
      ["Secondary", { count: 7, n: 14 }],
      ["Post-16", "c"],
    ]);
  });

  it("take the table of places drawn with them, because places follow from the size of a group", () => {
    const strata = [
      { label: "Early years", plans: 30, places: 3 },
      { label: "Primary", plans: 370, places: 37 },
    ];
    const plans = [...group("early_years", 2, 1), ...group("primary", 20, 17)];
    expect(internal(plans, { strata }).sample.strata).not.toBeNull();
    const shown = published(internal(plans, { strata }));
    expect(shown.sample.strata).toBeNull();
    expect(shown.beside.weighted).toBeNull();
  });
});

describe("published themes", () => {
  const withTheme = (code: string): SmallPlan => ({
    sheets: [{ levels: [2, 2, 2, 2], themes: { A1: [code] }, quotes: { A1: `Words of the plan on ${code}` } }],
  });
  const cycle = (counts: Record<string, number>) =>
    internal([...Object.entries(counts).flatMap(([code, n]) => times(n, withTheme(code))), ...times(20, WEAK)]);

  it("of fewer than 5 plans are listed without counts, quotes or place", () => {
    const figures = published(cycle({ "VC-ABSENT": 3, "EP-VAGUE": 12, "OF-SILO": 4 }));
    expect(figures.themes.map(({ code, share, quotes }) => [code, isHidden(share), quotes.length])).toEqual([
      ["EP-VAGUE", false, 1],
      ["OF-SILO", true, 0],
      ["VC-ABSENT", true, 0],
    ]);
    expect(allThatLeaves(figures)).not.toContain("Words of the plan on VC-ABSENT");
  });

  it("say nothing different when a hidden number is another one", () => {
    const one = allThatLeaves(published(cycle({ "VC-ABSENT": 3, "EP-VAGUE": 12, "OF-SILO": 4, "PN-GENERIC": 1 })));
    const other = allThatLeaves(published(cycle({ "VC-ABSENT": 4, "EP-VAGUE": 12, "OF-SILO": 1, "PN-GENERIC": 3 })));
    expect(other === one).toBe(true);
  });

  it("show no change from a hidden number of the cycle before", () => {
    const now = smallCycle([...times(12, withTheme("EP-VAGUE")), ...times(20, WEAK)]);
    const before = smallCycle([...times(3, withTheme("EP-VAGUE")), ...times(20, WEAK)], {
      id: "cyc_0",
      title: "Spring 2026",
    });
    const figures = published(cycleFigures(now, [before], ON));
    expect(figures.themes[0]).toMatchObject({ share: { count: 12 }, change: null });
    expect(isHidden(figures.themes[0]?.previous)).toBe(true);
    expect(figures.change).toBeNull();
  });
});

describe("published domains", () => {
  it("hide how many plans were graded where the few that were not would follow", () => {
    const plans = [...times(20, GOOD), ...times(17, WEAK), ...times(3, scored(2, 2, "CT", "CT"))];
    const [a, b] = published(internal(plans)).domains;
    expect([a?.notGraded, a?.good].map(sign)).toMatchObject([0, { count: 23, n: 40 }]);
    expect([b?.notGraded, b?.good].map(sign)).toEqual(["c", "c"]);
  });
});

describe("published timeliness", () => {
  it("hides the figure without exceptions where the two would tell of a few plans", () => {
    const figures = internal([...times(20, GOOD), ...times(20, WEAK)]);
    figures.timeliness = {
      source: "",
      rows: [
        { label: "New plans issued in 20 weeks", share: { count: 60, n: 100, interval: null } },
        {
          label: "New plans issued in 20 weeks, without those with an exception",
          share: { count: 58, n: 90, interval: null },
        },
        { label: "Decisions in 6 weeks", share: { count: 97, n: 100, interval: null } },
      ],
    };
    expect(published(figures).timeliness?.rows.map(({ share }) => isHidden(share))).toEqual([false, true, true]);
  });
});

describe("anything published", () => {
  const level = fc.constantFrom(0, 1, 1, 2, 2, 2, 3, "CT" as const);
  const plan = fc.record({
    phase: fc.constantFrom("early_years", "primary", "primary", "secondary", "secondary", "post_16"),
    sheets: fc.tuple(
      fc.record({
        levels: fc.tuple(level, level, level, level),
        themes: fc.record({ A1: fc.subarray(["EP-VAGUE", "OF-SILO", "PN-GENERIC", "VC-ABSENT", "VC-STRONG"]) }),
      }),
    ),
  });

  it("shows no count from 1 to 4 and no share with so few plans on either side", () => {
    fc.assert(
      fc.property(fc.array(plan, { minLength: 10, maxLength: 45 }), (plans) => {
        const { grades, domains, limits, themes, groups, sample } = published(internal(plans));
        const shares = [grades.good, ...[...domains, ...groups.flatMap(({ rows }) => rows)].map(({ good }) => good)];
        const counts = [
          ...[...grades.before, ...grades.after, grades.notGraded, limits.lowered, sample.replaced],
          ...domains.flatMap((domain) => [...domain.counts, domain.notGraded]),
          ...[...limits.loweredTo, ...limits.rows].map(({ plans: value }) => value),
          ...[...shares, ...themes.map(({ share }) => share)].flatMap((share) =>
            isHidden(share) ? [] : [share.count, share.n, share.n - share.count],
          ),
        ];
        expect(counts.filter((value) => !isHidden(value) && value > 0 && value < 5)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** All ways in which plans could stand before (rows) and after limits, better or equal to worse, for three grades. */
function* transitions(n: number): Generator<number[]> {
  for (let a = 0; a <= n; a++)
    for (let b = 0; a + b <= n; b++)
      for (let c = 0; a + b + c <= n; c++)
        for (let d = 0; a + b + c + d <= n; d++)
          for (let e = 0; a + b + c + d + e <= n; e++) yield [a, b, c, d, e, n - a - b - c - d - e];
}

/** From [1→1, 1→2, 1→3, 2→2, 2→3, 3→3] to the figures of a report. */
function figuresFrom([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: number[]) {
  return {
    before: [a + b + c, d + e, f],
    after: [a, b + d, c + e + f],
    to: [b, c + e],
    lowered: [b + c + e],
    good: [a + b + d],
  };
}

describe("published grades, as a reader could solve them", () => {
  it("leave every small number anything from 1 to 4, in every way that plans could have been graded", () => {
    const n = 13;
    const all = [...transitions(n)].map((ways) => Object.values(figuresFrom(ways)).flat());
    const base = internal([...times(7, GOOD), ...times(6, WEAK)]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: all.length - 1 }), (at) => {
        const truth = all[at] as number[];
        const [before, after, to] = [truth.slice(0, 3), truth.slice(3, 6), truth.slice(6, 8)];
        const labels = ["Outstanding", "Good", "Inadequate"];
        const shown = published({
          ...base,
          groups: [],
          domains: [],
          levels: labels.map((label, i) => ({ label, good: i < 2 })),
          grades: { ...base.grades, n, before, after, good: { count: truth[9] as number, n, interval: null } },
          limits: {
            lowered: truth[8] as number,
            loweredTo: to.flatMap((plans, i) => (plans ? [{ level: labels[i + 1] as string, plans }] : [])),
            rows: [],
          },
        });
        const loweredTo = labels
          .slice(1)
          .map((label) => shown.limits.loweredTo.find(({ level }) => level === label)?.plans ?? 0);
        const good = isHidden(shown.grades.good) ? shown.grades.good : shown.grades.good.count;
        const seen = [...shown.grades.before, ...shown.grades.after, ...loweredTo, shown.limits.lowered, good];
        const possible = all.filter((one) =>
          one.every((value, i) => (isHidden(seen[i]) ? value >= 1 : value === seen[i])),
        );
        const rule = all.filter((one) => one.every((value, i) => (truth[i] === 0 ? value === 0 : value >= 1)));
        truth.forEach((value, i) => {
          if (value === 0 || value >= 5) return;
          expect(isHidden(seen[i]), `figure ${i} of ${truth}`).toBe(true);
          const range = (list: number[][]) => list.map((one) => one[i] as number);
          expect(Math.min(...range(possible))).toBeLessThanOrEqual(Math.max(1, Math.min(...range(rule))));
          expect(Math.max(...range(possible))).toBeGreaterThanOrEqual(Math.min(4, Math.max(...range(rule))));
        });
      }),
      { numRuns: 300 },
    );
  });
});
