import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { problemsInPerson } from "#audits/people/membership.ts";
import { changePerson } from "#db/memberships.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireChangeable } from "~/server/person.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person } = await requireChangeable(actor, params.personId);
  return { id: person.id, name: person.name, email: person.email, seen: person.updatedAt.toISOString() };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person } = await requireChangeable(actor, params.personId);
  const form = await readForm(request);
  const typed = { name: form.text("name"), email: form.text("email") };
  const errors: FieldError[] = problemsInPerson(typed);
  if (errors.length === 0) {
    const change = changePerson(store(), actor, person.id, typed, new Date(form.text("seen")), now());
    const verdict = await unlessFaster(
      change,
      "Somebody else changed this account meanwhile. Open the page again to see how it stands",
    );
    if (verdict.ok) return redirect(`/people/${person.id}?done=changed`);
    errors.push({ field: "email", sentence: verdict.sentence });
  }
  return data({ errors, typed }, { status: 400 });
}

export default function PersonChange() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href={`/people/${page.id}`}>Back to {page.name}</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Change the account of {page.name}</PageTitle>
      <p className="lead">What the person did so far keeps the name that they had then.</p>
      <Form method="post" noValidate>
        <input type="hidden" name="seen" value={page.seen} />
        <Input
          name="name"
          label="Name"
          defaultValue={sent?.typed.name ?? page.name}
          error={error("name")}
          width={30}
          spellCheck={false}
        />
        <Input
          name="email"
          type="email"
          label="Email address"
          hint="The person signs in with it."
          defaultValue={sent?.typed.email ?? page.email}
          error={error("email")}
          width={30}
          spellCheck={false}
        />
        <Button preventDoubleClick>Save the account</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) =>
  page ? `Change the account of ${page.name}` : "Change an account",
);
