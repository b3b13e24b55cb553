import type { PlannedMeeting } from "#db/meetings.ts";
import { meetingOf } from "#db/meetings.ts";
import { titleOutside } from "#audits/panel/meeting.ts";
import { personOf } from "#db/memberships.ts";
import { area, store } from "./database.server.ts";
import { mailIsSet, sendLater } from "./mail.server.ts";
import { type MeetingNews, meetingMail } from "./mail-words.ts";
import { type CalendarFile, calendarOf } from "./meeting-calendar.ts";
import { addressOf } from "./settings.ts";

/** The file of a meeting that somebody downloads. */
export const calendarFile = (meeting: PlannedMeeting): CalendarFile => calendarOf(meeting, placeOf(meeting));

const placeOf = ({ id }: { id: string }) => {
  const link = addressOf(area().settings, `/meetings/${id}`);
  return { link, host: new URL(link).hostname };
};

/**
 * Tells people of a meeting by mail, once it is kept: each gets a mail with the event for their own calendar. Whoever planned
 * it is not written to. Nobody waits for the mail.
 */
export async function tellOfMeeting(
  meetingId: string,
  by: { id: string; name: string },
  news: Partial<Record<MeetingNews, string[]>>,
): Promise<void> {
  if (!mailIsSet()) return;
  const { db } = store();
  const meeting = await meetingOf(db, meetingId);
  if (!meeting) return;
  for (const [kind, personIds] of Object.entries(news) as [MeetingNews, string[]][])
    for (const personId of personIds) {
      const found = personId === by.id ? null : await personOf(db, personId);
      if (!found) continue;
      const { name, email } = found.person;
      const { link, host } = placeOf(meeting);
      const { method, content } = calendarOf(meeting, {
        link,
        host,
        attendee: { name, email },
        dropped: kind === "dropped",
      });
      const calendar = method === "PUBLISH" ? undefined : { method, content };
      const about = { ...meeting, cycle: titleOutside(meeting.cycleTitle) };
      void sendLater(meetingMail({ name, email }, kind, about, by.name, link, calendar), {
        personId,
        what: "news of a moderation meeting",
      });
    }
}
