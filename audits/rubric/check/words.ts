import { identifiersIn } from "../../panel/identifiers.ts";
import { isRecord } from "./loose.ts";
import { error, type Found, fieldWords, type Path, warning } from "./place.ts";

const TAG = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>|<!--|&(?:[a-z]+|#\d+|#x[0-9a-f]+);/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are refused.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;
const NAMED_CHILD =
  /\b(?:child|pupil|student|boy|girl|son|daughter|young person)(?:,? (?:is |was )?(?:called|named|known as))? ((?!Code|Act|Part|Section|Year|EHC|SEND|Regulation|Plan|The|Working)[A-Z][a-z]{2,})\b/;

/** Fields that are keys and codes and are checked as such. */
const NOT_WORDS = new Set(["$schema", "format", "key", "id", "version", "validFrom", "validTo"]);
/** Fields in which an organisation may give how to reach it. */
const MAY_GIVE_CONTACT = new Set(["attribution", "licence"]);

/** Texts that hold what a rubric must not: HTML, characters that cannot be shown, and what could identify a child. */
export function problemsOfWords(document: unknown): Found[] {
  const found: Found[] = [];
  const visit = (value: unknown, at: Path): void => {
    if (typeof value === "string") found.push(...problemsOfText(value, at));
    else if (Array.isArray(value)) for (const [i, one] of value.entries()) visit(one, [...at, i]);
    else if (isRecord(value))
      for (const [field, one] of Object.entries(value)) if (!NOT_WORDS.has(field)) visit(one, [...at, field]);
  };
  visit(document, []);
  return found;
}

function problemsOfText(text: string, at: Path): Found[] {
  const found: Found[] = [];
  const field = at.findLast((part) => typeof part === "string");
  const what = at.includes("descriptors") ? "descriptor" : fieldWords(field);
  if (text.includes("<") || text.includes("&")) {
    const [tag] = TAG.exec(text) ?? [];
    if (tag)
      found.push(error(at, `The ${what} has HTML in it (${tag.slice(0, 20)}). Write plain text: remove the tags.`));
  }
  if (CONTROL.test(text))
    found.push(error(at, `The ${what} has a character in it that cannot be shown. Type the text again.`));
  if (/[\d@]/.test(text))
    for (const identifier of identifiersIn(text))
      if (!MAY_GIVE_CONTACT.has(String(field)) || !/e-mail|telephone|postcode/.test(identifier))
        found.push(error(at, `Remove the ${identifier} from the ${what}. A rubric must not identify a child.`));
  const [, name] = NAMED_CHILD.exec(text) ?? [];
  if (name) found.push(warning(at, `The ${what} may name a child (${name}). Write “the child” instead.`));
  return found;
}
