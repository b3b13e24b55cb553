import type { Actor } from "#audits/people/permissions.ts";
import { exchangeOf, exchangeText } from "#audits/exchange/file.ts";
import { contentHash, type Edition, reportOf } from "#audits/reports/edition.ts";
import { plainText } from "#audits/reports/forms/plain-text.ts";
import { tableSheets } from "#audits/reports/forms/sheets.ts";
import { KIND_LABELS, SERVICE_OF } from "#audits/reports/outline.ts";
import { tablesCsv } from "#audits/reports/tables-csv.ts";
import { rubricJson } from "#audits/rubric/exchange/json.ts";
import { askReport, type ReportOrder } from "#db/reports.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { reportWords, type WrittenReport } from "#db/written-reports.ts";
import { area, now, store } from "./database.server.ts";
import { download } from "./download.server.ts";
import { word } from "./word.server.ts";
import { workbookOf } from "./workbook.server.ts";

/** The files of a report: its PDFs, which are made in a process of their own, and the forms that are made while one waits. */

export const FILE_FORMATS = ["txt", "docx", "csv", "xlsx", "json"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];
export const isFileFormat = (text: string | undefined): text is FileFormat =>
  (FILE_FORMATS as readonly string[]).includes(text ?? "");

/** Which formats a report has: the exchange file only where the figures are the published ones, and all of them. */
export const formatsOf = (report: Pick<WrittenReport, "view" | "kind">): FileFormat[] =>
  FILE_FORMATS.filter((format) => {
    if (format === "json")
      return report.view === "published" && report.kind !== "easy_read" && !SERVICE_OF[report.kind];
    return report.kind !== "easy_read" || format === "txt" || format === "docx";
  });

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** One file of a report, after its download is on record. */
export async function reportFile(
  actor: Actor,
  report: WrittenReport,
  edition: Edition,
  format: FileFormat,
): Promise<Response> {
  const sentence = `${actor.name} downloaded ${reportWords(report)}, as ${format.toUpperCase()}.`;
  await recordDownload(store(), eventOn("written_report")(actor, "report.downloaded", report.id, sentence), now());
  const made = reportOf(edition);
  const name = reportFileName(report, format);
  switch (format) {
    case "txt":
      return download(plainText(made), "text/plain; charset=utf-8", name);
    case "docx":
      return download(await word(made), WORD, name);
    case "csv":
      return download(tablesCsv(made.blocks), "text/csv; charset=utf-8", name);
    case "xlsx":
      return download(await workbookOf(tableSheets(made.meta.title, made.blocks)), EXCEL, name);
    case "json":
      return download(exchangeText(exchangeOf(edition.data, report.contentHash)), "application/json", name);
  }
}

/** "board-page-summer-2026-routine-audit-draft-v2.pdf": tells one kind, one edition and a draft from another. */
export const reportFileName = (
  report: Pick<WrittenReport, "kind" | "cycleTitle" | "view"> & { number: number | string },
  format: string,
  marks: readonly string[] = [],
) =>
  [
    KIND_LABELS[report.kind],
    report.cycleTitle,
    ...(report.view === "internal" ? ["internal"] : []),
    ...marks,
    `v${report.number}`,
  ]
    .join("-")
    .toLowerCase()
    .replaceAll(" ", "-")
    .concat(`.${format}`);

/** What a PDF of this edition is made from: for the evidence pack with the rubric and the exchange file inside. */
function orderOf(report: WrittenReport, edition: Edition, size: ReportOrder["size"], signed: Date | null): ReportOrder {
  const attached: ReportOrder["attached"] = [];
  if (report.kind === "evidence") {
    attached.push({
      name: "exchange.json",
      mime: "application/json",
      description: "The figures of this pack, for comparing areas",
      text: exchangeText(exchangeOf(edition.data, contentHash(edition))),
    });
    if (report.rubric)
      attached.push({
        name: "rubric.json",
        mime: "application/json",
        description: "The rubric by which the plans were scored",
        text: rubricJson(report.rubric),
      });
  }
  return {
    kind: report.kind,
    data: edition.data,
    size,
    ...(attached.length > 0 ? { attached } : {}),
    ...(signed ? { signedAt: signed.toISOString() } : {}),
  };
}

/** Asks for one PDF of a report as it stands. @returns the id of the file */
export const askPdf = (
  actor: Actor,
  report: WrittenReport,
  edition: Edition,
  size: ReportOrder["size"],
  in_ = store(),
) =>
  askReport(
    in_,
    actor,
    { id: report.cycleId, title: report.cycleTitle, writtenId: report.id },
    orderOf(report, edition, size, report.issuedAt && area().settings.REPORT_SIGNING_FILE ? report.issuedAt : null),
    now(),
  );
