import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { EVENT_LABELS } from "#audits/trail/events.ts";
import { eventsOfRoom } from "#db/room-visits.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireRoom, roomFacts } from "~/server/room/desk.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** Who looked at what in a room, from the trail. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const events = await eventsOfRoom(store().db, room.id, "visits");
  return {
    ...roomFacts(room),
    people: [...Map.groupBy(events, (e) => e.actorName)].map(([name, own]) => ({
      name,
      looks: own.filter(({ kind }) => kind === "room.viewed").length,
      copies: own.filter(({ kind }) => kind === "room.downloaded").length,
      last: momentWords(own[0]?.at ?? new Date(0)),
    })),
    events: events.map((e) => ({
      position: e.position,
      at: momentWords(e.at),
      kind: EVENT_LABELS[e.kind].label,
      sentence: e.sentence,
    })),
  };
}

export default function RoomVisits() {
  const page = useLoaderData<typeof loader>();
  return (
    <>
      <CycleBar cycle={page.head} label="Parts of this room" />
      <ReadingPage wide>
        <PageTitle>Who looked at what</PageTitle>
        {page.events.length === 0 ? (
          <p className="lead">Nobody has visited the room yet.</p>
        ) : (
          <>
            <Table
              caption="Visitors"
              captionSize="s"
              phoneList
              head={[
                "Name",
                { content: "Pages looked at", numeric: true },
                { content: "Copies", numeric: true },
                "Last",
              ]}
              rows={page.people.map((p) => [
                p.name,
                { content: String(p.looks), numeric: true },
                { content: String(p.copies), numeric: true },
                p.last,
              ])}
            />
            <Table
              caption="Every visit, newest first"
              captionSize="s"
              phoneList
              head={[{ content: "No.", numeric: true }, "When", "What happened", "Kind"]}
              rows={page.events.map((e) => [
                {
                  content: (
                    <Link className="govuk-link" to={`/trail/${e.position}`}>
                      <span className="govuk-visually-hidden">Event </span>
                      {e.position.toLocaleString("en-GB")}
                    </Link>
                  ),
                  numeric: true,
                },
                e.at,
                <span className="room-event" key={e.position}>
                  {e.sentence}
                </span>,
                e.kind,
              ])}
            />
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) =>
  page ? `Who looked at what: ${page.head.title}` : "Inspection room",
);
