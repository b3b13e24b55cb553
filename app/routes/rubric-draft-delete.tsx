import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { binDraft } from "#db/rubric-drafts.ts";
import { Button } from "~/components/govuk/button.tsx";
import { DraftFrame } from "~/components/rubric-editor/draft-frame.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { baseOf, draftHead, draftPaths, requireDraft } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  return { head: await draftHead(actor, draft, await baseOf(draft)), here: draftPaths(draft.id).remove };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const fields = await readForm(request);
  if (fields.text("intent") !== "delete") return redirect(draftPaths(draft.id).base);
  await binDraft(store(), actor, draft.id, true, now());
  return redirect("/rubrics?done=deleted#deleted");
}

export default function RubricDraftDelete() {
  const { head, here } = useLoaderData<typeof loader>();
  return (
    <DraftFrame
      head={head}
      here={here}
      work={
        <>
          <h1 className="working-title">Delete this draft of {head.title}?</h1>
          <p>Published versions stay as they are. You can bring the draft back from the list of rubrics.</p>
          <Form method="post">
            <Button name="intent" value="delete" variant="warning" preventDoubleClick>
              Delete the draft
            </Button>
          </Form>
        </>
      }
    />
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Delete the draft of ${d.head.title}` : "Delete a draft"));
