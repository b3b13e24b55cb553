import { placeInSentence } from "#audits/rubric/place-in-plan.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { may, reportReader } from "#audits/people/permissions.ts";
import { clockWords, sinceWords } from "#audits/dates.ts";
import type { Block } from "#audits/reports/blocks.ts";
import { startDraft } from "#audits/reports/draft.ts";
import { contentHash, type Edition, reportOf } from "#audits/reports/edition.ts";
import { plainText } from "#audits/reports/forms/plain-text.ts";
import type { ChapterKey, LearningReportData, QuoteData } from "#audits/reports/learning-report-data.ts";
import { writeChapters } from "#audits/reports/learning-report.ts";
import { CHAPTER_TITLES, KIND_LABELS, type ReportKind } from "#audits/reports/outline.ts";
import { isOpen, isReady, type LifeFacts, STAGE_LABELS, toFinish } from "#audits/reports/written/life.ts";
import { fieldsOf, fieldWords, type OwnWords, withWords } from "#audits/reports/written/own-words.ts";
import { chapterOfQuote, quotesOf, quoteStanding } from "#audits/reports/written/quotes.ts";
import {
  type Finding,
  findingsIn,
  nameStillThere,
  passagesHash,
  passagesOf,
} from "#audits/reports/written/redaction.ts";
import { pageOfField, wordsOver } from "#audits/reports/written/life.ts";
import { wordingQuestions } from "#audits/reports/written/wording.ts";
import { nameChecks, namesFound, redactionAnswers, signedFor, signOffsOf } from "#db/report-review.ts";
import { checkedQuotes, quoteDecisions, type SavedWords, wordsOf } from "#db/report-words.ts";
import { editionNow, type WrittenReport, writtenReport } from "#db/written-reports.ts";
import type { WordsClash } from "~/components/report-editor/chapter-page.tsx";
import { now, store } from "./database.server.ts";
import { missingSigns } from "./faces.ts";
import { notFound } from "./session.server.ts";

/** The report of an address, if this person may see it. @throws 404 when there is none for them */
export async function requireReport(actor: Actor, id: string | undefined): Promise<WrittenReport> {
  const report = id ? await writtenReport(store().db, id, reportReader(actor)) : null;
  if (!report) throw notFound();
  return report;
}

export const reportPaths = (id: string) => ({
  read: `/reports/${id}`,
  edit: (chapter: string) => `/reports/${id}/edit/${chapter}`,
  save: `/reports/${id}/save`,
  chapters: `/reports/${id}/chapters`,
  release: `/reports/${id}/release`,
  redaction: `/reports/${id}/redaction`,
  versions: `/reports/${id}/versions`,
  file: (format: string) => `/reports/${id}/file/${format}`,
});

/** What a report is called: "Learning report, Summer 2026 routine audit". */
export const titleOf = (report: Pick<WrittenReport, "kind" | "cycleTitle">): string =>
  `${KIND_LABELS[report.kind]}, ${report.cycleTitle}`;

/** Everything that stands between a report and its issue, worked out from its words as they are now. */
export async function reviewOf(report: WrittenReport) {
  const { db } = store();
  const words = await wordsOf(db, report.id);
  const decisions = await quoteDecisions(db, report.id);
  const checked = await checkedQuotes(db, report);
  const edition = await editionNow(db, report);
  const holds = report.kind !== "board" && report.kind !== "easy_read";
  const shown = quotesOf(report.data).filter((one) => holds && report.chapters.includes(chapterOfQuote(one)));
  const quotes = shown.map((one) => ({
    ...one,
    chapter: chapterOfQuote(one),
    standing: quoteStanding(one.key, report.startedBy, decisions),
    last: decisions.findLast(({ key }) => key === one.key) ?? null,
  }));
  const offered = new Set(quotes.filter(({ standing }) => standing !== "left out").map(({ key }) => key));
  const data = { ...report.data, chapters: report.chapters };
  const passages = passagesOf(data, wordsShown(report, words), offered);
  const hash = passagesHash(passages);
  const answers = await redactionAnswers(db, report.id);
  const live = findingsIn(passages, report.data);
  const named = (await namesFound(db, report.id)).flatMap((found) => nameStillThere(passages, found) ?? []);
  const findings = [
    ...named,
    ...live.filter((one) => !named.some((n) => n.place === one.place && n.starts < one.ends && one.starts < n.ends)),
  ];
  const checks = await nameChecks(db, report.id);
  const nameCheck = checks.findLast(({ wordsHash }) => wordsHash === hash) ?? null;
  const open = toFinish({
    kind: report.kind,
    chapters: report.chapters,
    data: report.data,
    words,
    quotes: quotes.filter(({ standing }) => standing === "waits").map(({ chapter }) => chapter),
    findings: findings.filter(({ key }) => !answers.has(key)).length,
    namesChecked: nameCheck !== null,
  });
  const signOffs = await signOffsOf(db, report.id);
  const content = contentHash(edition);
  const facts: LifeFacts = {
    stage: report.stage,
    partners: report.partners,
    signed: signedFor(signOffs, content),
    open,
  };
  return {
    words,
    decisions,
    checked,
    edition,
    quotes,
    passages,
    hash,
    findings,
    answers,
    nameCheck,
    open,
    signOffs,
    content,
    facts,
  };
}

export type Review = Awaited<ReturnType<typeof reviewOf>>;

/** Words of chapters that are switched off do not leave, so nobody has to answer for them. */
function wordsShown(report: WrittenReport, words: OwnWords): OwnWords {
  const fields = new Set(
    report.chapters.flatMap((chapter) =>
      fieldsOf(report.kind, chapter, report.data, words).flatMap((group) => group.fields.map(({ name }) => name)),
    ),
  );
  return Object.fromEntries(Object.entries(words).filter(([name]) => fields.has(name)));
}

/** Questions about wording, each with where its words stand. They stop nothing. */
export function questionsOf(report: WrittenReport, words: OwnWords) {
  const shown = wordsShown(report, words);
  const over = report.chapters.flatMap((chapter) =>
    fieldsOf(report.kind, chapter, report.data, words).flatMap(({ fields }) =>
      fields.flatMap((field) => {
        const more = wordsOver(shown[field.name] ?? "", field.words);
        return more > 0
          ? [
              {
                field: field.name,
                phrase: fieldWords(field.name),
                sentence: `${more} ${more === 1 ? "word" : "words"} more than the ${field.words} that readers get through.`,
              },
            ]
          : [];
      }),
    ),
  );
  return [...wordingQuestions(shown, report.data), ...over].map((question) => ({
    ...question,
    label: fieldWords(question.field),
    chapter: pageOfField(question.field, report.chapters),
  }));
}

/** Signs that the typeface of the PDF does not have, in everything that the report says. */
export function signsMissing(edition: Edition): string[] {
  return missingSigns(plainText(reportOf(edition)));
}

/** What stands around every page of the editor. */
export function reportHead(actor: Actor, report: WrittenReport, review: Pick<Review, "open" | "words">) {
  const paths = reportPaths(report.id);
  return {
    id: report.id,
    title: titleOf(report),
    tag: report.stage === "draft" ? `Draft ${report.version}` : STAGE_LABELS[report.stage],
    stage: report.stage,
    open: isOpen(report.stage),
    view: report.view,
    kind: report.kind,
    number: report.number,
    about: [report.audience && `For ${report.audience}`, report.view === "internal" ? "Small numbers shown" : ""]
      .filter(Boolean)
      .join(". "),
    cycle: { id: report.cycleId, title: report.cycleTitle },
    version: report.version,
    savedAt: sinceWords(report.editedAt, now()),
    mayWrite: may(actor, "reports.make").ok,
    paths: {
      read: paths.read,
      chapters: paths.chapters,
      release: paths.release,
      redaction: paths.redaction,
      versions: paths.versions,
      save: paths.save,
    },
    chapters: report.chapters.map((key, i) => ({
      key,
      number: i + 1,
      title: CHAPTER_TITLES[key],
      href: paths.edit(key),
      ready: isReady(report.kind, key, report.data, review.words, review.open),
    })),
    toFinish: review.open.map(({ sentence, chapter, at }) => ({
      sentence,
      href:
        at === "redaction"
          ? paths.redaction
          : at === "quotes"
            ? `${paths.edit(chapter ?? "themes")}#quotes`
            : paths.edit(chapter ?? "headlines"),
    })),
  };
}

export type ReportHead = ReturnType<typeof reportHead>;

/** One chapter as blocks: its numbers alone, or as it will read with the words that people wrote. */
export function chapterBlocks(kind: ReportKind, chapter: ChapterKey, data: LearningReportData): Block[] {
  if (kind === "easy_read" || kind === "board") return reportOf({ kind, data }).blocks;
  const draft = startDraft();
  writeChapters(data, draft, [chapter]);
  return draft.blocks.filter((block) => block.kind !== "page-break");
}

/** The numbers of a chapter without anything that people wrote. */
export function numberBlocks(kind: ReportKind, chapter: ChapterKey, data: LearningReportData): Block[] {
  const bare = withWords({ ...data, chapters: [chapter] }, {});
  const draft = startDraft();
  writeChapters({ ...bare, themes: bare.themes.map((theme) => ({ ...theme, quotes: [] })) }, draft, [chapter]);
  return kind === "easy_read" && chapter === "asked"
    ? []
    : draft.blocks.filter((block) => block.kind !== "page-break" && !(block.kind === "heading" && block.level === 2));
}

/** A find as a page shows it. */
export const findingView = (finding: Finding, review: Review, report: WrittenReport) => ({
  ...finding,
  answer: review.answers.get(finding.key) ?? null,
  href: finding.field
    ? reportPaths(report.id).edit(pageOfField(finding.field, report.chapters))
    : finding.place.startsWith("Quote")
      ? `${reportPaths(report.id).edit(finding.place.includes(CHAPTER_TITLES.families) ? "families" : "themes")}#quotes`
      : null,
});

/** A clash of two writers as its page shows it. */
export const clashView = ({ version, by, at, disputes }: Extract<SavedWords, { why: "clash" }>): WordsClash => ({
  version,
  by,
  at: clockWords(at),
  disputes: disputes.map((dispute) => ({ ...dispute, label: fieldWords(dispute.field) })),
});

/** "From a plan, section F, page 11" */
export function sourceOf({ section, page }: QuoteData): string {
  const place = section ? placeInSentence(section, page) : page === null ? "" : `page ${page}`;
  return place ? `From a plan, ${place}` : "From a plan";
}
