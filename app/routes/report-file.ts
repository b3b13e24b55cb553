import type { LoaderFunctionArgs } from "@remix-run/node";
import { may } from "#audits/people/permissions.ts";
import { editionNow } from "#db/written-reports.ts";
import { store } from "~/server/database.server.ts";
import { formatsOf, isFileFormat, reportFile } from "~/server/report-files.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { requireReport } from "~/server/written-report.server.ts";

/** A report as plain text, a Word file, its tables, or its exchange file. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const report = await requireReport(actor, params.writtenId);
  const { format } = params;
  if (report.stage === "withdrawn" && !may(actor, "reports.check").ok) throw notFound();
  if (!isFileFormat(format) || !formatsOf(report).includes(format)) throw notFound();
  return reportFile(actor, report, await editionNow(store().db, report), format);
}
