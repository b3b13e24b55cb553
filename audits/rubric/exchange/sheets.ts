import type { RubricDocument } from "../document.ts";
import { type Cell, cellFrom } from "./cells.ts";
import { ABOUT, COLUMNS, type Column, descriptorColumn, SHEETS, type SheetName } from "./columns.ts";

/** One sheet of a workbook, or one CSV file: the first row has the headings. */
export type Sheet = { name: string; rows: Cell[][] };

/** A rubric as the sheets of a workbook; read back they give the same rubric (`docs/rubric-format.md` tells the columns). */
export function rubricSheets(rubric: RubricDocument): Sheet[] {
  return SHEETS.map((name) => ({ name, rows: rowsOf(rubric, name) }));
}

/** The criteria alone, for one CSV file. */
export const criteriaSheet = (rubric: RubricDocument): Sheet => ({
  name: "Criteria",
  rows: rowsOf(rubric, "Criteria"),
});

/** The sheet that tells what each column means; it is not read back. */
export function notesSheet(): Sheet {
  const row = (sheet: SheetName) => (column: Column) => [
    sheet,
    column.name,
    column.required ? "yes" : "no",
    column.note,
  ];
  return {
    name: "Notes",
    rows: [
      ["sheet", "column", "needed", "what to write"],
      ...SHEETS.flatMap((sheet) => (sheet === "About" ? ABOUT : COLUMNS[sheet]).map(row(sheet))),
      [
        "Criteria",
        "descriptor and a level’s key",
        "no",
        "What that level looks like, one column a level: descriptor good",
      ],
      ["all", "lists", "", "Write a bar between entries: A | B. A bar in a text is written \\|"],
      ["all", "yes or no", "", "Write yes or no"],
    ],
  };
}

function rowsOf(rubric: RubricDocument, sheet: SheetName): Cell[][] {
  if (sheet === "About")
    return [["field", "value"], ...ABOUT.map((field) => [field.name, cellFrom(field.kind, at(rubric, field.path))])];
  const columns = sheet === "Criteria" ? [...COLUMNS.Criteria, ...levelColumns(rubric)] : COLUMNS[sheet];
  return [
    columns.map((column) => column.name),
    ...recordsOf(rubric, sheet).map((record) =>
      columns.map((column) => cellFrom(column.kind, at(record, column.path))),
    ),
  ];
}

/** The rows of a sheet as the document has them; levels name their scale, grades of a module their module. */
function recordsOf(rubric: RubricDocument, sheet: Exclude<SheetName, "About">): object[] {
  switch (sheet) {
    case "Sections":
      return rubric.sections;
    case "Time limits":
      return rubric.timeLimits ?? [];
    case "Scales":
      return rubric.scales;
    case "Levels":
      return rubric.scales.flatMap((s) => s.levels.map((level) => ({ ...level, scale: s.key })));
    case "Grades":
      return [
        ...rubric.grades,
        ...rubric.modules.flatMap((m) => (m.grades ?? []).map((grade) => ({ ...grade, module: m.key }))),
      ];
    case "Modules":
      return rubric.modules;
    case "Domains":
      return rubric.domains;
    case "Criteria":
      return rubric.criteria;
    case "Limits":
      return rubric.limits;
  }
}

/** One column for each level that a scale of the rubric has, the best level of the first scale first. */
function levelColumns(rubric: RubricDocument): Column[] {
  const keys = rubric.scales.flatMap((s) => [...s.levels].sort((a, b) => b.value - a.value).map((l) => l.key));
  return [...new Set(keys)].map(descriptorColumn);
}

/** The value at a path of one or two steps; a level's key may have dots in it. */
function at(record: object, path: string): unknown {
  const [head = "", ...rest] = path.split(".");
  const value = (record as Record<string, unknown>)[head];
  return rest.length === 0 ? value : (value as Record<string, unknown> | null | undefined)?.[rest.join(".")];
}
