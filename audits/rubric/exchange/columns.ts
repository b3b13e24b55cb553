/** How a cell is read and written. A list has " | " between its entries; yes and no are words; a day is 2026-09-01. */
export type CellKind = "text" | "number" | "yesno" | "day" | "list" | "map" | "rule" | "counts";

export type Column = {
  /** The heading, as it is written; read without regard to capitals and spaces. */
  name: string;
  /** Where the value stands in a row of the document: "notApplicable.rule". */
  path: string;
  kind: CellKind;
  required?: true;
  /** What to write, for the notes of the template and the documentation. */
  note: string;
};

export type SheetName =
  | "About"
  | "Sections"
  | "Time limits"
  | "Scales"
  | "Levels"
  | "Grades"
  | "Modules"
  | "Domains"
  | "Criteria"
  | "Limits";

const c = (name: string, path: string, kind: CellKind, note: string, required?: true): Column =>
  required ? { name, path, kind, note, required } : { name, path, kind, note };

/** The rows of the sheet About: one field a row, its name in the first column and its value in the second. */
export const ABOUT: Column[] = [
  c("format", "format", "text", "ehc-rubric/1", true),
  c("key", "key", "text", "Short name without spaces, the same in every version", true),
  c("version", "version", "text", "Three numbers: 1.0.0", true),
  c("title", "title", "text", "What people call it", true),
  c("description", "about", "text", "What it is for", true),
  c("subject", "subject.kind", "text", "plan, annual_review, advice, process or other"),
  c("subject agency", "subject.agency", "text", "For advice: the agency that gives it"),
  c("subject name", "subject.label", "text", "What people call what is audited"),
  c("language", "language", "text", "en-GB unless said otherwise"),
  c("jurisdiction", "jurisdiction", "text", "England unless said otherwise"),
  c("legal regime", "legalRegime", "text", "Key of the law it asks about: cfa_2014", true),
  c("legal regime name", "legalRegimeLabel", "text", "That law in words"),
  c("valid from", "validFrom", "day", "First day on which that law holds", true),
  c("valid to", "validTo", "day", "Last day, where it is known"),
  c("attribution", "attribution", "text", "Who made it"),
  c("licence", "licence", "text", "On what terms others may use it"),
  c("level order", "levelOrder", "text", "best_first or worst_first"),
  c("good from", "goodFrom", "text", "Lowest grade that counts as good", true),
  c("main module", "mainModule", "text", "The module that gives the grade", true),
  c("short form name", "shortForm.title", "text", "What people call the short form"),
  c("short form description", "shortForm.about", "text", "What it is for"),
  c("grade from", "scoring.method", "text", "percent, counts or profile"),
  c("overall from", "scoring.overall", "text", "domains or criteria"),
  c("percent from", "scoring.percentFrom", "text", "lowest_level or zero"),
  c("missing", "scoring.missing", "text", "block or provisional"),
  c("grade on", "scoring.gradeOn", "text", "displayed or exact"),
  c("decimals", "scoring.decimals", "number", "0 to 3"),
  c("not graded below", "scoring.notGradedBelow", "number", "Share of the weight, 0 to 1"),
  c("override steps", "scoring.overrideSteps", "number", "0 to 3"),
  c("limits", "scoring.limitsMode", "text", "applied or shadow"),
];

/** The columns of every other sheet. A criterion has one column more for each level: "descriptor good". */
export const COLUMNS: Record<Exclude<SheetName, "About">, Column[]> = {
  Sections: [
    c("key", "key", "text", "Letter or short name of a part of the plan", true),
    c("name", "label", "text", "The part in words", true),
  ],
  "Time limits": [
    c("key", "key", "text", "Short name", true),
    c("name", "label", "text", "The limit in words", true),
    c("amount", "amount", "number", "How many", true),
    c("unit", "unit", "text", "days, working_days, weeks or months", true),
    c("from", "from", "text", "What starts the time", true),
    c("to", "to", "text", "What ends it", true),
    c("reference", "reference", "text", "Where the law says so"),
    c("references read", "verified", "text", "yes, part or no"),
    c("valid from", "validFrom", "day", "First day"),
    c("valid to", "validTo", "day", "Last day"),
  ],
  Scales: [
    c("key", "key", "text", "Short name of the scale", true),
    c("title", "title", "text", "The scale in words", true),
  ],
  Levels: [
    c("scale", "scale", "text", "Key of its scale", true),
    c("key", "key", "text", "Short name of the level", true),
    c("name", "label", "text", "What people read", true),
    c("short name", "short", "text", "Up to four characters, for narrow places", true),
    c("value", "value", "number", "Its number; the lowest first", true),
  ],
  Grades: [
    c("module", "module", "text", "Empty for the rubric’s grades; else the module that has grades of its own"),
    c("key", "key", "text", "Short name; the best grade first", true),
    c("name", "label", "text", "What people read", true),
    c("short name", "short", "text", "Up to four characters", true),
    c("cut point", "min", "number", "From this percent on; 0 for the lowest", true),
    c("rules", "when", "counts", "Where counts give the grade, one rule a line: levels=no; atMost=2"),
  ],
  Modules: [
    c("key", "key", "text", "Short name", true),
    c("title", "title", "text", "What people call it", true),
    c("description", "about", "text", "What it is for"),
    c("grade from", "method", "text", "percent, counts or profile, where it differs from the rubric"),
  ],
  Domains: [
    c("key", "key", "text", "Short name", true),
    c("module", "module", "text", "Key of its module", true),
    c("part of", "parent", "text", "Key of the domain that it is a part of"),
    c("title", "title", "text", "What people call it", true),
    c("short title", "shortTitle", "text", "For narrow places", true),
    c("description", "about", "text", "What it asks"),
    c("headline", "headline", "yesno", "yes where it comes first in results"),
    c("weight", "weight", "number", "Its weight in the grade"),
    c("replaces", "replaces", "text", "Its key in the version before"),
  ],
  Criteria: [
    c("key", "key", "text", "Short code, typed back from paper: EP2", true),
    c("domain", "domain", "text", "Key of its domain", true),
    c("title", "title", "text", "The criterion in a few words", true),
    c("question", "question", "text", "What the auditor answers", true),
    c("guidance", "guidance", "text", "How to judge"),
    c("scale", "scale", "text", "Key of its scale", true),
    c("responsible agency", "responsible", "text", "education, health, social_care, setting, forum or all"),
    c("scored by", "scoredBy", "list", "Agencies; empty for every agency"),
    c("weight", "weight", "number", "Its weight in the domain"),
    c("plan sections", "sections", "list", "Keys of the sheet Sections"),
    c("law", "statutory", "list", "References to the law"),
    c("code of practice", "codeOfPractice", "list", "Paragraphs"),
    c("references read", "verified", "text", "yes, part or no"),
    c("look for", "lookFor", "list", "Things to look for"),
    c("themes", "themes", "list", "Codes of the codebook"),
    c("themes by level", "themesAt", "map", "good=EP-STRONG; inadequate=EP-VAGUE | EP-DILUTED"),
    c("applies when", "appliesWhen", "rule", "yearGroupMin=9; hasPersonalBudget=yes; need=ASD | HI"),
    c("may not apply", "notApplicable.allowed", "yesno", "yes where “does not apply” is offered"),
    c("does not apply when", "notApplicable.rule", "text", "When it does not apply"),
    c("does not apply decided by", "notApplicable.decidedBy", "text", "auditor or panel"),
    c("cannot tell", "cannotTell", "yesno", "no where it is not offered"),
    c("evidence at", "evidenceAt", "list", "Keys of levels that need a quote"),
    c("limit kind", "limiting.kind", "text", "hard or soft"),
    c("limit reason", "limiting.reason", "text", "Why it limits the grade"),
    c("short form", "shortForm", "yesno", "yes where the short form asks it"),
    c("replaces", "replaces", "text", "Its key in the version before"),
    c("same meaning since", "sameMeaningSince", "text", "A version: since then only words changed"),
  ],
  Limits: [
    c("key", "id", "text", "Short name", true),
    c("kind", "type", "text", "criterion, count or domain", true),
    c("name", "label", "text", "What people read", true),
    c("criteria", "criteria", "list", "For criterion and count"),
    c("domains", "domains", "list", "For domain"),
    c("level at or below", "atOrBelow", "number", "For criterion and count: a level’s value"),
    c("at least", "atLeast", "number", "For count: how many criteria"),
    c("grade at or below", "gradeAtOrBelow", "text", "For domain: a grade"),
    c("highest grade", "cap", "text", "The grade is at most this", true),
    c("limits", "mode", "text", "applied or shadow"),
  ],
};

/** The heading of the column with the descriptors of a level. */
export const descriptorColumn = (level: string): Column =>
  c(`descriptor ${level}`, `descriptors.${level}`, "text", `What ${level} looks like`);

export const SHEETS: SheetName[] = [
  "About",
  "Sections",
  "Time limits",
  "Scales",
  "Levels",
  "Grades",
  "Modules",
  "Domains",
  "Criteria",
  "Limits",
];

/** The list of the document that a sheet holds, where its rows are the list's rows. */
export const LIST_OF: Partial<Record<SheetName, string>> = {
  Sections: "sections",
  "Time limits": "timeLimits",
  Scales: "scales",
  Modules: "modules",
  Domains: "domains",
  Criteria: "criteria",
  Limits: "limits",
};
