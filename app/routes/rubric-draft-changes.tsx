import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { wholeRubric } from "#audits/rubric/edit/shown.ts";
import { Note } from "~/components/notes.tsx";
import { Changes } from "~/components/rubric-editor/changes.tsx";
import { DraftFrame } from "~/components/rubric-editor/draft-frame.tsx";
import { titled } from "~/components/title.tsx";
import { changesView } from "~/server/rubric-changes.server.ts";
import { baseOf, draftHead, draftPaths, requireDraft } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const base = await baseOf(draft);
  const whole = wholeRubric(draft.document);
  return {
    head: await draftHead(actor, draft, base),
    here: draftPaths(draft.id).compare,
    changes: base && whole ? changesView(base.document, whole) : null,
  };
}

export default function RubricDraftChanges() {
  const { head, here, changes } = useLoaderData<typeof loader>();
  return (
    <DraftFrame
      head={head}
      here={here}
      work={
        <>
          <h1 className="working-title">
            {head.base ? `What changed since version ${head.base.version}` : "What changed"}
          </h1>
          {changes && <Changes view={changes} />}
          {!changes && head.base && (
            <Note tone="amber">
              <p>The two can be compared once the problems that stop publishing are mended.</p>
            </Note>
          )}
          {!head.base && <p>This rubric is new, so there is nothing to compare it with.</p>}
        </>
      }
    />
  );
}

export const handle = titled<typeof loader>((d) => (d ? `What changed – ${d.head.title}` : "What changed"));
