import { cellFrom, readCell } from "../exchange/cells.ts";
import { isObject, textOf } from "./json.ts";

/**
 * Rules as lines of a field, written as in the sheets of an import: "yearGroupMin=9; need=ASD | HI" over a case,
 * "levels=no; atMost=2" over counts of levels. A rule that joins rules further stands as JSON. What cannot be read stays
 * as typed, and is among the problems of the draft until it can.
 */
type Written = {
  read(value: unknown): string[];
  write(values: string[]): unknown;
};

const linesIn = (values: string[]) =>
  (values[0] ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** Several rules, one a line; none is kept as no list. */
export const ruleLines = (kind: "rule" | "counts"): Written => ({
  read: (value) => [
    Array.isArray(value) && value.every(isObject)
      ? value.map((rule) => cellFrom(kind, kind === "counts" ? [rule] : rule)).join("\n")
      : textOf(value).trim(),
  ],
  write(values) {
    const lines = linesIn(values);
    if (lines.length === 0) return undefined;
    const read = lines.map((line) => readCell(kind, line));
    const rules = read.flatMap((one) => (one.ok ? [one.value].flat() : []));
    return rules.length === lines.length && rules.every(isObject) ? rules : lines.join("\n");
  },
});

/** One rule on one line. */
export const ruleLine: Written = {
  read: (value) => [isObject(value) ? String(cellFrom("rule", value)) : textOf(value).trim()],
  write(values) {
    const line = linesIn(values).join(" ");
    if (line === "") return undefined;
    const read = readCell("rule", line);
    return read.ok && isObject(read.value) ? read.value : line;
  },
};
