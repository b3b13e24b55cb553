import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { PERCENT_FROM } from "#audits/charts/figures.ts";
import { may, reportReader } from "#audits/people/permissions.ts";
import { KIND_HINTS, KIND_LABELS, PUBLISHED_ONLY, REPORT_KINDS, type ReportKind } from "#audits/reports/outline.ts";
import { organisationsOf } from "#db/organisations.ts";
import { reportData } from "#db/report-data.ts";
import { reportsOfCycle } from "#db/reports.ts";
import { rubricOf } from "#db/rubrics.ts";
import { startReport, writtenReports } from "#db/written-reports.ts";
import { FormKey } from "~/components/form-key.tsx";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { ReportTable } from "~/components/results/reports.tsx";
import { WrittenTable } from "~/components/results/written.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { withReopenings } from "~/server/reopened.server.ts";
import { figuresOf, scopeOf } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { reportPaths } from "~/server/written-report.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const cycle = await requireCycle(params.cycleId);
  const { grades, beside } = await figuresOf(cycle.id);
  const { db } = store();
  const pdfs = await reportsOfCycle(db, cycle.id, scopeOf(actor));
  return {
    formKey: newFormKey(),
    head: cycleHead(actor, cycle),
    reports: await withReopenings(
      (await writtenReports(db, reportReader(actor), cycle.id)).map((one) => ({ ...one, askedAt: one.startedAt })),
    ),
    // PDFs that were made before reports were written stand alone.
    pdfs: await withReopenings(pdfs.filter(({ writtenId }) => writtenId === null)),
    editor: may(actor, "reports.comment").ok,
    mayMake: may(actor, "reports.make").ok,
    plans: grades.n,
    waiting: `${beside.signedOff} of ${beside.sampled} plans are moderated.`,
  };
}

const isKind = (text: string): text is ReportKind => (REPORT_KINDS as readonly string[]).includes(text);

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.make");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const kind = form.text("kind");
  const typed = { kind, view: form.text("view"), audience: form.raw("audience") };
  const refuse = (field: string, sentence: string) => data({ errors: [{ field, sentence }], typed }, { status: 400 });
  if (!isKind(kind)) return refuse("kind", "Choose what kind of report it is");
  const view = PUBLISHED_ONLY.includes(kind) ? "published" : form.text("view");
  if (view !== "published" && view !== "internal") return refuse("view", "Choose which numbers the report shows");
  const audience = form.text("audience");
  if (audience.length > 200) return refuse("audience", "Who it is prepared for must be 200 characters or fewer");
  const figures = await figuresOf(cycle.id);
  if (figures.grades.n === 0) return refuse("kind", "No plan has a settled grade yet, so there is nothing to report");
  if (view === "published" && figures.grades.n < PERCENT_FROM)
    return refuse(
      "view",
      `Fewer than ${PERCENT_FROM} plans have results, so nothing can be published. Choose an internal learning report or board page`,
    );
  const { db } = store();
  const frozen = await reportData(db, cycle, figures, view, kind);
  if (frozen.service && frozen.service.steps.length + frozen.service.criteria.length === 0)
    return refuse(
      "kind",
      `Nothing is known yet of what ${frozen.service.name.toLowerCase()} gave, so there is nothing to report`,
    );
  const rubric = kind === "evidence" ? ((await rubricOf(db, cycle.rubricId))?.document ?? null) : null;
  const partners = (await organisationsOf(db)).filter(({ agency }) => agency !== null).map(({ id }) => id);
  const { to } = await writeOnce(
    form,
    actor,
    (once) => startReport(once, actor, cycle, { kind, data: frozen, audience, rubric, partners }, now()),
    (id) => reportPaths(id).edit("headlines"),
  );
  return redirect(to);
}

export default function CycleReport() {
  const { formKey, head, reports, pdfs, editor, mayMake, plans, waiting } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors = result?.errors ?? [];
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        {result && (
          <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle>Reports of this cycle</PageTitle>
        <p className="lead">
          A report says what the cycle found, how sure its numbers are, and how they were made. You write beside the
          numbers; partners sign it off before it is issued.
        </p>
        {reports.length > 0 ? (
          <WrittenTable reports={reports} editor={editor} />
        ) : (
          <p>No report of this cycle {mayMake ? "has been begun" : "can be read"} yet.</p>
        )}
        {pdfs.length > 0 && (
          <>
            <h2 className="section">PDFs of earlier versions</h2>
            <ReportTable reports={pdfs} />
          </>
        )}
        {mayMake && plans === 0 && <p>{waiting} A report can be begun when the first is signed off.</p>}
        {mayMake && plans > 0 && (
          <Form method="post" className="ruled">
            <FormKey value={formKey} />
            <h2 className="section">Begin a report</h2>
            <p>
              The figures are taken as they are now. Moderating further plans does not change a report that is begun.
            </p>
            <Radios
              name="kind"
              legend="What kind of report?"
              legendSize="s"
              error={error("kind")}
              value={result?.typed.kind ?? (plans < PERCENT_FROM ? "learning" : undefined)}
              items={REPORT_KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind], hint: KIND_HINTS[kind] }))}
            />
            <Radios
              name="view"
              legend="Which numbers does it show?"
              legendSize="s"
              hint="Public, easy-read, service and inspection versions always show published numbers."
              error={error("view")}
              value={result?.typed.view ?? (plans < PERCENT_FROM ? "internal" : "published")}
              items={[
                {
                  value: "published",
                  label: "Published",
                  hint: "Small numbers are hidden, and whatever they could be worked out from. For the board, families and inspectors.",
                },
                {
                  value: "internal",
                  label: "Internal",
                  hint: "Small numbers are shown, and every page says so. For the partnership’s own use.",
                },
              ]}
            />
            <Input
              name="audience"
              label="Prepared for (optional)"
              hint="As it stands on the cover: the SEND partnership board, 15 December 2026."
              defaultValue={result?.typed.audience}
              error={error("audience")}
            />
            <Button preventDoubleClick>Begin the report</Button>
          </Form>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Reports – ${d?.head.title ?? "Cycle"}`);
