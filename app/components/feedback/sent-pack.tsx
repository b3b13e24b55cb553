import { Form } from "@remix-run/react";
import { DISPUTE_OUTCOMES, OUTCOME_LABELS } from "#audits/feedback/life.ts";
import type { LeadPackData, PackTyped } from "~/routes/feedback-review.tsx";
import type { FieldError } from "~/server/validate.ts";
import { Button } from "../govuk/button.tsx";
import { Radios } from "../govuk/choices.tsx";
import { Select, Textarea } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";
import { Exchange } from "./exchange.tsx";
import { PackView } from "./pack-view.tsx";

type Props = { page: LeadPackData; errors: readonly FieldError[]; typed: PackTyped };

/** A pack that was sent, on the lead's side: what came back first, then what was sent. */
export function SentPack({ page, errors, typed }: Props) {
  const { exchange, grades } = page;
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const silent = exchange.replies.length === 0 && exchange.disputes.length === 0;
  const open = exchange.disputes.filter((d) => !d.outcome).length;
  return (
    <>
      <h2 className="section">What came back</h2>
      {silent && <p>Nothing yet.</p>}
      {grades && (
        <Note tone="navy" title="A level of this plan was corrected">
          <p>
            As signed off, the plan’s grade is {grades.signedOff ?? "none"}. With the corrections it would be{" "}
            {grades.corrected ?? "none"}. What the panel signed off and the results of the cycle stay as they were: the
            correction stands beside them.
          </p>
        </Note>
      )}
      <Exchange
        {...exchange}
        answerTo={(dispute) => {
          const own = typed?.disputeId === dispute.id ? typed : null;
          const problem = (field: string) => (own ? error(field) : undefined);
          const id = (field: string) => (own ? field : `${field}-${dispute.id}`);
          return (
            <Form method="post" noValidate className="no-print">
              <input type="hidden" name="intent" value="answer" />
              <input type="hidden" name="disputeId" value={dispute.id} />
              <Radios
                name="outcome"
                id={id("outcome")}
                legend={`What do you decide on ${dispute.criterion}?`}
                legendSize="s"
                hint="What the panel signed off is never rewritten. A correction or a note stands beside it, with your name and the day."
                value={own?.outcome}
                error={problem("outcome")}
                items={DISPUTE_OUTCOMES.map((value) => ({
                  value,
                  label: OUTCOME_LABELS[value],
                }))}
              />
              <Select
                name="after"
                id={id("after")}
                label="If it is corrected: the level that is right"
                defaultValue={own?.after}
                error={problem("after")}
                options={[
                  { value: "", text: "Choose" },
                  ...(page.levels[dispute.criterion] ?? []).map((l) => ({ value: l.value, text: l.label })),
                ]}
              />
              <Textarea
                name="answer"
                id={id("answer")}
                label="Your answer, and what changes"
                hint="Whoever disputed the level reads it."
                rows={4}
                defaultValue={own?.answer}
                error={problem("answer")}
              />
              <Button preventDoubleClick>Answer the dispute</Button>
            </Form>
          );
        }}
      />
      {!page.resolved && (
        <Details
          summary="Resolve this pack"
          open={error("resolution") || (exchange.replies.length > 0 && open === 0) ? true : undefined}
        >
          <Form method="post" noValidate>
            <input type="hidden" name="intent" value="resolve" />
            <Textarea
              name="resolution"
              label="How did it end?"
              hint="Such as: section F was amended and re-issued; the service changes its template from January."
              rows={3}
              defaultValue={typed?.resolution}
              error={error("resolution")}
            />
            <Button variant="secondary" preventDoubleClick>
              Resolve the pack
            </Button>
          </Form>
        </Details>
      )}
      <h2 className="section">What was sent</h2>
      <PackView content={page.content} scales={page.scales} sections={page.sections} after={page.after} />
    </>
  );
}
