import type { LoaderFunctionArgs } from "@remix-run/node";
import { agreementCsv } from "#audits/results/agreement-detail.ts";
import { recordAgreementDownload } from "#db/reports.ts";
import { evidenceOf } from "#db/results.ts";
import { agreementOf } from "~/server/agreement.server.ts";
import { requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** All figures of agreement of a cycle, for the partnership's own eyes. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.view");
  const cycle = await requireCycle(params.cycleId);
  const evidence = await evidenceOf(store().db, cycle.id, false);
  if (!evidence) throw notFound();
  await recordAgreementDownload(store(), actor, cycle, now());
  const name = `agreement-${cycle.title.toLowerCase()}.csv`;
  return download(agreementCsv(agreementOf(evidence)), "text/csv; charset=utf-8", name);
}
