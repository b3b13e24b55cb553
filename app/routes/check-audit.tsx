import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { thingsToFinish } from "#audits/panel/answer.ts";
import { submitAudit } from "#db/audits.ts";
import { CheckAnswers } from "~/components/score-sheet/check-answers.tsx";
import { titled } from "~/components/title.tsx";
import { CONFIRMATIONS, checkView, refusedBecause } from "~/server/check-audit.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { pathsOf, requireSheet } from "~/server/score-sheet.server.ts";
import { forbidden, notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  await noteView(
    actor,
    { kind: "audit", id: sheet.audit.id },
    `the score sheet of ${sheet.sampled.snapshot.reference}`,
  );
  return { view: checkView(sheet), confirmations: CONFIRMATIONS.map(({ name, words }) => ({ name, words })) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  const fields = await readForm(request);
  const paths = pathsOf(sheet.audit.id);
  if (sheet.audit.status === "submitted") return redirect(paths.submitted);
  const confirmed = CONFIRMATIONS.map((c) => c.name).filter((name) => fields.has(name));
  const unconfirmed = CONFIRMATIONS.map((c) => c.name).filter((name) => !fields.has(name));
  const refused = (toFinish: ReturnType<typeof thingsToFinish>) =>
    data({ errors: refusedBecause(sheet, toFinish, unconfirmed), confirmed }, { status: 400 });
  if (unconfirmed.length) return refused(thingsToFinish(sheet.rubric, sheet.asked, [...sheet.answers.values()]));

  const result = await submitAudit(store(), actor, sheet.audit.id, now());
  if (result.ok) return redirect(paths.submitted);
  if (result.why === "unfinished") return refused(result.toFinish);
  throw result.why === "gone" ? notFound() : forbidden(result.sentence);
}

export default function CheckAudit() {
  return <CheckAnswers {...useLoaderData<typeof loader>()} sent={useActionData<typeof action>() ?? null} />;
}

export const handle = titled<typeof loader>(
  (page) => (page ? `Check your audit – ${page.view.reference}` : "Check your audit"),
  { plan: (d) => d.view.reference },
);
