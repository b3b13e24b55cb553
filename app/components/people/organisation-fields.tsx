import { AGENCIES, AGENCY_LABELS } from "#audits/vocabulary.ts";
import type { FieldError } from "~/server/validate.ts";
import { Input, Select } from "../govuk/inputs.tsx";

/** What an organisation is called, and the agency that it stands for by default. */
export function OrganisationFields({
  typed,
  errors,
}: {
  typed?: { name: string; agency: string };
  errors: readonly FieldError[];
}) {
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  return (
    <>
      <Input name="name" label="Name of the organisation" width={30} defaultValue={typed?.name} error={error("name")} />
      <Select
        name="agency"
        label="Agency"
        hint="Choose none for an organisation that does not take part in audits, such as an inspectorate."
        options={[
          { value: "", text: "None" },
          ...AGENCIES.map((agency) => ({ value: agency, text: AGENCY_LABELS[agency] })),
        ]}
        defaultValue={typed?.agency}
      />
    </>
  );
}
