import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeArea } from "#db/organisations.ts";
import { theArea } from "#db/people.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const area = await theArea(store().db);
  return { name: area?.name ?? "", partners: area?.partners ?? "", version: area?.version ?? 0 };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const form = await readForm(request);
  const typed = { name: form.text("name"), partners: form.text("partners").replace(/\s+/g, " ") };
  const errors: FieldError[] = [];
  if (!typed.name) errors.push({ field: "name", sentence: "Enter the name of the area" });
  if (typed.name.length > 80) errors.push({ field: "name", sentence: "The name must be 80 characters or fewer" });
  if (!typed.partners) errors.push({ field: "partners", sentence: "Enter the partners of the area" });
  if (typed.partners.length > 400)
    errors.push({ field: "partners", sentence: "The partners must be 400 characters or fewer" });
  if (errors.length) return data({ errors, typed }, { status: 400 });
  const verdict = await unlessFaster(
    changeArea(store(), actor, typed, Number(form.text("version")), now()),
    "Somebody else changed the area meanwhile. Open the page again to see how it stands",
  );
  if (verdict.ok) return redirect("/settings?saved=yes");
  return data({ errors: [{ field: "name", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function SettingsArea() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/settings">Back to settings</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>The area and its partners</PageTitle>
      <p className="lead">They stand on the sign-in page, in the header and on the cover of each report.</p>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <Input
          name="name"
          label="Name of the area"
          width={30}
          defaultValue={sent?.typed.name ?? page.name}
          error={error("name")}
        />
        <Textarea
          name="partners"
          label="Partners"
          hint="As they want to be named, such as: Northshire Council, NHS Northshire Integrated Care Board and Northshire schools"
          rows={3}
          defaultValue={sent?.typed.partners ?? page.partners}
          error={error("partners")}
        />
        <Button preventDoubleClick>Save the area</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "The area and its partners");
