/**
 * Phrases that often stand where a plan should say what, how much and by whom (Code of Practice 9.69: provision is
 * specified and normally quantified). They are pointed out under a quote for the auditor to weigh; no level follows from them.
 */
export const VAGUE_PHRASES = [
  "access to",
  "would benefit from",
  "regularly",
  "regular",
  "up to",
  "or equivalent",
  "opportunities for",
  "opportunities to",
  "as appropriate",
  "would be useful",
  "would be helpful",
  "such as",
  "e.g.",
  "etc.",
  "as required",
  "as needed",
  "as advised",
  "key adults",
  "key adult",
  "small group",
  "high level of",
  "is available",
  "consist of",
  "school staff",
  "input from",
  "support with",
  "where possible",
  "when necessary",
  "a programme of",
];

/** The vague phrases in these words, as written there, once each, in reading order. */
export function vaguePhrasesIn(words: string): string[] {
  const pattern = new RegExp(
    `(?<![\\p{L}])(?:${[...VAGUE_PHRASES]
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join("|")})(?![\\p{L}])`,
    "giu",
  );
  const seen = new Map<string, string>();
  for (const [phrase] of words.replace(/\s+/g, " ").matchAll(pattern)) {
    const same = phrase.toLowerCase();
    if (!seen.has(same)) seen.set(same, phrase);
  }
  return [...seen.values()];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
