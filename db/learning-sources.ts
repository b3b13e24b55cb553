import { and, asc, desc, eq, max } from "drizzle-orm";
import type { PeriodCount, SourceTheme } from "#audits/actions/sources.ts";
import { periodWords } from "#audits/dates.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type LearningSource = Tables["learningSources"]["$inferSelect"];

const event = eventOn("learning_source");

/** What complaints and appeals are about, by title. */
export async function sourcesOf(db: Db): Promise<LearningSource[]> {
  const { learningSources } = db.tables;
  return db.select().from(learningSources).orderBy(asc(learningSources.kind), asc(learningSources.title));
}

/** One of them, or null. */
export async function sourceOf(db: Db, id: string): Promise<LearningSource | null> {
  const { learningSources } = db.tables;
  const [row] = await db.select().from(learningSources).where(eq(learningSources.id, id));
  return row ?? null;
}

/** Keeps a new theme of complaints or appeals. @returns its id */
export async function addSource(store: Store, by: Actor, source: SourceTheme, at: Date): Promise<string> {
  return store.transaction(async (tx) => {
    const id = newId("src");
    await tx.insert(tx.tables.learningSources).values({ id, ...source, openedBy: by.id, openedAt: at, version: 1 });
    await record(tx, event(by, "learning_source.kept", id, `${by.name} added a theme of ${WHAT[source.kind]}.`), at);
    return id;
  });
}

/** Changes its words. @throws NothingChanged when somebody was faster */
export async function changeSource(
  store: Store,
  by: Actor,
  seen: { id: string; version: number },
  source: SourceTheme,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { learningSources } = tx.tables;
    const { title, words, theme } = source;
    one(
      await tx
        .update(learningSources)
        .set({ title, words, theme, version: seen.version + 1 })
        .where(and(eq(learningSources.id, seen.id), eq(learningSources.version, seen.version)))
        .returning(),
    );
    await record(
      tx,
      event(by, "learning_source.kept", seen.id, `${by.name} changed a theme of ${WHAT[source.kind]}.`),
      at,
    );
  });
}

const WHAT = { complaint: "complaints", tribunal: "tribunal appeals" } as const;

/** What counts for a period are of. */
export const ofSource = (id: string): string => `source:${id}`;
export const ofIndicator = (key: string): string => `indicator:${key}`;

/** The counts that hold, by what they are of, oldest first. */
export async function periodCounts(db: Db): Promise<Map<string, PeriodCount[]>> {
  const rows = await db
    .select()
    .from(db.tables.periodCounts)
    .orderBy(
      asc(db.tables.periodCounts.periodTo),
      asc(db.tables.periodCounts.periodFrom),
      desc(db.tables.periodCounts.version),
    );
  const held = rows.filter(
    (row, i) =>
      rows.findIndex(
        (other) =>
          other.subject === row.subject && other.periodFrom === row.periodFrom && other.periodTo === row.periodTo,
      ) === i,
  );
  const counts = held.map(({ subject, periodFrom: from, periodTo: to, count, of }) => ({
    subject,
    from,
    to,
    count,
    of,
  }));
  return new Map(
    [...Map.groupBy(counts, (c) => c.subject)].map(([subject, own]) => [
      subject,
      own.map(({ subject: _of, ...count }) => count),
    ]),
  );
}

/** Enters a count for a period. One for the same period takes the place of the earlier, which stays on record. */
export async function enterCount(
  store: Store,
  by: Actor,
  subject: string,
  { from, to, count, of }: PeriodCount,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const version = (await lastVersion(tx, subject, from, to)) + 1;
    const row = { subject, periodFrom: from, periodTo: to, version, count, of, enteredBy: by.id, enteredAt: at };
    await tx.insert(tx.tables.periodCounts).values(row);
    const sentence = `${by.name} ${version === 1 ? "entered" : "corrected"} a count for ${periodWords(from, to)}.`;
    await record(tx, event(by, "period_count.kept", subject, sentence), at);
  });
}

async function lastVersion(tx: Tx, subject: string, from: string, to: string): Promise<number> {
  const { periodCounts: kept } = tx.tables;
  const [{ last } = { last: 0 }] = await tx
    .select({ last: max(kept.version) })
    .from(kept)
    .where(and(eq(kept.subject, subject), eq(kept.periodFrom, from), eq(kept.periodTo, to)));
  return last ?? 0;
}
