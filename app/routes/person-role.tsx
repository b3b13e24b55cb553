import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dayOf } from "#audits/dates.ts";
import { type Actor, membershipWords } from "#audits/people/permissions.ts";
import { needsAgency } from "#audits/people/membership.ts";
import { changeRole, endRole, rolesNow } from "#db/memberships.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { AgencyField, LastDay, WriterCode } from "~/components/people/role-fields.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireChangeable, roleChoices, roleFrom } from "~/server/person.server.ts";
import { typedOf, typedRole } from "~/server/role-form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A role that holds, of somebody whose account this person may change. @throws 404, 403 */
async function requireRole(actor: Actor, params: { personId?: string; membershipId?: string }) {
  const { person, memberships } = await requireChangeable(actor, params.personId);
  const role = memberships.find((m) => m.id === params.membershipId && rolesNow([m], now()).length > 0);
  if (!role) throw notFound();
  return { person, role };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person, role } = await requireRole(actor, params);
  return {
    id: person.id,
    name: person.name,
    words: membershipWords(role),
    organisation: role.organisation,
    version: role.version,
    asks: needsAgency(role.role) ? ("agency" as const) : role.role === "plan_writer" ? ("writerRef" as const) : null,
    typed: typedOf({ ...role, lastDay: role.endsAt ? dayOf(role.endsAt) : null }),
    choices: await roleChoices(actor),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person, role } = await requireRole(actor, params);
  const form = await readForm(request);
  if (form.text("intent") === "end") {
    const verdict = await endRole(store(), actor, person.id, role.id, now());
    if (verdict.ok) return redirect(`/people/${person.id}?done=ended`);
    return data({ errors: [{ field: "end", sentence: verdict.sentence }], typed: null }, { status: 409 });
  }
  // Role and organisation stay: only what goes with them is read from the form.
  const typed = typedRole({ text: (name) => OWN[name]?.(role) ?? form.text(name) });
  const read = await roleFrom(typed, actor);
  if (!read.ok) return data({ errors: read.errors, typed }, { status: 400 });
  const verdict = await unlessFaster(
    changeRole(store(), actor, person.id, role.id, read.membership, Number(form.text("version")), now()),
    "Somebody else changed this role meanwhile. Open the page again to see how it stands",
  );
  if (verdict.ok) return redirect(`/people/${person.id}?done=role`);
  return data({ errors: [{ field: "lastDay-day", sentence: verdict.sentence }], typed }, { status: 409 });
}
const OWN: Record<string, (role: { role: string; organisationId: string }) => string> = {
  role: (m) => m.role,
  organisationId: (m) => m.organisationId,
};

export default function PersonRole() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const typed = sent?.typed ?? page.typed;
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href={`/people/${page.id}`}>Back to {page.name}</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={`${page.words}, ${page.organisation}`}>Change a role of {page.name}</PageTitle>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        {page.asks === "agency" && (
          <AgencyField role={page.typed.role} choices={page.choices} typed={typed} error={error} />
        )}
        {page.asks === "writerRef" && <WriterCode typed={typed} error={error} />}
        <LastDay typed={typed} error={error} />
        <Button preventDoubleClick>Save the role</Button>
      </Form>
      <h2 className="section">End the role now</h2>
      <p>
        {page.name} can no longer act as {page.words} for {page.organisation}. What they did stays. You can give the
        role again.
      </p>
      <Form method="post" noValidate>
        <input type="hidden" name="intent" value="end" />
        <Button variant="warning" preventDoubleClick id="end">
          End the role
        </Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Change a role of ${page.name}` : "Change a role"));
