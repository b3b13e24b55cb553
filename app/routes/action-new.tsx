import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { measureFromText, measureText } from "#audits/actions/measure.ts";
import { readingOf } from "#db/action-evidence.ts";
import { ownersOf } from "#db/action-people.ts";
import { openAction } from "#db/actions.ts";
import { cycleOf, cyclesOut } from "#db/cycles.ts";
import { sourceOf, sourcesOf } from "#db/learning-sources.ts";
import { SOURCE_LABELS } from "#audits/actions/sources.ts";
import { ChooseMeasure } from "~/components/actions/choose-measure.tsx";
import { PromiseFields } from "~/components/actions/promise-fields.tsx";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Select } from "~/components/govuk/inputs.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { dayBoxes } from "~/components/period-fields.tsx";
import { titled } from "~/components/title.tsx";
import { measureChoices } from "~/server/action-measures.server.ts";
import { promiseFrom, readFromWords, readingView, typedFields } from "~/server/actions.server.ts";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

/** What the address has chosen so far: a cycle, a measure in it, a theme of complaints or appeals. */
async function chosen(request: Request) {
  const asked = new URL(request.url).searchParams;
  const cycle = await cycleOf(store().db, asked.get("cycle") ?? "");
  const measure = measureFromText(asked.get("measure") ?? "");
  const source = await sourceOf(store().db, asked.get("source") ?? "");
  const out = (await cyclesOut(store().db)).some((c) => c.id === cycle?.id);
  return { cycle: out ? cycle : null, measure, source };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "actions.open");
  const { cycle, measure, source } = await chosen(request);
  const cycles = (await cyclesOut(store().db)).map((c) => ({ value: c.id, text: c.title }));
  const about = source && {
    id: source.id,
    words: `${SOURCE_LABELS[source.kind].one}: ${source.title}`,
    theme: source.theme,
  };
  if (!cycle || !measure) {
    const from = cycle ?? (cycles[0] ? await cycleOf(store().db, cycles[0].value) : null);
    if (from) await noteView(actor, { kind: "action_measures", id: from.id }, `the internal figures of ${from.title}`);
    return {
      step: "measure" as const,
      cycles,
      about,
      cycle: from && { id: from.id, title: from.title },
      choices: from ? await measureChoices(from, source?.theme ?? null) : null,
    };
  }
  await noteView(actor, { kind: "action_measures", id: cycle.id }, `the internal figures of ${cycle.title}`);
  const read = await readingOf(store().db, cycle, measure);
  return {
    step: "promise" as const,
    formKey: newFormKey(),
    cycle: { id: cycle.id, title: cycle.title },
    measure: measureText(measure),
    about,
    refused: read.ok ? null : read.sentence,
    baseline: read.ok
      ? {
          words: read.named.words,
          better: read.named.better,
          from: readFromWords(read.reading),
          now: Math.round((100 * read.reading.count) / read.reading.n),
          text: readingView(read.reading, true).text,
        }
      : null,
    owners: await ownersOf(store().db, now()),
    sources: (await sourcesOf(store().db)).map((s) => ({
      value: s.id,
      text: `${SOURCE_LABELS[s.kind].one}: ${s.title}`,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "actions.open");
  const form = await readForm(request);
  const { cycle, measure } = await chosen(request);
  const typed = typedFields(form);
  const refuse = (errors: { field: string; sentence: string }[]) =>
    data({ errors, typed, services: form.all("services") }, { status: 400 });
  if (!cycle || !measure) return refuse([{ field: "title", sentence: "Choose what the action is to move first" }]);
  const read = await readingOf(store().db, cycle, measure);
  if (!read.ok) return refuse([{ field: "title", sentence: read.sentence }]);
  const promised = await promiseFrom(form, { measure: read.named, baseline: read.reading });
  if (!promised.ok) return refuse(promised.errors);
  const source = await sourceOf(store().db, form.text("sourceId"));
  const given = {
    promise: promised.promise,
    measure: read.named,
    baseline: read.reading,
    sourceId: source?.id ?? null,
  };
  const { to } = await writeOnce(
    form,
    actor,
    (once) => openAction(once, actor, given, now()),
    (id) => `/actions/${id}?done=opened`,
  );
  return redirect(to);
}

export default function NewAction() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  if (page.step === "measure")
    return (
      <ReadingPage before={<BackLink href="/actions">Actions</BackLink>} wide>
        <PageTitle over="Step 1 of 2">What is the action to move?</PageTitle>
        <p className="lead">
          Choose the figure that will show whether it worked. Its number of today becomes the baseline, and a later
          cycle that reads the same will test it.
        </p>
        {page.about && <p>For {page.about.words}</p>}
        {page.cycles.length === 0 ? (
          <p>No cycle has results yet. An action needs a baseline: open one when the first cycle is moderated.</p>
        ) : (
          <>
            <Form method="get" className="search-row">
              {page.about && <input type="hidden" name="source" value={page.about.id} />}
              <Select name="cycle" label="Results of" defaultValue={page.cycle?.id} options={page.cycles} />
              <Button variant="secondary">Show its figures</Button>
            </Form>
            {page.choices && page.cycle && (
              <ChooseMeasure choices={page.choices} cycleId={page.cycle.id} source={page.about?.id ?? null} />
            )}
          </>
        )}
      </ReadingPage>
    );

  const typed: Record<string, string> = sent?.typed ?? {};
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const back = `/actions/new?cycle=${page.cycle.id}${page.about ? `&source=${page.about.id}` : ""}`;
  return (
    <ReadingPage before={<BackLink href={back}>Choose another figure</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over="Step 2 of 2">What is promised?</PageTitle>
      {page.refused || !page.baseline ? (
        <p className="lead">This figure cannot be a baseline. {page.refused}</p>
      ) : (
        <>
          <SummaryList
            rows={[
              {
                key: "Measure",
                value: capital(page.baseline.words),
                actions: [{ text: "Change", href: back, hiddenText: "measure" }],
              },
              { key: "Baseline", value: `${page.baseline.text}, ${page.baseline.from}` },
            ]}
          />
          <Form method="post" noValidate>
            <FormKey value={page.formKey} />
            <PromiseFields
              owners={page.owners}
              typed={typed}
              services={sent?.services ?? []}
              due={dayBoxes("dueOn", sent?.typed)}
              error={error}
              targetHint={`${page.baseline.better === "higher" ? "Above" : "Below"} the baseline of ${page.baseline.now}%. A share that plans will reach, not a share that was done.`}
            />
            {page.sources.length > 0 && (
              <Select
                name="sourceId"
                label="Complaint or tribunal theme behind it (optional)"
                labelSize="s"
                defaultValue={typed.sourceId ?? page.about?.id ?? ""}
                options={[{ value: "", text: "None" }, ...page.sources]}
              />
            )}
            <Button preventDoubleClick>Open the action</Button>
          </Form>
          <p>
            It opens as a proposal. Its measure and baseline never change; everything else is kept with its history.
          </p>
        </>
      )}
      <p>
        <Link className="govuk-link" to="/actions">
          Leave without opening
        </Link>
      </p>
    </ReadingPage>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const handle = titled<typeof loader>(() => "Open an action");
