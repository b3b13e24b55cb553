import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { concernOf } from "#db/people.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "concerns.raise");
  const scope = may(actor, "concerns.view").ok ? ("all" as const) : { raisedBy: actor.id };
  const found = await concernOf(store().db, params.concernId ?? "", scope);
  if (!found) throw notFound();
  const { reference, caseReference, words, told, raisedAt } = found.concern;
  await noteView(actor, { kind: "concern", id: found.concern.id }, `urgent concern ${reference}`);
  return { reference, caseReference, words, told: told === "yes", at: momentWords(raisedAt), by: found.by };
}

export default function Receipt() {
  const concern = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>Concern {concern.reference} is recorded</PageTitle>
      {!concern.told && (
        <Note tone="worry" title="Nobody was told when this was recorded">
          <p>
            Call{" "}
            <Link className="govuk-link" to="/urgent-concern">
              one of the contacts
            </Link>{" "}
            now. The record alone reaches nobody in time.
          </p>
        </Note>
      )}
      <SummaryList
        rows={[
          { key: "Reference", value: concern.reference },
          { key: "When", value: concern.at },
          { key: "Who", value: concern.by },
          { key: "Plan", value: concern.caseReference },
          { key: "Concern", value: concern.words },
        ]}
      />
      <p>
        <Link className="govuk-link" to="/">
          Back to your work
        </Link>
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => `Concern ${d?.reference ?? ""}`);
