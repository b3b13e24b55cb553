import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Step } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { HoldScope } from "#audits/vocabulary.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type Hold = Tables["legalHolds"]["$inferSelect"];
/** A hold as people read it: on what, by whom, until when. */
export type HoldInWords = Hold & { on: string; placedByName: string; endedByName: string | null };

const aboutHold = eventOn("legal_hold");

/** All holds, those in force first, newest first. */
export async function holdsOf(db: Db): Promise<HoldInWords[]> {
  const { legalHolds, people, cases, cycles } = db.tables;
  const rows = await db.select().from(legalHolds).orderBy(desc(legalHolds.placedAt), asc(legalHolds.id));
  const names = new Map(
    (await db.select({ id: people.id, name: people.name }).from(people)).map((p) => [p.id, p.name]),
  );
  const words = async ({ scope, subjectId }: Hold): Promise<string> => {
    if (scope === "everything") return "Everything";
    if (scope === "cycle") {
      const [cycle] = await db
        .select()
        .from(cycles)
        .where(eq(cycles.id, subjectId ?? ""));
      return cycle?.title ?? "A cycle";
    }
    const [one] = await db
      .select()
      .from(cases)
      .where(eq(cases.id, subjectId ?? ""));
    return one?.reference ?? "A case";
  };
  const all = await Promise.all(
    rows.map(async (row) => ({
      ...row,
      on: await words(row),
      placedByName: names.get(row.placedBy) ?? "",
      endedByName: row.endedBy ? (names.get(row.endedBy) ?? "") : null,
    })),
  );
  return all.sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null));
}

/** Places a hold on a case by its reference, on a cycle by its id, or on everything. What is held is never removed. */
export async function placeHold(
  store: Store,
  by: Actor,
  on: { scope: HoldScope; subject: string },
  reason: string,
  at: Date,
): Promise<Step & { field?: "scope" | "subject" | "reason" }> {
  const problem = problemInReason(reason, "Enter why it must not be removed.");
  if (problem) return { ok: false, sentence: problem, field: "reason" };
  return store.transaction(async (tx): Promise<Step & { field?: "subject" }> => {
    const { legalHolds, cases, cycles } = tx.tables;
    let subjectId: string | null = null;
    let words = "everything";
    if (on.scope === "case") {
      const [found] = await tx.select().from(cases).where(eq(cases.reference, on.subject.trim().toUpperCase()));
      if (!found)
        return { ok: false, sentence: "No case has this reference. Enter it as in C-0417.", field: "subject" };
      [subjectId, words] = [found.id, found.reference];
    }
    if (on.scope === "cycle") {
      const [found] = await tx.select().from(cycles).where(eq(cycles.id, on.subject));
      if (!found) return { ok: false, sentence: "Choose one of the cycles.", field: "subject" };
      [subjectId, words] = [found.id, found.title];
    }
    const same = and(
      eq(legalHolds.scope, on.scope),
      subjectId ? eq(legalHolds.subjectId, subjectId) : isNull(legalHolds.subjectId),
      isNull(legalHolds.endedAt),
    );
    const earlier = await tx.select({ id: legalHolds.id }).from(legalHolds).where(same);
    if (earlier.length) return { ok: false, sentence: `A hold on ${words} is in force already.`, field: "subject" };
    const id = newId("hld");
    await tx
      .insert(legalHolds)
      .values({ id, scope: on.scope, subjectId, reason: reason.trim(), placedBy: by.id, placedAt: at });
    const sentence = `${by.name} placed a legal hold on ${words}: ${reason.trim()}`;
    await record(tx, aboutHold(by, "hold.placed", id, sentence), at);
    return { ok: true };
  });
}

/** Ends a hold, with a reason. It stays on record. */
export async function endHold(store: Store, by: Actor, id: string, reason: string, at: Date): Promise<Step> {
  const problem = problemInReason(reason, "Enter why the hold ends.");
  if (problem) return { ok: false, sentence: problem };
  return store.transaction(async (tx): Promise<Step> => {
    const { legalHolds } = tx.tables;
    const rows = await tx
      .update(legalHolds)
      .set({ endedBy: by.id, endedAt: at, endedReason: reason.trim() })
      .where(and(eq(legalHolds.id, id), isNull(legalHolds.endedAt)))
      .returning();
    if (rows.length !== 1) return { ok: false, sentence: "This hold has ended already." };
    await record(tx, aboutHold(by, "hold.ended", id, `${by.name} ended a legal hold: ${reason.trim()}`), at);
    return { ok: true };
  });
}

/** What is held now, to ask for one case, one cycle, or anything. */
export async function holdsInForce(db: Db): Promise<{
  /** Why this is held, or null: by the hold on everything, on its cycles or on its case. */
  because(of: { caseId?: string; caseReference?: string; cycleIds?: readonly string[] }): string | null;
}> {
  const { legalHolds, cases } = db.tables;
  const active = await db.select().from(legalHolds).where(isNull(legalHolds.endedAt));
  const everything = active.find((h) => h.scope === "everything");
  const onCase = new Map(active.filter((h) => h.scope === "case").map((h) => [h.subjectId, h]));
  const onCycle = new Map(active.filter((h) => h.scope === "cycle").map((h) => [h.subjectId, h]));
  const references = new Map<string, Hold>();
  for (const [caseId, hold] of onCase) {
    const [row] = await db
      .select()
      .from(cases)
      .where(eq(cases.id, caseId ?? ""));
    if (row) references.set(row.reference, hold);
  }
  return {
    because({ caseId, caseReference, cycleIds = [] }) {
      const cycle = cycleIds.map((id) => onCycle.get(id)).find((h) => h !== undefined);
      if (everything) return `everything is held: ${everything.reason}`;
      const own = onCase.get(caseId ?? "") ?? references.get((caseReference ?? "").trim().toUpperCase());
      if (own) return `the case is held: ${own.reason}`;
      return cycle ? `the cycle is held: ${cycle.reason}` : null;
    },
  };
}
