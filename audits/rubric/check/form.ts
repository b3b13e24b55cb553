import type { z } from "zod";
import { MOST_CRITERIA, rubricDocument } from "../schema.ts";
import { error, type Found, fieldWords, type Path, valueAt } from "./place.ts";

type Issue = z.core.$ZodIssue;

/** What does not fit the form of a document, one sentence a place. */
export function problemsOfForm(document: unknown): Found[] {
  const read = rubricDocument.safeParse(document);
  return read.success ? [] : read.error.issues.flatMap((issue) => problemOf(document, issue));
}

function problemOf(document: unknown, issue: Issue): Found[] {
  const at = issue.path.filter((part): part is string | number => typeof part !== "symbol");
  const field = at.findLast((part) => typeof part === "string");
  const what = fieldWords(field);
  if (valueAt(document, at) === undefined && issue.code !== "unrecognized_keys")
    return [error(at, `The ${what} is missing. Add it.`)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        error([...at, key], `The format has no field “${shortened(key)}”. Remove it, or check how it is spelt.`),
      );
    case "too_small":
      return [error(at, tooSmall(issue, what))];
    case "too_big":
      return [error(at, tooBig(document, at, issue, what))];
    case "invalid_format":
      return [error(at, wrongForm(at, what))];
    case "invalid_value":
      return [error(at, `Choose the ${what} from: ${issue.values.map(String).join(", ")}.`)];
    case "invalid_union":
      return [error(at, "Choose what kind of limit this is: criterion, count or domain.")];
    case "invalid_type":
      return [error(at, `The ${what} must be ${KINDS[issue.expected] ?? issue.expected}. Change it.`)];
    default:
      return [error(at, `Check the ${what}: ${issue.message}.`)];
  }
}

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "yes (true) or no (false)",
  array: "a list",
  object: "a group of fields",
  record: "a group of fields",
};

function tooSmall(issue: Extract<Issue, { code: "too_small" }>, what: string): string {
  if (issue.origin === "string") return `Enter the ${what}.`;
  if (issue.origin === "array")
    return issue.minimum === 1 ? `Add at least one to the ${what}.` : `The ${what} need at least ${issue.minimum}.`;
  return `The ${what} must be ${issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`}.`;
}

function tooBig(document: unknown, at: Path, issue: Extract<Issue, { code: "too_big" }>, what: string): string {
  const most = Number(issue.maximum).toLocaleString("en-GB");
  if (issue.origin === "string") return `Shorten the ${what} to ${most} characters or fewer.`;
  if (issue.origin === "array") {
    const list = valueAt(document, at);
    const has = Array.isArray(list) ? list.length.toLocaleString("en-GB") : "too many";
    return at[0] === "criteria" && at.length === 1
      ? `The rubric has ${has} criteria. Make it ${MOST_CRITERIA} or fewer: nobody can score more for one plan.`
      : `The ${what} are ${has}. Make them ${most} or fewer.`;
  }
  return `The ${what} must be ${most} or less.`;
}

function wrongForm(at: Path, what: string): string {
  const field = at.at(-1);
  if (field === "version" || field === "sameMeaningSince")
    return "Write the version as three numbers with full stops, such as 1.0.0.";
  if (field === "validFrom" || field === "validTo") return `Write the ${what} as year, month and day: 2026-09-01.`;
  return `Write the ${what} with letters, figures, dots, hyphens or underscores, starting with a letter, up to 64 characters and without spaces.`;
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
