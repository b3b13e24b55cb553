import { Link } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { KIND_LABELS, type ReportKind } from "#audits/reports/outline.ts";
import { STAGE_LABELS, type Stage } from "#audits/reports/written/life.ts";
import { Tag, type TagTone } from "../govuk/messages.tsx";
import { type Cell, Table } from "../govuk/table.tsx";

/** A report as lists show it. */
export type WrittenItem = {
  id: string;
  cycleTitle: string;
  kind: ReportKind;
  view: "published" | "internal";
  number: number;
  stage: Stage;
  startedAt: Date;
  startedByName: string;
  issuedAt: Date | null;
  /** The day on which the cycle was reopened after this was begun, in words; null where it was not. */
  before: string | null;
};

const TONES: Record<Stage, TagTone> = {
  draft: "amber",
  review: "amber",
  signed: "teal",
  issued: "teal",
  withdrawn: "worry",
};

/** Reports with their stage and the way to them; across cycles each names its own. */
export function WrittenTable({
  reports,
  across = false,
  editor = false,
}: {
  reports: WrittenItem[];
  across?: boolean;
  editor?: boolean;
}) {
  return (
    <Table
      caption="Reports, newest first"
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={["Report", ...(across ? ["Cycle"] : []), "Numbers", "Stage", "Date"]}
      rows={reports.map((report): Cell[] => [
        <>
          <Link className="govuk-link" to={`/reports/${report.id}${editor ? "/release" : ""}`}>
            {KIND_LABELS[report.kind]}
            <span className="govuk-visually-hidden"> of {report.cycleTitle}</span>, version {report.number}
          </Link>
          {report.before && (
            <span className="second-line">
              Begun before the cycle was reopened on {report.before}. Its figures stay as they were.
            </span>
          )}
        </>,
        ...(across ? [report.cycleTitle] : []),
        <Tag key="view" tone={report.view === "internal" ? "amber" : "neutral"}>
          {report.view === "internal" ? "Internal" : "Published"}
        </Tag>,
        <Tag key="stage" tone={TONES[report.stage]}>
          {STAGE_LABELS[report.stage]}
        </Tag>,
        report.issuedAt
          ? `Issued ${dateWords(report.issuedAt)}`
          : `Begun ${dateWords(report.startedAt)}, ${report.startedByName}`,
      ])}
    />
  );
}
