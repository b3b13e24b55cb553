import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { giveRole } from "#db/memberships.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { RoleFields } from "~/components/people/role-fields.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireChangeable, roleChoices, roleFrom } from "~/server/person.server.ts";
import { typedRole } from "~/server/role-form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.give");
  const { person } = await requireChangeable(actor, params.personId);
  return { id: person.id, name: person.name, choices: await roleChoices(actor) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.give");
  const { person } = await requireChangeable(actor, params.personId);
  const typed = typedRole(await readForm(request));
  const read = await roleFrom(typed, actor);
  if (!read.ok) return data({ errors: read.errors, typed }, { status: 400 });
  const verdict = await giveRole(store(), actor, person.id, read.membership, now());
  if (verdict.ok) return redirect(`/people/${person.id}?done=given`);
  return data({ errors: [{ field: "role", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function PersonRoleNew() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href={`/people/${page.id}`}>Back to {page.name}</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Give {page.name} a role</PageTitle>
      <p className="lead">A person may hold several roles, each in one organisation.</p>
      <Form method="post" noValidate>
        <RoleFields choices={page.choices} typed={sent?.typed} errors={sent?.errors ?? []} />
        <Button preventDoubleClick>Give the role</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Give ${page.name} a role` : "Give a role"));
