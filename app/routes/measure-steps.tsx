import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { drawChart } from "#audits/charts/chart.ts";
import { dateWords, dayWords } from "#audits/dates.ts";
import { LONGEST_STEP_REASON, mayStep, problemsInStep } from "#audits/learning/steps.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import { endStep, setStep, stepsOf } from "#db/steps.ts";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Select, Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { NARROW, WIDE } from "~/components/results/headline.tsx";
import { SceneFigure } from "~/components/scene.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { askOf } from "~/server/measures/ask.server.ts";
import { lineForSteps } from "~/server/measures/lines.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "steps.set");
  const key = new URL(request.url).searchParams.get("measure") ?? "";
  const found = await lineForSteps(askOf(actor, request), key);
  if (!found) throw notFound();
  await noteView(actor, { kind: "measures", id: "over-time" }, "the internal measures of over time");
  return {
    key,
    what: found.what,
    chart: found.line.chart,
    words: found.line.words,
    may: mayStep(found.line),
    days: daysOf(found.points),
    formKey: newFormKey(),
    steps: (await stepsOf(store().db, key)).map(({ step, by }) => ({
      id: step.id,
      day: dayWords(step.day),
      reason: step.reason,
      set: `${by}, ${dateWords(step.madeAt)}`,
      ended: step.endedAt ? `${dateWords(step.endedAt)}: ${step.endedReason ?? ""}` : null,
    })),
  };
}

/** Where a step may begin: at every point but the first. */
const daysOf = (points: { label: string; day: string }[]) =>
  points.slice(1).map(({ label, day }) => ({ value: day, text: label }));

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "steps.set");
  const form = await readForm(request);
  const key = form.text("measure");
  const found = await lineForSteps(askOf(actor, request), key);
  if (!found) throw notFound();
  const to = `/measures/over-time?measure=${encodeURIComponent(key)}`;
  if (form.text("intent") === "end") {
    const reason = form.text("ended");
    const problem = problemInReason(reason, "Enter why the step is taken back", LONGEST_STEP_REASON);
    const id = form.text("id");
    if (problem) return refused([{ field: `ended-${id}`, sentence: problem }], { day: "", reason: "" });
    const own = (await stepsOf(store().db, key)).some(({ step }) => step.id === id);
    if (!own) throw notFound();
    await endStep(store(), actor, id, found.what, reason, now());
    return redirect(to);
  }
  const typed = { day: form.text("day"), reason: form.text("reason"), lasting: form.all("lasting").includes("yes") };
  if (!mayStep(found.line))
    return refused([{ field: "day", sentence: "No shift is flagged, so the line goes on as it is" }], typed);
  const problems = problemsInStep(
    typed,
    daysOf(found.points).map(({ value }) => value),
  );
  if (problems.length) return refused(problems, typed);
  const step = { series: key, what: found.what, day: typed.day, reason: typed.reason };
  const sent = await writeOnce(
    form,
    actor,
    (inside) => setStep(inside, actor, step, now()),
    () => to,
  );
  return redirect(sent.to);
}

const refused = (errors: { field: string; sentence: string }[], typed: { day: string; reason: string }) =>
  data({ errors, typed: { day: typed.day, reason: typed.reason } }, { status: 400 });

export default function MeasureSteps() {
  const { key, what, chart, words, may, days, steps, formKey } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((one) => one.field === field)?.sentence;
  return (
    <ReadingPage
      wide
      before={<BackLink href={`/measures/over-time?measure=${encodeURIComponent(key)}`}>Back to the line</BackLink>}
    >
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over="Steps of a measure">{what.charAt(0).toUpperCase() + what.slice(1)}</PageTitle>
      <p className="lead">
        At a step, mean and limits begin anew. Set one only where a shift is flagged, its cause is known, and it is
        expected to last. It is never done by itself, and it stands under the chart with your reason.
      </p>
      <SceneFigure
        scene={drawChart(chart, { ...WIDE, width: 880 })}
        narrow={drawChart(chart, NARROW)}
        source={words.join(" ")}
      />
      {steps.map((step) => (
        <section className="ruled" key={step.id}>
          <h2 className="part">From {step.day}</h2>
          <p>{step.reason}</p>
          <p className="note-text">
            Set by {step.set}.{step.ended && ` Taken back ${step.ended}`}
          </p>
          {!step.ended && (
            <Form method="post" noValidate>
              <input type="hidden" name="measure" value={key} />
              <input type="hidden" name="intent" value="end" />
              <input type="hidden" name="id" value={step.id} />
              <Input
                name="ended"
                id={`ended-${step.id}`}
                label="Why it is taken back"
                width={30}
                error={error(`ended-${step.id}`)}
              />
              <Button variant="secondary" preventDoubleClick>
                Take the step back
              </Button>
            </Form>
          )}
        </section>
      ))}
      <h2 className="section">Set a step</h2>
      {may ? (
        <Form method="post" noValidate>
          <FormKey value={formKey} />
          <input type="hidden" name="measure" value={key} />
          <Select
            name="day"
            label="When did the change begin?"
            defaultValue={sent?.typed.day ?? ""}
            options={[{ value: "", text: "Choose" }, ...days]}
            error={error("day")}
          />
          <Textarea
            name="reason"
            label="What caused it?"
            hint="Stands under the chart for everybody who sees it. Nobody’s name"
            rows={3}
            defaultValue={sent?.typed.reason ?? ""}
            error={error("reason")}
          />
          <Checkboxes
            name="lasting"
            legend="Is it expected to last?"
            legendSize="s"
            items={[{ value: "yes", label: "Yes, the change is expected to last" }]}
            error={error("lasting")}
          />
          <Button preventDoubleClick>Set the step</Button>
        </Form>
      ) : (
        <Note tone="navy">
          <p>No shift is flagged since the last step, so the line goes on as it is.</p>
        </Note>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => `Steps: ${d?.what ?? "measure"} – Measures`);
