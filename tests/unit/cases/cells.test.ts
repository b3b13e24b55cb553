import { describe, expect, it } from "vitest";
import { readCode, readDay, readMonth, readYearGroup, readYesNo } from "#audits/cases/cells.ts";
import { NEED_CODES, PLAN_TYPE_CODES } from "#audits/cases/code-lists.ts";
import { addDays, monthInWords, phaseOf, yearGroupOn } from "#audits/cases/days.ts";

const dayIn = (text: string) => {
  const read = readDay(text);
  return read.kind === "unreadable" ? read.code : read.value;
};

describe("a date", () => {
  it("is read from the export's form, from day/month/year, from year-month-day and from words", () => {
    for (const text of [
      "2022-Sep-28 00:00:00",
      "28/09/2022",
      "28-9-2022",
      "2022-09-28",
      "2022-09-28T00:00:00",
      "28 September 2022",
      "28-Sep-2022",
      "28th Sept 2022",
      "2022-09-28T00:00:00+01:00",
    ]) {
      expect(dayIn(text), text).toBe("2022-09-28");
    }
  });

  it("that the calendar does not have is not a date: 31 November, 29 February of a common year", () => {
    expect(dayIn("31/11/2025")).toBe("date_does_not_exist");
    expect(dayIn("2025-Nov-31 00:00:00")).toBe("date_does_not_exist");
    expect(dayIn("29/02/2025")).toBe("date_does_not_exist");
    expect(dayIn("29/02/2024")).toBe("2024-02-29");
  });

  it("is never read month first", () => {
    expect(dayIn("12/31/2025")).toBe("date_does_not_exist");
    expect(dayIn("03/06/2025")).toBe("2025-06-03");
  });

  it("with a year of two digits, or a spreadsheet's day number, is refused", () => {
    expect(dayIn("28/09/22")).toBe("year_of_two_digits");
    expect(dayIn("45992")).toBe("not_a_date");
  });

  it("that is empty is null, and one that is not known is null and says so", () => {
    expect(readDay("")).toEqual({ kind: "value", value: null });
    expect(readDay("n/k")).toMatchObject({ kind: "read_as", value: null, readAs: "not known" });
  });
});

describe("a code", () => {
  const need = (text: string) => {
    const read = readCode(text, NEED_CODES);
    return read.kind === "unreadable" ? "unreadable" : `${read.kind} ${read.value}`;
  };

  it("is read in any case, its name is read as the code", () => {
    expect(need("asd")).toBe("value ASD");
    expect(need("SpLD")).toBe("value SPLD");
    expect(need("Autism")).toBe("read_as ASD");
    expect(need("Speech, language and communication needs")).toBe("read_as SLCN");
  });

  it("that is misspelt is read as the nearest one, when only one is nearest", () => {
    expect(need("ASC")).toBe("read_as ASD");
    expect(need("SEHM")).toBe("read_as SEMH");
    expect(readCode("ammended", PLAN_TYPE_CODES)).toMatchObject({
      kind: "read_as",
      value: "amended",
      readAs: "amended",
    });
    expect(need("SPD"), "as near to SPLD as to SLD").toBe("unreadable");
    expect(need("XYZ")).toBe("unreadable");
  });

  it("of two letters must be exact, so that ADS is never Down syndrome", () => {
    expect(need("HU")).toBe("unreadable");
    expect(need("ADS")).toBe("read_as ASD");
  });
});

it("yes and no have the spellings that systems export; anything else is not guessed", () => {
  for (const text of ["yes", "Y", "TRUE", "1", "t"])
    expect(readYesNo(text), text).toEqual({ kind: "value", value: true });
  for (const text of ["No", "n", "false", "0"]) expect(readYesNo(text), text).toEqual({ kind: "value", value: false });
  expect(readYesNo("")).toEqual({ kind: "value", value: null });
  expect(readYesNo("unknown")).toMatchObject({ kind: "read_as", value: null });
  expect(readYesNo("maybe")).toMatchObject({ kind: "unreadable" });
});

it("a month is read from three forms; of a whole date only the month is kept", () => {
  for (const text of ["2019-05", "05/2019", "May 2019"])
    expect(readMonth(text)).toEqual({ kind: "value", value: "2019-05" });
  expect(readMonth("12/05/2019")).toMatchObject({ kind: "read_as", value: "2019-05", readAs: "the month" });
  expect(readMonth("13/2019")).toMatchObject({ kind: "unreadable" });
});

it("a year group may be written as a number, with the word year, or as reception and nursery", () => {
  const group = (text: string) => {
    const read = readYearGroup(text);
    return read.kind === "value" ? read.value : read.kind;
  };
  expect([group("9"), group("Year 9"), group("Y11"), group("R"), group("Reception"), group("N2"), group("-1")]).toEqual(
    [9, 9, 11, 0, 0, -1, -1],
  );
  expect(group("Form 4b")).toBe("unreadable");
});

describe("the year group on the reference date", () => {
  it("is the age on the 31 August before it, minus 4: born August 2021 is in reception on 15 January 2026", () => {
    expect(yearGroupOn("2026-01-15", "2021-08")).toBe(0);
    expect(yearGroupOn("2026-01-15", "2021-09")).toBe(-1);
    expect(yearGroupOn("2026-01-15", "2015-05")).toBe(6);
  });

  it("changes on 1 September, not on 31 August", () => {
    expect(yearGroupOn("2026-08-31", "2015-05")).toBe(6);
    expect(yearGroupOn("2026-09-01", "2015-05")).toBe(7);
  });

  it("gives the phase: early years below 0, primary to 6, secondary to 11, post-16 from 12", () => {
    expect([-1, 0, 6, 7, 11, 12].map(phaseOf)).toEqual([
      "early_years",
      "primary",
      "primary",
      "secondary",
      "secondary",
      "post_16",
    ]);
  });
});

it("days are added by the calendar, across a leap day and a change of clocks", () => {
  expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
  expect(addDays("2025-03-29", 2)).toBe("2025-03-31");
  expect(addDays("2025-09-07", -140)).toBe("2025-04-20");
  expect(monthInWords("2025-06")).toBe("June 2025");
});
