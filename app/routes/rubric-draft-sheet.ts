import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { wholeRubric } from "#audits/rubric/edit/shown.ts";
import { scoreSheetReport } from "#audits/rubric/score-sheet.ts";
import { theArea } from "#db/people.ts";
import { store, today } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { printSheet } from "~/server/jobs.server.ts";
import { requireDraft } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** The score sheet of a draft on paper, to try it with people before it is published. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const rubric = wholeRubric(draft.document);
  if (!rubric) {
    const sentence = "The draft is not complete, so no sheet can be printed. Mend what stops publishing first.";
    throw data({ sentence }, { status: 409 });
  }
  const area = await theArea(store().db);
  const named = { ...rubric, title: `Draft: ${rubric.title}` };
  const bytes = await printSheet(
    scoreSheetReport(named, {
      modules: rubric.modules.map((m) => m.key),
      organisation: area?.name ?? "",
      partners: area?.partners ?? "",
      date: today(),
    }),
  );
  return download(bytes, "application/pdf", `${draft.key}-draft-sheet.pdf`);
}
