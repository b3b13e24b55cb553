import type { LoaderFunctionArgs } from "@remix-run/node";
import { problemsCsv } from "#audits/cases/problems.ts";
import { previewOf } from "#db/cases.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** All problems of an import in preview, one line each. Once it is kept or cancelled they are gone with the upload. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cases.import");
  const found = await previewOf(store().db, params.importId ?? "");
  if (!found) throw notFound();
  const sentence = `${actor.name} downloaded the problems of an import.`;
  await recordDownload(store(), eventOn("import")(actor, "import.downloaded", params.importId ?? "", sentence), now());
  return download(problemsCsv(found.preview.problems), "text/csv; charset=utf-8", "import-problems.csv");
}
