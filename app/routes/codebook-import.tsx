import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { readCodebook } from "#audits/themes/exchange.ts";
import { codebookDraft, startCodebookDraft, stepCodebook } from "#db/codebook-drafts.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { FileUpload } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { codebookPaths } from "~/server/codebook.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "themes.edit");
  return { draft: (await codebookDraft(store().db)) !== null };
}

/** Puts a file into the draft, as one step that can be undone; nothing is half taken. */
export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  const form = await readForm(request);
  const [file] = form.files("file");
  const refuse = (...sentences: string[]) =>
    data({ errors: sentences.map((sentence) => ({ field: "file", sentence })) }, { status: 400 });
  if (!file) return refuse("Choose a file");
  if (file.size > 2 * 1024 * 1024) return refuse("The file is larger than 2 MB. Choose another file");
  const read = readCodebook(file.name, new Uint8Array(await file.arrayBuffer()));
  if (!read.ok) return refuse(...read.sentences);
  const id = await startCodebookDraft(store(), actor, now());
  const made = await stepCodebook(
    store(),
    actor,
    id,
    (book) => ({
      ok: true,
      book: { ...book, themes: read.themes, title: read.title ?? book.title, about: read.about ?? book.about },
      sentence: `took ${read.themes.length} themes from a file`,
      at: null,
    }),
    now(),
  );
  return made.ok ? redirect(`${codebookPaths(id).base}?done=imported`) : refuse(made.sentence);
}

export default function CodebookImport() {
  const { draft } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/codebooks">Codebook</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: "#file" }))} />
      )}
      <PageTitle>Import a codebook</PageTitle>
      <p>
        A file in the form of the export: JSON, or CSV with its columns. It becomes the draft, where you see what would
        change before anything is published. Themes that were published and are missing in the file have to be retired
        first.
      </p>
      {draft && (
        <Note tone="amber" title="There is a draft at work">
          <p>The file takes the place of what stands in it. Undo brings that back.</p>
        </Note>
      )}
      <Form method="post" encType="multipart/form-data" noValidate>
        <FileUpload
          name="file"
          label="JSON or CSV file"
          labelSize="s"
          accept=".json,.csv"
          error={result?.errors.map((e) => e.sentence).join(". ")}
        />
        <Button preventDoubleClick>Read the file into the draft</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Import a codebook");
