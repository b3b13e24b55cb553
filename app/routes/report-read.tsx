import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { may } from "#audits/people/permissions.ts";
import { reportOf } from "#audits/reports/edition.ts";
import { filesOf } from "#db/reports.ts";
import { editionNow } from "#db/written-reports.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { FactList } from "~/components/rail.tsx";
import { ReportBlocks } from "~/components/report/blocks.tsx";
import { ReportLogo } from "~/components/report/logo.tsx";
import { PdfLink } from "~/components/results/reports.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { formatsOf } from "~/server/report-files.server.ts";
import { scopeOf } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";
import { reportPaths, requireReport } from "~/server/written-report.server.ts";

/** The web version of a report: the same blocks as its PDF. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const report = await requireReport(actor, params.writtenId);
  if (report.view === "internal")
    await noteView(actor, { kind: "written_report", id: report.id }, `a report of ${report.cycleTitle}`);
  const { meta, blocks } = reportOf(await editionNow(store().db, report));
  const gone = report.stage === "withdrawn" && !may(actor, "reports.check").ok;
  const paths = reportPaths(report.id);
  const files = await filesOf(store().db, report.id, scopeOf(actor));
  return {
    meta,
    blocks: gone ? [] : blocks,
    withdrawn: report.stage === "withdrawn" ? (report.withdrawnReason ?? "") : null,
    files: files.filter(({ status, draft }) => status === "ready" && !draft),
    formats: gone ? [] : formatsOf(report),
    id: report.id,
    mayComment: may(actor, "reports.comment").ok && report.stage !== "issued",
    mayOpen: may(actor, "reports.check").ok ? paths.edit(report.chapters[0] ?? "headlines") : null,
  };
}

const FORMATS: Record<string, string> = {
  txt: "Plain text",
  docx: "Word",
  csv: "Tables as CSV",
  xlsx: "Tables as a workbook",
  json: "Exchange file",
};

export default function ReportRead() {
  const { meta, blocks, withdrawn, files, formats, id, mayComment, mayOpen } = useLoaderData<typeof loader>();
  const address = `/reports/${id}`;
  return (
    <ReadingPage
      before={<BackLink href="/reports">All reports</BackLink>}
      aside={
        <>
          <h2 className="part">About this report</h2>
          <FactList stacked facts={meta.facts.map(({ term, text }) => ({ name: term, value: text }))} />
          <p className="note-text">{meta.statement}</p>
          <h2 className="part">In other forms</h2>
          <ul className="govuk-list">
            {files.map((file) => (
              <li key={file.id}>
                <PdfLink report={file} />
                {file.size === "large" && ", large print"}
              </li>
            ))}
            {formats.map((format) => (
              <li key={format}>
                <a className="govuk-link" href={`${address}/file/${format}`} download>
                  {FORMATS[format]}
                </a>
              </li>
            ))}
          </ul>
          {(mayComment || mayOpen) && (
            <ul className="govuk-list">
              {mayComment && (
                <li>
                  <Link className="govuk-link" to={`${address}/release`}>
                    Comment and sign off
                  </Link>
                </li>
              )}
              {mayOpen && (
                <li>
                  <Link className="govuk-link" to={mayOpen}>
                    Open in the editor
                  </Link>
                </li>
              )}
            </ul>
          )}
        </>
      }
    >
      <article className="report" lang={meta.lang}>
        {withdrawn !== null && (
          <Note tone="worry" title="This report is withdrawn">
            <p>{withdrawn}</p>
          </Note>
        )}
        {meta.banner && (
          <Note tone="amber">
            <p>
              <strong>{meta.banner}.</strong>
            </p>
          </Note>
        )}
        {meta.logo && <ReportLogo logo={meta.logo} />}
        <PageTitle over={[meta.organisation, meta.partners].filter(Boolean).join(": ")}>{meta.title}</PageTitle>
        <p className="lead">{[meta.subtitle, meta.period].filter(Boolean).join(", ")}</p>
        <ReportBlocks blocks={blocks} />
      </article>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.meta.title}: ${d.meta.subtitle}` : "Report"));
