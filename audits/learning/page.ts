import type { Chart } from "../charts/chart.ts";

/**
 * What a page of measures says, as plain data: the page in the browser, its pictures and its files are all made from this, so
 * they say the same. A published page holds no number that may not leave.
 */
export type MeasurePage = {
  title: string;
  /** The answer in one or two sentences. */
  lead: string;
  view: "internal" | "published";
  /** The page has no internal view. */
  onlyPublished?: true;
  /** n, period, rubric version, method: what every number of the page stands on. */
  standing: { name: string; value: string }[];
  filters: Filter[];
  sections: Section[];
};

/** One choice of the address bar. */
export type Filter = { name: string; label: string; value: string; options: { value: string; text: string }[] };

export type Section = {
  id: string;
  title: string;
  words?: string[];
  keyFigures?: KeyFigureData[];
  figure?: Figure;
  table?: LinkedTable;
  note?: { title: string; words: string };
  links?: { text: string; href: string }[];
};

export type KeyFigureData = {
  value: string;
  label: string;
  note?: string;
  /** A share or a change with its interval, drawn as a dot on a line. */
  dot?: { of: "share" | "change"; value: number; lower: number; upper: number; open?: boolean };
  down?: PlansBehind;
};

export type Figure = {
  /** Its name in addresses of files: letters, figures and hyphens. */
  id: string;
  chart: Chart;
  /** n, period, rubric version, method, each time with the picture. */
  source: string;
};

/** A table of numbers that can be followed down. */
export type LinkedTable = {
  /** Its name in addresses of files. */
  id: string;
  caption: string;
  columns: { label: string; numeric: boolean }[];
  rows: Cell[][];
  source: string;
};
export type Cell = { text: string; down?: PlansBehind; cases?: CasesBehind };

/** Which cases stand behind a number of the case records: the fields of the address of their list. */
export type CasesBehind = { year: string; step: string; with?: string };

/** Which plans stand behind a number: the fields of the address of the list. Null stands for "not known". */
export type PlansBehind = {
  cycle: string;
  by?: string;
  group?: string | null;
  grade?: string;
  domain?: string;
  criterion?: string;
  theme?: string;
  and?: string;
  with?: string;
  lowered?: "yes";
  phase?: string;
  team?: string;
};
