import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { textOf } from "#audits/rubric/edit/json.ts";
import { wholeRubric } from "#audits/rubric/edit/shown.ts";
import { recordExport } from "#db/rubrics.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { requireDraft } from "~/server/rubric-draft.server.ts";
import { isRubricFormat, rubricFile } from "~/server/rubric-files.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A draft as a file. As JSON also while it is incomplete; sheets have no place for what is missing. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  if (!isRubricFormat(params.format)) throw notFound();
  const whole = wholeRubric(draft.document);
  if (!whole && params.format !== "json") {
    const sentence =
      "The draft is not complete, so it can be downloaded as JSON only. Mend what stops publishing first.";
    throw data({ sentence }, { status: 409 });
  }
  const title = `the draft of ${textOf(draft.document.title) || "a rubric"}`;
  await recordExport(store(), actor, { id: draft.id, title, as: params.format.toUpperCase() }, now());
  if (whole) return rubricFile(whole, params.format);
  return download(`${JSON.stringify(draft.document, null, 2)}\n`, "application/json", `${draft.key}-draft.json`);
}
