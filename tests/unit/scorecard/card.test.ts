import { describe, expect, it } from "vitest";
import { isHidden } from "#audits/charts/figures.ts";
import { type CardData, publishedCard, scorecard } from "#audits/scorecard/card.ts";
import { DEFAULT_INDICATORS, type Indicator, moved, newKey, scorecardSetting } from "#audits/scorecard/indicators.ts";
import { type OutcomeCount, outcomePeriods, publishedPeriod, readOutcomes } from "#audits/scorecard/outcomes.ts";

const ON = "2026-11-22";
const nothing: CardData = { cycles: [], bridges: [], caseload: null, outcomes: [], typed: new Map(), actions: [] };
const term = (from: string, to: string, counts: Partial<OutcomeCount>): OutcomeCount => ({
  from,
  to,
  phase: null,
  reviews: 60,
  met: 80,
  partly: 30,
  notMet: 10,
  narrative: "Waits for therapy",
  ...counts,
});
const spring = term("2026-01-01", "2026-03-31", {});
const summer = term("2026-04-01", "2026-07-31", { met: 110, partly: 20 });
const rowOf = (key: string, data: Partial<CardData>, indicators: Indicator[] = DEFAULT_INDICATORS) => {
  const card = scorecard(indicators, { ...nothing, ...data }, ON);
  const internal = card.rows.find((r) => r.indicator.key === key);
  const published = publishedCard(card).rows.find((r) => r.indicator.key === key);
  if (!internal || !published) throw new Error(`No row ${key}`);
  return { internal, published };
};

describe("the scorecard", () => {
  it("asks three questions with the rows of a strategy, and says in words what has no number", () => {
    const { rows } = scorecard(DEFAULT_INDICATORS, nothing, ON);
    expect(new Set(rows.map((r) => r.indicator.question))).toEqual(new Set(["how_much", "how_well", "better_off"]));
    expect(rows.every((r) => r.points.length === 0 && r.why !== "")).toBe(true);
    const titles = rows.map((r) => r.indicator.title).join("; ");
    for (const asked of [
      "Case audits completed",
      "outcomes focus",
      "personalisation",
      "voice of the child",
      "preparation for adulthood",
    ])
      expect(titles).toContain(asked);
  });
  it("compares a period with the one before, with Newcombe's interval", () => {
    const { internal } = rowOf("outcomes_met", { outcomes: [summer, spring] });
    expect(internal.points.map((p) => p.label)).toEqual(["1 January to 31 March 2026", "1 April to 31 July 2026"]);
    // 80 of 120, then 110 of 140.
    expect(internal.change).toMatchObject({ verdict: "better" });
    expect(internal.change?.difference).toBeCloseTo(110 / 140 - 80 / 120, 10);
  });
  it("counts actions that worked of those that were tested, and gives them no interval", () => {
    const actions = [
      { doneOn: "2026-09-01", outcome: "effective" as const, testedOn: "2026-11-20" },
      { doneOn: "2026-09-01", outcome: "could_not_tell" as const, testedOn: "2026-11-20" },
      { doneOn: "2026-10-01", outcome: null, testedOn: null },
      { doneOn: "2025-10-01", outcome: null, testedOn: null },
    ];
    const worked = rowOf("actions_worked", { actions }).internal.points.at(-1)?.value;
    expect(worked).toEqual({ kind: "share", share: { count: 1, n: 2, interval: null } });
    const done = rowOf("actions_done", { actions }).internal;
    expect(done.points.map((p) => p.value)).toEqual([
      { kind: "count", count: 1 },
      { kind: "count", count: 3 },
    ]);
    expect(done.more).toBe(2);
  });
  it("shows no row that is hidden", () => {
    const hidden = DEFAULT_INDICATORS.map((i) => ({ ...i, hidden: true }));
    expect(scorecard(hidden, nothing, ON).rows).toEqual([]);
  });
});

describe("the scorecard as it leaves", () => {
  it("hides small outcomes, what tells of them, their share, change and words", () => {
    const few = term("2026-04-01", "2026-07-31", { met: 110, partly: 20, notMet: 3, narrative: "One family moved" });
    const { published } = rowOf("outcomes_met", { outcomes: [spring, few] });
    const outcomes = published.points.at(-1)?.outcomes;
    expect(isHidden(outcomes?.notMet)).toBe(true);
    // With the total and the met share shown, 3 would follow from 20: the next smallest goes as well.
    expect(isHidden(outcomes?.partly)).toBe(true);
    expect(outcomes?.narratives).toEqual([]);
    expect(JSON.stringify(published)).not.toContain("One family");
    const tiny = term("2026-04-01", "2026-07-31", { met: 2, partly: 20, notMet: 30 });
    const row = rowOf("outcomes_met", { outcomes: [spring, tiny] }).published;
    expect(isHidden(row.points.at(-1)?.outcomes?.met)).toBe(true);
    expect(row.change).toBeNull();
    expect(JSON.stringify(row.points.at(-1)?.value)).not.toContain('"count"');
  });
  it("hides a whole period of few reviews", () => {
    const [period] = outcomePeriods([term("2026-04-01", "2026-07-31", { reviews: 3 })]);
    const hide = { hidden: true as const, reason: "few" };
    const shown = publishedPeriod(period!, 5, hide);
    expect([shown.reviews, shown.met, shown.partly, shown.notMet, shown.total, shown.share].every(isHidden)).toBe(true);
  });
  it("hides a typed number from 1 to 4 and the difference that would tell it", () => {
    const typed = new Map([
      [
        "training",
        [
          { from: "2026-01-01", to: "2026-03-31", count: 40, of: null },
          { from: "2026-04-01", to: "2026-06-30", count: 3, of: null },
        ],
      ],
    ]);
    const { internal, published } = rowOf("training", { typed });
    expect(internal.more).toBe(-37);
    expect(published.more).toBeNull();
    expect(isHidden(published.points.at(-1)?.value.kind === "count" && published.points.at(-1)?.value)).toBe(false);
    expect(JSON.stringify(published.points.at(-1))).toContain("hidden");
  });
});

describe("entering what reviews said of outcomes", () => {
  const typed = {
    from: "2026-04-01",
    to: "2026-07-31",
    phase: "",
    reviews: "60",
    met: "80",
    partly: "30",
    notMet: "10",
    narrative: "Waits for therapy",
  };
  const fields = (change: object, kept: OutcomeCount[] = []) => {
    const read = readOutcomes({ ...typed, ...change }, kept, ON);
    return read.ok ? [] : read.errors.map((e) => e.field);
  };
  it("asks why where outcomes were not met, and lets no identifier in", () => {
    expect(fields({})).toEqual([]);
    expect(fields({ narrative: "" })).toEqual(["narrative"]);
    expect(fields({ narrative: "", notMet: "0" })).toEqual([]);
    expect(fields({ narrative: "Ring 01632 960117" })).toEqual(["narrative"]);
  });
  it("counts nothing twice: no overlapping period, and not all phases beside single ones", () => {
    expect(fields({}, [summer])).toEqual([]);
    expect(fields({ phase: "primary" }, [summer])).toEqual(["phase"]);
    expect(fields({ from: "2026-03-01" }, [spring])).toEqual(["from-day"]);
    expect(fields({ phase: "primary" }, [{ ...summer, phase: "secondary" }])).toEqual([]);
  });
  it("refuses numbers that cannot be", () => {
    expect(fields({ reviews: "0" })).toEqual(["reviews"]);
    expect(fields({ met: "-1" })).toEqual(["met"]);
    expect(fields({ met: "0", partly: "0", notMet: "0" })).toEqual(["met"]);
  });
});

describe("the rows of the scorecard", () => {
  it("keep to their question when they are moved", () => {
    const keys = (rows: Indicator[], question: string) => rows.filter((r) => r.question === question).map((r) => r.key);
    const before = keys(DEFAULT_INDICATORS, "how_well");
    const after = keys(moved(DEFAULT_INDICATORS, before[1] ?? "", -1), "how_well");
    expect(after.slice(0, 2)).toEqual([before[1], before[0]]);
    expect(moved(DEFAULT_INDICATORS, before[0] ?? "", -1)).toEqual(DEFAULT_INDICATORS);
    expect(keys(moved(DEFAULT_INDICATORS, "case_audits", 1), "how_well")).toEqual(before);
  });
  it("have keys of their own", () => {
    expect(newKey(DEFAULT_INDICATORS, "Case audits!")).toBe("case_audits_2");
    const twice = [...DEFAULT_INDICATORS, DEFAULT_INDICATORS[0]];
    expect(scorecardSetting.safeParse({ indicators: twice }).success).toBe(false);
    expect(scorecardSetting.parse({}).indicators).toEqual(DEFAULT_INDICATORS);
  });
});
