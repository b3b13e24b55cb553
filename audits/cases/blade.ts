import type { ImportProblem, ImportRefusal } from "./reading.ts";
import type { Table } from "./table.ts";

/** The tables of a SEN2 return, as COLLECT exports them to CSV ("blade export"), parents before children. */
export const MODULES = [
  "sen2",
  "person",
  "requests",
  "assessment",
  "namedplan",
  "plandetail",
  "activeplans",
  "placementdetail",
  "senneed",
] as const;
export type Module = (typeof MODULES)[number];

type Shape = {
  parent: Module | null;
  /** Columns without which the table says nothing, beside its own id and its parent's. */
  needed: string[];
  /** Columns of some or all versions of the format. */
  other: string[];
  identifying: string[];
  /** The set can be read without it. */
  optional?: true;
};

const SETTING = ["urn", "ukprn", "sensetting", "placementrank", "senunitindicator", "resourcedprovisionindicator"];

/**
 * Columns by table. Versions of the format below 1.2 have `gendercurrent` for `sex`, `res` and `wbp` on activeplans, and no
 * review meeting; from 1.3 there are `dsco`, `requestsource`, `reviewdraft` and the two phase transfer dates. A column that a
 * version lacks is a fact that the return does not say, not a fault. plandetail names the setting written in the plan; a case
 * takes its setting from the placement, so the set can be read without that table.
 */
export const SHAPES: Record<Module, Shape> = {
  sen2: {
    parent: null,
    needed: ["year", "referencedate"],
    other: ["collection", "sourcelevel", "lea", "softwarecode", "release", "serialno", "datetime"],
    identifying: ["dmo", "dco", "dsco"],
  },
  person: {
    parent: "sen2",
    needed: ["personbirthdate"],
    other: ["sex", "gendercurrent", "upnunknown"],
    identifying: ["surname", "forename", "personbirthdate", "ethnicity", "postcode", "upn", "uniquelearnernumber"],
  },
  requests: {
    parent: "person",
    needed: ["receiveddate", "requestoutcome"],
    other: ["requestsource", "rya", "requestoutcomedate", "requestmediation", "requesttribunal", "exported"],
    identifying: [],
  },
  assessment: {
    parent: "requests",
    needed: ["assessmentoutcome"],
    other: [
      "assessmentoutcomedate",
      "assessmentmediation",
      "assessmenttribunal",
      "othermediation",
      "othertribunal",
      "week20",
    ],
    identifying: [],
  },
  namedplan: {
    parent: "assessment",
    needed: ["startdate", "ceasedate"],
    other: ["planres", "planwbp", "pb", "oa", "dp", "ceasereason"],
    identifying: [],
  },
  plandetail: { parent: "namedplan", needed: [], other: SETTING, identifying: ["sensettingother"], optional: true },
  activeplans: {
    parent: "requests",
    needed: ["transferla"],
    other: [
      "reviewmeeting",
      "reviewoutcome",
      "lastreview",
      "reviewdraft",
      "phasetransferduedate",
      "phasetransferfinaldate",
      "res",
      "wbp",
    ],
    identifying: [],
  },
  placementdetail: {
    parent: "activeplans",
    needed: ["placementrank", "entrydate", "leavingdate"],
    other: [...SETTING, "attendancepattern", "res", "wbp"],
    identifying: ["sensettingother"],
  },
  senneed: { parent: "activeplans", needed: ["sentype", "sentyperank"], other: [], identifying: [] },
};

export function idColumn(module: Module): string {
  return `${module}tableid`;
}

/** Bare names of the columns that are dropped: what names a person, and the numbers that lead back into the case system. */
export function identifyingColumns(module: Module): Set<string> {
  return new Set([...SHAPES[module].identifying, "nativeid", "sourceid"]);
}

export function isKnownColumn(module: Module, bareHeading: string): boolean {
  const shape = SHAPES[module];
  return (
    [idColumn(module), `${module}orderseqcolumn`, ...shape.needed, ...shape.other].includes(bareHeading) ||
    (shape.parent !== null && bareHeading === idColumn(shape.parent)) ||
    identifyingColumns(module).has(bareHeading)
  );
}

/** Which table this is, by its columns: it has its own id, and no id of a table below it. Null when it is none of the nine. */
export function moduleByColumns(table: Table): Module | null {
  const present = MODULES.filter((module) => table.position.has(idColumn(module)));
  const lowest = present.filter((module) => !present.some((other) => SHAPES[other].parent === module));
  return lowest.length === 1 ? (lowest[0] as Module) : null;
}

/** What the name `Blade-Export_DD-MM-YYYY_{module}.csv` says; null for any other name. */
export function bladeName(fileName: string): { module: Module; exported: string } | null {
  const found = /blade-export_(\d{2}-\d{2}-\d{4})_([a-z0-9]+)(?:\s*\(\d+\))?\.csv$/i.exec(fileName);
  const module = MODULES.find((one) => one === found?.[2]?.toLowerCase());
  return found && module ? { module, exported: found[1] as string } : null;
}

export type BladeSet = Map<Module, Table>;

/**
 * Puts the files of one return together. Refuses a table that lacks a column it cannot do without, two files for the same
 * table, and a set in which a table is missing. A file whose name says another table is taken for what its columns say.
 */
export function assembleSet(
  tables: { table: Table; module: Module }[],
): { ok: true; set: BladeSet; problems: ImportProblem[] } | { ok: false; refusals: ImportRefusal[] } {
  const set: BladeSet = new Map();
  const refusals: ImportRefusal[] = [];
  const problems: ImportProblem[] = [];

  for (const { table, module } of tables) {
    const earlier = set.get(module);
    if (earlier) {
      const sentence = `${earlier.name} and ${table.name} are both the ${module} table. Upload one of them.`;
      refusals.push({ code: "two_files_for_one_table", sentence, file: table.name, row: null, column: null });
      continue;
    }
    set.set(module, table);
    refusals.push(...missingColumns(table, module));
    const named = bladeName(table.name);
    if (named && named.module !== module) {
      problems.push(
        aboutFile(
          table,
          "name_says_another_table",
          "read_as",
          `The name says ${named.module}, the columns are those of ${module}`,
          "Check that the right files were exported",
          module,
        ),
      );
    }
  }

  for (const module of MODULES) {
    if (set.has(module) || SHAPES[module].optional) continue;
    const sentence = `The ${module} table is missing. Add the file whose name ends in _${module}.csv.`;
    refusals.push({ code: "table_missing", sentence, file: null, row: null, column: null });
  }
  if (refusals.length > 0) return { ok: false, refusals };

  problems.push(...mixedExports([...set.values()]));
  return { ok: true, set, problems };
}

function missingColumns(table: Table, module: Module): ImportRefusal[] {
  const { needed, parent } = SHAPES[module];
  return [...(parent ? [idColumn(parent)] : []), ...needed]
    .filter((column) => !table.position.has(column))
    .map((column) => ({
      code: "column_missing",
      sentence: `The column ${column} is missing, and the ${module} table cannot be read without it.`,
      file: table.name,
      row: null,
      column,
    }));
}

/** Tables that were exported on different days may not belong together. */
function mixedExports(tables: Table[]): ImportProblem[] {
  const first = tables.map(({ name }) => bladeName(name)?.exported).find((exported) => exported !== undefined);
  return tables
    .filter(({ name }) => first !== undefined && (bladeName(name)?.exported ?? first) !== first)
    .map((table) =>
      aboutFile(
        table,
        "exported_on_another_day",
        "check",
        "The files of the set were exported on different days",
        "Export all tables of the return on the same day",
      ),
    );
}

function aboutFile(
  table: Table,
  code: string,
  severity: ImportProblem["severity"],
  problem: string,
  action: string,
  readAs: string | null = null,
): ImportProblem {
  return { code, severity, file: table.name, row: null, column: null, value: null, problem, action, readAs };
}
