import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords, periodWords } from "#audits/dates.ts";
import { readOutcomes } from "#audits/scorecard/outcomes.ts";
import { PHASE_LABELS, PHASES } from "#audits/vocabulary.ts";
import { enterOutcomes, outcomesOf } from "#db/scorecard.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Select, Textarea } from "~/components/govuk/inputs.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { dayBoxes, PeriodFields } from "~/components/period-fields.tsx";
import { titled } from "~/components/title.tsx";
import { typedDay, typedFields } from "~/server/actions.server.ts";
import { now, store, today } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "outcomes.enter");
  const kept = await outcomesOf(store().db);
  return {
    done: new URL(request.url).searchParams.has("done"),
    // Whoever enters counts sees what was entered, so that nothing is entered twice.
    rows: kept.toReversed().map((o) => ({
      period: periodWords(o.from, o.to),
      phase: o.phase ? PHASE_LABELS[o.phase] : "All phases",
      reviews: o.reviews,
      outcomes: `${o.met} met, ${o.partly} partly, ${o.notMet} not met`,
      narrative: o.narrative,
      entered: `${o.enteredBy}, ${dateWords(o.enteredAt)}`,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "outcomes.enter");
  const form = await readForm(request);
  const errors: FieldError[] = [];
  const typed = {
    from: typedDay(form, "from", "The first day", errors),
    to: typedDay(form, "to", "The last day", errors),
    phase: form.text("phase"),
    reviews: form.text("reviews"),
    met: form.text("met"),
    partly: form.text("partly"),
    notMet: form.text("notMet"),
    narrative: form.text("narrative"),
  };
  const refuse = (wrong: FieldError[]) => data({ errors: wrong, typed: typedFields(form) }, { status: 400 });
  if (errors.length) return refuse(errors);
  const read = readOutcomes(typed, await outcomesOf(store().db), today());
  if (!read.ok) return refuse(read.errors);
  await enterOutcomes(store(), actor, read.outcomes, now());
  return redirect("/outcomes?done");
}

const NUMBERS = [
  { name: "reviews", label: "Reviews held", hint: "Annual reviews of the period whose outcomes are counted here" },
  { name: "met", label: "Outcomes met", hint: "" },
  { name: "partly", label: "Outcomes partly met", hint: "" },
  { name: "notMet", label: "Outcomes not met", hint: "" },
] as const;

export default function Outcomes() {
  const { rows, done } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const typed: Record<string, string> = sent?.typed ?? {};
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/scorecard">Scorecard</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {done && !sent && (
        <NotificationBanner type="success" title="Done">
          The counts were kept.
        </NotificationBanner>
      )}
      <PageTitle>Outcomes at reviews</PageTitle>
      <p className="lead">
        How many of the outcomes that annual reviews looked at were met, partly met or not met, and why not. Numbers and
        general words for a period, never a child.
      </p>
      {rows.length > 0 && (
        <Table
          caption="Entered so far, newest first"
          captionSize="s"
          firstCellIsHeader
          phoneList
          head={["Period", "Phase", { content: "Reviews", numeric: true }, "Outcomes", "Why not met", "Entered by"]}
          rows={rows.map((r) => [
            r.period,
            r.phase,
            { content: r.reviews, numeric: true },
            r.outcomes,
            r.narrative,
            r.entered,
          ])}
        />
      )}
      <h2 className="section">Enter counts for a period</h2>
      <Form method="post" noValidate key={String(done)}>
        <PeriodFields from={dayBoxes("from", sent?.typed)} to={dayBoxes("to", sent?.typed)} error={error} />
        <Select
          name="phase"
          label="Phase"
          labelSize="s"
          hint="A period is entered for all phases together or phase by phase, not both."
          defaultValue={typed.phase}
          error={error("phase")}
          options={[
            { value: "", text: "All phases together" },
            ...PHASES.map((value) => ({ value, text: PHASE_LABELS[value] })),
          ]}
        />
        {NUMBERS.map(({ name, label, hint }) => (
          <Input
            key={name}
            name={name}
            label={label}
            labelSize="s"
            hint={hint || undefined}
            width={5}
            inputMode="numeric"
            defaultValue={typed[name]}
            error={error(name)}
          />
        ))}
        <Textarea
          name="narrative"
          label="Why outcomes were not met"
          labelSize="s"
          hint="In general words, such as waits for therapy or a change of school. Name no child, family or school."
          rows={4}
          defaultValue={typed.narrative}
          error={error("narrative")}
        />
        <p className="note-text">
          Counts for the same days and phase take the place of the earlier ones, which stay on record.
        </p>
        <Button preventDoubleClick>Keep the counts</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Outcomes at reviews");
