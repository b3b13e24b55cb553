import type { LoaderFunctionArgs } from "@remix-run/node";
import { recordExport, rubricOf } from "#db/rubrics.ts";
import { now, store } from "~/server/database.server.ts";
import { isRubricFormat, rubricFile } from "~/server/rubric-files.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A published version as a file. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.view");
  const rubric = await rubricOf(store().db, params.rubricId ?? "");
  if (!rubric || !isRubricFormat(params.format)) throw notFound();
  const what = { id: rubric.id, title: `${rubric.title}, version ${rubric.version}`, as: params.format.toUpperCase() };
  await recordExport(store(), actor, what, now());
  return rubricFile(rubric.document, params.format);
}
