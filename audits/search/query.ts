import { folded, wordsIn } from "./words.ts";

/** Words that must stand in the text, one after the other; `open`: the last of them is only the beginning of a word. */
export type SearchTerm = { stems: string[]; open: boolean };

/** More words than these say no more, and would only make a search slow. */
const MOST_TERMS = 12;
const LONGEST_QUERY = 300;

/**
 * What a person typed, as terms that must all be found: words, "words in this order", and beginn* for the beginning of a
 * word. Capitals, accents, plurals and endings count for nothing. Null where there is no word in it.
 */
export function searchTerms(typed: string): SearchTerm[] | null {
  const terms: SearchTerm[] = [];
  for (const match of typed.slice(0, LONGEST_QUERY).matchAll(/["“”]([^"“”]*)["“”]?|[^\s"“”]+/g)) {
    const words = match[1] ?? match[0];
    const open = /[\p{L}\p{N}]\*$/u.test(words);
    const found = wordsIn(words);
    const last = found.at(-1);
    if (!last) continue;
    // Words that a hyphen or a slash joins are looked for together: "co-produced".
    const stems = found.map(({ stem }) => stem);
    if (open) stems[stems.length - 1] = folded(words.slice(last.from, last.to));
    terms.push({ stems: stems.filter(Boolean), open });
    if (terms.length === MOST_TERMS) break;
  }
  return terms.length ? terms : null;
}

/** A part of a text; `hit`: it is what was looked for. */
export type Part = { text: string; hit: boolean };

/** Where the terms stand in a text, as ranges that do not overlap, in order. */
export function hitsIn(text: string, terms: readonly SearchTerm[]): { from: number; to: number }[] {
  const words = wordsIn(text);
  const fits = (at: number, { stems, open }: SearchTerm) =>
    stems.every((stem, i) => {
      const word = words[at + i];
      if (!word) return false;
      return open && i === stems.length - 1 ? beginsWith(text, word, stem) : word.stem === stem;
    });
  const ranges: { from: number; to: number }[] = [];
  for (let at = 0; at < words.length; at++) {
    const longest = Math.max(0, ...terms.filter((t) => fits(at, t)).map((t) => t.stems.length));
    const last = words[at + longest - 1];
    const word = words[at];
    if (longest === 0 || !last || !word) continue;
    ranges.push({ from: word.from, to: last.to });
    at += longest - 1;
  }
  return ranges;
}

const beginsWith = (text: string, word: { stem: string; from: number; to: number }, start: string) =>
  word.stem.startsWith(start) || folded(text.slice(word.from, word.to)).startsWith(start);

/** Whether all terms stand in these texts together. */
export const allStand = (texts: readonly string[], terms: readonly SearchTerm[]): boolean =>
  terms.every((term) => texts.some((text) => hitsIn(text, [term]).length > 0));

/** Characters of an excerpt. */
const EXCERPT = 260;

/**
 * The passage of a text in which most hits stand, cut at words, in parts: the page marks the hits, and nothing of the text
 * is ever read as markup. A text without a hit gives its beginning.
 */
export function excerpt(text: string, terms: readonly SearchTerm[], longest = EXCERPT): Part[] {
  const hits = hitsIn(text, terms);
  const window = text.length <= longest ? { from: 0, to: text.length } : bestWindow(text, hits, longest);
  const parts: Part[] = [];
  let at = window.from;
  for (const { from, to } of hits.filter((h) => h.from >= window.from && h.to <= window.to)) {
    if (from > at) parts.push({ text: text.slice(at, from), hit: false });
    parts.push({ text: text.slice(from, to), hit: true });
    at = to;
  }
  if (at < window.to) parts.push({ text: text.slice(at, window.to), hit: false });
  if (window.from > 0) parts.unshift({ text: "… ", hit: false });
  if (window.to < text.length) parts.push({ text: " …", hit: false });
  return parts;
}

function bestWindow(text: string, hits: { from: number; to: number }[], longest: number): { from: number; to: number } {
  let best = { from: 0, hits: 0 };
  for (const { from } of hits) {
    const start = Math.max(0, from - Math.floor(longest / 4));
    const count = hits.filter((h) => h.from >= start && h.to <= start + longest).length;
    if (count > best.hits) best = { from: start, hits: count };
  }
  const space = best.from === 0 ? 0 : text.indexOf(" ", best.from) + 1;
  const from = space > 0 && space < best.from + 30 ? space : best.from;
  if (from + longest >= text.length) return { from, to: text.length };
  const end = text.lastIndexOf(" ", from + longest);
  return { from, to: end > from + longest / 2 ? end : from + longest };
}
