import type { Questionnaire } from "#audits/family/questionnaire.ts";
import type { FieldError } from "~/server/validate.ts";
import { Checkboxes, Radios } from "../govuk/choices.tsx";
import { Textarea } from "../govuk/inputs.tsx";
import type { TypedAnswers } from "~/server/family.server.ts";

type QuestionsProps = {
  questionnaire: Questionnaire;
  typed: TypedAnswers | null;
  errors: readonly FieldError[];
  /** "family" reads the form; "caller" reads it out and ticks for the family. */
  reader: "family" | "caller";
};

/** The questions to a family with the same answers each, one free text, and what the family agrees to. */
export function Questions({ questionnaire, typed, errors, reader }: QuestionsProps) {
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const caller = reader === "caller";
  return (
    <>
      {questionnaire.questions.map((q, i) => (
        <Radios
          key={q.key}
          name={`q-${q.key}`}
          legend={`${i + 1}. ${q.text}`}
          legendSize="m"
          hint={q.hint || undefined}
          value={typed?.answers[q.key]}
          error={error(`q-${q.key}`)}
          items={questionnaire.options.map((o) => ({ value: o.key, label: o.label }))}
        />
      ))}
      <Textarea
        name="words"
        label={`${questionnaire.questions.length + 1}. ${questionnaire.freeText}`}
        labelSize="m"
        hint={caller ? "In the family’s words. Write no names." : "You can leave this out. Do not write any names."}
        rows={5}
        defaultValue={typed?.words}
        error={error("words")}
      />
      <Checkboxes
        name="consent"
        legend={caller ? "Read out, and tick what the family says yes to" : "Before you send it"}
        legendSize="m"
        error={error("consent")}
        values={[...(typed?.takePart ? ["take-part"] : [])]}
        items={[{ value: "take-part", label: questionnaire.consent }]}
      />
      <Checkboxes
        name="consentWords"
        values={typed?.mayUseWords ? ["yes"] : []}
        items={[
          {
            value: "yes",
            label: questionnaire.wordsConsent,
            hint: caller ? "Only if they say yes." : "You can leave this empty.",
          },
        ]}
      />
    </>
  );
}
