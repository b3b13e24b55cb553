import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { readPeriodCount, readSource, SOURCE_LABELS } from "#audits/actions/sources.ts";
import { periodWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { actionName, actionsFor } from "#db/actions.ts";
import { changeSource, enterCount, ofSource, periodCounts, sourceOf } from "#db/learning-sources.ts";
import { currentCodebook } from "#db/rubrics.ts";
import { SourceFields } from "~/components/actions/source-fields.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details, NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { dayBoxes, PeriodFields } from "~/components/period-fields.tsx";
import { titled } from "~/components/title.tsx";
import { seesInternal, typedDay, typedFields } from "~/server/actions.server.ts";
import { now, store, today, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { countWords } from "~/server/scorecard.server.ts";
import { insist, notFound, requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

async function requireSource(id: string | undefined) {
  const found = id ? await sourceOf(store().db, id) : null;
  if (!found) throw notFound();
  return found;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "sources.view");
  const source = await requireSource(params.sourceId);
  const { document } = await currentCodebook(store().db);
  const internal = seesInternal(actor);
  const counts = (await periodCounts(store().db)).get(ofSource(source.id)) ?? [];
  const actions = (await actionsFor(store().db, actor)).filter((a) => a.action.sourceId === source.id);
  return {
    id: source.id,
    version: source.version,
    kind: SOURCE_LABELS[source.kind].one,
    unit: SOURCE_LABELS[source.kind].unit,
    title: source.title,
    words: source.words,
    theme: source.theme ?? "",
    themeName: document.themes.find((t) => t.code === source.theme)?.name ?? null,
    themes: document.themes.filter((t) => t.polarity === "improvement").map((t) => ({ value: t.code, text: t.name })),
    counts: counts.map((c) => ({ period: periodWords(c.from, c.to), words: countWords(c, internal) })),
    actions: actions.map((a) => ({ id: a.action.id, name: actionName(a.action.number), title: a.action.title })),
    mayChange: may(actor, "sources.change").ok,
    mayOpen: may(actor, "actions.open").ok,
    done: new URL(request.url).searchParams.get("done"),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "sources.view");
  insist(may(actor, "sources.change"));
  const source = await requireSource(params.sourceId);
  const form = await readForm(request);
  const here = `/actions/sources/${source.id}`;
  const refuse = (errors: FieldError[], status = 400) => data({ errors, typed: typedFields(form) }, { status });
  if (form.text("intent") === "change") {
    const { document } = await currentCodebook(store().db);
    const typed = {
      kind: source.kind,
      title: form.text("title"),
      words: form.text("words"),
      theme: form.text("theme"),
    };
    const read = readSource(
      typed,
      document.themes.map((t) => t.code),
    );
    if (!read.ok) return refuse(read.errors);
    const seen = { id: source.id, version: Number(form.text("version")) };
    const verdict = await unlessFaster(
      changeSource(store(), actor, seen, read.source, now()),
      "Somebody else changed this theme meanwhile. Open the page again to see how it stands",
    );
    return verdict.ok
      ? redirect(`${here}?done=changed`)
      : refuse([{ field: "title", sentence: verdict.sentence }], 409);
  }
  const errors: FieldError[] = [];
  const typed = {
    from: typedDay(form, "from", "The first day", errors),
    to: typedDay(form, "to", "The last day", errors),
    count: form.text("count"),
    of: form.text("of"),
  };
  if (errors.length) return refuse(errors);
  const read = readPeriodCount(typed, { today: today(), unit: SOURCE_LABELS[source.kind].unit });
  if (!read.ok) return refuse(read.errors);
  await enterCount(store(), actor, ofSource(source.id), read.count, now());
  return redirect(`${here}?done=counted`);
}

const DONE: Record<string, string> = { changed: "The theme was changed.", counted: "The count was kept." };

export default function LearningSourcePage() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const changing = sent?.typed.intent === "change";
  return (
    <ReadingPage before={<BackLink href="/actions/sources">Complaint and tribunal themes</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {page.done && DONE[page.done] && !sent && (
        <NotificationBanner type="success" title="Done">
          {DONE[page.done]}
        </NotificationBanner>
      )}
      <PageTitle over={page.kind}>{page.title}</PageTitle>
      {page.words && <p className="lead">{page.words}</p>}
      {page.themeName && <p>In plans, the theme {page.themeName} says the same.</p>}
      {page.counts.length === 0 ? (
        <p>No counts are kept yet.</p>
      ) : (
        <Table
          caption={`Counts of ${page.unit}`}
          captionSize="s"
          firstCellIsHeader
          head={["Period", capital(page.unit)]}
          rows={page.counts.map((c) => [c.period, c.words])}
        />
      )}
      {page.actions.length > 0 && (
        <>
          <h2 className="section">Actions that answer it</h2>
          <ul className="govuk-list">
            {page.actions.map((a) => (
              <li key={a.id}>
                <Link className="govuk-link" to={`/actions/${a.id}`}>
                  {a.name} {a.title}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {page.mayOpen && (
        <LinkButton variant="secondary" href={`/actions/new?source=${page.id}`}>
          Open an action for it
        </LinkButton>
      )}
      {page.mayChange && (
        <>
          <h2 className="section">Add counts for a period</h2>
          <Form method="post" noValidate>
            <input type="hidden" name="intent" value="count" />
            <PeriodFields from={dayBoxes("from", sent?.typed)} to={dayBoxes("to", sent?.typed)} error={error} />
            <Input
              name="count"
              label={`How many ${page.unit} were about this?`}
              labelSize="s"
              width={5}
              inputMode="numeric"
              defaultValue={sent?.typed.count}
              error={error("count")}
            />
            <Input
              name="of"
              label={`Of how many ${page.unit} in all? (optional)`}
              labelSize="s"
              width={5}
              inputMode="numeric"
              defaultValue={sent?.typed.of}
              error={error("of")}
            />
            <p className="note-text">
              A count for the same days takes the place of the earlier one, which stays on record.
            </p>
            <Button preventDoubleClick>Keep the count</Button>
          </Form>
          <Details summary="Change the words of this theme" open={changing || undefined}>
            <Form method="post" noValidate>
              <input type="hidden" name="intent" value="change" />
              <input type="hidden" name="version" value={page.version} />
              <SourceFields
                typed={changing ? sent.typed : { title: page.title, words: page.words, theme: page.theme }}
                themes={page.themes}
                error={changing ? error : () => undefined}
              />
              <Button variant="secondary" preventDoubleClick>
                Save the words
              </Button>
            </Form>
          </Details>
        </>
      )}
    </ReadingPage>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const handle = titled<typeof loader>((page) => page?.title ?? "Complaint or tribunal theme");
