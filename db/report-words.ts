import { and, asc, desc, eq, gt } from "drizzle-orm";
import { isField, LONGEST_FIELD, type OwnWords } from "#audits/reports/written/own-words.ts";
import { type QuoteDecision, quotesOf, quoteStanding } from "#audits/reports/written/quotes.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { isOpen } from "#audits/reports/written/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { type Db, one, type Store, type Tx } from "./store.ts";
import { eventOn, record, SAME_VIEW_MINUTES } from "./trail.ts";

/** The report's own words, field by field, every version kept; and what was decided on its quotes. */

const event = eventOn("written_report");

type Saved = { field: string; version: number; text: string; by: string; at: Date };

/** What a report's fields hold now; fields that nobody wrote are absent. */
export async function wordsOf(db: Db, reportId: string): Promise<OwnWords> {
  const { reportWords: w } = db.tables;
  const rows = await db
    .select({ field: w.field, text: w.text })
    .from(w)
    .where(eq(w.reportId, reportId))
    .orderBy(asc(w.version));
  return Object.fromEntries(rows.map(({ field, text }) => [field, text]));
}

/** Every version of every field, newest first. */
export async function wordHistory(db: Db, reportId: string): Promise<Saved[]> {
  const { reportWords: w, people } = db.tables;
  return db
    .select({ field: w.field, version: w.version, text: w.text, by: people.name, at: w.savedAt })
    .from(w)
    .innerJoin(people, eq(people.id, w.savedBy))
    .where(eq(w.reportId, reportId))
    .orderBy(desc(w.version), asc(w.field))
    .limit(1000);
}

export type SaveWords = {
  fields: Record<string, string>;
  /** The version that the person's page was drawn from. */
  basedOn: number;
  /** Set once the person has seen both texts, and the version at which they saw the other's. */
  choice: { keep: "mine" | "theirs"; seen: number } | null;
};

/** A field that somebody else changed since the page was drawn. */
export type WordDispute = { field: string; mine: string; theirs: string };

export type SavedWords =
  | { ok: true; version: number; savedAt: Date; theirs: string[] }
  | { ok: false; why: "gone" | "closed" }
  | { ok: false; why: "clash"; version: number; by: string; at: Date; disputes: WordDispute[] };

/**
 * Keeps what one person sent of some fields. A field that another person changed meanwhile is kept as theirs where mine is as
 * the page was drawn, and is in dispute where both changed it: nothing of another person is overwritten unseen.
 */
export async function saveWords(
  store: Store,
  by: Actor,
  reportId: string,
  save: SaveWords,
  at: Date,
): Promise<SavedWords> {
  return store.transaction(async (tx): Promise<SavedWords> => {
    const { writtenReports, reportWords } = tx.tables;
    const [report] = await tx.select().from(writtenReports).where(eq(writtenReports.id, reportId));
    if (!report) return { ok: false, why: "gone" };
    if (!isOpen(report.stage)) return { ok: false, why: "closed" };
    const rows = await tx
      .select()
      .from(reportWords)
      .where(eq(reportWords.reportId, reportId))
      .orderBy(asc(reportWords.version));
    const at_ = (field: string, version: number) =>
      rows.findLast((row) => row.field === field && row.version <= version)?.text ?? "";
    const disputes: WordDispute[] = [];
    const theirs: string[] = [];
    const changed: [string, string][] = [];
    for (const [field, sent] of Object.entries(save.fields)) {
      if (!isField(field)) continue;
      const mine = sent.replaceAll("\r\n", "\n").slice(0, LONGEST_FIELD).trimEnd();
      const now = at_(field, report.version);
      const base = at_(field, save.basedOn);
      if (mine === now) continue;
      if (now === base) changed.push([field, mine]);
      else if (mine === base) theirs.push(field);
      else if (save.choice && at_(field, save.choice.seen) === now) {
        if (save.choice.keep === "mine") changed.push([field, mine]);
      } else disputes.push({ field, mine, theirs: now });
    }
    if (disputes.length > 0) {
      const last = rows.findLast((row) => disputes.some(({ field }) => field === row.field));
      const name = await nameOf(tx, last?.savedBy ?? report.editedBy);
      return {
        ok: false,
        why: "clash",
        version: report.version,
        by: name,
        at: last?.savedAt ?? report.editedAt,
        disputes,
      };
    }
    if (changed.length === 0)
      return { ok: true, version: theirs.length ? save.basedOn : report.version, savedAt: report.editedAt, theirs };
    const version = report.version + 1;
    one(
      await tx
        .update(writtenReports)
        .set({ version, editedBy: by.id, editedAt: at })
        .where(
          and(
            eq(writtenReports.id, reportId),
            eq(writtenReports.version, report.version),
            eq(writtenReports.stage, report.stage),
          ),
        )
        .returning({ id: writtenReports.id }),
    );
    for (const [field, text] of changed)
      await tx.insert(reportWords).values({ reportId, field, version, text, savedBy: by.id, savedAt: at });
    await recordWriting(tx, by, reportId, at);
    return { ok: true, version: theirs.length ? save.basedOn : version, savedAt: at, theirs };
  });
}

/** Words are saved every few seconds, and each version is kept with its writer: one event in ten minutes says that somebody writes. */
async function recordWriting(tx: Tx, by: Actor, reportId: string, at: Date): Promise<void> {
  const { trail } = tx.tables;
  const [recent] = await tx
    .select({ position: trail.position })
    .from(trail)
    .where(
      and(
        eq(trail.subjectKind, "written_report"),
        eq(trail.subjectId, reportId),
        eq(trail.kind, "report.written"),
        eq(trail.actorId, by.id),
        gt(trail.at, new Date(at.getTime() - SAME_VIEW_MINUTES * 60_000)),
      ),
    )
    .limit(1);
  if (recent) return;
  await record(tx, event(by, "report.written", reportId, `${by.name} changed words of a report.`), at);
}

async function nameOf(tx: Tx, personId: string): Promise<string> {
  const { people } = tx.tables;
  const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return person?.name ?? "Somebody";
}

// ---- Quotes -----------------------------------------------------------------------------------------------------------

/** Every decision on the quotes of a report, oldest first, with who made it. */
export async function quoteDecisions(
  db: Db,
  reportId: string,
): Promise<(QuoteDecision & { byName: string; at: Date })[]> {
  const { reportQuotes: q, people } = db.tables;
  return db
    .select({ key: q.key, decision: q.decision, by: q.decidedBy, byName: people.name, at: q.decidedAt })
    .from(q)
    .innerJoin(people, eq(people.id, q.decidedBy))
    .where(eq(q.reportId, reportId))
    .orderBy(asc(q.id));
}

/** The keys of the quotes that stand in the report: those that a second person has checked. */
export async function checkedQuotes(
  db: Db,
  report: { id: string; data: LearningReportData; startedBy: string },
): Promise<Set<string>> {
  const decisions = await quoteDecisions(db, report.id);
  const checked = quotesOf(report.data).filter(
    ({ key }) => quoteStanding(key, report.startedBy, decisions) === "checked",
  );
  return new Set(checked.map(({ key }) => key));
}
