import { dayWords, periodWords } from "../dates.ts";
import type { Report, ReportMeta } from "./blocks.ts";
import { headlines } from "./chapters/headlines.ts";
import { cautions, method, notes } from "./chapters/method.ts";
import { asked, changed, contributions, families, purpose } from "./chapters/partnership.ts";
import { domains, grades, limits } from "./chapters/results.ts";
import { serviceContributions, serviceHeadlines } from "./chapters/service.ts";
import { actions, groups, themes } from "./chapters/themes.ts";
import { type Draft, startDraft } from "./draft.ts";
import { CHAPTERS, type ChapterKey, type LearningReportData } from "./learning-report-data.ts";
import { capital } from "./words.ts";

const WRITE: Record<ChapterKey, (data: LearningReportData, draft: Draft) => void> = {
  purpose,
  method,
  headlines,
  grades,
  domains,
  limits,
  themes,
  groups,
  contributions,
  families,
  changed,
  asked,
  actions,
  cautions,
  notes,
};

/** In the pack of a service two chapters are its own. */
function writerOf(chapter: ChapterKey, { service }: LearningReportData): (typeof WRITE)[ChapterKey] {
  if (service && chapter === "headlines") return (data, draft) => serviceHeadlines(data, service, draft);
  if (service && chapter === "contributions") return (data, draft) => serviceContributions(data, service, draft);
  return WRITE[chapter];
}

/** The learning report of a cycle: its numbers as blocks that a page, a PDF or a plain text can show. */
export function learningReport(data: LearningReportData): Report {
  const draft = startDraft();
  draft.add({ kind: "contents", title: "Contents" });
  draft.add({ kind: "page-break" });
  writeChapters(data, draft, data.chapters ?? CHAPTERS);
  return { meta: metaOf(data), blocks: draft.blocks };
}

/** Writes chapters in this order, each with what people wrote under it. A chapter with nothing to say is left out. */
export function writeChapters(data: LearningReportData, draft: Draft, chapters: readonly ChapterKey[]): void {
  for (const chapter of chapters) {
    const before = draft.blocks.length;
    if (chapter === "headlines") draft.add({ kind: "page-break" });
    const begun = draft.blocks.length;
    writerOf(chapter, data)({ ...data, chapters }, draft);
    if (draft.blocks.length === begun) draft.blocks.length = before;
    else commentary(data, chapter, draft);
    // Words under the headlines may need a second page, and what follows goes on there.
    if (chapter === "headlines" && draft.blocks.at(-1)?.kind !== "callout") draft.add({ kind: "page-break" });
  }
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

/** What stands on the cover and at the head of every page. */
export function metaOf(data: LearningReportData, title = "Learning from plan audits"): ReportMeta {
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
      ...(data.reopened ?? []).map(({ on, until }) => ({
        term: "Reopened",
        text: `${dayWords(on)}${until ? `, moderated again until ${dayWords(until)}` : ", being moderated again"}`,
      })),
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
    logo: data.logo ?? null,
  };
}
