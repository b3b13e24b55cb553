import {
  aliasedTable,
  and,
  asc,
  desc,
  eq,
  exists,
  gte,
  inArray,
  isNotNull,
  isNull,
  ne,
  notExists,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Quote } from "#audits/panel/answer.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { may } from "#audits/people/permissions.ts";
import type { SearchTerm } from "#audits/search/query.ts";
import type { Agency, FindingKind } from "#audits/vocabulary.ts";
import { type Coder, waitsForSecond } from "./coding-lists.ts";
import { hasTerms } from "./engine/word-search.ts";
import { isAnyOf } from "./engine/sql.ts";
import { type FindingRow, PANEL } from "./findings.ts";
import { settledOnPlans } from "./moderations.ts";
import { settingOf } from "./settings.ts";
import type { Db } from "./store.ts";

/** What to look for; an empty part counts for nothing. */
export type FindingFilter = {
  terms: readonly SearchTerm[];
  cycleId: string;
  kind: FindingKind | "quotes" | "panel" | "";
  theme: string;
  agency: Agency | "";
  reference: string;
};

export type FoundFinding = {
  cycleId: string;
  cycle: string;
  sampledCaseId: string;
  reference: string;
  criterion: string;
  /** Null for the panel. */
  agency: Agency | null;
  kind: FindingKind | null;
  /** The audit, where whoever searches wrote it themselves. */
  ownAudit: string | null;
  words: string;
  quotes: Quote[];
  codes: string[];
};

/**
 * What this person may find: what they wrote themselves (for the forum, on plans that are marked for it), and, for the lead and the panel, what anybody wrote in a cycle whose
 * scoring is over, once every audit of its plan is in. A reopened audit makes its plan blind again.
 */
function scopeOf(db: Db, actor: Actor): SQL | undefined {
  const { findings, audits, cycles, forumClearances: marked } = db.tables;
  const openToForum = db
    .select({ id: marked.id })
    .from(marked)
    .where(and(eq(marked.sampledCaseId, findings.sampledCaseId), isNull(marked.endedAt)));
  const own = and(
    eq(findings.auditorId, actor.id),
    ne(audits.status, "withdrawn"),
    or(ne(audits.agency, "forum"), exists(openToForum)),
  );
  if (!may(actor, "findings.all").ok) return own;
  const others = aliasedTable(audits, "others");
  const blind = db
    .select({ id: others.id })
    .from(others)
    .where(and(eq(others.sampledCaseId, findings.sampledCaseId), inArray(others.status, ["assigned", "in_progress"])));
  const over = and(
    inArray(cycles.status, ["moderation", "feedback", "closed"]),
    or(eq(findings.source, PANEL), eq(audits.status, "submitted")),
    notExists(blind),
  );
  return or(own, over);
}

function conditions(db: Db, actor: Actor, filter: FindingFilter, coder: Coder): SQL | undefined {
  const { findings, findingCodes } = db.tables;
  const { terms, cycleId, kind, theme, agency, reference } = filter;
  const coded = db
    .select({ code: findingCodes.code })
    .from(findingCodes)
    .where(
      and(
        eq(findingCodes.auditId, findings.source),
        eq(findingCodes.criterion, findings.criterion),
        eq(findingCodes.code, theme),
      ),
    );
  return and(
    scopeOf(db, actor),
    terms.length ? hasTerms(findings, terms) : undefined,
    cycleId ? eq(findings.cycleId, cycleId) : undefined,
    kind === "panel" ? eq(findings.source, PANEL) : undefined,
    kind === "quotes" ? and(isNull(findings.kind), ne(findings.source, PANEL)) : undefined,
    kind === "strength" || kind === "improvement" ? eq(findings.kind, kind) : undefined,
    theme ? exists(coded) : undefined,
    // Whoever may still be the second coder does not find out by asking for a theme.
    theme
      ? or(
          isNull(findings.firstBy),
          eq(findings.firstBy, coder.id),
          isNotNull(findings.secondBy),
          gte(findings.lot, coder.share * 100),
        )
      : undefined,
    agency ? eq(findings.agency, agency) : undefined,
    reference ? eq(findings.reference, reference) : undefined,
  );
}

/** What fits, newest first, a page of `size`. The scope of the person is part of the query, counts included. */
export async function searchFindings(
  db: Db,
  actor: Actor,
  filter: FindingFilter,
  page: number,
  size: number,
): Promise<{ found: FoundFinding[]; total: number }> {
  const { findings, audits, cycles } = db.tables;
  const coder: Coder = { id: actor.id, share: (await settingOf(db, "themes")).value.codedTwice };
  const where = conditions(db, actor, filter, coder);
  const rows = await db
    .select({ finding: findings, cycle: cycles.title, total: sql<number>`count(*) over ()` })
    .from(findings)
    .innerJoin(cycles, eq(cycles.id, findings.cycleId))
    .leftJoin(audits, eq(audits.id, findings.source))
    .where(where)
    .orderBy(desc(findings.savedAt), desc(findings.id))
    .limit(size)
    .offset((page - 1) * size);
  const total = rows[0]?.total ?? (page > 1 ? (await searchFindings(db, actor, filter, 1, 1)).total : 0);
  return { found: await withWords(db, actor, coder, rows), total };
}

/** The words themselves, from where they are kept: the index holds none. */
async function withWords(
  db: Db,
  actor: Actor,
  coder: Coder,
  rows: { finding: FindingRow; cycle: string }[],
): Promise<FoundFinding[]> {
  const { answers, findingCodes } = db.tables;
  const sources = [...new Set(rows.map((r) => r.finding.source).filter((source) => source !== PANEL))];
  const criteria = [...new Set(rows.map((r) => r.finding.criterion))];
  const written = await db
    .select({
      auditId: answers.auditId,
      criterion: answers.criterion,
      finding: answers.finding,
      quotes: answers.quotes,
    })
    .from(answers)
    .where(and(isAnyOf(answers.auditId, sources), isAnyOf(answers.criterion, criteria)));
  const codes = await db
    .select()
    .from(findingCodes)
    .where(and(isAnyOf(findingCodes.auditId, sources), isAnyOf(findingCodes.criterion, criteria)))
    .orderBy(asc(findingCodes.place));
  const ofPanel = rows.filter((r) => r.finding.source === PANEL).map((r) => r.finding.sampledCaseId);
  const settled = await settledOnPlans(db, [...new Set(ofPanel)]);
  return rows.map(({ finding: f, cycle }) => {
    const answer = written.find((a) => a.auditId === f.source && a.criterion === f.criterion);
    const panel = f.source === PANEL ? settled.get(f.sampledCaseId)?.get(f.criterion) : undefined;
    return {
      cycleId: f.cycleId,
      cycle,
      sampledCaseId: f.sampledCaseId,
      reference: f.reference,
      criterion: f.criterion,
      agency: f.agency,
      kind: f.kind,
      ownAudit: f.auditorId === actor.id ? f.source : null,
      words: panel?.finding ?? answer?.finding?.words ?? "",
      quotes: answer?.quotes ?? [],
      codes: waitsForSecond(f, coder)
        ? []
        : codes.filter((c) => c.auditId === f.source && c.criterion === f.criterion).map((c) => c.code),
    };
  });
}
