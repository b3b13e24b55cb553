import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords, dueWords } from "#audits/dates.ts";
import { meetingWords } from "#audits/panel/meeting.ts";
import { may } from "#audits/people/permissions.ts";
import { plansOnTable } from "#db/meetings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { Place } from "~/components/panel/my-meetings.tsx";
import { titled } from "~/components/title.tsx";
import { store, today } from "~/server/database.server.ts";
import { requireMeeting } from "~/server/meeting-form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "meetings.see");
  const meeting = await requireMeeting(params.meetingId);
  if (!may(actor, "meetings.see", { askedIds: meeting.asked.map((a) => a.id) }).ok) throw notFound();
  const plans = may(actor, "meetings.plan").ok;
  const onTable = await plansOnTable(store().db, meeting, {
    moderates: may(actor, "moderation.chair").ok,
    actor,
  });
  await noteView(actor, { kind: "meeting", id: meeting.id }, `a moderation meeting of ${meeting.cycleTitle}`);
  return {
    id: meeting.id,
    cycle: { id: meeting.cycleId, title: meeting.cycleTitle },
    when: meetingWords(meeting),
    inWords: meeting.day < today() ? "over" : dueWords(today(), meeting.day),
    place: meeting.place,
    planner: meeting.planner.name,
    changed: meeting.sequence > 0 && !meeting.cancelledAt ? dateWords(meeting.changedAt) : null,
    cancelled: meeting.cancelledAt
      ? { on: dateWords(meeting.cancelledAt), reason: plans ? meeting.cancelledReason : null }
      : null,
    asked: meeting.asked.map((a) => a.name),
    plans,
    mayChange: plans && !meeting.cancelledAt && meeting.day >= today(),
    chosen: meeting.planIds.length,
    onTable,
  };
}

export default function MeetingPage() {
  const m = useLoaderData<typeof loader>();
  return (
    <ReadingPage
      before={
        m.plans ? (
          <BackLink href={`/cycles/${m.cycle.id}/meetings`}>Meetings</BackLink>
        ) : (
          <BackLink href="/">Back</BackLink>
        )
      }
    >
      <PageTitle over={m.cycle.title}>Moderation meeting</PageTitle>
      {m.cancelled && (
        <Note tone="amber" title={`Called off on ${m.cancelled.on}`}>
          <p>{m.cancelled.reason ?? "Take it out of your calendar, if it is still there."}</p>
        </Note>
      )}
      <SummaryList
        rows={[
          { key: "When", value: `${m.when}${m.cancelled ? "" : ` (${m.inWords})`}` },
          { key: "Where", value: <Place place={m.place} /> },
          { key: "Asked", value: m.asked.length ? m.asked.join(", ") : "Nobody" },
          { key: "Plans", value: <Plans {...m} /> },
          { key: "Planned by", value: `${m.planner}${m.changed ? `, last changed on ${m.changed}` : ""}` },
        ]}
      />
      <p>
        <a className="govuk-link" href={`/meetings/${m.id}/meeting.ics`} download>
          {m.cancelled ? "Download the file that takes it out of your calendar" : "Add it to your calendar (ICS file)"}
        </a>
      </p>
      {m.mayChange && (
        <ul className="plain-list">
          <li>
            <Link className="govuk-link" to={`/meetings/${m.id}/change`}>
              Change the meeting
            </Link>
          </li>
          <li>
            <Link className="govuk-link" to={`/meetings/${m.id}/cancel`}>
              Call it off
            </Link>
          </li>
        </ul>
      )}
    </ReadingPage>
  );
}

type Shown = Pick<Awaited<ReturnType<typeof loader>>, "chosen" | "onTable" | "plans" | "cycle">;

function Plans({ chosen, onTable, plans, cycle }: Shown) {
  if (chosen === 0) return <>What is ready on the day</>;
  const stateOf = (p: Shown["onTable"][number]) =>
    p.signedOff ? "signed off" : p.ready ? "ready" : "still scored blind";
  return (
    <>
      {chosen} {chosen === 1 ? "plan" : "plans"}
      {!plans && onTable.length > 0 && `, of which you scored ${onTable.length}`}
      {onTable.length > 0 && (
        <ul className="plain-list">
          {onTable.map((p) => (
            <li key={p.id}>
              {plans && p.ready ? (
                <Link className="govuk-link" to={`/cycles/${cycle.id}/moderation/${p.id}`}>
                  {p.reference}
                </Link>
              ) : (
                p.reference
              )}
              , {stateOf(p)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export const handle = titled<typeof loader>((d) =>
  d ? `Moderation meeting – ${d.cycle.title}` : "Moderation meeting",
);
