import { z } from "zod";
import { identifiersIn } from "../panel/identifiers.ts";
import shipped from "./library/family-questionnaire.json" with { type: "json" };

/**
 * What a family is asked about the plan that is audited: a few questions in plain words, each with the same answers, and
 * one free text. It is data that an area may change; every asking keeps the questions as they stood. A question may name
 * the criterion of the rubric that looks at the same thing, so that the two views can be laid side by side. They are never
 * added up: the family's experience takes no part in a grade.
 */

const line = z.string().trim().min(1).max(300);
const paragraph = z.string().trim().min(1).max(1000);

const question = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  text: line,
  hint: z.string().trim().max(300),
  /** The criterion that looks at the same thing; "" where none does. */
  criterion: z.string().max(64),
});

const option = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: line,
  /** 4 is best, 1 is worst; null says nothing either way. */
  value: z.number().int().min(1).max(4).nullable(),
});

export const MOST_QUESTIONS = 12;

export const questionnaire = z.strictObject({
  title: line.default(shipped.title),
  opening: paragraph.default(shipped.opening),
  consent: paragraph.default(shipped.consent),
  wordsConsent: paragraph.default(shipped.wordsConsent),
  thanks: paragraph.default(shipped.thanks),
  freeText: line.default(shipped.freeText),
  options: z.array(option).min(2).default(shipped.options),
  questions: z.array(question).min(1).max(MOST_QUESTIONS).default(shipped.questions),
});
export type Questionnaire = z.infer<typeof questionnaire>;

/** What the family agreed to, in the words that it was asked in, and who wrote it down. */
export type FamilyConsent = {
  wording: string;
  /** Whether its own words may be used, and in what words that was asked. */
  words: boolean;
  wordsWording: string;
  /** "family": ticked on the form. "call": said on the telephone, to the caller. */
  given: "family" | "call";
};

export const LONGEST_FAMILY_WORDS = 2000;

export type FamilyAnswers = { answers: Record<string, string>; words: string };

/**
 * Reads what a family answered. Every question may be left out; without consent nothing is kept.
 *
 * @param given the option chosen for each question key
 */
export function readFamilyAnswers(
  asked: Questionnaire,
  given: ReadonlyMap<string, string>,
  words: string,
  consent: { takePart: boolean; words: boolean; given: FamilyConsent["given"] },
):
  | { ok: true; answers: FamilyAnswers; consent: FamilyConsent }
  | { ok: false; problems: { field: string; sentence: string }[] } {
  const problems: { field: string; sentence: string }[] = [];
  const answers: Record<string, string> = {};
  for (const { key } of asked.questions) {
    const option = asked.options.find((o) => o.key === given.get(key));
    if (option) answers[key] = option.key;
  }
  if (!consent.takePart)
    problems.push({ field: "consent", sentence: "Tick the box if you agree. Without it we keep nothing" });
  if (Object.keys(answers).length === 0 && !words.trim())
    problems.push({ field: `q-${asked.questions[0]?.key}`, sentence: "Answer at least one question" });
  const [identifier] = identifiersIn(words);
  if (identifier)
    problems.push({ field: "words", sentence: `Take out the ${identifier}. We do not want to know who you are` });
  if (words.length > LONGEST_FAMILY_WORDS)
    problems.push({
      field: "words",
      sentence: `Write ${LONGEST_FAMILY_WORDS.toLocaleString("en-GB")} letters and signs or fewer`,
    });
  if (problems.length) return { ok: false, problems };
  return {
    ok: true,
    answers: { answers, words: words.trim() },
    consent: {
      wording: asked.consent,
      words: consent.words,
      wordsWording: asked.wordsConsent,
      given: consent.given,
    },
  };
}

/** Years of school that a text asks of its reader (Flesch-Kincaid), from words, sentences and groups of vowels. */
export function readingYears(text: string): number {
  const sentences = text.split(/[.?!:]+/).filter((s) => /\w/.test(s)).length || 1;
  const words = text.match(/[\p{L}’']+/gu) ?? [];
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  if (words.length === 0) return 0;
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesIn(word: string): number {
  const plain = word.toLowerCase().replace(/[^a-z]/g, "");
  const groups = plain.replace(/(?:[^laeiouy]es|[^laeiouy]e|ed)$/, "").match(/[aeiouy]{1,2}/g);
  return groups?.length || 1;
}
