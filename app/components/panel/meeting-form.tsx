import { Form } from "@remix-run/react";
import type { TypedMeeting } from "~/server/meeting-form.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { FormKey } from "../form-key.tsx";
import { Button } from "../govuk/button.tsx";
import { Checkboxes } from "../govuk/choices.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { Input } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";

type Props = {
  typed: TypedMeeting;
  people: { id: string; name: string; as: string }[];
  plans: { id: string; reference: string; about: string; state: string }[];
  errors: readonly FieldError[];
  /** Of a new meeting. */
  formKey?: string;
  /** Of a meeting that is changed. */
  version?: number;
  mailed: boolean;
};

/** When, where, who and which plans. */
export function MeetingForm({ typed, people, plans, errors, formKey, version, mailed }: Props) {
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  return (
    <Form method="post" noValidate>
      {formKey && <FormKey value={formKey} />}
      {version !== undefined && <input type="hidden" name="version" value={version} />}
      <DateInput
        id="day"
        namePrefix="day"
        legend="Day"
        legendSize="s"
        error={error("day-day")}
        parts={[
          { name: "day", value: typed.day, width: 2 },
          { name: "month", value: typed.month, width: 2 },
          { name: "year", value: typed.year, width: 4 },
        ]}
      />
      <Input
        name="startsAt"
        label="Starts at"
        labelSize="s"
        hint="Like 14:00, by the clock in England"
        width={5}
        defaultValue={typed.startsAt}
        error={error("startsAt")}
      />
      <Input
        name="endsAt"
        label="Ends at"
        labelSize="s"
        width={5}
        defaultValue={typed.endsAt}
        error={error("endsAt")}
      />
      <Input
        name="place"
        label="Where"
        labelSize="s"
        hint="A room, or the address of the video call. It goes into calendars, so it names no child and no plan"
        defaultValue={typed.place}
        error={error("place")}
      />
      <Checkboxes
        name="people"
        legend="Who is asked?"
        legendSize="s"
        hint={
          mailed
            ? "Each gets a mail with the meeting for their calendar, and sees it on their first page."
            : "Each sees it on their first page, with a file for their calendar. No mail server is set, so nobody gets a mail."
        }
        error={error("people")}
        values={typed.people}
        items={people.map((p) => ({ value: p.id, label: `${p.name}, ${p.as}` }))}
      />
      <Details summary="Choose plans for this meeting (optional)" open={typed.plans.length > 0 || undefined}>
        {plans.length === 0 ? (
          <p>No plan waits for moderation.</p>
        ) : (
          <Checkboxes
            name="plans"
            legend="Which plans are to be on the table?"
            legendSize="s"
            hint="Choose none, and the panel takes what is ready. Plans stand nowhere outside this product."
            small
            values={typed.plans}
            items={plans.map((p) => ({ value: p.id, label: `${p.reference}, ${p.about}`, hint: p.state }))}
          />
        )}
      </Details>
      <Button preventDoubleClick>{version === undefined ? "Plan the meeting" : "Change the meeting"}</Button>
    </Form>
  );
}
