import { controlLine } from "#audits/learning/control-line.ts";
import { describe, expect, it } from "vitest";
import { type Chart, drawChart, splitChart } from "#audits/charts/chart.ts";
import type { Hidden, Share } from "#audits/charts/figures.ts";
import { measureSourceSans } from "#audits/charts/measure.ts";
import { COLOURS, contrast, levelFills, textOn } from "#audits/charts/palette.ts";
import type { CircleMark, LineMark, Mark, RectMark, Scene, TextMark } from "#audits/charts/scene.ts";

const measure = measureSourceSans;
const desktop = { width: 1000, size: 14, measure };
const phone = { width: 340, size: 14, measure };
const levels = [
  { label: "Outstanding", good: true },
  { label: "Good", good: true },
  { label: "Requires improvement", good: false },
  { label: "Inadequate", good: false },
];
const hidden: Hidden = { hidden: true, reason: "fewer than 5 plans" };
const share = (count: number, n: number, lower = 0.1, upper = 0.9): Share => ({ count, n, interval: { lower, upper } });
const [navy, blue, amber, red] = levelFills(4) as [string, string, string, string];

const rects = (scene: Scene, fill: string) =>
  scene.marks.filter((m): m is RectMark => m.kind === "rect" && m.fill === fill);
/** Bars without the keys of the legend, which are square. */
const parts = (scene: Scene, fill: string) =>
  rects(scene, fill).filter((r) => r.height > r.width || r.height > 20 || r.width > 20);
const texts = (scene: Scene) => scene.marks.filter((m): m is TextMark => m.kind === "text");
const words = (scene: Scene) => texts(scene).map((t) => t.text);
const dots = (scene: Scene) => scene.marks.filter((m): m is CircleMark => m.kind === "circle");
const intervals = (scene: Scene) =>
  scene.marks.filter((m): m is LineMark => m.kind === "line" && m.stroke === COLOURS.brand);

const bars = (counts: (number | Hidden)[][]): Chart => ({
  kind: "grade-bars",
  title: "Plans at each grade",
  levels,
  rows: counts.map((row, i) => ({ label: `Row ${i + 1}`, counts: row })),
});

const domains = (rows: { counts: (number | Hidden)[]; good: Share; note?: string }[]): Chart => ({
  kind: "domains",
  title: "Domains",
  levels,
  rows: rows.map((row, i) => ({ label: `Domain ${i + 1}`, ...row })),
});

describe("bars of grades", () => {
  it("stand from best to worst, as long as their plans, with 1.5 of white between", () => {
    const scene = drawChart(bars([[4, 20, 12, 4]]), desktop);
    const drawn = [navy, blue, amber, red].map((fill) => parts(scene, fill)[0] as RectMark);
    expect(drawn.map((r) => r.x)).toEqual(drawn.map((r) => r.x).toSorted((a, b) => a - b));
    const perPlan = (drawn[1]?.x as number) - (drawn[0]?.x as number);
    expect((drawn[2]?.x as number) - (drawn[1]?.x as number)).toBeCloseTo(perPlan * 5, 1);
    for (const [i, next] of drawn.slice(1).entries()) {
      const before = drawn[i] as RectMark;
      expect(next.x - (before.x + before.width)).toBeCloseTo(1.5, 1);
    }
  });

  it("carry their counts, and leave a count out where it does not fit", () => {
    const scene = drawChart(bars([[1, 600, 0, 5]]), phone);
    expect(words(scene)).toContain("600");
    expect(words(scene)).not.toContain("1");
    expect(words(scene)).not.toContain("0");
    expect(scene.table.rows[0]).toEqual(["Row 1", "1", "600", "0", "5"]);
  });

  it("share one scale, so that rows can be compared", () => {
    const scene = drawChart(
      bars([
        [0, 40, 0, 0],
        [0, 20, 0, 0],
      ]),
      desktop,
    );
    const [whole, half] = parts(scene, blue) as [RectMark, RectMark];
    expect(half.width + 1.5).toBeCloseTo((whole.width + 1.5) / 2, 1);
  });

  it("show c and no bar for a hidden count", () => {
    const scene = drawChart(bars([[hidden, 22, hidden, 9]]), desktop);
    expect(words(scene).filter((text) => text === "c")).toHaveLength(2);
    expect(parts(scene, navy)).toHaveLength(0);
    expect(parts(scene, amber)).toHaveLength(0);
    expect(scene.alt).toContain("2 figures are hidden");
    expect(scene.table.rows[0]).toEqual(["Row 1", "c", "22", "c", "9"]);
  });

  it("give a hidden count a place of one fixed width, whatever stands beside it", () => {
    const place = (counts: (number | Hidden)[]) => {
      const scene = drawChart(bars([counts, [0, 40, 0, 0]]), desktop);
      const bar = parts(scene, blue)[0] as RectMark;
      const sign = texts(scene).find((t) => t.text === "c") as TextMark;
      return Math.round((sign.x - (bar.x + bar.width)) * 10) / 10;
    };
    expect(place([0, 22, hidden, 0])).toBe(place([0, 31, hidden, 0]));
  });
});

describe("domains", () => {
  const chart = domains([
    { counts: [7, 22, 9, 2], good: share(29, 40, 0.57, 0.84) },
    { counts: [2, 13, 17, 4], good: share(15, 36, 0.27, 0.58), note: "4 plans not graded" },
  ]);

  it("put the dot at the share and the line at its interval", () => {
    const scene = drawChart(chart, desktop);
    const [dot] = dots(scene) as [CircleMark];
    const [line] = intervals(scene) as [LineMark];
    const [zero, full] = ["0%", "100%"].map((label) => (texts(scene).find((t) => t.text === label) as TextMark).x) as [
      number,
      number,
    ];
    const at = (value: number) => zero + (full - zero) * value;
    expect(dot.cx).toBeCloseTo(at(29 / 40), 0);
    expect(line.x1).toBeCloseTo(at(0.57), 0);
    expect(line.x2).toBeCloseTo(at(0.84), 0);
    expect(words(scene)).toContain("73%");
    expect(words(scene)).toContain("(57 to 84), 29 of 40");
  });

  it("draw no dot for a hidden share, nor below 10 plans, where the count stands alone", () => {
    const scene = drawChart(
      domains([
        { counts: [hidden, hidden, 9, 2], good: hidden },
        { counts: [3, 4, 2, 0], good: { count: 7, n: 9, interval: null } },
      ]),
      desktop,
    );
    expect(dots(scene)).toHaveLength(0);
    expect(intervals(scene)).toHaveLength(0);
    expect(words(scene)).toContain("7 of 9");
    expect(words(scene).join(" ")).not.toContain("78%");
    expect(scene.alt).toContain("3 figures are hidden");
    expect(scene.alt).not.toContain("Domain 1");
  });

  it("keep the size of their text on a phone and put the interval below the bar", () => {
    const scene = drawChart(chart, phone);
    expect(new Set(texts(scene).map((t) => t.fontSize))).toEqual(new Set([14]));
    const bar = parts(scene, blue)[0] as RectMark;
    expect((dots(scene)[0] as CircleMark).cy).toBeGreaterThan(bar.y + bar.height);
  });
});

describe("intervals of changes", () => {
  const change = (
    difference: number,
    lower: number,
    upper: number,
    verdict: "better" | "worse" | "could_not_tell",
  ): Chart => ({
    kind: "intervals",
    of: "change",
    title: "Change",
    what: "since spring 2026",
    rows: [{ label: "Good or better", change: { difference, interval: { lower, upper }, verdict } }],
  });

  it("have an open dot where we could not tell, and a filled one where we could", () => {
    const unsure = dots(drawChart(change(0.1, -0.11, 0.31, "could_not_tell"), desktop))[0];
    const sure = dots(drawChart(change(0.3, 0.1, 0.48, "better"), desktop))[0];
    expect(unsure).toMatchObject({ fill: COLOURS.white, stroke: COLOURS.brand });
    expect(sure).toMatchObject({ fill: COLOURS.brand });
  });

  it("stand on a scale from −50 to +50 points with a darker zero, wider only where an interval needs it", () => {
    const scene = drawChart(change(0.1, -0.11, 0.31, "could_not_tell"), desktop);
    expect(words(scene)).toEqual(expect.arrayContaining(["−50", "−25", "0", "+25", "+50"]));
    expect(scene.marks.filter((m) => m.kind === "line" && m.stroke === COLOURS.control)).toHaveLength(1);
    expect(words(drawChart(change(0.5, 0.2, 0.7, "better"), desktop))).toEqual(
      expect.arrayContaining(["−100", "+100"]),
    );
  });

  it("say in words what they show", () => {
    expect(drawChart(change(0.1, -0.11, 0.31, "could_not_tell"), desktop).alt).toBe(
      "A dot and a line for each row: since spring 2026, in points with 95% interval. Good or better +10 points (−11 to +31), could not tell.",
    );
  });

  it("name why there is no change to show", () => {
    const chart: Chart = {
      kind: "intervals",
      of: "change",
      title: "Change",
      what: "x",
      rows: [{ label: "A", change: null, why: "other rubric" }],
    };
    const scene = drawChart(chart, desktop);
    expect(dots(scene)).toHaveLength(0);
    expect(words(scene)).toContain("other rubric");
  });
});

describe("a strip of plans", () => {
  const strip = (counts: (number | Hidden)[]): Chart => ({
    kind: "units",
    title: "Limited",
    levels,
    n: 40,
    parts: counts.map((count, i) => ({ label: `limited to ${levels[3 - i]?.label}`, level: 3 - i, count })),
  });

  it("has one square a plan and fills as many as the parts say", () => {
    const scene = drawChart(strip([6, 4]), desktop);
    const squares = (fill: string) => rects(scene, fill).length - (fill === COLOURS.white ? 0 : 1); // one key each
    expect([squares(red), squares(amber), squares(COLOURS.white)]).toEqual([6, 4, 30]);
    expect(scene.alt).toBe("40 squares, one a plan. 6 limited to Inadequate and 4 limited to Requires improvement.");
  });

  it("leaves the squares of a hidden part like all others", () => {
    const scene = drawChart(strip([6, hidden]), desktop);
    expect(rects(scene, amber)).toHaveLength(0);
    expect(rects(scene, COLOURS.white)).toHaveLength(34);
    expect(words(scene)).toContain("limited to Requires improvement: c");
  });
});

describe("a trend over cycles", () => {
  const trend = (shares: Share[]): Chart => ({
    kind: "trend",
    title: "Good or better by cycle",
    what: "plans good or better",
    points: shares.map((each, i) => ({ label: `Cycle ${i + 1}`, share: each })),
  });
  const joins = (scene: Scene) =>
    scene.marks.filter(
      (m) =>
        m.kind === "line" && m.stroke === COLOURS.control && m.x1 !== m.x2 && m.strokeWidth === 1.25 && m.x2 < 1000,
    );

  it("rises where the share rises and joins neighbours only", () => {
    const scene = drawChart(trend([share(10, 40), share(20, 40), share(30, 40)]), desktop);
    const heights = dots(scene).map((d) => d.cy);
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
    expect(joins(scene)).toHaveLength(2);
  });

  it("says in its description that no cycle can be shown where all are hidden", () => {
    const { alt } = drawChart(trend([hidden, hidden, hidden]), desktop);
    expect(alt).toMatch(/oldest first\. No cycle can be shown\. 3 figures are hidden and marked c\.$/);
  });

  it("breaks at a hidden cycle, which shows c", () => {
    const scene = drawChart(trend([share(10, 40), hidden, share(30, 40)]), desktop);
    expect(dots(scene)).toHaveLength(2);
    expect(joins(scene)).toHaveLength(0);
    expect(words(scene)).toContain("c");
    expect(scene.table.rows[1]).toEqual(["Cycle 2", "c", "c", "c"]);
  });

  it("starts its scale at 0% and ends it at 100%", () => {
    expect(words(drawChart(trend([share(10, 40)]), desktop))).toEqual(expect.arrayContaining(["0%", "50%", "100%"]));
  });
});

describe("every chart", () => {
  const charts: Record<string, Chart> = {
    bars: bars([
      [1, 20, hidden, 8],
      [40, 0, 0, 0],
    ]),
    domains: domains([
      { counts: [1, 20, hidden, 8], good: share(21, 40), note: "11 plans not graded in this domain" },
      { counts: [0, 0, 0, 0], good: hidden },
    ]),
    shares: {
      kind: "intervals",
      of: "share",
      title: "T",
      what: "share of plans",
      rows: [{ label: "A theme with a rather long name for its row", share: share(20, 40) }],
    },
    units: { kind: "units", title: "T", levels, n: 150, parts: [{ label: "limited", level: 3, count: 10 }] },
    trend: {
      kind: "trend",
      title: "T",
      what: "x",
      points: Array.from({ length: 5 }, (_, i) => ({ label: `Autumn ${2022 + i}`, share: share(20, 40) })),
    },
    control: controlLine({
      what: "new plans issued in 20 weeks",
      unit: "month",
      improvement: "increase",
      points: Array.from({ length: 36 }, (_, i) => ({
        label: `Sep ${2022 + (i % 12)}`,
        share: i === 4 ? hidden : share(i > 30 ? 39 : i === 8 ? 1 : 15 + (i % 5), 40),
      })),
      steps: [{ at: 12, reason: "A second team began, and took over the requests of the coast." }],
    }).chart,
    funnel: {
      kind: "funnel",
      title: "T",
      what: "good or better",
      centre: 0.55,
      points: [
        { label: "East", share: share(20, 40), outside: null, drawn: true },
        { label: "West", share: share(2, 60), outside: "below", drawn: true },
        { label: "North", share: hidden, outside: null, drawn: false },
      ],
      lines: [5, 20, 40, 60].map((n) => ({ n, l998: 0.1, l95: 0.3, u95: 0.8, u998: 0.95 })),
    },
    pareto: {
      kind: "pareto",
      title: "T",
      rows: [
        {
          label: "Provision is not specified, and nobody could say who does what",
          share: share(30, 40),
          cumulative: 0.75,
          vital: true,
        },
        { label: "Copied text", share: share(10, 40), cumulative: 1, vital: false },
        { label: "Voice", share: hidden, cumulative: null, vital: false },
      ],
    },
    empty: domains([]),
  };

  it.each(Object.entries(charts))("stays inside its width and height: %s", (_, chart) => {
    for (const width of [330, 560, 760, 1100]) {
      const scene = drawChart(chart, { width, size: 14, measure });
      for (const mark of scene.marks) {
        const [left, top, right, bottom] = edges(mark);
        expect(left).toBeGreaterThanOrEqual(-0.01);
        expect(right, JSON.stringify(mark)).toBeLessThanOrEqual(width + 0.01);
        expect(top, JSON.stringify(mark)).toBeGreaterThanOrEqual(-0.01);
        expect(bottom, JSON.stringify(mark)).toBeLessThanOrEqual(scene.height + 0.01);
      }
    }
  });

  it.each(Object.entries(charts))("has words and a table with a cell for each column: %s", (_, chart) => {
    const { alt, table } = drawChart(chart, desktop);
    expect(alt).toMatch(/^[A-Z0-9].*\.$/);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });

  it("goes on in parts with every row once", () => {
    const chart = domains(Array.from({ length: 7 }, () => ({ counts: [1, 2, 3, 4], good: share(3, 10) })));
    const cut = splitChart(chart, 3);
    expect(cut.map((part) => ("rows" in part ? part.rows.length : 0))).toEqual([3, 3, 1]);
    expect(splitChart(charts.trend as Chart, 4)).toHaveLength(1);
  });
});

function edges(mark: Mark): [number, number, number, number] {
  switch (mark.kind) {
    case "rect":
      return [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
    case "circle":
      return [mark.cx - mark.r, mark.cy - mark.r, mark.cx + mark.r, mark.cy + mark.r];
    case "polygon": {
      const corners = mark.points.split(" ").map((corner) => corner.split(",").map(Number));
      const [xs, ys] = [0, 1].map((i) => corners.map((corner) => corner[i] as number)) as [number[], number[]];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    }
    case "line":
      return [
        Math.min(mark.x1, mark.x2),
        Math.min(mark.y1, mark.y2),
        Math.max(mark.x1, mark.x2),
        Math.max(mark.y1, mark.y2),
      ];
    case "text": {
      const width = measure(mark.text, mark.fontSize, mark.fontWeight);
      const left =
        mark.textAnchor === "start" ? mark.x : mark.textAnchor === "end" ? mark.x - width : mark.x - width / 2;
      return [left, mark.y - mark.fontSize * 0.7, left + width, mark.y + mark.fontSize * 0.2];
    }
  }
}

describe("colours", () => {
  it("keep the four grades as they are everywhere, and their numbers readable on them", () => {
    expect(levelFills(4)).toEqual(["#12436d", "#4f93c9", "#f0b45c", "#8a2a10"]);
    for (const count of [1, 2, 3, 4, 5, 7, 11]) {
      for (const fill of levelFills(count)) expect(contrast(textOn(fill), fill)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("of words reach 4.5 on white", () => {
    for (const colour of [
      COLOURS.ink,
      COLOURS.soft,
      COLOURS.deep,
      COLOURS.brand,
      COLOURS.link,
      COLOURS.tealText,
      COLOURS.worry,
    ]) {
      expect(contrast(colour, COLOURS.white)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
