import { and, asc, count, desc, eq, inArray, isNotNull, isNull, ne, or, type SQL } from "drizzle-orm";
import type { CycleTally, LevelCount } from "#audits/learning/tally.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { Db } from "./store.ts";

/** What measures count, added up by the database: no page of measures loads plans or scores. */

/** Cycles with signed-off plans, oldest first; calibrations and bridging sets are no cycles of their own, and withdrawn cycles count nothing. */
export async function cyclesMeasured(db: Db) {
  const { cycles, bridgingSets, planResults, frozenFigures } = db.tables;
  const bridging = new Set((await db.select({ id: bridgingSets.cycleId }).from(bridgingSets)).map(({ id }) => id));
  const signed = await db
    .select({ id: planResults.cycleId, plans: count() })
    .from(planResults)
    .groupBy(planResults.cycleId);
  const plans = new Map(signed.map(({ id, plans: n }) => [id, n]));
  // What is left of a cycle whose evidence was removed under a hold is not that cycle's result.
  const removed = await db.select().from(frozenFigures).where(isNotNull(frozenFigures.evidenceRemovedAt));
  for (const { cycleId } of removed) plans.delete(cycleId);
  const rows = await db
    .select()
    .from(cycles)
    .where(and(ne(cycles.status, "withdrawn"), eq(cycles.kind, "audit")))
    .orderBy(asc(cycles.scoringOpens));
  return rows.filter(({ id }) => !bridging.has(id) && (plans.get(id) ?? 0) > 0);
}

/** Audits of a cycle by agency: given out and not handed back, and submitted. */
export async function auditCounts(db: Db, cycleId: string) {
  const { audits } = db.tables;
  const rows = await db
    .select({ agency: audits.agency, status: audits.status, count: count() })
    .from(audits)
    .where(and(eq(audits.cycleId, cycleId), ne(audits.status, "withdrawn")))
    .groupBy(audits.agency, audits.status)
    .orderBy(asc(audits.agency));
  return [...Map.groupBy(rows, ({ agency }) => agency)].map(([agency, own]) => ({
    agency,
    given: own.reduce((all, row) => all + row.count, 0),
    submitted: own.reduce((all, row) => all + (row.status === "submitted" ? row.count : 0), 0),
  }));
}

/** Cycles whose evidence was removed, with their figures as they were kept, oldest first. */
export async function cyclesKept(db: Db) {
  const { cycles, frozenFigures } = db.tables;
  return db
    .select({ cycle: cycles, figures: frozenFigures.figures })
    .from(frozenFigures)
    .innerJoin(cycles, eq(cycles.id, frozenFigures.cycleId))
    .where(and(isNotNull(frozenFigures.evidenceRemovedAt), eq(cycles.kind, "audit")))
    .orderBy(asc(cycles.scoringOpens));
}

/**
 * The counts of these cycles, in the order in which their scoring opened.
 *
 * @param graded the cycles whose domains are counted too; the others have none
 */
export async function talliesOf(db: Db, cycleIds: string[], graded: string[] = cycleIds): Promise<CycleTally[]> {
  const { cycles, rubrics, draws, sampledCases, planResults: p } = db.tables;
  if (cycleIds.length === 0) return [];
  const rows = await db.select().from(cycles).where(inArray(cycles.id, cycleIds)).orderBy(asc(cycles.scoringOpens));
  const documents = await db
    .select({ id: rubrics.id, document: rubrics.document })
    .from(rubrics)
    .where(inArray(rubrics.id, [...new Set(rows.map(({ rubricId }) => rubricId))]));
  const drawn = await db
    .select({ id: draws.id, cycleId: draws.cycleId, record: draws.record })
    .from(draws)
    .where(and(isAnyOf(draws.cycleId, cycleIds), isNull(draws.replacedAt)));
  const sampled = await db
    .select({ cycleId: sampledCases.cycleId, drawId: sampledCases.drawId, plans: count() })
    .from(sampledCases)
    .where(and(isAnyOf(sampledCases.cycleId, cycleIds), eq(sampledCases.standing, "sample")))
    .groupBy(sampledCases.cycleId, sampledCases.drawId);
  const plans = await db
    .select({ cycleId: p.cycleId, before: p.before, after: p.after, phase: p.phase, count: count() })
    .from(p)
    .where(isAnyOf(p.cycleId, cycleIds))
    .groupBy(p.cycleId, p.phase, p.before, p.after);
  const domains = graded.length ? await gradedLevels(db, graded, "domain") : [];
  return rows.map((cycle): CycleTally => {
    const draw = drawn.find(({ cycleId }) => cycleId === cycle.id);
    const record = draw?.record;
    const own = <T extends { cycleId: string }>(list: T[]) => list.filter(({ cycleId }) => cycleId === cycle.id);
    return {
      cycle,
      rubric: documents.find(({ id }) => id === cycle.rubricId)?.document as CycleTally["rubric"],
      draw: record ? (record.chosen === undefined ? "random" : "chosen") : "none",
      sampled: own(sampled).find(({ drawId }) => drawId === draw?.id)?.plans ?? 0,
      plans: own(plans).map(({ cycleId, ...row }) => row),
      domains: own(domains).map(({ cycleId, ...row }) => row),
    };
  });
}

/**
 * Grades of domains or agreed levels of criteria of graded plans, by cycle. All plans are counted from an index alone, and what
 * the few that could not be graded have is taken off again: to look at the grade of each plan would take ten times as long.
 */
export async function gradedLevels(
  db: Db,
  cycleIds: string[],
  part: "domain" | "criterion",
  keys: readonly string[] | null = null,
): Promise<(LevelCount & { cycleId: string })[]> {
  const { planResults: p, planLevels: l } = db.tables;
  const counted = (plans: SQL | undefined) =>
    db
      .select({ cycleId: l.cycleId, key: l.key, level: l.level, count: count() })
      .from(l)
      .where(and(isAnyOf(l.cycleId, cycleIds), eq(l.part, part), keys ? isAnyOf(l.key, keys) : undefined, plans))
      .groupBy(l.cycleId, l.key, l.level);
  const all = await counted(undefined);
  const ungraded = await db
    .select({ id: p.sampledCaseId })
    .from(p)
    .where(and(isAnyOf(p.cycleId, cycleIds), isNull(p.before)));
  if (ungraded.length === 0) return all;
  const off = new Map(
    (
      await counted(
        isAnyOf(
          l.sampledCaseId,
          ungraded.map(({ id }) => id),
        ),
      )
    ).map((row) => [`${row.cycleId} ${row.key} ${row.level}`, row.count]),
  );
  return all.flatMap((row) => {
    const left = row.count - (off.get(`${row.cycleId} ${row.key} ${row.level}`) ?? 0);
    return left > 0 ? [{ ...row, count: left }] : [];
  });
}

/** Columns that plans can be grouped by. */
export const GROUP_COLUMNS = [
  "phase",
  "primaryNeed",
  "settingType",
  "locality",
  "sendTeam",
  "writerRef",
  "legalRegime",
] as const;
export type GroupColumn = (typeof GROUP_COLUMNS)[number];

/** Only plans whose columns have one of these values; null: not known. */
export type PlanFilter = Partial<Record<GroupColumn, readonly (string | null)[]>>;

function filtered(db: Db, cycleIds: string[], filter: PlanFilter): SQL | undefined {
  const { planResults: p } = db.tables;
  const parts = GROUP_COLUMNS.flatMap((column) => {
    const values = filter[column];
    if (values === undefined) return [];
    const known = values.filter((value) => value !== null);
    return [or(isAnyOf(p[column], known), values.includes(null) ? isNull(p[column]) : undefined)];
  });
  return and(isAnyOf(p.cycleId, cycleIds), ...parts);
}

/** Signed-off plans of cycles by the value of a column and their grades. */
export async function plansByGroup(db: Db, cycleIds: string[], column: GroupColumn, filter: PlanFilter = {}) {
  const { planResults: p } = db.tables;
  return db
    .select({ cycleId: p.cycleId, group: p[column], before: p.before, after: p.after, count: count() })
    .from(p)
    .where(filtered(db, cycleIds, filter))
    .groupBy(p.cycleId, p[column], p.before, p.after);
}

/** Levels of domains or criteria of graded plans by the value of a column. */
export async function levelsByGroup(
  db: Db,
  cycleIds: string[],
  part: "domain" | "criterion",
  column: GroupColumn,
  filter: PlanFilter = {},
) {
  const { planResults: p, planLevels: l } = db.tables;
  return db
    .select({ cycleId: l.cycleId, group: p[column], key: l.key, level: l.level, count: count() })
    .from(l)
    .innerJoin(p, eq(p.sampledCaseId, l.sampledCaseId))
    .where(and(filtered(db, cycleIds, filter), eq(l.part, part), isNotNull(p.before)))
    .groupBy(l.cycleId, p[column], l.key, l.level);
}

/** Agreed levels of criteria over cycles, by criterion and level, of all signed-off plans. */
export async function criterionLevels(db: Db, cycleIds: string[], filter: PlanFilter = {}): Promise<LevelCount[]> {
  const { planResults: p, planLevels: l } = db.tables;
  if (Object.keys(filter).length === 0)
    return db
      .select({ key: l.key, level: l.level, count: count() })
      .from(l)
      .where(and(isAnyOf(l.cycleId, cycleIds), eq(l.part, "criterion")))
      .groupBy(l.key, l.level);
  return db
    .select({ key: l.key, level: l.level, count: count() })
    .from(l)
    .innerJoin(p, eq(p.sampledCaseId, l.sampledCaseId))
    .where(and(filtered(db, cycleIds, filter), eq(l.part, "criterion")))
    .groupBy(l.key, l.level);
}

/** The organisation of each plan writer who has an account, by the code of the case files. */
export async function writersTeams(db: Db): Promise<Map<string, string>> {
  const { memberships, organisations } = db.tables;
  const rows = await db
    .select({ writerRef: memberships.writerRef, team: organisations.name })
    .from(memberships)
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .where(and(eq(memberships.role, "plan_writer"), isNotNull(memberships.writerRef)));
  return new Map(rows.map(({ writerRef, team }) => [writerRef as string, team]));
}

/** The values of a column over cycles, or over all where none is named, in their order. */
export async function groupValues(db: Db, cycleIds: string[], column: GroupColumn): Promise<(string | null)[]> {
  const { planResults: p } = db.tables;
  const rows = await db
    .selectDistinct({ value: p[column] })
    .from(p)
    .where(cycleIds.length ? isAnyOf(p.cycleId, cycleIds) : undefined)
    .orderBy(asc(p[column]));
  return rows.map(({ value }) => value);
}

export type PlansAsked = {
  cycleIds: string[];
  filter: PlanFilter;
  grades?: { of: "before" | "after"; keys: string[] } | null;
  level?: { part: "domain" | "criterion"; key: string; levels: string[] } | null;
  /** Only plans whose grade a limit lowered. */
  lowered?: boolean;
  /** Only these plans. */
  among?: string[] | null;
};

/** The signed-off plans behind a number, by reference, a page at a time, with how many there are. For people entitled to see cases. */
export async function plansBehind(db: Db, asked: PlansAsked, page: number, size: number) {
  const { planResults: p, planLevels: l, sampledCases, cycles } = db.tables;
  const grade = asked.grades && p[asked.grades.of];
  const where = and(
    filtered(db, asked.cycleIds, asked.filter),
    grade && asked.grades ? isAnyOf(grade, asked.grades.keys) : undefined,
    asked.lowered ? ne(p.before, p.after) : undefined,
    asked.among ? isAnyOf(p.sampledCaseId, asked.among) : undefined,
    asked.level
      ? inArray(
          p.sampledCaseId,
          db
            .select({ id: l.sampledCaseId })
            .from(l)
            .where(
              and(
                isAnyOf(l.cycleId, asked.cycleIds),
                eq(l.part, asked.level.part),
                eq(l.key, asked.level.key),
                isAnyOf(l.level, asked.level.levels),
              ),
            ),
        )
      : undefined,
  );
  const [{ total } = { total: 0 }] = await db.select({ total: count() }).from(p).where(where);
  const rows = await db
    .select({
      sampledId: p.sampledCaseId,
      cycleId: p.cycleId,
      cycle: cycles.title,
      status: cycles.status,
      snapshot: sampledCases.snapshot,
      before: p.before,
      after: p.after,
      signedOffOn: p.signedOffOn,
    })
    .from(p)
    .innerJoin(sampledCases, eq(sampledCases.id, p.sampledCaseId))
    .innerJoin(cycles, eq(cycles.id, p.cycleId))
    .where(where)
    .orderBy(desc(p.signedOffOn), asc(p.sampledCaseId))
    .limit(size)
    .offset((page - 1) * size);
  return { total, plans: rows };
}

/** Of each plan of a sample, by the plan's id: its case, and the agencies whose audits are in. */
export async function auditsOfSample(db: Db, sampledIds: string[]) {
  const { sampledCases: s, audits: a } = db.tables;
  const rows = await db
    .select({ id: s.id, caseId: s.caseId, agency: a.agency })
    .from(s)
    .leftJoin(a, and(eq(a.sampledCaseId, s.id), eq(a.status, "submitted")))
    .where(isAnyOf(s.id, sampledIds))
    .orderBy(asc(s.id), asc(a.agency));
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [
      id,
      { caseId: own[0]?.caseId ?? "", agencies: own.flatMap(({ agency }) => agency ?? []) },
    ]),
  );
}
