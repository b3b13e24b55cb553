import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { dateWords, dayOf, dayWords, momentWords } from "#audits/dates.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import { may } from "#audits/people/permissions.ts";
import { CHAPTER_TITLES } from "#audits/reports/outline.ts";
import { isOpen, mayMove, maySign } from "#audits/reports/written/life.ts";
import { organisationsOf } from "#db/organisations.ts";
import { comment, commentsOn, settleComment, signReport } from "#db/report-review.ts";
import { filesOf, orderOf, recordRemake } from "#db/reports.ts";
import { NothingChanged } from "#db/store.ts";
import { issueReport, moveReport, withdrawReport, writtenReport } from "#db/written-reports.ts";
import { ReleasePage } from "~/components/report-editor/release-page.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { makeReports, remakesAs } from "~/server/jobs.server.ts";
import { askPdf, formatsOf } from "~/server/report-files.server.ts";
import { scopeOf } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";
import {
  questionsOf,
  reportHead,
  reportPaths,
  requireReport,
  reviewOf,
  signsMissing,
} from "~/server/written-report.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.comment");
  const report = await requireReport(actor, params.writtenId);
  if (report.view === "internal")
    await noteView(actor, { kind: "written_report", id: report.id }, `a report of ${report.cycleTitle}`);
  const { db } = store();
  const review = await reviewOf(report);
  const organisations = await organisationsOf(db);
  const internal = may(actor, "reports.check").ok;
  const nameOf = (id: string) => organisations.find((one) => one.id === id)?.name ?? "A partner that is gone";
  return {
    formKey: newFormKey(),
    head: reportHead(actor, report, review),
    here: reportPaths(report.id).release,
    internal,
    content: review.content,
    today: dayOf(now()),
    partners: organisations.map(({ id, name }) => ({ id, name, chosen: report.partners.includes(id) })),
    signing: report.partners.map((id) => {
      const last = review.signOffs.findLast((one) => one.organisationId === id);
      const holds = review.facts.signed.includes(id);
      return {
        id,
        name: nameOf(id),
        signed: last ? `${last.signedBy}, ${dayWords(last.signedOn)}` : null,
        holds,
        maySign: !holds && maySign(review.facts, id).ok && may(actor, "reports.sign", { organisationId: id }).ok,
      };
    }),
    signer: actor.name,
    mayRecord: may(actor, "reports.check").ok,
    comments: (await commentsOn(db, report.id)).map(({ at, settledAt, chapter, ...rest }) => ({
      ...rest,
      chapter: chapter && chapter in CHAPTER_TITLES ? CHAPTER_TITLES[chapter as keyof typeof CHAPTER_TITLES] : null,
      at: momentWords(at),
      settled: settledAt !== null,
    })),
    questions: internal
      ? questionsOf(report, review.words).map(({ label, phrase, sentence, chapter }) => ({
          label,
          phrase,
          sentence,
          href: reportPaths(report.id).edit(chapter),
        }))
      : [],
    signs: isOpen(report.stage) || report.stage === "signed" ? signsMissing(review.edition) : [],
    moves: {
      review: mayMove(review.facts, "review").ok || report.stage === "draft",
      draft: mayMove(review.facts, "draft").ok,
      issue: mayMove(review.facts, "issued").ok,
      withdraw: mayMove(review.facts, "withdrawn").ok,
    },
    issued: report.issuedAt && { on: dateWords(report.issuedAt), content: report.contentHash },
    withdrawn: report.withdrawnAt && { on: dateWords(report.withdrawnAt), reason: report.withdrawnReason ?? "" },
    files: (await filesOf(db, report.id, scopeOf(actor))).map((file) => ({
      ...file,
      made: file.readyAt && momentWords(file.readyAt),
    })),
    formats: formatsOf(report),
    said: SAID[new URL(request.url).searchParams.get("done") ?? ""] ?? null,
  };
}

const SAID: Record<string, string> = {
  review: "The report is in review. Its partners can read it, comment and sign it off.",
  draft: "The report is a draft again. What was signed no longer counts once its words change.",
  signed: "The sign-off is recorded.",
  commented: "Your comment is kept.",
  settled: "The comment is marked as dealt with.",
  issued: "The report is issued. Its PDFs are being made.",
  withdrawn: "The report is withdrawn.",
  same: "The PDF was made again: it is the same file, byte for byte.",
  other: "The PDF was made again and is another file. The programs that make it may have changed since.",
};

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.comment");
  const report = await requireReport(actor, params.writtenId);
  const fields = await readForm(request);
  const intent = fields.text("intent");
  const { release } = reportPaths(report.id);
  const refuse = (field: string, sentence: string, status = 400) =>
    data({ errors: [{ field, sentence }], words: fields.raw("words") }, { status });
  const done = (what: string) => redirect(`${release}?done=${what}`);
  const review = await reviewOf(report);
  const lead = may(actor, "reports.make");
  try {
    if (intent === "comment") {
      if (report.stage !== "review" && report.stage !== "draft")
        return refuse("words", "The report is not in review any more", 409);
      const words = fields.text("words");
      const problem = problemInReason(words, "Write your comment");
      if (problem)
        return refuse("words", problem.replace("your reason", "your comment").replace("Your reason", "Your comment"));
      const chapter = fields.text("chapter");
      const known = report.chapters.find((key) => key === chapter) ?? null;
      const { to } = await writeOnce(
        fields,
        actor,
        (once) => comment(once, actor, report, { chapter: known, words }, now()),
        () => `${release}?done=commented`,
      );
      return redirect(to);
    }
    if (intent === "sign") {
      const organisationId = fields.text("organisation");
      const verdict = may(actor, "reports.sign", { organisationId });
      if (!verdict.ok) return refuse("signing", verdict.sentence, 403);
      const step = maySign(review.facts, organisationId);
      if (!step.ok) return refuse("signing", step.sentence, 409);
      const own = !may(actor, "reports.check").ok;
      const signedBy = own ? actor.name : fields.text(`signedBy-${organisationId}`);
      if (!signedBy) return refuse(`signedBy-${organisationId}`, "Enter who signed for the partner");
      if (signedBy.length > 120)
        return refuse(`signedBy-${organisationId}`, "The name must be 120 characters or fewer");
      const kept = await signReport(
        store(),
        actor,
        report,
        { organisationId, signedBy, signedOn: dayOf(now()), seen: fields.text("seen") },
        now(),
      );
      return kept
        ? done("signed")
        : refuse("signing", "The report was changed since you opened this page. Read it again before you sign", 409);
    }
    if (!lead.ok) return refuse("page", lead.sentence, 403);
    if (intent === "settle") {
      await settleComment(store(), actor, report, fields.text("comment"), now());
      return done("settled");
    }
    if (intent === "review") {
      const known = new Set((await organisationsOf(store().db)).map(({ id }) => id));
      const partners = [...new Set(fields.all("partner"))].filter((id) => known.has(id));
      const step = mayMove({ ...review.facts, partners }, "review");
      if (!step.ok) return refuse("partner", step.sentence);
      await moveReport(store(), actor, report, "review", partners, now());
      return done("review");
    }
    if (intent === "draft") {
      const step = mayMove(review.facts, "draft");
      if (!step.ok) return refuse("page", step.sentence, 409);
      await moveReport(store(), actor, report, "draft", report.partners, now());
      return done("draft");
    }
    if (intent === "issue") {
      const step = mayMove(review.facts, "issued");
      if (!step.ok) return refuse("issue", step.sentence, 409);
      const edition = await issueReport(store(), actor, report, review.content, now());
      const issued = await writtenReport(store().db, report.id, "internal");
      for (const size of report.kind === "easy_read" ? (["large"] as const) : (["standard", "large"] as const))
        if (issued) await askPdf(actor, issued, edition, size);
      void makeReports();
      return done("issued");
    }
    if (intent === "pdf") {
      const size = fields.text("size") === "large" ? "large" : "standard";
      const { to } = await writeOnce(
        fields,
        actor,
        (once) => askPdf(actor, report, review.edition, size, once),
        (id) => `/cycles/${report.cycleId}/report/${id}`,
      );
      void makeReports();
      return redirect(to);
    }
    if (intent === "remake") {
      const id = fields.text("file");
      const file = (await filesOf(store().db, report.id, "all")).find((one) => one.id === id);
      const made = file && (await orderOf(store().db, file.id));
      if (!made) return refuse("files", "This PDF is not finished", 409);
      const same = await remakesAs(made);
      await recordRemake(store(), actor, id, same, now());
      return done(same ? "same" : "other");
    }
    if (intent === "withdraw") {
      const step = mayMove(review.facts, "withdrawn");
      if (!step.ok) return refuse("reason", step.sentence, 409);
      const reason = fields.text("reason");
      const problem = problemInReason(reason, "Say why the report is withdrawn");
      if (problem) return refuse("reason", problem);
      await withdrawReport(store(), actor, report, reason, now());
      return done("withdrawn");
    }
    return refuse("page", "This form is not known here");
  } catch (error) {
    if (!(error instanceof NothingChanged)) throw error;
    return refuse("page", "Somebody else changed the report meanwhile. Look again before you go on", 409);
  }
}

export default function ReportRelease() {
  return <ReleasePage {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() ?? null} />;
}

export const handle = titled<typeof loader>((d) => (d ? `Review and release – ${d.head.title}` : "Review and release"));
