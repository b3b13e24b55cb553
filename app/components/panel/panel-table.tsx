import { Form } from "@remix-run/react";
import type { CycleAuditsData } from "~/routes/cycle-audits.tsx";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { Input, Select } from "../govuk/inputs.tsx";
import { Details, Tag } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";

type Props = Pick<CycleAuditsData, "plans" | "auditors" | "mayAssign" | "scoring"> & { errors: readonly FieldError[] };
type Plan = CycleAuditsData["plans"][number];
type Audit = Plan["audits"][number];

const TONES = { assigned: "neutral", in_progress: "amber", submitted: "teal", withdrawn: "worry" } as const;

/** Every plan with its audits, and what the quality lead can do to each: give it to somebody else, or reopen it. */
export function PanelTable({ plans, auditors, mayAssign, scoring, errors }: Props) {
  const live = (p: Plan) => p.audits.filter((a) => a.status !== "withdrawn").length;
  return (
    <Table
      caption="Plans and their audits"
      captionSize="s"
      firstCellIsHeader
      phoneList
      head={["Plan", "About", "Audits"]}
      rows={plans.map((p) => [
        p.reference,
        p.about,
        p.audits.length === 0 ? (
          "Nobody yet"
        ) : (
          <ul className="plain-list" key={p.id}>
            {p.audits.map((a) => (
              <li key={a.id}>
                {a.auditor}, {a.agency.toLowerCase()} <Tag tone={TONES[a.status]}>{a.label}</Tag>
                {a.submitted ? ` ${a.submitted}` : ""}
                {scoring && a.status === "submitted" && <Reopen plan={p} audit={a} errors={errors} />}
                {mayAssign && (a.status === "assigned" || a.status === "in_progress") && (
                  <Reassign plan={p} audit={a} auditors={auditors} errors={errors} mayGoOn={scoring && live(p) > 1} />
                )}
              </li>
            ))}
          </ul>
        ),
      ])}
    />
  );
}

type RowProps = { plan: Plan; audit: Audit; errors: readonly FieldError[] };
const whose = ({ plan, audit }: Pick<RowProps, "plan" | "audit">) => (
  <span className="govuk-visually-hidden">
    {" "}
    the audit of {plan.reference} by {audit.auditor}
  </span>
);

function Reopen({ plan, audit, errors }: RowProps) {
  const error = errors.find((e) => e.field === `reopen-${audit.id}`)?.sentence;
  return (
    <Details summary={<>Reopen{whose({ plan, audit })}</>} open={error ? true : undefined}>
      <Form method="post" id={`reopen-${audit.id}`}>
        <input type="hidden" name="intent" value="reopen" />
        <input type="hidden" name="auditId" value={audit.id} />
        <Input
          name="reason"
          id={`reason-${audit.id}`}
          label="Why? The auditor sees it"
          error={error}
          defaultValue={errors.find((e) => e.field === `reopen-${audit.id}`)?.typed}
        />
        <Button variant="secondary" preventDoubleClick>
          Reopen this audit
        </Button>
      </Form>
    </Details>
  );
}

/** Ends an audit that nobody waits for: the plan has others. */
function GoOnWithout({ audit, errors }: Omit<RowProps, "plan">) {
  const error = errors.find((e) => e.field === `withdraw-${audit.id}`)?.sentence;
  return (
    <Form method="post" id={`withdraw-${audit.id}`}>
      <input type="hidden" name="intent" value="withdraw" />
      <input type="hidden" name="auditId" value={audit.id} />
      <p>What {audit.auditor} wrote is kept, and is not counted. The plan has fewer auditors than planned.</p>
      <Input
        name="reason"
        id={`without-${audit.id}`}
        label="Why does nobody wait for it? It is kept in the trail, so name nobody"
        error={error}
        defaultValue={errors.find((e) => e.field === `withdraw-${audit.id}`)?.typed}
      />
      <Button variant="secondary" preventDoubleClick>
        Go on without this audit
      </Button>
    </Form>
  );
}

/** Offers who may score the plan: no conflict, and not an auditor of it already. */
function Reassign({
  plan,
  audit,
  auditors,
  errors,
  mayGoOn,
}: RowProps & Pick<Props, "auditors"> & { mayGoOn: boolean }) {
  const open = errors.some((e) => e.field === `withdraw-${audit.id}`);
  const error = errors.find((e) => e.field === `reassign-${audit.id}`)?.sentence;
  const able = auditors.filter(
    (a) => !plan.audits.some((x) => x.auditorId === a.id) && !a.conflicts.some((c) => c.planId === plan.id),
  );
  return (
    <Details
      summary={
        <>
          Give to somebody else{mayGoOn && ", or go on without"}
          {whose({ plan, audit })}
        </>
      }
      open={error || open ? true : undefined}
    >
      {able.length === 0 ? (
        <p>Nobody without a conflict is left for this plan.</p>
      ) : (
        <Form method="post" id={`reassign-${audit.id}`}>
          <input type="hidden" name="intent" value="reassign" />
          <input type="hidden" name="auditId" value={audit.id} />
          <p>What {audit.auditor} wrote is kept, is not counted, and is not shown to the new auditor.</p>
          <Select
            name="to"
            id={`to-${audit.id}`}
            label="To whom?"
            options={able.map((a) => ({ value: a.id, text: `${a.name}, ${a.agency.toLowerCase()}, ${a.load} audits` }))}
          />
          <Input
            name="reason"
            id={`why-${audit.id}`}
            label="Why? It is kept in the trail, so name nobody"
            error={error}
            defaultValue={errors.find((e) => e.field === `reassign-${audit.id}`)?.typed}
          />
          <Button variant="secondary" preventDoubleClick>
            Give {plan.reference} to somebody else
          </Button>
        </Form>
      )}
      {mayGoOn && <GoOnWithout audit={audit} errors={errors} />}
    </Details>
  );
}
