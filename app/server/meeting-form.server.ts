import { caseWords } from "#audits/cases/words.ts";
import { clockFrom, problemsInMeeting } from "#audits/panel/meeting.ts";
import type { MeetingPlan, PlannedMeeting } from "#db/meetings.ts";
import { meetingOf, panelOf } from "#db/meetings.ts";
import { moderationList } from "#db/moderations.ts";
import { now, store, today } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { notFound } from "./session.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** The form of a meeting as typed, to be shown again. */
export type TypedMeeting = {
  day: string;
  month: string;
  year: string;
  startsAt: string;
  endsAt: string;
  place: string;
  people: string[];
  plans: string[];
};

/** The meeting of an address. @throws 404 when there is none */
export async function requireMeeting(id: string | undefined): Promise<PlannedMeeting> {
  const meeting = id ? await meetingOf(store().db, id) : null;
  if (!meeting) throw notFound();
  return meeting;
}

/** Who can be asked, and which plans can be on the table: those that are not signed off. */
export async function meetingChoices(cycleId: string, meeting: PlannedMeeting | null) {
  const { db } = store();
  const panel = await panelOf(db, cycleId, now());
  // Whoever is asked already can stay asked, though their part in the cycle is over.
  const others = (meeting?.asked ?? []).filter((a) => !panel.some((p) => p.id === a.id));
  const plans = (await moderationList(db, cycleId)).filter(
    (p) => p.signedOffAt === null || meeting?.planIds.includes(p.sampled.id),
  );
  return {
    people: [
      ...panel.map(({ id, name, as }) => ({ id, name, as })),
      ...others.map((o) => ({ ...o, as: "asked before" })),
    ].map(({ id, name, as }) => ({ id, name, as })),
    plans: plans.map((p) => ({
      id: p.sampled.id,
      reference: p.sampled.snapshot.reference,
      about: caseWords(p.sampled.snapshot),
      state: p.signedOffAt ? "signed off" : p.audits > 0 && p.submitted === p.audits ? "ready" : "still scored blind",
    })),
  };
}

/** A new meeting as its form begins: on the day that the cycle has in mind, with the whole panel. */
export function meetingToBegin(moderationOn: string | null, people: readonly { id: string }[]): TypedMeeting {
  const [year = "", month = "", day = ""] = (
    moderationOn !== null && moderationOn >= today() ? moderationOn : ""
  ).split("-");
  const times = { startsAt: "", endsAt: "", place: "" };
  return { day: bare(day), month: bare(month), year, ...times, people: people.map((p) => p.id), plans: [] };
}

export function typedFrom(meeting: PlannedMeeting): TypedMeeting {
  const [year = "", month = "", day = ""] = meeting.day.split("-");
  const { startsAt, endsAt, place } = meeting;
  const people = meeting.asked.map((a) => a.id);
  return { day: bare(day), month: bare(month), year, startsAt, endsAt, place, people, plans: meeting.planIds };
}

const bare = (digits: string) => digits.replace(/^0/, "");

/** Reads the form of a meeting: what to keep, or what to correct. */
export function meetingFrom(
  form: Fields,
): { ok: true; plan: MeetingPlan; typed: TypedMeeting } | { ok: false; errors: FieldError[]; typed: TypedMeeting } {
  const typed: TypedMeeting = {
    day: form.text("day-day"),
    month: form.text("day-month"),
    year: form.text("day-year"),
    startsAt: form.text("startsAt"),
    endsAt: form.text("endsAt"),
    place: form.text("place"),
    people: form.all("people"),
    plans: form.all("plans"),
  };
  const errors: FieldError[] = [];
  const read = dayFrom(typed, "The day of the meeting");
  if (!read.ok) errors.push({ field: "day-day", sentence: read.sentence });
  else if (!read.day) errors.push({ field: "day-day", sentence: "Enter the day of the meeting" });
  else if (read.day < today()) errors.push({ field: "day-day", sentence: "The day of the meeting must not be over" });
  errors.push(...problemsInMeeting(typed));
  if (typed.people.length === 0) errors.push({ field: "people", sentence: "Select who is asked" });
  const [startsAt, endsAt] = [clockFrom(typed.startsAt), clockFrom(typed.endsAt)];
  if (errors.length || !read.ok || !read.day || !startsAt || !endsAt) return { ok: false, errors, typed };
  const plan = { day: read.day, startsAt, endsAt, place: typed.place, personIds: typed.people, planIds: typed.plans };
  return { ok: true, plan, typed };
}
