import { describe, expect, it } from "vitest";
import { previewImport } from "#audits/cases/preview.ts";
import { demoReturn, OTHER_REQUESTS } from "#db/demo/return.ts";
import { demoChildren, NEW_PLANS, PLANS_BY_PHASE, plansByNeed } from "#db/demo/return-children.ts";
import { demoSupplement } from "#db/demo/return-supplement.ts";
import { csvFile, read } from "./small-return.ts";

const readReturn = () => read(demoReturn().map(({ name, text }) => csvFile(name, text)));
const reading = readReturn();
const preview = previewImport(reading, []);

describe("the return of the demonstration area", () => {
  it("is the same text on every call", () => {
    expect(demoReturn()).toEqual(demoReturn());
    expect(demoSupplement()).toEqual(demoSupplement());
  });

  it("has 731 cases on 15 January 2026: 14 early years, 245 primary, 266 secondary, 206 post-16", () => {
    expect(reading.referenceDate).toBe("2026-01-15");
    expect(reading.cases).toHaveLength(731);
    expect(preview.figures.byPhase.map(({ cases }) => cases)).toEqual([14, 245, 266, 206]);
    expect(Object.values(PLANS_BY_PHASE).reduce((sum, plans) => sum + plans)).toBe(731);
  });

  it("has primary needs in the proportions of the published table", () => {
    const needs = plansByNeed();
    expect(needs).toMatchObject({
      ASD: 202,
      MLD: 130,
      SEMH: 87,
      SLCN: 87,
      PD: 87,
      SLD: 58,
      SPLD: 22,
      PMLD: 14,
      OTH: 22,
      HI: 11,
      VI: 8,
      MSI: 3,
      DS: 0,
    });
    const counted = Object.groupBy(reading.cases, ({ record }) => record.primaryNeed as string);
    for (const [need, plans] of Object.entries(needs)) expect(counted[need]?.length ?? 0, need).toBe(plans);
  });

  it("has 46 of 100 new plans in 20 weeks, 45 of 91 without the exceptions, and reviews near 44 in 100", () => {
    const [plans, without, decisions, refusals, reviews] = preview.figures.timeliness;
    expect(plans).toMatchObject({ numerator: NEW_PLANS.inTime, denominator: NEW_PLANS.issued, uncounted: 0 });
    expect(without).toMatchObject({ numerator: 45, denominator: 91 });
    expect(refusals).toMatchObject({ numerator: 12, denominator: OTHER_REQUESTS.refusedPlan });
    for (const measure of [decisions, reviews]) expect(measure?.uncounted).toBe(0);
    expect((reviews?.numerator ?? 0) / (reviews?.denominator ?? 1)).toBeCloseTo(0.44, 1);
  });

  it("has nothing to correct but what is there on purpose: a second plan, three ceased plans, a second first need", () => {
    expect(preview.problems.map(({ code }) => code).toSorted()).toEqual([
      "plan_ceased",
      "plan_ceased",
      "plan_ceased",
      "second_active_plan",
      "two_first_needs",
    ]);
    expect(preview.counts).toEqual({ candidates: 735, ready: 730, toCheck: 1, readAs: 0, leftOut: 4 });
    expect(reading.ignored).toEqual([]);
  });

  it("has historical requests, plans from other areas and all kinds of review decision", () => {
    const historical = reading.journeys.filter(({ requestOutcome }) => requestOutcome === "H");
    expect(historical.length).toBeGreaterThan(600);
    for (const { label, cases } of preview.figures.byPlanType) expect(cases > 0, label).toBe(label !== "Draft plan");
  });

  it("has names with Welsh and Polish letters, none of which is in what is read", () => {
    const { active } = demoChildren();
    const people = demoReturn().find(({ name }) => name.endsWith("_person.csv"))?.text as string;
    const everything = JSON.stringify([reading, preview]);
    for (const letter of ["ŵ", "ŷ", "ł", "ż", "ą"]) expect(people.toLowerCase()).toContain(letter);
    for (const { surname, upn, postcode } of active.filter((_, index) => index % 15 === 0)) {
      expect(
        everything.includes(`"${surname}"`) ||
          (upn !== "" && everything.includes(upn)) ||
          everything.includes(postcode),
      ).toBe(false);
    }
  });

  it("has no request before the child was born and no plan before its request", () => {
    for (const { plan, birthDate } of demoChildren().active) {
      const order = [birthDate, plan.received, plan.decided, plan.issueDecided, plan.issued];
      expect(order.toSorted()).toEqual(order);
    }
  });
});

describe("the supplement of the demonstration area", () => {
  const supplement = read([csvFile(demoSupplement().name, demoSupplement().text)]);
  const stored = preview.added.map((record, index) => ({ id: String(index), record }));
  const merged = previewImport(supplement, stored);

  it("adds no case and changes only what a return does not carry", () => {
    expect(supplement.problems).toEqual([]);
    expect(merged.added).toEqual([]);
    const fields = new Set(merged.changed.flatMap(({ changes }) => changes.map(({ field }) => field)));
    for (const field of fields) expect(reading.carries.includes(field), field).toBe(field === "settingType");
    expect([...fields]).toEqual(
      expect.arrayContaining([
        "caseRef",
        "locality",
        "lookedAfter",
        "sendTeam",
        "planWriterRef",
        "adviceHealthReceived",
      ]),
    );
  });

  it("stays when the return is read again, which changes nothing", () => {
    const changed = new Map(merged.changed.map(({ id, record }) => [id, record]));
    const both = stored.map(({ id, record }) => ({ id, record: changed.get(id) ?? record }));
    const again = previewImport(readReturn(), both, reading.journeys);
    expect(again).toMatchObject({ added: [], changed: [], notInFile: [] });
    expect(again.unchanged).toHaveLength(731);
    expect(again.journeys).toMatchObject({ added: [], changed: [], gone: [] });
  });
});
