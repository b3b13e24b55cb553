import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { openAuditsOf, removePerson } from "#db/memberships.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { requireChangeable } from "~/server/person.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person } = await requireChangeable(actor, params.personId);
  return { id: person.id, name: person.name, openAudits: await openAuditsOf(store().db, person.id) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person } = await requireChangeable(actor, params.personId);
  const verdict = await removePerson(store(), actor, person.id, now());
  if (verdict.ok) return redirect("/people?removed=yes");
  return data({ errors: [{ field: "remove", sentence: verdict.sentence }] }, { status: 409 });
}

export default function PersonRemove() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href={`/people/${page.id}`}>Back to {page.name}</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Remove {page.name}</PageTitle>
      <p className="lead">
        Every role ends, every open session ends, and no way to sign in is left. What {page.name} did stays, with the
        name, for as long as your retention of names says.
      </p>
      {page.openAudits > 0 && (
        <Note
          tone="amber"
          title={`${page.openAudits} ${page.openAudits === 1 ? "audit is" : "audits are"} not submitted`}
        >
          <p>What was scored in them is kept. Withdraw them in their cycle, and assign the plans to somebody else.</p>
        </Note>
      )}
      <Form method="post" noValidate>
        <div className="button-row">
          <Button variant="warning" preventDoubleClick id="remove">
            Remove {page.name}
          </Button>
          <a className="govuk-link" href={`/people/${page.id}`}>
            Keep the account
          </a>
        </div>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Remove ${page.name}` : "Remove a person"));
