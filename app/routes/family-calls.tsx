import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { callsOf } from "#db/family-answers.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

const STATES = {
  open: "To call",
  over: "Its time is over",
  answered: "Answered",
  declined: "Would rather not",
  withdrawn: "Taken back",
  consent_ended: "Consent taken back",
} as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "family.call");
  const calls = await callsOf(store().db, actor, now());
  await noteView(
    actor,
    { kind: "family_calls", id: actor.id },
    `the calls to families of ${calls.map((c) => c.snapshot.reference).join(", ") || "no plan yet"}`,
  );
  return {
    done: new URL(request.url).searchParams.has("done"),
    calls: calls.map(({ row, snapshot, state }) => ({
      id: row.id,
      reference: snapshot.reference,
      until: dayWords(row.openUntil),
      open: state === "open",
      state: STATES[state],
    })),
  };
}

export default function FamilyCalls() {
  const { calls, done } = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      {done && (
        <NotificationBanner type="success" title="Kept">
          What the family said is kept. You cannot open it again.
        </NotificationBanner>
      )}
      <PageTitle>Calls to families</PageTitle>
      {calls.length === 0 ? (
        <p className="lead">When the quality lead asks you to call a family about their child’s plan, it is here.</p>
      ) : (
        <>
          <p className="lead">
            The quality lead gives you the telephone number and says who to ask for: neither is kept here. Read the
            questions out as they stand.
          </p>
          <Table
            caption="Calls"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Plan", "Call until", "Where it stands"]}
            rows={calls.map((c) => [
              c.open ? (
                <Link key={c.id} className="govuk-link" to={`/family-calls/${c.id}`}>
                  {c.reference}
                </Link>
              ) : (
                c.reference
              ),
              c.until,
              c.state,
            ])}
          />
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Calls to families");
