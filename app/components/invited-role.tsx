import { AGENCIES, AGENCY_LABELS } from "#audits/vocabulary.ts";
import { Radios } from "./govuk/choices.tsx";
import { DateInput } from "./govuk/date-input.tsx";
import { Input, Select } from "./govuk/inputs.tsx";

type InvitedRoleProps = {
  index: number;
  typed: {
    role: string;
    organisation: string;
    auditorAgency: string;
    managerAgency: string;
    writerRef: string;
    day: string;
    month: string;
    year: string;
  };
  /** Whether the invitation gives more than one role, so that each is numbered and can be taken out. */
  many: boolean;
  roles: { role: string; label: string }[];
  organisations: { id: string; name: string }[];
  error: (field: string) => string | undefined;
};

/** One role of an invitation, and what that role needs to be known: an agency, a code, a last day. */
export function InvitedRole({ index: i, typed, many, roles, organisations, error }: InvitedRoleProps) {
  const agency = (name: "auditorAgency" | "managerAgency", label: string) => (
    <Select
      name={`${name}-${i}`}
      label={label}
      defaultValue={typed[name]}
      error={error(`${name}-${i}`)}
      options={[{ value: "", text: "Select" }, ...AGENCIES.map((value) => ({ value, text: AGENCY_LABELS[value] }))]}
    />
  );
  const more: Record<string, JSX.Element> = {
    auditor: agency("auditorAgency", "Scores for"),
    service_manager: agency("managerAgency", "Runs a service of"),
    plan_writer: (
      <Input
        name={`writerRef-${i}`}
        label="Code in the case files"
        hint="They read feedback on the plans that carry this code, such as W05"
        width={10}
        defaultValue={typed.writerRef}
        error={error(`writerRef-${i}`)}
      />
    ),
    inspector: (
      <DateInput
        id={`endsOn-${i}`}
        namePrefix={`endsOn-${i}`}
        legend="Last day"
        legendSize="s"
        hint="Access ends at the end of this day"
        error={error(`endsOn-${i}-day`)}
        parts={[
          { name: "day", value: typed.day },
          { name: "month", value: typed.month },
          { name: "year", value: typed.year },
        ]}
      />
    ),
  };
  return (
    <>
      <Radios
        name={`role-${i}`}
        legend={many ? `Role ${i + 1}` : "Role"}
        legendSize="m"
        small
        value={typed.role}
        error={error(`role-${i}`)}
        items={roles.map(({ role, label }) => ({ value: role, label, conditional: more[role] }))}
      />
      <Select
        name={`organisation-${i}`}
        label={many ? `Organisation of role ${i + 1}` : "Organisation"}
        defaultValue={typed.organisation}
        error={error(`organisation-${i}`)}
        options={[{ value: "", text: "Select" }, ...organisations.map((o) => ({ value: o.id, text: o.name }))]}
      />
      {many && (
        <p>
          <button type="submit" className="link-button" name="intent" value={`remove-role-${i}`}>
            Take role {i + 1} out
          </button>
        </p>
      )}
    </>
  );
}
