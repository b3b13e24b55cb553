import type { LoaderFunctionArgs } from "@remix-run/node";
import { csvOf } from "#audits/csv.ts";
import { FLAT_COLUMNS } from "#audits/cases/flat.ts";
import { download } from "~/server/download.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** The headings of a flat case file, to be filled in. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "cases.import");
  return download(csvOf([[...FLAT_COLUMNS]]), "text/csv; charset=utf-8", "case-file-template.csv");
}
