import type { CaseRecord, Day } from "./case.ts";

/** One uploaded file as it came: the name the person gave it and its bytes. */
export type UploadedFile = { name: string; bytes: Uint8Array };

/**
 * What became of the row or value: `left_out` is not kept, `check` is kept and marked, `read_as` is kept with the value in
 * `readAs` in place of what the file said.
 */
export type Severity = "left_out" | "check" | "read_as";

/** One thing found in a file that was otherwise readable. Holds no value of an identifying column. */
export type ImportProblem = {
  /** Stable name of the rule, such as `date_does_not_exist`. */
  code: string;
  severity: Severity;
  file: string;
  /** Row as the spreadsheet counts it: the heading is row 1. `null` when it is about the whole file. */
  row: number | null;
  column: string | null;
  /** What the cell held, at most 60 characters; `null` where it could identify someone or the cell is empty. */
  value: string | null;
  problem: string;
  /** What the person can do about it. */
  action: string;
  /** For `read_as`: what it was read as, in words. */
  readAs: string | null;
};

/** Why a file, or the whole upload, cannot be read at all. */
export type ImportRefusal = {
  code: string;
  sentence: string;
  file: string | null;
  row: number | null;
  column: string | null;
};

/** Decision codes of the return: yes, no, awaiting, withdrawn, and historical (decided before the collection year). */
export const DECISIONS = ["Y", "N", "A", "W", "H"] as const;
export type Decision = (typeof DECISIONS)[number];

/** Who asked for the assessment: the young person or a parent, the school or setting, or a service. */
export type RequestSource = "family" | "setting" | "health" | "social_care" | "other";

/**
 * One request for an assessment and what followed, under a pseudonym: what timeliness is counted from. Includes requests
 * without a plan and plans that have ceased, so there are more journeys than cases. Where a request has several assessments,
 * each is a journey, and only the first of them has the decision of the request.
 */
export type RequestJourney = {
  /** Stays the same when the same return is read again: return year, pseudonym, received date, running number of that day. */
  key: string;
  returnYear: number;
  pseudonym: string;
  receivedDate: Day | null;
  source: RequestSource | null;
  requestOutcome: Decision | null;
  requestOutcomeDate: Day | null;
  assessmentOutcome: Decision | null;
  assessmentOutcomeDate: Day | null;
  /** A 20-week exception applies. The return does not say which. */
  week20Exempt: boolean | null;
  planDate: Day | null;
  ceaseDate: Day | null;
  /** The plan came from another area, which is where its 20 weeks ran. */
  transferredIn: boolean;
};

/** A file that was read, for the list on the preview page. */
export type FileRead = {
  name: string;
  /** Module of the return (`person`, `activeplans`, ...) or `flat`. */
  kind: string;
  /** Rows below the heading, blank ones not counted. */
  rows: number;
  encoding: "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";
};

export type ColumnOfFile = { file: string; column: string };

/** One case as read, and where it stands in the file. `toCheck` and `readAs`: one of its rows has a problem of that severity. */
export type CaseRead = { record: CaseRecord; file: string; row: number; toCheck: boolean; readAs: boolean };

/** First and last day, both included. */
export type Period = { from: Day; to: Day };

/** Everything that one upload says, with all identifiers gone. Plain data: it survives JSON. */
export type ImportReading = {
  format: "sen2" | "flat";
  files: FileRead[];
  referenceDate: Day;
  /** Return year of a SEN2 return; `null` for a flat file. */
  returnYear: number | null;
  /** The collection year of a return; for a flat file the twelve months up to the reference date. Timeliness is counted in it. */
  period: Period;
  /** Rows that could have been a case: rows of the flat file, or rows of activeplans. */
  candidates: number;
  cases: CaseRead[];
  /** Pseudonyms of children whose row is in the upload and left out for a fault. What is kept of them stays as it is. */
  leftOut: string[];
  /** Requests of the return; empty for a flat file, whose dates are on its cases. */
  journeys: RequestJourney[];
  /** Fields that this upload can say something about. Only these may change a case that is already kept. */
  carries: (keyof CaseRecord)[];
  /** Identifying columns that were present and are gone. */
  dropped: ColumnOfFile[];
  /** What was worked out from them first, in words. */
  derived: string[];
  /** Columns that are not part of the format. */
  ignored: ColumnOfFile[];
  problems: ImportProblem[];
};

export type ReadVerdict = { ok: true; reading: ImportReading } | { ok: false; refusals: ImportRefusal[] };

/** A case that the area already keeps. */
export type ExistingCase = { id: string; record: CaseRecord };

/** One field of a kept case that the upload changes, in the words people see. */
export type FieldChange = { field: keyof CaseRecord; label: string; from: string; to: string };

export type CaseChange = {
  id: string;
  /** The record to store: what is kept, with the fields that this upload carries. */
  record: CaseRecord;
  changes: FieldChange[];
};

/** Problems that say the same thing about several rows, as one line: "402, 407, 611" or "701 to 708". */
export type ProblemGroup = ImportProblem & { rows: string; count: number };

/** Counts of cases in one grouping, in fixed order, with those not known last. */
export type CaseCount = { label: string; cases: number };

/** One limit kept or not: `numerator` of `denominator`, `uncounted` could not be judged. */
export type TimelinessMeasure = {
  code:
    | "plan_20_weeks"
    | "plan_20_weeks_without_exceptions"
    | "decision_6_weeks"
    | "refusal_16_weeks"
    | "review_decision_4_weeks";
  label: string;
  limitDays: number;
  numerator: number;
  denominator: number;
  /** Belong to the measure, but a date is missing or comes before the day it runs from. */
  uncounted: number;
  sentence: string;
};

export type ImportPreview = {
  added: CaseRecord[];
  changed: CaseChange[];
  /** Ids of kept cases that the upload confirms as they are. */
  unchanged: string[];
  /** Ids of kept cases whose row is in the upload and left out for a fault. They stay as they are. */
  refused: string[];
  /** Ids of kept cases that are not in the upload at all, or whose plan it says has ceased. Nothing of them is deleted. */
  notInFile: string[];
  journeys: {
    added: RequestJourney[];
    changed: RequestJourney[];
    unchanged: number;
    /** Keys kept from the same return year that the upload no longer has. */
    gone: string[];
  };
  /** `ready` + `toCheck` are kept; with `leftOut` they make up `candidates`. `readAs` counts kept cases with a value read for them. */
  counts: { candidates: number; ready: number; toCheck: number; readAs: number; leftOut: number };
  problems: ImportProblem[];
  groups: ProblemGroup[];
  figures: {
    byPhase: CaseCount[];
    byNeed: CaseCount[];
    byPlanType: CaseCount[];
    timeliness: TimelinessMeasure[];
  };
  /** What the kept cases will and will not support, in sentences. */
  sayings: string[];
};
