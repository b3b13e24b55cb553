import type { Path, RubricProblem } from "../check/place.ts";
import { rubricProblems } from "../problems.ts";
import { MOST_CRITERIA } from "../schema.ts";
import { type Cell, readCell } from "./cells.ts";
import { ABOUT, COLUMNS, type Column, descriptorColumn, LIST_OF, SHEETS, type SheetName } from "./columns.ts";
import type { Sheet } from "./sheets.ts";

/** A problem in a sheet. `row` counts as the spreadsheet does: the headings are row 1. */
export type SheetProblem = {
  sheet: string;
  row: number | null;
  column: string | null;
  /** "Criteria, row 12, column weight" */
  where: string;
  sentence: string;
  stops: boolean;
};

/** A document read from sheets, whether or not it can be published, and what to mend, by row and column. */
export type SheetsRead = { document: Record<string, unknown>; problems: SheetProblem[] };

/** The most rows of one sheet that are read. */
const MOST_ROWS = MOST_CRITERIA * 4;

type Record_ = Record<string, unknown>;
/** Where the rows of each list of the document came from. */
type Origins = Map<string, { sheet: SheetName; row: number }>;

/**
 * Reads a rubric from the sheets of a workbook, or from CSV files that are named as the sheets are. Sheets that are not
 * there are taken from `base`, so that criteria alone can be read into a draft.
 */
export function rubricFromSheets(
  sheets: readonly Sheet[],
  base: Record<string, unknown> | null = null,
  knownThemes: ReadonlySet<string> | null = null,
): SheetsRead {
  const problems: SheetProblem[] = [];
  const told = (sheet: string, row: number | null, column: string | null, sentence: string, stops = true) =>
    problems.push({ sheet, row, column, where: whereOf(sheet, row, column), sentence, stops });

  const found = new Map<SheetName, Sheet>();
  for (const sheet of sheets) {
    const name = SHEETS.find((one) => plain(one) === plain(sheet.name));
    if (name && found.has(name)) told(sheet.name, null, null, "There are two sheets of this name. Keep one.");
    else if (name) found.set(name, sheet);
    else if (plain(sheet.name) !== "notes")
      told(sheet.name, null, null, `This sheet is not read. The sheets are ${SHEETS.join(", ")}.`, false);
  }
  const origins: Origins = new Map();
  const document: Record_ = base ? structuredClone(base) : {};
  const about = found.get("About");
  if (about) Object.assign(document, readAbout(about, told));
  const rows = (name: Exclude<SheetName, "About">) => {
    const sheet = found.get(name);
    return sheet ? readRows(name, sheet, told) : null;
  };
  for (const name of ["Sections", "Time limits", "Domains", "Criteria", "Limits"] as const) {
    const read = rows(name);
    const list = LIST_OF[name] as string;
    if (!read) continue;
    if (name === "Time limits" && read.length === 0) delete document[list];
    else document[list] = read.map(({ record }) => record);
    for (const [i, { row }] of read.entries()) origins.set(`${list}.${i}`, { sheet: name, row });
  }
  joinLevels(document, rows("Scales"), rows("Levels"), origins, told);
  joinGrades(document, rows("Modules"), rows("Grades"), origins, told);
  for (const name of SHEETS)
    if (!base && !found.has(name) && name !== "Time limits" && name !== "Limits")
      told(name, null, null, `The sheet ${name} is missing. Add it, or start from the template.`);

  const wrong = problems.some((p) => p.stops);
  // A cell that could not be read leaves a hole, of which there is no more to say.
  const holes = new Set(problems.map((p) => p.where));
  for (const problem of rubricProblems(document, knownThemes)) {
    const placed = placeInSheets(problem, origins);
    if (!(wrong && holes.has(placed.where))) problems.push(placed);
  }
  return { document, problems };
}

type Tell = (sheet: string, row: number | null, column: string | null, sentence: string, stops?: boolean) => void;

const whereOf = (sheet: string, row: number | null, column: string | null): string =>
  [sheet, ...(row === null ? [] : [`row ${row}`]), ...(column === null ? [] : [`column ${column}`])].join(", ");

const plain = (name: unknown): string =>
  String(name ?? "")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();

const isEmpty = (row: readonly Cell[]): boolean => row.every((cell) => cell === null || String(cell).trim() === "");

function readAbout(sheet: Sheet, tell: Tell): Record_ {
  const record: Record_ = {};
  const seen = new Set<string>();
  for (const [i, [name = null, value = null]] of sheet.rows.entries()) {
    if (i === 0 || isEmpty([name, value])) continue;
    const field = ABOUT.find((one) => plain(one.name) === plain(name));
    if (!field)
      tell(
        "About",
        i + 1,
        null,
        `There is no field “${String(name).slice(0, 40)}”. Remove the row, or correct its name.`,
      );
    else if (seen.has(field.name)) tell("About", i + 1, null, `${field.name} stands here twice. Keep one row.`);
    else {
      seen.add(field.name);
      const read = readCell(field.kind, value);
      if (!read.ok) tell("About", i + 1, "value", read.sentence);
      else put(record, field.path, read.value);
    }
  }
  return record;
}

type ReadRow = { row: number; record: Record_ };

function readRows(name: Exclude<SheetName, "About">, sheet: Sheet, tell: Tell): ReadRow[] {
  const [head = [], ...body] = sheet.rows;
  const columns = head.map((heading) => columnOf(name, heading));
  const seen = new Set<string>();
  for (const [i, heading] of head.entries()) {
    const column = columns[i];
    if (!column && !isEmpty([heading]))
      tell(
        name,
        1,
        String(heading).slice(0, 40),
        "There is no column of this name. Remove it, or correct its heading.",
      );
    if (column && seen.has(column.name)) tell(name, 1, column.name, "This column stands here twice. Keep one.");
    if (column) seen.add(column.name);
  }
  for (const column of COLUMNS[name])
    if (column.required && !seen.has(column.name)) tell(name, 1, column.name, "This column is missing. Add it.");
  const filled = body.map((cells, i) => ({ cells, row: i + 2 })).filter(({ cells }) => !isEmpty(cells));
  if (filled.length > MOST_ROWS)
    tell(
      name,
      null,
      null,
      `There are ${filled.length.toLocaleString("en-GB")} rows. ${MOST_ROWS.toLocaleString("en-GB")} are the most.`,
    );
  return filled.slice(0, MOST_ROWS).map(({ cells, row }) => {
    const record: Record_ = {};
    for (const [i, cell] of cells.entries()) {
      const column = columns[i];
      if (!column) {
        if (!isEmpty([cell]) && isEmpty([head[i] ?? null]))
          tell(name, row, null, `Cell ${i + 1} has no heading. Remove it, or add a heading.`);
        continue;
      }
      const read = readCell(column.kind, cell);
      if (!read.ok) tell(name, row, column.name, read.sentence);
      else put(record, column.path, read.value);
    }
    return { row, record };
  });
}

function columnOf(name: Exclude<SheetName, "About">, heading: Cell): Column | null {
  const known = COLUMNS[name].find((one) => plain(one.name) === plain(heading));
  if (known) return known;
  const [, level] = /^\s*descriptor[\s:_-]+([A-Za-z][\w.-]*)\s*$/i.exec(String(heading ?? "")) ?? [];
  return name === "Criteria" && level ? descriptorColumn(level) : null;
}

/** Sets a value at a path; "does not apply" and a limit are whole only with their first field. */
function put(record: Record_, path: string, value: unknown): void {
  if (value === undefined) return;
  const dot = path.indexOf(".");
  if (dot === -1) {
    record[path] = value;
    return;
  }
  const [head, rest] = [path.slice(0, dot), path.slice(dot + 1)];
  const inner = Object.hasOwn(record, head) ? (record[head] as Record_) : {};
  Object.defineProperty(inner, rest, { value, enumerable: true, configurable: true, writable: true });
  record[head] = inner;
}

function joinLevels(
  document: Record_,
  scales: ReadRow[] | null,
  levels: ReadRow[] | null,
  origins: Origins,
  tell: Tell,
): void {
  if (!scales && !levels) return;
  const list: Record_[] = scales
    ? scales.map(({ record }) => ({ ...record, levels: [] }))
    : ((Array.isArray(document.scales) ? document.scales : []) as Record_[]).map((s) => ({ ...s, levels: [] }));
  for (const [i, { row }] of (scales ?? []).entries()) origins.set(`scales.${i}`, { sheet: "Scales", row });
  for (const { row, record } of levels ?? []) {
    const { scale, ...level } = record;
    const at = list.findIndex((one) => one.key === scale);
    if (at === -1) tell("Levels", row, "scale", `There is no scale ${scale ?? ""}. Choose one of the sheet Scales.`);
    else {
      const own = list[at]?.levels as Record_[];
      origins.set(`scales.${at}.levels.${own.length}`, { sheet: "Levels", row });
      own.push(level);
    }
  }
  document.scales = list;
}

function joinGrades(
  document: Record_,
  modules: ReadRow[] | null,
  grades: ReadRow[] | null,
  origins: Origins,
  tell: Tell,
): void {
  if (modules) {
    document.modules = modules.map(({ record }) => record);
    for (const [i, { row }] of modules.entries()) origins.set(`modules.${i}`, { sheet: "Modules", row });
  }
  if (!grades) return;
  const own: Record_[] = [];
  const list = (Array.isArray(document.modules) ? document.modules : []) as Record_[];
  for (const { row, record } of grades) {
    const { module, ...grade } = record;
    if (module === undefined) {
      origins.set(`grades.${own.length}`, { sheet: "Grades", row });
      own.push(grade);
      continue;
    }
    const at = list.findIndex((one) => one.key === module);
    const holder = list[at];
    if (!holder)
      tell(
        "Grades",
        row,
        "module",
        `There is no module ${module}. Choose one of the sheet Modules, or leave it empty.`,
      );
    else {
      holder.grades ??= [];
      const inModule = holder.grades as Record_[];
      origins.set(`modules.${at}.grades.${inModule.length}`, { sheet: "Grades", row });
      inModule.push(grade);
    }
  }
  document.grades = own;
}

/** A problem of the document at the row and column that its place came from; at its own place where it came from no sheet. */
function placeInSheets({ at, where, sentence, stops }: RubricProblem, origins: Origins): SheetProblem {
  for (let length = at.length; length > 0; length--) {
    const origin = origins.get(at.slice(0, length).join("."));
    if (!origin) continue;
    const column = columnAt(origin.sheet, at.slice(length));
    return { ...origin, column, where: whereOf(origin.sheet, origin.row, column), sentence, stops };
  }
  const field = ABOUT.find((one) => one.path === at.join("."));
  const row = field ? ABOUT.indexOf(field) + 2 : null;
  return field
    ? { sheet: "About", row, column: "value", where: `About, ${field.name}`, sentence, stops }
    : { sheet: where, row: null, column: null, where, sentence, stops };
}

function columnAt(sheet: SheetName, rest: Path): string | null {
  if (rest.length === 0) return null;
  if (rest[0] === "descriptors" && rest[1] !== undefined) return `descriptor ${rest[1]}`;
  const columns = sheet === "About" ? ABOUT : COLUMNS[sheet];
  const [whole, first] = [rest.filter((part) => typeof part === "string").join("."), String(rest[0])];
  return (columns.find((c) => c.path === whole) ?? columns.find((c) => c.path.split(".")[0] === first))?.name ?? null;
}
