import { BETWEEN, type FoundWord, stemOf, wordsIn } from "../search/words.ts";
import type { FindingKind } from "../vocabulary.ts";
import { type Codebook, codesNamedIn, offeredThemes, type Theme, themeName } from "./codebook.ts";

/** What is known of a finding before anybody codes it. */
export type FindingToCode = {
  kind: FindingKind;
  criterion: string;
  words: string;
  quotes: readonly string[];
  /** The level that its auditor gave, and the themes to which the criterion points at that level; null without a level. */
  level: { label: string; themes: readonly string[] } | null;
  /** The themes that its auditor ticked on the score sheet. */
  ticked: readonly string[];
};

export type Suggestion = {
  code: string;
  /** Why, as the ends of a sentence that begins with "Because". Never empty. */
  because: string[];
  /** A theme suggested as well, of which the codebook says that it is meant for other findings. */
  notWith: string | null;
};

/**
 * How often words stood in findings that people have coded, by code. A word is a stem or `criterion:EP2`; "" stands for all
 * findings, and the code "" for whatever code.
 */
export type CodedCounts = (word: string, code: string) => number;

/** A word of a finding may say something from this many coded findings on; before that it is chance. */
const SEEN_FROM = 2;
/** Without so many coded findings nothing is concluded from them. */
const LEARNT_FROM = 20;
/** How many are shown. The measure of the suggestions looks at the first three. */
const MOST = 5;

/** How much each reason weighs beside the log odds that the earlier findings give. */
const WEIGHT = { ticked: 5, level: 4, keyword: 1.5, moreKeywords: 0.5 };
/** Earlier findings alone suggest a theme only where it is more likely than one in three. */
const LIKELY = Math.log(1 / 2);
/** What lies so far behind the likeliest is not shown: a long list is read less well than a short one. */
const FAR = 4;
/** A single word moves the log odds by no more than this, so that one rare word decides nothing alone. */
const MOST_A_WORD = 2.5;

const STOP = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its" +
    " may more most no nor not of on one only or our out over says say set she should so some than that the their them" +
    " then there these they this those through to two three four five too under up was we were what when where which who" +
    " will with would you your section page plan child young person pupil other own once write make"
  )
    .split(" ")
    .map(stemOf),
);

/** The words of a finding that can say what it is about, each once, from its entry in the word index. */
export function tellingWords(indexed: string, criterion: string): string[] {
  const stems = indexed.split(" ").filter((stem) => stem.length > 1 && stem !== BETWEEN && !STOP.has(stem));
  return [...new Set(stems), criterionWord(criterion)];
}

/** The criterion of a finding as a word of its own: no text has a colon in a word. */
export const criterionWord = (criterion: string): string => `criterion:${criterion}`;

/**
 * Themes that may fit a finding, the likeliest first, each with its reasons in words. Four things count: what its auditor
 * ticked, the level of its criterion, the keywords of the codebook, and which words earlier findings of each theme had
 * (naive Bayes with each word's weight held in bounds). The same finding and counts give the same answer. Nothing is ever
 * coded by it.
 *
 * @param words the finding's telling words
 */
export function suggestThemes(
  book: Codebook,
  finding: FindingToCode,
  words: readonly string[],
  counts: CodedCounts,
): Suggestion[] {
  const texts = [finding.words, ...finding.quotes].map((text) => ({ text, words: wordsIn(text) }));
  const themes = offeredThemes(book).filter((theme) => theme.polarity === finding.kind);
  const scored = themes.flatMap((theme) => {
    const found = reasonsFor(theme, finding, texts, words, counts);
    return found.because.length ? [{ theme, ...found }] : [];
  });
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  const chosen = scored.filter(({ score, sure }) => sure || score >= best - FAR).slice(0, MOST);
  return chosen.map(({ theme, because }) => {
    const other = codesNamedIn(theme.exclude).find((code) => chosen.some((s) => s.theme.code === code));
    return { code: theme.code, because, notWith: other ? themeName(book, other) : null };
  });
}

function reasonsFor(
  theme: Theme,
  finding: FindingToCode,
  texts: readonly Text[],
  words: readonly string[],
  counts: CodedCounts,
): { score: number; sure: boolean; because: string[] } {
  const because: string[] = [];
  const earlier = learnt(theme.code, words, counts);
  let score = earlier.logOdds;
  if (finding.ticked.includes(theme.code)) {
    score += WEIGHT.ticked;
    because.push("the auditor ticked it");
  }
  if (finding.level?.themes.includes(theme.code)) {
    score += WEIGHT.level;
    because.push(`the criterion is ${finding.criterion} at ${finding.level.label}`);
  }
  const sure = because.length > 0;
  const matched = keywordsIn(theme, texts);
  if (matched.length) {
    score += WEIGHT.keyword + WEIGHT.moreKeywords * Math.min(3, matched.length - 1);
    because.push(
      `${matched.length === 1 ? "a keyword stands" : `${matched.length} keywords stand`} in it: ${matched.join(", ")}`,
    );
  }
  const [first] = earlier.telling;
  if (first && (because.length || earlier.logOdds > LIKELY)) because.push(sentenceOf(first, texts));
  return { score, sure, because };
}

type Text = { text: string; words: readonly FoundWord[] };

/** The stems of each theme's keywords, worked out once for as long as the codebook is in use. */
const KEYWORDS = new WeakMap<Theme, { keyword: string; stems: string[] }[]>();

/** The keywords of a theme that stand in these texts, whatever their endings. */
function keywordsIn(theme: Theme, texts: readonly Text[]): string[] {
  const known = KEYWORDS.get(theme);
  const keywords =
    known ?? theme.keywords.map((keyword) => ({ keyword, stems: wordsIn(keyword).map(({ stem }) => stem) }));
  if (!known) KEYWORDS.set(theme, keywords);
  return keywords.filter(({ stems }) => texts.some(({ words }) => stand(stems, words))).map(({ keyword }) => keyword);
}

/** Whether these stems stand in a text one after the other. */
const stand = (stems: readonly string[], words: readonly FoundWord[]): boolean =>
  stems.length > 0 && words.some((_, at) => stems.every((stem, i) => words[at + i]?.stem === stem));

type Telling = { word: string; withCode: number; all: number; weight: number };

/** The log odds that earlier findings give a code, and the words that say so most. */
function learnt(code: string, words: readonly string[], counts: CodedCounts): { logOdds: number; telling: Telling[] } {
  const total = counts("", "");
  const coded = counts("", code);
  if (total < LEARNT_FROM || coded === 0) return { logOdds: 0, telling: [] };
  let logOdds = Math.log((coded + 0.5) / (total - coded + 0.5));
  const telling: Telling[] = [];
  for (const word of words) {
    const all = counts(word, "");
    if (all < SEEN_FROM) continue;
    const withCode = counts(word, code);
    const given = (withCode + 0.5) / (coded + 1);
    const else_ = (all - withCode + 0.5) / (total - coded + 1);
    const weight = Math.max(-MOST_A_WORD / 2, Math.min(MOST_A_WORD, Math.log(given / else_)));
    logOdds += weight;
    // A word is named as a reason where most findings that had it were coded so, or it is the criterion itself.
    if (withCode >= SEEN_FROM && weight > 0.5 && 3 * withCode >= all) telling.push({ word, withCode, all, weight });
  }
  return { logOdds, telling: telling.sort((a, b) => b.weight - a.weight || b.all - a.all) };
}

function sentenceOf({ word, withCode, all }: Telling, texts: readonly Text[]): string {
  const criterion = word.startsWith("criterion:") ? word.slice("criterion:".length) : null;
  const about = criterion ? `on ${criterion}` : `with “${asWritten(word, texts)}”`;
  return `of ${all} earlier findings ${about}, ${withCode} were coded to it`;
}

/** The word as the finding has it, of which the counts know only the stem. */
function asWritten(stem: string, texts: readonly Text[]): string {
  for (const { text, words } of texts) {
    const word = words.find((w) => w.stem === stem);
    if (word) return text.slice(word.from, word.to).toLowerCase();
  }
  return stem;
}

/** What coding a finding adds to the counts, or with `-1` takes away: one a word and code, and one a word whatever the code. */
export function countedAs(
  words: readonly string[],
  codes: readonly string[],
  by: 1 | -1 = 1,
): { word: string; code: string; n: number }[] {
  if (codes.length === 0) return [];
  return ["", ...words].flatMap((word) => ["", ...new Set(codes)].map((code) => ({ word, code, n: by })));
}

/**
 * Precision at 3: of the first three suggestions, the share that the person chose; and of the themes that the person chose, the
 * share that stood among the first three. A finding without a suggestion counts in the second alone.
 */
export function precisionAt3(tried: readonly { suggested: readonly string[]; chosen: readonly string[] }[]): {
  right: number;
  shown: number;
  found: number;
  chosen: number;
} {
  const sum = { right: 0, shown: 0, found: 0, chosen: 0 };
  for (const { suggested, chosen } of tried) {
    const first = suggested.slice(0, 3);
    const right = first.filter((code) => chosen.includes(code)).length;
    sum.right += right;
    sum.shown += first.length;
    sum.found += right;
    sum.chosen += chosen.length;
  }
  return sum;
}
