import { and, asc, count, desc, eq } from "drizzle-orm";
import type { Step } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { jsonText } from "./engine/sql.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** What a report is made from, frozen when it was asked for: the same order gives the same bytes. */
export type ReportOrder = { data: LearningReportData; size: "standard" | "large" };

/** Which reports a person may see: all, or only those whose small numbers are protected. */
export type ReportScope = "all" | "published";

type ReportRow = Tables["reports"]["$inferSelect"];
export type ReportSummary = Pick<
  ReportRow,
  "id" | "cycleId" | "status" | "progress" | "problem" | "pages" | "replaced" | "askedAt" | "readyAt"
> & {
  cycleTitle: string;
  askedBy: string;
  view: LearningReportData["view"];
  size: ReportOrder["size"];
  version: string;
};

type MadeReport = { bytes: Uint8Array; sha256: string; pages: number; replaced: string[] };

/** Asks for a report: its figures stay as they are now, and it waits for its turn. Its version counts the reports of the cycle. */
export async function askReport(
  store: Store,
  by: Actor,
  cycle: { id: string; title: string },
  { data, size }: ReportOrder,
  at: Date,
): Promise<string> {
  const id = newId("rep");
  return store.transaction(async (tx) => {
    const { reports } = tx.tables;
    const [{ earlier } = { earlier: 0 }] = await tx
      .select({ earlier: count() })
      .from(reports)
      .where(eq(reports.cycleId, cycle.id));
    const order: ReportOrder = { data: { ...data, version: String(earlier + 1) }, size };
    await tx.insert(reports).values({
      id,
      cycleId: cycle.id,
      kind: "learning",
      status: "queued",
      progress: WAITING,
      data: order,
      askedBy: by.id,
      askedAt: at,
    });
    const sentence = `${by.name} asked for the ${data.view} learning report of ${cycle.title}.`;
    await record(tx, aboutReport(by, "report.asked", id, sentence), at);
    return id;
  });
}

const WAITING = "Waiting for its turn";

const aboutReport = eventOn("report");
const aboutCycle = eventOn("cycle");

/** One report without its bytes; null when there is none that this person may see. */
export async function reportOf(db: Db, id: string, scope: ReportScope): Promise<ReportSummary | null> {
  const [report] = await summaries(db, scope, eq(db.tables.reports.id, id));
  return report ?? null;
}

/** The reports of a cycle, newest first. */
export async function reportsOfCycle(db: Db, cycleId: string, scope: ReportScope): Promise<ReportSummary[]> {
  return summaries(db, scope, eq(db.tables.reports.cycleId, cycleId));
}

/** All reports that can be read, newest first. */
export async function readyReports(db: Db, scope: ReportScope): Promise<ReportSummary[]> {
  return summaries(db, scope, eq(db.tables.reports.status, "ready"));
}

async function summaries(db: Db, scope: ReportScope, which: ReturnType<typeof eq>): Promise<ReportSummary[]> {
  const { reports, cycles, people } = db.tables;
  const rows = await db
    .select({
      id: reports.id,
      cycleId: reports.cycleId,
      status: reports.status,
      progress: reports.progress,
      problem: reports.problem,
      pages: reports.pages,
      replaced: reports.replaced,
      askedAt: reports.askedAt,
      readyAt: reports.readyAt,
      order: reports.data,
      cycleTitle: cycles.title,
      askedBy: people.name,
    })
    .from(reports)
    .innerJoin(cycles, eq(cycles.id, reports.cycleId))
    .innerJoin(people, eq(people.id, reports.askedBy))
    // What this person may not see is not even read, so that the answer takes no longer for it.
    .where(and(which, scope === "all" ? undefined : eq(jsonText(reports.data, ["data", "view"]), "published")))
    .orderBy(desc(reports.askedAt))
    .limit(200);
  return rows.map(({ order, ...row }) => {
    const { data, size } = order as ReportOrder;
    return { ...row, view: data.view, size, version: data.version };
  });
}

/** The finished PDF; null when it is not ready or this person may not see it. Recorded before the bytes go out. */
export async function downloadReport(
  store: Store,
  by: Actor,
  id: string,
  scope: ReportScope,
  at: Date,
): Promise<{ report: ReportSummary; bytes: Uint8Array } | null> {
  const report = await reportOf(store.db, id, scope);
  if (report?.status !== "ready") return null;
  return store.transaction(async (tx) => {
    const { reports } = tx.tables;
    const [row] = await tx.select({ bytes: reports.bytes }).from(reports).where(eq(reports.id, id));
    if (!row?.bytes) return null;
    const sentence = `${by.name} downloaded the ${report.view} learning report of ${report.cycleTitle}, version ${report.version}.`;
    await record(tx, aboutReport(by, "report.downloaded", id, sentence), at);
    return { report, bytes: new Uint8Array(row.bytes) };
  });
}

/** Records that the published tables of a cycle leave as a file. */
export async function recordResultsDownload(
  store: Store,
  by: Actor,
  cycle: { id: string; title: string },
  at: Date,
): Promise<void> {
  const sentence = `${by.name} downloaded the published tables of ${cycle.title}.`;
  await store.transaction((tx) => record(tx, aboutCycle(by, "results.downloaded", cycle.id, sentence), at));
}

/** Records that the figures of agreement of a cycle were downloaded. */
export async function recordAgreementDownload(
  store: Store,
  by: Actor,
  cycle: { id: string; title: string },
  at: Date,
): Promise<void> {
  const sentence = `${by.name} downloaded the agreement between the auditors of ${cycle.title}.`;
  await store.transaction((tx) => record(tx, aboutCycle(by, "agreement.downloaded", cycle.id, sentence), at));
}

// ---- The making of it -------------------------------------------------------------------------------------------------

/** Puts reports back in the queue whose making ended with the server that made them. Called once, when a server starts. */
export async function takeUpReports(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    const { reports } = tx.tables;
    await tx.update(reports).set({ status: "queued", progress: WAITING }).where(eq(reports.status, "making"));
  });
}

/** How many reports wait, are being made, and could not be made. */
export async function reportQueue(db: Db): Promise<{ waiting: number; making: number; failed: number }> {
  const { reports } = db.tables;
  const rows = await db.select({ status: reports.status, n: count() }).from(reports).groupBy(reports.status);
  const of = (status: string) => rows.find((r) => r.status === status)?.n ?? 0;
  return { waiting: of("queued"), making: of("making"), failed: of("failed") };
}

/** Takes the report that has waited longest; null when none waits. */
export async function nextReport(store: Store): Promise<{ id: string; order: ReportOrder } | null> {
  return store.transaction(async (tx) => {
    const { reports } = tx.tables;
    const [waiting] = await tx
      .select({ id: reports.id, order: reports.data })
      .from(reports)
      .where(eq(reports.status, "queued"))
      .orderBy(asc(reports.askedAt), asc(reports.id))
      .limit(1);
    if (!waiting) return null;
    one(
      await tx
        .update(reports)
        .set({ status: "making", progress: "Started" })
        .where(and(eq(reports.id, waiting.id), eq(reports.status, "queued")))
        .returning({ id: reports.id }),
    );
    return { id: waiting.id, order: waiting.order as ReportOrder };
  });
}

/** Says how far a report is, in words. */
export async function noteProgress(store: Store, id: string, progress: string): Promise<void> {
  await store.transaction(async (tx) => {
    const { reports } = tx.tables;
    await tx
      .update(reports)
      .set({ progress })
      .where(and(eq(reports.id, id), eq(reports.status, "making")));
  });
}

/** Keeps a finished report, or the sentence that says why there is none. @throws NothingChanged when it was not being made */
export async function endReport(
  store: Store,
  id: string,
  made: ({ ok: true } & MadeReport) | { ok: false; problem: string },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { reports } = tx.tables;
    const values = made.ok
      ? {
          status: "ready" as const,
          progress: "Ready",
          bytes: made.bytes,
          sha256: made.sha256,
          pages: made.pages,
          replaced: made.replaced,
          readyAt: at,
        }
      : { status: "failed" as const, progress: "Stopped", problem: made.problem };
    one(
      await tx
        .update(reports)
        .set(values)
        .where(and(eq(reports.id, id), eq(reports.status, "making")))
        .returning({ id: reports.id }),
    );
    if (!made.ok) return;
    const sentence = `A learning report was made: ${made.pages} pages, SHA-256 ${made.sha256}.`;
    await record(tx, aboutReport({ id: null, name: "The server" }, "report.made", id, sentence), at);
  });
}

/** Puts a report that failed back in the queue, with the figures it was asked for with. */
export async function makeReportAgain(store: Store, by: Actor, id: string, at: Date): Promise<Step> {
  return store.transaction(async (tx): Promise<Step> => {
    const { reports } = tx.tables;
    const rows = await tx
      .update(reports)
      .set({ status: "queued", progress: WAITING, problem: null })
      .where(and(eq(reports.id, id), eq(reports.status, "failed")))
      .returning({ id: reports.id });
    if (rows.length === 0) return { ok: false, sentence: "This report is being made already, or is ready." };
    await record(tx, aboutReport(by, "report.asked", id, `${by.name} asked for a learning report again.`), at);
    return { ok: true };
  });
}
