import { stemmer } from "stemmer";

/** A word of a text, as it is compared, and where it stands in the text. */
export type FoundWord = { stem: string; from: number; to: number };

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** Letters that lose no mark when they are taken apart, and how they are typed without it. */
const PLAIN: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/** Plurals that follow no rule. */
const SINGULAR: Record<string, string> = {
  children: "child",
  men: "man",
  women: "woman",
  people: "person",
  feet: "foot",
  teeth: "tooth",
  wives: "wife",
  lives: "life",
  diagnoses: "diagnosis",
  criteria: "criterion",
};

/** A word without capitals, accents and apostrophes: "Zoë’s" is "zoe". */
export function folded(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\P{ASCII}/gu, (letter) => PLAIN[letter] ?? letter)
    .replace(/['’]s$|['’]/g, "");
}

/** A word as it is compared: folded, and by its stem (Porter's), so that plurals and endings are forgiven. */
export function stemOf(word: string): string {
  const plain = folded(word);
  const single = SINGULAR[plain] ?? plain;
  return /^[a-z]{3,}$/.test(single) ? stemmer(single) : single;
}

/** Every word of a text in order. */
export function wordsIn(text: string): FoundWord[] {
  return [...text.matchAll(WORD)].flatMap((match) => {
    const stem = stemOf(match[0]);
    return stem ? [{ stem, from: match.index, to: match.index + match[0].length }] : [];
  });
}

/**
 * Texts as the word index keeps them: their stems in order, with a mark between two texts that no search has, so that no
 * phrase reaches from one into the next. The databases take it apart at spaces and know nothing of English themselves.
 */
export function indexedText(texts: readonly string[]): string {
  return texts
    .map((text) =>
      wordsIn(text)
        .map(({ stem }) => stem)
        .join(" "),
    )
    .filter(Boolean)
    .join(` ${BETWEEN} `);
}

/** Stands between two texts of one index entry. No stem is written so. */
export const BETWEEN = "zzqbetween";
