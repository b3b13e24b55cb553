import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { type MeetingTime, momentsOf, titleOutside } from "#audits/panel/meeting.ts";

/** A meeting as a calendar knows it. */
export type CalendarMeeting = MeetingTime & {
  id: string;
  place: string;
  cycleTitle: string;
  sequence: number;
  changedAt: Date;
  cancelledAt: Date | null;
  planner: { name: string; email: string };
};

type Options = {
  /** Of the site: with the meeting's id it makes an identity that never changes and that no other site gives. */
  host: string;
  /** The meeting's page. */
  link: string;
  /** Whose calendar the mail asks to take it; without it the file is for whoever opens it. */
  attendee?: { name: string; email: string };
  /** This person is no longer asked: for them alone it is cancelled. */
  dropped?: boolean;
};

export type CalendarFile = { method: "PUBLISH" | "REQUEST" | "CANCEL"; content: string };

/** The calendar file of one meeting (RFC 5545, RFC 5546). Times leave as universal time, so they are right in summer and winter whatever a calendar knows of England. It holds no plan and no reason. */
export function calendarOf(meeting: CalendarMeeting, { host, link, attendee, dropped = false }: Options): CalendarFile {
  const over = meeting.cancelledAt !== null || dropped;
  const method = over ? ICalCalendarMethod.CANCEL : attendee ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.PUBLISH;
  const calendar = ical({ prodId: { company: "EHC plan quality", product: "Moderation", language: "EN" }, method });
  const { from, to } = momentsOf(meeting);
  const title = titleOutside(meeting.cycleTitle);
  calendar.createEvent({
    id: `${meeting.id}@${host}`,
    sequence: meeting.sequence,
    stamp: meeting.changedAt,
    start: from,
    end: to,
    summary: title ? `Moderation meeting, ${oneLine(title)}` : "Moderation meeting",
    location: oneLine(meeting.place),
    description: `EHC plan quality. Who is asked, and how far the panel is, after you sign in:\n${link}`,
    url: link,
    status: over ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: plain(meeting.planner),
    attendees: attendee ? [plain(attendee)] : [],
  });
  return { method, content: calendar.toString() };
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
/** A name in a parameter can hold neither quotes nor line ends. */
const plain = ({ name, email }: { name: string; email: string }) => ({
  name: oneLine(name).replaceAll('"', "’"),
  email: oneLine(email),
});
