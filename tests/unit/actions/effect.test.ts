import { describe, expect, it } from "vitest";
import { changePoints, effectLead, effectOf, readingText, verdictWords } from "#audits/actions/effect.ts";
import type { NamedMeasure, ReadFrom, Reading } from "#audits/actions/measure.ts";
import { wilson } from "#audits/measures/proportions.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import type { Bridge } from "#audits/rubric/bridging.ts";

type Cycle = Extract<ReadFrom, { kind: "cycle" }>;
const spring: Cycle = {
  kind: "cycle",
  cycleId: "cyc_spring",
  title: "Spring 2026",
  from: "2026-01-01",
  to: "2026-03-31",
  scoringOpens: "2026-04-13",
  scoringDue: "2026-05-01",
  rubric: { key: "ehc-plan-full", version: "1.0.0" },
  codebook: "1.0.0",
  random: true,
  shortForm: false,
  limitsMode: "applied",
};
const autumn: Cycle = {
  ...spring,
  cycleId: "cyc_autumn",
  title: "Autumn 2026",
  scoringOpens: "2026-11-02",
  scoringDue: "2026-11-27",
};
const reading = (count: number, n: number, of: ReadFrom): Reading => ({
  count,
  n,
  interval: wilson(count, n).value,
  open: true,
  of,
});
const ep2: NamedMeasure = {
  measure: { kind: "criterion", key: "EP2", atLeast: "good" },
  title: "EP2 good or better",
  words: "share of plans with EP2 good or better",
  fault: "EP2 was not good or better",
  better: "higher",
};
const vague: NamedMeasure = {
  measure: { kind: "theme", code: "EP-VAGUE" },
  title: "Vague provision",
  words: "share of plans with the theme Vague provision",
  fault: "The theme was found",
  better: "lower",
};
const found = (measure: NamedMeasure, x1: number, n1: number, target: number, x2: number, n2: number, of = autumn) => {
  const effect = effectOf(measure, reading(x1, n1, spring), target, reading(x2, n2, of), null, null);
  if (!effect.ok) throw new Error(effect.sentence);
  return effect.value;
};

describe("the effect of an action by a re-audit", () => {
  it("says that it worked when the whole interval is above zero and the target is reached", () => {
    const effect = found(ep2, 11, 38, 50, 22, 40);
    expect(effect.outcome).toBe("effective");
    // Newcombe (1998), method 10: 11 of 38 to 22 of 40.
    expect(effect.change.difference).toBeCloseTo(0.2605, 4);
    expect(effect.change.interval.lower).toBeCloseTo(0.0414, 4);
    expect(effect.change.interval.upper).toBeCloseTo(0.4468, 4);
    expect(readingText(effect.after)).toBe("55% (40 to 69), 22 of 40");
    expect(changePoints(effect.change)).toBe("+26 points (+4 to +45)");
    expect(effectLead(effect, reading(11, 38, spring), 50, ep2)).toBe(
      "It worked. EP2 good or better: 11 of 38 before and 22 of 40 after: up 26 points, and at least 4 even on a cautious reading. The target of 50% or more was reached.",
    );
    expect(verdictWords(effect, ep2)).toMatch(
      /^Better\. The whole interval is above zero\. .*not that the action alone/,
    );
  });
  it("holds done and better apart from enough: a target that is missed is not an effect reached", () => {
    expect(found(ep2, 11, 38, 70, 22, 40).outcome).toBe("not_enough");
  });
  it("could not tell where the interval holds both a rise and a fall, whatever the target", () => {
    const effect = found(ep2, 17, 38, 50, 22, 40);
    expect(effect).toMatchObject({ outcome: "could_not_tell", verdict: "could_not_tell", reached: true });
    expect(verdictWords(effect, ep2)).toBe(
      "Could not tell. The interval holds both a rise and a fall. That is not the same as no change.",
    );
  });
  it("is not effective when it got worse, or when the target lies beyond the whole interval", () => {
    expect(found(ep2, 22, 40, 70, 11, 40).outcome).toBe("not_effective");
    const missed = found(ep2, 11, 38, 90, 13, 40);
    expect(missed).toMatchObject({ outcome: "not_effective", verdict: "could_not_tell" });
    expect(verdictWords(missed, ep2)).toMatch(/^The target lies beyond the whole interval/);
  });
  it("counts a fall as better for an area for improvement", () => {
    const effect = found(vague, 20, 38, 20, 6, 40);
    expect(effect).toMatchObject({ outcome: "effective", verdict: "better", reached: true });
    expect(verdictWords(effect, vague)).toContain("The whole interval is below zero.");
    expect(found(vague, 6, 40, 5, 20, 40).outcome).toBe("not_effective");
  });
});

describe("what may test an action", () => {
  const refused = (after: Cycle, measure = ep2, before = spring) => {
    const verdict = effectOf(measure, reading(11, 38, before), 50, reading(22, 40, after), null, null);
    return verdict.ok ? "" : verdict.sentence;
  };
  it("refuses a cycle that is not later, another rubric, and plans that were picked", () => {
    expect(refused({ ...autumn, scoringOpens: "2026-05-01" })).toMatch(/did not begin after/);
    expect(refused({ ...autumn, rubric: { key: "ehc-annual-review", version: "1.0.0" } })).toMatch(/another rubric/);
    expect(refused({ ...autumn, random: false })).toMatch(/Only random samples/);
  });
  it("lets the short form test a criterion, with a caution, and not a theme", () => {
    expect(found(ep2, 11, 38, 50, 22, 40, { ...autumn, shortForm: true }).cautions).toHaveLength(1);
    expect(refused({ ...autumn, shortForm: true }, vague)).toMatch(/only single criteria/);
  });
  it("refuses case records of the same time as the baseline", () => {
    const early: ReadFrom = { kind: "records", on: "2026-01-21", from: "2025-01-01", to: "2025-12-31" };
    const time: NamedMeasure = { ...ep2, measure: { kind: "timeliness", code: "plan_20_weeks" } };
    const same = effectOf(time, reading(40, 100, early), 60, reading(50, 100, early), null, null);
    expect(same).toMatchObject({ ok: false });
    const late: ReadFrom = { kind: "records", on: "2027-01-21", from: "2026-01-01", to: "2026-12-31" };
    expect(effectOf(time, reading(40, 100, early), 60, reading(70, 100, late), null, null)).toMatchObject({
      ok: true,
      value: { outcome: "effective" },
    });
  });
});

describe("plans from before the action was done", () => {
  const ofAutumn = { ...autumn, from: "2026-07-01", to: "2026-10-31" };
  const test = (doneOn: string) => effectOf(ep2, reading(11, 38, spring), 50, reading(22, 40, ofAutumn), null, doneOn);
  it("cannot show what it did; where some are from after it, that is said", () => {
    expect(test("2026-10-31")).toMatchObject({ ok: false, sentence: expect.stringContaining("all from before it") });
    const some = test("2026-09-11");
    expect(some.ok && some.value.cautions).toEqual([expect.stringContaining("some of them are from before it")]);
    const none = test("2026-06-30");
    expect(none.ok && none.value.cautions).toEqual([]);
  });
});

describe("a re-audit under another version of the rubric", () => {
  const before = SHIPPED_RUBRICS.find((r) => r.key === "ehc-plan-full") as RubricDocument;
  const later: Cycle = { ...autumn, rubric: { key: "ehc-plan-full", version: "1.1.0" } };
  const changed = (key: string): RubricDocument => ({
    ...before,
    version: "1.1.0",
    criteria: before.criteria.map((c) =>
      c.key === key ? { ...c, question: `${c.question} Now asked in another way` } : c,
    ),
  });
  const test = (measure: NamedMeasure, after: RubricDocument, bridges: Bridge[] = []) =>
    effectOf(measure, reading(11, 38, spring), 50, reading(22, 40, later), { before, after, bridges }, null);
  const bridge = (lower: number, upper: number): Bridge => {
    const shift = {
      kind: "criterion" as const,
      key: "EP2",
      title: "Provision",
      cases: 12,
      meanBefore: 40,
      meanAfter: 44,
      shift: (lower + upper) / 2,
      interval: { lower, upper },
      levels: null,
      same: null,
      sentence: "EP2 Provision: told by 12 plans.",
    };
    return {
      from: "1.0.0",
      to: "1.1.0",
      cases: 12,
      leftOut: [],
      enough: true,
      overall: { ...shift, kind: "overall" },
      domains: [],
      criteria: [shift],
    };
  };
  it("carries on where the criterion is the same", () => {
    expect(test(ep2, changed("VC1"))).toMatchObject({ ok: true, value: { outcome: "effective" } });
  });
  it("refuses a criterion that changed, unless plans were scored under both", () => {
    expect(test(ep2, changed("EP2"))).toMatchObject({ ok: false, sentence: expect.stringContaining("bridging set") });
    const bridged = test(ep2, changed("EP2"), [bridge(-5, 8)]);
    expect(bridged).toMatchObject({ ok: true, value: { outcome: "effective" } });
    expect(bridged.ok && bridged.value.cautions[0]).toContain("told by 12 plans");
  });
  it("does not give the action what the new version does by itself", () => {
    expect(test(ep2, changed("EP2"), [bridge(4, 12)])).toMatchObject({
      ok: true,
      value: { outcome: "could_not_tell" },
    });
    expect(test(ep2, changed("EP2"), [bridge(-12, -4)])).toMatchObject({ ok: true, value: { outcome: "effective" } });
  });
  it("refuses a theme when a criterion that raises it changed", () => {
    expect(test(vague, changed("EP2"))).toMatchObject({ ok: false, sentence: expect.stringContaining("EP2") });
    expect(test(vague, changed("VC1")).ok).toBe(true);
  });
});
