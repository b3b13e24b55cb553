import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { PERCENT_FROM } from "#audits/charts/figures.ts";
import { may } from "#audits/people/permissions.ts";
import { published } from "#audits/results/published.ts";
import { actionsInReport } from "#db/action-report.ts";
import { askReport, reportsOfCycle } from "#db/reports.ts";
import { FormKey } from "~/components/form-key.tsx";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { ReportTable } from "~/components/results/reports.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { makeReports } from "~/server/jobs.server.ts";
import { withReopenings } from "~/server/reopened.server.ts";
import { figuresOf, scopeOf } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  const cycle = await requireCycle(params.cycleId);
  const { grades, beside } = await figuresOf(cycle.id);
  return {
    formKey: newFormKey(),
    head: cycleHead(actor, cycle),
    reports: await withReopenings(await reportsOfCycle(store().db, cycle.id, scopeOf(actor))),
    mayMake: may(actor, "reports.make").ok,
    plans: grades.n,
    waiting: `${beside.signedOff} of ${beside.sampled} plans are moderated.`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.make");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const view = form.text("view");
  const size = form.text("size") === "large" ? "large" : "standard";
  const refuse = (sentence: string) => data({ errors: [{ field: "view", sentence }] }, { status: 400 });
  if (view !== "published" && view !== "internal") return refuse("Choose which numbers the report shows");
  const figures = await figuresOf(cycle.id);
  if (figures.grades.n === 0) return refuse("No plan has a settled grade yet, so there is nothing to report");
  if (view === "published" && figures.grades.n < PERCENT_FROM)
    return refuse(
      `Fewer than ${PERCENT_FROM} plans have results, so nothing can be published. Choose the internal report`,
    );
  const { beside, ...report } = view === "published" ? published(figures) : figures;
  const actions = await actionsInReport(store().db, cycle.id, view);
  const { to } = await writeOnce(
    form,
    actor,
    (once) => askReport(once, actor, cycle, { data: { ...report, actions }, size }, now()),
    (id) => `/cycles/${cycle.id}/report/${id}`,
  );
  void makeReports();
  return redirect(to);
}

export default function CycleReport() {
  const { formKey, head, reports, mayMake, plans, waiting } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors = result?.errors ?? [];
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        {result && (
          <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle>Learning report</PageTitle>
        <p className="lead">
          The learning report says what the cycle found, how sure its numbers are, and how they were made, as an
          accessible PDF with all its tables attached.
        </p>
        {reports.length > 0 ? <ReportTable reports={reports} /> : <p>No report of this cycle has been made yet.</p>}
        {mayMake && plans === 0 && <p>{waiting} A report can be made when the first is signed off.</p>}
        {mayMake && plans > 0 && (
          <Form method="post" className="ruled">
            <FormKey value={formKey} />
            <h2 className="section">Make the learning report</h2>
            <p>
              The figures are taken as they are now. Moderating further plans does not change a report that is made.
            </p>
            <Radios
              name="view"
              legend="Which numbers does it show?"
              legendSize="s"
              error={errors.find((e) => e.field === "view")?.sentence}
              value={plans < PERCENT_FROM ? "internal" : "published"}
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
            <Radios
              name="size"
              legend="How large is its text?"
              legendSize="s"
              inline
              value="standard"
              items={[
                { value: "standard", label: "12 point" },
                { value: "large", label: "Large print, 16 point" },
              ]}
            />
            <Button preventDoubleClick>Make the learning report</Button>
          </Form>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Report – ${d?.head.title ?? "Cycle"}`);
