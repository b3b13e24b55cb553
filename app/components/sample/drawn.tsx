import { Form, Link } from "@remix-run/react";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { Checkboxes } from "~/components/govuk/choices.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import type { SampleData } from "~/routes/cycle-sample.tsx";
import type { FieldError } from "~/server/validate.ts";

/** `typed` is the reason of a plan that could not be taken out. */
type Props = SampleData & { errors: readonly FieldError[]; typed: string };

/** The drawn sample, its record, and the way to replace a plan that cannot be audited. */
export function Drawn({ drawn, draws, open, cycleId, errors, typed }: Props) {
  if (!drawn) return <p className="lead">No sample was drawn in this cycle.</p>;
  const why = new Map(drawn.chosen.map((c) => [c.id, c.reason]));
  const left = new Map(drawn.reserves.map((r) => [r.stratum, r.left]));
  const canLeave = drawn.plans.some((p) => p.leaving.ok);
  const replaceForm = (p: (typeof drawn.plans)[number]) => (
    <Details
      key={p.id}
      summary={
        <>
          Take out<span className="govuk-visually-hidden"> {p.reference}</span>
        </>
      }
      open={errors.some((e) => e.field === `replace-${p.id}`) || undefined}
    >
      <Form method="post" id={`replace-${p.id}`}>
        <input type="hidden" name="intent" value="replace" />
        <input type="hidden" name="sampledId" value={p.id} />
        <Input
          name="reason"
          id={`reason-${p.id}`}
          label={`Why can ${p.reference} not be audited?`}
          hint={
            p.leaving.ok && p.leaving.reserve
              ? `It is kept in the trail, so name nobody. ${left.get(p.stratum) ?? 0} reserves are left in ${p.stratum}`
              : "It is kept in the trail, so name nobody"
          }
          defaultValue={errors.some((e) => e.field === `replace-${p.id}`) ? typed : undefined}
          error={errors.find((e) => e.field === `replace-${p.id}`)?.sentence}
        />
        {!(p.leaving.ok && p.leaving.reserve && left.get(p.stratum)) && (
          <Checkboxes
            name="unreplaced"
            id={`unreplaced-${p.id}`}
            small
            items={[
              {
                value: "yes",
                label:
                  p.leaving.ok && p.leaving.reserve
                    ? `Go on without it: no reserve is left in ${p.stratum}`
                    : "Go on without it: it is too late to audit another plan",
              },
            ]}
          />
        )}
        <p className="soft">
          What auditors wrote on it is kept and is not counted. A reserve goes to the same auditors, who begin it from
          nothing.
        </p>
        <Button variant="secondary" preventDoubleClick>
          Take {p.reference} out of the sample
        </Button>
      </Form>
    </Details>
  );
  return (
    <>
      <p className="lead">{drawn.method}</p>
      <p>
        <a className="govuk-link" href={`/cycles/${cycleId}/sample.txt`}>
          Download the record and how to check it
        </a>
      </p>
      {open && (
        <p>
          <LinkButton href={`/cycles/${cycleId}/audits`}>Assign auditors to these plans</LinkButton>
        </p>
      )}
      <Table
        caption={`${drawn.plans.length} plans in the sample`}
        captionSize="s"
        firstCellIsHeader
        phoneList
        head={["Plan", "About", why.size ? "Why" : "Group", ...(canLeave ? ["Cannot be audited?"] : [])]}
        rows={drawn.plans.map((p) => [
          <span className="nowrap" key="reference">
            {p.reference}
          </span>,
          p.about,
          why.get(p.reference) ?? p.stratum,
          ...(canLeave ? [p.leaving.ok ? replaceForm(p) : "Signed off"] : []),
        ])}
      />
      {drawn.departures.length > 0 && (
        <Table
          caption={
            drawn.departures.length === 1
              ? "1 plan left the sample"
              : `${drawn.departures.length} plans left the sample`
          }
          captionSize="s"
          firstCellIsHeader
          phoneList
          head={["Plan", "Group", "When", "Why", "In its place"]}
          rows={drawn.departures.map((d) => [
            d.reference,
            d.stratum,
            d.at ?? "–",
            d.reason,
            d.by ?? (d.at ? "Nothing: the sample is one plan smaller" : "The next reserve"),
          ])}
        />
      )}
      {drawn.excluded.length > 0 && (
        <Details summary={`${drawn.excluded.length} left out before the draw, and why`}>
          <ul className="plain-list">
            {drawn.excluded.map((e) => (
              <li key={e.id}>
                {e.id}: {e.reason}
              </li>
            ))}
          </ul>
        </Details>
      )}
      <h2 className="section">Draws</h2>
      <Table
        caption="Every draw of this cycle"
        captionSize="hidden"
        phoneList
        head={["Draw", "When", "Who", "Plans", "Why again", "Holds"]}
        rows={draws.map((d) => [
          d.number,
          d.at,
          d.by,
          { content: d.size, numeric: true },
          d.reason || "–",
          d.holds ? "Yes" : "No, replaced",
        ])}
      />
      {open && (
        <p>
          <Link className="govuk-link" to="?again=yes">
            Draw again, with a reason
          </Link>
        </p>
      )}
    </>
  );
}
