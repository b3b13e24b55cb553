import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { readPeriodCount } from "#audits/actions/sources.ts";
import { periodWords } from "#audits/dates.ts";
import { enterCount, ofIndicator, periodCounts } from "#db/learning-sources.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { dayBoxes, PeriodFields } from "~/components/period-fields.tsx";
import { RowFields } from "~/components/scorecard/row-fields.tsx";
import { titled } from "~/components/title.tsx";
import { typedDay, typedFields } from "~/server/actions.server.ts";
import { now, store, today, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { countWords } from "~/server/scorecard.server.ts";
import { measureOptions, measureValue, questionOptions, rowFrom } from "~/server/scorecard-rows.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

async function requireRow(key: string | undefined) {
  const { value, version } = await settingOf(store().db, "scorecard");
  const row = value.indicators.find((r) => r.key === key);
  if (!row) throw notFound();
  return { row, rows: value.indicators, version };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "scorecard.change");
  const { row, version } = await requireRow(params.key);
  const { measure } = row;
  const counts = (await periodCounts(store().db)).get(ofIndicator(row.key)) ?? [];
  return {
    version,
    title: row.title,
    stands: {
      title: row.title,
      question: row.question as string,
      measure: measureValue(measure),
      unit: measure.kind === "typed" ? measure.unit : "",
    },
    typedMeasure: measure.kind === "typed" ? { unit: measure.unit, share: measure.share } : null,
    counts: counts.map((c) => ({ period: periodWords(c.from, c.to), words: countWords(c, true) })),
    measures: await measureOptions(),
    questions: questionOptions,
    done: new URL(request.url).searchParams.has("done"),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "scorecard.change");
  const { row, rows } = await requireRow(params.key);
  const form = await readForm(request);
  const here = `/scorecard/rows/${row.key}?done`;
  const refuse = (errors: FieldError[], status = 400) => data({ errors, typed: typedFields(form) }, { status });
  if (form.text("intent") === "count" && row.measure.kind === "typed") {
    const errors: FieldError[] = [];
    const typed = {
      from: typedDay(form, "from", "The first day", errors),
      to: typedDay(form, "to", "The last day", errors),
      count: form.text("count"),
      of: form.text("of"),
    };
    if (errors.length) return refuse(errors);
    const { unit, share } = row.measure;
    const read = readPeriodCount(typed, { today: today(), unit, needsTotal: share });
    if (!read.ok) return refuse(read.errors);
    await enterCount(store(), actor, ofIndicator(row.key), read.count, now());
    return redirect(here);
  }
  const read = await rowFrom(form, rows, row);
  if (!read.ok) return refuse(read.errors);
  const next = rows.map((r) => (r.key === row.key ? read.row : r));
  const verdict = await unlessFaster(
    changeSetting(store(), actor, "scorecard", { indicators: next }, Number(form.text("version")), now()),
    "Somebody else changed the scorecard meanwhile. Open this page again to see how it stands",
  );
  return verdict.ok ? redirect(here) : refuse([{ field: "title", sentence: verdict.sentence }], 409);
}

export default function ScorecardRow() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const counting = sent?.typed.intent === "count";
  return (
    <ReadingPage before={<BackLink href="/scorecard/rows">Rows of the scorecard</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {page.done && !sent && (
        <NotificationBanner type="success" title="Done">
          It was kept.
        </NotificationBanner>
      )}
      <PageTitle over="Row of the scorecard">{page.title}</PageTitle>
      {page.typedMeasure && (
        <>
          {page.counts.length > 0 && (
            <Table
              caption="Entered so far"
              captionSize="s"
              firstCellIsHeader
              head={["Period", "Number"]}
              rows={page.counts.map((c) => [c.period, c.words])}
            />
          )}
          <h2 className="section">Enter a number for a period</h2>
          <Form method="post" noValidate>
            <input type="hidden" name="intent" value="count" />
            <PeriodFields
              from={dayBoxes("from", counting ? sent.typed : undefined)}
              to={dayBoxes("to", counting ? sent.typed : undefined)}
              error={error}
            />
            <Input
              name="count"
              label={`How many ${page.typedMeasure.unit}?`}
              labelSize="s"
              width={5}
              inputMode="numeric"
              defaultValue={counting ? sent.typed.count : ""}
              error={error("count")}
            />
            {page.typedMeasure.share && (
              <Input
                name="of"
                label="Of how many in all?"
                labelSize="s"
                width={5}
                inputMode="numeric"
                defaultValue={counting ? sent.typed.of : ""}
                error={error("of")}
              />
            )}
            <Button preventDoubleClick>Keep the number</Button>
          </Form>
        </>
      )}
      <h2 className="section">Change the row</h2>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <RowFields
          typed={sent && !counting ? sent.typed : page.stands}
          questions={page.questions}
          measures={page.measures}
          error={counting ? () => undefined : error}
        />
        <Button variant={page.typedMeasure ? "secondary" : "main"} preventDoubleClick>
          Save the row
        </Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => page?.title ?? "Row of the scorecard");
