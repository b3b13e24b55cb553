import type { LoaderFunctionArgs } from "@remix-run/node";
import { downloadReport } from "#db/reports.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { reportFileName } from "~/server/report-files.server.ts";
import { scopeOf } from "~/server/results.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** The PDF of a report. Who may not see internal numbers finds no internal report. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const found = await downloadReport(store(), actor, params.reportId ?? "", scopeOf(actor), now());
  if (!found) throw notFound();
  const { size, version, draft, ...report } = found.report;
  const marks = [...(size === "large" ? ["large print"] : []), ...(draft ? ["draft"] : [])];
  return download(found.bytes, "application/pdf", reportFileName({ ...report, number: version }, "pdf", marks));
}
