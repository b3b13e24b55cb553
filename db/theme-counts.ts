import { and, asc, eq, inArray, isNotNull, lte, ne, notInArray, sql } from "drizzle-orm";
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
 * Answers of graded plans that have quotes and one of these themes, in the order in which results illustrate themes: the first
 * `most` of each theme. Case text: for those who see the internal results.
 */
export async function answersWithThemes(
  db: Db,
  cycleId: string,
  codes: readonly string[],
  most: number,
): Promise<QuotedAnswer[]> {
  const { findingCodes: f, findings, audits, answers, planResults } = db.tables;
  if (codes.length === 0) return [];
  const order = sql`${findings.reference}, ${audits.agency}, ${audits.auditorId}, ${f.criterion}`;
  const ranked = db
    .select({
      auditId: f.auditId,
      criterion: f.criterion,
      code: f.code,
      plan: f.sampledCaseId,
      place: sql<number>`row_number() over (order by ${order})`.as("place"),
      rank: sql<number>`row_number() over (partition by ${f.code} order by ${order})`.as("rank_in_theme"),
    })
    .from(f)
    .innerJoin(
      findings,
      and(
        eq(findings.sampledCaseId, f.sampledCaseId),
        eq(findings.source, f.auditId),
        eq(findings.criterion, f.criterion),
      ),
    )
    .innerJoin(audits, and(eq(audits.id, f.auditId), eq(audits.status, "submitted")))
    .innerJoin(planResults, and(eq(planResults.sampledCaseId, f.sampledCaseId), isNotNull(planResults.before)))
    .where(and(eq(f.cycleId, cycleId), isAnyOf(f.code, [...codes])))
    .as("ranked");
  const rows = await db
    .select({ plan: ranked.plan, code: ranked.code, quotes: answers.quotes })
    .from(ranked)
    .innerJoin(answers, and(eq(answers.auditId, ranked.auditId), eq(answers.criterion, ranked.criterion)))
    .where(lte(ranked.rank, most))
    .orderBy(asc(ranked.place));
  return rows.map(({ plan, code, quotes }) => ({ plan, themes: [code], quotes }));
}
