import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { may } from "#audits/people/permissions.ts";
import { makeReportAgain, reportOf } from "#db/reports.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { PdfLink, Replaced } from "~/components/results/reports.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { makeReports } from "~/server/jobs.server.ts";
import { scopeOf } from "~/server/results.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

const REFRESH_SECONDS = 2;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const cycle = await requireCycle(params.cycleId);
  const report = await reportOf(store().db, params.reportId ?? "", scopeOf(actor));
  if (report?.cycleId !== cycle.id) throw notFound();
  return {
    head: cycleHead(actor, cycle),
    base: `/cycles/${cycle.id}/report`,
    report,
    mayMake: may(actor, "reports.make").ok,
  };
}

/** Makes a report again that failed. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.make");
  const cycle = await requireCycle(params.cycleId);
  const report = await reportOf(store().db, params.reportId ?? "", scopeOf(actor));
  if (report?.cycleId !== cycle.id) throw notFound();
  const verdict = await makeReportAgain(store(), actor, report.id, now());
  if (!verdict.ok) return data({ errors: [{ field: "again", sentence: verdict.sentence }] }, { status: 409 });
  void makeReports();
  return redirect(`/cycles/${cycle.id}/report/${report.id}`);
}

export default function ReportProgress() {
  const { head, base, report, mayMake } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const under = report.status === "queued" || report.status === "making";
  useRefresh(under);
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage>
        {result && <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence }))} />}
        <PageTitle>{TITLES[report.status]}</PageTitle>
        <div role="status">
          {under && <p className="lead">{report.progress}.</p>}
          {report.status === "ready" && (
            <p className="lead">
              The {report.view} report of {report.cycleTitle}, version {report.version}, has {report.pages} pages.
            </p>
          )}
          {report.status === "failed" && <p className="lead">{report.problem}</p>}
        </div>
        {under && (
          <>
            <noscript>
              <meta httpEquiv="refresh" content={String(REFRESH_SECONDS)} />
            </noscript>
            <p>
              You can leave this page. The report is made all the same, and stands in the list of reports.{" "}
              <Link className="govuk-link" to="?" reloadDocument>
                Refresh
              </Link>
            </p>
          </>
        )}
        {report.status === "ready" && (
          <p>
            <PdfLink report={report} />
            <Replaced signs={report.replaced} />
          </p>
        )}
        {report.status === "failed" && mayMake && (
          <Form method="post">
            <Button preventDoubleClick>Make it again</Button>
          </Form>
        )}
        <p>
          <Link className="govuk-link" to={base}>
            All reports of this cycle
          </Link>
        </p>
      </ReadingPage>
    </>
  );
}

const TITLES = {
  queued: "The report is being made",
  making: "The report is being made",
  ready: "The report is ready",
  failed: "The report was not made",
};

/** Looks again every two seconds while something is under way; without JavaScript the page reloads itself. */
function useRefresh(under: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!under) return;
    const timer = setInterval(revalidate, REFRESH_SECONDS * 1000);
    return () => clearInterval(timer);
  }, [under, revalidate]);
}

export const handle = titled<typeof loader>(
  (d) => `${d ? TITLES[d.report.status] : "Report"} – ${d?.head.title ?? "Cycle"}`,
);
