import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { addOrganisation } from "#db/organisations.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { OrganisationFields } from "~/components/people/organisation-fields.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { organisationFrom } from "~/server/organisation-form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "people.change");
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { given, typed, errors } = organisationFrom(await readForm(request));
  if (errors.length) return data({ errors, typed }, { status: 400 });
  const verdict = await addOrganisation(store(), actor, given, now());
  if (verdict.ok) return redirect("/organisations?done=added");
  return data({ errors: [{ field: "name", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function OrganisationNew() {
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/organisations">Back to organisations</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Add an organisation</PageTitle>
      <Form method="post" noValidate>
        <OrganisationFields typed={sent?.typed} errors={sent?.errors ?? []} />
        <Button preventDoubleClick>Add the organisation</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Add an organisation");
