import { and, desc, eq, inArray, isNotNull, max, or, type SQL } from "drizzle-orm";
import type { Edition } from "#audits/reports/edition.ts";
import { contentHash, editionOf } from "#audits/reports/edition.ts";
import type { ChapterKey, LearningReportData } from "#audits/reports/learning-report-data.ts";
import { KIND_LABELS, type ReportKind, settledChapters, startingChapters } from "#audits/reports/outline.ts";
import { isOpen, type Stage } from "#audits/reports/written/life.ts";
import type { Actor, ReportReader } from "#audits/people/permissions.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { dayOf } from "#audits/dates.ts";
import { isHidden } from "#audits/charts/figures.ts";
import { familyQuotes } from "./report-data.ts";
import { checkedQuotes, wordsOf } from "./report-words.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, NothingChanged, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

type Row = Tables["writtenReports"]["$inferSelect"];
/** A report as it stands: its frozen figures, its chapters in order, its stage. Its words are apart (`wordsOf`). */
export type WrittenReport = Omit<Row, "chapters"> & {
  chapters: ChapterKey[];
  cycleTitle: string;
  startedByName: string;
};
/** The same for lists, without what makes it large. */
export type WrittenSummary = Pick<
  Row,
  "id" | "cycleId" | "kind" | "view" | "number" | "stage" | "startedAt" | "editedAt" | "issuedAt" | "withdrawnAt"
> & { cycleTitle: string; startedByName: string };

const event = eventOn("written_report");

/** "the published learning report of Summer 2026, version 3": how a report is called in a sentence. */
export const reportWords = (report: { kind: ReportKind; view: string; number: number; cycleTitle: string }): string =>
  `the ${report.view} ${KIND_LABELS[report.kind].toLowerCase()} of ${report.cycleTitle}, version ${report.number}`;

export type NewReport = {
  kind: ReportKind;
  data: LearningReportData;
  audience: string;
  rubric: RubricDocument | null;
  /** Partners whose sign-off it needs. */
  partners: string[];
};

/** Begins a report: its figures stay as they are now. Its number counts the reports of the cycle. @returns its id */
export async function startReport(
  store: Store,
  by: Actor,
  cycle: { id: string; title: string },
  { kind, data, audience, rubric, partners }: NewReport,
  at: Date,
): Promise<string> {
  const id = newId("wri");
  return store.transaction(async (tx) => {
    const { writtenReports, trail } = tx.tables;
    const [{ last } = { last: null }] = await tx
      .select({ last: max(writtenReports.number) })
      .from(writtenReports)
      .where(eq(writtenReports.cycleId, cycle.id));
    const number = (last ?? 0) + 1;
    const [head] = await tx.select().from(trail).orderBy(desc(trail.position)).limit(1);
    const frozen = kind === "evidence" && head ? { ...data, trail: { events: head.position, hash: head.hash } } : data;
    await tx.insert(writtenReports).values({
      id,
      cycleId: cycle.id,
      kind,
      view: data.view,
      number,
      stage: "draft",
      audience,
      chapters: startingChapters(kind, data),
      data: frozen,
      rubric,
      partners,
      version: 1,
      startedBy: by.id,
      startedAt: at,
      editedBy: by.id,
      editedAt: at,
    });
    const words = reportWords({ kind, view: data.view, number, cycleTitle: cycle.title });
    await record(tx, event(by, "report.started", id, `${by.name} started ${words}.`), at);
    return id;
  });
}

/** What a reader may find. What is not theirs is not even read, so that the answer takes no longer for it. */
function found(db: Db, reader: ReportReader): SQL | undefined {
  const { writtenReports: w } = db.tables;
  if (reader === "internal") return undefined;
  const open: Stage[] = reader === "partner" ? ["review", "signed", "issued"] : ["issued"];
  // Who read what was issued is told that it was withdrawn, and why.
  const stages = or(inArray(w.stage, open), and(eq(w.stage, "withdrawn"), isNotNull(w.issuedAt)));
  return and(eq(w.view, "published"), stages);
}

/** A report, or null when there is none that this reader may see. */
export async function writtenReport(db: Db, id: string, reader: ReportReader): Promise<WrittenReport | null> {
  const { writtenReports: w, cycles, people } = db.tables;
  const [row] = await db
    .select({ report: w, cycleTitle: cycles.title, startedByName: people.name })
    .from(w)
    .innerJoin(cycles, eq(cycles.id, w.cycleId))
    .innerJoin(people, eq(people.id, w.startedBy))
    .where(and(eq(w.id, id), found(db, reader)));
  if (!row) return null;
  const { report, ...names } = row;
  const data = await withFamilyQuotes(db, report);
  return { ...report, ...names, data, chapters: settledChapters(report.kind, report.chapters, data) };
}

/** While a report is open, what families wrote stands with the families alone; where fewer answered than may be told, it stays there. */
async function withFamilyQuotes(db: Db, { data, edition, cycleId, startedAt }: Row): Promise<LearningReportData> {
  const { families } = data;
  if (!families || edition || isHidden(families.answered)) return data;
  return { ...data, families: { ...families, quotes: await familyQuotes(db, cycleId, startedAt) } };
}

/** The reports of a cycle, or of all, newest first. */
export async function writtenReports(db: Db, reader: ReportReader, cycleId?: string): Promise<WrittenSummary[]> {
  const { writtenReports: w, cycles, people } = db.tables;
  return db
    .select({
      id: w.id,
      cycleId: w.cycleId,
      kind: w.kind,
      view: w.view,
      number: w.number,
      stage: w.stage,
      startedAt: w.startedAt,
      editedAt: w.editedAt,
      issuedAt: w.issuedAt,
      withdrawnAt: w.withdrawnAt,
      cycleTitle: cycles.title,
      startedByName: people.name,
    })
    .from(w)
    .innerJoin(cycles, eq(cycles.id, w.cycleId))
    .innerJoin(people, eq(people.id, w.startedBy))
    .where(and(found(db, reader), cycleId === undefined ? undefined : eq(w.cycleId, cycleId)))
    .orderBy(desc(w.startedAt), desc(w.number))
    .limit(200);
}

/** What the report says now: what was issued, or what would be. */
export async function editionNow(db: Db, report: WrittenReport): Promise<Edition> {
  if (report.edition) return report.edition;
  return draftEdition(db, report, null);
}

async function draftEdition(db: Db, report: WrittenReport, issuedOn: string | null): Promise<Edition> {
  return editionOf({
    kind: report.kind,
    data: report.data,
    chapters: report.chapters,
    words: await wordsOf(db, report.id),
    quotes: await checkedQuotes(db, report),
    number: report.number,
    audience: report.audience,
    issuedOn,
  });
}

/** Which chapters, in which order, and for whom. @returns false when the report is not open or was changed meanwhile */
export async function setOutline(
  store: Store,
  by: Actor,
  id: string,
  outline: { chapters: ChapterKey[]; audience: string; basedOn: number },
  at: Date,
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const report = await writtenReport(tx, id, "internal");
    if (!report || !isOpen(report.stage) || report.version !== outline.basedOn) return false;
    await nextVersion(tx, by, report, { chapters: outline.chapters, audience: outline.audience }, at);
    const sentence = `${by.name} set the chapters of ${reportWords(report)}.`;
    await record(tx, event(by, "report.chapters", id, sentence), at);
    return true;
  });
}

type Change = Partial<Pick<Row, "chapters" | "audience" | "stage" | "partners">>;

/** @throws NothingChanged when the report was changed since it was read */
export async function nextVersion(tx: Tx, by: Actor, report: WrittenReport, change: Change, at: Date): Promise<number> {
  const { writtenReports: w } = tx.tables;
  const version = report.version + 1;
  one(
    await tx
      .update(w)
      .set({ ...change, version, editedBy: by.id, editedAt: at })
      .where(and(eq(w.id, report.id), eq(w.version, report.version), eq(w.stage, report.stage)))
      .returning({ id: w.id }),
  );
  return version;
}

const MOVED: Record<"draft" | "review", string> = { draft: "took back to be written", review: "sent to review" };

/** Moves an open report on or back; who may is decided before. @throws NothingChanged when it was moved meanwhile */
export async function moveReport(
  store: Store,
  by: Actor,
  report: WrittenReport,
  to: "draft" | "review",
  partners: string[],
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    await nextVersion(tx, by, report, { stage: to, partners }, at);
    await record(tx, event(by, "report.moved", report.id, `${by.name} ${MOVED[to]} ${reportWords(report)}.`), at);
  });
}

/**
 * Issues a report that every partner has signed off: what it says is frozen whole.
 *
 * @param signed the fingerprint that the partners signed
 * @returns the frozen edition
 * @throws NothingChanged when the report was changed or moved meanwhile, so that its words are not those that were signed
 */
export async function issueReport(
  store: Store,
  by: Actor,
  report: WrittenReport,
  signed: string,
  at: Date,
): Promise<Edition> {
  return store.transaction(async (tx) => {
    const { writtenReports: w } = tx.tables;
    const edition = await draftEdition(tx, report, dayOf(at));
    const hash = contentHash(edition);
    if (hash !== signed) throw new NothingChanged();
    one(
      await tx
        .update(w)
        .set({
          stage: "issued",
          edition,
          contentHash: hash,
          issuedBy: by.id,
          issuedAt: at,
          version: report.version + 1,
        })
        .where(and(eq(w.id, report.id), eq(w.version, report.version), eq(w.stage, "signed")))
        .returning({ id: w.id }),
    );
    const sentence = `${by.name} issued ${reportWords(report)}. Fingerprint of its content: ${hash}.`;
    await record(tx, event(by, "report.issued", report.id, sentence), at);
    return edition;
  });
}

/** Withdraws a report. What was issued stays on record, and is no longer offered. @throws NothingChanged when it is withdrawn already */
export async function withdrawReport(
  store: Store,
  by: Actor,
  report: WrittenReport,
  reason: string,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { writtenReports: w } = tx.tables;
    one(
      await tx
        .update(w)
        .set({ stage: "withdrawn", withdrawnBy: by.id, withdrawnAt: at, withdrawnReason: reason })
        .where(and(eq(w.id, report.id), eq(w.stage, report.stage), eq(w.version, report.version)))
        .returning({ id: w.id }),
    );
    const sentence = `${by.name} withdrew ${reportWords(report)}: ${reason}`;
    await record(tx, event(by, "report.withdrawn", report.id, sentence), at);
  });
}
