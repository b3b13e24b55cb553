import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { type Indicator, moved } from "#audits/scorecard/indicators.ts";
import { QUESTION_LABELS, QUESTIONS } from "#audits/scorecard/questions.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { RowFields } from "~/components/scorecard/row-fields.tsx";
import { titled } from "~/components/title.tsx";
import { typedFields } from "~/server/actions.server.ts";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { measureOptions, measureValue, questionOptions, rowFrom } from "~/server/scorecard-rows.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "scorecard.change");
  const { value, version } = await settingOf(store().db, "scorecard");
  const measures = await measureOptions();
  return {
    version,
    rows: value.indicators.map((row) => ({
      ...row,
      counts: measures.find((m) => m.value === measureValue(row.measure))?.text ?? "A measure that no rubric has now",
    })),
    measures,
    questions: questionOptions,
    done: new URL(request.url).searchParams.has("done"),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "scorecard.change");
  const form = await readForm(request);
  const { value } = await settingOf(store().db, "scorecard");
  const rows = value.indicators;
  const refuse = (errors: { field: string; sentence: string }[], status = 400) =>
    data({ errors, typed: typedFields(form) }, { status });
  const intent = form.text("intent");
  let next: Indicator[];
  if (intent === "add") {
    const read = await rowFrom(form, rows, null);
    if (!read.ok) return refuse(read.errors);
    next = [...rows, read.row];
  } else {
    const [what, key] = [form.text("what"), form.text("key")];
    if (what === "up" || what === "down") next = moved(rows, key, what === "up" ? -1 : 1);
    else if (what === "hide" || what === "show")
      next = rows.map((r) => (r.key === key ? { ...r, hidden: what === "hide" } : r));
    else return refuse([{ field: "rows", sentence: "Choose what to do with a row" }]);
  }
  const verdict = await unlessFaster(
    changeSetting(store(), actor, "scorecard", { indicators: next }, Number(form.text("version")), now()),
    "Somebody else changed the scorecard meanwhile. Look at how it stands now",
  );
  return verdict.ok ? redirect("/scorecard/rows?done") : refuse([{ field: "rows", sentence: verdict.sentence }], 409);
}

export default function ScorecardRows() {
  const { version, rows, measures, questions, done } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/scorecard">Scorecard</BackLink>} wide>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {done && !sent && (
        <NotificationBanner type="success" title="Done">
          The rows were changed.
        </NotificationBanner>
      )}
      <PageTitle>Rows of the scorecard</PageTitle>
      <p className="lead">Add, hide, order and word the rows. What a hidden row counted is kept.</p>
      <div id="rows">
        {QUESTIONS.map((question) => (
          <Table
            key={question}
            caption={QUESTION_LABELS[question]}
            captionSize="m"
            firstCellIsHeader
            phoneList
            head={["Row", "Counts", "Shown", ""]}
            rows={rows
              .filter((r) => r.question === question)
              .map((row, i, own) => [
                <Link key="l" className="govuk-link" to={`/scorecard/rows/${row.key}`}>
                  {row.title}
                </Link>,
                row.counts,
                row.hidden ? "Hidden" : "Shown",
                <Form method="post" key="f" className="row-buttons">
                  <input type="hidden" name="version" value={version} />
                  <input type="hidden" name="key" value={row.key} />
                  {i > 0 && <What what="up" words="Move up" of={row.title} />}
                  {i < own.length - 1 && <What what="down" words="Move down" of={row.title} />}
                  <What what={row.hidden ? "show" : "hide"} words={row.hidden ? "Show" : "Hide"} of={row.title} />
                </Form>,
              ])}
          />
        ))}
      </div>
      <h2 className="section">Add a row</h2>
      <Form method="post" noValidate>
        <input type="hidden" name="intent" value="add" />
        <input type="hidden" name="version" value={version} />
        <RowFields typed={sent?.typed ?? {}} questions={questions} measures={measures} error={error} />
        <Button preventDoubleClick>Add the row</Button>
      </Form>
    </ReadingPage>
  );
}

function What({ what, words, of }: { what: string; words: string; of: string }) {
  return (
    <button type="submit" className="link-button" name="what" value={what}>
      {words}
      <span className="govuk-visually-hidden"> {of}</span>
    </button>
  );
}

export const handle = titled<typeof loader>(() => "Rows of the scorecard");
