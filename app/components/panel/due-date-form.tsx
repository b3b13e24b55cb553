import { Form } from "@remix-run/react";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { Input } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";

/** Moves the day on which audits are due. */
export function DueDateForm({ day, errors }: { day: string; errors: readonly FieldError[] }) {
  const error = errors.find((e) => e.field === "due-day")?.sentence;
  const [y, m, d] = day.split("-");
  return (
    <Details summary="Move the day on which audits are due" open={error ? true : undefined}>
      <Form method="post" noValidate>
        <input type="hidden" name="intent" value="due" />
        <DateInput
          id="due"
          namePrefix="due"
          legend="Audits are due"
          legendSize="s"
          hint="For every audit that is not submitted. The day closes nothing: answers are taken until you close scoring."
          error={error}
          parts={[
            { name: "day", value: Number(d), width: 2 },
            { name: "month", value: Number(m), width: 2 },
            { name: "year", value: y, width: 4 },
          ]}
        />
        <Input
          name="reason"
          id="due-reason"
          label="Why? It is kept in the trail, so name nobody"
          defaultValue={errors.find((e) => e.field === "due-day")?.typed}
        />
        <Button variant="secondary" preventDoubleClick>
          Move the day
        </Button>
      </Form>
    </Details>
  );
}
