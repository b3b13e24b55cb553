import { Input, Select, Textarea } from "../govuk/inputs.tsx";

type SourceFieldsProps = {
  typed: Record<string, string>;
  themes: { value: string; text: string }[];
  error: (field: string) => string | undefined;
};

/** What complaints or appeals are about, and the theme of plans that says the same. */
export function SourceFields({ typed, themes, error }: SourceFieldsProps) {
  return (
    <>
      <Input
        name="title"
        label="What are they about?"
        labelSize="s"
        hint="For example, Therapy in the plan that is not delivered"
        defaultValue={typed.title}
        error={error("title")}
      />
      <Textarea
        name="words"
        label="What is learned from them (optional)"
        labelSize="s"
        hint="In general words. Name no child, family or school."
        rows={3}
        defaultValue={typed.words}
        error={error("words")}
      />
      <Select
        name="theme"
        label="Theme of the codebook that says the same of plans (optional)"
        labelSize="s"
        defaultValue={typed.theme}
        error={error("theme")}
        options={[{ value: "", text: "None" }, ...themes]}
      />
    </>
  );
}
