import { and, count, desc, gte, inArray, lt, or, type SQL } from "drizzle-orm";
import { startOfDay } from "#audits/dates.ts";
import { type EventGroup, kindsOf } from "#audits/trail/events.ts";
import { tokenOf } from "#audits/trail/names.ts";
import { addDays } from "#audits/cases/days.ts";
import { contains, isAnyOf } from "./engine/sql.ts";
import type { Db } from "./store.ts";
import type { RecordedEvent } from "./trail.ts";
import { inWords, namesLike } from "./trail-names.ts";

/** What to look for; an empty part counts for nothing. Days are `2026-11-22`, both included. */
export type TrailFilter = {
  person: string;
  group: EventGroup | "";
  /** The reference of a case or a part of the title of a cycle. */
  subject: string;
  from: string;
  to: string;
  words: string;
};

/** The events that fit, newest first, a page of `size`. */
export async function searchTrail(
  db: Db,
  filter: TrailFilter,
  page: number,
  size: number,
): Promise<{ events: RecordedEvent[]; total: number }> {
  const { trail } = db.tables;
  const where = await conditions(db, filter);
  const [{ total } = { total: 0 }] = await db.select({ total: count() }).from(trail).where(where);
  const rows = await db
    .select()
    .from(trail)
    .where(where)
    .orderBy(desc(trail.position))
    .limit(size)
    .offset((page - 1) * size);
  return { events: await inWords(db, rows), total };
}

async function conditions(db: Db, filter: TrailFilter): Promise<SQL | undefined> {
  const { trail } = db.tables;
  const parts: (SQL | undefined)[] = [];
  if (filter.group) parts.push(inArray(trail.kind, kindsOf(filter.group)));
  if (filter.from) parts.push(gte(trail.at, startOfDay(filter.from)));
  if (filter.to) parts.push(lt(trail.at, startOfDay(addDays(filter.to, 1))));
  if (filter.person) {
    const names = await namesLike(db, filter.person);
    const ids = [...new Set(names.map((n) => n.personId))];
    // The first events were kept with their names in full.
    parts.push(or(isAnyOf(trail.actorId, ids), contains(trail.actorName, filter.person), named(db, names)));
  }
  if (filter.subject)
    parts.push(
      or(isAnyOf(trail.subjectId, await subjectsLike(db, filter.subject)), contains(trail.sentence, filter.subject)),
    );
  if (filter.words)
    parts.push(or(contains(trail.sentence, filter.words), named(db, await namesLike(db, filter.words))));
  return and(...parts);
}

/** Sentences in which one of these names stands. */
function named(db: Db, names: { id: string }[]): SQL | undefined {
  const { trail } = db.tables;
  // More people than that share no name that anybody would look for.
  return or(...names.slice(0, 50).map(({ id }) => contains(trail.sentence, tokenOf(id))));
}

/** The ids of whatever belongs to a case of this reference, or to a cycle with these words in its title. */
async function subjectsLike(db: Db, words: string): Promise<string[]> {
  const { cases, cycles, sampledCases, audits, reports } = db.tables;
  const found = await db
    .select({ id: cases.id })
    .from(cases)
    .where(isAnyOf(cases.reference, [words.toUpperCase()]));
  const caseIds = found.map((c) => c.id);
  const plans = await db
    .select({ id: sampledCases.id })
    .from(sampledCases)
    .where(isAnyOf(sampledCases.caseId, caseIds));
  const planIds = plans.map((p) => p.id);
  const sheets = await db.select({ id: audits.id }).from(audits).where(isAnyOf(audits.sampledCaseId, planIds));
  const titled = await db.select({ id: cycles.id }).from(cycles).where(contains(cycles.title, words));
  const cycleIds = titled.map((c) => c.id);
  const made = await db.select({ id: reports.id }).from(reports).where(isAnyOf(reports.cycleId, cycleIds));
  return [...caseIds, ...planIds, ...sheets.map((s) => s.id), ...cycleIds, ...made.map((r) => r.id)];
}
