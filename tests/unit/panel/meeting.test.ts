import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { momentAt } from "#audits/dates.ts";
import { clockFrom, meetingWords, momentsOf, problemsInMeeting, titleOutside } from "#audits/panel/meeting.ts";
import { type CalendarMeeting, calendarOf } from "../../../app/server/meeting-calendar.ts";

const MEETING: CalendarMeeting = {
  id: "mtg_1",
  day: "2026-12-02",
  startsAt: "14:00",
  endsAt: "16:30",
  place: "County Hall, Bede Room; second floor",
  cycleTitle: "Autumn 2026, routine audit",
  sequence: 0,
  changedAt: new Date("2026-11-22T09:00:00Z"),
  cancelledAt: null,
  planner: { name: 'Margaret "Meg" Osei', email: "margaret.osei@northshire.example" },
};
const AT = { host: "audit.example.gov.uk", link: "https://audit.example.gov.uk/meetings/mtg_1" };

/** As a calendar reads it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent");
  const [first] = events;
  if (!first || events.length !== 1) throw new Error("There is not exactly one event");
  const event = new ICAL.Event(first);
  return {
    method: calendar.getFirstPropertyValue("method"),
    version: calendar.getFirstPropertyValue("version"),
    event,
    first,
  };
}

describe("the time of a meeting", () => {
  it("is of the clock in England, in winter and in summer", () => {
    expect(momentAt("2026-12-02", "14:00").toISOString()).toBe("2026-12-02T14:00:00.000Z");
    expect(momentAt("2026-07-01", "14:00").toISOString()).toBe("2026-07-01T13:00:00.000Z");
    expect(momentAt("2026-07-01", "00:30").toISOString()).toBe("2026-06-30T23:30:00.000Z");
  });
  it("stays right on the days on which clocks change", () => {
    // In 2026 clocks go forward on 29 March and back on 25 October, at one in the morning of universal time.
    expect(momentAt("2026-03-29", "09:00").toISOString()).toBe("2026-03-29T08:00:00.000Z");
    expect(momentAt("2026-03-29", "00:30").toISOString()).toBe("2026-03-29T00:30:00.000Z");
    expect(momentAt("2026-10-25", "09:00").toISOString()).toBe("2026-10-25T09:00:00.000Z");
    expect(momentAt("2026-10-25", "00:30").toISOString()).toBe("2026-10-24T23:30:00.000Z");
    const { from, to } = momentsOf({ day: "2026-10-25", startsAt: "00:30", endsAt: "09:00" });
    expect((to.getTime() - from.getTime()) / 3_600_000).toBe(9.5);
  });
  it("is read as people type it", () => {
    expect(["14:00", "14.00", "1400", "9", "9am", "2.30 pm", "12 am", "12pm"].map(clockFrom)).toEqual([
      "14:00",
      "14:00",
      "14:00",
      "09:00",
      "09:00",
      "14:30",
      "00:00",
      "12:00",
    ]);
    expect(["", "25:00", "14:60", "13pm", "soon", "-1"].map(clockFrom)).toEqual([null, null, null, null, null, null]);
  });
  it("is said in words", () => expect(meetingWords(MEETING)).toBe("Wednesday 2 December 2026, 14:00 to 16:30"));
});

describe("a meeting as it is typed", () => {
  const fields = (given: Partial<{ startsAt: string; endsAt: string; place: string }>) =>
    problemsInMeeting({ startsAt: "14:00", endsAt: "16:00", place: "Room 3", ...given }).map((p) => p.field);
  it("needs times in order, and a place", () => {
    expect(fields({})).toEqual([]);
    expect(fields({ startsAt: "x", endsAt: "", place: " " })).toEqual(["startsAt", "endsAt", "place"]);
    expect(fields({ endsAt: "14:00" })).toEqual(["endsAt"]);
  });
  it("names no plan and no child in its place, for that goes into calendars", () => {
    expect(fields({ place: "Room 3, C-0417 first" })).toEqual(["place"]);
    expect(fields({ place: "Room 3, NHS 943 476 5919" })).toEqual(["place"]);
    expect(fields({ place: "https://meet.example/j/0161234567890?pwd=a" })).toEqual([]);
    expect(titleOutside("Autumn 2026")).toBe("Autumn 2026");
    expect(titleOutside("A second look at C-0417")).toBeNull();
  });
});

describe("the calendar file of a meeting", () => {
  it("holds the time, the place and the way back, as another library reads it", () => {
    const { method, version, event } = read(calendarOf(MEETING, AT).content);
    expect([method, version]).toEqual(["PUBLISH", "2.0"]);
    expect(event.uid).toBe("mtg_1@audit.example.gov.uk");
    expect(event.startDate.toJSDate().toISOString()).toBe("2026-12-02T14:00:00.000Z");
    expect(event.endDate.toJSDate().toISOString()).toBe("2026-12-02T16:30:00.000Z");
    expect(event.location).toBe(MEETING.place);
    expect(event.summary).toBe("Moderation meeting, Autumn 2026, routine audit");
    expect(event.description).toContain(AT.link);
    expect(event.sequence).toBe(0);
  });
  it("is an hour earlier in universal time in summer", () => {
    const { event } = read(calendarOf({ ...MEETING, day: "2026-07-01" }, AT).content);
    expect(event.startDate.toJSDate().toISOString()).toBe("2026-07-01T13:00:00.000Z");
  });
  it("keeps its identity and raises its number when the meeting changes, and cancels the same when it is called off", () => {
    const changed = read(calendarOf({ ...MEETING, startsAt: "15:00", sequence: 1 }, AT).content);
    const off = read(calendarOf({ ...MEETING, sequence: 2, cancelledAt: new Date() }, AT).content);
    expect([changed.event.uid, off.event.uid]).toEqual(["mtg_1@audit.example.gov.uk", "mtg_1@audit.example.gov.uk"]);
    expect([changed.event.sequence, off.event.sequence]).toEqual([1, 2]);
    expect([changed.first.getFirstPropertyValue("status"), off.first.getFirstPropertyValue("status")]).toEqual([
      "CONFIRMED",
      "CANCELLED",
    ]);
    expect(off.method).toBe("CANCEL");
  });
  it("asks the one person it is sent to, and cancels for who is no longer asked", () => {
    const attendee = { name: "Siân, Gruffŷdd", email: "sian@northshire.example" };
    const asked = read(calendarOf(MEETING, { ...AT, attendee }).content);
    expect(asked.method).toBe("REQUEST");
    expect(asked.event.attendees.map((a) => String(a.getFirstValue()).toLowerCase())).toEqual([
      "mailto:sian@northshire.example",
    ]);
    expect(asked.event.attendees[0]?.getParameter("cn")).toBe("Siân, Gruffŷdd");
    expect(read(calendarOf(MEETING, { ...AT, attendee, dropped: true }).content).method).toBe("CANCEL");
  });
  it("has lines of 75 octets at most, ended as calendars want them, whatever is typed", () => {
    const place = `${"Ystafell Gŵyl 日本 ".repeat(20)}\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:x@example.org`;
    const { content } = calendarOf({ ...MEETING, place, cycleTitle: "Ŵ".repeat(90) }, AT);
    const lines = content.split("\r\n");
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(content.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const { event } = read(content);
    expect(event.location).toContain("BEGIN:VEVENT ATTENDEE");
    expect(event.attendees).toEqual([]);
  });
  it("is the same for the same meeting, and says nothing of plans", () => {
    const named = { ...MEETING, cycleTitle: "A second look at C-0417" };
    expect(calendarOf(named, AT).content).toBe(calendarOf(named, AT).content);
    expect(calendarOf(named, AT).content).not.toContain("C-0417");
  });
});
