import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { problemInReason } from "#audits/panel/reason.ts";
import { emptyRubric } from "#audits/rubric/edit/skeleton.ts";
import { freeRubricKey } from "#db/rubric-publishing.ts";
import { startDraft } from "#db/rubric-drafts.ts";
import { publishedRubrics, rubricOf } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Select } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, today } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { draftPaths } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  const rubrics = await publishedRubrics(store().db);
  const from = new URL(request.url).searchParams.get("from") ?? "";
  return {
    rubrics: rubrics.map((r) => ({ value: r.id, text: `${r.title}, version ${r.version}` })),
    from: rubrics.some((r) => r.id === from) ? from : (rubrics[0]?.id ?? ""),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const { db } = store();
  const fields = await readForm(request);
  const how = fields.text("how");
  const errors: FieldError[] = [];
  const title = fields.text("title");
  const rubric = how === "version" || how === "copy" ? await rubricOf(db, fields.text("from")) : null;
  if (!["version", "copy", "empty"].includes(how)) errors.push({ field: "how", sentence: "Select how to start" });
  if ((how === "version" || how === "copy") && !rubric)
    errors.push({ field: "from", sentence: "Choose a published rubric" });
  if (how === "copy" || how === "empty") {
    const problem = problemInReason(title, "Enter a title for the new rubric", 200);
    if (problem) errors.push({ field: "title", sentence: problem });
  }
  if (errors.length) return data({ errors, typed: { how, title, from: fields.text("from") } }, { status: 400 });

  if (rubric && how === "version") {
    const start = {
      key: rubric.key,
      document: rubric.document,
      basedOn: rubric.id,
      from: `from version ${rubric.version}`,
    };
    return started(await startDraft(store(), actor, start, now()));
  }
  const key = await freeRubricKey(db, title);
  const document = rubric ? { ...rubric.document, key, title, version: "1.0.0" } : emptyRubric(key, title, today());
  const from = rubric ? `as a copy of ${rubric.title}, version ${rubric.version}` : "from an empty form";
  return started(await startDraft(store(), actor, { key, document, basedOn: rubric?.id ?? null, from }, now()));
}

const started = (id: string) => redirect(`${draftPaths(id).base}?done=started`);

export default function NewRubric() {
  const { rubrics, from } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/rubrics">Rubrics</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Start a draft</PageTitle>
      <Form method="post" noValidate>
        <Radios
          name="how"
          legend="How do you want to start?"
          legendSize="s"
          error={error("how")}
          value={result?.typed.how || "version"}
          items={[
            {
              value: "version",
              label: "The next version of a published rubric",
              hint: "Results go on being compared where criteria stay the same.",
            },
            { value: "copy", label: "A rubric of your own, as a copy", hint: "It gets a name of its own." },
            { value: "empty", label: "A rubric of your own, from an empty form" },
          ]}
        />
        <Select
          name="from"
          label="Published rubric to start from"
          labelSize="s"
          error={error("from")}
          defaultValue={result?.typed.from || from}
          options={rubrics}
        />
        <Input
          name="title"
          label="Title of a rubric of your own"
          labelSize="s"
          hint="Not needed for the next version."
          error={error("title")}
          defaultValue={result?.typed.title}
        />
        <Button preventDoubleClick>Start the draft</Button>
      </Form>
      <p>
        Or{" "}
        <Link className="govuk-link" to="/rubrics/import">
          import a rubric from a file
        </Link>
        .
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Start a draft");
