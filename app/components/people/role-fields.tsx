import type { RoleChoices } from "~/server/person.server.ts";
import type { TypedRole } from "~/server/role-form.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { Radios } from "../govuk/choices.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { Input, Select } from "../govuk/inputs.tsx";

type RoleFieldsProps = {
  choices: RoleChoices;
  typed?: TypedRole;
  errors: readonly FieldError[];
  /** The place of the role on a form that gives several, counted from 1. */
  place?: number;
  /** Of several that a form could give, the only one. */
  alone?: boolean;
};

/** What a role is and what it needs: under each role stands only what that role asks for. */
export function RoleFields({ choices, typed, errors, place, alone }: RoleFieldsProps) {
  const at = place === undefined ? "" : `-${place - 1}`;
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const own = { at, typed, error };
  const which = place === undefined || alone ? "" : ` Role ${place}`;
  return (
    <>
      <Radios
        name={`role${at}`}
        legend={`What will the person do?${which}`}
        legendSize="m"
        value={typed?.role}
        error={error(`role${at}`)}
        items={choices.roles.map(({ value, label, needs }) => ({
          value,
          label,
          hint: ROLE_HINTS[value],
          conditional:
            needs === "agency" ? (
              <AgencyField role={value} choices={choices} {...own} />
            ) : needs === "writerRef" ? (
              <WriterCode {...own} />
            ) : undefined,
        }))}
      />
      <Select
        name={`organisationId${at}`}
        label={`Which organisation does the person work for?${which}`}
        labelSize="m"
        options={[{ value: "", text: "Choose an organisation" }, ...choices.organisations]}
        defaultValue={typed?.organisationId}
        error={error(`organisationId${at}`)}
      />
      <LastDay {...own} />
    </>
  );
}

type FieldProps = { at?: string; typed?: TypedRole; error: (field: string) => string | undefined };

/** An agency is asked under each role that needs one, so its field is named after the role. */
export function AgencyField({
  role,
  choices,
  at = "",
  typed,
  error,
}: FieldProps & { role: string; choices: Pick<RoleChoices, "agencies"> }) {
  const wrong = !typed || typed.role === role ? error(`agency${at}`) : undefined;
  return (
    <Select
      name={`agency-${role}${at}`}
      id={wrong ? `agency${at}` : `agency-${role}${at}`}
      label={role === "auditor" ? "Scores for" : "Runs the service of"}
      options={[{ value: "", text: "Choose an agency" }, ...choices.agencies]}
      defaultValue={typed?.role === role ? typed.agency : ""}
      error={wrong}
    />
  );
}

export function WriterCode({ at = "", typed, error }: FieldProps) {
  return (
    <Input
      name={`writerRef${at}`}
      label="Code in the case files"
      hint="The code that stands for this plan writer in the files you import, such as W05. Feedback on plans with this code is theirs to read."
      width={10}
      defaultValue={typed?.writerRef}
      error={error(`writerRef${at}`)}
    />
  );
}

export function LastDay({ at = "", typed, error }: FieldProps) {
  return (
    <DateInput
      id={`lastDay${at}`}
      namePrefix={`lastDay${at}`}
      legend="Last day"
      legendSize="m"
      hint="Needed for an inspector. Leave it empty for somebody who stays. The role ends by itself after this day."
      error={error(`lastDay${at}-day`)}
      parts={[
        { name: "day", value: typed?.day },
        { name: "month", value: typed?.month },
        { name: "year", value: typed?.year },
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
  inspector: "Visits the inspection rooms that the quality lead lets them into, until a day that you set",
  administrator: "Looks after people and settings. Sees no case content",
};
