import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { publishedRubrics, rubricOf } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Select } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Changes } from "~/components/rubric-editor/changes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { changesView } from "~/server/rubric-changes.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.view");
  const { db } = store();
  const { searchParams } = new URL(request.url);
  const [before, after] = [
    await rubricOf(db, searchParams.get("before") ?? ""),
    await rubricOf(db, searchParams.get("after") ?? ""),
  ];
  const named = (r: { title: string; version: string }) => `${r.title}, version ${r.version}`;
  return {
    options: (await publishedRubrics(db)).map((r) => ({ value: r.id, text: named(r) })),
    before: before && { id: before.id, words: named(before) },
    after: after && { id: after.id, words: named(after) },
    otherRubric: before !== null && after !== null && before.key !== after.key,
    changes: before && after ? changesView(before.document, after.document) : null,
  };
}

export default function RubricCompare() {
  const { options, before, after, otherRubric, changes } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/rubrics">Rubrics</BackLink>} wide>
      <PageTitle>Compare two versions</PageTitle>
      <Form method="get" className="select-row">
        <Select name="before" label="From" options={options} defaultValue={before?.id} />
        <Select name="after" label="To" options={options} defaultValue={after?.id} />
        <Button variant="secondary">Compare</Button>
      </Form>
      {!changes && <p>Choose two versions.</p>}
      {otherRubric && (
        <p className="soft">These are two rubrics. Criteria are taken for the same where their codes are the same.</p>
      )}
      {changes && <Changes view={changes} />}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) =>
  d?.before && d.after ? `${d.before.words} and ${d.after.words} compared` : "Compare two versions",
);
