import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { problemInReason } from "#audits/panel/reason.ts";
import { handBack } from "#db/assignments.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { caseHead, pathsOf, requireSheet } from "~/server/score-sheet.server.ts";
import { forbidden, requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

/** Why an auditor must not score a plan. The words are kept in the trail. */
const CONFLICTS = {
  plan: "I wrote, approved or advised on this plan",
  family: "I know the child or the family",
  other: "Another reason",
} as const;
const LONGEST = 500;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  await noteView(
    actor,
    { kind: "audit", id: sheet.audit.id },
    `the score sheet of ${sheet.sampled.snapshot.reference}`,
  );
  if (sheet.audit.status === "submitted") throw redirect(pathsOf(sheet.audit.id).check);
  const { reference, words, scored } = caseHead(sheet);
  return { reference, words, scored, conflicts: Object.entries(CONFLICTS).map(([value, label]) => ({ value, label })) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  const fields = await readForm(request);
  const conflict = fields.text("conflict");
  const words = fields.text("words");
  const errors = errorsIn(conflict, words);
  if (errors.length) return data({ errors, conflict, words }, { status: 400 });
  const label = CONFLICTS[conflict as keyof typeof CONFLICTS];
  const verdict = await handBack(store(), actor, sheet.audit.id, words ? `${label}: ${words}` : label, now());
  if (!verdict.ok) throw forbidden(verdict.sentence);
  return redirect(`/my-audits?handed-back=${sheet.audit.id}`);
}

function errorsIn(conflict: string, words: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!Object.hasOwn(CONFLICTS, conflict))
    errors.push({ field: "conflict", sentence: "Select why you hand the plan back" });
  const problem = problemInReason(words, conflict === "other" ? "Enter your reason" : null, LONGEST);
  if (problem) errors.push({ field: "words", sentence: problem });
  return errors;
}

export default function HandBack() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/my-audits">Back to my audits</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={`${page.reference}, ${page.words}`}>Hand back {page.reference}</PageTitle>
      <p className="lead">Auditors do not score plans they advised on, or children they know.</p>
      <p>
        The quality lead gives the plan to another auditor.{" "}
        {page.scored > 0 &&
          `What you wrote on ${page.scored} criteria is kept, is not counted, and is not shown to them.`}
      </p>
      <Form method="post" noValidate>
        <Radios
          name="conflict"
          legend="Why do you hand it back?"
          legendSize="m"
          value={sent?.conflict}
          error={error("conflict")}
          items={page.conflicts}
        />
        <Textarea
          name="words"
          label="Anything the quality lead should know"
          labelSize="s"
          hint="Needed if you choose another reason. It is kept in the trail, so name nobody."
          rows={3}
          defaultValue={sent?.words}
          error={error("words")}
        />
        <div className="button-row">
          <Button variant="warning" preventDoubleClick>
            Hand back {page.reference}
          </Button>
          <a className="govuk-link" href="/my-audits">
            Keep the plan
          </a>
        </div>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Hand back ${page.reference}` : "Hand back a plan"), {
  plan: (d) => d.reference,
});
