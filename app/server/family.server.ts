import type { Questionnaire } from "#audits/family/questionnaire.ts";
import type { GivenAnswers } from "#db/family-answers.ts";
import type { Fields } from "./form.server.ts";

/** What was ticked and typed, so that a form that is refused loses nothing. */
export type TypedAnswers = {
  answers: Record<string, string>;
  words: string;
  takePart: boolean;
  mayUseWords: boolean;
};

/** The answers of a family as a form sent them. */
export function answersFrom(fields: Fields, asked: Questionnaire): { typed: TypedAnswers; given: GivenAnswers } {
  const answers = Object.fromEntries(asked.questions.map(({ key }) => [key, fields.text(`q-${key}`)]));
  const takePart = fields.all("consent").includes("take-part");
  const mayUseWords = fields.all("consentWords").includes("yes");
  return {
    typed: { answers, words: fields.raw("words"), takePart, mayUseWords },
    given: { answers: new Map(Object.entries(answers)), words: fields.text("words"), takePart, mayUseWords },
  };
}
