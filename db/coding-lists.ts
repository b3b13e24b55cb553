import {
  and,
  asc,
  count,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { CodingPart } from "#audits/themes/coding.ts";
import { carried } from "#audits/themes/lineage.ts";
import { isAnyOf } from "./engine/sql.ts";
import { type FindingRow, PANEL } from "./findings.ts";
import { codebookOf } from "./rubrics.ts";
import type { Tables } from "./schema.ts";
import type { Db } from "./store.ts";
import { whileUnchanged } from "./unchanged.ts";

export type CodingRow = Tables["codings"]["$inferSelect"];
/** The findings that wait for a first coder, for a second, or for somebody to settle where the two differ. */
export type CodingList = "first" | "second" | "differences";

/** Who codes, and the share of findings that two people code, in percent. */
export type Coder = { id: string; share: number };

/** Findings that count: of plans that are signed off, of audits that are in. Both are asked once for the cycle, not once a finding. */
function counting(db: Db, cycleId: string): SQL | undefined {
  const { findings, moderations, audits, sampledCases } = db.tables;
  const signedOff = db
    .select({ id: moderations.sampledCaseId })
    .from(sampledCases)
    .innerJoin(moderations, eq(moderations.sampledCaseId, sampledCases.id))
    .where(and(eq(sampledCases.cycleId, cycleId), isNotNull(moderations.signedOffAt)));
  // What an auditor wrote who was withdrawn stays, and is not counted.
  const open = db
    .select({ id: audits.id })
    .from(audits)
    .where(and(eq(audits.cycleId, cycleId), ne(audits.status, "submitted")));
  return and(
    eq(findings.cycleId, cycleId),
    inArray(findings.sampledCaseId, signedOff),
    ne(findings.source, PANEL),
    notInArray(findings.source, open),
  );
}

/** Findings of signed-off plans that wait on a list. Nobody is the second coder of what they coded first. */
function waiting(db: Db, cycleId: string, list: CodingList, { id, share }: Coder): SQL | undefined {
  const { findings } = db.tables;
  const own = {
    first: eq(findings.state, "open"),
    second: and(
      eq(findings.state, "coded"),
      lt(findings.lot, share * 100),
      isNull(findings.secondBy),
      ne(findings.firstBy, id),
    ),
    differences: eq(findings.state, "differs"),
  };
  return and(own[list], counting(db, cycleId));
}

/** Whether this person may still be the second coder of a finding, and so must not learn what the first chose. */
export const waitsForSecond = (f: Pick<FindingRow, "firstBy" | "secondBy" | "lot">, { id, share }: Coder): boolean =>
  f.firstBy !== null && f.firstBy !== id && f.secondBy === null && f.lot < share * 100;

const inOrder = (db: Db) => {
  const { findings } = db.tables;
  return [asc(findings.reference), asc(findings.criterion), asc(findings.id)];
};

/**
 * The first of a list, and how many it has.
 *
 * @param after the list goes on behind this finding, which need not be on it any more, and begins anew at its end
 */
export const codingQueue = (
  db: Db,
  cycleId: string,
  list: CodingList,
  coder: Coder,
  most: number,
  after: number | null = null,
) =>
  whileUnchanged(db, `coding queue ${JSON.stringify([cycleId, list, coder, most, after])}`, () =>
    readQueue(db, cycleId, list, coder, most, after),
  );

async function readQueue(db: Db, cycleId: string, list: CodingList, coder: Coder, most: number, after: number | null) {
  const { findings } = db.tables;
  const where = waiting(db, cycleId, list, coder);
  const [{ total } = { total: 0 }] = await db.select({ total: count() }).from(findings).where(where);
  const first = (from: SQL | undefined) =>
    db
      .select({ id: findings.id })
      .from(findings)
      .where(and(where, from))
      .orderBy(...inOrder(db))
      .limit(most);
  const [left] = after ? await db.select().from(findings).where(eq(findings.id, after)) : [];
  const behind = left
    ? or(
        gt(findings.reference, left.reference),
        and(eq(findings.reference, left.reference), gt(findings.criterion, left.criterion)),
        and(eq(findings.reference, left.reference), eq(findings.criterion, left.criterion), gt(findings.id, left.id)),
      )
    : undefined;
  const rows = await first(behind);
  return { total, ids: (rows.length || !behind ? rows : await first(undefined)).map((r) => r.id) };
}

/** How far the coding of a cycle is, counted over the findings of signed-off plans. */
export const codingProgress = (db: Db, cycleId: string, coder: Coder) =>
  whileUnchanged(db, `coding progress ${JSON.stringify([cycleId, coder])}`, () => countProgress(db, cycleId, coder));

async function countProgress(db: Db, cycleId: string, coder: Coder) {
  const { findings } = db.tables;
  const number = (condition: SQL | undefined) =>
    sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
  const [row] = await db
    .select({
      total: count(),
      open: number(eq(findings.state, "open")),
      waits: number(and(eq(findings.state, "open"), eq(findings.waits, true))),
      differs: number(eq(findings.state, "differs")),
      yours: number(eq(findings.firstBy, coder.id)),
      twice: number(isNotNull(findings.secondBy)),
      second: number(
        and(
          eq(findings.state, "coded"),
          lt(findings.lot, coder.share * 100),
          isNull(findings.secondBy),
          ne(findings.firstBy, coder.id),
        ),
      ),
    })
    .from(findings)
    .where(and(ne(findings.state, "none"), counting(db, cycleId)));
  return row ?? { total: 0, open: 0, waits: 0, differs: 0, yours: 0, twice: 0, second: 0 };
}

/** Everything that a coder may need of some findings, in the order of the lists. Findings of plans that are not signed off are not there. */
export async function findingsToCode(db: Db, cycleId: string, ids: number[]) {
  const { findings, audits, answers, moderations } = db.tables;
  if (ids.length === 0) return [];
  const rows = await db
    .select({ finding: findings, audit: audits, answer: answers, signedOffAt: moderations.signedOffAt })
    .from(findings)
    .innerJoin(audits, and(eq(audits.id, findings.source), eq(audits.status, "submitted")))
    .innerJoin(answers, and(eq(answers.auditId, findings.source), eq(answers.criterion, findings.criterion)))
    .innerJoin(moderations, eq(moderations.sampledCaseId, findings.sampledCaseId))
    .where(
      and(
        eq(findings.cycleId, cycleId),
        inArray(findings.id, ids),
        ne(findings.state, "none"),
        isNotNull(moderations.signedOffAt),
      ),
    )
    .orderBy(...inOrder(db));
  return rows;
}
export type FindingOnTable = Awaited<ReturnType<typeof findingsToCode>>[number];

/** Other findings of a list on the same criterion, for coding them alike; without the one that is open. */
export function alike(db: Db, finding: FindingRow, list: CodingList, coder: Coder, most: number): Promise<number[]> {
  const { findings } = db.tables;
  const { cycleId, criterion, kind, id } = finding;
  return whileUnchanged(db, `alike ${JSON.stringify([cycleId, criterion, kind, id, list, coder, most])}`, async () => {
    const rows = await db
      .select({ id: findings.id })
      .from(findings)
      .where(
        and(
          waiting(db, cycleId, list, coder),
          eq(findings.criterion, criterion),
          kind ? eq(findings.kind, kind) : undefined,
          ne(findings.id, id),
        ),
      )
      .orderBy(...inOrder(db))
      .limit(most);
    return rows.map((r) => r.id);
  });
}

/** The latest coding of each part of one finding. */
export async function codingsOf(
  db: Db,
  finding: Pick<FindingRow, "source" | "criterion">,
): Promise<Partial<Record<CodingPart, CodingRow & { by: string }>>> {
  const { codings, people } = db.tables;
  const rows = await db
    .select({ coding: codings, by: people.name })
    .from(codings)
    .innerJoin(people, eq(people.id, codings.codedBy))
    .where(and(eq(codings.auditId, finding.source), eq(codings.criterion, finding.criterion)))
    .orderBy(asc(codings.version));
  return Object.fromEntries(rows.map(({ coding, by }) => [coding.part, { ...coding, by }]));
}

// ---- Counting -------------------------------------------------------------------------------------------------------

/** What two people chose for each finding of a cycle that both coded, as the codes count in the cycle's codebook. */
export async function codedTwice(db: Db, cycleId: string): Promise<{ first: string[]; second: string[] }[]> {
  const { codings, cycles, findings } = db.tables;
  const [cycle] = await db.select().from(cycles).where(eq(cycles.id, cycleId));
  if (!cycle) return [];
  const { document: book } = await codebookOf(db, cycle.codebookId);
  const rows = await db
    .select({ auditId: codings.auditId, criterion: codings.criterion, part: codings.part, themes: codings.themes })
    .from(findings)
    .innerJoin(codings, and(eq(codings.auditId, findings.source), eq(codings.criterion, findings.criterion)))
    .where(and(eq(findings.cycleId, cycleId), isNotNull(findings.secondBy), ne(codings.part, "settled")))
    .orderBy(asc(codings.version));
  const pairs = new Map<string, Partial<Record<CodingPart, string[] | null>>>();
  for (const row of rows) {
    const key = `${row.auditId} ${row.criterion}`;
    pairs.set(key, { ...pairs.get(key), [row.part]: row.themes && carried(book, row.themes).codes });
  }
  return [...pairs.values()].flatMap(({ first, second }) => (first && second ? [{ first, second }] : []));
}

/** How many plans of a cycle have each theme, or one of them, over submitted audits of signed-off plans. */
export async function plansByTheme(
  db: Db,
  cycleIds: readonly string[],
  code?: string,
): Promise<{ cycleId: string; code: string; plans: number }[]> {
  const { findingCodes, audits, moderations } = db.tables;
  if (cycleIds.length === 0) return [];
  return db
    .select({
      cycleId: findingCodes.cycleId,
      code: findingCodes.code,
      plans: sql<number>`count(distinct ${findingCodes.sampledCaseId})`,
    })
    .from(findingCodes)
    .innerJoin(audits, and(eq(audits.id, findingCodes.auditId), eq(audits.status, "submitted")))
    .innerJoin(
      moderations,
      and(eq(moderations.sampledCaseId, findingCodes.sampledCaseId), isNotNull(moderations.signedOffAt)),
    )
    .where(and(isAnyOf(findingCodes.cycleId, [...cycleIds]), code ? eq(findingCodes.code, code) : undefined))
    .groupBy(findingCodes.cycleId, findingCodes.code);
}
