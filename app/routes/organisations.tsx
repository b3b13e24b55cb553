import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { organisationsOf } from "#db/organisations.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

const DONE: Record<string, string> = {
  added: "The organisation is added. People can be invited for it now.",
  changed: "The organisation is changed.",
  removed: "The organisation is removed.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "people.change");
  return {
    done: DONE[new URL(request.url).searchParams.get("done") ?? ""] ?? null,
    organisations: await organisationsOf(store().db),
  };
}

export default function Organisations() {
  const { organisations, done } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/people">Back to people</BackLink>}>
      {done && (
        <NotificationBanner type="success" title="Done">
          {done}
        </NotificationBanner>
      )}
      <PageTitle>Organisations</PageTitle>
      <p className="lead">The partners whose people work here. Each role is held in one of them.</p>
      {organisations.length === 0 ? (
        <p>No organisation is here yet. Add the council first.</p>
      ) : (
        <Table
          caption="Organisations of the partnership"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Organisation", "Agency", { content: "Roles held, now or before", numeric: true }]}
          rows={organisations.map((o) => [
            <Link key="o" className="govuk-link" to={`/organisations/${o.id}`}>
              {o.name}
            </Link>,
            o.agency ? AGENCY_LABELS[o.agency] : "None",
            { content: String(o.memberships), numeric: true },
          ])}
        />
      )}
      <LinkButton href="/organisations/new">Add an organisation</LinkButton>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Organisations");
