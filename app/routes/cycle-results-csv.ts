import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { PERCENT_FROM } from "#audits/charts/figures.ts";
import { learningReport } from "#audits/reports/learning-report.ts";
import type { ChapterKey } from "#audits/reports/learning-report-data.ts";
import { tablesCsv } from "#audits/reports/tables-csv.ts";
import { published } from "#audits/results/published.ts";
import { recordResultsDownload } from "#db/reports.ts";
import { requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { figuresOf, requirePublished } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** Who opens the file wants the results; how they came about stands below. */
const RESULTS_FIRST: ChapterKey[] = ["grades", "domains", "limits", "themes", "groups", "changed", "method"];

/** All published tables of a cycle as one CSV file: the tables of its learning report, so that both say the same. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.published");
  const cycle = await requireCycle(params.cycleId);
  requirePublished(actor, cycle);
  const figures = published(await figuresOf(cycle.id));
  if (figures.grades.n < PERCENT_FROM) return redirect(`/cycles/${cycle.id}/results`);
  await recordResultsDownload(store(), actor, cycle, now());
  const name = `results-${cycle.title.toLowerCase()}.csv`;
  const { blocks } = learningReport({ ...figures, chapters: RESULTS_FIRST });
  return download(tablesCsv(blocks), "text/csv; charset=utf-8", name);
}
