import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { mayScore } from "#audits/panel/life.ts";
import { isScored, pathsOf, requireSheet } from "~/server/score-sheet.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** Takes the auditor to where they left: the last criterion, else the first without a score. A closed audit opens on its answers. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  const paths = pathsOf(sheet.audit.id);
  const place =
    sheet.asked.find((c) => c.key === sheet.audit.lastCriterion) ?? sheet.asked.find((c) => !isScored(sheet, c));
  if (!place || !mayScore(sheet.cycle.status, sheet.audit.status).ok) return redirect(paths.check);
  return redirect(paths.criterion(place.key));
}
