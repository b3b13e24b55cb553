import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { rubricOf } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Approvals } from "~/components/rubric-editor/approvals.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { approvalsView, recordFrom } from "~/server/rubric-approvals.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.approve");
  const rubric = await rubricOf(store().db, params.rubricId ?? "");
  if (!rubric) throw notFound();
  return {
    id: rubric.id,
    words: `${rubric.title}, version ${rubric.version}`,
    view: await approvalsView(actor, rubric.document),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.approve");
  const rubric = await rubricOf(store().db, params.rubricId ?? "");
  if (!rubric) throw notFound();
  const answer = await recordFrom(actor, await readForm(request), rubric.document);
  if (answer.errors.length) return data(answer, { status: 400 });
  return redirect(`/rubrics/${rubric.id}/partners`);
}

export default function RubricApprovals() {
  const { id, words, view } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href={`/rubrics/${id}`}>{words}</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Partners who agree to {words}</PageTitle>
      <Approvals
        view={view}
        typed={result?.typed ?? {}}
        error={(field) => result?.errors.find((e) => e.field === field)?.sentence}
      />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Partners who agree to ${d.words}` : "Partners who agree"));
