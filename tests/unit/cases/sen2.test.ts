import { describe, expect, it } from "vitest";
import { addNewPlan, oneChild, readTables, row, type SmallReturn, theCase, theProblem } from "./small-return.ts";

/** A second active plan of the same child, under its own request. */
function addSecondPlan(tables: SmallReturn, issued: string): SmallReturn {
  tables.requests.push({ requeststableid: "22", persontableid: "11", receiveddate: "2023-06-01", requestoutcome: "H" });
  tables.assessment.push({ assessmenttableid: "32", requeststableid: "22", assessmentoutcome: "Y" });
  tables.namedplan.push({ namedplantableid: "42", assessmenttableid: "32", startdate: issued });
  tables.activeplans.push({ activeplanstableid: "62", requeststableid: "22" });
  tables.senneed.push({ senneedtableid: "82", activeplanstableid: "62", sentype: "MLD", sentyperank: "1" });
  return tables;
}

describe("what a case is", () => {
  it("a child with an active plan under a historical request is a case, with the plan of that request", () => {
    const reading = readTables(oneChild());
    expect(reading.problems).toEqual([]);
    expect(reading.cases[0]).toMatchObject({ row: 2, toCheck: false, readAs: false });
    expect(theCase(oneChild())).toMatchObject({
      planType: "amended",
      planDate: "2023-03-20",
      birthMonth: "2015-05",
      yearGroup: 6,
      phase: "primary",
      sex: "F",
      primaryNeed: "ASD",
      settingUrn: "100001",
      settingType: null,
      eotas: false,
      personalBudget: true,
      requestDate: "2022-11-01",
      decisionToAssessDate: "2022-12-05",
      decisionToIssueDate: "2023-03-01",
      finalDate: "2023-03-20",
      week20Exempt: false,
      reviewMeetingDate: "2025-03-01",
      reviewDecision: "amend",
      reviewDecisionDate: "2025-03-20",
      lookedAfter: null,
      tribunal: null,
    });
  });

  it("dates are those of the return: the collection year is the year before the return's", () => {
    const reading = readTables(oneChild());
    expect(reading).toMatchObject({
      referenceDate: "2026-01-15",
      returnYear: 2026,
      period: { from: "2025-01-01", to: "2025-12-31" },
    });
  });

  it("a plan that ceased before or on the reference date is no case; the day after it still is", () => {
    for (const [ceased, cases] of [
      ["2025-12-01", 0],
      ["2026-01-15", 0],
      ["2026-01-16", 1],
    ] as const) {
      const tables = oneChild();
      row(tables, "namedplan").ceasedate = ceased;
      expect(readTables(tables).cases, ceased).toHaveLength(cases);
    }
    const tables = oneChild();
    row(tables, "namedplan").ceasedate = "2026-01-15";
    expect(theProblem(readTables(tables), "plan_ceased")).toMatchObject({ severity: "left_out", row: 2 });
  });

  it("an active plan without an assessment or a named plan under its request is left out and reported", () => {
    const tables = oneChild();
    tables.assessment = [];
    tables.namedplan = [];
    tables.plandetail = [];
    const reading = readTables(tables);
    expect(reading.cases).toEqual([]);
    expect(theProblem(reading, "plan_missing")).toMatchObject({
      severity: "left_out",
      row: 2,
      file: expect.stringContaining("activeplans"),
    });
    expect(reading.leftOut).toHaveLength(1);
  });

  it("a plan without a date is left out, because a case has a plan date", () => {
    const tables = oneChild();
    row(tables, "namedplan").startdate = "";
    expect(theProblem(readTables(tables), "plan_date_missing").row).toBe(2);
  });

  it("a request whose plan has ceased and was followed by another takes the one that has not ceased", () => {
    const tables = oneChild();
    row(tables, "namedplan").ceasedate = "2024-01-01";
    tables.namedplan.push({ namedplantableid: "42", assessmenttableid: "31", startdate: "2023-02-01" });
    expect(theCase(tables).planDate).toBe("2023-02-01");
  });

  it("every active plan row is a case or is left out with a reason on that row", () => {
    const tables = addSecondPlan(addNewPlan(oneChild(), "3", "2025-04-20", "2025-08-01"), "2024-01-01");
    tables.activeplans.push({ activeplanstableid: "69", requeststableid: "999" });
    const reading = readTables(tables);
    const reasons = reading.problems.filter(
      ({ severity, file }) => severity === "left_out" && file.includes("activeplans"),
    );
    expect(reading.candidates).toBe(4);
    expect(reading.cases).toHaveLength(2);
    expect(reasons.map(({ row, code }) => [row, code])).toEqual([
      [5, "orphan_row"],
      [4, "second_active_plan"],
    ]);
  });
});

describe("two active plans of one child", () => {
  it("the one with an open placement of rank 1 is kept, even when the other is later; the other is shown", () => {
    const reading = readTables(addSecondPlan(oneChild(), "2024-09-01"));
    expect(reading.cases.map(({ record }) => record.planDate)).toEqual(["2023-03-20"]);
    expect(theProblem(reading, "second_active_plan")).toMatchObject({
      severity: "left_out",
      row: 3,
      problem: expect.stringContaining("in row 2"),
    });
  });

  it("without such a placement on either, or with one on both, the later plan is kept", () => {
    const none = addSecondPlan(oneChild(), "2024-09-01");
    none.placementdetail = [];
    expect(theCase(none).planDate).toBe("2024-09-01");

    const both = addSecondPlan(oneChild(), "2024-09-01");
    both.placementdetail.push({
      placementdetailtableid: "72",
      activeplanstableid: "62",
      urn: "100002",
      placementrank: "1",
      entrydate: "2024-09-02",
    });
    expect(theCase(both).planDate).toBe("2024-09-01");
  });

  it("a placement that has ended does not count as open", () => {
    const tables = addSecondPlan(oneChild(), "2024-09-01");
    row(tables, "placementdetail").leavingdate = "2026-01-15";
    expect(theCase(tables).planDate).toBe("2024-09-01");
  });

  it("the same plan is kept whatever the order of the rows", () => {
    const tables = addSecondPlan(oneChild(), "2023-03-20");
    tables.placementdetail = [];
    const forwards = theCase(tables);
    for (const rows of Object.values(tables)) rows.reverse();
    expect(theCase(tables)).toEqual(forwards);
    expect(forwards.requestDate).toBe("2023-06-01");
  });

  it("entered as two persons with the same UPN, the child is read once and both rows are reported", () => {
    const tables = addSecondPlan(oneChild(), "2024-09-01");
    tables.person.push({ ...row(tables, "person"), persontableid: "12", surname: "Other" });
    row(tables, "requests", 1).persontableid = "12";
    const reading = readTables(tables);
    expect(reading.cases).toHaveLength(1);
    expect(theProblem(reading, "same_child_twice")).toMatchObject({ severity: "check", row: 3 });
    expect(theProblem(reading, "second_active_plan").row).toBe(3);
    row(tables, "person", 1).personbirthdate = "";
    expect(theProblem(readTables(tables), "same_child_twice").severity).toBe("check");
  });

  it("with one UPN and two dates of birth, the second person is left out with the plan", () => {
    const tables = addSecondPlan(oneChild(), "2024-09-01");
    tables.person.push({ ...row(tables, "person"), persontableid: "12", personbirthdate: "2011-01-01" });
    row(tables, "requests", 1).persontableid = "12";
    const reading = readTables(tables);
    expect(reading.cases.map(({ record }) => record.planDate)).toEqual(["2023-03-20"]);
    expect(theProblem(reading, "identity_of_another_child")).toMatchObject({ severity: "left_out", row: 3 });
    expect(theProblem(reading, "parent_left_out")).toMatchObject({ severity: "left_out", row: 3 });
  });
});

describe("who the child is", () => {
  it("the UPN decides, then the ULN, then name and date of birth, with accents and capitals made one", () => {
    const identity = (change: Record<string, string>) => {
      const tables = oneChild();
      Object.assign(row(tables, "person"), change);
      return theCase(tables).pseudonym;
    };
    expect(identity({ surname: "Another", uniquelearnernumber: "8100000001" })).toBe(identity({}));
    const byUln = identity({ upn: "", uniquelearnernumber: "8100000001" });
    expect(byUln).not.toBe(identity({}));
    expect(identity({ upn: "", uniquelearnernumber: "8100000001", surname: "Another" })).toBe(byUln);
    const byName = identity({ upn: "" });
    expect(identity({ upn: "", surname: "  PŁOŃSKI-RHY\u0302S ", forename: "gwenllïan" })).toBe(byName);
    expect(identity({ upn: "", forename: "Gwen" })).not.toBe(byName);
    expect(byName).toMatch(/^[0-9a-f]{32}$/);
  });

  it("a number that is no UPN does not join children; the next way to match is used, and it is marked", () => {
    const tables = addNewPlan(oneChild(), "2", "2025-04-20", "2025-08-01");
    for (const person of tables.person) person.upn = "0000";
    const reading = readTables(tables);
    expect(new Set(reading.cases.map(({ record }) => record.pseudonym)).size).toBe(2);
    expect(reading.problems.filter(({ code }) => code === "not_a_upn")).toHaveLength(2);
    expect(reading.cases.every(({ toCheck }) => toCheck)).toBe(true);
  });

  it("a person with none of the three cannot be told from others and is left out", () => {
    const tables = oneChild();
    Object.assign(row(tables, "person"), { upn: "", forename: "" });
    const reading = readTables(tables);
    expect(theProblem(reading, "identity_missing").row).toBe(2);
    expect(reading.cases).toEqual([]);
  });
});

describe("the need and the placement of a case", () => {
  it("are those of rank 1; other needs are secondary", () => {
    const tables = oneChild();
    tables.senneed.unshift({ senneedtableid: "80", activeplanstableid: "61", sentype: "SLCN", sentyperank: "2" });
    expect(theCase(tables)).toMatchObject({ primaryNeed: "ASD", secondaryNeeds: ["SLCN"] });
  });

  it("two needs of rank 1: the one first in the list of codes, whatever the order of rows, and it is shown", () => {
    const tables = oneChild();
    tables.senneed.push({ senneedtableid: "82", activeplanstableid: "61", sentype: "MLD", sentyperank: "1" });
    expect(theCase(tables)).toMatchObject({ primaryNeed: "MLD", secondaryNeeds: ["ASD"] });
    const reading = readTables(tables);
    expect(theProblem(reading, "two_first_needs")).toMatchObject({
      severity: "check",
      row: 2,
      problem: expect.stringContaining("has MLD"),
    });
    expect(reading.cases[0]?.toCheck).toBe(true);
    tables.senneed.reverse();
    expect(theCase(tables).primaryNeed).toBe("MLD");
  });

  it("a single need without a rank is read as rank 1; a single need of rank 2 is not", () => {
    const tables = oneChild();
    row(tables, "senneed").sentyperank = "";
    expect(theCase(tables).primaryNeed).toBe("ASD");
    expect(theProblem(readTables(tables), "rank_missing").readAs).toBe("rank 1");
    row(tables, "senneed").sentyperank = "2";
    expect(theCase(tables).primaryNeed).toBeNull();
    expect(theProblem(readTables(tables), "need_missing").row).toBe(2);
  });

  it("an unknown need is reported with row, column and value, and the case is kept without it", () => {
    const tables = oneChild();
    row(tables, "senneed").sentype = "XYZ";
    expect(theProblem(readTables(tables), "unknown_code")).toMatchObject({
      severity: "check",
      row: 2,
      column: "sentype",
      value: "XYZ",
      action: expect.stringContaining("ASD"),
    });
    expect(theCase(tables).primaryNeed).toBeNull();
  });

  it("Down syndrome is a need of its own", () => {
    const tables = oneChild();
    row(tables, "senneed").sentype = "DS";
    expect(theCase(tables).primaryNeed).toBe("DS");
  });

  it.each([
    ["has begun and not ended", { entrydate: "2026-01-15", leavingdate: "2026-01-16" }, "100001"],
    ["begins after the reference date", { entrydate: "2026-01-16" }, null],
    ["ended on the reference date", { leavingdate: "2026-01-15" }, null],
    ["is of rank 2", { placementrank: "2" }, null],
  ])("a placement that %s", (_, change, urn) => {
    const tables = oneChild();
    Object.assign(row(tables, "placementdetail"), change);
    expect(theCase(tables).settingUrn).toBe(urn);
  });

  it("two open placements of rank 1: the later one, and it is shown", () => {
    const tables = oneChild();
    tables.placementdetail.push({
      placementdetailtableid: "72",
      activeplanstableid: "61",
      urn: "100002",
      placementrank: "1",
      entrydate: "2024-09-01",
    });
    expect(theCase(tables).settingUrn).toBe("100002");
    expect(theProblem(readTables(tables), "two_first_placements")).toMatchObject({ severity: "check", row: 2 });
  });

  it.each([
    ["OLA", "eotas", true, false],
    ["EHE", "home_educated", false, true],
    ["OPA", "own_arrangements", false, false],
    ["EYP", "early_years_provider", false, false],
    ["NEET", "neet", false, false],
    ["NIEC", "not_in_education", false, false],
    ["OTH", "other", false, false],
  ])("setting code %s without a URN is %s", (sensetting, settingType, eotas, homeEducated) => {
    const tables = oneChild();
    Object.assign(row(tables, "placementdetail"), { urn: "", sensetting });
    expect(theCase(tables)).toMatchObject({ settingType, eotas, homeEducated, settingUrn: null });
  });

  it("a URN of five digits is not kept and is marked", () => {
    const tables = oneChild();
    row(tables, "placementdetail").urn = "99999";
    expect(theCase(tables).settingUrn).toBeNull();
    expect(theProblem(readTables(tables), "not_a_urn")).toMatchObject({ severity: "check", value: "99999" });
  });
});

describe("the type of a plan", () => {
  const typeOf = (change: {
    active?: Record<string, string>;
    plan?: Record<string, string>;
    assessment?: Record<string, string>;
  }) => {
    const tables = oneChild();
    Object.assign(row(tables, "activeplans"), change.active);
    Object.assign(row(tables, "namedplan"), change.plan);
    Object.assign(row(tables, "assessment"), change.assessment);
    return theCase(tables).planType;
  };

  it("is transferred when the plan came from another area, even in the collection year", () => {
    expect(typeOf({ active: { transferla: "835" }, plan: { startdate: "2025-06-01" } })).toBe("transferred");
  });

  it("is new when issued in the collection year, on its first and last day too", () => {
    expect(typeOf({ plan: { startdate: "2025-01-01" } })).toBe("new");
    expect(typeOf({ plan: { startdate: "2025-12-31" } })).toBe("new");
    expect(typeOf({ plan: { startdate: "2024-12-31" } })).toBe("amended");
    expect(typeOf({ plan: { startdate: "2025-06-01" }, assessment: { assessmentoutcome: "H" } })).toBe("amended");
  });

  it("is that of the last review decision otherwise", () => {
    expect(typeOf({ active: { reviewoutcome: "M" } })).toBe("maintained");
    expect(typeOf({ active: { reviewoutcome: "C" } })).toBe("ceasing");
    expect(typeOf({ active: { reviewoutcome: "" } })).toBe("existing");
  });
});
