import { createHash } from "node:crypto";
import { canonicalText } from "../rubric/canonical.ts";
import type { Report } from "./blocks.ts";
import { boardPage } from "./kinds/board-page.ts";
import { easyRead } from "./kinds/easy-read.ts";
import { evidencePack } from "./kinds/evidence-pack.ts";
import { publicVersion } from "./kinds/public-version.ts";
import { servicePack } from "./kinds/service-pack.ts";
import { learningReport } from "./learning-report.ts";
import type { ChapterKey, LearningReportData } from "./learning-report-data.ts";
import { type ReportKind, settledChapters } from "./outline.ts";
import { type OwnWords, withWords } from "./written/own-words.ts";
import { onlyQuotes } from "./written/quotes.ts";

/** What a report is at a moment: its kind and everything that it says. The same edition gives the same bytes. */
export type Edition = { kind: ReportKind; data: LearningReportData };

/**
 * Puts an edition together from the frozen figures and what people wrote and decided.
 *
 * @param issuedOn the day of issue; null for a draft, which keeps the day of its figures
 */
export function editionOf(report: {
  kind: ReportKind;
  data: LearningReportData;
  chapters: readonly ChapterKey[];
  words: OwnWords;
  /** Keys of the quotes that a second person has checked. */
  quotes: ReadonlySet<string>;
  number: number;
  audience: string;
  issuedOn: string | null;
}): Edition {
  const chapters = settledChapters(report.kind, report.chapters, report.data);
  const data = withWords(onlyQuotes(report.data, report.quotes), report.words);
  return {
    kind: report.kind,
    data: {
      ...data,
      chapters,
      audience: report.audience.trim() || data.audience,
      version: String(report.number),
      status: report.issuedOn ? "final" : "draft",
      date: report.issuedOn ?? data.date,
    },
  };
}

/** The blocks of an edition. */
export function reportOf({ kind, data }: Edition): Report {
  switch (kind) {
    case "learning":
      return learningReport(data);
    case "board":
      return boardPage(data);
    case "public":
      return publicVersion(data);
    case "easy_read":
      return easyRead(data);
    case "service_health":
    case "service_social_care":
      return servicePack(data);
    case "evidence":
      return evidencePack(data);
  }
}

/** What partners sign: the fingerprint of everything that the edition says, without its day and standing, which issue sets. */
export function contentHash({ kind, data }: Edition): string {
  const { status: _status, date: _date, ...content } = data;
  return createHash("sha256").update(canonicalText({ kind, content }), "utf8").digest("hex");
}
