import { and, eq, inArray, isNotNull } from "drizzle-orm";
import type { CycleAnswers } from "#audits/agreement/stack.ts";
import { summariseAgreement } from "#audits/agreement/summary.ts";
import type { CycleEvidence } from "#audits/results/evidence.ts";
import { type CycleFigures, cycleFigures } from "#audits/results/figures.ts";
import { earlierCycles, evidenceOf } from "./results.ts";
import type { Db, Tx } from "./store.ts";
import { workedOutOnce } from "./worked-out.ts";

/**
 * The internal figures of a cycle: from its evidence, or as they were frozen when evidence that they stand on was removed.
 * Null when there is no such cycle.
 *
 * @param on day of the figures; frozen ones keep theirs
 */
export async function figuresOfCycle(db: Db, cycleId: string, on: string): Promise<CycleFigures | null> {
  const stands = await standsOn(db, cycleId);
  if (!stands) return null;
  return "frozen" in stands ? stands.frozen : figuresFrom(stands.evidence, stands.earlier, on);
}

const summarise = workedOutOnce(20, (answers: CycleAnswers) => JSON.stringify(answers), summariseAgreement);

/** The figures of a cycle from its evidence and that of the closed cycles before it. */
export const figuresFrom = (evidence: CycleEvidence, earlier: CycleEvidence[], on: string): CycleFigures =>
  cycleFigures(evidence, earlier, on, summarise);

export type FiguresReader = (cycleId: string) => Promise<CycleFigures | null>;

/** Reads the figures of cycles, each once, for work that needs the same figures in several places. */
export function figuresOnce(db: Db, on: string): FiguresReader {
  const read = new Map<string, Promise<CycleFigures | null>>();
  return (cycleId) => {
    const figures = read.get(cycleId) ?? figuresOfCycle(db, cycleId, on);
    read.set(cycleId, figures);
    return figures;
  };
}

/** What the figures of a cycle stand on: its evidence and that of the closed cycles before it, or the figures as they were frozen. */
export async function standsOn(
  db: Db,
  cycleId: string,
): Promise<{ frozen: CycleFigures } | { evidence: CycleEvidence; earlier: CycleEvidence[] } | null> {
  const frozen = await frozenFiguresOf(db, cycleId);
  if (frozen) return { frozen };
  const evidence = await evidenceOf(db, cycleId);
  if (!evidence) return null;
  const earlier: CycleEvidence[] = [];
  for (const id of await comparableBefore(db, cycleId)) {
    const other = await evidenceOf(db, id, false);
    if (other) earlier.push(other);
  }
  return { evidence, earlier };
}

/** The figures of a cycle as they were frozen, when evidence that they stand on was removed; null while it is all there. */
export async function frozenFiguresOf(db: Db, cycleId: string): Promise<CycleFigures | null> {
  const { frozenFigures } = db.tables;
  const [frozen] = await db.select().from(frozenFigures).where(eq(frozenFigures.cycleId, cycleId));
  return (frozen?.figures as CycleFigures | undefined) ?? null;
}

/** Closed cycles before this one whose evidence is all there, oldest first. */
export async function comparableBefore(db: Db, cycleId: string): Promise<string[]> {
  const { frozenFigures } = db.tables;
  const removed = await db
    .select({ id: frozenFigures.cycleId })
    .from(frozenFigures)
    .where(isNotNull(frozenFigures.evidenceRemovedAt));
  // What is left of a cycle whose evidence was removed under a hold is not that cycle's result.
  const gone = new Set(removed.map(({ id }) => id));
  return (await earlierCycles(db, cycleId)).filter((id) => !gone.has(id));
}

/** When the evidence of a cycle was removed; null while it is there. */
export async function evidenceRemoved(db: Db, cycleId: string): Promise<Date | null> {
  const { frozenFigures } = db.tables;
  const [frozen] = await db.select().from(frozenFigures).where(eq(frozenFigures.cycleId, cycleId));
  return frozen?.evidenceRemovedAt ?? null;
}

/** The figures without what names single plans. */
export const withoutPlans = (figures: CycleFigures): CycleFigures => ({
  ...figures,
  beside: { ...figures.beside, limitedPlans: [], overriddenPlans: [] },
});

/**
 * Freezes the figures of these cycles, and of the closed cycles that are compared with them, before their evidence goes.
 * What names single plans is left out of the figures of a cycle that loses its own evidence.
 */
export async function freezeFigures(tx: Tx, cycleIds: string[], on: string, at: Date): Promise<void> {
  const { cycles, frozenFigures } = tx.tables;
  const losing = await tx
    .select()
    .from(cycles)
    .where(and(inArray(cycles.id, cycleIds), eq(cycles.kind, "audit")));
  const first = losing.map((c) => c.scoringOpens).sort()[0];
  if (!first) return;
  const closed = await tx
    .select()
    .from(cycles)
    .where(and(eq(cycles.status, "closed"), eq(cycles.kind, "audit")));
  const concerned = [...losing, ...closed.filter((c) => c.scoringOpens > first && !cycleIds.includes(c.id))];
  const figures = new Map<string, CycleFigures>();
  for (const { id } of concerned) {
    const found = await figuresOfCycle(tx, id, on);
    if (found) figures.set(id, found);
  }
  const frozen = new Set((await tx.select().from(frozenFigures)).map((f) => f.cycleId));
  for (const [cycleId, found] of figures) {
    const loses = cycleIds.includes(cycleId);
    const kept = loses ? withoutPlans(found) : found;
    if (!frozen.has(cycleId))
      await tx
        .insert(frozenFigures)
        .values({ cycleId, figures: kept, frozenAt: at, evidenceRemovedAt: loses ? at : null });
    else if (loses)
      await tx
        .update(frozenFigures)
        .set({ figures: kept, evidenceRemovedAt: at })
        .where(eq(frozenFigures.cycleId, cycleId));
  }
}
