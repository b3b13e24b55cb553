import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { concernOf, takeUpConcern } from "#db/people.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "concerns.raise");
  const mayTakeUp = may(actor, "concerns.view").ok;
  const scope = mayTakeUp ? ("all" as const) : { raisedBy: actor.id };
  const found = await concernOf(store().db, params.concernId ?? "", scope);
  if (!found) throw notFound();
  const { reference, caseReference, words, told, raisedAt, takenUpAt } = found.concern;
  await noteView(actor, { kind: "concern", id: found.concern.id }, `urgent concern ${reference}`);
  return {
    reference,
    caseReference,
    words,
    told: told === "yes",
    at: momentWords(raisedAt),
    by: found.by,
    takenUp: takenUpAt ? `${found.takenUpBy ?? "The quality lead"}, ${momentWords(takenUpAt)}` : null,
    mayTakeUp,
  };
}

/** The quality lead says that the concern is dealt with, which its receipt shows from then on. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "concerns.view");
  const found = await concernOf(store().db, params.concernId ?? "", "all");
  if (!found) throw notFound();
  await takeUpConcern(store(), actor, found.concern.id, now());
  return redirect(`/urgent-concern/${found.concern.id}`);
}

export default function Receipt() {
  const concern = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>Concern {concern.reference} is recorded</PageTitle>
      {!concern.told && !concern.takenUp && (
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
          { key: "Contact told then", value: concern.told ? "Yes" : "Not yet" },
          { key: "Plan", value: concern.caseReference },
          { key: "Concern", value: concern.words },
          { key: "Taken up by", value: concern.takenUp ?? "Nobody yet. This page will say who, and when" },
        ]}
      />
      {concern.mayTakeUp && !concern.takenUp && (
        <Form method="post">
          <p>Whoever raised it sees on their receipt that you do.</p>
          <Button preventDoubleClick>I am dealing with {concern.reference}</Button>
        </Form>
      )}
      <p>
        <Link className="govuk-link" to="/">
          Back to your work
        </Link>
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => `Concern ${d?.reference ?? ""}`);
