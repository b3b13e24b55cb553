import { and, asc, count, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { mayLeaveSample } from "#audits/panel/life.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { auditorsWithConflicts, giveAudit } from "./assignments.ts";
import { isOfCase, sampleOf } from "./cycles.ts";
import { type Db, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

const event = eventOn("cycle");

/** How many reserves are left, by stratum. */
export async function reservesOf(db: Db, cycleId: string): Promise<{ stratum: string; left: number }[]> {
  const { sampledCases, draws } = db.tables;
  return db
    .select({ stratum: sampledCases.stratum, left: count() })
    .from(sampledCases)
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .where(and(eq(sampledCases.cycleId, cycleId), eq(sampledCases.standing, "reserve"), isNull(draws.replacedAt)))
    .groupBy(sampledCases.stratum);
}

/** A plan that left a sample: when, why, and which reserve took its place. */
export type Departure = { reference: string; stratum: string; at: Date | null; reason: string; by: string | null };

/** The plans that left the sample that holds, first to last. */
export async function departuresOf(db: Db, cycleId: string): Promise<Departure[]> {
  const { sampledCases, draws } = db.tables;
  const rows = await db
    .select({ plan: sampledCases })
    .from(sampledCases)
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .where(and(eq(sampledCases.cycleId, cycleId), isNull(draws.replacedAt)));
  const references = new Map(rows.map(({ plan }) => [plan.id, plan.snapshot.reference]));
  return rows
    .filter(({ plan }) => plan.standing === "replaced")
    .sort((a, b) => Number(a.plan.replacedAt) - Number(b.plan.replacedAt))
    .map(({ plan }) => ({
      reference: plan.snapshot.reference,
      stratum: plan.stratum,
      at: plan.replacedAt,
      reason: plan.replacedReason ?? "",
      by: plan.replacedById ? (references.get(plan.replacedById) ?? null) : null,
    }));
}

/** The plans of a cycle that are signed off, by id. */
export async function signedOffIn(db: Db, cycleId: string): Promise<Set<string>> {
  const { moderations, sampledCases } = db.tables;
  const rows = await db
    .select({ id: moderations.sampledCaseId })
    .from(moderations)
    .innerJoin(sampledCases, eq(sampledCases.id, moderations.sampledCaseId))
    .where(and(eq(sampledCases.cycleId, cycleId), isNotNull(moderations.signedOffAt)));
  return new Set(rows.map((r) => r.id));
}

/** What became of a plan's place: the reserve that took it, and how many auditors it still lacks. */
export type Left =
  | { ok: true; replacedBy: string | null; lacking: number }
  | { ok: false; sentence: string; noReserve?: boolean };

/**
 * Takes a plan that cannot be audited out of the sample. While scoring goes on, the next reserve of the same stratum takes
 * its place and goes to the same auditors, who begin it from nothing. What was written stays with the plan it is about and
 * is not counted.
 *
 * @param unreplaced goes on where no reserve is left, so that the sample is one plan smaller
 */
export async function replaceSampled(
  store: Store,
  by: Actor,
  cycleId: string,
  sampledId: string,
  reason: string,
  at: Date,
  { unreplaced = false }: { unreplaced?: boolean } = {},
): Promise<Left> {
  return store.transaction(async (tx): Promise<Left> => {
    const { cycles, sampledCases, draws, audits, moderations, meetingPlans } = tx.tables;
    const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, cycleId));
    if (!cycle) return { ok: false, sentence: "This cycle does not exist." };
    const leaving = (await sampleOf(tx, cycleId)).find((s) => s.id === sampledId);
    if (!leaving) return { ok: false, sentence: "This plan is not in the sample." };
    const [signed] = await tx
      .select({ id: moderations.sampledCaseId })
      .from(moderations)
      .where(and(eq(moderations.sampledCaseId, sampledId), isNotNull(moderations.signedOffAt)));
    const verdict = mayLeaveSample(cycle.status, { signedOff: signed !== undefined });
    if (!verdict.ok) return verdict;
    const problem = problemInReason(reason, "Enter why the plan cannot be audited.");
    if (problem) return { ok: false, sentence: problem };
    const [reserve] = verdict.reserve
      ? await tx
          .select({ sampled: sampledCases })
          .from(sampledCases)
          .innerJoin(draws, eq(draws.id, sampledCases.drawId))
          .where(
            and(
              eq(sampledCases.drawId, leaving.drawId),
              eq(sampledCases.stratum, leaving.stratum),
              eq(sampledCases.standing, "reserve"),
              isNull(draws.replacedAt),
            ),
          )
          .orderBy(asc(sampledCases.position))
          .limit(1)
      : [];
    if (!reserve && !unreplaced) {
      const why = verdict.reserve ? `No reserve is left in ${leaving.stratum}` : "It is too late to audit another plan";
      return { ok: false, sentence: `${why}. Say that the sample goes on without the plan.`, noReserve: true };
    }
    if (!reserve && (await sampleOf(tx, cycleId)).length === 1)
      return { ok: false, sentence: "This is the last plan of the sample. Withdraw the cycle instead." };
    one(
      await tx
        .update(sampledCases)
        .set({
          standing: "replaced",
          replacedReason: reason.trim(),
          replacedAt: at,
          replacedById: reserve?.sampled.id ?? null,
        })
        .where(
          and(eq(sampledCases.id, sampledId), eq(sampledCases.cycleId, cycleId), eq(sampledCases.standing, "sample")),
        )
        .returning(),
    );
    const ended = await tx
      .update(audits)
      .set({ status: "withdrawn", withdrawnAt: at, withdrawnBecause: "plan_left" })
      .where(and(eq(audits.sampledCaseId, sampledId), inArray(audits.status, ["assigned", "in_progress"])))
      .returning();
    await tx.delete(meetingPlans).where(eq(meetingPlans.sampledCaseId, sampledId));
    const { reference } = leaving.snapshot;
    if (!reserve) {
      const sentence = `${by.name} took ${reference} out of the sample, and no reserve took its place: ${reason.trim()}.`;
      await record(tx, event(by, "sample.drawn", cycleId, sentence), at);
      return { ok: true, replacedBy: null, lacking: 0 };
    }
    one(
      await tx
        .update(sampledCases)
        .set({ standing: "sample" })
        .where(and(eq(sampledCases.id, reserve.sampled.id), eq(sampledCases.standing, "reserve")))
        .returning(),
    );
    const next = { planId: reserve.sampled.id, reference: reserve.sampled.snapshot.reference };
    const sentence = `${by.name} replaced ${reference} by ${next.reference} in the sample: ${reason.trim()}.`;
    await record(tx, event(by, "sample.drawn", cycleId, sentence), at);
    const submitted = await tx
      .select()
      .from(audits)
      .where(and(eq(audits.sampledCaseId, sampledId), eq(audits.status, "submitted")));
    const before = [...ended, ...submitted];
    const { sampled } = reserve;
    const incoming = isOfCase(sampled) ? [{ ...sampled, standing: "sample" as const }] : [];
    const able = (await auditorsWithConflicts(tx, cycleId, incoming, at)).filter(
      (a) => before.some((e) => e.auditorId === a.id) && a.conflicts.length === 0,
    );
    for (const auditor of able) await giveAudit(tx, by, cycle, next, auditor, at);
    return { ok: true, replacedBy: next.reference, lacking: before.length - able.length };
  });
}
