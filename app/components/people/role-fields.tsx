import type { RoleChoices } from "~/server/person.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { Radios } from "../govuk/choices.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { Input, Select } from "../govuk/inputs.tsx";

type Typed = { role: string; organisationId: string; agency: string; writerRef: string; lastDay: string | null };

/** What a role is and what it needs: under each role stands only what that role asks for. */
export function RoleFields({
  choices,
  typed,
  errors,
}: {
  choices: RoleChoices;
  typed?: Typed;
  errors: readonly FieldError[];
}) {
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  return (
    <>
      <Radios
        name="role"
        legend="What will the person do?"
        legendSize="m"
        value={typed?.role}
        error={error("role")}
        items={choices.roles.map(({ value, label, needs }) => ({
          value,
          label,
          hint: ROLE_HINTS[value],
          conditional:
            needs === "agency" ? (
              <AgencyField role={value} choices={choices} typed={typed} error={error("agency")} />
            ) : needs === "writerRef" ? (
              <WriterCode value={typed?.writerRef} error={error("writerRef")} />
            ) : undefined,
        }))}
      />
      <Select
        name="organisationId"
        label="Which organisation does the person work for?"
        labelSize="m"
        options={[{ value: "", text: "Choose an organisation" }, ...choices.organisations]}
        defaultValue={typed?.organisationId}
        error={error("organisationId")}
      />
      <LastDay day={typed?.lastDay ?? null} error={error("lastDay-day")} />
    </>
  );
}

/** An agency is asked under each role that needs one, so its field is named after the role. */
export function AgencyField({
  role,
  choices,
  typed,
  error,
}: {
  role: string;
  choices: Pick<RoleChoices, "agencies">;
  typed?: Pick<Typed, "role" | "agency">;
  error?: string;
}) {
  const own = !typed || typed.role === role;
  return (
    <Select
      name={`agency-${role}`}
      id={own && error ? "agency" : `agency-${role}`}
      label={role === "auditor" ? "Scores for" : "Runs the service of"}
      options={[{ value: "", text: "Choose an agency" }, ...choices.agencies]}
      defaultValue={own ? typed?.agency : ""}
      error={own ? error : undefined}
    />
  );
}

export function WriterCode({ value, error }: { value?: string; error?: string }) {
  return (
    <Input
      name="writerRef"
      label="Code in the case files"
      hint="The code that stands for this plan writer in the files you import, such as W05. Feedback on plans with this code is theirs to read."
      width={10}
      defaultValue={value}
      error={error}
    />
  );
}

export function LastDay({ day, error }: { day: string | null; error?: string }) {
  const [year, month, date] = day?.split("-") ?? [];
  return (
    <DateInput
      id="lastDay"
      namePrefix="lastDay"
      legend="Last day"
      legendSize="m"
      hint="Needed for an inspector. Leave it empty for somebody who stays. The role ends by itself after this day."
      error={error}
      parts={[
        { name: "day", value: date },
        { name: "month", value: month },
        { name: "year", value: year },
      ]}
    />
  );
}

const ROLE_HINTS: Record<string, string> = {
  auditor: "Scores plans blind, and sees own audits only",
  panel_chair: "Moderates plans, and sees internal results",
  quality_lead: "Opens cycles, draws samples, assigns audits, sees all results, makes reports",
  plan_writer: "Reads what panels found in own plans",
  service_manager: "Reads what panels found about what the service answers for",
  board_member: "Reads published results and reports",
  data_officer: "Imports cases. Sees no scores",
  inspector: "Reads what is published, until a day that you set",
  administrator: "Looks after people and settings. Sees no case content",
};
