import { Form, Link } from "@remix-run/react";
import type { CycleAuditsData } from "~/routes/cycle-audits.tsx";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { Input } from "../govuk/inputs.tsx";
import { Details, Tag } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";

type Props = Pick<CycleAuditsData, "people" | "mayAssign" | "scoring"> & { errors: readonly FieldError[] };
type Person = CycleAuditsData["people"][number];

/** How far each auditor is, and what to do when one cannot go on. Counts, never levels. */
export function AuditorTable({ people, mayAssign, scoring, errors }: Props) {
  return (
    <>
      <Table
        caption="Auditors"
        captionSize="s"
        firstCellIsHeader
        phoneList
        head={[
          "Auditor",
          ...["Given", "In", "Begun", "Late"].map((content) => ({ content, numeric: true })),
          ...(mayAssign ? ["Cannot go on?"] : []),
        ]}
        rows={people.map((p) => [
          <>
            {p.name}, {p.agency.toLowerCase()} {p.left && <Tag tone="worry">Has left</Tag>}
          </>,
          { content: p.given, numeric: true },
          { content: p.submitted, numeric: true },
          { content: p.begun, numeric: true },
          { content: p.late || "–", numeric: true },
          ...(mayAssign ? [p.submitted < p.given ? <Release key={p.id} person={p} errors={errors} /> : ""] : []),
        ])}
      />
      {scoring && (
        <p>
          <Link className="govuk-link" to="/reminders">
            Reminders: who was reminded when, and remind those who have not begun
          </Link>
        </p>
      )}
    </>
  );
}

function Release({ person, errors }: { person: Person; errors: readonly FieldError[] }) {
  const error = errors.find((e) => e.field === `release-${person.id}`)?.sentence;
  const open = person.given - person.submitted;
  const audits = open === 1 ? "1 audit" : `${open} audits`;
  return (
    <Details
      summary={
        <>
          Give {audits} to others<span className="govuk-visually-hidden"> in place of {person.name}</span>
        </>
      }
      open={error ? true : undefined}
    >
      <Form method="post" id={`release-${person.id}`}>
        <input type="hidden" name="intent" value="release" />
        <input type="hidden" name="auditorId" value={person.id} />
        <p>
          Auditors of this cycle get them, without conflicts and evenly. They begin from nothing; what {person.name}{" "}
          wrote is kept apart, is not counted and is shown to nobody. Submitted audits stay.
        </p>
        <Input
          name="reason"
          id={`release-why-${person.id}`}
          label="Why? It is kept in the trail, so name nobody"
          error={error}
          defaultValue={errors.find((e) => e.field === `release-${person.id}`)?.typed}
        />
        <Button variant="secondary" preventDoubleClick>
          Give {audits} to others
        </Button>
      </Form>
    </Details>
  );
}
