import { Form } from "@remix-run/react";
import type { ApprovalsView } from "~/server/rubric-approvals.server.ts";
import { Button } from "../govuk/button.tsx";
import { Radios } from "../govuk/choices.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { Input, Select } from "../govuk/inputs.tsx";
import { Table } from "../govuk/table.tsx";

/** Which partners agree to this very text, and the form that records what one of them says. */
export function Approvals({
  view,
  typed,
  error,
}: {
  view: ApprovalsView;
  typed: Record<string, string>;
  error: (field: string) => string | undefined;
}) {
  return (
    <>
      <p className="lead">{view.words}</p>
      {view.approvals.length > 0 && (
        <Table
          caption="Partners who agree"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Partner", "Confirmed by", "On", "Recorded"]}
          rows={view.approvals.map((a) => [a.organisation, a.confirmedBy, a.on, a.recorded])}
        />
      )}
      {view.mayRecord && (
        <>
          <h2 className="section">Record what a partner says</h2>
          <Form method="post" noValidate>
            <Select
              name="organisationId"
              label="Partner"
              labelSize="s"
              error={error("organisationId")}
              defaultValue={typed.organisationId ?? ""}
              options={[
                { value: "", text: "Choose a partner" },
                ...view.organisations.map((o) => ({ value: o.id, text: o.name })),
              ]}
            />
            <Input
              name="confirmedBy"
              label="Who confirmed the weights on behalf of the partner"
              labelSize="s"
              hint="Name and role. For example, Ngozi Barrett, designated clinical officer"
              error={error("confirmedBy")}
              defaultValue={typed.confirmedBy}
            />
            <DateInput
              id="confirmedOn"
              namePrefix="confirmedOn"
              legend="On which day"
              legendSize="s"
              error={error("confirmedOn-day")}
              parts={[
                { name: "day", value: typed["confirmedOn-day"], width: 2 },
                { name: "month", value: typed["confirmedOn-month"], width: 2 },
                { name: "year", value: typed["confirmedOn-year"], width: 4 },
              ]}
            />
            <Radios
              name="agreed"
              legend="What they say"
              legendSize="s"
              error={error("agreed")}
              value={typed.agreed}
              items={[
                { value: "yes", label: "They agree to the weights and limits" },
                { value: "no", label: "They do not agree any more" },
              ]}
            />
            <Button preventDoubleClick>Record it</Button>
          </Form>
        </>
      )}
    </>
  );
}
