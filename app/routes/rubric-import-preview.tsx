import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { asDocument, textOf, thingsIn } from "#audits/rubric/edit/json.ts";
import { cancelStagedRubric, keepStagedRubric, stagedRubric } from "#db/rubric-uploads.ts";
import { freeRubricKey } from "#db/rubric-publishing.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { draftPaths } from "~/server/rubric-draft.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

const SHOWN = 100;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const staged = await stagedRubric(store().db, actor, params.importId ?? "");
  if (!staged) throw notFound();
  if (staged.draftId) throw redirect(draftPaths(staged.draftId).base);
  const document = asDocument(staged.document);
  const problems = [...staged.problems].sort((a, b) => Number(b.stops) - Number(a.stops));
  return {
    cancelled: staged.status === "cancelled",
    file: staged.file,
    title: textOf(document.title) || "A rubric without a title",
    counts: {
      domains: thingsIn(document, "domains").length,
      criteria: thingsIn(document, "criteria").length,
      scales: thingsIn(document, "scales").length,
      limits: thingsIn(document, "limits").length,
    },
    stops: problems.filter((p) => p.stops).length,
    total: problems.length,
    problems: problems.slice(0, SHOWN),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const { db } = store();
  const id = params.importId ?? "";
  const staged = await stagedRubric(db, actor, id);
  if (!staged) throw notFound();
  const fields = await readForm(request);
  if (fields.text("intent") === "keep") {
    // A rubric from elsewhere gets a key of its own, so that it is never taken for a version of one that is here.
    const document = asDocument(staged.document);
    const key = await freeRubricKey(db, textOf(document.key) || textOf(document.title));
    const draftId = await keepStagedRubric(store(), actor, id, key, now());
    return redirect(`${draftPaths(draftId).base}?done=imported`);
  }
  if (staged.status === "preview") await cancelStagedRubric(store(), actor, id);
  return redirect("/rubrics/import");
}

export default function RubricImportPreview() {
  const { cancelled, file, title, counts, stops, total, problems } = useLoaderData<typeof loader>();
  if (cancelled)
    return (
      <ReadingPage before={<BackLink href="/rubrics">Rubrics</BackLink>}>
        <PageTitle>Import put away</PageTitle>
        <p>Nothing of {file} was kept.</p>
        <p>
          <Link className="govuk-link" to="/rubrics/import">
            Import another file
          </Link>
        </p>
      </ReadingPage>
    );
  return (
    <ReadingPage before={<BackLink href="/rubrics/import">Import a rubric</BackLink>} wide>
      <PageTitle over={file}>{title}</PageTitle>
      <p className="lead">
        {total === 0
          ? "No problem was found. Nothing is kept yet."
          : `${stops} ${stops === 1 ? "problem" : "problems"} to mend before it can be published, and ${total - stops} ${total - stops === 1 ? "suggestion" : "suggestions"}. Nothing is kept yet.`}
      </p>
      <SummaryList
        rows={[
          { key: "Domains", value: counts.domains },
          { key: "Criteria", value: counts.criteria },
          { key: "Scales", value: counts.scales },
          { key: "Limits", value: counts.limits },
        ]}
      />
      {problems.length > 0 && (
        <>
          <h2 className="section">What was found</h2>
          <Table
            caption="Problems"
            captionSize="hidden"
            phoneList
            head={["Where", "What to do", "Kind"]}
            rows={problems.map((p, i) => [
              p.where,
              p.sentence,
              <Tag key={i} tone={p.stops ? "amber" : "neutral"}>
                {p.stops ? "Stops publishing" : "Suggestion"}
              </Tag>,
            ])}
          />
          {total > problems.length && <p>And {total - problems.length} more. Mend these first.</p>}
        </>
      )}
      <p>You can mend it in the file and import it again, or keep it as a draft and mend it in the editor.</p>
      <Form method="post" className="button-row">
        <Button name="intent" value="keep" preventDoubleClick>
          Keep it as a draft
        </Button>
        <Button name="intent" value="cancel" variant="secondary">
          Put it away
        </Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Import: ${d.title}` : "Import a rubric"));
