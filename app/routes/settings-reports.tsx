import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { LARGEST_LOGO, readLogo } from "#audits/reports/logo.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { FileUpload, Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { ReportLogo } from "~/components/report/logo.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const { value, version } = await settingOf(store().db, "reports");
  return { logo: value.logo, version };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const fields = await readForm(request);
  const typed = { alt: fields.text("alt") };
  const refuse = (error: FieldError, status: 400 | 409) => data({ errors: [error], typed }, { status });
  const [file] = fields.files("logo");
  const removes = fields.text("intent") === "remove";
  const { value } = await settingOf(store().db, "reports");
  let logo: typeof value.logo = null;
  if (!removes) {
    const given = file && file.size > 0;
    if (!given && !value.logo) return refuse({ field: "logo", sentence: "Select a PNG file" }, 400);
    if (given && file.size > LARGEST_LOGO)
      return refuse({ field: "logo", sentence: "The logo must be 100 kB or smaller" }, 400);
    // Without another file the words alone change.
    const bytes = given ? new Uint8Array(await file.arrayBuffer()) : Buffer.from(value.logo?.png ?? "", "base64");
    const read = readLogo(bytes, typed.alt);
    if (!read.ok) return refuse({ field: read.field, sentence: read.sentence }, 400);
    logo = read.logo;
  }
  const verdict = await unlessFaster(
    changeSetting(store(), actor, "reports", { ...value, logo }, Number(fields.text("version")), now()),
    "Somebody else changed these settings meanwhile. Open the page again to see how they stand",
  );
  if (verdict.ok) return redirect("/settings?saved=yes");
  return refuse({ field: "logo", sentence: verdict.sentence }, 409);
}

export default function SettingsReports() {
  const { logo, version } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/settings">Back to settings</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Logo on reports</PageTitle>
      <p className="lead">
        It stands on the cover of reports that are begun from now on. Reports that are begun already keep theirs.
      </p>
      {logo && <ReportLogo logo={logo} />}
      <Form method="post" encType="multipart/form-data" noValidate>
        <input type="hidden" name="version" value={version} />
        <FileUpload
          name="logo"
          label={logo ? "Another logo (optional)" : "Logo"}
          labelSize="m"
          hint="A PNG file of 100 kB or less, 32 to 2,000 pixels wide and high. On a white ground."
          accept=".png,image/png"
          error={error("logo")}
        />
        <Input
          name="alt"
          label="What it says, for people who do not see it"
          labelSize="m"
          hint="Such as: Northshire Council"
          defaultValue={sent?.typed.alt ?? logo?.alt ?? ""}
          error={error("alt")}
        />
        <Button preventDoubleClick>Save the logo</Button>
        {logo && (
          <p>
            <button type="submit" className="link-button" name="intent" value="remove">
              Remove the logo
            </button>
          </p>
        )}
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Logo on reports");
