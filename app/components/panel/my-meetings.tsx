import { Link } from "@remix-run/react";
import type { MeetingItem } from "~/server/meetings.server.ts";

/** The meetings to which somebody is asked, on their first page. Silent where there are none. */
export function MyMeetings({ meetings }: { meetings: MeetingItem[] }) {
  if (meetings.length === 0) return null;
  return (
    <section className="first-things" aria-labelledby="my-meetings">
      <h2 className="section" id="my-meetings">
        Your meetings
      </h2>
      <ul className="plain-list">
        {meetings.map((m) => (
          <li key={m.id}>
            <Link className="govuk-link" to={`/meetings/${m.id}`}>
              {m.when}
            </Link>{" "}
            <span className="second-line">
              {m.inWords}. Moderation of {m.cycle}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A room as it is called, or the link of a video call. */
export function Place({ place }: { place: string }) {
  const address = /^https:\/\/\S+$/.test(place) ? place : null;
  return address ? (
    <a className="govuk-link place" href={address} rel="noreferrer noopener">
      {address}
    </a>
  ) : (
    <span className="place">{place}</span>
  );
}
