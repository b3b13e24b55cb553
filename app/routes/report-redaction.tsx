import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { problemInReason } from "#audits/panel/reason.ts";
import { isOpen } from "#audits/reports/written/life.ts";
import { findingsIn } from "#audits/reports/written/redaction.ts";
import { answerFinding, keepNameCheck } from "#db/report-review.ts";
import { momentWords } from "#audits/dates.ts";
import { ReportFrame } from "~/components/report-editor/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Textarea } from "~/components/govuk/inputs.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";
import { findingView, reportHead, reportPaths, requireReport, reviewOf } from "~/server/written-report.server.ts";

const MOST_NAMES = 20_000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.check");
  const report = await requireReport(actor, params.writtenId);
  await noteView(actor, { kind: "written_report", id: report.id }, `a report of ${report.cycleTitle}`);
  const review = await reviewOf(report);
  return {
    head: reportHead(actor, report, review),
    here: reportPaths(report.id).redaction,
    findings: review.findings.map((finding) => findingView(finding, review, report)),
    passages: review.passages.length,
    nameCheck: review.nameCheck && {
      names: review.nameCheck.names,
      words: `${momentWords(review.nameCheck.at)} by ${review.nameCheck.byName}`,
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.check");
  const report = await requireReport(actor, params.writtenId);
  if (!isOpen(report.stage)) throw notFound();
  const fields = await readForm(request);
  const paths = reportPaths(report.id);
  const refuse = (field: string, sentence: string, status = 400) =>
    data({ errors: [{ field, sentence }], reason: "" }, { status });
  const review = await reviewOf(report);
  const intent = fields.text("intent");
  if (intent === "names" || intent === "no-list") {
    // The list is used here and kept nowhere: neither in the database nor in the page that comes back.
    const names =
      intent === "names"
        ? fields
            .raw("names")
            .split(/[\n;]+/)
            .map((name) => name.trim())
            .filter(Boolean)
        : [];
    if (intent === "names" && names.length === 0) return refuse("names", "Enter the names to look for, one a line");
    if (names.length > MOST_NAMES)
      return refuse("names", `Enter at most ${MOST_NAMES.toLocaleString("en-GB")} names at a time`);
    const found = findingsIn(review.passages, report.data, names)
      .filter(({ kind }) => kind === "name")
      .map(({ key, place, starts, ends }) => ({ key, place, starts, ends }));
    await keepNameCheck(store(), actor, report, { wordsHash: review.hash, names: names.length, found }, now());
    return redirect(paths.redaction);
  }
  const key = fields.text("key");
  const finding = review.findings.find((one) => one.key === key);
  if (!finding) return refuse("finds", "These words are not in the report any more. Look at what is left", 409);
  const field = `reason-${key}`;
  const reason = fields.text(field);
  const problem = problemInReason(reason, "Say why it identifies nobody", 300);
  if (problem) return data({ errors: [{ field, sentence: problem }], reason: fields.raw(field) }, { status: 400 });
  await answerFinding(store(), actor, report, { finding, reason }, now());
  return redirect(`${paths.redaction}#finds`);
}

export default function ReportRedaction() {
  const { head, here, findings, passages, nameCheck } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors = result?.errors ?? [];
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const waiting = findings.filter((finding) => !finding.answer).length;
  return (
    <ReportFrame
      head={head}
      here={here}
      messages={
        errors.length > 0 && (
          <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )
      }
      work={
        <>
          <h1 className="page-title">Redaction check</h1>
          <p className="lead">
            {findings.length === 0
              ? `Nothing was found in the ${passages} texts of this report that may tell who a child is.`
              : `${findings.length} ${findings.length === 1 ? "find" : "finds"} in the ${passages} texts of this report, ${waiting === 0 ? "all answered" : `${waiting} to answer`}.`}
          </p>
          <p>
            The check looks for NHS numbers, unique pupil numbers, dates of birth, postcodes, telephone numbers, e-mail
            addresses, small numbers, and words that may be a name. It is a net, not a guarantee: read every quote as if
            you knew the family.
          </p>
          <section aria-labelledby="finds">
            <h2 className="section" id="finds">
              What was found
            </h2>
            {findings.length === 0 && <p>Nothing.</p>}
            {findings.map((finding) => (
              <div className="report-box" key={finding.key}>
                <div className="report-box__head">
                  <h3 className="part">{finding.place}</h3>
                  <Tag tone={finding.answer ? "teal" : "amber"}>{finding.kind}</Tag>
                </div>
                <p className="report-text">
                  {finding.before}
                  <mark>{finding.found}</mark>
                  {finding.after}
                </p>
                {finding.answer ? (
                  <p className="note-text">
                    Stays: {finding.answer.reason} ({finding.answer.byName})
                  </p>
                ) : (
                  head.open && (
                    <Form method="post">
                      <input type="hidden" name="key" value={finding.key} />
                      <Input
                        id={`reason-${finding.key}`}
                        name={`reason-${finding.key}`}
                        label="Why it identifies nobody"
                        defaultValue={error(`reason-${finding.key}`) && result?.reason}
                        error={error(`reason-${finding.key}`)}
                      />
                      <p className="report-box__actions">
                        <Button variant="secondary" name="intent" value="keep">
                          Keep it, with this reason
                        </Button>
                        {finding.href && (
                          <a className="govuk-link" href={finding.href}>
                            Change the words instead
                          </a>
                        )}
                      </p>
                    </Form>
                  )
                )}
              </div>
            ))}
          </section>
          <section aria-labelledby="name-list">
            <h2 className="section" id="name-list">
              Look for names
            </h2>
            {nameCheck ? (
              <Note tone="teal">
                <p>
                  {nameCheck.names > 0 ? `${nameCheck.names} names were looked for` : "No list of names is kept"} (
                  {nameCheck.words}), in the words as they are now.
                </p>
              </Note>
            ) : (
              <p>Names have not been looked for in the words as they are now.</p>
            )}
            {head.open && (
              <Form method="post">
                <Textarea
                  name="names"
                  label="Names of children and families, one a line"
                  hint="From the list that your council keeps. They are used for this one search and kept nowhere, not even in the trail."
                  rows={6}
                  autoComplete="off"
                  spellCheck={false}
                  error={error("names")}
                />
                <p className="report-box__actions">
                  <Button name="intent" value="names">
                    Look for these names
                  </Button>
                  <Button variant="secondary" name="intent" value="no-list">
                    We keep no list of names
                  </Button>
                </p>
              </Form>
            )}
          </section>
        </>
      }
    />
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Redaction check – ${d.head.title}` : "Redaction check"));
