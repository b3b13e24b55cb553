import { learningReport } from "#audits/reports/learning-report.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { tablesAttachment } from "#audits/reports/tables-csv.ts";
import { sourceSans } from "./fonts.ts";

/** A report as the product makes it: with its tables attached. */
export function rendered(data: LearningReportData, size: "standard" | "large" = "standard") {
  const report = learningReport(data);
  return renderPdf({ ...report, fonts: sourceSans, attachments: [tablesAttachment(report.blocks)], size });
}
