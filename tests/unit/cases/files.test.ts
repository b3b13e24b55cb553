import { describe, expect, it } from "vitest";
import { LIMITS } from "#audits/cases/table.ts";
import type { UploadedFile } from "#audits/cases/reading.ts";
import { bytesOf, csvFile, filesOf, flatFile, oneChild, read, refusalsOf, theProblem } from "./small-return.ts";

const HEADING = "case_ref,legal_regime,plan_type,plan_date,locality";
const ROW = "C-0417,cfa_2014,new,28/09/2024,Llŷn";
const FLAT = `${HEADING}\n${ROW}\n`;

const theRefusal = (...files: UploadedFile[]) => {
  const refusals = refusalsOf(files);
  expect(refusals).toHaveLength(1);
  return refusals[0] as (typeof refusals)[number];
};

describe("the text of a file", () => {
  const localityIn = (bytes: Uint8Array) => read([{ name: "cases.csv", bytes }]).cases[0]?.record.locality;

  it("is read as UTF-8 with and without its mark", () => {
    expect(localityIn(bytesOf(FLAT))).toBe("Llŷn");
    expect(localityIn(bytesOf(`\uFEFF${FLAT}`))).toBe("Llŷn");
  });

  it("is read as Windows-1252 where it is not UTF-8, and says so", () => {
    const bytes = Uint8Array.from(FLAT.replace("Llŷn", "Caf\u00e9"), (letter) => letter.charCodeAt(0));
    const reading = read([{ name: "cases.csv", bytes }]);
    expect(reading.cases[0]?.record.locality).toBe("Café");
    expect(theProblem(reading, "encoding")).toMatchObject({ severity: "read_as", row: null, readAs: "Windows-1252" });
  });

  it("is read as UTF-16 in both orders", () => {
    const little = Uint8Array.from([0xff, 0xfe, ...Buffer.from(FLAT, "utf16le")]);
    const big = Uint8Array.from([0xfe, 0xff, ...Buffer.from(FLAT, "utf16le").swap16()]);
    expect(localityIn(little)).toBe("Llŷn");
    expect(localityIn(big)).toBe("Llŷn");
  });

  it("may use semicolons or tabs, any line end, quotation marks, and headings in any case", () => {
    const heading = "Case Ref;LEGAL_REGIME;Plan Type;plan-date;Locality";
    const text = `${heading}\r\n"C-0417" ;"cfa_2014";new;28/09/2024;"North; and ""East"""\rC-0418;cfa_2014;new;28/09/2024;\r\n`;
    const reading = read([csvFile("cases.csv", text)]);
    expect(reading.cases.map(({ record }) => record.locality)).toEqual(['North; and "East"', null]);
    expect(read([csvFile("cases.csv", FLAT.replaceAll(",", "\t"))]).cases).toHaveLength(1);
  });

  it.each([
    ["an Excel workbook", [0x50, 0x4b, 3, 4, ...bytesOf("........xl/workbook.xml")]],
    ["a zip file", [0x50, 0x4b, 3, 4, 9, 9, 9]],
    ["an old Excel workbook (.xls)", [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
    ["a PDF", [...bytesOf("%PDF-1.7")]],
    ["not a text file", [...bytesOf("case_ref,"), 0, 1, 2]],
    ["an XML file", [...bytesOf('<?xml version="1.0"?><Message/>')]],
  ])("of %s is refused, saying what it is", (what, bytes) => {
    expect(theRefusal({ name: "return.csv", bytes: Uint8Array.from(bytes) }).sentence).toContain(what);
  });

  it("that is empty, or has headings and no rows, is refused", () => {
    expect(theRefusal(csvFile("cases.csv", "")).code).toBe("empty_file");
    expect(theRefusal(csvFile("cases.csv", " \n\n")).code).toBe("empty_file");
    expect(theRefusal(csvFile("cases.csv", `${HEADING}\n`)).code).toBe("no_rows");
    expect(refusalsOf([])[0]?.code).toBe("no_file");
  });
});

describe("the size of a file", () => {
  it("above 25 MB is refused before it is read", () => {
    expect(theRefusal({ name: "cases.csv", bytes: new Uint8Array(LIMITS.bytes + 1) }).code).toBe("file_too_large");
  });

  it("in columns is refused from the first line, and in any later row", () => {
    const wide = Array.from({ length: 201 }, (_, index) => `c${index}`).join(",");
    expect(theRefusal(csvFile("cases.csv", `${wide}\n1\n`))).toMatchObject({ code: "too_many_columns", row: 1 });
    const bomb = `${FLAT}${",".repeat(2_000_000)}`;
    expect(theRefusal(csvFile("cases.csv", bomb))).toMatchObject({ code: "too_many_columns", row: 3 });
  });

  it("in rows and in the length of one value is refused", () => {
    expect(theRefusal(csvFile("cases.csv", `${HEADING}\n${"a\n".repeat(LIMITS.rows + 1)}`)).code).toBe("too_many_rows");
    expect(theRefusal(csvFile("cases.csv", FLAT + ROW.replace("Llŷn", "x".repeat(4_001)))).code).toBe("value_too_long");
  });
});

describe("rows that are not as the heading says", () => {
  it("with more or fewer values are left out by row, and the rest is read", () => {
    const reading = read([
      flatFile(HEADING, ROW, "C-0418,cfa_2014,new", "", `${ROW.replace("0417", "0419")},,`, `${ROW},extra`),
    ]);
    const ragged = reading.problems.filter(({ code }) => code === "ragged_row");
    expect(ragged.map(({ row, problem }) => [row, problem])).toEqual([
      [3, "The row has 3 values, the heading has 5"],
      [6, "The row has 6 values, the heading has 5"],
    ]);
    expect(reading.cases.map(({ record, row }) => [record.caseRef, row])).toEqual([
      ["C-0417", 2],
      ["C-0419", 5],
    ]);
    expect(reading.candidates).toBe(4);
  });

  it("with a quotation mark that is never closed refuse the file, naming the row", () => {
    const refusal = theRefusal(flatFile(HEADING, ROW, 'C-0418,cfa_2014,new,28/09/2024,"North', "C-0419,,,,"));
    expect(refusal).toMatchObject({ code: "quote_not_closed", row: 3 });
    expect(refusal.sentence).not.toContain("North");
  });
});

describe("headings", () => {
  it("that are there twice are refused by name", () => {
    const refusal = theRefusal(flatFile(`${HEADING},Plan Date`, `${ROW},28/09/2024`));
    expect(refusal).toMatchObject({ code: "heading_repeated", column: "plan_date" });
    const twice = filesOf(oneChild()).map((file) =>
      file.name.includes("senneed")
        ? csvFile(file.name, new TextDecoder().decode(file.bytes).replace("sentyperank", "SenType"))
        : file,
    );
    expect(refusalsOf(twice)).toMatchObject([{ code: "heading_repeated", column: "sentype" }]);
  });

  it("that a flat file lacks are named", () => {
    const refusals = refusalsOf([flatFile("case_ref,plan_type,locality", "C-1,new,North")]);
    expect(refusals.map(({ column }) => column)).toEqual(["legal_regime", "plan_date"]);
  });

  it("of another file are refused, and a first row of data is never repeated", () => {
    const refusal = theRefusal(csvFile("list.csv", "Rhŷs,Gwenllïan,12/05/2015\nSmith,Jo,01/02/2014\n"));
    expect(refusal.code).toBe("wrong_file");
    expect(JSON.stringify(refusal)).not.toContain("Rh");
  });
});

describe("the set of a return", () => {
  const files = () => filesOf(oneChild());
  const named = (module: string) => files().find(({ name }) => name.endsWith(`_${module}.csv`)) as UploadedFile;
  const without = (module: string) => files().filter(({ name }) => !name.endsWith(`_${module}.csv`));

  it("is recognised by its columns when the files are renamed", () => {
    const renamed = files().map((file, index) => ({ ...file, name: `export (${index}).csv` }));
    expect(read(renamed).cases).toHaveLength(1);
  });

  it("is read whatever the capitals of its names and headings", () => {
    const shouted = files().map(({ name, bytes }) => {
      const [heading, ...rows] = new TextDecoder().decode(bytes).split("\r\n");
      return csvFile(name.toUpperCase(), [heading?.toUpperCase(), ...rows].join("\r\n"));
    });
    expect(read(shouted).problems).toEqual([]);
  });

  it.each(["sen2", "person", "requests", "assessment", "namedplan", "activeplans", "placementdetail", "senneed"])(
    "without the %s table is refused, naming it",
    (module) => {
      expect(theRefusal(...without(module))).toMatchObject({ code: "table_missing" });
      expect(theRefusal(...without(module)).sentence).toContain(`_${module}.csv`);
    },
  );

  it("is read without plandetail, from which nothing of a case comes", () => {
    expect(read(without("plandetail")).cases).toEqual(read(files()).cases);
  });

  it("with two files for one table is refused, naming both", () => {
    const refusal = theRefusal(...files(), { ...named("person"), name: "person-new.csv" });
    expect(refusal.code).toBe("two_files_for_one_table");
    expect(refusal.sentence).toContain("Blade-Export_20-01-2026_person.csv and person-new.csv");
  });

  it("with a file that is none of the nine is refused", () => {
    expect(theRefusal(...files(), csvFile("schools.csv", "urn,name\n1,2\n"))).toMatchObject({
      code: "wrong_file",
      file: "schools.csv",
    });
    const misnamed = csvFile("Blade-Export_20-01-2026_person.csv", "urn,name\n1,2\n");
    expect(theRefusal(...without("person"), misnamed).sentence).toContain("no column persontableid");
  });

  it("takes a file for what its columns say when its name says another table", () => {
    const swapped = files().map((file) => {
      if (file.name.endsWith("_person.csv")) return { ...file, name: file.name.replace("person", "requests") };
      return file.name.endsWith("_requests.csv") ? { ...file, name: file.name.replace("requests", "person") } : file;
    });
    const reading = read(swapped);
    expect(reading.cases).toHaveLength(1);
    expect(reading.problems.map(({ code }) => code)).toEqual(["name_says_another_table", "name_says_another_table"]);
  });

  it("with files of different export days is marked", () => {
    const mixed = files().map((file) =>
      file.name.endsWith("_senneed.csv") ? { ...file, name: "Blade-Export_02-02-2026_senneed.csv" } : file,
    );
    expect(theProblem(read(mixed), "exported_on_another_day").severity).toBe("check");
  });

  it("is not mixed with a flat file, and there is one flat file at a time", () => {
    expect(theRefusal(...files(), csvFile("cases.csv", FLAT)).code).toBe("two_formats");
    expect(theRefusal(csvFile("a.csv", FLAT), csvFile("b.csv", FLAT)).code).toBe("two_flat_files");
  });

  it("reports every file that cannot be read, not only the first", () => {
    const codes = refusalsOf([...without("person"), csvFile("a.csv", ""), csvFile("b.csv", "x,y\n")]).map(
      ({ code }) => code,
    );
    expect(codes).toEqual(["empty_file", "wrong_file"]);
  });

  it("without a reference date or a year is refused, because every count follows from them", () => {
    const tables = oneChild();
    tables.sen2 = [{ sen2tableid: "1", year: "2026", referencedate: "2026-Feb-30 00:00:00" }];
    expect(theRefusal(...filesOf(tables))).toMatchObject({ code: "reference_date_missing", column: "referencedate" });
    tables.sen2 = [{ sen2tableid: "1", year: "", referencedate: "2026-Jan-15 00:00:00" }];
    expect(theRefusal(...filesOf(tables)).code).toBe("year_missing");
    tables.sen2 = [];
    expect(theRefusal(...filesOf(tables)).code).toBe("return_missing");
  });

  it("lacking a column that it cannot do without is refused by file and column", () => {
    expect(theRefusal(...filesOf(oneChild(), ["namedplan.startdate"]))).toMatchObject({
      code: "column_missing",
      file: "Blade-Export_20-01-2026_namedplan.csv",
      column: "startdate",
    });
  });
});
