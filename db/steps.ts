import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { dayWords } from "#audits/dates.ts";
import type { StepChange } from "#audits/learning/series.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { type Db, newId, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

const event = eventOn("series");

/** The steps in force, by the key of their series, oldest first. */
export async function stepsInForce(db: Db): Promise<Map<string, StepChange[]>> {
  const { stepChanges } = db.tables;
  const rows = await db.select().from(stepChanges).where(isNull(stepChanges.endedAt)).orderBy(asc(stepChanges.day));
  return Map.groupBy(rows, ({ series }) => series);
}

/** Every step of a series, also those taken back, newest first, with who set it. */
export async function stepsOf(db: Db, series: string) {
  const { stepChanges, people } = db.tables;
  return db
    .select({ step: stepChanges, by: people.name })
    .from(stepChanges)
    .innerJoin(people, eq(people.id, stepChanges.madeBy))
    .where(eq(stepChanges.series, series))
    .orderBy(desc(stepChanges.madeAt));
}

/** Begins the mean and limits of a series anew from a day. Callers have checked the reason. @returns its id */
export async function setStep(
  store: Store,
  by: Actor,
  step: { series: string; what: string; day: string; reason: string },
  at: Date,
): Promise<string> {
  const id = newId("stp");
  return store.transaction(async (tx) => {
    const { series, day, reason, what } = step;
    await tx
      .insert(tx.tables.stepChanges)
      .values({ id, series, day, reason: reason.trim(), madeBy: by.id, madeAt: at });
    const sentence = `${by.name} set a step of ${what} from ${dayWords(day)}.`;
    await record(tx, event(by, "step.set", series, sentence), at);
    return id;
  });
}

/** Takes a step back; it stays to be seen. */
export async function endStep(
  store: Store,
  by: Actor,
  id: string,
  what: string,
  reason: string,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { stepChanges } = tx.tables;
    const ended = one(
      await tx
        .update(stepChanges)
        .set({ endedBy: by.id, endedAt: at, endedReason: reason.trim() })
        .where(and(eq(stepChanges.id, id), isNull(stepChanges.endedAt)))
        .returning(),
    );
    const sentence = `${by.name} took back the step of ${what} from ${dayWords(ended.day)}.`;
    await record(tx, event(by, "step.ended", ended.series, sentence), at);
  });
}
