import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { dateWords, momentWords } from "#audits/dates.ts";
import { offeredThemes } from "#audits/themes/codebook.ts";
import { codebookDraft, startCodebookDraft } from "#db/codebook-drafts.ts";
import { codebookVersions, cyclesByCodebook, publishedCodebook } from "#db/codebooks.ts";
import type { Db } from "#db/store.ts";
import { whileUnchanged } from "#db/unchanged.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { BookList } from "~/components/themes/book.tsx";
import { titled } from "~/components/title.tsx";
import { bookView, codebookPaths, mayEdit } from "~/server/codebook.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "themes.view");
  const { db } = store();
  const versions = await codebookVersions(db);
  const cycles = await cyclesByCodebook(db);
  const [latest] = versions;
  const edits = mayEdit(actor);
  const draft = edits ? await codebookDraft(db) : null;
  return {
    edits,
    draft: draft && { href: codebookPaths(draft.id).base, changed: momentWords(draft.editedAt), by: draft.editor },
    done: new URL(request.url).searchParams.get("done"),
    latest: latest && {
      id: latest.id,
      title: latest.document.title,
      about: latest.document.about,
      version: latest.version,
      published: dateWords(latest.publishedAt),
      view: await whileUnchanged(db, `view of codebook ${latest.id}`, () => viewOf(db, latest.id)),
    },
    versions: versions.map((v) => ({
      id: v.id,
      version: v.version,
      published: dateWords(v.publishedAt),
      themes: offeredThemes(v.document).length,
      // Auditors do not see which cycles there are.
      cycles: edits ? cycles.filter((c) => c.codebookId === v.id).map((c) => c.title) : [],
    })),
  };
}

/** A published version as lists show it. */
async function viewOf(db: Db, id: string) {
  const found = await publishedCodebook(db, id);
  if (!found) throw notFound();
  return bookView(found.document);
}

/** Starts the draft, or leads to the one at work. */
export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  await readForm(request);
  const id = await startCodebookDraft(store(), actor, now());
  return redirect(codebookPaths(id).base);
}

export default function Codebooks() {
  const { edits, draft, latest, versions, done } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      <PageTitle over="Themes">{latest?.title ?? "Codebook"}</PageTitle>
      {done === "dropped" && (
        <Note tone="teal">
          <p role="status">The draft was put away. What is published stands as it was.</p>
        </Note>
      )}
      <p className="lead">{latest?.about}</p>
      {edits && (
        <Form method="post" className="button-row">
          {draft ? (
            <LinkButton href={draft.href}>Go on with the draft</LinkButton>
          ) : (
            <Button preventDoubleClick>Change the codebook</Button>
          )}
          <Link className="govuk-link" to="/codebooks/import">
            Import a codebook
          </Link>
        </Form>
      )}
      {draft && (
        <p className="note-text">
          The draft was last changed on {draft.changed} by {draft.by}.
        </p>
      )}
      {latest && (
        <>
          <p className="note-text">
            Version {latest.version}, published on {latest.published}. <Downloads id={latest.id} />
          </p>
          <h2 className="section">Areas for improvement</h2>
          <BookList rows={latest.view.improvement} actions={(row) => <History code={row.code} name={row.name} />} />
          <h2 className="section">Strengths</h2>
          <BookList rows={latest.view.strength} actions={(row) => <History code={row.code} name={row.name} />} />
          {latest.view.ended.length > 0 && (
            <>
              <h2 className="section">Not in use any more</h2>
              <BookList rows={latest.view.ended} actions={(row) => <History code={row.code} name={row.name} />} />
            </>
          )}
        </>
      )}
      <h2 className="section">Versions</h2>
      <Table
        caption="Versions of the codebook"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={[
          "Version",
          "Published",
          { content: "Themes", numeric: true },
          ...(edits ? ["Cycles that count by it"] : []),
          "Changes",
        ]}
        rows={versions.map((v, i) => [
          <Link key={v.id} className="govuk-link" to={`/codebooks/${v.id}`}>
            {v.version}
          </Link>,
          v.published,
          { content: v.themes, numeric: true },
          ...(edits ? [v.cycles.join(", ") || "None yet"] : []),
          versions[i + 1] ? (
            <Link key="changes" className="govuk-link" to={`/codebooks/compare?from=${versions[i + 1]?.id}&to=${v.id}`}>
              Since {versions[i + 1]?.version}
            </Link>
          ) : (
            "The first"
          ),
        ])}
      />
    </ReadingPage>
  );
}

function Downloads({ id }: { id: string }) {
  return (
    <>
      Download as{" "}
      <a className="govuk-link" href={`/codebooks/${id}/export/json`}>
        JSON
      </a>{" "}
      or{" "}
      <a className="govuk-link" href={`/codebooks/${id}/export/csv`}>
        CSV
      </a>
      .
    </>
  );
}

function History({ code, name }: { code: string; name: string }) {
  return (
    // One a theme: plain links, which cost a third of the router's.
    <a className="govuk-link" href={`/codebooks/codes/${code}`}>
      History<span className="govuk-visually-hidden"> of {name}</span>
    </a>
  );
}

export const handle = titled<typeof loader>(() => "Codebook of themes");
