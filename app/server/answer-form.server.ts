import { type Answer, type AnswerProblem, emptyAnswer, type Quote } from "#audits/panel/answer.ts";
import { scoreFromText, textFromScore } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Criterion, RubricDocument } from "#audits/rubric/document.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { type Codebook, themesRaised } from "#audits/themes/codebook.ts";
import type { FindingKind } from "#audits/vocabulary.ts";
import { type SavedAnswer, type SaveResult, saveAnswer, type ToSave } from "#db/audits.ts";
import { codebookOf } from "#db/rubrics.ts";
import { type AnswerForm, fieldId, NO_FINDING } from "~/components/score-sheet/answer-fields.ts";
import { store } from "./database.server.ts";
import type { FieldError } from "./validate.ts";

/** The form of an answer as it is kept; an answer that was never saved gives an empty form. */
export function formOf(saved: SavedAnswer | undefined): AnswerForm {
  const answer = saved ?? { ...emptyAnswer(""), version: 0 };
  return {
    score: textFromScore(answer.score) ?? "",
    reason: answer.reason,
    note: answer.note,
    quotes: answer.quotes.map((q) => ({ ...q, page: q.page === null ? "" : String(q.page) })),
    ...NO_FINDING,
    ...answer.finding,
    basedOn: answer.version,
  };
}

/** The codes of the themes that a level suggests for a criterion; with a kind of finding, only themes of that kind. */
export function themesSuggested(
  rubric: RubricDocument,
  book: Codebook,
  c: Criterion,
  score: Score,
  kind: string,
): string[] {
  if (typeof score !== "number") return [];
  return themesRaised(book, rubric, c, score)
    .filter((t) => kind === "" || t.polarity === kind)
    .map((t) => t.code);
}

/** Of one's own audit, with the answer that a criterion had when it was looked up. */
type Own = Pick<ToSave, "rubric" | "earlier"> & { audit: { id: string }; cycle: { codebookId: string } };

/**
 * Saves the form of one answer of one's own audit. What the form alone can refuse (a finding without a kind) joins what
 * the answer's own rules refuse; as with those, everything else is kept.
 */
export async function saveForm(
  by: Actor,
  own: Own,
  criterion: Criterion,
  form: AnswerForm,
  at: Date,
): Promise<SaveResult> {
  const book = (await codebookOf(store().db, own.cycle.codebookId)).document;
  const { answer, problems } = answerOf(form, own, criterion, book);
  const saved = await saveAnswer(store(), by, own.audit.id, answer, form.basedOn, at);
  return saved.ok ? { ...saved, problems: [...saved.problems, ...problems] } : saved;
}

/** What was refused, by the ids of the page's fields, one sentence a field. Each answer without a level has its own reason. */
export function errorsOf(problems: AnswerProblem[], form: AnswerForm): FieldError[] {
  return fieldsHeld(problems).map((field) => ({
    field: fieldId(field === "reason" ? `reason.${form.score}` : field),
    sentence: problems.find((p) => p.field === field)?.sentence ?? "",
  }));
}

/** The fields that are held back until they are corrected. */
export const fieldsHeld = (problems: AnswerProblem[]): string[] => [...new Set(problems.map((p) => p.field))];

function answerOf(
  form: AnswerForm,
  { rubric, earlier }: Own,
  criterion: Criterion,
  book: Codebook,
): { answer: Answer; problems: AnswerProblem[] } {
  const score = scoreOf(form.score);
  const themes = themesKept(form, rubric, criterion, score, book);
  const begun = form.kind !== "" || form.words !== "" || themes.some((code) => !form.suggested.includes(code));
  const kind = form.kind === "strength" || form.kind === "improvement" ? (form.kind as FindingKind) : null;
  const answer: Answer = {
    criterion: criterion.key,
    score,
    reason: form.reason,
    note: form.note,
    quotes: form.quotes.map((q): Quote => ({ ...q, page: pageOf(q.page) })),
    finding: begun && kind ? { kind, words: form.words, themes } : null,
  };
  if (!begun || kind) return { answer, problems: [] };
  return {
    answer: { ...answer, finding: earlier?.finding ?? null },
    problems: [{ field: "finding.kind", sentence: "Select strength or area for improvement" }],
  };
}

/**
 * The themes that were ticked, in the codebook's order. A tick that the page had suggested, and that the auditor left
 * alone, goes when the level no longer suggests it; what the auditor ticked stays whatever the level.
 */
function themesKept(
  form: AnswerForm,
  rubric: RubricDocument,
  criterion: Criterion,
  score: Score,
  book: Codebook,
): string[] {
  const now = themesSuggested(rubric, book, criterion, score, form.kind);
  return book.themes
    .map((t) => t.code)
    .filter((code) => form.themes.includes(code) && (!form.suggested.includes(code) || now.includes(code)));
}

/** What is neither a level nor one of the two other answers becomes a level that no scale has, so that it is refused. */
function scoreOf(sent: string): Score {
  if (sent === "") return null;
  return scoreFromText(sent) ?? Number.NaN;
}

/** A page that is not a whole number becomes one that no plan has, so that it is refused with the others. */
const pageOf = (typed: string): number | null => (typed === "" ? null : /^\d{1,6}$/.test(typed) ? Number(typed) : 0);
