import { describe, expect, it } from "vitest";
import { previewImport } from "#audits/cases/preview.ts";
import { problemsCsv } from "#audits/cases/problems.ts";
import { addNewPlan, filesOf, NAMES, oneChild, read, refusalsOf } from "./small-return.ts";

const SECRETS = [
  NAMES.surname,
  NAMES.forename,
  "2015-05-12",
  "2015-May-12",
  "NS4 7QX",
  "H801200112345",
  "Dr Ada Quill",
  "99001",
  "CMS-5",
  "8100000001",
  "White British",
];

describe("what leaves the reader of a return", () => {
  const tables = () => {
    const all = addNewPlan(oneChild(), "2", "2025-04-20", "2025-08-01");
    Object.assign(all.person[0] as object, { uniquelearnernumber: "8100000001", ethnicity: "White British" });
    return all;
  };

  it("has no name, number, address or day of birth in it, and says which columns it dropped", () => {
    const reading = read(filesOf(tables()));
    const everything = JSON.stringify([reading, previewImport(reading, [])]);
    for (const secret of SECRETS) expect(everything).not.toContain(secret);
    expect(new Set(reading.dropped.map(({ column }) => column))).toEqual(
      new Set([
        "NativeId",
        "sourceid",
        "dmo",
        "dco",
        "dsco",
        "surname",
        "forename",
        "personbirthdate",
        "ethnicity",
        "postcode",
        "upn",
        "uniquelearnernumber",
        "sensettingother",
      ]),
    );
    expect(reading.derived).toEqual(["birth month", "year group", "phase"]);
  });

  it("has none in its problems either, when the faults are in these columns", () => {
    const faulty = tables();
    Object.assign(faulty.person[0] as object, {
      upn: "Płoński",
      uniquelearnernumber: "810000000",
      personbirthdate: "12/13/2015",
    });
    Object.assign(faulty.person[1] as object, { forename: "", upn: "" });
    faulty.placementdetail[0] = {
      ...faulty.placementdetail[0],
      urn: NAMES.surname,
      sensettingother: "at home with Gwenllïan",
    };
    const reading = read(filesOf(faulty));
    expect(reading.problems.length).toBeGreaterThanOrEqual(4);
    const everything = JSON.stringify(reading);
    for (const secret of ["12/13/2015", "810000000", "at home"]) expect(everything).not.toContain(secret);
  });

  it("has none where a name has slipped into a column of another table", () => {
    const slipped = tables();
    Object.assign(slipped.requests[0] as object, { requestsource: `see ${NAMES.surname.toUpperCase()}` });
    Object.assign(slipped.placementdetail[0] as object, { urn: NAMES.surname, sensetting: NAMES.forename });
    Object.assign(slipped.senneed[0] as object, { sentype: "XQXQ" });
    const { problems } = read(filesOf(slipped));
    expect(problems.filter(({ column }) => column).map(({ column, value }) => [column, value])).toEqual([
      ["requestsource", null],
      ["urn", null],
      ["sensetting", null],
      ["sentype", "XQXQ"],
    ]);
  });

  it("does not show even two characters of an identifying column", () => {
    const faulty = tables();
    Object.assign(faulty.person[0] as object, { upn: "Xq" });
    const { problems } = read(filesOf(faulty));
    expect(problems.map(({ code, column, value }) => [code, column, value])).toEqual([["not_a_upn", "upn", null]]);
  });

  it("has none in a refusal: a fault of the parser repeats nothing of the file", () => {
    const broken = filesOf(tables()).map((file) =>
      file.name.endsWith("_person.csv")
        ? {
            ...file,
            bytes: new TextEncoder().encode(new TextDecoder().decode(file.bytes).replace("Gwenllïan", 'Gwenllïan"x')),
          }
        : file,
    );
    const refusals = refusalsOf(broken);
    expect(refusals).toMatchObject([{ code: "quote_not_closed", row: 2 }]);
    for (const secret of SECRETS) expect(JSON.stringify(refusals)).not.toContain(secret);
  });

  it("never throws and never shows a stack, whatever is missing", () => {
    const files = filesOf(tables());
    for (let from = 0; from < files.length; from++) {
      for (const refusal of refusalsOf(files.slice(from))) {
        expect(refusal.sentence).toMatch(/^[A-Z].*\.$/);
        expect(refusal.sentence).not.toMatch(/Error|undefined|null|\bat \S+:\d/);
      }
    }
  });
});

describe("the list of problems as CSV", () => {
  const problem = {
    code: "unknown_code",
    severity: "check" as const,
    file: "cases.csv",
    row: 1204,
    column: "primary_need",
    value: '=HYPERLINK("http://x")',
    problem: "Not a known code",
    action: "Use ASD, MLD or SLD",
    readAs: null,
  };

  it("has a heading and a line a problem, with commas and quotation marks kept apart", () => {
    const [heading, line] = problemsCsv([{ ...problem, value: 'a "b"' }]).split("\r\n");
    expect(heading).toBe("\uFEFFFile,Row,Column,In the file,Problem,What to do,What we did");
    expect(line).toBe('cases.csv,1204,primary_need,"a ""b""",Not a known code,"Use ASD, MLD or SLD",Check');
  });

  it.each(["=1+1", "+44", "-1", "@x", "\t=1", "\r=1"])(
    "never starts a cell with what a spreadsheet runs: %j",
    (value) => {
      expect(problemsCsv([{ ...problem, value }])).toContain(`'${value}`);
      expect(problemsCsv([{ ...problem, file: `${value}.csv` }]).split("\r\n")[1]).toMatch(/^"?'/);
    },
  );
});
