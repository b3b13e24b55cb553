import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { answerByCall, callOf, declineCall } from "#db/family-answers.ts";
import { Questions } from "~/components/family/questions.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { InsetText } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { answersFrom, type TypedAnswers } from "~/server/family.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "family.call");
  const call = await callOf(store().db, actor, params.experienceId ?? "", now());
  if (!call) throw notFound();
  if (call.state !== "open") throw redirect("/family-calls");
  const { reference } = call.snapshot;
  await noteView(actor, { kind: "family_call", id: call.row.id }, `the call script for the family of ${reference}`);
  return {
    reference,
    caller: actor.name,
    until: dayWords(call.row.openUntil),
    questionnaire: call.row.questionnaire,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "family.call");
  const id = params.experienceId ?? "";
  const call = await callOf(store().db, actor, id, now());
  if (!call) throw notFound();
  const fields = await readForm(request);
  const { typed, given } = answersFrom(fields, call.row.questionnaire);
  const refuse = (errors: FieldError[], shown: TypedAnswers, status: number) =>
    data({ errors, typed: shown }, { status });
  const result =
    fields.text("intent") === "decline"
      ? await declineCall(store(), actor, id, now())
      : await answerByCall(store(), actor, id, given, now());
  if (result.ok) return redirect("/family-calls?done=yes");
  if (result.why === "problems") return refuse(result.problems, typed, 400);
  if (result.why === "over")
    return refuse(
      [{ field: "words", sentence: "This call is answered, taken back or too late. Nothing was kept" }],
      typed,
      409,
    );
  throw notFound();
}

export default function FamilyCall() {
  const { reference, caller, until, questionnaire } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/family-calls">Calls to families</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={`Call until ${until}`}>Call the family of {reference}</PageTitle>
      <p className="lead">
        Read out what is in the boxes, and tick what the family says. Explain nothing that is not there.
      </p>
      <InsetText>
        “Hello, my name is {caller}. {questionnaire.opening} Is now a good time?”
      </InsetText>
      <p>
        If they would rather not, thank them and press the second button at the end. If they tell you of a child in
        danger, stop, and raise an{" "}
        <a className="govuk-link" href="/urgent-concern">
          urgent concern
        </a>
        .
      </p>
      <Form method="post" noValidate>
        <Questions
          questionnaire={questionnaire}
          typed={sent?.typed ?? null}
          errors={sent?.errors ?? []}
          reader="caller"
        />
        <InsetText>“{questionnaire.thanks}”</InsetText>
        <div className="button-row">
          <Button name="intent" value="keep" preventDoubleClick>
            Keep what the family said
          </Button>
          <Button name="intent" value="decline" variant="secondary" preventDoubleClick>
            They would rather not answer
          </Button>
        </div>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) =>
  page ? `Call the family of ${page.reference}` : "Call a family",
);
