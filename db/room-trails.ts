import { and, asc, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import { dayOf, monthWords } from "#audits/dates.ts";
import { amendedWords } from "#audits/feedback/life.ts";
import { RECEIVER_LABELS } from "#audits/feedback/pack.ts";
import { ACTION_STATUS_LABELS } from "#audits/actions/life.ts";
import type { PlanResult } from "#audits/panel/result.ts";
import type { Made } from "#audits/room/content.ts";
import { type Candidate, type HeldBack, planWords, trailEntry } from "#audits/room/trail.ts";
import { broadened } from "#audits/room/trail-words.ts";
import { published } from "#audits/results/published.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { actionName } from "./actions.ts";
import { isAnyOf } from "./engine/sql.ts";
import { correctionsOf, disputesOf, repliesOf } from "./feedback.ts";
import type { FiguresReader } from "./figures.ts";
import { cockpitOf } from "./moderations.ts";
import type { Db } from "./store.ts";

/** Plans that a trail of an inspection room may follow, and what it is made from. */

export type TrailCandidate = Candidate & { cycleId: string; cycle: string; about: string; month: string };

/**
 * Plans of closed cycles that a panel signed off and graded. Left out: plans that left the sample, plans of a bridging set, and
 * plans whose family agreed to the parent carer forum's eyes only, or took that back.
 */
export async function trailCandidates(db: Db, id?: string): Promise<TrailCandidate[]> {
  const { planResults: p, cycles, sampledCases, draws, moderations, forumClearances, bridgingSets } = db.tables;
  const rows = await db
    .select({
      id: p.sampledCaseId,
      snapshot: sampledCases.snapshot,
      grade: p.after,
      phase: p.phase,
      primaryNeed: p.primaryNeed,
      cycleId: cycles.id,
      cycle: cycles.title,
      signedOffAt: moderations.signedOffAt,
    })
    .from(p)
    .innerJoin(cycles, and(eq(cycles.id, p.cycleId), eq(cycles.status, "closed"), eq(cycles.kind, "audit")))
    .innerJoin(sampledCases, and(eq(sampledCases.id, p.sampledCaseId), eq(sampledCases.standing, "sample")))
    .innerJoin(draws, and(eq(draws.id, sampledCases.drawId), isNull(draws.replacedAt)))
    .innerJoin(moderations, eq(moderations.sampledCaseId, p.sampledCaseId))
    .where(
      and(
        isNotNull(p.after),
        isNotNull(moderations.signedOffAt),
        isNotNull(sampledCases.caseId),
        id === undefined ? undefined : eq(p.sampledCaseId, id),
      ),
    )
    .orderBy(asc(cycles.scoringOpens), asc(p.sampledCaseId));
  const shut = new Set(
    (
      await db
        .select({ id: forumClearances.sampledCaseId })
        .from(forumClearances)
        .where(or(eq(forumClearances.kind, "consented"), isNotNull(forumClearances.endedAt)))
    ).map((row) => row.id),
  );
  const bridging = new Set((await db.select().from(bridgingSets)).map(({ cycleId }) => cycleId));
  const caseload = await caseloadKinds(db);
  return rows
    .filter((row) => !shut.has(row.id) && !bridging.has(row.cycleId))
    .map(({ grade, phase, primaryNeed, signedOffAt, snapshot, ...row }) => ({
      ...row,
      name: `${row.cycleId} ${snapshot.reference}`,
      grade: grade as string,
      phase: phase ?? "",
      about: planWords(broadened({ phase, primaryNeed }, caseload)),
      month: signedOffAt ? monthWords(dayOf(signedOffAt)) : "",
    }));
}

/** Phase and need of every active plan: how many share what a trail says. */
async function caseloadKinds(db: Db) {
  const { cases } = db.tables;
  return db.select({ phase: cases.phase, primaryNeed: cases.primaryNeed }).from(cases).where(eq(cases.active, true));
}

const GONE =
  "This plan cannot be followed any more: its cycle was reopened, its evidence removed, or its family decided otherwise.";

/** The trail of one plan, as it would be fixed now; what was held back of it is for the lead alone. */
export async function makeTrail(
  db: Db,
  sampledId: string,
  at: Date,
  figuresOf: FiguresReader,
): Promise<{ made: Made; heldBack: HeldBack[] }> {
  const gone = { made: { ok: false as const, nothing: GONE }, heldBack: [] };
  const [candidate] = await trailCandidates(db, sampledId);
  if (!candidate) return gone;
  const verdict = await cockpitOf(db, candidate.cycleId, sampledId);
  const figures = await figuresOf(candidate.cycleId);
  if (!verdict.ok || !figures) return gone;
  const { cockpit } = verdict;
  const { people, feedbackPacks: p } = db.tables;
  const caseload = await caseloadKinds(db);
  const packs = await db
    .select()
    .from(p)
    .where(and(eq(p.sampledCaseId, sampledId), isNotNull(p.sentAt)))
    .orderBy(asc(p.receiver));
  const feedback = [];
  for (const pack of packs) {
    const replies = await repliesOf(db, pack.id);
    const last = replies.at(-1);
    feedback.push({
      to: RECEIVER_LABELS[pack.receiver],
      sentOn: dayOf(pack.sentAt as Date),
      readOn: pack.readAt ? dayOf(pack.readAt) : null,
      repliedOn: replies[0] ? dayOf(replies[0].repliedAt) : null,
      // Without its day, which would lead back to the plan.
      standing: last ? amendedWords({ ...last, amendedOn: null }).replace(/ (on|by) $/, "") : null,
      disputes: (await disputesOf(db, pack.id)).length,
    });
  }
  const { snapshot, caseId } = cockpit.sampled;
  const names = (await db.select({ name: people.name }).from(people)).map(({ name }) => name);
  return trailEntry(
    {
      about: broadened(snapshot, caseload),
      cycle: { title: candidate.cycle, month: candidate.month },
      rubric: cockpit.rubric,
      asked: cockpit.asked,
      auditors: cockpit.auditors.map(({ agency, answers }) => ({ agency: AGENCY_LABELS[agency], answers })),
      settled: cockpit.settled,
      result: cockpit.row?.result as PlanResult,
      signedOffOn: dayOf(cockpit.row?.signedOffAt ?? at),
      corrections: await correctionsOf(db, [sampledId]),
      feedback,
      again: caseId ? await laterAudits(db, caseId, candidate) : [],
      actions: await actionsFrom(db, candidate.cycleId),
    },
    published(figures),
    { people: names, references: [snapshot.reference] },
  );
}

/** Later closed cycles in which the same plan was drawn, signed off and graded. */
async function laterAudits(db: Db, caseId: string, { cycleId }: { cycleId: string }) {
  const { cycles, sampledCases, planResults: r } = db.tables;
  const [own] = await db.select({ opens: cycles.scoringOpens }).from(cycles).where(eq(cycles.id, cycleId));
  return db
    .select({ cycle: cycles.title, grade: r.after })
    .from(r)
    .innerJoin(sampledCases, eq(sampledCases.id, r.sampledCaseId))
    .innerJoin(cycles, and(eq(cycles.id, r.cycleId), eq(cycles.status, "closed"), eq(cycles.kind, "audit")))
    .where(and(eq(sampledCases.caseId, caseId), gt(cycles.scoringOpens, own?.opens ?? "")))
    .orderBy(asc(cycles.scoringOpens));
}

/** Agreed actions whose baseline is of this cycle. */
async function actionsFrom(db: Db, cycleId: string) {
  const { actions } = db.tables;
  const rows = await db
    .select()
    .from(actions)
    .where(isAnyOf(actions.status, ["agreed", "in_progress", "done", "closed"]))
    .orderBy(asc(actions.number));
  return rows
    .filter(({ baseline: { of } }) => of.kind === "cycle" && of.cycleId === cycleId)
    .map(({ number, title, status }) => ({ code: actionName(number), title, state: ACTION_STATUS_LABELS[status] }));
}
