import { describe, expect, it } from "vitest";
import {
  EVERY_PLAN,
  type FrameCase,
  filterWords,
  frameFor,
  NOBODY,
  readNamed,
  valuesOf,
} from "#audits/panel/sample-frame.ts";
import { PLAIN_DESIGN, planSample, type SampleDesign } from "#audits/panel/sample-plan.ts";
import { dayWords } from "#audits/dates.ts";
import { drawRecord, methodSentence } from "#audits/sampling/record.ts";
import { sampleFile } from "#audits/sampling/sample-file.ts";

const ON = "2026-11-22";
const plan = (reference: string, more: Partial<FrameCase> = {}): FrameCase => ({
  id: `cas_${reference}`,
  reference,
  phase: "primary",
  primaryNeed: "ASD",
  settingType: "mainstream",
  locality: "North",
  sendTeam: null,
  planType: "existing",
  legalRegime: "cfa_2014",
  planDate: "2026-03-01",
  lookedAfter: false,
  homeEducated: false,
  eotas: false,
  tribunal: false,
  auditedOn: null,
  ...more,
});
const CASES = [
  plan("C-1", { phase: "early_years", lookedAfter: true }),
  plan("C-2", { locality: "South", tribunal: true }),
  plan("C-3", { phase: "secondary", locality: null, planDate: "2024-02-29" }),
  plan("C-4", { phase: "post_16", eotas: true, auditedOn: "2026-05-22" }),
  plan("C-5", { phase: null, auditedOn: "2026-05-21" }),
];
const names = (cases: { reference: string }[]) => cases.map((c) => c.reference);
const planned = (more: Partial<SampleDesign>) => planSample(CASES, { ...PLAIN_DESIGN, size: 2, ...more }, ON);

describe("the list that a sample is drawn from", () => {
  it("holds the plans of the question: attributes, groups and days, plans of which nothing is known included by name only", () => {
    const only = (filter: Partial<typeof EVERY_PLAN>) =>
      names(frameFor(CASES, { ...EVERY_PLAN, ...filter }, NOBODY, ON).frame);
    expect(only({})).toEqual(["C-1", "C-2", "C-3", "C-4", "C-5"]);
    expect(only({ values: { phase: ["primary", "post_16"] } })).toEqual(["C-2", "C-4"]);
    expect(only({ values: { phase: [""] } })).toEqual(["C-5"]);
    expect(only({ values: { locality: ["North"], phase: ["early_years", "post_16"] } })).toEqual(["C-1", "C-4"]);
    expect(only({ groups: ["lookedAfter", "eotas"] })).toEqual(["C-1", "C-4"]);
    expect(only({ planFrom: "2026-03-01" })).toEqual(["C-1", "C-2", "C-4", "C-5"]);
    expect(only({ planTo: "2024-02-29" })).toEqual(["C-3"]);
  });

  it("leaves plans out with a reason each, and tells plans outside the question from those left out of it", () => {
    const leaveOut = {
      tribunal: true,
      auditedWithinMonths: 6,
      named: [{ reference: "C-1", reason: "plan is being amended" }],
    };
    const out = frameFor(CASES, { ...EVERY_PLAN, values: { locality: ["North", "South"] } }, leaveOut, ON);
    expect(names(out.frame)).toEqual(["C-5"]);
    expect(out.excluded).toEqual([
      { id: "C-1", reason: "plan is being amended" },
      { id: "C-2", reason: "in a live tribunal" },
      { id: "C-4", reason: "audited in the last 6 months" },
    ]);
    expect(out.outside).toBe(1);
    expect(
      frameFor(CASES, EVERY_PLAN, { ...NOBODY, named: [{ reference: "C-9", reason: "gone" }] }, ON).unknown,
    ).toEqual(["C-9"]);
  });

  it("counts months back to the last day of a shorter month", () => {
    const audited = [plan("C-6", { auditedOn: "2026-02-28" })];
    const within = (on: string) =>
      frameFor(audited, EVERY_PLAN, { ...NOBODY, auditedWithinMonths: 1 }, on).frame.length;
    expect([within("2026-03-31"), within("2026-04-01")]).toEqual([0, 1]);
  });

  it("says its question in words, and nothing where every plan belongs", () => {
    expect(filterWords(EVERY_PLAN, dayWords)).toBe("");
    const filter = {
      values: { phase: ["secondary", "post_16"], locality: [""] },
      groups: ["eotas" as const],
      planFrom: "2026-01-01",
      planTo: null,
    };
    expect(filterWords(filter, dayWords)).toBe(
      "phase Secondary or Post-16; locality Not known; EOTAS packages; plans dated from 1 January 2026 on",
    );
  });

  it("offers the values that there are, in a fixed order, what is not known last", () => {
    expect(valuesOf(CASES, "phase").map((v) => [v.label, v.plans])).toEqual([
      ["Early years", 1],
      ["Primary", 1],
      ["Secondary", 1],
      ["Post-16", 1],
      ["Not known", 1],
    ]);
    expect(valuesOf(CASES, "locality").map((v) => v.label)).toEqual(["North", "South", "Not known"]);
  });

  it("reads plans by name with reasons, and says which line it cannot read", () => {
    expect(readNamed("C-1: under review\n\n C-2,\tmoved  \n")).toEqual({
      ok: true,
      named: [
        { reference: "C-1", reason: "under review" },
        { reference: "C-2", reason: "moved" },
      ],
    });
    for (const [text, line] of [
      ["C-1", 1],
      ["C-1: ok then\nC-1: again", 2],
      ["C-1: reason\n: no reference", 2],
    ] as const)
      expect(readNamed(text)).toEqual({ ok: false, sentence: expect.stringContaining(`Line ${line}:`) });
  });
});

describe("the kinds of samples", () => {
  it("draws within groups of any attribute, with places for all groups", () => {
    const out = planned({ stratifyBy: "locality", size: 3, minimum: 1 });
    expect(out.ok && out.plan.strata.map((s) => [s.label, s.planned])).toEqual([
      ["North", 1],
      ["South", 1],
      ["Not known", 1],
    ]);
  });

  it("takes every plan of the list in a census, whatever number stands in the form", () => {
    const out = planned({ kind: "census", size: 2, minimum: 9, stratifyBy: "phase" });
    expect(out.ok && [out.plan.size, out.plan.strata]).toEqual([
      5,
      [{ label: "All plans", frame: 5, byShare: 5, planned: 5 }],
    ]);
  });

  it("takes chosen plans by name, each of which must be on the list", () => {
    const reason = "complaint about section F";
    const out = planned({ kind: "chosen", chosen: [{ reference: "C-4", reason }] });
    expect(out.ok && [out.plan.size, out.plan.coverage.find((c) => c.group === "EOTAS packages")?.expected]).toEqual([
      1, 1,
    ]);
    expect(planned({ kind: "chosen" })).toMatchObject({ ok: false, field: "chosen" });
    const tribunal = { ...NOBODY, tribunal: true };
    expect(planned({ kind: "chosen", leaveOut: tribunal, chosen: [{ reference: "C-2", reason }] })).toMatchObject({
      ok: false,
      field: "chosen",
      sentence: expect.stringContaining("C-2"),
    });
  });

  it("names what is missing before the draw: early years, 16 to 25, home educated, EOTAS, looked after", () => {
    const out = planned({});
    const groups = out.ok ? out.plan.coverage.map((c) => c.group) : [];
    for (const group of ["Early years", "16 to 25", "Home educated", "EOTAS packages", "Looked-after children"])
      expect(groups).toContain(group);
  });

  it("says at which field a design cannot be drawn", () => {
    const field = (more: Partial<SampleDesign>) => {
      const out = planned(more);
      return out.ok ? null : out.field;
    };
    expect(field({ size: 6 })).toBe("size");
    expect(field({ size: 0 })).toBe("size");
    expect(field({ size: Number.NaN })).toBe("size");
    expect(field({ stratifyBy: "phase", minimum: 1 })).toBe("minimum");
    expect(field({ filter: { ...EVERY_PLAN, values: { phase: ["nothing"] } } })).toBe("frame");
    expect(field({ leaveOut: { ...NOBODY, named: [{ reference: "C-9", reason: "gone" }] } })).toBe("named");
    expect(planSample([], PLAIN_DESIGN, ON)).toMatchObject({ ok: false, field: "frame" });
  });

  it("writes its own method: a chosen sample claims nothing, a census estimates nothing", () => {
    const details = {
      seed: "s",
      seedFixedAt: "2026-01-01",
      strata: null,
      drawnAt: "2026-01-02",
      drawnBy: "D",
      exclusions: [],
      drawNumber: 1,
    };
    const random = drawRecord(names(CASES), 2, { ...details, question: "phase Primary" });
    expect(methodSentence(random)).toMatch(/^2 plans were drawn at random from a list of 5 \(phase Primary\)\./);
    const chosen = drawRecord(
      names(CASES),
      1,
      { ...details, chosen: [{ id: "C-4", reason: "complaint" }] },
      "chosen/1",
    );
    expect(methodSentence(chosen)).toBe(
      "1 plan was chosen for a reason from a list of 5, and each reason is on record. They say nothing about other plans.",
    );
    const file = sampleFile({ title: "T", record: chosen, list: [], departures: [] });
    expect(file).not.toContain("sha256sum");
    expect(file).toContain("# Chosen, and why\nC-4: complaint");
    const census = drawRecord(names(CASES), 5, details, "census/1");
    expect(methodSentence(census)).toBe("Every plan of a list of 5 is audited, so nothing is estimated.");
  });
});
