import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords, dayWords } from "#audits/dates.ts";
import { packState } from "#audits/feedback/life.ts";
import { RECEIVER_LABELS } from "#audits/feedback/pack.ts";
import { packsSentTo } from "#db/feedback-received.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store, today } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "feedback.read");
  const packs = await packsSentTo(store().db, actor);
  await noteView(
    actor,
    { kind: "feedback", id: actor.id },
    `feedback on ${packs.map((p) => p.snapshot.reference).join(", ") || "no plan yet"}`,
  );
  return {
    packs: packs.map(({ row, snapshot, cycle, facts }) => {
      const state = packState(facts, today());
      return {
        id: row.id,
        reference: snapshot.reference,
        cycle,
        as: RECEIVER_LABELS[row.receiver],
        sent: facts.sentAt ? dateWords(facts.sentAt) : "",
        replyBy: row.replyBy ? dayWords(row.replyBy) : "",
        state: state.words,
        waits: !facts.repliedAt && !facts.resolvedAt,
        overdue: state.overdue,
      };
    }),
  };
}

export default function Feedback() {
  const { packs } = useLoaderData<typeof loader>();
  const waiting = packs.filter((p) => p.waits).length;
  return (
    <ReadingPage wide>
      <PageTitle>Feedback on plans</PageTitle>
      {packs.length === 0 ? (
        <p className="lead">
          When a plan that you wrote, or that your service gave advice for, has been audited, the quality lead sends you
          what was found. Nothing is there for you yet.
        </p>
      ) : (
        <p className="lead">
          What panels found in plans that you wrote or your service gave advice for.{" "}
          {waiting === 0
            ? "You have replied to all of it."
            : `${waiting} of ${packs.length} ${waiting === 1 ? "waits" : "wait"} for your reply.`}
        </p>
      )}
      {packs.length > 0 && (
        <Table
          caption="Feedback sent to you"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Plan", "Cycle", "Sent to you as", "Sent", "Reply by", "Where it stands"]}
          rows={packs.map((p) => ({
            tone: p.overdue ? ("amber" as const) : undefined,
            cells: [
              <Link key={p.id} className="govuk-link" to={`/feedback/${p.id}`}>
                {p.reference}
              </Link>,
              p.cycle,
              p.as,
              p.sent,
              p.replyBy,
              <Tag key="state" tone={p.overdue ? "worry" : p.waits ? "amber" : "teal"}>
                {p.state}
              </Tag>,
            ],
          }))}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Feedback on plans");
