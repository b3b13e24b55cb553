import type { LoaderFunctionArgs } from "@remix-run/node";
import { dateWords, dayOf, dayWords } from "#audits/dates.ts";
import { feedbackPackReport } from "#audits/reports/feedback-pack.ts";
import { packSentTo } from "#db/feedback-received.ts";
import { theArea } from "#db/people.ts";
import { rubricOfPlan } from "#db/rubrics.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { drawnFrom } from "~/server/feedback.server.ts";
import { printSheet } from "~/server/jobs.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A pack as an accessible PDF, for whoever it was sent to. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "feedback.read");
  const { db } = store();
  const pack = await packSentTo(db, actor, params.packId ?? "");
  if (!pack) throw notFound();
  const { row, snapshot } = pack;
  const rubric = await rubricOfPlan(db, row.sampledCaseId);
  const area = await theArea(db);
  const sentAt = row.sentAt ?? now();
  const report = feedbackPackReport(row.content, {
    reference: snapshot.reference,
    cycle: pack.cycle,
    to: pack.to,
    sentOn: dateWords(sentAt),
    replyBy: row.replyBy ? dayWords(row.replyBy) : "",
    organisation: area?.name ?? "",
    partners: area?.partners ?? "",
    date: dayOf(sentAt),
    rubric: `${rubric.title}, version ${rubric.version}`,
    ...drawnFrom(rubric.document, row.content),
  });
  const bytes = await printSheet(report);
  const sentence = `${actor.name} downloaded the feedback on ${snapshot.reference}.`;
  await recordDownload(store(), eventOn("feedback_pack")(actor, "feedback.downloaded", row.id, sentence), now());
  return download(bytes, "application/pdf", `feedback-${snapshot.reference}.pdf`);
}
