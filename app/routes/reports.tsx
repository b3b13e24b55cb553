import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { periodWords } from "#audits/dates.ts";
import { cyclesOut } from "#db/cycles.ts";
import { readyReports } from "#db/reports.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { ReportTable } from "~/components/results/reports.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { withReopenings } from "~/server/reopened.server.ts";
import { scopeOf } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const { db } = store();
  const results = (await cyclesOut(db)).map(({ id, title, question, periodFrom, periodTo }) => ({
    id,
    title,
    question,
    plans: periodWords(periodFrom, periodTo),
  }));
  return { reports: await withReopenings(await readyReports(db, scopeOf(actor))), results };
}

export default function Reports() {
  const { reports, results } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      <PageTitle>Reports</PageTitle>
      <p className="lead">What the audits found: as a report to download, and as results to look through.</p>
      <h2 className="section">Learning reports</h2>
      {reports.length === 0 ? (
        <p>No report is made yet. The quality lead makes one from the page of its cycle, and it then stands here.</p>
      ) : (
        <ReportTable reports={reports} across />
      )}
      <h2 className="section">Results</h2>
      {results.length === 0 ? (
        <p>No cycle has results yet. They stand here when the moderation of a cycle has ended.</p>
      ) : (
        <Table
          caption="Cycles whose results are out, newest first"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Cycle", "Plans of"]}
          rows={results.map(({ id, title, question, plans }) => [
            <>
              <Link to={`/cycles/${id}/results`} className="govuk-link">
                {title}
              </Link>
              {question && <span className="second-line">{question}</span>}
            </>,
            plans,
          ])}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Reports");
