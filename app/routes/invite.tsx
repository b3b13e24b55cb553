import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { Fragment } from "react";
import { rolesToGive } from "#audits/people/permissions.ts";
import { INVITATION_DAYS, invitePerson } from "#db/invitations.ts";
import { organisationsOf } from "#db/organisations.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { LinkOnce } from "~/components/link-once.tsx";
import { Note } from "~/components/notes.tsx";
import { RoleFields } from "~/components/people/role-fields.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, today } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { type Delivery, deliverInvitation } from "~/server/invite.server.ts";
import { MOST_ROLES, readInvitation, type TypedInvitation, typedInvitation } from "~/server/invite-form.server.ts";
import { roleChoices } from "~/server/person.server.ts";
import { EMPTY_ROLE } from "~/server/role-form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.invite");
  return {
    choices: await roleChoices(actor),
    empty: { name: "", email: "", roles: [EMPTY_ROLE] } satisfies TypedInvitation,
    most: MOST_ROLES,
    days: INVITATION_DAYS,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.invite");
  const form = await readForm(request);
  const typed = typedInvitation(form);
  const again = (errors: FieldError[], shown = typed) =>
    data({ errors, typed: shown, delivery: null as Delivery | null }, { status: errors.length ? 400 : 200 });
  const intent = form.raw("intent");
  if (intent === "add-role" && typed.roles.length < MOST_ROLES)
    return again([], { ...typed, roles: [...typed.roles, EMPTY_ROLE] });
  const without = /^remove-role-(\d)$/.exec(intent)?.[1];
  if (without && typed.roles.length > 1)
    return again([], { ...typed, roles: typed.roles.filter((_, i) => i !== Number(without)) });
  const organisations = await organisationsOf(store().db);
  const read = readInvitation(typed, rolesToGive(actor), organisations, today());
  if (!read.ok) return again(read.errors);
  const at = now();
  const { name, email } = typed;
  const made = await invitePerson(store(), actor, { name, email, memberships: read.memberships }, at);
  if (!made.ok) return again([{ field: made.field, sentence: made.sentence }]);
  const until = new Date(at.getTime() + INVITATION_DAYS * 86_400_000);
  const roles = read.memberships.map((m) => m.role);
  const delivery: Delivery = await deliverInvitation({ name, email, roles, until }, actor.name, made.secret);
  return data({ errors: [] as FieldError[], typed, delivery });
}

export default function Invite() {
  const { choices, empty, most, days } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const typed = result?.typed ?? empty;
  const errors = result?.errors ?? [];
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const delivery = result?.delivery;
  return (
    <ReadingPage before={<BackLink href="/people/invitations">Invitations</BackLink>}>
      {errors.length > 0 && (
        <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>{delivery ? `${delivery.to} is invited` : "Invite a person"}</PageTitle>
      {delivery ? (
        <>
          {delivery.mailed ? (
            <Note tone="teal" title="The invitation was mailed">
              <p>The link in it works once, for {days} days.</p>
            </Note>
          ) : (
            <LinkOnce {...delivery} />
          )}
          <p>
            <Link className="govuk-link" to="/people/invitations">
              See all invitations
            </Link>
          </p>
        </>
      ) : (
        <Form method="post" noValidate key={typed.roles.length}>
          <p>They get a link that works once, for {days} days, and choose a password of their own.</p>
          {/* Enter in a field sends the invitation, not the first button of a role. */}
          <button type="submit" hidden tabIndex={-1} />
          <Input
            name="name"
            label="Name"
            width={30}
            autoComplete="off"
            defaultValue={typed.name}
            error={error("name")}
          />
          <Input
            name="email"
            type="email"
            label="Work email address"
            width={30}
            autoComplete="off"
            spellCheck={false}
            defaultValue={typed.email}
            error={error("email")}
          />
          <input type="hidden" name="rows" value={typed.roles.length} />
          {typed.roles.map((role, i) => (
            <Fragment key={i}>
              <RoleFields
                choices={choices}
                typed={role}
                errors={errors}
                place={i + 1}
                alone={typed.roles.length === 1}
              />
              {typed.roles.length > 1 && (
                <p>
                  <button type="submit" className="link-button" name="intent" value={`remove-role-${i}`}>
                    Take role {i + 1} out
                  </button>
                </p>
              )}
            </Fragment>
          ))}
          {typed.roles.length < most && (
            <p>
              <button type="submit" className="link-button" name="intent" value="add-role">
                Add another role
              </button>
            </p>
          )}
          <Button preventDoubleClick>Send the invitation</Button>
        </Form>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Invite a person");
