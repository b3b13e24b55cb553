import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { AGENCIES } from "#audits/vocabulary.ts";
import { changeOrganisation, organisationsOf, removeOrganisation } from "#db/organisations.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { OrganisationFields } from "~/components/people/organisation-fields.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { organisationFrom } from "~/server/organisation-form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

async function requireOrganisation(id: string | undefined) {
  const found = (await organisationsOf(store().db)).find((o) => o.id === id);
  if (!found) throw notFound();
  return found;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "people.change");
  const { id, name, agency, memberships } = await requireOrganisation(params.organisationId);
  return { id, name, agency: agency ?? "", memberships };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { id } = await requireOrganisation(params.organisationId);
  const form = await readForm(request);
  if (form.text("intent") === "remove") {
    const verdict = await removeOrganisation(store(), actor, id, now());
    if (verdict.ok) return redirect("/organisations?done=removed");
    return data({ errors: [{ field: "remove", sentence: verdict.sentence }], typed: null }, { status: 409 });
  }
  const { given, typed, errors } = organisationFrom(form);
  if (errors.length) return data({ errors, typed }, { status: 400 });
  const seen = {
    id,
    name: form.raw("seen-name"),
    agency: AGENCIES.find((a) => a === form.text("seen-agency")) ?? null,
  };
  const verdict = await unlessFaster(
    changeOrganisation(store(), actor, seen, given, now()),
    "Somebody else changed this organisation meanwhile. Open the page again to see how it stands",
  );
  if (verdict.ok) return redirect("/organisations?done=changed");
  return data({ errors: [{ field: "name", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function Organisation() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/organisations">Back to organisations</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Change {page.name}</PageTitle>
      <Form method="post" noValidate>
        <input type="hidden" name="seen-name" value={page.name} />
        <input type="hidden" name="seen-agency" value={page.agency} />
        <OrganisationFields typed={sent?.typed ?? page} errors={sent?.errors ?? []} />
        <Button preventDoubleClick>Save the organisation</Button>
      </Form>
      <h2 className="section">Remove the organisation</h2>
      {page.memberships > 0 ? (
        <p>
          {page.memberships} {page.memberships === 1 ? "role is or was" : "roles are or were"} held in {page.name}, so
          it stays. You can rename it.
        </p>
      ) : (
        <Form method="post" noValidate>
          <input type="hidden" name="intent" value="remove" />
          <p>Nobody ever belonged to {page.name}.</p>
          <Button variant="warning" preventDoubleClick id="remove">
            Remove {page.name}
          </Button>
        </Form>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Change ${page.name}` : "Change an organisation"));
