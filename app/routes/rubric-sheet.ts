import type { LoaderFunctionArgs } from "@remix-run/node";
import { theArea } from "#db/people.ts";
import { scoreSheetReport } from "#audits/rubric/score-sheet.ts";
import { AGENCIES } from "#audits/vocabulary.ts";
import { recordExport, rubricOf } from "#db/rubrics.ts";
import { now, store, today } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { printSheet } from "~/server/jobs.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** The score sheet of a published version on paper, of every module, or of what one agency scores. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.view");
  const { db } = store();
  const rubric = await rubricOf(db, params.rubricId ?? "");
  if (!rubric) throw notFound();
  const { searchParams } = new URL(request.url);
  const area = await theArea(db);
  const bytes = await printSheet(
    scoreSheetReport(rubric.document, {
      modules: rubric.document.modules.map((m) => m.key),
      shortForm: searchParams.get("form") === "short",
      agency: AGENCIES.find((one) => one === searchParams.get("agency")),
      organisation: area?.name ?? "",
      partners: area?.partners ?? "",
      date: today(),
    }),
  );
  const title = `${rubric.title}, version ${rubric.version}`;
  await recordExport(store(), actor, { id: rubric.id, title, as: "a sheet to print" }, now());
  return download(bytes, "application/pdf", `${rubric.key}-${rubric.version}-sheet.pdf`);
}
