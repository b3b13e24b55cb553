import { Radios } from "../govuk/choices.tsx";
import { Input, Select } from "../govuk/inputs.tsx";

type RowFieldsProps = {
  typed: Record<string, string>;
  questions: { value: string; label: string }[];
  measures: { value: string; text: string }[];
  error: (field: string) => string | undefined;
};

/** Words, question and measure of a row of the scorecard. */
export function RowFields({ typed, questions, measures, error }: RowFieldsProps) {
  return (
    <>
      <Input
        name="title"
        label="Words of the row"
        labelSize="s"
        hint="For example, Plans: voice of the child good or better"
        defaultValue={typed.title}
        error={error("title")}
      />
      <Radios
        name="question"
        legend="Which question does it answer?"
        legendSize="s"
        value={typed.question}
        error={error("question")}
        items={questions}
      />
      <Select
        name="measure"
        label="What does it count?"
        labelSize="s"
        defaultValue={typed.measure}
        error={error("measure")}
        options={[{ value: "", text: "Choose a measure" }, ...measures]}
      />
      <Input
        name="unit"
        label="What is counted, where somebody enters it (optional)"
        labelSize="s"
        hint="For example, people"
        width={20}
        defaultValue={typed.unit}
        error={error("unit")}
      />
    </>
  );
}
