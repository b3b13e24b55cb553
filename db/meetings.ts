import { and, asc, eq, gte, inArray, isNull } from "drizzle-orm";
import type { Step } from "#audits/panel/life.ts";
import { type Meeting, meetingWords } from "#audits/panel/meeting.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { sampleOf } from "./cycles.ts";
import { shutToActor } from "./forum.ts";
import { everybody } from "./people.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

const event = eventOn("meeting");

export type MeetingRow = Tables["meetings"]["$inferSelect"];
export type MeetingPerson = { id: string; name: string; email: string };
/** A meeting with who is asked and how many plans are to be on the table. */
export type PlannedMeeting = MeetingRow & {
  cycleTitle: string;
  planner: MeetingPerson;
  asked: MeetingPerson[];
  /** The sampled plans, by id. */
  planIds: string[];
};

/** What the form of a meeting says. */
export type MeetingPlan = Meeting & { personIds: string[]; planIds: string[] };

/** Who was newly asked, who is asked no longer, and who stays: what their calendars have to be told. */
export type Asked = { added: string[]; dropped: string[]; kept: string[] };

/** The meetings of a cycle, by time; those that were called off too. */
export async function meetingsOf(db: Db, cycleId: string): Promise<PlannedMeeting[]> {
  return meetingsWhere(db, eq(db.tables.meetings.cycleId, cycleId));
}

/** One meeting with who is asked, or null. */
export async function meetingOf(db: Db, id: string): Promise<PlannedMeeting | null> {
  const [found] = await meetingsWhere(db, eq(db.tables.meetings.id, id));
  return found ?? null;
}

/** The meetings from a day on to which a person is asked, by time, without those that were called off. */
export async function meetingsFor(db: Db, personId: string, from: string): Promise<PlannedMeeting[]> {
  const { meetings, meetingPeople, cycles } = db.tables;
  const own = await db
    .select({ id: meetings.id })
    .from(meetings)
    .innerJoin(meetingPeople, eq(meetingPeople.meetingId, meetings.id))
    .innerJoin(cycles, eq(cycles.id, meetings.cycleId))
    .where(
      and(
        eq(meetingPeople.personId, personId),
        isNull(meetingPeople.droppedAt),
        isNull(meetings.cancelledAt),
        gte(meetings.day, from),
        inArray(cycles.status, ["sampling", "scoring", "moderation", "feedback", "closed"]),
      ),
    );
  const ids = own.map((m) => m.id);
  return ids.length ? meetingsWhere(db, inArray(meetings.id, ids)) : [];
}

async function meetingsWhere(db: Db, which: ReturnType<typeof eq>): Promise<PlannedMeeting[]> {
  const { meetings, meetingPeople, meetingPlans, cycles, people } = db.tables;
  const rows = await db
    .select({ meeting: meetings, cycleTitle: cycles.title, planner: people })
    .from(meetings)
    .innerJoin(cycles, eq(cycles.id, meetings.cycleId))
    .innerJoin(people, eq(people.id, meetings.plannedBy))
    .where(which)
    .orderBy(asc(meetings.day), asc(meetings.startsAt));
  const ids = rows.map((r) => r.meeting.id);
  if (ids.length === 0) return [];
  const asked = await db
    .select({ meetingId: meetingPeople.meetingId, id: people.id, name: people.name, email: people.email })
    .from(meetingPeople)
    .innerJoin(people, eq(people.id, meetingPeople.personId))
    .where(and(inArray(meetingPeople.meetingId, ids), isNull(meetingPeople.droppedAt)))
    .orderBy(asc(people.name));
  const plans = await db.select().from(meetingPlans).where(inArray(meetingPlans.meetingId, ids));
  return rows.map(({ meeting, cycleTitle, planner: { id, name, email } }) => ({
    ...meeting,
    cycleTitle,
    planner: { id, name, email },
    asked: asked.filter((a) => a.meetingId === meeting.id).map(({ meetingId: _of, ...person }) => person),
    planIds: plans.filter((p) => p.meetingId === meeting.id).map((p) => p.sampledCaseId),
  }));
}

/** Who can be asked to a meeting of this cycle: its auditors, the chairs and the quality leads whose role holds. */
export async function panelOf(db: Db, cycleId: string, now: Date): Promise<(MeetingPerson & { as: string })[]> {
  const { audits } = db.tables;
  const scoring = new Set(
    (await db.select().from(audits).where(eq(audits.cycleId, cycleId)))
      .filter((a) => a.status !== "withdrawn")
      .map((a) => a.auditorId),
  );
  const seen = new Map<string, MeetingPerson & { as: string }>();
  const order = ["panel_chair", "quality_lead", "auditor"];
  const roles = (await everybody(db)).filter((p) => order.includes(p.role) && (p.endsAt === null || p.endsAt > now));
  for (const p of [...roles].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))) {
    if (seen.has(p.id) || (p.role === "auditor" && !scoring.has(p.id))) continue;
    const as = { panel_chair: "panel chair", quality_lead: "quality lead" }[p.role as string] ?? "auditor";
    seen.set(p.id, { id: p.id, name: p.name, email: p.email, as });
  }
  return [...seen.values()];
}

const mayMeet = (status: string) => ["sampling", "scoring", "moderation"].includes(status);
const OVER = "Moderation of this cycle has ended, so no meeting can be planned.";

/** Plans a meeting of a cycle. @returns its id, or why not */
export async function planMeeting(
  store: Store,
  by: Actor,
  cycleId: string,
  plan: MeetingPlan,
  at: Date,
): Promise<{ ok: true; id: string } | { ok: false; sentence: string }> {
  return store.transaction(async (tx) => {
    const { cycles, meetings, meetingPeople } = tx.tables;
    const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, cycleId));
    if (!cycle || !mayMeet(cycle.status)) return { ok: false as const, sentence: OVER };
    const id = newId("mtg");
    const { day, startsAt, endsAt, place } = plan;
    const times = { plannedBy: by.id, plannedAt: at, changedAt: at };
    await tx.insert(meetings).values({ id, cycleId, day, startsAt, endsAt, place, ...times, sequence: 0, version: 1 });
    const allowed = new Set((await panelOf(tx, cycleId, at)).map((p) => p.id));
    const asked = plan.personIds.filter((personId) => allowed.has(personId));
    if (asked.length)
      await tx.insert(meetingPeople).values(asked.map((personId) => ({ meetingId: id, personId, askedAt: at })));
    await keepPlans(tx, cycleId, id, plan.planIds);
    const sentence = `${by.name} planned a moderation meeting of ${cycle.title}: ${meetingWords(plan)}.`;
    await record(tx, event(by, "meeting.planned", id, sentence), at);
    return { ok: true as const, id };
  });
}

async function keepPlans(tx: Tx, cycleId: string, meetingId: string, planIds: string[]): Promise<void> {
  const { meetingPlans } = tx.tables;
  const sample = new Set((await sampleOf(tx, cycleId)).map((s) => s.id));
  await tx.delete(meetingPlans).where(eq(meetingPlans.meetingId, meetingId));
  const rows = [...new Set(planIds)]
    .filter((id) => sample.has(id))
    .map((sampledCaseId) => ({ meetingId, sampledCaseId }));
  for (let start = 0; start < rows.length; start += 100)
    await tx.insert(meetingPlans).values(rows.slice(start, start + 100));
}

/**
 * Changes a meeting, for whoever saw it at `version`. Calendars hear of it only when time, place or people changed.
 * @throws NothingChanged when somebody else has changed it since
 */
export async function changeMeeting(
  store: Store,
  by: Actor,
  meetingId: string,
  plan: MeetingPlan,
  version: number,
  at: Date,
): Promise<{ ok: true; moved: boolean; asked: Asked } | { ok: false; sentence: string }> {
  return store.transaction(async (tx) => {
    const { meetings, cycles, meetingPeople } = tx.tables;
    const before = await meetingOf(tx, meetingId);
    if (!before || before.cancelledAt) return { ok: false as const, sentence: "This meeting was called off." };
    const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, before.cycleId));
    if (!cycle || !mayMeet(cycle.status)) return { ok: false as const, sentence: OVER };
    const { day, startsAt, endsAt, place } = plan;
    const allowed = new Set((await panelOf(tx, before.cycleId, at)).map((p) => p.id));
    const had = new Set(before.asked.map((p) => p.id));
    const wanted = new Set(plan.personIds.filter((id) => allowed.has(id) || had.has(id)));
    const asked: Asked = {
      added: [...wanted].filter((id) => !had.has(id)),
      dropped: [...had].filter((id) => !wanted.has(id)),
      kept: [...had].filter((id) => wanted.has(id)),
    };
    const moved =
      before.day !== day || before.startsAt !== startsAt || before.endsAt !== endsAt || before.place !== place;
    const told = moved || asked.added.length > 0 || asked.dropped.length > 0;
    one(
      await tx
        .update(meetings)
        .set({
          day,
          startsAt,
          endsAt,
          place,
          version: version + 1,
          ...(told && { sequence: before.sequence + 1, changedAt: at }),
        })
        .where(and(eq(meetings.id, meetingId), eq(meetings.version, version), isNull(meetings.cancelledAt)))
        .returning(),
    );
    for (const personId of asked.added)
      await tx
        .insert(meetingPeople)
        .values({ meetingId, personId, askedAt: at })
        .onConflictDoUpdate({
          target: [meetingPeople.meetingId, meetingPeople.personId],
          set: { askedAt: at, droppedAt: null },
        });
    if (asked.dropped.length)
      await tx
        .update(meetingPeople)
        .set({ droppedAt: at })
        .where(and(eq(meetingPeople.meetingId, meetingId), inArray(meetingPeople.personId, asked.dropped)));
    await keepPlans(tx, before.cycleId, meetingId, plan.planIds);
    const sentence = `${by.name} changed a moderation meeting of ${before.cycleTitle}: ${meetingWords(plan)}.`;
    await record(tx, event(by, "meeting.changed", meetingId, sentence), at);
    return { ok: true as const, moved, asked };
  });
}

/** Calls a meeting off, for good. The reason stays inside: mail does not hold it. */
export async function cancelMeeting(
  store: Store,
  by: Actor,
  meetingId: string,
  reason: string,
  at: Date,
): Promise<Step> {
  const problem = problemInReason(reason, "Enter why the meeting is called off");
  if (problem) return { ok: false, sentence: problem };
  return store.transaction(async (tx): Promise<Step> => {
    const { meetings } = tx.tables;
    const before = await meetingOf(tx, meetingId);
    if (!before || before.cancelledAt) return { ok: false, sentence: "This meeting was called off already." };
    one(
      await tx
        .update(meetings)
        .set({
          cancelledAt: at,
          cancelledReason: reason.trim(),
          changedAt: at,
          sequence: before.sequence + 1,
          version: before.version + 1,
        })
        .where(and(eq(meetings.id, meetingId), eq(meetings.version, before.version)))
        .returning(),
    );
    const sentence = `${by.name} called off the moderation meeting of ${before.cycleTitle} on ${meetingWords(before)}: ${reason.trim()}`;
    await record(tx, event(by, "meeting.cancelled", meetingId, sentence), at);
    return { ok: true };
  });
}

/**
 * The plans of a meeting that a person may know of: all for whoever moderates; for an auditor their own, once every audit of
 * the plan is in, so that a plan on the table tells nobody of another's levels.
 */
export async function plansOnTable(
  db: Db,
  meeting: Pick<PlannedMeeting, "cycleId" | "planIds">,
  reader: { moderates: boolean; actor: Actor },
): Promise<{ id: string; reference: string; ready: boolean; signedOff: boolean }[]> {
  const { audits, moderations } = db.tables;
  const sample = (await sampleOf(db, meeting.cycleId)).filter((s) => meeting.planIds.includes(s.id));
  const ids = sample.map((s) => s.id);
  if (ids.length === 0) return [];
  const shut = await shutToActor(db, reader.actor, ids);
  const rows = (await db.select().from(audits).where(inArray(audits.sampledCaseId, ids))).filter(
    (a) => a.status !== "withdrawn",
  );
  const signed = await db.select().from(moderations).where(inArray(moderations.sampledCaseId, ids));
  return sample.flatMap((s) => {
    const own = rows.filter((a) => a.sampledCaseId === s.id);
    const ready = own.length > 0 && own.every((a) => a.status === "submitted");
    const sits = reader.moderates || (ready && own.some((a) => a.auditorId === reader.actor.id));
    const may = sits && !shut.has(s.id);
    const signedOff = signed.some((m) => m.sampledCaseId === s.id && m.signedOffAt !== null);
    return may ? [{ id: s.id, reference: s.snapshot.reference, ready, signedOff }] : [];
  });
}
