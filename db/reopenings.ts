import { and, asc, desc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { dayOf } from "#audits/dates.ts";
import { mayReopen, type Step } from "#audits/panel/life.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { PlanResult } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { figuresOfCycle } from "./figures.ts";
import { dropPlanResults } from "./plan-results.ts";
import { type Db, newId, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** Cycles that went back to moderation after their results were out, so that a mistake could be put right. */

export type Reopening = {
  id: string;
  cycleId: string;
  reason: string;
  by: string;
  reopenedAt: Date;
  /** When moderation ended again; null while it goes on. */
  endedAt: Date | null;
  /** The internal figures as they stood until then. */
  figures: CycleFigures;
};

/** How often these cycles were reopened, first to last. */
export async function reopeningsOf(db: Db, cycleIds: string[]): Promise<Reopening[]> {
  const { cycleReopenings, people } = db.tables;
  if (cycleIds.length === 0) return [];
  const rows = await db
    .select({ reopening: cycleReopenings, by: people.name })
    .from(cycleReopenings)
    .innerJoin(people, eq(people.id, cycleReopenings.reopenedBy))
    .where(inArray(cycleReopenings.cycleId, cycleIds))
    .orderBy(asc(cycleReopenings.reopenedAt));
  return rows.map(({ reopening: { reopenedBy, figures, ...rest }, by }) => ({
    ...rest,
    by,
    figures: figures as CycleFigures,
  }));
}

/**
 * Takes a cycle back to moderation, with a reason. Its figures of until then are kept beside it; reports that were made stay
 * as they are; results are out again when moderation has ended again. Meanwhile no other cycle is compared with it, and the
 * time for which its evidence is kept runs from when it closes again.
 */
export async function reopenCycle(store: Store, by: Actor, cycleId: string, reason: string, at: Date): Promise<Step> {
  const problem = problemInReason(reason, "Enter why the cycle is reopened");
  if (problem) return { ok: false, sentence: problem };
  return store.transaction(async (tx): Promise<Step> => {
    const { cycles, cycleReopenings, frozenFigures } = tx.tables;
    const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, cycleId));
    if (!cycle) return { ok: false, sentence: "This cycle does not exist." };
    const frozen = await tx
      .select({ id: frozenFigures.cycleId })
      .from(frozenFigures)
      .where(eq(frozenFigures.cycleId, cycleId));
    const verdict = mayReopen({ status: cycle.status, evidenceRemoved: frozen.length > 0 });
    if (!verdict.ok) return verdict;
    const figures = await figuresOfCycle(tx, cycleId, dayOf(at));
    one(
      await tx
        .update(cycles)
        .set({ status: "moderation", closedAt: null, version: cycle.version + 1 })
        .where(and(eq(cycles.id, cycleId), eq(cycles.version, cycle.version)))
        .returning(),
    );
    const row = { id: newId("rop"), cycleId, reason: reason.trim(), reopenedBy: by.id, reopenedAt: at, figures };
    await tx.insert(cycleReopenings).values(row);
    const sentence = `${by.name} reopened the cycle ${cycle.title}: ${reason.trim()}`;
    await record(tx, eventOn("cycle")(by, "cycle.reopened", cycleId, sentence), at);
    return { ok: true };
  });
}

/** Whether this cycle is reopened now, so that a sign-off can be taken back. */
export async function isReopened(db: Db, cycleId: string): Promise<boolean> {
  const { cycleReopenings } = db.tables;
  const rows = await db
    .select({ id: cycleReopenings.id })
    .from(cycleReopenings)
    .where(and(eq(cycleReopenings.cycleId, cycleId), isNull(cycleReopenings.endedAt)));
  return rows.length > 0;
}

/**
 * Takes the sign-off of one plan of a reopened cycle back, so that the panel can settle and sign it again. The sign-off and
 * its result are kept as they were.
 */
export async function takeBackSignOff(
  store: Store,
  by: Actor,
  cycleId: string,
  sampledId: string,
  reason: string,
  at: Date,
): Promise<Step> {
  const problem = problemInReason(reason, "Enter why the sign-off is taken back");
  if (problem) return { ok: false, sentence: problem };
  return store.transaction(async (tx): Promise<Step> => {
    const { cycles, moderations, sampledCases, earlierSignOffs } = tx.tables;
    const [found] = await tx
      .select({ status: cycles.status, plan: sampledCases, row: moderations })
      .from(moderations)
      .innerJoin(sampledCases, eq(sampledCases.id, moderations.sampledCaseId))
      .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
      .where(and(eq(cycles.id, cycleId), eq(sampledCases.id, sampledId), isNotNull(moderations.signedOffAt)));
    if (!found?.row.signedOffAt || !found.row.signedOffBy)
      return { ok: false, sentence: "This plan is not signed off." };
    if (found.status !== "moderation" || !(await isReopened(tx, cycleId)))
      return { ok: false, sentence: "Reopen the cycle first. A sign-off stands until then." };
    const { present, signedOffBy, signedOffAt, result, version } = found.row;
    await tx.insert(earlierSignOffs).values({
      id: newId("eso"),
      sampledCaseId: sampledId,
      present,
      signedOffBy,
      signedOffAt,
      result,
      reason: reason.trim(),
      takenBackBy: by.id,
      takenBackAt: at,
    });
    one(
      await tx
        .update(moderations)
        .set({ signedOffAt: null, signedOffBy: null, result: null, version: version + 1 })
        .where(and(eq(moderations.sampledCaseId, sampledId), eq(moderations.version, version)))
        .returning(),
    );
    await dropPlanResults(tx, [sampledId]);
    const sentence = `${by.name} took the sign-off of ${found.plan.snapshot.reference} back: ${reason.trim()}`;
    await record(tx, eventOn("sampled_case")(by, "moderation.taken_back", sampledId, sentence), at);
    return { ok: true };
  });
}

/** The sign-offs of one plan that were taken back, latest first. */
export async function earlierSignOffsOf(db: Db, sampledId: string) {
  const { earlierSignOffs, people } = db.tables;
  const rows = await db
    .select({ row: earlierSignOffs, by: people.name })
    .from(earlierSignOffs)
    .innerJoin(people, eq(people.id, earlierSignOffs.takenBackBy))
    .where(eq(earlierSignOffs.sampledCaseId, sampledId))
    .orderBy(desc(earlierSignOffs.takenBackAt));
  return rows.map(({ row, by }) => ({ ...row, by, result: row.result as PlanResult }));
}
