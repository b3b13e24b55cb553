import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { may, membershipWords } from "#audits/people/permissions.ts";
import { capital } from "#audits/reports/words.ts";
import { rolesNow } from "#db/memberships.ts";
import { everybody } from "#db/people.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.view");
  const asked = new URL(request.url).searchParams;
  const [sought, left] = [(asked.get("q") ?? "").trim().slice(0, 100), asked.get("left") === "yes"];
  const rows = await everybody(store().db);
  const ids = [...new Set(rows.map((r) => r.id))];
  const people = ids.map((id) => {
    const own = rows.filter((r) => r.id === id);
    const held = own.filter((r) => rolesNow([r], now()).length > 0);
    return {
      id,
      name: own[0]?.name ?? "",
      email: own[0]?.email ?? "",
      here: held.length > 0,
      roles: (held.length ? held : own).map((r) => {
        const until = r.endsAt ? `, ${held.length ? "until" : "ended"} ${dateWords(r.endsAt)}` : "";
        return `${capital(membershipWords(r))}, ${r.organisation}${until}`;
      }),
    };
  });
  const matches = (p: (typeof people)[number]) =>
    [p.name, p.email, ...p.roles].some((text) => text.toLowerCase().includes(sought.toLowerCase()));
  return {
    sought,
    left,
    removed: asked.has("removed"),
    mayChange: may(actor, "people.change").ok,
    count: { here: people.filter((p) => p.here).length, left: people.filter((p) => !p.here).length },
    people: people.filter((p) => p.here !== left && matches(p)),
  };
}

export default function People() {
  const { people, sought, left, count, mayChange, removed } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      {removed && (
        <NotificationBanner type="success" title="Removed">
          The person was removed, and cannot sign in any more.
        </NotificationBanner>
      )}
      <PageTitle>{left ? "People who have left" : "People"}</PageTitle>
      <p className="lead">
        {left
          ? "Whose every role has ended. They cannot sign in; what they did stays with their name."
          : "Who has an account, for whom they work, and what they may do."}
      </p>
      {mayChange && (
        <p className="link-row">
          <Link className="govuk-link" to="/people/invite">
            Invite somebody
          </Link>
          <Link className="govuk-link" to="/people/invitations">
            Invitations
          </Link>
          <Link className="govuk-link" to="/organisations">
            Organisations
          </Link>
          <Link className="govuk-link" to={left ? "/people" : "/people?left=yes"}>
            {left ? `People with an account (${count.here})` : `People who have left (${count.left})`}
          </Link>
        </p>
      )}
      <Form method="get" className="search-row">
        {left && <input type="hidden" name="left" value="yes" />}
        <Input name="q" label="Name, email address, organisation or role" defaultValue={sought} width={30} />
        <Button variant="secondary">Search</Button>
      </Form>
      {people.length === 0 ? (
        <p>
          {sought ? `Nobody matches “${sought}”.` : "Nobody is here."}{" "}
          {sought && (
            <Link className="govuk-link" to={left ? "/people?left=yes" : "/people"}>
              Show everybody
            </Link>
          )}
        </p>
      ) : (
        <Table
          caption={left ? "People who have left" : "People with an account"}
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Name", "Email address", "Roles"]}
          rows={people.map((p) => [
            mayChange ? (
              <Link key="n" className="govuk-link" to={`/people/${p.id}`}>
                {p.name}
              </Link>
            ) : (
              p.name
            ),
            p.email,
            p.roles.map((role) => <div key={role}>{role}</div>),
          ])}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page?.left ? "People who have left" : "People"));
