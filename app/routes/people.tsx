import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { capital } from "#audits/reports/words.ts";
import { AGENCY_LABELS, ROLE_LABELS } from "#audits/vocabulary.ts";
import { everybody } from "#db/people.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "people.view");
  return { people: await everybody(store().db) };
}

export default function People() {
  const { people } = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>People</PageTitle>
      <p className="lead">Who has an account, for whom they work here, and what they may do.</p>
      <Table
        caption="People with an account"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Name", "Email address", "Organisation", "Role"]}
        rows={people.map((p) => [
          p.name,
          p.email,
          p.organisation,
          capital(
            p.role === "auditor" && p.agency
              ? `${AGENCY_LABELS[p.agency]} ${ROLE_LABELS[p.role]}`
              : ROLE_LABELS[p.role],
          ),
        ])}
      />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "People");
