import type { Day } from "./case.ts";
import {
  bare,
  type CellReading,
  type CodeList,
  readCode,
  readDay,
  readMonth,
  readYearGroup,
  readYesNo,
} from "./cells.ts";
import { mayIdentify } from "./identity.ts";
import type { ColumnOfFile, ImportProblem, Severity } from "./reading.ts";
import { cellOf, type Row, type Table } from "./table.ts";

const MOST_SHOWN = 60;
const MOST_LOOKED_AT = 200;

/**
 * Reads the cells of one row and writes down what is wrong with them. Columns go by their bare names. A class, because a
 * return has hundreds of thousands of rows and each keeps its reader until the counting is done.
 */
export class RowReader {
  readonly number: number;
  readonly #table: Table;
  readonly #row: Row;
  readonly #problems: ImportProblem[];
  readonly #identifying: ReadonlySet<string>;
  #hidden: Set<string> | null = null;
  #noted: Severity[] = [];

  /**
   * @param problems is added to
   * @param identifying bare names of columns whose values are never written down
   */
  constructor(table: Table, row: Row, problems: ImportProblem[], identifying: ReadonlySet<string>) {
    this.number = row.number;
    this.#table = table;
    this.#row = row;
    this.#problems = problems;
    this.#identifying = identifying;
  }

  /** The cell as it stands. */
  text(column: string): string {
    return cellOf(this.#table, this.#row, column);
  }

  /** A day. One that cannot be read leaves the row out: a guess would move every figure that is counted from it. */
  day(column: string): Day | null {
    return this.#value(column, readDay(this.text(column)), "left_out");
  }

  month(column: string): string | null {
    const reading = readMonth(this.text(column));
    // What is more than a month of birth may be a day of birth.
    if (reading.kind !== "value") this.hide(column);
    return this.#value(column, reading, "check");
  }

  yesNo(column: string): boolean | null {
    return this.#value(column, readYesNo(this.text(column)), "check");
  }

  yearGroup(column: string): number | null {
    return this.#value(column, readYearGroup(this.text(column)), "check");
  }

  /** A code of a closed list; one that cannot be read is reported, as `check` unless told otherwise, and becomes not known. */
  code<T extends string>(column: string, list: CodeList<T>, whenUnreadable: Severity = "check"): T | null {
    return this.#value(column, readCode(this.text(column), list), whenUnreadable);
  }

  /** Codes divided by commas, semicolons or slashes, each once, in the order given. */
  codes<T extends string>(column: string, list: CodeList<T>): T[] {
    // Names of needs hold commas themselves, so the cell is tried whole before it is divided.
    const text = this.text(column);
    const parts = readCode(text, list).kind === "unreadable" ? text.split(/[,;/|]/) : [text];
    const read = parts.map((part) => this.#value(column, readCode(part.trim(), list), "check"));
    return [...new Set(read.filter((code) => code !== null))];
  }

  /** True where the words hold a name that stands in an identifying column of this row. Numbers there may be part of others by chance. */
  namesPerson(words: string): boolean {
    const lower = words.toLowerCase();
    return [...this.#identifying].some((column) => {
      const name = this.text(column).toLowerCase();
      return /^\p{L}[\p{L}'’ -]{2,}$/u.test(name) && lower.includes(name);
    });
  }

  /** From here on the values of this column are not shown for this row. */
  hide(column: string): void {
    this.#hidden ??= new Set();
    this.#hidden.add(column);
  }

  note(
    severity: Severity,
    code: string,
    column: string | null,
    problem: string,
    action: string,
    readAs: string | null = null,
  ): void {
    this.#noted.push(severity);
    const position = column === null ? undefined : this.#table.position.get(column);
    this.#problems.push({
      code,
      severity,
      file: this.#table.name,
      row: this.number,
      column: position === undefined ? column : (this.#table.headings[position] as string),
      value: column === null ? null : this.#shown(column),
      problem,
      action,
      readAs,
    });
  }

  /** True once something of this severity was noted on the row. */
  has(severity: Severity): boolean {
    return this.#noted.includes(severity);
  }

  /** False once the row is to be left out. */
  usable(): boolean {
    return !this.has("left_out");
  }

  #value<T>(column: string, reading: CellReading<T>, whenUnreadable: Severity): T | null {
    if (reading.kind === "value") return reading.value;
    if (reading.kind === "unreadable") {
      this.note(whenUnreadable, reading.code, column, reading.problem, reading.action);
      return null;
    }
    this.note("read_as", "read_as", column, reading.problem, reading.action, reading.readAs);
    return reading.value;
  }

  /** The cell as a problem may show it: not from an identifying column, not what looks like a name or a number of a person. */
  #shown(column: string): string | null {
    const value = this.text(column).slice(0, MOST_LOOKED_AT);
    if (value === "" || this.#identifying.has(column) || this.#hidden?.has(column) || mayIdentify(value)) return null;
    const lower = value.toLowerCase();
    for (const other of this.#identifying) {
      const secret = this.text(other).toLowerCase();
      if (secret.length > 2 && lower.includes(secret)) return null;
    }
    return value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN - 1)}…` : value;
  }
}

/** Reports the rows whose number of values differs from the heading's. Their cells cannot be told apart, so none is shown. */
export function noteRaggedRows(table: Table, problems: ImportProblem[]): void {
  for (const { number, values } of table.ragged) {
    problems.push({
      code: "ragged_row",
      severity: "left_out",
      file: table.name,
      row: number,
      column: null,
      value: null,
      problem: `The row has ${values} ${values === 1 ? "value" : "values"}, the heading has ${table.headings.length}`,
      action: "Put quotation marks around values that contain the dividing sign, and fill the row to the last heading",
      readAs: null,
    });
  }
}

/** The bare names of the columns of a file that satisfy a rule, with their headings. */
export function headingsOf(table: Table, rule: (bareHeading: string) => boolean): ColumnOfFile[] {
  return table.headings.filter((heading) => rule(bare(heading))).map((column) => ({ file: table.name, column }));
}
