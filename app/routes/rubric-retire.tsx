import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { problemInReason } from "#audits/panel/reason.ts";
import { retiredRubrics, retireRubric } from "#db/rubric-approvals.ts";
import { rubricOf } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  const rubric = await rubricOf(store().db, params.rubricId ?? "");
  if (!rubric) throw notFound();
  const retired = (await retiredRubrics(store().db)).get(rubric.id) ?? null;
  return { id: rubric.id, words: `${rubric.title}, version ${rubric.version}`, reason: retired?.reason ?? null };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const rubric = await rubricOf(store().db, params.rubricId ?? "");
  if (!rubric) throw notFound();
  const fields = await readForm(request);
  const retired = fields.text("intent") === "retire";
  const reason = fields.text("reason");
  const problem = problemInReason(reason, retired ? "Enter why it is retired" : null);
  if (problem) return data({ errors: [{ field: "reason", sentence: problem }], reason }, { status: 400 });
  await retireRubric(store(), actor, rubric, { retired, reason: retired ? reason : "" }, now());
  return redirect(`/rubrics/${rubric.id}`);
}

export default function RubricRetire() {
  const { id, words, reason } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = result?.errors[0]?.sentence;
  return (
    <ReadingPage before={<BackLink href={`/rubrics/${id}`}>{words}</BackLink>}>
      {result && <ErrorSummary arrival={result} errors={[{ text: error, href: "#reason" }]} />}
      <PageTitle>{reason === null ? `Retire ${words}` : `Bring back ${words}`}</PageTitle>
      <Form method="post" noValidate>
        {reason === null ? (
          <>
            <p>No new cycle can be opened with a retired version. Cycles that use it go on, and their results stay.</p>
            <Textarea name="reason" label="Why" labelSize="s" rows={2} error={error} defaultValue={result?.reason} />
            <Button name="intent" value="retire" variant="warning" preventDoubleClick>
              Retire it
            </Button>
          </>
        ) : (
          <>
            <p>It was retired: {reason}</p>
            <Button name="intent" value="bring-back" preventDoubleClick>
              Bring it back
            </Button>
          </>
        )}
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Retire ${d.words}` : "Retire a rubric"));
