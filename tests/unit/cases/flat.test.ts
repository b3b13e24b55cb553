import { describe, expect, it } from "vitest";
import { csvFile, filesOf, flatFile, oneChild, read, theProblem } from "./small-return.ts";

const HEADING = "case_ref,legal_regime,plan_type,plan_date";
const START = "cfa_2014,amended,28/09/2024";

/** Reads one row with the four required columns and the ones given. */
function readRow(columns: Record<string, string>) {
  const base = { case_ref: "C-0417", legal_regime: "cfa_2014", plan_type: "amended", plan_date: "28/09/2024" };
  const row = { ...base, ...columns };
  const quoted = Object.values(row).map((value) => (value.includes(",") ? `"${value}"` : value));
  return read([csvFile("cases.csv", `${Object.keys(row).join(",")}\n${quoted.join(",")}\n`)]);
}
const recordOf = (columns: Record<string, string>) => readRow(columns).cases[0]?.record;

describe("a flat case file", () => {
  it("needs four columns; what it does not have is not known and is not carried", () => {
    const reading = read([flatFile(HEADING, `C-0417,${START}`)]);
    expect(reading.cases[0]?.record).toMatchObject({
      caseRef: "C-0417",
      legalRegime: "cfa_2014",
      planType: "amended",
      planDate: "2024-09-28",
      yearGroup: null,
      lookedAfter: null,
      secondaryNeeds: [],
    });
    expect(reading.carries).toEqual(["caseRef", "legalRegime", "planType", "planDate"]);
    expect(reading).toMatchObject({ format: "flat", returnYear: null, referenceDate: "2026-11-22", journeys: [] });
    expect(reading.period).toEqual({ from: "2025-11-23", to: "2026-11-22" });
  });

  it("is read in every column of the template", () => {
    const record = recordOf({
      birth_month: "2014-09",
      ncy: "7",
      sex: "female",
      primary_need: "SEMH",
      secondary_needs: "ASD; MLD",
      setting_type: "special",
      setting_urn: "900501",
      locality: "Coast",
      looked_after: "yes",
      cin_cp: "N",
      eotas: "0",
      ehe: "false",
      send_team: "East",
      plan_writer_ref: "W07",
      request_date: "01/03/2024",
      decision_to_assess_date: "05/04/2024",
      decision_to_issue_date: "01/08/2024",
      final_date: "28/09/2024",
      week20_exempt: "no",
      review_meeting_date: "2025-06-02",
      review_decision: "Amend",
      review_decision_date: "2025-06-20",
      review_draft_date: "2025-06-25",
      phase_transfer_due: "15/02/2026",
      phase_transfer_final: "",
      personal_budget: "Y",
      template_version: "2024",
      advice_health_requested: "06/04/2024",
      advice_health_received: "n/k",
      advice_care_requested: "",
      advice_care_received: "",
      advice_ep_requested: "06/04/2024",
      advice_ep_received: "10/05/2024",
      complaint_flag: "no",
      tribunal_flag: "yes",
    });
    expect(record).toMatchObject({
      birthMonth: "2014-09",
      yearGroup: 7,
      phase: "secondary",
      sex: "F",
      primaryNeed: "SEMH",
      secondaryNeeds: ["ASD", "MLD"],
      settingType: "special",
      lookedAfter: true,
      cinCp: false,
      eotas: false,
      homeEducated: false,
      sendTeam: "East",
      planWriterRef: "W07",
      week20Exempt: false,
      reviewDecision: "amend",
      personalBudget: true,
      templateVersion: "2024",
      adviceHealthRequested: "2024-04-06",
      adviceHealthReceived: null,
      adviceEpReceived: "2024-05-10",
      complaint: false,
      tribunal: true,
    });
  });

  it("a column that is there and empty is carried as not known", () => {
    expect(readRow({ locality: "" }).carries).toContain("locality");
  });

  it("a year group is worked out from the month of birth on the reference date, when none is given", () => {
    const reading = readRow({ birth_month: "2014-09" });
    expect(reading.cases[0]?.record).toMatchObject({ yearGroup: 7, phase: "secondary" });
    expect(reading.carries).toEqual(expect.arrayContaining(["birthMonth", "yearGroup", "phase"]));
    expect(reading.derived).toContain("year group");
  });
});

describe("rows to check or left out", () => {
  it("a reference made of the child's name leaves the row out, and the name is not shown", () => {
    const reading = read([
      flatFile(
        "case_ref,legal_regime,plan_type,plan_date,surname,forename,nativeid",
        "MZORKOVIC0304,cfa_2014,new,2026-02-01,Zorkovic,Mia,0417",
        "C-0417,cfa_2014,new,2026-02-01,Abernathy,Jo,0417",
      ),
    ]);
    expect(reading.cases.map(({ record }) => record.caseRef)).toEqual(["C-0417"]);
    expect(reading.problems.map(({ code, value }) => [code, value])).toEqual([["reference_identifies", null]]);
  });

  it("a plan date that does not exist leaves the row out", () => {
    expect(theProblem(readRow({ plan_date: "31/11/2025" }), "date_does_not_exist")).toEqual({
      code: "date_does_not_exist",
      severity: "left_out",
      file: "cases.csv",
      row: 2,
      column: "plan_date",
      value: "31/11/2025",
      problem: "This date does not exist",
      action: "Give a real date as day/month/year",
      readAs: null,
    });
  });

  it("a final date before the request date leaves the row out", () => {
    const reading = readRow({ request_date: "03/06/2025", final_date: "12/02/2025" });
    expect(reading.cases).toEqual([]);
    expect(theProblem(reading, "final_before_request")).toMatchObject({
      severity: "left_out",
      column: "final_date",
      value: "12/02/2025",
      problem: "Before the request date, 3 June 2025",
    });
  });

  it("a year group that does not fit the month of birth is marked; one year early or late is not", () => {
    const reading = readRow({ ncy: "14", birth_month: "2019-05" });
    expect(theProblem(reading, "year_group_and_birth_month")).toMatchObject({
      severity: "check",
      value: "14",
      problem: "Year 14 with birth month May 2019 does not fit",
    });
    expect(reading.cases[0]).toMatchObject({ toCheck: true });
    expect(readRow({ ncy: "4", birth_month: "2019-05" }).problems).toEqual([]);
  });

  it("a misspelt plan type is read as the type it means, a date that is not known as not known", () => {
    const reading = readRow({ plan_type: "ammended", advice_health_received: "n/k" });
    expect(reading.problems.map(({ severity, column, value, readAs }) => [severity, column, value, readAs])).toEqual([
      ["read_as", "plan_type", "ammended", "amended"],
      ["read_as", "advice_health_received", "n/k", "not known"],
    ]);
    expect(reading.cases[0]).toMatchObject({ readAs: true, toCheck: false });
  });

  it("an unknown plan type or regime leaves the row out, an unknown need is marked", () => {
    expect(theProblem(readRow({ plan_type: "statement" }), "unknown_code")).toMatchObject({
      severity: "left_out",
      value: "statement",
    });
    expect(theProblem(readRow({ legal_regime: "ea_1996" }), "unknown_code").severity).toBe("left_out");
    expect(theProblem(readRow({ primary_need: "XYZ" }), "unknown_code")).toMatchObject({
      severity: "check",
      value: "XYZ",
    });
  });

  it("an empty required value leaves the row out", () => {
    for (const column of ["case_ref", "legal_regime", "plan_type", "plan_date"]) {
      expect(theProblem(readRow({ [column]: "" }), "value_missing"), column).toMatchObject({
        severity: "left_out",
        column,
      });
    }
  });

  it("the same reference twice keeps the first row and says what differs", () => {
    const reading = read([
      flatFile(HEADING, `C-0417,${START}`, "C-0418,cfa_2014,new,01/02/2025", "c-0417,cfa_2014,amended,01/02/2025"),
    ]);
    expect(reading.cases.map(({ row }) => row)).toEqual([2, 3]);
    expect(theProblem(reading, "reference_repeated")).toMatchObject({
      severity: "left_out",
      row: 4,
      problem: "Also on row 2 with another plan date",
    });
  });

  it("the same child under two references keeps the first row", () => {
    const reading = read([flatFile(`${HEADING},upn`, `C-1,${START},H801200112345`, `C-2,${START},h8012 00112345`)]);
    expect(reading.cases).toHaveLength(1);
    expect(theProblem(reading, "same_child_twice")).toMatchObject({ severity: "left_out", row: 3 });
  });

  it("a plan dated after the reference date is marked", () => {
    expect(theProblem(readRow({ plan_date: "23/11/2026" }), "after_reference_date").severity).toBe("check");
    expect(readRow({ plan_date: "22/11/2026" }).problems).toEqual([]);
  });

  it("names of needs with commas in them are read whole", () => {
    expect(recordOf({ secondary_needs: "Social, emotional and mental health" })?.secondaryNeeds).toEqual(["SEMH"]);
    expect(recordOf({ primary_need: "ASD", secondary_needs: "ASD, SLCN/PD" })?.secondaryNeeds).toEqual(["SLCN", "PD"]);
  });
});

describe("a case reference", () => {
  it.each([
    "Jane Smith",
    "Smith",
    "Smith, Jane 12",
    "H801200112345",
    "943 476 5919",
    "9434765919",
    "8100000001",
    "12/05/2015",
    "NS4 7QX",
    "j.smith@example.org",
  ])("that looks like %s is refused, and is not shown back", (reference) => {
    const reading = readRow({ case_ref: reference });
    expect(reading.cases).toEqual([]);
    expect(theProblem(reading, "reference_identifies")).toMatchObject({
      severity: "left_out",
      row: 2,
      column: "case_ref",
      value: null,
    });
    expect(JSON.stringify(reading)).not.toContain(reference);
  });

  it.each(["C-0417", "EHC/2024/117", "100231", "NS_12.3", "Plan 17"])("such as %s is kept", (reference) => {
    expect(recordOf({ case_ref: reference })?.caseRef).toBe(reference);
  });
});

describe("identifying columns of a flat file", () => {
  const columns = {
    Surname: "Płoński",
    "First name": "Gwenllïan",
    "Child's name": "Gwenllïan Płoński",
    DOB: "12/05/2015",
    Postcode: "NS4 7QX",
    UPN: "H801200112345",
    ULN: "8100000001",
    "NHS number": "9434765919",
    "Parent email": "p@example.org",
    Address_line_1: "4 Ash Road",
    favourite_colour: "teal",
  };

  it("are dropped and named; what is worked out from them first is kept; unknown columns are ignored and named", () => {
    const reading = readRow(columns);
    expect(reading.dropped.map(({ column }) => column)).toEqual(Object.keys(columns).slice(0, 10));
    expect(reading.ignored).toEqual([{ file: "cases.csv", column: "favourite_colour" }]);
    expect(reading.cases[0]?.record).toMatchObject({ birthMonth: "2015-05", yearGroup: 7, phase: "secondary" });
    const json = JSON.stringify(reading);
    for (const value of Object.values(columns)) expect(json).not.toContain(value);
    expect(json).not.toContain("2015-05-12");
  });

  it("the same UPN gives the same pseudonym in a flat file and in a return", () => {
    const fromReturn = read(filesOf(oneChild())).cases[0]?.record.pseudonym;
    expect(recordOf({ upn: "H801200112345" })?.pseudonym).toBe(fromReturn);
    expect(recordOf({})?.pseudonym).not.toBe(fromReturn);
  });

  it("a number that is no UPN is marked, not shown, and the case is matched by its reference", () => {
    const reading = readRow({ upn: "not given" });
    expect(theProblem(reading, "not_a_upn")).toMatchObject({ severity: "check", value: null });
    expect(reading.cases[0]?.record.pseudonym).toBe(recordOf({})?.pseudonym);
  });

  it("a whole date in birth_month is read as its month and not shown", () => {
    const reading = readRow({ birth_month: "12/05/2015" });
    expect(reading.cases[0]?.record.birthMonth).toBe("2015-05");
    expect(theProblem(reading, "read_as")).toMatchObject({ column: "birth_month", value: null, readAs: "the month" });
    expect(JSON.stringify(reading)).not.toContain("12/05/2015");
  });

  it("a postcode in locality is not kept", () => {
    const reading = readRow({ locality: "NS4 7QX" });
    expect(reading.cases[0]?.record.locality).toBeNull();
    expect(theProblem(reading, "words_not_kept")).toMatchObject({
      severity: "check",
      value: null,
      problem: "Holds what looks like a postcode, so it is not kept",
    });
    expect(recordOf({ send_team: "n/k" })?.sendTeam).toBeNull();
    expect(recordOf({ send_team: "x".repeat(101) })?.sendTeam).toBeNull();
  });

  it("a name that slipped into another column is not shown", () => {
    expect(theProblem(readRow({ primary_need: "Jane Smith" }), "unknown_code").value).toBeNull();
    const slipped = readRow({ surname: "Quigley", primary_need: "quigley xx" });
    expect(theProblem(slipped, "unknown_code").value).toBeNull();
  });
});
