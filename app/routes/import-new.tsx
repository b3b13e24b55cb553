import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { type FormEvent, useState } from "react";
import { identifyingColumns, idColumn, MODULES, SHAPES } from "#audits/cases/blade.ts";
import { FLAT_COLUMNS } from "#audits/cases/flat.ts";
import { beginImport } from "#db/cases.ts";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { FileUpload } from "~/components/govuk/inputs.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { Breadcrumbs } from "~/components/govuk/navigation.tsx";
import { Accepted } from "~/components/import/accepted.tsx";
import { titled } from "~/components/title.tsx";
import { now, today } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { uploadFrom } from "~/server/import-form.server.ts";
import { readImport, thisServer } from "~/server/jobs.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "cases.import");
  const [year = "", month = "", day = ""] = today().split("-");
  return {
    formKey: newFormKey(),
    today: { day: String(Number(day)), month: String(Number(month)), year },
    stopped: new URL(request.url).searchParams.has("stopped"),
    flatColumns: FLAT_COLUMNS,
    tables: MODULES.map((name) => {
      const { parent, needed, optional } = SHAPES[name];
      return {
        name,
        needed: [idColumn(name), ...(parent ? [idColumn(parent)] : []), ...needed],
        identifying: [...identifyingColumns(name)],
        optional: optional ?? false,
      };
    }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cases.import");
  const form = await readForm(request);
  const verdict = await uploadFrom(form, today());
  if (!verdict.ok) {
    const typed = {
      day: form.text("reference-day"),
      month: form.text("reference-month"),
      year: form.text("reference-year"),
    };
    return data({ errors: verdict.errors, typed }, { status: 400 });
  }
  const { files, referenceDate } = verdict.upload;
  const names = files.map(({ name }) => name);
  const { to, made } = await writeOnce(
    form,
    actor,
    (once) => beginImport(once, actor, names, now(), thisServer),
    (importId) => `/imports/${importId}`,
  );
  // The page of the import shows how far it is; this answer does not wait for it.
  if (made) void readImport(made, actor, files, referenceDate);
  return redirect(to);
}

/** What the server takes at once. Without JavaScript it answers with a page of its own. */
const LARGEST_UPLOAD_MB = 64;

export default function NewImport() {
  const { formKey, today, stopped, tables, flatColumns } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const [refused, setRefused] = useState<{ errors: FieldError[]; typed?: undefined } | null>(null);
  const result = refused ?? answered;
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  const date = result?.typed ?? today;
  const refuseTooLarge = (event: FormEvent<HTMLFormElement>) => {
    const files = new FormData(event.currentTarget).getAll("files") as File[];
    const fits = files.reduce((sum, { size }) => sum + size, 0) < LARGEST_UPLOAD_MB * 1024 * 1024;
    if (!fits) event.preventDefault();
    const sentence = `The files are larger than ${LARGEST_UPLOAD_MB} MB together. Select the files of one return only`;
    setRefused(fits ? null : { errors: [{ field: "files", sentence }] });
  };
  return (
    <ReadingPage
      before={
        <Breadcrumbs
          items={[
            { text: "Cases", href: "/cases" },
            { text: "Imports", href: "/imports" },
          ]}
        />
      }
    >
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {stopped && !result && (
        <NotificationBanner type="success" title="Stopped">
          The import is stopped. Nothing of it is kept.
        </NotificationBanner>
      )}
      <PageTitle over="Step 1 of 3. Nothing is kept before you have checked it">Import cases</PageTitle>
      <p className="lead">
        Upload the nine CSV files of a SEN2 return, or one flat CSV file. Names are dropped as they are read.
      </p>
      <Form method="post" encType="multipart/form-data" noValidate onSubmit={refuseTooLarge}>
        <FormKey value={formKey} />
        <FileUpload
          name="files"
          label="Files"
          labelSize="s"
          hint={`CSV, at most 25 MB each and ${LARGEST_UPLOAD_MB} MB together. Select all files of a return at once`}
          multiple
          accept=".csv,text/csv"
          error={error("files")}
        />
        <DateInput
          id="reference"
          namePrefix="reference"
          legend="Reference date of a flat file"
          legendSize="s"
          hint="Year groups are counted on this day, and timeliness in the twelve months up to it. A SEN2 return brings its own"
          error={error("reference-day")}
          parts={[
            { name: "day", value: date.day, width: 2 },
            { name: "month", value: date.month, width: 2 },
            { name: "year", value: date.year, width: 4 },
          ]}
        />
        <Button preventDoubleClick>Upload and check</Button>
      </Form>
      <h2 className="section">What you can upload</h2>
      <Accepted tables={tables} flatColumns={flatColumns} />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Import cases");
