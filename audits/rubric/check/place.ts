import { isRecord } from "./loose.ts";

export type Path = (string | number)[];

/** A thing to mend in a rubric. An error stops publishing (`stops`); a warning does not. */
export type RubricProblem = {
  /** The path in the document: `["criteria", 3, "descriptors", "good"]`. */
  at: Path;
  /** The same for people: "Criterion EP2, descriptor for Good". */
  where: string;
  /** What is wrong and what to do. */
  sentence: string;
  stops: boolean;
};

/** A problem as a check finds it, before its place is put into words. */
export type Found = { at: Path; sentence: string; stops: boolean };

export const error = (at: Path, sentence: string): Found => ({ at, sentence, stops: true });
export const warning = (at: Path, sentence: string): Found => ({ at, sentence, stops: false });

/** What one row of a list is called, and the field that names it. */
const LISTS: Record<string, readonly [one: string, named: string]> = {
  criteria: ["Criterion", "key"],
  domains: ["Domain", "key"],
  modules: ["Module", "key"],
  scales: ["Scale", "key"],
  grades: ["Grade", "label"],
  limits: ["Limit", "id"],
  sections: ["Section", "key"],
  timeLimits: ["Time limit", "key"],
};

/** What people call a field, in the middle of a sentence. */
const FIELDS: Record<string, string> = {
  about: "description",
  amount: "length",
  appliesWhen: "when it applies",
  atLeast: "number of criteria",
  atOrBelow: "level at or below",
  attribution: "who made it",
  cannotTell: "cannot tell",
  cap: "highest grade",
  codeOfPractice: "Code of Practice references",
  criteria: "criteria",
  decimals: "decimals",
  descriptors: "descriptor",
  domain: "domain",
  domains: "domains",
  evidenceAt: "levels that need evidence",
  format: "format",
  goodFrom: "lowest grade that counts as good",
  gradeAtOrBelow: "grade at or below",
  grades: "grades",
  guidance: "guidance",
  headline: "headline",
  id: "key",
  key: "key",
  label: "name",
  legalRegime: "legal regime",
  levelOrder: "order of the levels",
  levels: "levels",
  licence: "licence",
  limiting: "limit",
  limits: "limits",
  lookFor: "things to look for",
  mainModule: "main module",
  method: "way of grading",
  min: "cut point",
  mode: "shadow or applied",
  module: "module",
  modules: "modules",
  notApplicable: "does not apply",
  notGradedBelow: "least evidence for a grade",
  parent: "domain that it is a part of",
  question: "question",
  reason: "reason",
  replaces: "key in the version before",
  responsible: "agency that answers for it",
  rule: "rule",
  sameMeaningSince: "version since which the meaning is the same",
  scale: "scale",
  scales: "scales",
  scoredBy: "agencies that score it",
  scoring: "scoring",
  sections: "plan sections",
  short: "short name",
  shortForm: "short form",
  shortTitle: "short title",
  statutory: "references to the law",
  subject: "what is audited",
  themes: "themes",
  themesAt: "themes by level",
  timeLimits: "time limits",
  title: "title",
  type: "kind",
  unit: "unit",
  validFrom: "first day",
  validTo: "last day",
  value: "value",
  verified: "how far references were read",
  version: "version",
  weight: "weight",
  when: "rules",
};

/** The field's name as it stands in a sentence: "the cut point". */
export const fieldWords = (field: string | number | undefined): string =>
  (Object.hasOwn(FIELDS, String(field)) ? FIELDS[String(field)] : undefined) ?? `field ${field}`;

/** A place in the document in words. The rows are named by what the document itself calls them, else by their number. */
export function placeInWords(document: unknown, at: Path): string {
  if (at.length === 0) return "The document";
  const parts: string[] = [];
  let here: unknown = document;
  let i = 0;
  const list = Object.hasOwn(LISTS, String(at[0])) ? LISTS[String(at[0])] : undefined;
  if (list && typeof at[1] === "number") {
    here = step(step(here, at[0] as string), at[1]);
    const name = isRecord(here) ? here[list[1]] : undefined;
    parts.push(`${list[0]} ${typeof name === "string" && name.trim() ? name : at[1] + 1}`);
    i = 2;
  }
  for (; i < at.length; i++) {
    const field = at[i] as string | number;
    const next = at[i + 1];
    here = step(here, field);
    if (field === "descriptors" && typeof next === "string") {
      parts.push(`descriptor for ${levelName(document, at, next)}`);
      break;
    }
    if (typeof field === "number") {
      const name = isRecord(here) ? (here.label ?? here.key) : undefined;
      parts.push(typeof name === "string" && name ? name : `number ${field + 1}`);
    } else parts.push(i > 0 && !Object.hasOwn(FIELDS, field) ? field : fieldWords(field));
  }
  const words = parts.join(", ");
  return `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}`;
}

/** The label of a level of the criterion that the path stands in, else its key. */
function levelName(document: unknown, at: Path, key: string): string {
  const scale = step(step(step(document, "criteria"), at[1] as number), "scale");
  const scales = step(document, "scales");
  if (!Array.isArray(scales)) return key;
  const levels = step(
    scales.find((s) => step(s, "key") === scale),
    "levels",
  );
  const level = Array.isArray(levels) ? levels.find((l) => step(l, "key") === key) : undefined;
  const label = step(level, "label");
  return typeof label === "string" && label ? label : key;
}

function step(from: unknown, to: string | number): unknown {
  if (Array.isArray(from)) return typeof to === "number" ? from[to] : undefined;
  return isRecord(from) && Object.hasOwn(from, to) ? from[to] : undefined;
}

/** The value at a path, or undefined. */
export const valueAt = (document: unknown, at: Path): unknown => at.reduce<unknown>(step, document);
