import { describe, expect, it } from "vitest";
import type { RequestJourney, TimelinessMeasure } from "#audits/cases/reading.ts";
import { timeliness } from "#audits/cases/timeliness.ts";
import { addNewPlan, filesOf, flatFile, oneChild, read, type SmallReturn } from "./small-return.ts";

const PERIOD = { from: "2025-01-01", to: "2025-12-31" };
let number = 0;

/** A plan of 2025 under a request of 2025, 140 days apart, for a child of its own. */
function journey(change: Partial<RequestJourney> = {}): RequestJourney {
  number++;
  return {
    key: `2026/${number}`,
    returnYear: 2026,
    pseudonym: String(number),
    receivedDate: "2025-04-20",
    source: null,
    requestOutcome: "Y",
    requestOutcomeDate: "2025-06-01",
    assessmentOutcome: "Y",
    assessmentOutcomeDate: "2025-08-10",
    week20Exempt: false,
    planDate: "2025-09-07",
    ceaseDate: null,
    transferredIn: false,
    ...change,
  };
}

const counts = (code: TimelinessMeasure["code"], ...journeys: RequestJourney[]) => {
  const found = timeliness(journeys, [], PERIOD).find((one) => one.code === code) as TimelinessMeasure;
  return [found.numerator, found.denominator, found.uncounted];
};

describe("issued in 20 weeks", () => {
  const plans = (...journeys: RequestJourney[]) => counts("plan_20_weeks", ...journeys);

  it("140 days from the received date is in time, 141 is not", () => {
    expect(plans(journey({ planDate: "2025-09-07" }), journey({ planDate: "2025-09-08" }))).toEqual([1, 2, 0]);
  });

  it("counts plans by the date of the plan: the first and last day of the collection year, not the days outside", () => {
    const days = ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"];
    const journeys = days.map((planDate) => journey({ receivedDate: "2024-12-01", planDate }));
    expect(plans(...journeys)).toEqual([1, 2, 0]);
  });

  it("includes ceased plans and plans under historical requests, not transferred ones nor outcomes other than yes", () => {
    expect(plans(journey({ ceaseDate: "2025-12-01" }))).toEqual([1, 1, 0]);
    expect(plans(journey({ requestOutcome: "H" }))).toEqual([1, 1, 0]);
    expect(plans(journey({ transferredIn: true }))).toEqual([0, 0, 0]);
    expect(plans(journey({ assessmentOutcome: "H" }), journey({ assessmentOutcome: null }))).toEqual([0, 0, 0]);
  });

  it("without exceptions, plans with the flag leave numerator and denominator; a flag that is empty does not", () => {
    const journeys = [
      journey({ week20Exempt: true, planDate: "2025-12-01" }),
      journey({ week20Exempt: true }),
      journey({ week20Exempt: null }),
      journey({ planDate: "2025-10-01" }),
    ];
    expect(plans(...journeys)).toEqual([2, 4, 0]);
    expect(counts("plan_20_weeks_without_exceptions", ...journeys)).toEqual([1, 2, 0]);
  });

  it("a plan without a received date, or before it, is not counted and is told", () => {
    const journeys = [journey({ receivedDate: null }), journey({ receivedDate: "2025-12-01" }), journey()];
    expect(plans(...journeys)).toEqual([1, 1, 2]);
    expect(timeliness(journeys, [], PERIOD)[0]?.sentence).toBe(
      "1 of 1 new plans were issued within 20 weeks of the request from 1 January to 31 December 2025. 2 could not be counted: a date is missing or comes too early.",
    );
  });
});

describe("decisions", () => {
  it("whether to assess: yes or no in 42 days or fewer; historical, withdrawn and awaited requests are not counted", () => {
    const decided = (change: Partial<RequestJourney>) =>
      journey({ assessmentOutcome: null, planDate: null, ...change });
    expect(
      counts(
        "decision_6_weeks",
        decided({ requestOutcomeDate: "2025-06-01" }),
        decided({ requestOutcomeDate: "2025-06-02" }),
        decided({ requestOutcome: "N", requestOutcomeDate: "2025-05-01" }),
        decided({ requestOutcome: "H" }),
        decided({ requestOutcome: "W" }),
        decided({ requestOutcome: "A", requestOutcomeDate: null }),
        decided({ requestOutcomeDate: null }),
      ),
    ).toEqual([2, 3, 1]);
  });

  it("of a return are counted as the return gives them: its code H, not the date, says what belongs to an earlier year", () => {
    const decided = (day: string) =>
      journey({ receivedDate: day, requestOutcomeDate: day, assessmentOutcome: null, planDate: null });
    const days = ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"];
    expect(counts("decision_6_weeks", ...days.map(decided))).toEqual([4, 4, 0]);
  });

  it("not to issue a plan: 112 days or fewer from the request; assessments under historical requests are not counted", () => {
    const refused = (change: Partial<RequestJourney>) => journey({ assessmentOutcome: "N", planDate: null, ...change });
    expect(
      counts(
        "refusal_16_weeks",
        refused({ assessmentOutcomeDate: "2025-08-10" }),
        refused({ assessmentOutcomeDate: "2025-08-11" }),
        refused({ requestOutcome: "H" }),
      ),
    ).toEqual([1, 2, 0]);
  });

  it("of reviews: 28 days or fewer after the meeting, over the cases that have both dates", () => {
    const reading = read([
      flatFile(
        "case_ref,legal_regime,plan_type,plan_date,review_meeting_date,review_decision_date",
        "C-1,cfa_2014,amended,2020-01-01,2025-03-01,2025-03-29",
        "C-2,cfa_2014,amended,2020-01-01,2025-03-01,2025-03-30",
        "C-3,cfa_2014,amended,2020-01-01,2025-03-01,",
        "C-4,cfa_2014,amended,2020-01-01,,2025-03-29",
      ),
    ]);
    const measure = timeliness(
      [],
      reading.cases.map(({ record }) => record),
      PERIOD,
    ).at(-1);
    expect(measure).toMatchObject({
      numerator: 1,
      denominator: 2,
      uncounted: 0,
      sentence: "1 of 2 review decisions were made within 4 weeks of the meeting.",
    });
  });
});

it("a share is given from ten on, and nothing to count is said as such", () => {
  const ten = Array.from({ length: 10 }, (_, index) => journey(index < 4 ? {} : { planDate: "2025-12-01" }));
  expect(timeliness(ten, [], PERIOD)[0]?.sentence).toBe(
    "4 of 10 new plans were issued within 20 weeks of the request from 1 January to 31 December 2025 (40.0%).",
  );
  expect(timeliness(ten.slice(1), [], PERIOD)[0]?.sentence).not.toContain("%");
  expect(timeliness([], [], PERIOD)[0]?.sentence).toBe("No new plan was issued from 1 January to 31 December 2025.");
});

it("a flat file is counted from the dates of its rows, and a case that a return tells of is not counted twice", () => {
  const reading = read([
    flatFile(
      "case_ref,legal_regime,plan_type,plan_date,request_date,decision_to_assess_date,final_date,week20_exempt",
      "C-1,cfa_2014,new,2025-09-07,2025-04-20,2025-05-30,2025-09-07,no",
      "C-2,cfa_2014,transferred,2025-09-07,2025-04-20,,2025-09-07,no",
    ),
  ]);
  const cases = reading.cases.map(({ record }) => record);
  expect(timeliness([], cases, PERIOD)[0]).toMatchObject({ numerator: 1, denominator: 1 });
  const told = journey({ pseudonym: cases[0]?.pseudonym as string });
  expect(timeliness([told], cases, PERIOD)[0]).toMatchObject({ numerator: 1, denominator: 1 });
});

describe("journeys of a return", () => {
  const journeysOf = (tables: SmallReturn) => read(filesOf(tables)).journeys;

  it("tell of plans that have ceased and of requests without a plan, not only of cases", () => {
    const tables = addNewPlan(oneChild(), "2", "2025-04-20", "2025-08-01");
    tables.activeplans.pop();
    tables.senneed.pop();
    Object.assign(tables.namedplan[1] as object, { ceasedate: "2025-11-01" });
    tables.requests.push({
      requeststableid: "23",
      persontableid: "12",
      receiveddate: "2024-01-10",
      requestoutcome: "N",
      requestoutcomedate: "2025-02-01",
    });
    expect(journeysOf(tables)).toHaveLength(3);
    expect(journeysOf(tables).find(({ ceaseDate }) => ceaseDate)).toMatchObject({
      planDate: "2025-08-01",
      requestOutcome: "Y",
      transferredIn: false,
    });
  });

  it("have keys that do not depend on the order of rows", () => {
    const tables = addNewPlan(oneChild(), "2", "2022-11-01", "2025-08-01");
    tables.requests.push({
      requeststableid: "23",
      persontableid: "11",
      receiveddate: "2022-11-01",
      requestoutcome: "W",
    });
    const forwards = new Map(journeysOf(tables).map((one) => [one.key, one]));
    for (const rows of Object.values(tables)) rows.reverse();
    expect(new Map(journeysOf(tables).map((one) => [one.key, one]))).toEqual(forwards);
    expect(forwards.size).toBe(3);
  });

  it("a plan from another area is marked on its journey", () => {
    const tables = oneChild();
    Object.assign(tables.activeplans[0] as object, { transferla: "835" });
    expect(journeysOf(tables)[0]?.transferredIn).toBe(true);
  });
});
