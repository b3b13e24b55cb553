import { Form, Link } from "@remix-run/react";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import type { SampleData } from "~/routes/cycle-sample.tsx";
import type { FieldError } from "~/server/validate.ts";

/** The drawn sample, its record, and the way to replace a plan that cannot be audited. */
export function Drawn({ drawn, draws, open, cycleId, errors }: SampleData & { errors: readonly FieldError[] }) {
  if (!drawn) return <p className="lead">No sample was drawn in this cycle.</p>;
  const why = new Map(drawn.chosen.map((c) => [c.id, c.reason]));
  const left = new Map(drawn.reserves.map((r) => [r.stratum, r.left]));
  const replaceForm = (p: (typeof drawn.plans)[number]) => (
    <Details key={p.id} summary="Replace" open={errors.some((e) => e.field === `replace-${p.id}`) || undefined}>
      <Form method="post" id={`replace-${p.id}`}>
        <input type="hidden" name="intent" value="replace" />
        <input type="hidden" name="sampledId" value={p.id} />
        <Input
          name="reason"
          id={`reason-${p.id}`}
          label={`Why can ${p.reference} not be audited?`}
          hint={`${left.get(p.stratum) ?? 0} reserves are left in ${p.stratum}`}
          error={errors.find((e) => e.field === `replace-${p.id}`)?.sentence}
        />
        <Button variant="secondary" preventDoubleClick>
          Replace {p.reference}
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
        head={["Plan", "About", why.size ? "Why" : "Group", ...(open ? ["Cannot be audited?"] : [])]}
        rows={drawn.plans.map((p) => [
          <span className="nowrap" key="reference">
            {p.reference}
          </span>,
          p.about,
          why.get(p.reference) ?? p.stratum,
          ...(open ? [replaceForm(p)] : []),
        ])}
      />
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
