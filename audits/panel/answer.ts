import type { Criterion, RubricDocument } from "../rubric/document.ts";
import { levelAt, mayNotTell } from "../rubric/document.ts";
import type { Score } from "../scoring/consensus.ts";
import type { FindingKind } from "../vocabulary.ts";
import { identifiersIn } from "./identifiers.ts";

export type Quote = { section: string; page: number | null; words: string };

export type Finding = { kind: FindingKind; words: string; themes: string[] };

/** One auditor's answer to one criterion. */
export type Answer = {
  criterion: string;
  score: Score;
  /** Why it does not apply, or why the auditor could not tell. */
  reason: string;
  /** For the panel only. */
  note: string;
  quotes: Quote[];
  finding: Finding | null;
};

export const emptyAnswer = (criterion: string): Answer => ({
  criterion,
  score: null,
  reason: "",
  note: "",
  quotes: [],
  finding: null,
});

export const LONGEST_TEXT = 4000;

/** What is refused in an answer: the place it stands in, and the sentence. The rest of the answer is kept all the same. */
export type AnswerProblem = { field: string; sentence: string };

/**
 * Checks the words of an answer as they are saved. Levels are checked against the criterion's scale; quotes, findings,
 * notes and reasons may not identify the child.
 */
export function problemsIn(rubric: RubricDocument, c: Criterion, answer: Answer): AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const add = (field: string, sentence: string) => problems.push({ field, sentence });
  if (typeof answer.score === "number" && !levelAt(rubric, c, answer.score))
    add("score", "Choose one of the levels shown");
  if (answer.score === "NA" && !c.notApplicable.allowed)
    add("score", `${c.key} applies to every plan. ${insteadOf(c)}`);
  if (answer.score === "CT" && !mayNotTell(c)) add("score", `${c.key} has no answer “cannot tell”. Choose a level`);
  const sections = new Set(rubric.sections.map((s) => s.key));
  answer.quotes.forEach((q, i) => {
    const n = i + 1;
    if (!q.words.trim()) add(`quotes[${i}].words`, `Enter the words of quote ${n}, or remove it`);
    if (!sections.has(q.section)) add(`quotes[${i}].section`, `Choose the section quote ${n} comes from`);
    if (q.page !== null && !(Number.isInteger(q.page) && q.page >= 1 && q.page <= 500))
      add(`quotes[${i}].page`, `Page of quote ${n} must be between 1 and 500`);
    for (const what of identifiersIn(q.words))
      add(`quotes[${i}].words`, `Remove the ${what} from quote ${n}. Quotes must not identify the child`);
    if (q.words.length > LONGEST_TEXT)
      add(`quotes[${i}].words`, `Quote ${n} must be ${LONGEST_TEXT} characters or fewer`);
  });
  const text = (field: string, name: string, words: string) => {
    for (const what of identifiersIn(words))
      add(field, `Remove the ${what} from ${name}. It must not identify the child`);
    if (words.length > LONGEST_TEXT)
      add(field, `${name[0]?.toUpperCase()}${name.slice(1)} must be ${LONGEST_TEXT} characters or fewer`);
  };
  text("note", "the note for the panel", answer.note);
  text("reason", "the reason", answer.reason);
  if (answer.finding) text("finding.words", "the finding", answer.finding.words);
  return problems;
}

/** What to choose where "does not apply" is not offered. */
export const insteadOf = (c: Criterion): string => `Choose a level${mayNotTell(c) ? ", or cannot tell" : ""}`;

/** What an answer still needs before the audit can be submitted. Not an error: a thing to finish. */
export type ToFinish = { criterion: string; sentence: string };

/** Things to finish over a whole sheet, in the order of the sheet. `answers` may lack criteria that were never opened. */
export function thingsToFinish(rubric: RubricDocument, asked: Criterion[], answers: Answer[]): ToFinish[] {
  const by = new Map(answers.map((a) => [a.criterion, a]));
  const list: ToFinish[] = [];
  for (const c of asked) {
    const answer = by.get(c.key) ?? emptyAnswer(c.key);
    const add = (sentence: string) => list.push({ criterion: c.key, sentence });
    if (answer.score === null) {
      add(
        answer.quotes.length || answer.note || answer.finding
          ? "choose a level for what you wrote."
          : "not scored yet.",
      );
      continue;
    }
    if (answer.score === "NA" && !answer.reason.trim()) add("say why it does not apply.");
    if (answer.score === "CT" && !answer.reason.trim()) add("say what evidence was missing.");
    if (typeof answer.score === "number") {
      const level = levelAt(rubric, c, answer.score);
      if (level && c.evidenceAt.includes(level.key) && answer.quotes.length === 0)
        add(`add a quote for ${level.label}, or change the level.`);
    }
    if (answer.finding && !answer.finding.words.trim()) add("write the finding, or remove it.");
  }
  return list;
}
