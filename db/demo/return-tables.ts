import { idColumn, MODULES, type Module, SHAPES } from "#audits/cases/blade.ts";
import { monthInWords } from "#audits/cases/days.ts";

/** One file of the demonstration, as text. */
export type DemoFile = { name: string; text: string };

export type Line = Record<string, string | number>;
export type Tables = Record<Module, Line[]>;

const SETTING = ["urn", "ukprn", "sensetting", "sensettingother", "placementrank"];
const UNIT = ["senunitindicator", "resourcedprovisionindicator"];

/** Headings of version 1.3, in the order of the export. */
export const COLUMNS = Object.fromEntries(
  Object.entries({
    sen2: [
      "collection",
      "year",
      "referencedate",
      "sourcelevel",
      "softwarecode",
      "release",
      "serialno",
      "datetime",
      "lea",
      "dmo",
      "dco",
      "dsco",
    ],
    person: [
      "surname",
      "forename",
      "personbirthdate",
      "sex",
      "ethnicity",
      "postcode",
      "upn",
      "uniquelearnernumber",
      "upnunknown",
    ],
    requests: [
      "receiveddate",
      "requestsource",
      "rya",
      "requestoutcomedate",
      "requestoutcome",
      "requestmediation",
      "requesttribunal",
      "exported",
    ],
    assessment: [
      "assessmentoutcome",
      "assessmentoutcomedate",
      "assessmentmediation",
      "assessmenttribunal",
      "othermediation",
      "othertribunal",
      "week20",
    ],
    namedplan: ["startdate", "planres", "planwbp", "pb", "oa", "dp", "ceasedate", "ceasereason"],
    plandetail: [...SETTING, ...UNIT],
    activeplans: [
      "transferla",
      "reviewmeeting",
      "reviewoutcome",
      "lastreview",
      "reviewdraft",
      "phasetransferduedate",
      "phasetransferfinaldate",
    ],
    placementdetail: [...SETTING, "entrydate", "leavingdate", ...UNIT, "res", "wbp"],
    senneed: ["sentype", "sentyperank"],
  }).map(([module, own]) => {
    const { parent } = SHAPES[module as Module];
    const links = [
      idColumn(module as Module),
      "NativeId",
      `${module}orderseqcolumn`,
      "sourceid",
      ...(parent ? [idColumn(parent)] : []),
    ];
    return [module, [...links, ...own]];
  }),
) as Record<Module, string[]>;

/** Adds a row under its parent, numbered in order. @returns its id */
export function add(tables: Tables, module: Module, parent: number | null, line: Line): number {
  const rows = tables[module];
  const id = 1_000 * (MODULES.indexOf(module) + 1) + rows.length + 1;
  const above = SHAPES[module].parent;
  const link = above && parent !== null ? { [idColumn(above)]: parent } : {};
  rows.push({
    [idColumn(module)]: id,
    NativeId: 500_000 + id,
    [`${module}orderseqcolumn`]: rows.length + 1,
    sourceid: "NS",
    ...link,
    ...line,
  });
  return id;
}

/** Days as the export writes them, `2022-Sep-28 00:00:00`; everything else as it is. */
export function csvOf(columns: string[], lines: Line[]): string {
  const cell = (value: string | number | undefined) => {
    const text = /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? exported(String(value)) : String(value ?? "");
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns.join(","), ...lines.map((line) => columns.map((column) => cell(line[column])).join(","))].join("\r\n")}\r\n`;
}

const exported = (day: string) =>
  `${day.slice(0, 4)}-${monthInWords(day.slice(0, 7)).slice(0, 3)}-${day.slice(8)} 00:00:00`;
