import { Form } from "@remix-run/react";
import type { AskedShown } from "~/server/room/visit.server.ts";
import { FormKey } from "../form-key.tsx";
import { Button } from "../govuk/button.tsx";
import { Textarea } from "../govuk/inputs.tsx";

/** Questions and their answers, first to last. */
export function Asked({ asked }: { asked: AskedShown }) {
  return (
    <ol className="plain-list room-asked">
      {asked.map((q) => (
        <li key={q.id}>
          <p className="room-asked__words">{q.words}</p>
          <p className="note-text">
            {q.by}, {q.at}
            {q.about && `, about ${q.about}`}
          </p>
          {q.answer ? (
            <div className="room-asked__answer">
              <p className="room-asked__words">{q.answer}</p>
              <p className="note-text">
                Answered by {q.answeredBy}, {q.answeredAt}
              </p>
            </div>
          ) : (
            <p className="note-text">Not answered yet.</p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The form of a question; a preview shows it and sends nothing. */
export function AskForm({
  title,
  formKey,
  error,
  typed,
  asked,
}: {
  title: string;
  formKey: string;
  error?: string;
  typed?: string;
  asked: AskedShown;
}) {
  return (
    <section className="room-ask" id="asked" aria-labelledby="ask-title">
      <h2 className="part" id="ask-title">
        {title}
      </h2>
      {asked.length > 0 && <Asked asked={asked} />}
      <Form method="post" noValidate>
        <FormKey value={formKey} />
        <Textarea
          name="question"
          label="Your question"
          hint="It goes to the quality lead, who is reminded of it every working day. Name no child."
          rows={3}
          defaultValue={typed}
          error={error}
        />
        <Button variant="secondary" preventDoubleClick>
          Send question
        </Button>
      </Form>
    </section>
  );
}
