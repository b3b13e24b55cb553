import { AGENCIES, AGENCY_LABELS } from "#audits/vocabulary.ts";
import { Checkboxes } from "../govuk/choices.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { Input, Select, Textarea } from "../govuk/inputs.tsx";

type PromiseFieldsProps = {
  owners: { id: string; name: string; organisation: string }[];
  /** What was typed, or what stands. */
  typed: Record<string, string>;
  services: string[];
  due: { day: string; month: string; year: string };
  error: (field: string) => string | undefined;
  /** "Above 29%, in 38 plans" */
  targetHint: string;
};

/** What is promised: what, how, who, how much, by when. */
export function PromiseFields({ owners, typed, services, due, error, targetHint }: PromiseFieldsProps) {
  return (
    <>
      <Input
        name="title"
        label="What will be different?"
        labelSize="s"
        hint="A short name. For example, Write provision that a school could staff from the text"
        defaultValue={typed.title}
        error={error("title")}
      />
      <Textarea
        name="steps"
        label="What will be done?"
        labelSize="s"
        hint="One step on each line. Name no child and no family."
        rows={4}
        defaultValue={typed.steps}
        error={error("steps")}
      />
      <Input
        name="target"
        label="Target"
        labelSize="s"
        hint={targetHint}
        width={3}
        suffix="%"
        inputMode="numeric"
        defaultValue={typed.target}
        error={error("target")}
      />
      <DateInput
        id="dueOn"
        namePrefix="dueOn"
        legend="Done by"
        legendSize="s"
        hint="The day by which its evidence is in. For example, 30 9 2027"
        error={error("dueOn-day")}
        parts={[
          { name: "day", value: due.day, width: 2 },
          { name: "month", value: due.month, width: 2 },
          { name: "year", value: due.year, width: 4 },
        ]}
      />
      <Select
        name="ownerId"
        label="Who answers for it?"
        labelSize="s"
        hint="One person. They are reminded when it is due."
        defaultValue={typed.ownerId}
        error={error("ownerId")}
        options={[
          { value: "", text: "Choose a person" },
          ...owners.map((o) => ({ value: o.id, text: `${o.name}, ${o.organisation}` })),
        ]}
      />
      <Input
        name="withWhom"
        label="With (optional)"
        labelSize="s"
        hint="Posts or services that take part. For example, Therapies lead, NHS trust"
        defaultValue={typed.withWhom}
        error={error("withWhom")}
      />
      <Checkboxes
        name="services"
        legend="Ask these services to respond (optional)"
        legendSize="s"
        hint="Their managers see the action and say what they can do."
        small
        values={services}
        items={AGENCIES.map((value) => ({ value, label: AGENCY_LABELS[value] }))}
      />
      <Textarea
        name="next"
        label="What happens after it (optional)"
        labelSize="s"
        hint="For example, EP2 stays in every short audit until summer 2027"
        rows={2}
        defaultValue={typed.next}
        error={error("next")}
      />
    </>
  );
}
