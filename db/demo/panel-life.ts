import { eq } from "drizzle-orm";
import { meetingWords } from "#audits/panel/meeting.ts";
import type { ReminderKind } from "#audits/panel/reminders.ts";
import { moderationList } from "../moderations.ts";
import type { Store } from "../store.ts";
import { eventOn, record } from "../trail.ts";
import type { DemoStep } from "./conduct.ts";
import { DEMO_CYCLE, DEMO_MEETING, DEMO_PERSON } from "./ids.ts";
import { demoActor } from "./people.ts";
import { PROGRAMME } from "./programme.ts";
import { moment } from "./timetable.ts";

/** The meetings of the panels, and what people were reminded of. */

type DemoMeeting = {
  id: string;
  cycle: keyof typeof DEMO_CYCLE;
  day: string;
  startsAt: string;
  endsAt: string;
  place: string;
  planned: string;
  /** When it was moved to this day. */
  moved?: string;
  cancelled?: { on: string; because: string };
  /** Whether the plans on which the panel has begun are named. */
  begun?: boolean;
};

const ROOM = "County Hall, Bede Room, second floor";

const MEETINGS: DemoMeeting[] = [
  {
    id: "mtg_demo_autumn_first",
    cycle: "autumn2026",
    day: "2026-11-18",
    startsAt: "08:30",
    endsAt: "11:00",
    place: ROOM,
    planned: "2026-11-17",
  },
  {
    id: "mtg_demo_autumn_second",
    cycle: "autumn2026",
    day: "2026-11-20",
    startsAt: "08:30",
    endsAt: "11:00",
    place: ROOM,
    planned: "2026-11-17",
  },
  {
    id: "mtg_demo_autumn_off",
    cycle: "autumn2026",
    day: "2026-11-23",
    startsAt: "13:00",
    endsAt: "15:00",
    place: ROOM,
    planned: "2026-11-17",
    cancelled: { on: "2026-11-20", because: "Two of the panel are at a tribunal hearing that day" },
  },
  {
    id: DEMO_MEETING.autumn,
    cycle: "autumn2026",
    day: "2026-11-25",
    startsAt: "13:30",
    endsAt: "16:00",
    place: ROOM,
    planned: "2026-11-18",
    moved: "2026-11-20",
    begun: true,
  },
  {
    id: DEMO_MEETING.winter,
    cycle: "winter2026",
    day: "2026-12-09",
    startsAt: "09:30",
    endsAt: "12:30",
    place: "https://meet.northshire.example/plan-panel",
    planned: "2026-11-19",
  },
];

const REMINDED: { who: string; kind: ReminderKind; day: string; failed?: boolean; byHand?: boolean }[] = [
  { who: DEMO_PERSON.secondForumAuditor, kind: "due_soon", day: "2026-11-10" },
  { who: DEMO_PERSON.secondCareAuditor, kind: "due_soon", day: "2026-11-10", failed: true },
  { who: DEMO_PERSON.secondCareAuditor, kind: "due_today", day: "2026-11-13" },
  { who: DEMO_PERSON.panelChair, kind: "meeting", day: "2026-11-17" },
  { who: DEMO_PERSON.qualityLead, kind: "waiting", day: "2026-11-18" },
  { who: DEMO_PERSON.forumAuditor, kind: "not_begun", day: "2026-11-19", byHand: true },
];

const chair = demoActor(DEMO_PERSON.panelChair);
const lead = demoActor(DEMO_PERSON.qualityLead);
const event = eventOn("meeting");

/** What happens beside scoring and moderation, each in its time. */
export function panelLife(store: Store): DemoStep[] {
  return [...MEETINGS.flatMap((meeting) => stepsOf(store, meeting)), ...REMINDED.map((row) => reminded(store, row))];
}

function stepsOf(store: Store, meeting: DemoMeeting): DemoStep[] {
  const demo = PROGRAMME.find((p) => p.id === DEMO_CYCLE[meeting.cycle]);
  if (!demo) throw new Error(`${meeting.cycle} is no cycle of the demonstration area`);
  const { id, day, startsAt, endsAt, place, moved, cancelled } = meeting;
  const steps: DemoStep[] = [];
  const happen = (at: Date, take: DemoStep["take"]) => steps.push({ at, take });
  const plannedAt = moment(meeting.planned, "10:15");
  happen(plannedAt, () =>
    store.transaction(async (tx) => {
      const { meetings, meetingPeople } = tx.tables;
      const times = { plannedBy: chair.id, plannedAt, changedAt: plannedAt };
      const row = { id, cycleId: demo.id, day, startsAt, endsAt, place, ...times, sequence: 0, version: 1 };
      await tx.insert(meetings).values(row);
      const asked = [chair.id, lead.id, ...demo.auditors];
      await tx.insert(meetingPeople).values(asked.map((personId) => ({ meetingId: id, personId, askedAt: plannedAt })));
      const sentence = `${chair.name} planned a moderation meeting of ${demo.title}: ${meetingWords(meeting)}.`;
      await record(tx, event(chair, "meeting.planned", id, sentence), plannedAt);
    }),
  );
  if (moved) {
    const at = moment(moved, "15:40");
    happen(at, async () => {
      const begun = (await moderationList(store.db, demo.id)).filter((p) => p.started && !p.signedOffAt);
      await store.transaction(async (tx) => {
        const { meetings, meetingPlans } = tx.tables;
        await tx.update(meetings).set({ changedAt: at, sequence: 1, version: 2 }).where(isIt(tx, id));
        if (meeting.begun && begun.length)
          await tx.insert(meetingPlans).values(begun.map((p) => ({ meetingId: id, sampledCaseId: p.sampled.id })));
        const sentence = `${chair.name} changed a moderation meeting of ${demo.title}: ${meetingWords(meeting)}.`;
        await record(tx, event(chair, "meeting.changed", id, sentence), at);
      });
    });
  }
  if (cancelled) {
    const at = moment(cancelled.on, "12:05");
    happen(at, () =>
      store.transaction(async (tx) => {
        const { meetings } = tx.tables;
        const off = { cancelledAt: at, cancelledReason: cancelled.because, changedAt: at, sequence: 1, version: 2 };
        await tx.update(meetings).set(off).where(isIt(tx, id));
        const sentence = `${chair.name} called off the moderation meeting of ${demo.title} on ${meetingWords(meeting)}: ${cancelled.because}`;
        await record(tx, event(chair, "meeting.cancelled", id, sentence), at);
      }),
    );
  }
  return steps;
}

const isIt = ({ tables }: Pick<Store, "tables">, id: string) => eq(tables.meetings.id, id);

/** One reminder of the daily run, or one that the quality lead sent by hand. */
function reminded(store: Store, { who, kind, day, failed, byHand }: (typeof REMINDED)[number]): DemoStep {
  const at = moment(day, byHand ? "11:20" : "07:00");
  const about = byHand ? DEMO_CYCLE.winter2026 : "";
  return {
    at,
    take: () =>
      store.transaction(async (tx) => {
        const status = failed ? ("failed" as const) : ("sent" as const);
        const row = { personId: who, kind, about, day, keys: [`${kind}/${day}`], status, tries: failed ? 3 : 1, at };
        await tx.insert(tx.tables.reminders).values({ ...row, sentBy: byHand ? lead.id : null });
        if (!byHand) return;
        const { title } = PROGRAMME.find((p) => p.id === about) ?? { title: "" };
        const sentence = `${lead.name} reminded 1 auditor of ${title} who had not begun.`;
        await record(tx, eventOn("cycle")(lead, "reminder.sent", about, sentence), at);
      }),
  };
}
