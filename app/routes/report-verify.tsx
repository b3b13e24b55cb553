import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { FileUpload } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note, type NoteTone } from "~/components/notes.tsx";
import { FactList } from "~/components/rail.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { type Verified, verifyFile } from "~/server/verify-file.ts";

const LARGEST = 20 * 1024 * 1024;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "reports.verify");
  return null;
}

/** Holds an uploaded file against the trail. The file is not kept. */
export async function action({ request }: ActionFunctionArgs) {
  await requireActor(request, "reports.verify");
  const fields = await readForm(request);
  const [file] = fields.files("file");
  const refuse = (sentence: string) => data({ errors: [{ field: "file", sentence }], verified: null }, { status: 400 });
  if (!file || file.size === 0) return refuse("Select the PDF of a report");
  if (file.size > LARGEST) return refuse("The file must be 20 MB or smaller");
  return { errors: [], verified: await verifyFile(store().db, new Uint8Array(await file.arrayBuffer())) };
}

const LOOKS: Record<Verified["verdict"], { tone: NoteTone; title: string }> = {
  genuine: { tone: "teal", title: "Genuine" },
  draft: { tone: "amber", title: "A draft" },
  withdrawn: { tone: "amber", title: "Withdrawn" },
  unknown: { tone: "worry", title: "Not known here" },
  broken: { tone: "worry", title: "The trail is broken" },
};

export default function ReportVerify() {
  const result = useActionData<typeof action>();
  const errors = result?.errors ?? [];
  const verified = result?.verified;
  return (
    <ReadingPage before={<BackLink href="/reports">All reports</BackLink>}>
      {errors.length > 0 && (
        <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Verify the file of a report</PageTitle>
      <p className="lead">
        Every PDF that is made here leaves its fingerprint in the trail. Whoever holds a file can see whether it is the
        one that was issued.
      </p>
      {verified && (
        <div role="status">
          <Note tone={LOOKS[verified.verdict].tone} title={LOOKS[verified.verdict].title}>
            <p>{verified.sentence}</p>
          </Note>
          <FactList
            stacked
            facts={verified.facts.map(({ term, text }) => ({
              name: term,
              value: <span className="report-hash">{text}</span>,
            }))}
          />
        </div>
      )}
      <Form method="post" encType="multipart/form-data">
        <FileUpload
          name="file"
          label="The PDF"
          hint="It is compared and not kept."
          accept=".pdf,application/pdf"
          error={errors[0]?.sentence}
        />
        <Button>Verify the file</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Verify the file of a report");
