import { dueWords } from "#audits/dates.ts";
import { meetingWords } from "#audits/panel/meeting.ts";
import { meetingsFor } from "#db/meetings.ts";
import { store, today } from "./database.server.ts";

/** A meeting in a list: when, in how many days, of which cycle. */
export type MeetingItem = { id: string; when: string; inWords: string; cycle: string };

/** The meetings to which this person is asked, from today on. */
export async function myMeetings(personId: string): Promise<MeetingItem[]> {
  const day = today();
  return (await meetingsFor(store().db, personId, day)).map((m) => {
    const inWords = dueWords(day, m.day);
    return {
      id: m.id,
      when: meetingWords(m),
      inWords: `${inWords[0]?.toUpperCase()}${inWords.slice(1)}`,
      cycle: m.cycleTitle,
    };
  });
}
