import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { stageRubric } from "#db/rubric-uploads.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { FileUpload, Select } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { readUpload } from "~/server/rubric-files.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  const rubrics = await publishedRubrics(store().db);
  return { rubrics: rubrics.map((r) => ({ value: r.id, text: `${r.title}, version ${r.version}` })) };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const fields = await readForm(request);
  const base = fields.text("base");
  const read = await readUpload(fields, base);
  if (!read.ok) return data({ errors: [{ field: "files", sentence: read.sentence }], base }, { status: 400 });
  const { file, document, problems } = read;
  return redirect(`/rubrics/import/${await stageRubric(store(), actor, { file, document, problems }, now())}`);
}

export default function RubricImport() {
  const { rubrics } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = result?.errors[0]?.sentence;
  return (
    <ReadingPage before={<BackLink href="/rubrics">Rubrics</BackLink>}>
      {result && <ErrorSummary arrival={result} errors={[{ text: error, href: "#files" }]} />}
      <PageTitle>Import a rubric</PageTitle>
      <p className="lead">
        You see what is in the file, and what is wrong with it by row and column, before anything is kept.
      </p>
      <Form method="post" encType="multipart/form-data" noValidate>
        <FileUpload
          name="files"
          label="File"
          labelSize="s"
          hint="An Excel workbook (.xlsx), CSV files, or JSON. CSV files are named as the sheets are: criteria.csv, levels.csv"
          error={error}
          accept=".xlsx,.csv,.json"
          multiple
        />
        <Select
          name="base"
          label="Where the file leaves something out, take it from"
          labelSize="s"
          hint="For example, when you upload the criteria alone."
          defaultValue={result?.base ?? ""}
          options={[{ value: "", text: "Nothing: the file has everything" }, ...rubrics]}
        />
        <Button preventDoubleClick>Read the file</Button>
      </Form>
      <h2 className="section">Start from a template</h2>
      <ul className="govuk-list govuk-list--bullet">
        <li>
          <a className="govuk-link" href="/rubrics/template/xlsx">
            Template as an Excel workbook
          </a>
        </li>
        <li>
          <a className="govuk-link" href="/rubrics/template/csv">
            Template of the criteria as CSV
          </a>
        </li>
        <li>
          <a className="govuk-link" href="/rubrics/template/json">
            Template as JSON
          </a>
        </li>
        <li>
          <Link className="govuk-link" to="/rubrics/columns">
            What each column means
          </Link>
        </li>
      </ul>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Import a rubric");
