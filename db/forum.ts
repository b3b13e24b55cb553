import { and, asc, eq, isNull } from "drizzle-orm";
import { type Clearance, CLEARANCES, heldToForumLine } from "#audits/panel/forum.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Step } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { isAnyOf } from "./engine/sql.ts";
import { newId, one, type Db, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** Which plans the parent carer forum's auditors may see: marked by a lead as redacted, or as agreed by the family. */

export type ClearanceRow = { id: string; kind: Clearance; how: string; by: string; markedAt: Date };

/** The marking that holds for each of these plans; a plan without one is not in the answer. */
export async function clearancesOf(db: Db | Tx, sampledIds: string[]): Promise<Map<string, ClearanceRow>> {
  const { forumClearances: c, people } = db.tables;
  const rows = await db
    .select({ id: c.id, plan: c.sampledCaseId, kind: c.kind, how: c.how, by: people.name, markedAt: c.markedAt })
    .from(c)
    .innerJoin(people, eq(people.id, c.markedBy))
    .where(and(isAnyOf(c.sampledCaseId, sampledIds), isNull(c.endedAt)))
    .orderBy(asc(c.markedAt));
  return new Map(rows.map(({ plan, ...row }) => [plan, row]));
}

const event = eventOn("sampled_case");

/** Marks plans of a cycle for the forum, each that is not marked already. @returns how many were marked, or why none was */
export async function markForForum(
  store: Store,
  by: Actor,
  cycleId: string,
  sampledIds: readonly string[],
  marking: { kind: string; how: string },
  at: Date,
): Promise<{ ok: true; marked: number } | { ok: false; field: "plans" | "kind" | "how"; sentence: string }> {
  const kind = CLEARANCES.find((k) => k === marking.kind);
  if (!sampledIds.length) return { ok: false, field: "plans", sentence: "Select at least one plan" };
  if (!kind) return { ok: false, field: "kind", sentence: "Select why the forum’s auditors may see them" };
  const missing = kind === "redacted" ? "Enter who redacted it, and who checked" : "Enter how the consent is recorded";
  const problem = problemInReason(marking.how, missing, 300);
  if (problem) return { ok: false, field: "how", sentence: problem };
  return store.transaction(async (tx) => {
    const { sampledCases, forumClearances } = tx.tables;
    const plans = await tx
      .select()
      .from(sampledCases)
      .where(and(isAnyOf(sampledCases.id, [...sampledIds]), eq(sampledCases.cycleId, cycleId)));
    const marked = await clearancesOf(
      tx,
      plans.map((p) => p.id),
    );
    const open = plans.filter((p) => !marked.has(p.id));
    for (const plan of open) {
      const row = { id: newId("fcl"), sampledCaseId: plan.id, kind, how: marking.how.trim() };
      await tx.insert(forumClearances).values({ ...row, markedBy: by.id, markedAt: at });
      const as = kind === "redacted" ? "redacted" : "agreed by the family";
      const sentence = `${by.name} marked ${plan.snapshot.reference} as ${as}, for the forum’s auditors.`;
      await record(tx, event(by, "forum.marked", plan.id, sentence), at);
    }
    return { ok: true, marked: open.length };
  });
}

/** Takes a marking back: the forum's auditors see the plan no more. @throws NothingChanged when it was ended meanwhile */
export async function endForumMarking(
  store: Store,
  by: Actor,
  cycleId: string,
  clearanceId: string,
  at: Date,
): Promise<Step> {
  return store.transaction(async (tx): Promise<Step> => {
    const { forumClearances: c, sampledCases } = tx.tables;
    const [row] = await tx
      .select({ plan: sampledCases })
      .from(c)
      .innerJoin(sampledCases, eq(sampledCases.id, c.sampledCaseId))
      .where(and(eq(c.id, clearanceId), eq(sampledCases.cycleId, cycleId)));
    if (!row) return { ok: false, sentence: "This marking is not there." };
    one(
      await tx
        .update(c)
        .set({ endedBy: by.id, endedAt: at })
        .where(and(eq(c.id, clearanceId), isNull(c.endedAt)))
        .returning(),
    );
    const sentence = `${by.name} closed ${row.plan.snapshot.reference} to the forum’s auditors.`;
    await record(tx, event(by, "forum.unmarked", row.plan.id, sentence), at);
    return { ok: true };
  });
}

/** Of these plans, those that this person must not be shown: everybody but the forum's people sees all. */
export async function shutToActor(db: Db, actor: Actor, sampledIds: string[]): Promise<Set<string>> {
  if (!heldToForumLine(actor)) return new Set();
  const open = await clearancesOf(db, sampledIds);
  return new Set(sampledIds.filter((id) => !open.has(id)));
}
