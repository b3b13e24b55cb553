import { Form } from "@remix-run/react";
import type { CycleAuditsData } from "~/routes/cycle-audits.tsx";
import type { TypedAssignment } from "~/server/assign-form.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { Checkboxes, Radios } from "../govuk/choices.tsx";
import { Input } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";

type Props = CycleAuditsData & { errors: readonly FieldError[]; typed: TypedAssignment | null };

/** Who audits in this cycle, by which rule, and who must not score what. */
export function AssignForm(props: Props) {
  const { auditors, plans, double, conflicts, isBridging, errors, typed: sent, last } = props;
  const typed = sent ?? last;
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const begun = plans.some((p) => p.audits.length > 0);
  return (
    <Details summary={begun ? "Assign what is missing" : "Assign auditors"} open={!begun || sent !== null}>
      <Form method="post" noValidate>
        <Checkboxes
          name="auditors"
          legend="Who audits in this cycle?"
          legendSize="s"
          hint={
            isBridging
              ? "Plans are shared evenly. Nobody gets a plan that they wrote, have an interest in, or scored in the first round."
              : "Plans are shared evenly. Nobody gets a plan that they wrote or have an interest in."
          }
          error={error("auditors")}
          values={typed?.auditors ?? auditors.map((a) => a.id)}
          items={auditors.map((a) => ({
            value: a.id,
            label: `${a.name}, ${a.agency.toLowerCase()}`,
            hint: a.load ? `${a.load} audits in this cycle` : undefined,
            conditional: (
              <Input
                name={`capacity-${a.id}`}
                label="At most"
                suffix="audits"
                inputMode="numeric"
                width={3}
                defaultValue={typed?.capacity[a.id] ?? ""}
                error={error(`capacity-${a.id}`)}
              />
            ),
          }))}
        />
        <Conflicts conflicts={conflicts} />
        <Radios
          name="how"
          legend="Auditors for each plan"
          legendSize="s"
          value={typed?.how ?? "two"}
          error={error("how")}
          items={[
            { value: "two", label: "Two, from different agencies" },
            {
              value: "some",
              label: "Two on some plans, one on the rest",
              hint: "Fewer than ten plans with two agencies say little about whether auditors agree",
              conditional: (
                <Input
                  name="double"
                  label="Plans scored by two agencies"
                  inputMode="numeric"
                  width={3}
                  defaultValue={typed?.double ?? double}
                  error={error("double")}
                />
              ),
            },
            { value: "one", label: "One", hint: "Agreement between auditors cannot be measured" },
            { value: "three", label: "Three, from different agencies" },
          ]}
        />
        <Input
          name="anchors"
          label="Plans that everybody scores"
          labelSize="s"
          hint={`An anchor shows each auditor beside all others. ${anchorWords(props)}`}
          inputMode="numeric"
          width={3}
          defaultValue={typed?.anchors ?? (props.anchor ? "1" : "")}
          error={error("anchors")}
        />
        <Button preventDoubleClick>Assign auditors</Button>
      </Form>
    </Details>
  );
}

/** Which plan is or would be the anchor. */
function anchorWords({ anchor, anchorPlans }: Props): string {
  if (anchorPlans.length > 0)
    return `${anchorPlans.join(", ")} ${anchorPlans.length === 1 ? "is" : "are"} it already, and ${anchorPlans.length === 1 ? "stays" : "stay"} it.`;
  if (anchor)
    return `One is proposed: ${anchor}, first by hash order among plans in which no auditor has a conflict. Leave it empty for none.`;
  return "One is enough for a start; leave it empty for none.";
}

function Conflicts({ conflicts }: Pick<CycleAuditsData, "conflicts">) {
  if (conflicts.pairs === 0) return <p>No auditor is known to have an interest in these plans.</p>;
  return (
    <Details
      summary={`${conflicts.auditors} ${conflicts.auditors === 1 ? "auditor has" : "auditors have"} an interest in some of these plans: ${conflicts.pairs} ${conflicts.pairs === 1 ? "pair is" : "pairs are"} ruled out`}
    >
      <ul className="plain-list">
        {conflicts.list.map((a) => (
          <li key={a.name}>
            {a.name}: {a.plans.join("; ")}
          </li>
        ))}
      </ul>
    </Details>
  );
}
