import { isRecord } from "../check/loose.ts";
import type { CellKind } from "./columns.ts";

/** What a spreadsheet or a CSV file has in a cell. */
export type Cell = string | number | boolean | Date | null;

export type CellRead = { ok: true; value: unknown } | { ok: false; sentence: string };

const fine = (value: unknown): CellRead => ({ ok: true, value });
const not = (sentence: string): CellRead => ({ ok: false, sentence });

/** A value of the document as a cell; numbers stay numbers. An absent value is an empty cell. */
export function cellFrom(kind: CellKind, value: unknown): string | number {
  if (value === undefined || value === null) return "";
  switch (kind) {
    case "number":
      return Number(value);
    case "yesno":
      return value ? "yes" : "no";
    case "list":
      return listText(value as string[]);
    case "map":
      return pairsText(value as Record<string, unknown>);
    case "rule":
      return isFlat(value) ? pairsText(value as Record<string, unknown>) : JSON.stringify(value);
    case "counts":
      return (value as Record<string, unknown>[]).map(pairsText).join("\n");
    default:
      return String(value);
  }
}

const listText = (list: readonly unknown[]): string =>
  list.map((one) => String(one).replaceAll("|", "\\|")).join(" | ");

const pairsText = (pairs: Record<string, unknown>): string =>
  Object.entries(pairs)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `${name}=${Array.isArray(value) ? listText(value) : value === true ? "yes" : value === false ? "no" : value}`,
    )
    .join("; ");

/** A rule that joins rules is written as JSON; any other as pairs. */
const isFlat = (rule: unknown): boolean => isRecord(rule) && !("all" in rule || "any" in rule || "not" in rule);

/** The value of a cell, or what to do about it. An empty cell is undefined: the field is left out. */
export function readCell(kind: CellKind, cell: Cell): CellRead {
  if (cell instanceof Date && kind !== "day")
    return not("The spreadsheet has made a date of this. Format the column as text and type it again.");
  const text =
    cell instanceof Date
      ? dayOf(cell)
      : typeof cell === "string"
        ? unprotected(cell).trim()
        : cell === null
          ? ""
          : String(cell);
  if (text === "") return fine(undefined);
  switch (kind) {
    case "number":
      return readNumber(text);
    case "yesno":
      return readYesNo(text);
    case "day":
      return readDay(text);
    case "list":
      return fine(readList(text));
    case "map":
      return readPairs(text, (value) => readList(value));
    case "rule":
      return text.startsWith("{") ? readJson(text) : readPairs(text, ruleValue);
    case "counts":
      return readCounts(text);
    default:
      return fine(text);
  }
}

/** The apostrophe before what a spreadsheet would run as a formula is protection, not content. */
const unprotected = (text: string): string => (/^'[=+\-@]/.test(text) ? text.slice(1) : text);

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? "?" : date.toISOString().slice(0, 10);
}

function readNumber(text: string): CellRead {
  if (/^[+-]?\d+,\d+$/.test(text))
    return not(`Write ${text.replace(",", ".")} with a full stop in place of the comma.`);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return not("Enter a number.");
  return fine(Number(text));
}

function readYesNo(text: string): CellRead {
  if (/^(yes|y|true|1)$/i.test(text)) return fine(true);
  return /^(no|n|false|0)$/i.test(text) ? fine(false) : not("Enter yes or no.");
}

/** 2026-09-01, or 1/9/2026 as it is written in this country. */
function readDay(text: string): CellRead {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return fine(text);
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (!day || !month || !year) return not("Write the day as year, month and day: 2026-09-01.");
  return fine(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

const readList = (text: string): string[] =>
  text
    .split(/(?<!\\)\|/)
    .map((one) => one.replaceAll("\\|", "|").trim())
    .filter((one) => one !== "");

function readPairs(text: string, meaning: (value: string, name: string) => unknown): CellRead {
  const pairs: [string, unknown][] = [];
  for (const part of text.split(";").map((one) => one.trim())) {
    if (part === "") continue;
    const at = part.indexOf("=");
    if (at < 1) return not(`Write “${part.slice(0, 30)}” as a name, an equals sign and a value: yearGroupMin=9.`);
    const name = part.slice(0, at).trim();
    if (pairs.some(([other]) => other === name)) return not(`${name} stands here twice. Keep one.`);
    pairs.push([name, meaning(part.slice(at + 1).trim(), name)]);
  }
  return fine(Object.fromEntries(pairs));
}

const LISTED = new Set(["phase", "need", "settingType", "planType", "legalRegime", "anyOf"]);

function ruleValue(value: string, name: string): unknown {
  if (LISTED.has(name)) return readList(value);
  if (/^(yes|true)$/i.test(value)) return true;
  if (/^(no|false)$/i.test(value)) return false;
  return /^-?\d+$/.test(value) ? Number(value) : value;
}

function readCounts(text: string): CellRead {
  const rules: unknown[] = [];
  for (const line of text.split(/\r?\n/).filter((one) => one.trim() !== "")) {
    const rule = readPairs(line, (value, name) =>
      ["levels", "criteria", "domains"].includes(name)
        ? readList(value)
        : /^\d+(\.\d+)?$/.test(value)
          ? Number(value)
          : value,
    );
    if (!rule.ok) return rule;
    rules.push(rule.value);
  }
  return fine(rules);
}

function readJson(text: string): CellRead {
  try {
    return fine(JSON.parse(text));
  } catch {
    return not("This starts like JSON and is not. Check brackets and quotation marks.");
  }
}
