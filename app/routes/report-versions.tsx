import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { CHAPTER_TITLES } from "#audits/reports/outline.ts";
import { chapterOfField, fieldWords } from "#audits/reports/written/own-words.ts";
import { wordHistory } from "#db/report-words.ts";
import { ReportFrame } from "~/components/report-editor/frame.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";
import { reportHead, reportPaths, requireReport, reviewOf } from "~/server/written-report.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.check");
  const report = await requireReport(actor, params.writtenId);
  await noteView(actor, { kind: "written_report", id: report.id }, `a report of ${report.cycleTitle}`);
  const history = await wordHistory(store().db, report.id);
  const fields = [...Map.groupBy(history, ({ field }) => field)].map(([field, versions]) => ({
    field,
    title: `${CHAPTER_TITLES[chapterOfField(field)]}: ${fieldWords(field)}`,
    versions: versions.map(({ version, text, by, at }) => ({ version, text, words: `${momentWords(at)}, ${by}` })),
  }));
  return {
    head: reportHead(actor, report, await reviewOf(report)),
    here: reportPaths(report.id).versions,
    fields,
  };
}

export default function ReportVersions() {
  const { head, here, fields } = useLoaderData<typeof loader>();
  return (
    <ReportFrame
      head={head}
      here={here}
      work={
        <>
          <h1 className="page-title">Versions of the words</h1>
          <p>Every text that was saved, the newest first. To bring one back, copy it into its field.</p>
          {fields.length === 0 && <p>Nothing has been written yet.</p>}
          {fields.map(({ field, title, versions }) => (
            <section aria-labelledby={field} key={field}>
              <h2 className="part" id={field}>
                {title}
              </h2>
              {versions.map(({ version, text, words }, i) => (
                <details className="govuk-details" open={i === 0} key={version}>
                  <summary className="govuk-details__summary">
                    <span className="govuk-details__summary-text">
                      {words}
                      {i === 0 && " (now)"}
                    </span>
                  </summary>
                  <div className="govuk-details__text report-text">{text || "Emptied"}</div>
                </details>
              ))}
            </section>
          ))}
        </>
      }
    />
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Versions – ${d.head.title}` : "Versions"));
