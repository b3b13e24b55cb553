import type { LoaderFunctionArgs } from "@remix-run/node";
import { codebookOf } from "#db/rubrics.ts";
import { packPages } from "~/components/score-sheet/sheet-memory.ts";
import { store } from "~/server/database.server.ts";
import { requireSheet, sheetPage } from "~/server/score-sheet.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

/** Every page of one's own audit at once, so that the auditor can go on without a connection. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  const { reference } = sheet.sampled.snapshot;
  await noteView(actor, { kind: "audit", id: sheet.audit.id }, `the score sheet of ${reference}`);
  const book = await codebookOf(store().db, sheet.cycle.codebookId);
  const pages = sheet.asked.map((criterion) => sheetPage(request, actor, sheet, criterion, book.document));
  return Response.json(packPages(pages), { headers: { "Cache-Control": "no-store" } });
}
