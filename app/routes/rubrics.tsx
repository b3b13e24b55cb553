import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { dateWords, momentWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { textOf } from "#audits/rubric/edit/json.ts";
import { retiredRubrics, rubricsForCycles } from "#db/rubric-approvals.ts";
import { binDraft, draftsOf } from "#db/rubric-drafts.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { draftPaths } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.view");
  const { db } = store();
  const listed = await rubricsForCycles(db);
  const mayEdit = may(actor, "rubrics.edit").ok;
  const retired = await retiredRubrics(db);
  return {
    mayEdit,
    deleted: new URL(request.url).searchParams.get("done") === "deleted",
    rubrics: listed.map(({ rubric: r, why }) => ({
      id: r.id,
      title: r.title,
      key: r.key,
      version: r.version,
      criteria: r.document.criteria.length,
      published: r.publishedAt ? dateWords(r.publishedAt) : "",
      state: retired.has(r.id) ? "Retired" : why ? "Waits for partners" : "In use",
    })),
    drafts: mayEdit ? (await draftsOf(db)).map(rowOf) : [],
    bin: mayEdit ? (await draftsOf(db, true)).slice(0, 20).map(rowOf) : [],
  };
}

const rowOf = (draft: Awaited<ReturnType<typeof draftsOf>>[number]) => ({
  id: draft.id,
  href: draftPaths(draft.id).base,
  title: textOf(draft.document.title) || "Rubric without a title",
  changed: momentWords(draft.editedAt),
  by: draft.editor,
});

/** Brings a deleted draft back. */
export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const fields = await readForm(request);
  const id = fields.text("restore");
  if (!id) return redirect("/rubrics");
  await binDraft(store(), actor, id, false, now());
  return redirect(`${draftPaths(id).base}?done=restored`);
}

export default function Rubrics() {
  const { rubrics, drafts, bin, mayEdit, deleted } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      <PageTitle>Rubrics</PageTitle>
      <p className="lead">
        A rubric says what good looks like. A published version never changes; results name the version they stand on.
      </p>
      {mayEdit && (
        <p className="button-row">
          <LinkButton href="/rubrics/new">Start a draft</LinkButton>
          <LinkButton href="/rubrics/import" variant="secondary">
            Import a rubric
          </LinkButton>
          <Link className="govuk-link" to="/rubrics/partners">
            Partners whose word is needed
          </Link>
        </p>
      )}
      {mayEdit && drafts.length > 0 && (
        <>
          <h2 className="section">Drafts</h2>
          <Table
            caption="Drafts"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Draft", "Last change", "By"]}
            rows={drafts.map((d) => [
              <Link key={d.id} className="govuk-link" to={d.href}>
                {d.title}
              </Link>,
              d.changed,
              d.by,
            ])}
          />
        </>
      )}
      <h2 className="section">Published</h2>
      <Table
        caption="Published rubrics"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Rubric", "Version", { content: "Criteria", numeric: true }, "Published", "Use"]}
        rows={rubrics.map((r) => [
          <Link key={r.id} className="govuk-link" to={`/rubrics/${r.id}`}>
            {r.title}
          </Link>,
          r.version,
          { content: r.criteria, numeric: true },
          r.published,
          <Use key={r.id} state={r.state} />,
        ])}
      />
      {bin.length > 0 && (
        <section id="deleted">
          <h2 className="section">Deleted drafts</h2>
          {deleted && (
            <Note tone="teal">
              <p role="status">The draft is deleted. You can bring it back here.</p>
            </Note>
          )}
          <Table
            caption="Deleted drafts"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Draft", "Last change", ""]}
            rows={bin.map((d) => [
              d.title,
              `${d.changed} by ${d.by}`,
              <Form method="post" key={d.id}>
                <button type="submit" name="restore" value={d.id} className="link-button">
                  Bring back<span className="govuk-visually-hidden"> {d.title}</span>
                </button>
              </Form>,
            ])}
          />
        </section>
      )}
    </ReadingPage>
  );
}

function Use({ state }: { state: string }) {
  return state === "In use" ? state : <Tag tone={state === "Retired" ? "neutral" : "amber"}>{state}</Tag>;
}

export const handle = titled<typeof loader>(() => "Rubrics");
