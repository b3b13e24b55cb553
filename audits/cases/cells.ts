import type { Day } from "./case.ts";
import { dayOf, monthNumber } from "./days.ts";

/**
 * What one cell says: a value (`null` when it is empty), the same with a note of how it was read, or a reason why it cannot
 * be read.
 */
export type CellReading<T> =
  | { kind: "value"; value: T | null }
  | { kind: "read_as"; value: T | null; readAs: string; problem: string; action: string }
  | { kind: "unreadable"; code: string; problem: string; action: string };

const NOT_KNOWN = new Set([
  "nk",
  "na",
  "notknown",
  "unknown",
  "notavailable",
  "notapplicable",
  "none",
  "null",
  "tbc",
  "tba",
]);

/** Letters and digits only, in lower case: how headings and codes are compared, so that `Plan Date` is `plan_date`. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Tables that went through a spreadsheet or a script have whole numbers with an empty fraction: 12.0 is 12. */
export function withoutEmptyFraction(text: string): string {
  return text.replace(/^(-?\d+)\.0+$/, "$1");
}

/** True for the ways in which people write that they do not know: n/k, not known, TBC, a dash. */
export function saysNotKnown(text: string): boolean {
  return NOT_KNOWN.has(bare(text)) || /^[-–—?.]+$/.test(text);
}

function notKnown(text: string, what: string): CellReading<never> | null {
  if (!saysNotKnown(text)) return null;
  return {
    kind: "read_as",
    value: null,
    readAs: "not known",
    problem: `Not ${what}`,
    action: "Leave the cell empty if it is not known",
  };
}

const NOT_A_DATE = {
  kind: "unreadable",
  code: "not_a_date",
  problem: "Not a date",
  action: "Give the date as day/month/year, or leave the cell empty",
} as const;

/**
 * A calendar day written as 2022-Sep-28, 28/09/2022, 2022-09-28 or 28 September 2022, with or without a time after it.
 * Numbers are read day first, never month first.
 */
export function readDay(text: string): CellReading<Day> {
  if (text === "") return { kind: "value", value: null };
  const parts = dateParts(text.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/, ""));
  if (!parts) return notKnown(text, "a date") ?? NOT_A_DATE;
  if (parts.year < 100) {
    return {
      kind: "unreadable",
      code: "year_of_two_digits",
      problem: "The year has two digits",
      action: "Give the year in four digits",
    };
  }
  const day = dayOf(parts.year, parts.month, parts.date);
  if (day) return { kind: "value", value: day };
  return {
    kind: "unreadable",
    code: "date_does_not_exist",
    problem: "This date does not exist",
    action: "Give a real date as day/month/year",
  };
}

function dateParts(text: string): { year: number; month: number; date: number } | null {
  const yearFirst = /^(\d{4})[-/.]([A-Za-z]{3,9}|\d{1,2})[-/.](\d{1,2})$/.exec(text);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[-/. ]([A-Za-z]{3,9}|\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text);
  const found = yearFirst ?? dayFirst;
  if (!found) return null;
  const [, first = "", middle = "", last = ""] = found;
  const month = /^\d/.test(middle) ? Number(middle) : monthNumber(middle);
  if (month === null) return null;
  return yearFirst
    ? { year: Number(first), month, date: Number(last) }
    : { year: Number(last), month, date: Number(first) };
}

/** A month as `YYYY-MM`, from 2019-05, 05/2019 or May 2019. A whole date is read as its month; the day is not kept. */
export function readMonth(text: string): CellReading<string> {
  if (text === "") return { kind: "value", value: null };
  const numbers = /^(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4}))$/.exec(text);
  const named = /^([A-Za-z]{3,9})[- ](\d{4})$/.exec(text);
  const year = Number(numbers?.[1] ?? numbers?.[4] ?? named?.[2]);
  const month = named ? monthNumber(named[1] as string) : Number(numbers?.[2] ?? numbers?.[3]);
  const first = month === null ? null : dayOf(year, month, 1);
  if (first) return { kind: "value", value: first.slice(0, 7) };

  const whole = readDay(text);
  if (whole.kind === "value" && whole.value) {
    return {
      kind: "read_as",
      value: whole.value.slice(0, 7),
      readAs: "the month",
      problem: "A whole date where a month is enough",
      action: "Give the month as 2019-05, so that no day of birth leaves your system",
    };
  }
  return (
    notKnown(text, "a month") ?? {
      kind: "unreadable",
      code: "not_a_month",
      problem: "Not a month",
      action: "Give the month as 2019-05, or leave the cell empty",
    }
  );
}

const YES = new Set(["yes", "y", "true", "t", "1"]);
const NO = new Set(["no", "n", "false", "f", "0"]);

export function readYesNo(text: string): CellReading<boolean> {
  if (text === "") return { kind: "value", value: null };
  const word = bare(withoutEmptyFraction(text));
  if (YES.has(word)) return { kind: "value", value: true };
  if (NO.has(word)) return { kind: "value", value: false };
  return (
    notKnown(text, "yes or no") ?? {
      kind: "unreadable",
      code: "not_yes_or_no",
      problem: "Not yes or no",
      action: "Use yes or no, or leave the cell empty",
    }
  );
}

/** A year group from 9, Y9, Year 9, R or reception, N1 or N2 (nursery: two and one years before reception). */
export function readYearGroup(text: string): CellReading<number> {
  if (text === "") return { kind: "value", value: null };
  const word = withoutEmptyFraction(text)
    .toLowerCase()
    .replace(/^(?:ncy|year|yr|y)\s*(?=-?\d|r)/, "")
    .replace(/\s+/g, "");
  if (word === "r" || word === "reception") return { kind: "value", value: 0 };
  if (word === "n1" || word === "n2") return { kind: "value", value: word === "n1" ? -2 : -1 };
  if (/^-?\d{1,2}$/.test(word) && Number(word) >= -5 && Number(word) <= 21)
    return { kind: "value", value: Number(word) };
  return (
    notKnown(text, "a year group") ?? {
      kind: "unreadable",
      code: "not_a_year_group",
      problem: "Not a year group",
      action: "Use a number: 0 for reception, 9 for year 9",
    }
  );
}

/** A closed list, as files write it: each code, and the other ways to write it that mean exactly that code. */
export type CodeList<T extends string> = {
  codes: readonly T[];
  /** Other spellings by code, such as its name in full. */
  aliases?: Partial<Record<T, readonly string[]>>;
  /** For the advice: "Use new, amended, transferred or draft". */
  use: string;
};

/**
 * A code of a closed list. Capitals, spaces and signs do not matter. A full name is read as its code; so is a misspelling,
 * when exactly one code or name is nearest: one wrong letter in codes of three or four letters, two in longer words. Codes of
 * one or two letters must be exact.
 */
export function readCode<T extends string>(text: string, list: CodeList<T>): CellReading<T> {
  if (text === "") return { kind: "value", value: null };
  const word = bare(withoutEmptyFraction(text));
  const exact = list.codes.find((code) => bare(code) === word);
  if (exact) return { kind: "value", value: exact };

  const meant = aliasOf(word, list) ?? nearest(word, list);
  if (meant) {
    return { kind: "read_as", value: meant, readAs: meant, problem: "Not a known code", action: `Use ${meant}` };
  }
  return (
    notKnown(text, "a known code") ?? {
      kind: "unreadable",
      code: "unknown_code",
      problem: "Not a known code",
      action: list.use,
    }
  );
}

function aliasOf<T extends string>(word: string, list: CodeList<T>): T | undefined {
  return list.codes.find((code) => list.aliases?.[code]?.some((alias) => bare(alias) === word));
}

function nearest<T extends string>(word: string, list: CodeList<T>): T | null {
  if (word.length < 3) return null;
  let best = Number.POSITIVE_INFINITY;
  let found = new Set<T>();
  for (const code of list.codes) {
    for (const spelling of [code, ...(list.aliases?.[code] ?? [])].map(bare)) {
      if (spelling.length < 3) continue;
      const allowed = spelling.length <= 4 ? 1 : 2;
      const distance = editDistance(word, spelling, allowed);
      if (distance > allowed) continue;
      if (distance < best) found = new Set();
      if (distance <= best) found.add(code);
      best = Math.min(best, distance);
    }
  }
  return found.size === 1 ? ([...found][0] as T) : null;
}

/**
 * Letters to add, drop, change or swap with their neighbour to make one word the other (optimal string alignment distance).
 * Stops early with a number above `limit`.
 */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(
        (row[j - 1] as number) + 1,
        (last[j] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length] as number;
}
