import { type Csv, csvOf } from "../csv.ts";
import type { ImportProblem, ProblemGroup } from "./reading.ts";

/** Most runs of rows that one line names before it says how many more there are. */
const RUNS_NAMED = 12;

/** Joins problems that say the same of several rows of one file into one line each, in the order of their first row. */
export function groupProblems(problems: ImportProblem[]): ProblemGroup[] {
  const alike = Map.groupBy(problems, (one) =>
    JSON.stringify([one.file, one.column, one.code, one.severity, one.value, one.problem, one.readAs]),
  );
  return [...alike.values()]
    .map((group) => {
      const rows = group.flatMap(({ row }) => (row === null ? [] : [row])).toSorted((a, b) => a - b);
      const first = group[0] as ImportProblem;
      return { ...first, row: rows[0] ?? null, rows: rowsInWords(rows), count: group.length };
    })
    .toSorted((a, b) => a.file.localeCompare(b.file) || (a.row ?? 0) - (b.row ?? 0));
}

/** "402, 407, 611", "701 to 708", "whole file" for none. Ascending rows. */
export function rowsInWords(rows: number[]): string {
  if (rows.length === 0) return "whole file";
  const runs: [number, number][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last && row <= last[1] + 1) last[1] = row;
    else runs.push([row, row]);
  }
  const words = runs.slice(0, RUNS_NAMED).flatMap(([from, to]) => {
    if (to - from >= 2) return [`${count(from)} to ${count(to)}`];
    return from === to ? [count(from)] : [count(from), count(to)];
  });
  const unnamed = runs.slice(RUNS_NAMED).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return words.join(", ") + (unnamed ? ` and ${count(unnamed)} more` : "");
}

const count = (number: number) => number.toLocaleString("en-GB");

/** What became of the row or value, as the page and the CSV say it. */
export function outcomeOf({ severity, readAs }: ImportProblem): string {
  if (severity === "read_as") return `Read as ${readAs}`;
  return severity === "left_out" ? "Left out" : "Check";
}

/** All problems as CSV for a spreadsheet: a heading, then one line a problem. */
export function problemsCsv(problems: ImportProblem[]): Csv {
  const heading = ["File", "Row", "Column", "In the file", "Problem", "What to do", "What we did"];
  const lines = problems.map((one) => [
    one.file,
    one.row,
    one.column ?? "",
    one.value ?? "",
    one.problem,
    one.action,
    outcomeOf(one),
  ]);
  return csvOf([heading, ...lines]);
}
