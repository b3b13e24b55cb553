/**
 * Likely identifiers in words that an auditor typed. A net, not a guarantee: it catches what has a form (numbers,
 * postcodes, dates of birth, telephones, e-mail addresses), and the page asks the auditor to write [child] for a name.
 */
export function identifiersIn(words: string): string[] {
  const found = new Set<string>();
  for (const match of words.matchAll(/\b\d(?:[ -]?\d){9}\b/g)) {
    const digits = match[0].replace(/\D/g, "");
    if (isNhsNumber(digits)) found.add("NHS number");
    else if (digits.startsWith("0")) found.add("telephone number");
  }
  if (/(?<!\d)(?:\+44\s?|0)\d(?:[ -]?\d){8,9}(?!\d)/.test(words) && !found.has("NHS number"))
    found.add("telephone number");
  if (/\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b/i.test(words)) found.add("UPN");
  if (/\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b/i.test(words)) found.add("postcode");
  if (/\b[^\s@]+@[^\s@]+\.[^\s@]{2,}\b/.test(words)) found.add("e-mail address");
  if (
    /\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[^.\n]{0,12}\d{1,2}(?:st|nd|rd|th)?[ ./-](?:\d{1,2}|[A-Za-z]{3,9})[ ./-]\d{2,4}/i.test(
      words,
    )
  )
    found.add("date of birth");
  return [...found];
}

/** NHS number check digit: modulus 11 over the first nine digits, weights 10 to 2 (NHS Data Dictionary). */
function isNhsNumber(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(digits[i]) * (10 - i);
  const check = 11 - (sum % 11);
  return check !== 10 && Number(digits[9]) === (check === 11 ? 0 : check);
}
