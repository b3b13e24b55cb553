import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { periodWords } from "#audits/dates.ts";
import { cyclesOut } from "#db/cycles.ts";
import { may, reportReader } from "#audits/people/permissions.ts";
import { readyReports } from "#db/reports.ts";
import { writtenReports } from "#db/written-reports.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { ReportTable } from "~/components/results/reports.tsx";
import { WrittenTable } from "~/components/results/written.tsx";
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
  const pdfs = await readyReports(db, scopeOf(actor));
  return {
    written: await withReopenings(
      (await writtenReports(db, reportReader(actor))).map((one) => ({ ...one, askedAt: one.startedAt })),
    ),
    reports: await withReopenings(pdfs.filter(({ writtenId }) => writtenId === null)),
    editor: may(actor, "reports.check").ok,
    assembles: may(actor, "rooms.assemble").ok,
    results,
  };
}

export default function Reports() {
  const { written, reports, editor, assembles, results } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      <PageTitle>Reports</PageTitle>
      <p className="lead">What the audits found: as reports to read and download, and as results to look through.</p>
      <h2 className="section">Reports</h2>
      {written.length === 0 && reports.length === 0 ? (
        <p>No report is issued yet. The quality lead writes one from the page of its cycle, and it then stands here.</p>
      ) : (
        <>
          {written.length > 0 && <WrittenTable reports={written} across editor={editor} />}
          {reports.length > 0 && <ReportTable reports={reports} across />}
        </>
      )}
      <p>
        <Link className="govuk-link" to="/reports/verify">
          Verify the file of a report
        </Link>
        {" · "}
        <Link className="govuk-link" to="/reports/compare">
          Compare with another area
        </Link>
        {assembles && (
          <>
            {" · "}
            <Link className="govuk-link" to="/rooms">
              Inspection rooms
            </Link>
          </>
        )}
      </p>
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
