import { dayWords, periodWords } from "../dates.ts";
import type { Report, ReportMeta } from "./blocks.ts";
import { headlines } from "./chapters/headlines.ts";
import { cautions, method, notes } from "./chapters/method.ts";
import { domains, grades, limits } from "./chapters/results.ts";
import { actions, groups, themes, timeliness } from "./chapters/themes.ts";
import { type Draft, startDraft } from "./draft.ts";
import { CHAPTERS, type ChapterKey, type LearningReportData } from "./learning-report-data.ts";
import { capital } from "./words.ts";

const WRITE: Record<ChapterKey, (data: LearningReportData, draft: Draft) => void> = {
  headlines,
  grades,
  domains,
  limits,
  themes,
  groups,
  timeliness,
  actions,
  method,
  cautions,
  notes,
};

/** The learning report of a cycle: its numbers as blocks that a page, a PDF or a plain text can show. */
export function learningReport(data: LearningReportData): Report {
  const draft = startDraft();
  draft.add({ kind: "contents", title: "Contents" });
  draft.add({ kind: "page-break" });
  for (const chapter of CHAPTERS) {
    const before = draft.blocks.length;
    WRITE[chapter](data, draft);
    if (draft.blocks.length > before) commentary(data, chapter, draft);
    if (chapter === "headlines") draft.add({ kind: "page-break" });
  }
  return { meta: metaOf(data), blocks: draft.blocks };
}

/** What people wrote stands apart from what the numbers say, under its own heading. */
function commentary(data: LearningReportData, chapter: ChapterKey, draft: Draft): void {
  const paragraphs = data.commentary.filter((entry) => entry.chapter === chapter).flatMap((entry) => entry.paragraphs);
  if (paragraphs.length === 0) return;
  draft.add({
    kind: "callout",
    tone: "note",
    title: "What this means",
    paragraphs: paragraphs.map((text) => [{ text }]),
  });
}

function metaOf(data: LearningReportData): ReportMeta {
  const title = "Learning from plan audits";
  const standing = [
    data.status === "draft" ? "draft" : "",
    data.view === "internal" ? "internal, small numbers shown" : "",
  ];
  const banner = capital(standing.filter(Boolean).join(", "));
  return {
    title,
    subtitle: data.cycle.title,
    period: periodWords(data.cycle.from, data.cycle.to),
    organisation: data.organisation,
    partners: data.partners.join(", "),
    runningTitle: `${title}: ${data.cycle.title}`,
    banner: banner || null,
    facts: [
      ...(banner ? [{ term: "Status", text: banner }] : []),
      { term: "Area", text: data.area },
      ...(data.audience ? [{ term: "Prepared for", text: data.audience }] : []),
      { term: data.status === "final" ? "Issued" : "Made", text: `${dayWords(data.date)}, version ${data.version}` },
      ...(data.contact ? [{ term: "Contact", text: data.contact }] : []),
    ],
    statement:
      data.view === "published"
        ? "This report contains no information that identifies a child or family. It is also available as a web page and in large print."
        : "This report shows small numbers and is for the partnership’s own use. It is also available as a web page and in large print.",
    lang: "en-GB",
    summary: `Quality of Education, Health and Care plans in ${data.area}, ${data.cycle.title}: what auditors of several agencies found, with how sure the numbers are.`,
    keywords: ["Education, Health and Care plans", "audit", data.area, data.cycle.title],
    date: data.date,
  };
}
