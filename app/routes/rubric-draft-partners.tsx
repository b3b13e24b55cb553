import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Approvals } from "~/components/rubric-editor/approvals.tsx";
import { DraftFrame } from "~/components/rubric-editor/draft-frame.tsx";
import { titled } from "~/components/title.tsx";
import { readForm } from "~/server/form.server.ts";
import { approvalsView, recordFrom } from "~/server/rubric-approvals.server.ts";
import { baseOf, draftHead, draftPaths, requireDraft } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.approve");
  const draft = await requireDraft(params.draftId);
  return {
    head: await draftHead(actor, draft, await baseOf(draft)),
    here: draftPaths(draft.id).agree,
    view: await approvalsView(actor, draft.document),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.approve");
  const draft = await requireDraft(params.draftId);
  const answer = await recordFrom(actor, await readForm(request), draft.document);
  if (answer.errors.length) return data(answer, { status: 400 });
  return redirect(draftPaths(draft.id).agree);
}

export default function RubricDraftPartners() {
  const { head, here, view } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <DraftFrame
      head={head}
      here={here}
      messages={
        result && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )
      }
      work={
        <>
          <h1 className="working-title">Partners who agree</h1>
          <p>What is agreed is this very text. Any change of a word, a weight or a limit afterwards voids it.</p>
          <Approvals
            view={view}
            typed={result?.typed ?? {}}
            error={(field) => result?.errors.find((e) => e.field === field)?.sentence}
          />
        </>
      }
    />
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Partners who agree – ${d.head.title}` : "Partners who agree"));
