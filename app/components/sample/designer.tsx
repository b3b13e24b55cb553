import { Form } from "@remix-run/react";
import { ATTRIBUTE_KEYS, ATTRIBUTES, GROUP_KEYS, GROUPS } from "#audits/panel/sample-frame.ts";
import { SAMPLE_SIZE_GUIDANCE } from "#audits/sampling/size.ts";
import type { DesignView } from "~/server/sample-design.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { Checkboxes, Radios } from "../govuk/choices.tsx";
import { DateInput } from "../govuk/date-input.tsx";
import { Input, Select, Textarea } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";
import { Outlook } from "./outlook.tsx";

type Props = Omit<DesignView, "errors"> & { errors: readonly FieldError[]; again: boolean; reason: string };

/** Choices on the left, what they let an area say on the right; the draw at the end is recorded. */
export function Designer(props: Props) {
  const { design, text, attributes, plan, sizes, again } = props;
  const error = (field: string) => props.errors.find((e) => e.field === field)?.sentence;
  const narrowed = attributes.some((a) => a.wanted.length) || design.filter.groups.length || dated(design.filter);
  const leaves = design.leaveOut.named.length > 0 || design.leaveOut.auditedWithinMonths !== null;
  return (
    <div className="two-columns">
      <Form method="post" id="design" className="column-narrow" preventScrollReset noValidate>
        <input type="hidden" name="seen" value={props.seen} />
        <h2 className="part">1. Which plans could be drawn</h2>
        <p id="frame">{frameWords(props.active, plan)}</p>
        <Details summary="Only some plans" open={narrowed ? true : undefined}>
          {attributes.map((a) => (
            <Details
              key={a.key}
              summary={`${a.label}: ${a.wanted.length ? `${a.wanted.length} of ${a.values.length}` : "all"}`}
              open={a.wanted.length ? true : undefined}
            >
              <Checkboxes
                name={`only-${a.key}`}
                small
                legend={a.label}
                legendSize="hidden"
                hint="None ticked means all"
                values={a.wanted}
                items={a.values.map((v) => ({ value: v.value, label: `${v.label} (${n(v.plans)})` }))}
              />
            </Details>
          ))}
          <Checkboxes
            name="groups"
            small
            legend="Only plans of"
            legendSize="s"
            values={design.filter.groups}
            items={GROUP_KEYS.map((group) => ({ value: group, label: GROUPS[group] }))}
          />
          <PlanDay
            name="planFrom"
            legend="Plans dated from"
            day={design.filter.planFrom}
            error={error("planFrom-day")}
          />
          <PlanDay name="planTo" legend="Plans dated up to" day={design.filter.planTo} error={error("planTo-day")} />
        </Details>
        <Checkboxes
          name="tribunal"
          small
          values={design.leaveOut.tribunal ? ["out"] : []}
          items={[
            {
              value: "out",
              label: "Leave out plans in a live tribunal",
              hint: "Each is listed with the reason in the record of the draw",
            },
          ]}
        />
        <Details summary="Leave out more plans" open={leaves || error("named") || error("months") ? true : undefined}>
          <Input
            name="months"
            label="Audited in the last"
            suffix="months"
            inputMode="numeric"
            width={3}
            defaultValue={design.leaveOut.auditedWithinMonths ?? ""}
            error={error("months")}
          />
          <Textarea
            name="named"
            label="Plans to leave out"
            hint="One a line with its reason, such as C-0417: plan is being amended. Name nobody"
            rows={3}
            defaultValue={text.named}
            error={error("named")}
          />
        </Details>
        {plan && plan.excluded.length > 0 && (
          <Details summary={`See the ${n(plan.excluded.length)} left out`}>
            <ul className="plain-list">
              {plan.excluded.slice(0, MOST_LISTED).map((e) => (
                <li key={e.id}>
                  {e.id}: {e.reason}
                </li>
              ))}
            </ul>
            {plan.excluded.length > MOST_LISTED && <p>The record of the draw lists them all.</p>}
          </Details>
        )}
        <h2 className="part">2. How to draw</h2>
        <Radios
          name="kind"
          legend="How to draw"
          legendSize="hidden"
          small
          value={design.kind}
          items={[
            {
              value: "random",
              label: "Random",
              hint: "Chance decides, so that shares say something about all plans of the list",
              conditional: (
                <>
                  <Select
                    name="by"
                    label="Within groups of"
                    options={[
                      { value: "", text: "No groups: every plan has the same chance" },
                      ...ATTRIBUTE_KEYS.map((key) => ({ value: key, text: ATTRIBUTES[key] })),
                    ]}
                    defaultValue={design.stratifyBy ?? ""}
                  />
                  <Input
                    name="minimum"
                    label="At least, in each group"
                    hint="Shares follow the caseload. 0 leaves it at that"
                    inputMode="numeric"
                    width={3}
                    defaultValue={design.minimum}
                    error={error("minimum")}
                  />
                  <Input
                    name="size"
                    label="Plans to audit"
                    inputMode="numeric"
                    width={4}
                    defaultValue={design.size ?? ""}
                    error={error("size")}
                  />
                </>
              ),
            },
            {
              value: "chosen",
              label: "Chosen for a reason",
              hint: "For learning only: never mixed with random plans in a percentage",
              conditional: (
                <Textarea
                  name="chosen"
                  label="Which plans"
                  hint="One a line with its reason, such as C-0417: complaint about section F. Name nobody"
                  rows={5}
                  defaultValue={text.chosen}
                  error={error("chosen")}
                />
              ),
            },
            { value: "census", label: "Every plan", hint: "For a short list: nothing is estimated" },
          ]}
        />
        {sizes.length > 0 && (
          <Table
            caption="How many are enough?"
            captionSize="s"
            head={[{ content: "Plans", numeric: true }, "True figure within"]}
            rows={sizes.map((s) => ({
              cells: [{ content: n(s.plans), numeric: true }, `±${s.margin} points`],
              tone: plan && plan.size >= s.plans && isBest(sizes, s, plan.size) ? ("chosen" as const) : undefined,
            }))}
          />
        )}
        <Details summary="What the sizes mean">
          <p>{SAMPLE_SIZE_GUIDANCE}</p>
        </Details>
        <Button variant="secondary" name="intent" value="look">
          Update
        </Button>
      </Form>

      <div className="column-wide">
        {plan ? <Outlook {...props} plan={plan} /> : <p className="lead">Correct the choices, then press Update.</p>}
        {plan && (
          <div className="ruled" id="draw">
            <h2 className="section">{DRAW_TITLES[plan.kind]}</h2>
            {plan.kind === "random" && (
              <p>
                The draw is fixed by the seed <strong>{props.seed}</strong>, set on {props.seedFixedAt} before the case
                list was read. Anyone can repeat it. A plan that cannot be audited is replaced by the next in line, with
                a reason.
              </p>
            )}
            {again && (
              <Input
                name="reason"
                form="design"
                label="Why is the sample drawn again?"
                hint="Kept with the record, and printed in the report"
                defaultValue={props.reason}
                error={error("reason")}
              />
            )}
            <Button form="design" name="intent" value="draw" preventDoubleClick>
              {plan.kind === "chosen" ? "Take" : "Draw"} {n(plan.size)} {plan.size === 1 ? "plan" : "plans"}
            </Button>
            <p className="note-text">This is recorded. Drawing again leaves a trace.</p>
          </div>
        )}
      </div>
    </div>
  );
}

const n = (value: number) => value.toLocaleString("en-GB");
const MOST_LISTED = 50;
const DRAW_TITLES = { random: "Draw the sample", chosen: "Take the chosen plans", census: "Take every plan" } as const;

const dated = ({ planFrom, planTo }: { planFrom: string | null; planTo: string | null }) => planFrom || planTo;

/** The most precise row that the size of the sample reaches. */
const isBest = (sizes: Props["sizes"], row: Props["sizes"][number], size: number) =>
  row.margin === Math.min(...sizes.filter((s) => size >= s.plans).map((s) => s.margin));

function frameWords(active: number, plan: Props["plan"]): string {
  if (!plan) return `${n(active)} active plans.`;
  const parts = [`${n(active)} active plans`];
  if (plan.outside > 0) parts.push(`${n(plan.outside)} of another kind`);
  if (plan.excluded.length > 0) parts.push(`${n(plan.excluded.length)} left out`);
  return `${parts.join(", ")}: ${n(plan.frame)} left to draw from.`;
}

function PlanDay({ name, legend, day, error }: { name: string; legend: string; day: string | null; error?: string }) {
  const [year, month, date] = day?.split("-") ?? [];
  return (
    <DateInput
      id={name}
      namePrefix={name}
      legend={legend}
      legendSize="s"
      error={error}
      parts={[
        { name: "day", value: date },
        { name: "month", value: month },
        { name: "year", value: year },
      ]}
    />
  );
}
