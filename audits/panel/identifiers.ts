/** A likely identifier, and where it stands in the words. */
export type FoundIdentifier = { kind: string; from: number; to: number };

/**
 * Likely identifiers in words that somebody typed. A net, not a guarantee: it catches what has a form (numbers, postcodes,
 * dates of birth, telephones, e-mail addresses), and the page asks the auditor to write [child] for a name.
 */
export function identifiersIn(words: string): string[] {
  return [...new Set(identifierPlaces(words).map(({ kind }) => kind))];
}

const TELEPHONE = /(?<!\d)(?:\+44\s?|0)\d(?:[ -]?\d){8,9}(?!\d)/g;
const UPN = /\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b/gi;
const POSTCODE = /\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b/gi;
const EMAIL = /\b[^\s@]+@[^\s@]+\.[^\s@]{2,}\b/g;
const BIRTH =
  /\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[^.\n]{0,12}\d{1,2}(?:st|nd|rd|th)?[ ./-](?:\d{1,2}|[A-Za-z]{3,9})[ ./-]\d{2,4}/gi;

/** The same with their places: each identifier once, in the order in which they were looked for. */
export function identifierPlaces(words: string): FoundIdentifier[] {
  const found: FoundIdentifier[] = [];
  const add = (kind: string, match: RegExpMatchArray) => {
    const from = match.index ?? 0;
    const to = from + match[0].length;
    if (!found.some((one) => one.from < to && from < one.to)) found.push({ kind, from, to });
  };
  for (const match of words.matchAll(/\b\d(?:[ -]?\d){9}\b/g)) {
    const digits = match[0].replace(/\D/g, "");
    if (isNhsNumber(digits)) add("NHS number", match);
    else if (digits.startsWith("0")) add("telephone number", match);
  }
  for (const [kind, pattern] of [
    ["telephone number", TELEPHONE],
    ["UPN", UPN],
    ["postcode", POSTCODE],
    ["e-mail address", EMAIL],
    ["date of birth", BIRTH],
  ] as const)
    for (const match of words.matchAll(pattern)) add(kind, match);
  return found;
}

/** NHS number check digit: modulus 11 over the first nine digits, weights 10 to 2 (NHS Data Dictionary). */
function isNhsNumber(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(digits[i]) * (10 - i);
  const check = 11 - (sum % 11);
  return check !== 10 && Number(digits[9]) === (check === 11 ? 0 : check);
}
