import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { may, membershipWords } from "#audits/people/permissions.ts";
import { capital } from "#audits/reports/words.ts";
import { openAuditsOf, rolesNow } from "#db/memberships.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { requirePerson } from "~/server/person.server.ts";
import { requireActor } from "~/server/session.server.ts";

const DONE: Record<string, string> = {
  changed: "The name and email address are changed.",
  given: "The role is given. It holds from the next page that the person opens.",
  role: "What goes with the role is changed.",
  ended: "The role has ended.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.view");
  const { person, memberships } = await requirePerson(params.personId);
  const at = now();
  const held = rolesNow(memberships, at);
  const verdict = may(actor, "people.change", { personId: person.id, roles: held });
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    since: dateWords(person.createdAt),
    here: held.length > 0,
    mayChange: verdict.ok,
    whyNot: verdict.ok ? null : verdict.sentence,
    openAudits: await openAuditsOf(store().db, person.id),
    done: DONE[new URL(request.url).searchParams.get("done") ?? ""] ?? null,
    memberships: memberships.map((m) => ({
      id: m.id,
      role: capital(membershipWords(m)),
      organisation: m.organisation,
      detail: m.writerRef ? `Code ${m.writerRef}` : "",
      holds: rolesNow([m], at).length > 0,
      ends: m.endsAt ? dateWords(m.endsAt) : null,
    })),
  };
}

export default function Person() {
  const p = useLoaderData<typeof loader>();
  const change = (href: string, hiddenText: string) =>
    p.mayChange ? [{ text: "Change", href: `/people/${p.id}/${href}`, hiddenText }] : undefined;
  return (
    <ReadingPage before={<BackLink href="/people">Back to people</BackLink>}>
      {p.done && (
        <NotificationBanner type="success" title="Done">
          {p.done}
        </NotificationBanner>
      )}
      <PageTitle>{p.name}</PageTitle>
      {p.whyNot && <p className="lead">{p.whyNot}</p>}
      <SummaryList
        rows={[
          { key: "Name", value: p.name, actions: change("change", "name") },
          { key: "Email address", value: p.email, actions: change("change", "email address") },
          { key: "Account since", value: p.since },
          {
            key: "Open audits",
            value:
              p.openAudits === 0
                ? "None"
                : `${p.openAudits} not submitted. Assign them to somebody else before the person leaves`,
          },
        ]}
      />
      <h2 className="section">Roles</h2>
      {!p.here && <p>Every role has ended, so {p.name} cannot sign in.</p>}
      <Table
        caption={`Roles of ${p.name}`}
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Role", "Organisation", "Holds", ""]}
        rows={p.memberships.map((m) => [
          <span key="r">
            {m.role}
            {m.detail && <span className="note-text"> {m.detail}</span>}
          </span>,
          m.organisation,
          m.holds ? (m.ends ? `Until ${m.ends}` : "Yes") : `Ended ${m.ends}`,
          m.holds && p.mayChange ? (
            <Link key="c" className="govuk-link" to={`/people/${p.id}/roles/${m.id}`}>
              Change or end<span className="govuk-visually-hidden"> the role as {m.role}</span>
            </Link>
          ) : (
            ""
          ),
        ])}
      />
      {p.mayChange && (
        <p className="link-row">
          <Link className="govuk-link" to={`/people/${p.id}/role`}>
            Give {p.name} a role
          </Link>
          <Link className="govuk-link" to={`/people/${p.id}/sign-in`}>
            Password, authenticator app and sessions
          </Link>
          {p.here && (
            <Link className="govuk-link" to={`/people/${p.id}/remove`}>
              Remove {p.name}
            </Link>
          )}
        </p>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => page?.name ?? "Person");
