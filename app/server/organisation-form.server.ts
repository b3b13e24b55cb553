import { AGENCIES, type Agency } from "#audits/vocabulary.ts";
import type { Fields } from "./form.server.ts";
import type { FieldError } from "./validate.ts";

const LONGEST = 120;

/** Reads the form of an organisation: what to keep, what was typed, and what to correct. */
export function organisationFrom(form: Fields): {
  given: { name: string; agency: Agency | null };
  typed: { name: string; agency: string };
  errors: FieldError[];
} {
  const typed = { name: form.text("name"), agency: form.text("agency") };
  const errors: FieldError[] = [];
  if (!typed.name) errors.push({ field: "name", sentence: "Enter the name of the organisation" });
  else if (typed.name.length > LONGEST || /\p{Cc}/u.test(typed.name))
    errors.push({ field: "name", sentence: `The name must be ${LONGEST} characters or fewer, on one line` });
  return { given: { name: typed.name, agency: AGENCIES.find((a) => a === typed.agency) ?? null }, typed, errors };
}
