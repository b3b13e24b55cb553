import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { readSource, SOURCE_KINDS, SOURCE_LABELS } from "#audits/actions/sources.ts";
import { periodWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { addSource, ofSource, periodCounts, sourcesOf } from "#db/learning-sources.ts";
import { currentCodebook } from "#db/rubrics.ts";
import { SourceFields } from "~/components/actions/source-fields.tsx";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { seesInternal, typedFields } from "~/server/actions.server.ts";
import { countWords } from "~/server/scorecard.server.ts";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { insist, requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "sources.view");
  const counts = await periodCounts(store().db);
  const internal = seesInternal(actor);
  const { document } = await currentCodebook(store().db);
  const nameOf = (code: string | null) => document.themes.find((t) => t.code === code)?.name ?? "";
  return {
    formKey: newFormKey(),
    mayChange: may(actor, "sources.change").ok,
    themes: document.themes.filter((t) => t.polarity === "improvement").map((t) => ({ value: t.code, text: t.name })),
    sources: (await sourcesOf(store().db)).map((s) => {
      const own = counts.get(ofSource(s.id)) ?? [];
      const last = own.at(-1);
      return {
        id: s.id,
        kind: SOURCE_LABELS[s.kind].one,
        title: s.title,
        theme: nameOf(s.theme),
        last: last ? `${countWords(last, internal)}, ${periodWords(last.from, last.to)}` : "No counts yet",
      };
    }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "sources.view");
  insist(may(actor, "sources.change"));
  const form = await readForm(request);
  const { document } = await currentCodebook(store().db);
  const typed = {
    kind: form.text("kind"),
    title: form.text("title"),
    words: form.text("words"),
    theme: form.text("theme"),
  };
  const read = readSource(
    typed,
    document.themes.map((t) => t.code),
  );
  if (!read.ok) return data({ errors: read.errors, typed: typedFields(form) }, { status: 400 });
  const { to } = await writeOnce(
    form,
    actor,
    (once) => addSource(once, actor, read.source, now()),
    (id) => `/actions/sources/${id}`,
  );
  return redirect(to);
}

export default function LearningSources() {
  const { formKey, mayChange, themes, sources } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/actions">Actions</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Complaint and tribunal themes</PageTitle>
      <p className="lead">
        What complaints and appeals are about, beside what audits find. Only themes and counts for a period are kept
        here, nothing of a case.
      </p>
      {sources.length === 0 ? (
        <p>None is kept yet.</p>
      ) : (
        <Table
          caption="Themes of complaints and appeals"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Theme", "From", "Theme of the codebook", "Last count"]}
          rows={sources.map((s) => [
            <Link key="l" className="govuk-link" to={`/actions/sources/${s.id}`}>
              {s.title}
            </Link>,
            s.kind,
            s.theme,
            s.last,
          ])}
        />
      )}
      {mayChange && (
        <>
          <h2 className="section">Add a theme</h2>
          <Form method="post" noValidate>
            <FormKey value={formKey} />
            <Radios
              name="kind"
              legend="Where does it come from?"
              legendSize="s"
              inline
              value={sent?.typed.kind}
              error={error("kind")}
              items={SOURCE_KINDS.map((value) => ({ value, label: SOURCE_LABELS[value].many }))}
            />
            <SourceFields typed={sent?.typed ?? {}} themes={themes} error={error} />
            <Button preventDoubleClick>Add the theme</Button>
          </Form>
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Complaint and tribunal themes");
