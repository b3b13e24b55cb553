import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ShouldRevalidateFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";
import { may } from "#audits/people/permissions.ts";
import { isOpen } from "#audits/reports/written/life.ts";
import { fieldsOf, isField } from "#audits/reports/written/own-words.ts";
import { supportedWording } from "#audits/reports/written/wording.ts";
import { onlyQuotes } from "#audits/reports/written/quotes.ts";
import { withWords } from "#audits/reports/written/own-words.ts";
import { decideQuote } from "#db/report-review.ts";
import { saveWords } from "#db/report-words.ts";
import { ChapterPage, type Unsettled } from "~/components/report-editor/chapter-page.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import {
  chapterBlocks,
  clashView,
  numberBlocks,
  questionsOf,
  reportHead,
  reportPaths,
  requireReport,
  reviewOf,
  sourceOf,
} from "~/server/written-report.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.check");
  const report = await requireReport(actor, params.writtenId);
  const paths = reportPaths(report.id);
  const at = report.chapters.indexOf(params.chapter as (typeof report.chapters)[number]);
  const key = report.chapters[at];
  if (!key) throw notFound();
  await noteView(actor, { kind: "written_report", id: report.id }, `a report of ${report.cycleTitle}`);
  const review = await reviewOf(report);
  const questions = questionsOf(report, review.words);
  const head = reportHead(actor, report, review);
  const written = { ...withWords(onlyQuotes(report.data, review.checked), review.words), chapters: report.chapters };
  return {
    head,
    here: paths.edit(key),
    view: {
      key,
      number: at + 1,
      title: head.chapters[at]?.title ?? "",
      groups: fieldsOf(report.kind, key, report.data, review.words),
      values: { ...review.words },
      numbers: numberBlocks(report.kind, key, report.data),
      preview: chapterBlocks(report.kind, key, written),
      change:
        key === "grades" && report.data.change
          ? { supported: supportedWording(report.data) ?? "", silent: review.words["change.silent"] === "yes" }
          : null,
      quotes:
        key === "themes" || key === "families"
          ? review.quotes
              .filter(({ chapter }) => chapter === key)
              .map(({ key: quoteKey, theme, quote, standing, last }) => ({
                key: quoteKey,
                theme,
                text: quote.text,
                lang: quote.lang,
                source: sourceOf(quote),
                standing,
                by: last?.byName ?? null,
                mayCheck: actor.id !== report.startedBy,
              }))
          : [],
      questions: questions.filter(({ chapter }) => chapter === key),
      checks: {
        hidden: report.data.protection.hidden,
        quotesWaiting: review.quotes.filter(({ standing }) => standing === "waits").length,
        questions: questions.length,
      },
      next: head.chapters[at + 1] ?? null,
    },
  };
}

/** The texts of a form's fields, those that the editor knows. */
function wordsSent(fields: Fields): Record<string, string> {
  return Object.fromEntries(fields.names().flatMap((name) => (isField(name) ? [[name, fields.raw(name)]] : [])));
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.check");
  const report = await requireReport(actor, params.writtenId);
  const chapter = report.chapters.find((key) => key === params.chapter);
  if (!chapter) throw notFound();
  const fields = await readForm(request);
  const intent = fields.text("intent");
  const paths = reportPaths(report.id);
  const refuse = (field: string, sentence: string, status = 400) =>
    data<Unsettled>(
      { values: wordsSent(fields), basedOn: report.version, clash: null, errors: [{ field, sentence }] },
      { status },
    );
  if (!isOpen(report.stage)) return refuse("chapter", "This report is not open for writing any more", 409);
  if (intent === "quote-in" || intent === "quote-out") {
    const decision = intent === "quote-in" ? "in" : "out";
    const key = fields.text("key");
    const { quotes } = await reviewOf(report);
    if (!quotes.some((quote) => quote.key === key))
      return refuse("quotes", "This quote is not in the report any more", 409);
    if (decision === "in" && actor.id === report.startedBy)
      return refuse("quotes", "You began this report, so a colleague has to check the quote");
    await decideQuote(store(), actor, report, { key, decision }, now());
    return redirect(`${paths.edit("themes")}#quotes`);
  }
  if (!may(actor, "reports.make").ok) return refuse("chapter", "Only the quality lead writes in a report", 403);
  const values = wordsSent(fields);
  // An unticked box is not sent.
  if (chapter === "grades" && fields.has("change") && !("change.silent" in values)) values["change.silent"] = "";
  const basedOn = Number(fields.text("basedOn")) || report.version;
  const keep = intent === "keep-mine" ? "mine" : intent === "keep-theirs" ? "theirs" : null;
  const choice = keep && ({ keep, seen: Number(fields.text("theirVersion")) || 0 } as const);
  const saved = await saveWords(store(), actor, report.id, { fields: values, basedOn, choice }, now());
  if (!saved.ok && saved.why === "clash")
    return data<Unsettled>({ values, basedOn, clash: clashView(saved), errors: [] }, { status: 409 });
  if (!saved.ok) return refuse("chapter", "This report is not open for writing any more", 409);
  const next = report.chapters[report.chapters.indexOf(chapter) + 1];
  return redirect(paths.edit(intent === "next" && next ? next : chapter));
}

/** What other forms of the page do (staying signed in) leaves the page as it stands, with all that is being typed. */
export function shouldRevalidate({ formAction, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  return (formAction === undefined || formAction.includes("/reports/")) && defaultShouldRevalidate;
}

export default function ReportEdit() {
  return <ChapterPage {...useLoaderData<typeof loader>()} sent={useActionData<typeof action>() ?? null} />;
}

export const handle = titled<typeof loader>((d) => (d ? `${d.view.title} – ${d.head.title}` : "Report"));
