import { createHash } from "node:crypto";
import { identifierPlaces } from "../../panel/identifiers.ts";
import type { ChapterKey, LearningReportData } from "../learning-report-data.ts";
import { fieldWords, isProse, type OwnWords } from "./own-words.ts";
import { quotesOf } from "./quotes.ts";

/**
 * The check before anything is released: everything that people wrote, and every quote, is searched for what may tell who a
 * child is. Each find has to be answered: taken out by changing the words, or kept with a reason.
 */

/** A text of the report that people wrote. */
export type Passage = {
  place: string;
  words: string /** Where it can be changed: the name of a field, or null. */;
  field: string | null;
};

export const FINDING_KINDS = [
  "name",
  "NHS number",
  "UPN",
  "date of birth",
  "postcode",
  "telephone number",
  "e-mail address",
  "possible name",
  "small number",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export type Finding = {
  /** Stays the same while the passage stays the same, so that an answer holds as long as the words do. */
  key: string;
  kind: FindingKind;
  place: string;
  /** Where in its passage it stands. */
  starts: number;
  ends: number;
  field: string | null;
  /** The words around it: before, the find itself, after. */
  before: string;
  found: string;
  after: string;
};

const AROUND = 60;

/**
 * Everything in a report that somebody wrote: its own words, the quotes that stand in it, and what was asked and agreed. Of
 * actions only what its chapters show: without the chapter of actions their titles stand among the headlines, and nothing else.
 */
export function passagesOf(data: LearningReportData, words: OwnWords, quotes: ReadonlySet<string>): Passage[] {
  const own = Object.entries(words)
    .filter(([name, text]) => text.trim() && isProse(name))
    // By name, so that the same words are searched alike in whatever order they were kept.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]): Passage => ({ place: fieldWords(name), words: text, field: name }));
  const quoted = quotesOf(data)
    .filter(({ key }) => quotes.has(key))
    .map(({ theme, quote }): Passage => ({ place: `Quote under ‘${theme}’`, words: quote.text, field: null }));
  const shows = (chapter: ChapterKey) => data.chapters === undefined || data.chapters.includes(chapter);
  // Each part is a passage of its own, so that the beginning of one is not read as the middle of the one before.
  const partsOf = (place: string, parts: Record<string, string>): Passage[] =>
    Object.entries(parts)
      .filter(([, text]) => text.trim())
      .map(([part, text]) => ({ place: `${place}, ${part}`, words: text, field: null }));
  const earlier = (shows("changed") ? (data.previousActions ?? []) : []).flatMap(({ title, owner }, i) =>
    partsOf(`Earlier action ${i + 1}`, { title, owner }),
  );
  const actions = data.actions.flatMap(({ title, detail, owner, measure }, i) =>
    partsOf(`Action ${i + 1}`, shows("actions") ? { title, steps: detail, owner, measure } : { title }),
  );
  const question: Passage[] = data.cycle.question
    ? [{ place: "Question of the cycle", words: data.cycle.question, field: null }]
    : [];
  return [...own, ...quoted, ...actions, ...earlier, ...question];
}

type Place = { kind: FindingKind; from: number; to: number };

/**
 * What may identify somebody, passage by passage.
 *
 * @param names names of children and families to look for; they are used here and kept nowhere
 */
export function findingsIn(passages: Passage[], data: LearningReportData, names: readonly string[] = []): Finding[] {
  const known = knownWords(data);
  const small = data.view === "published" ? data.protection.threshold : 0;
  const year = Number(data.date.slice(0, 4));
  return passages.flatMap((passage) => {
    const places: Place[] = [];
    const add = (place: Place) => {
      if (!places.some((one) => one.from < place.to && place.from < one.to)) places.push(place);
    };
    for (const place of namesIn(passage.words, names)) add(place);
    for (const { kind, from, to } of identifierPlaces(passage.words)) add({ kind: kind as FindingKind, from, to });
    for (const place of birthdaysIn(passage.words, year)) add(place);
    for (const place of smallNumbersIn(passage.words, small)) add(place);
    for (const place of possibleNamesIn(passage.words, known)) add(place);
    return places.toSorted((a, b) => a.from - b.from).map((place) => findingOf(passage, place));
  });
}

function findingOf({ place, words, field }: Passage, { kind, from, to }: Place): Finding {
  const key = createHash("sha256")
    .update(JSON.stringify([place, words, kind, from]))
    .digest("hex")
    .slice(0, 32);
  const start = Math.max(0, from - AROUND);
  const end = Math.min(words.length, to + AROUND);
  return {
    key,
    kind,
    place,
    starts: from,
    ends: to,
    field,
    before: `${start > 0 ? "…" : ""}${words.slice(start, from)}`,
    found: words.slice(from, to),
    after: `${words.slice(to, end)}${end < words.length ? "…" : ""}`,
  };
}

/** What a stored find still stands for: the passage must be as it was, or there is nothing there any more. */
export function nameStillThere(
  passages: Passage[],
  found: { key: string; place: string; starts: number; ends: number },
): Finding | null {
  for (const passage of passages) {
    if (passage.place !== found.place) continue;
    const finding = findingOf(passage, { kind: "name", from: found.starts, to: found.ends });
    if (finding.key === found.key) return finding;
  }
  return null;
}

/** The fingerprint of everything that was searched. */
export const passagesHash = (passages: Passage[]): string =>
  createHash("sha256")
    .update(JSON.stringify(passages.map(({ place, words }) => [place, words])))
    .digest("hex");

/** Letters without their marks, in small letters. */
const plainLetters = (text: string): string =>
  [...text.normalize("NFC")].map((sign) => (sign.normalize("NFD")[0] ?? sign).toLowerCase()).join("");

/**
 * Names of a list, whole words only. A part of a name of fewer than three letters is not looked for; one of three or four
 * only where it begins with a capital, because many are everyday words.
 */
function namesIn(words: string, names: readonly string[]): Place[] {
  const parts = new Set(
    names.flatMap((name) => plainLetters(name).split(/[^\p{L}'’-]+/u)).filter((part) => part.length >= 3),
  );
  if (parts.size === 0) return [];
  return [...words.matchAll(/[\p{L}\p{M}'’-]+/gu)]
    .filter(([word]) => {
      const plain = plainLetters(word).replace(/['’]s$/, "");
      return parts.has(plain) && (plain.length > 4 || /^\p{Lu}/u.test(word));
    })
    .map((match) => ({ kind: "name" as const, from: match.index, to: match.index + match[0].length }));
}

const MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December";
const FULL_DATE = new RegExp(
  `\\b(?:\\d{1,2}[./-]\\d{1,2}[./-](\\d{4})|\\d{1,2}(?:st|nd|rd|th)? (?:${MONTHS}|[A-Z][a-z]{2}) (\\d{4}))\\b`,
  "g",
);

/** Full dates on which somebody with a plan may have been born. */
function birthdaysIn(words: string, year: number): Place[] {
  return [...words.matchAll(FULL_DATE)]
    .filter(([, a, b]) => Number(a ?? b) >= year - 26 && Number(a ?? b) <= year - 2)
    .map((match) => ({ kind: "date of birth" as const, from: match.index, to: match.index + match[0].length }));
}

const NUMBER_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Counts of children or plans that the tables of a published report hide. */
function smallNumbersIn(words: string, threshold: number): Place[] {
  if (threshold < 2) return [];
  const numbers = Array.from({ length: threshold - 1 }, (_, i) => `${i + 1}|${NUMBER_WORDS[i] ?? i + 1}`).join("|");
  const pattern = new RegExp(
    `\\b(?:${numbers}) (?:of the )?(?:plans?|child(?:ren)?|young (?:person|people)|famil(?:y|ies)|pupils?|cases?)\\b`,
    "gi",
  );
  return [...words.matchAll(pattern)].map((match) => ({
    kind: "small number" as const,
    from: match.index,
    to: match.index + match[0].length,
  }));
}

const CAPITAL_WORD = "\\p{Lu}\\p{Ll}{2,}(?:[-’']\\p{Lu}?\\p{Ll}+)*";
const NAME_INSIDE = new RegExp(`(?<=[\\p{Ll}\\d,;:)’'”-]\\s)${CAPITAL_WORD}(?:\\s\\p{Lu}\\p{Ll}+)*`, "gu");
const NAME_FIRST = new RegExp(`(?<=^\\s*|[.!?…]\\s+)${CAPITAL_WORD}(?:[^\\S\\n]\\p{Lu}\\p{Ll}+)+`, "gmu");

/**
 * Words with a capital that are no words of the report: perhaps somebody's name. Inside a sentence one is enough. The word that
 * begins a sentence has a capital anyway, so it takes a second one behind it.
 */
function possibleNamesIn(words: string, known: ReadonlySet<string>): Place[] {
  const isKnown = (word: string) => known.has(plainLetters(word).replace(/['’]s$/, ""));
  const first = [...words.matchAll(NAME_FIRST)].filter(([match]) => !match.split(/[\s-]/).slice(1).every(isKnown));
  const inside = [...words.matchAll(NAME_INSIDE)].filter(([match]) => !match.split(/[\s-]/).every(isKnown));
  return [...first, ...inside].map((match) => ({
    kind: "possible name" as const,
    from: match.index,
    to: match.index + match[0].length,
  }));
}

const EVERYDAY = `Education Health Care Council Board Integrated Partnership Parent Carer Forum Section School Schools College Nursery
  Children Young People Families SEND Plan Plans Tribunal Act Code Practice Regulations England English Welsh Polish Autumn Spring Summer
  Winter Monday Tuesday Wednesday Thursday Friday Saturday Sunday Outstanding Good Requires Inadequate Improvement Ofsted Local Area
  Service Services Team Designated Clinical Officer Medical Social Worker Director Head Christmas Easter Year Key Stage Early Years Primary
  Secondary Post Annual Review Reviews Preparing Adulthood Mum Dad Mummy Daddy Nan Gran Grandma Grandad National British Sign Language Makaton Key Word`;

/** Words with a capital that are nobody's name: those of the report's own titles, of the calendar and of the field. */
function knownWords(data: LearningReportData): Set<string> {
  const texts = [
    EVERYDAY,
    MONTHS.replaceAll("|", " "),
    data.area,
    data.organisation,
    ...data.partners,
    data.audience ?? "",
    data.cycle.title,
    data.rubric.title,
    ...data.levels.map(({ label }) => label),
    ...data.domains.map(({ title }) => title),
    ...data.themes.map(({ name }) => name),
    ...data.groups.flatMap(({ rows }) => rows.map(({ label }) => label)),
  ];
  return new Set(texts.flatMap((text) => plainLetters(text).split(/[^\p{L}]+/u)).filter(Boolean));
}
