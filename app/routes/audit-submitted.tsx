import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { ownAudits } from "#db/audits.ts";
import { ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { caseHead, pathsOf, requireSheet } from "~/server/score-sheet.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  await noteView(
    actor,
    { kind: "audit", id: sheet.audit.id },
    `the score sheet of ${sheet.sampled.snapshot.reference}`,
  );
  const paths = pathsOf(sheet.audit.id);
  if (!sheet.audit.submittedAt) throw redirect(paths.check);
  if (sheet.cycle.kind === "calibration") throw redirect(paths.calibration);
  const left = (await ownAudits(store().db, actor.id)).filter(
    ({ audit, cycle }) => audit.status !== "submitted" && cycle.status === "scoring",
  );
  const [next] = left;
  return {
    reference: caseHead(sheet).reference,
    submittedAt: momentWords(sheet.audit.submittedAt),
    answers: paths.check,
    left: left.length,
    next: next ? { reference: next.sampled.snapshot.reference, href: `/audits/${next.audit.id}` } : null,
  };
}

export default function AuditSubmitted() {
  const page = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <NotificationBanner type="success" title="Submitted" oneLine={false}>
        <h1 className="working-title">You submitted the audit of {page.reference}</h1>
        <p>On {page.submittedAt}.</p>
      </NotificationBanner>
      <h2 className="section">What happens next</h2>
      <ul className="govuk-list govuk-list--bullet">
        <li>The plan goes to moderation when every audit of it is in. Until then nobody sees your levels.</li>
        <li>The panel talks only about criteria on which the auditors differ, or which can limit the grade.</li>
        <li>Your own levels are kept as you gave them, whatever the panel agrees.</li>
        <li>
          Something wrong? Only the quality lead can reopen the audit.{" "}
          <a className="govuk-link" href={page.answers}>
            Read your answers
          </a>
        </li>
      </ul>
      <p className="button-row">
        {page.next && <LinkButton href={page.next.href}>Go to {page.next.reference}</LinkButton>}
        <a className="govuk-link" href="/my-audits">
          {page.left === 0 ? "Go to my audits" : `My audits: ${page.left} left to do`}
        </a>
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Audit of ${page.reference} submitted` : "Submitted"), {
  plan: (d) => d.reference,
});
