import type { LoaderFunctionArgs } from "@remix-run/node";
import { emptyRubric } from "#audits/rubric/edit/skeleton.ts";
import { today } from "~/server/database.server.ts";
import { isRubricFormat, rubricFile } from "~/server/rubric-files.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A small rubric with every sheet and column, to write over. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  if (!isRubricFormat(params.format)) throw notFound();
  return rubricFile(emptyRubric("template", "Template of a rubric", today()), params.format);
}
