import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { titled } from "~/components/title.tsx";
import { roomsFor } from "~/server/room/visit.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** Where an inspector begins: in the one room that is open to them, or with the list of them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  if (may(actor, "rooms.assemble").ok) throw redirect("/rooms");
  const rooms = await roomsFor(actor);
  if (rooms.length === 1) throw redirect(`/room/${rooms[0]?.id}`);
  return { rooms: rooms.map(({ id, title, closesOn }) => ({ id, title, until: dayWords(closesOn ?? "") })) };
}

export default function Visit() {
  const { rooms } = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>Inspection rooms</PageTitle>
      {rooms.length === 0 ? (
        <p className="lead">
          No room is open to you today. A room opens on the day that the quality lead of the area set; ask them if you
          expected one.
        </p>
      ) : (
        <ul className="govuk-list">
          {rooms.map((room) => (
            <li key={room.id}>
              <Link className="govuk-link" to={`/room/${room.id}`}>
                {room.title}
              </Link>
              , until the end of {room.until}
            </li>
          ))}
        </ul>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Inspection rooms");
