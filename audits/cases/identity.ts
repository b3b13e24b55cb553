import { identifiersIn } from "../panel/identifiers.ts";
import type { Day } from "./case.ts";
import { withoutEmptyFraction } from "./cells.ts";

/** Turns an identity into the pseudonym, 32 hex digits. A keyed hash: the caller holds the key, so the domain does not. */
export type PseudonymOf = (identity: string) => string;

/** What a file says about who the child is. Lives only while the file is read. */
export type Person = { upn: string; uln: string; surname: string; forename: string; birthDate: Day | null };

/**
 * The text that stands for one child, the same in every file of the area: the UPN; without one the ULN; without both the
 * surname, forename and date of birth. Null when none of the three is complete, so that two children are never joined.
 */
export function identityOf(person: Person): string | null {
  const upn = compact(person.upn);
  if (isUpn(upn)) return `upn:${upn}`;
  const uln = compact(person.uln);
  if (isUln(uln)) return `uln:${uln}`;
  const [surname, forename] = [folded(person.surname), folded(person.forename)];
  return surname && forename && person.birthDate ? `person:${surname}|${forename}|${person.birthDate}` : null;
}

/** A unique pupil number: a letter, eleven digits, and a digit or (temporary numbers) a letter. */
export function isUpn(text: string): boolean {
  return /^[A-Z]\d{11}[0-9A-Z]$/.test(compact(text));
}

/** A unique learner number: ten digits. 9999999999 says that there is none. */
export function isUln(text: string): boolean {
  const digits = compact(text);
  return /^\d{10}$/.test(digits) && digits !== "9999999999";
}

function compact(text: string): string {
  return withoutEmptyFraction(text.normalize("NFKC").replace(/\s+/g, "")).toUpperCase();
}

/** One spelling for the ways to write a name: width and accents composed, capitals and spaces ignored. */
function folded(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().replace(/\s+/g, " ").trim();
}

/** True for words that could name or number a person, so that they are not shown back. */
export function mayIdentify(text: string): boolean {
  if (identifiersIn(text).length > 0 || /^\d{10}$/.test(text.replace(/[\s-]/g, ""))) return true;
  return /\p{Lu}[\p{L}'’-]+[\s,]+\p{Lu}[\p{L}'’-]+/u.test(text);
}

/**
 * Why these words cannot be a case reference, or null. A reference is shown to auditors and printed, so it must not be a
 * name, a UPN, an NHS number, a ULN, a postcode, a date or an address.
 */
export function referenceFault(text: string): string | null {
  if (text.length > 40) return "The reference is longer than 40 characters";
  const found = identifiersIn(text)[0];
  if (found) return `The reference looks like ${withArticle(found)}`;
  if (isUpn(text)) return "The reference looks like a UPN";
  if (/^\d{10}$/.test(text.replace(/[\s-]/g, "")))
    return "The reference looks like an NHS number or a ULN: it has ten digits";
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(text)) return "The reference looks like a date";
  if (!/\d/.test(text)) return "The reference looks like a name: it has no digit";
  if (/\p{L}{2,}[\s,.]+\p{L}+/u.test(text)) return "The reference looks like a name: it has two words";
  return null;
}

/** "an NHS number", "a postcode". */
export function withArticle(noun: string): string {
  return `${/^(NHS|e-)/.test(noun) ? "an" : "a"} ${noun}`;
}

/** Headings of flat files whose columns are dropped as they are read, by bare name. */
const IDENTIFYING =
  /^(?:.*(?:surname|forename|firstname|lastname|middlename|familyname|givenname|preferredname|fullname|knownas|postcode|nhsno|nhsnumber|dateofbirth|birthdate|email|telephone|mobile|phone).*|(?:child|pupil|student|young|person|parent|carer|mother|father|guardian).*name.*|name|dob|upn|formerupn|uln|uniquepupilnumber|uniquelearnernumber|address.*|.*address|nativeid|sourceid|ethnicity)$/;

export function isIdentifyingHeading(bareHeading: string): boolean {
  return IDENTIFYING.test(bareHeading);
}
