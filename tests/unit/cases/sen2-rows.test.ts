import { describe, expect, it } from "vitest";
import { previewImport } from "#audits/cases/preview.ts";
import { addNewPlan, csvFile, filesOf, oneChild, read, readTables, row, theCase, theProblem } from "./small-return.ts";

describe("versions of the format", () => {
  const OLD = [
    "person.sex",
    "activeplans.reviewmeeting",
    "activeplans.reviewoutcome",
    "activeplans.reviewdraft",
    "activeplans.phasetransferduedate",
    "activeplans.phasetransferfinaldate",
    "requests.requestsource",
    "sen2.dsco",
    "placementdetail.res",
    "placementdetail.wbp",
  ];

  it("below 1.2 there is gendercurrent for sex, and res on active plans; what is missing is not carried", () => {
    const tables = oneChild();
    for (const name of ["sex"]) delete row(tables, "person")[name];
    row(tables, "person").gendercurrent = "2";
    Object.assign(row(tables, "activeplans"), { res: "B", wbp: "" });
    row(tables, "placementdetail").attendancepattern = "FT";
    const reading = read(filesOf(tables, OLD));
    expect(reading.cases[0]?.record).toMatchObject({
      sex: "F",
      residential: true,
      reviewDecision: null,
      reviewDecisionDate: "2025-03-20",
    });
    expect(reading.carries).toContain("reviewDecisionDate");
    expect(reading.carries).not.toContain("reviewDecision");
    expect(reading.carries).not.toContain("phaseTransferDue");
    expect(reading.ignored).toEqual([]);
  });

  it("from 1.3 there are the source of the request, the draft amended plan and the phase transfer", () => {
    const tables = oneChild();
    Object.assign(row(tables, "activeplans"), {
      reviewdraft: "2025-03-25",
      phasetransferduedate: "2026-02-15",
      phasetransferfinaldate: "2026-02-10",
    });
    expect(theCase(tables)).toMatchObject({
      reviewDraftDate: "2025-03-25",
      phaseTransferDue: "2026-02-15",
      phaseTransferFinal: "2026-02-10",
    });
    expect(readTables(tables).journeys[0]?.source).toBe("setting");
  });

  it("a column that no version has is ignored and named", () => {
    const tables = oneChild();
    row(tables, "requests").localnote = "x";
    expect(readTables(tables).ignored).toEqual([{ file: "Blade-Export_20-01-2026_requests.csv", column: "localnote" }]);
  });
});

describe("a return that went through a script", () => {
  it("has whole numbers with an empty fraction and counts the same, also where only some tables have them", () => {
    const plain = oneChild();
    Object.assign(row(plain, "person"), { upn: "", uniquelearnernumber: "5000000123", sex: "F" });
    const fractions = structuredClone(plain);
    for (const rows of Object.values(fractions)) {
      for (const one of rows.slice(0, 1)) {
        for (const [column, value] of Object.entries(one)) if (/^\d+$/.test(value)) one[column] = `${value}.0`;
      }
    }
    row(fractions, "senneed").activeplanstableid = "61";
    expect(theCase(fractions)).toEqual(theCase(plain));
    expect(theCase(fractions)).toMatchObject({ settingUrn: "100001", personalBudget: true, primaryNeed: "ASD" });
    expect(readTables(fractions).problems).toEqual(readTables(plain).problems);
    expect(readTables(fractions).returnYear).toBe(2026);
  });
});

describe("several assessments under one request", () => {
  const times = (tables: ReturnType<typeof oneChild>) =>
    Object.fromEntries(
      previewImport(readTables(tables), []).figures.timeliness.map((one) => [
        one.code,
        [one.numerator, one.denominator],
      ]),
    );
  const withRefusal = (outcome: string) => {
    const tables = addNewPlan(oneChild(), "2", "2025-04-10", "2025-08-20");
    row(tables, "requests", 1).requestoutcome = outcome;
    tables.assessment.push({
      assessmenttableid: "39",
      requeststableid: "22",
      assessmentoutcome: "N",
      assessmentoutcomedate: "2025-07-01",
    });
    return tables;
  };

  it("each count as an assessment and for their own plan, the decision of the request counts once", () => {
    const tables = withRefusal("Y");
    expect(times(tables)).toMatchObject({
      plan_20_weeks: [1, 1],
      decision_6_weeks: [1, 1],
      refusal_16_weeks: [1, 1],
    });
    tables.assessment.push({ assessmenttableid: "38", requeststableid: "22", assessmentoutcome: "Y" });
    tables.namedplan.push({
      namedplantableid: "48",
      assessmenttableid: "38",
      startdate: "2025-12-01",
      ceasedate: "2025-12-20",
    });
    expect(times(tables)).toMatchObject({ plan_20_weeks: [1, 2], decision_6_weeks: [1, 1], refusal_16_weeks: [1, 1] });
  });

  it("under a historical request no refusal is counted, and reading again changes no journey", () => {
    const reading = readTables(withRefusal("H"));
    expect(times(withRefusal("H"))).toMatchObject({ plan_20_weeks: [1, 1], refusal_16_weeks: [0, 0] });
    const { journeys } = previewImport(reading, [], reading.journeys);
    expect([journeys.added, journeys.changed, journeys.gone]).toEqual([[], [], []]);
  });
});

describe("rows that cannot be used", () => {
  it("a date that does not exist leaves its row out, and the case that hangs on it", () => {
    const tables = oneChild();
    row(tables, "namedplan").startdate = "2025-Nov-31 00:00:00";
    const reading = readTables(tables);
    expect(theProblem(reading, "date_does_not_exist")).toMatchObject({
      severity: "left_out",
      file: "Blade-Export_20-01-2026_namedplan.csv",
      row: 2,
      column: "startdate",
      value: "2025-Nov-31 00:00:00",
    });
    expect(theProblem(reading, "plan_missing").row).toBe(2);
    expect(reading.cases).toEqual([]);
    expect(reading.leftOut).toHaveLength(1);
  });

  it("a bad date of birth is reported without the date, and the plan of the child by its row", () => {
    const tables = addNewPlan(oneChild(), "2", "2025-04-20", "2025-08-01");
    row(tables, "person").personbirthdate = "2015-Feb-30 00:00:00";
    const reading = readTables(tables);
    expect(theProblem(reading, "date_does_not_exist")).toMatchObject({ column: "personbirthdate", value: null });
    expect(theProblem(reading, "parent_left_out")).toMatchObject({
      file: expect.stringContaining("activeplans"),
      row: 2,
    });
    expect(reading.cases.map(({ row }) => row)).toEqual([3]);
    expect(reading.leftOut).toHaveLength(1);
  });

  it("a row without its parent is reported in its own table, without the id", () => {
    const tables = oneChild();
    tables.senneed.push({ senneedtableid: "89", activeplanstableid: "777", sentype: "SLD", sentyperank: "1" });
    tables.plandetail.push({ plandetailtableid: "59", namedplantableid: "778" });
    const orphans = readTables(tables).problems.filter(({ code }) => code === "orphan_row");
    expect(orphans.map(({ file, row, column, value }) => [file.split("_")[2], row, column, value])).toEqual([
      ["plandetail.csv", 3, "namedplantableid", null],
      ["senneed.csv", 3, "activeplanstableid", null],
    ]);
  });

  it("an id that is there twice, or missing, leaves the row out", () => {
    const tables = oneChild();
    tables.senneed.push(
      { ...row(tables, "senneed"), sentype: "SLD" },
      { senneedtableid: "", activeplanstableid: "61" },
    );
    const reading = readTables(tables);
    expect(reading.problems.map(({ code, row }) => [code, row])).toEqual([
      ["id_repeated", 3],
      ["id_missing", 4],
    ]);
    expect(reading.cases[0]?.record.primaryNeed).toBe("ASD");
  });

  it("a case whose row is cut short is left out, and what is kept of it stays", () => {
    const files = filesOf(oneChild()).map((file) =>
      file.name.endsWith("_activeplans.csv")
        ? csvFile(file.name, new TextDecoder().decode(file.bytes).replace(",,,\r\n", "\r\n"))
        : file,
    );
    const reading = read(files);
    expect(theProblem(reading, "ragged_row")).toMatchObject({ severity: "left_out", row: 2 });
    expect(reading).toMatchObject({ candidates: 1, cases: [], leftOut: [theCase(oneChild()).pseudonym] });
  });

  it("an age that no child with a plan can have is marked", () => {
    for (const personbirthdate of ["2000-08-31", "2026-02-01"]) {
      const tables = oneChild();
      Object.assign(row(tables, "person"), { personbirthdate });
      expect(theProblem(readTables(tables), "age_out_of_range")).toMatchObject({ severity: "check", value: null });
    }
    const tables = oneChild();
    Object.assign(row(tables, "person"), { personbirthdate: "2000-09-01" });
    expect(readTables(tables).problems).toEqual([]);
  });

  it("dates in the wrong order are marked and the case is kept", () => {
    const tables = oneChild();
    row(tables, "requests").receiveddate = "2023-04-01";
    row(tables, "activeplans").lastreview = "2025-02-01";
    const reading = readTables(tables);
    expect(reading.problems.map(({ code, column, problem }) => [code, column, problem])).toEqual([
      ["dates_out_of_order", "requestoutcomedate", "Before the request was received, 1 April 2023"],
      ["dates_out_of_order", "startdate", "Before the request was received, 1 April 2023"],
      ["dates_out_of_order", "lastreview", "Before the review meeting, 1 March 2025"],
    ]);
    expect(reading.cases[0]).toMatchObject({ toCheck: true });
  });

  it("review dates that are mostly reversed are reported once for the file, because exports are known to exchange them", () => {
    const tables = oneChild();
    for (let index = 0; index < 9; index++) addNewPlan(tables, `9${index}`, "2025-02-01", "2025-06-01");
    for (const plan of tables.activeplans)
      Object.assign(plan, { reviewmeeting: "2025-03-20", lastreview: "2025-03-01" });
    expect(theProblem(readTables(tables), "review_dates_swapped")).toMatchObject({ severity: "check", row: null });
  });
});
