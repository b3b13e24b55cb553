import { and, asc, eq, inArray, isNotNull, ne, notInArray, sql } from "drizzle-orm";
import type { Codebook } from "#audits/themes/codebook.ts";
import { standingOf } from "#audits/themes/lineage.ts";
import type { QuotedAnswer } from "#audits/results/themes.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { Db } from "./store.ts";

/** Codes whose findings count under another code in this codebook, because their themes were merged. */
const mergedIn = (book: Codebook): [from: string, into: string][] =>
  book.themes.flatMap(({ code }) => {
    const standing = standingOf(book, code);
    return standing.kind === "counts" && standing.code !== code ? [[code, standing.code]] : [];
  });

/**
 * How many graded plans of each cycle have each theme, by cycle and code, added up by the database: at least one finding of a
 * submitted audit was coded to it, by a coder or else by the auditor. Codes count as `book` says; a plan counts once.
 */
export async function themeCounts(
  db: Db,
  cycleIds: readonly string[],
  book: Codebook,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const { findingCodes: f, audits, planResults } = db.tables;
  if (cycleIds.length === 0) return new Map();
  const merged = mergedIn(book);
  const whens = merged.map(([from, into]) => sql`when ${from} then ${into}`);
  const code = merged.length
    ? sql<string>`case ${f.code} ${sql.join(whens, sql` `)} else ${f.code} end`
    : sql<string>`${f.code}`;
  const graded = db
    .select({ id: planResults.sampledCaseId })
    .from(planResults)
    .where(and(isAnyOf(planResults.cycleId, [...cycleIds]), isNotNull(planResults.before)));
  const open = db
    .select({ id: audits.id })
    .from(audits)
    .where(and(isAnyOf(audits.cycleId, [...cycleIds]), ne(audits.status, "submitted")));
  const plans = db
    .selectDistinct({ cycleId: f.cycleId, code: code.as("counted_as"), plan: f.sampledCaseId })
    .from(f)
    .where(
      and(
        isAnyOf(f.cycleId, [...cycleIds]),
        inArray(f.sampledCaseId, graded),
        // What an auditor wrote who was withdrawn stays, and is not counted.
        notInArray(f.auditId, open),
      ),
    )
    .as("plans_with_theme");
  const rows = await db
    .select({ cycleId: plans.cycleId, code: plans.code, n: sql<number>`count(*)` })
    .from(plans)
    .groupBy(plans.cycleId, sql`${plans.code}`);
  const found = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const standing = standingOf(book, row.code);
    if (standing.kind !== "counts") continue;
    const own = found.get(row.cycleId) ?? new Map<string, number>();
    found.set(row.cycleId, own.set(row.code, Number(row.n)));
  }
  return found;
}

/**
 * Answers of graded plans with one of these themes, in the order in which results illustrate themes. Case text: for those who
 * see the internal results.
 *
 * @param most plans to look at, the first by reference; null for all
 */
export async function answersWithThemes(
  db: Db,
  cycleId: string,
  codes: readonly string[],
  most: number | null,
): Promise<QuotedAnswer[]> {
  const { findingCodes: f, audits, answers, planResults, sampledCases, cases } = db.tables;
  if (codes.length === 0) return [];
  const inOrder = db
    .select({ id: planResults.sampledCaseId, reference: cases.reference })
    .from(planResults)
    .innerJoin(sampledCases, eq(sampledCases.id, planResults.sampledCaseId))
    .innerJoin(cases, eq(cases.id, sampledCases.caseId))
    .where(and(eq(planResults.cycleId, cycleId), isNotNull(planResults.before)))
    .orderBy(asc(cases.reference));
  const plans = (await (most === null ? inOrder : inOrder.limit(most))).map(({ id }) => id);
  const place = new Map(plans.map((id, i) => [id, i]));
  const rows = await db
    .select({ plan: f.sampledCaseId, code: f.code, quotes: answers.quotes })
    .from(f)
    .innerJoin(audits, and(eq(audits.id, f.auditId), eq(audits.status, "submitted")))
    .innerJoin(answers, and(eq(answers.auditId, f.auditId), eq(answers.criterion, f.criterion)))
    .where(and(eq(f.cycleId, cycleId), isAnyOf(f.code, [...codes]), isAnyOf(f.sampledCaseId, plans)))
    .orderBy(asc(audits.agency), asc(audits.auditorId), asc(f.criterion));
  return rows
    .map(({ plan, code, quotes }) => ({ plan, themes: [code], quotes }))
    .sort((a, b) => (place.get(a.plan) ?? 0) - (place.get(b.plan) ?? 0));
}
