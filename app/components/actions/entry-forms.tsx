import { Form } from "@remix-run/react";
import { RESPONSE_LABELS, RESPONSES } from "#audits/actions/entries.ts";
import { type Agency, AGENCY_LABELS } from "#audits/vocabulary.ts";
import { FormKey } from "../form-key.tsx";
import { Button } from "../govuk/button.tsx";
import { Radios } from "../govuk/choices.tsx";
import { Input, Textarea } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";

type EntryFormsProps = {
  formKey: string;
  mayAddEvidence: boolean;
  respondFor: Agency[];
  refused: { intent: string; typed: Record<string, string>; error: (field: string) => string | undefined } | null;
};

/** Comment, evidence, response of a service: one small form each, open where it was refused. */
export function EntryForms({ formKey, mayAddEvidence, respondFor, refused }: EntryFormsProps) {
  const of = (kind: string) => {
    const own = refused?.intent === kind ? refused : null;
    return { open: own !== null, typed: own?.typed ?? {}, error: (field: string) => own?.error(`${kind}-${field}`) };
  };
  const [comment, evidence, response] = [of("comment"), of("evidence"), of("response")];
  const services = respondFor.map((agency) => AGENCY_LABELS[agency]).join(" and ");
  return (
    <div className="no-print">
      {respondFor.length > 0 && (
        <Details summary={`Respond for ${services.toLowerCase()}`} open={response.open || undefined}>
          <Form method="post" noValidate>
            <FormKey value={formKey} />
            <input type="hidden" name="intent" value="response" />
            {respondFor.length > 1 && (
              <Radios
                name="response-agency"
                legend="For which service?"
                value={response.typed["response-agency"]}
                error={response.error("agency")}
                items={respondFor.map((value) => ({ value, label: AGENCY_LABELS[value] }))}
              />
            )}
            <Radios
              name="response-response"
              legend="What can your service do?"
              value={response.typed["response-response"]}
              error={response.error("response")}
              items={RESPONSES.map((value) => ({ value, label: RESPONSE_LABELS[value] }))}
            />
            <Textarea
              name="response-words"
              label="In your words"
              hint="What you will do and by when, or why not. Name no child."
              rows={3}
              defaultValue={response.typed["response-words"]}
              error={response.error("words")}
            />
            <Button preventDoubleClick>Send the response</Button>
          </Form>
        </Details>
      )}
      {mayAddEvidence && (
        <Details summary="Add evidence" open={evidence.open || undefined}>
          <Form method="post" noValidate>
            <FormKey value={formKey} />
            <input type="hidden" name="intent" value="evidence" />
            <Textarea
              name="evidence-words"
              label="What shows that it was done?"
              hint="For example, Advice template, version 2, in use in all four services since 1 July. Name no child."
              rows={2}
              defaultValue={evidence.typed["evidence-words"]}
              error={evidence.error("words")}
            />
            <Input
              name="evidence-link"
              label="Where it lies (optional)"
              hint="An address that begins with https://"
              type="url"
              spellCheck={false}
              defaultValue={evidence.typed["evidence-link"]}
              error={evidence.error("link")}
            />
            <Button preventDoubleClick>Add the evidence</Button>
          </Form>
        </Details>
      )}
      <Details summary="Write a comment" open={comment.open || undefined}>
        <Form method="post" noValidate>
          <FormKey value={formKey} />
          <input type="hidden" name="intent" value="comment" />
          <Textarea
            name="comment-words"
            label="Comment"
            hint="Everybody who sees this action reads it. Name no child."
            rows={3}
            defaultValue={comment.typed["comment-words"]}
            error={comment.error("words")}
          />
          <Button variant="secondary" preventDoubleClick>
            Write the comment
          </Button>
        </Form>
      </Details>
    </div>
  );
}
