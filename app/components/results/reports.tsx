import { Link } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { Tag } from "../govuk/messages.tsx";
import { type Cell, Table } from "../govuk/table.tsx";

/** A report as lists show it. */
export type ReportItem = {
  id: string;
  cycleId: string;
  cycleTitle: string;
  status: "queued" | "making" | "ready" | "failed";
  view: "published" | "internal";
  size: "standard" | "large";
  version: string;
  pages: number | null;
  replaced: string[] | null;
  askedAt: Date;
  askedBy: string;
  /** The day on which the cycle was reopened after this was made, in words; null where it was not. */
  before?: string | null;
};

/** Reports with their state and the way to read them; across cycles each names its own. */
export function ReportTable({ reports, across = false }: { reports: ReportItem[]; across?: boolean }) {
  return (
    <Table
      caption="Reports, newest first"
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={[...(across ? ["Cycle"] : []), "Report", "Numbers", "Asked for", "State"]}
      rows={reports.map((report): Cell[] => [
        ...(across ? [report.cycleTitle] : []),
        `Version ${report.version}${report.size === "large" ? ", large print" : ""}`,
        <Tag key="view" tone={report.view === "internal" ? "amber" : "neutral"}>
          {report.view === "internal" ? "Internal" : "Published"}
        </Tag>,
        `${momentWords(report.askedAt)}, ${report.askedBy}`,
        <ReportState key="state" report={report} />,
      ])}
    />
  );
}

function ReportState({ report }: { report: ReportItem }) {
  const { id, cycleId, status, pages, version } = report;
  if (status === "ready") {
    return (
      <>
        <PdfLink report={report} />, {pages} pages
        {report.before && (
          <span className="second-line">
            Made before the cycle was reopened on {report.before}. Its figures stay as they were.
          </span>
        )}
        <Replaced signs={report.replaced} />
      </>
    );
  }
  return (
    <Link className="govuk-link" to={`/cycles/${cycleId}/report/${id}`}>
      {status === "failed" ? "Stopped" : "Being made"}
      <span className="govuk-visually-hidden">: version {version}</span>
    </Link>
  );
}

export function PdfLink({ report }: { report: Pick<ReportItem, "id" | "cycleTitle" | "version"> }) {
  return (
    <a className="govuk-link" href={`/reports/${report.id}/pdf`} download>
      Download the PDF
      <span className="govuk-visually-hidden">
        {" "}
        of {report.cycleTitle}, version {report.version}
      </span>
    </a>
  );
}

/** Says which signs the report's typeface does not have, so that nobody finds question marks in print. */
export function Replaced({ signs }: { signs: string[] | null }) {
  if (!signs?.length) return null;
  const many = signs.length > 1;
  return (
    <span className="second-line">
      {signs.length} {many ? "signs are" : "sign is"} not in the typeface and {many ? "stand" : "stands"} as “?”:{" "}
      {signs.slice(0, 10).join(" ")}
    </span>
  );
}
