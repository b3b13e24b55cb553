import { and, asc, count, desc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Step } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { KIND_LABELS, type ReportKind } from "#audits/reports/outline.ts";
import type { Stage } from "#audits/reports/written/life.ts";
import { jsonText } from "./engine/sql.ts";
import { endLease, isHeld, lease } from "./leases.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store } from "./store.ts";
import { eventOn, eventsAbout, record, type RecordedEvent } from "./trail.ts";

/** What a report is made from, frozen when it was asked for: the same order gives the same bytes. */
export type ReportOrder = {
  /** Absent in orders of the first versions: a learning report. */
  kind?: ReportKind;
  data: LearningReportData;
  size: "standard" | "large";
  /** Files that travel inside beside the tables. */
  attached?: { name: string; mime: string; description: string; text: string }[];
  /** Signed with the area's certificate as of this moment, an ISO time; absent: not signed. */
  signedAt?: string;
};

/** Which reports a person may see: all, or only those whose small numbers are protected. */
export type ReportScope = "all" | "published";

type ReportRow = Tables["reports"]["$inferSelect"];
export type ReportSummary = Pick<
  ReportRow,
  | "id"
  | "cycleId"
  | "writtenId"
  | "kind"
  | "sha256"
  | "status"
  | "progress"
  | "problem"
  | "pages"
  | "replaced"
  | "askedAt"
  | "readyAt"
> & {
  cycleTitle: string;
  askedBy: string;
  view: LearningReportData["view"];
  size: ReportOrder["size"];
  version: string;
  draft: boolean;
};

type MadeReport = { bytes: Uint8Array; sha256: string; pages: number; replaced: string[] };

/**
 * Asks for the PDF of a report: what it says stays as it is now, and it waits for its turn. One that belongs to no written
 * report gets a version that counts the reports of the cycle.
 */
export async function askReport(
  store: Store,
  by: Actor,
  of: { id: string; title: string; writtenId?: string },
  asked: ReportOrder,
  at: Date,
): Promise<string> {
  const id = newId("rep");
  return store.transaction(async (tx) => {
    const { reports } = tx.tables;
    const { data, kind = "learning" } = asked;
    const [{ earlier } = { earlier: 0 }] = await tx
      .select({ earlier: count() })
      .from(reports)
      .where(eq(reports.cycleId, of.id));
    const version = of.writtenId ? data.version : String(earlier + 1);
    const order: ReportOrder = { ...asked, data: { ...data, version } };
    await tx.insert(reports).values({
      id,
      cycleId: of.id,
      writtenId: of.writtenId ?? null,
      kind,
      status: "queued",
      progress: WAITING,
      data: order,
      askedBy: by.id,
      askedAt: at,
    });
    const sentence = `${by.name} asked for the PDF of the ${data.view} ${KIND_LABELS[kind].toLowerCase()} of ${of.title}.`;
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

/** The PDFs of a cycle, newest first. */
export async function reportsOfCycle(db: Db, cycleId: string, scope: ReportScope): Promise<ReportSummary[]> {
  return summaries(db, scope, eq(db.tables.reports.cycleId, cycleId));
}

/** The PDFs of one written report, newest first. */
export async function filesOf(db: Db, writtenId: string, scope: ReportScope): Promise<ReportSummary[]> {
  return summaries(db, scope, eq(db.tables.reports.writtenId, writtenId));
}

/** All PDFs that can be read, newest first. */
export async function readyReports(db: Db, scope: ReportScope): Promise<ReportSummary[]> {
  return summaries(db, scope, eq(db.tables.reports.status, "ready"));
}

async function summaries(db: Db, scope: ReportScope, which: ReturnType<typeof eq>): Promise<ReportSummary[]> {
  const { reports, cycles, people, writtenReports } = db.tables;
  const published = and(
    eq(jsonText(reports.data, ["data", "view"]), "published"),
    // What is still written, or was withdrawn, is nobody's to download but those who make it.
    or(isNull(reports.writtenId), eq(writtenReports.stage, "issued")),
    or(isNull(reports.writtenId), eq(jsonText(reports.data, ["data", "status"]), "final")),
  );
  const rows = await db
    .select({
      id: reports.id,
      cycleId: reports.cycleId,
      writtenId: reports.writtenId,
      kind: reports.kind,
      sha256: reports.sha256,
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
    .leftJoin(writtenReports, eq(writtenReports.id, reports.writtenId))
    // What this person may not see is not even read, so that the answer takes no longer for it.
    .where(and(which, scope === "all" ? undefined : published))
    .orderBy(desc(reports.askedAt))
    .limit(200);
  return rows.map(({ order, ...row }) => {
    const { data, size } = order as ReportOrder;
    return { ...row, view: data.view, size, version: data.version, draft: data.status === "draft" };
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
    const sentence = `${by.name} downloaded the ${report.view} ${KIND_LABELS[report.kind].toLowerCase()} of ${report.cycleTitle}, version ${report.version}.`;
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

/** How many reports wait, are being made, and could not be made. */
export async function reportQueue(db: Db): Promise<{ waiting: number; making: number; failed: number }> {
  const { reports } = db.tables;
  const rows = await db.select({ status: reports.status, n: count() }).from(reports).groupBy(reports.status);
  const of = (status: string) => rows.find((r) => r.status === status)?.n ?? 0;
  return { waiting: of("queued"), making: of("making"), failed: of("failed") };
}

/**
 * Takes the report that has waited longest for this server, also one whose making ended with the server that made it; null when
 * none is to be made.
 * @param holder the server that makes it now
 */
export async function nextReport(
  store: Store,
  holder: string,
  at: Date,
): Promise<{ id: string; order: ReportOrder } | null> {
  const { reports } = store.tables;
  const open = inArray(reports.status, ["queued", "making"]);
  const [any] = await store.db.select({ id: reports.id }).from(reports).where(open).limit(1);
  if (!any) return null;
  return store.transaction(async (tx) => {
    const waiting = await tx
      .select({ id: reports.id, status: reports.status })
      .from(reports)
      .where(open)
      .orderBy(asc(reports.askedAt), asc(reports.id));
    for (const { id, status } of waiting) {
      if (status === "making" && (await isHeld(tx, id, at))) continue;
      await lease(tx, id, holder, at);
      const { order } = one(
        await tx
          .update(reports)
          .set({ status: "making", progress: "Started" })
          .where(and(eq(reports.id, id), eq(reports.status, status)))
          .returning({ order: reports.data }),
      );
      return { id, order: order as ReportOrder };
    }
    return null;
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

/** Keeps a finished report, or the sentence that says why there is none. @throws NothingChanged when this holder was not making it */
export async function endReport(
  store: Store,
  id: string,
  holder: string,
  made: ({ ok: true } & MadeReport) | { ok: false; problem: string },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { reports } = tx.tables;
    await endLease(tx, id, holder);
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
    const { kind } = one(
      await tx
        .update(reports)
        .set(values)
        .where(and(eq(reports.id, id), eq(reports.status, "making")))
        .returning({ kind: reports.kind }),
    );
    if (!made.ok) return;
    const sentence = `The PDF of a report was made (${KIND_LABELS[kind].toLowerCase()}): ${made.pages} pages, SHA-256 ${made.sha256}.`;
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
    await record(tx, aboutReport(by, "report.asked", id, `${by.name} asked for the PDF of a report again.`), at);
    return { ok: true };
  });
}

// ---- Made again, and verified -------------------------------------------------------------------------------------------

/** What a finished PDF was made from, and its bytes; null when there is none that is finished. */
export async function orderOf(db: Db, id: string): Promise<{ order: ReportOrder; bytes: Uint8Array } | null> {
  const { reports } = db.tables;
  const [row] = await db
    .select({ order: reports.data, bytes: reports.bytes, status: reports.status })
    .from(reports)
    .where(eq(reports.id, id));
  return row?.status === "ready" && row.bytes
    ? { order: row.order as ReportOrder, bytes: new Uint8Array(row.bytes) }
    : null;
}

/** Records that a PDF was made again from what it was made from, and whether it is the same. */
export async function recordRemake(store: Store, by: Actor, id: string, same: boolean, at: Date): Promise<void> {
  const words = same ? "the same file, byte for byte" : "another file";
  const sentence = `${by.name} had the PDF of a report made again: it is ${words}.`;
  await store.transaction((tx) => record(tx, aboutReport(by, "report.checked", id, sentence), at));
}

/** A file that was made here, where its report stands now, and the event that says so. */
export type KnownFile = {
  report: ReportSummary;
  event: RecordedEvent | null;
  stage: Stage | null;
  issuedAt: Date | null;
  withdrawnAt: Date | null;
  signedAt: string | null;
};

/** The PDF with this fingerprint, wherever its report stands in its life; null when none was ever made here. */
export async function fileWith(db: Db, sha256: string): Promise<KnownFile | null> {
  const { reports, writtenReports: w } = db.tables;
  const [row] = await db
    .select({
      id: reports.id,
      order: reports.data,
      stage: w.stage,
      withdrawnAt: w.withdrawnAt,
      issuedAt: w.issuedAt,
    })
    .from(reports)
    .leftJoin(w, eq(w.id, reports.writtenId))
    .where(eq(reports.sha256, sha256))
    .limit(1);
  const report = row && (await reportOf(db, row.id, "all"));
  if (!row || !report) return null;
  const events = await eventsAbout(db, "report", row.id);
  const event = events.find((one) => one.kind === "report.made" && one.sentence.includes(sha256)) ?? null;
  const { id: _id, order, ...standing } = row;
  return { report, event, ...standing, signedAt: (order as ReportOrder).signedAt ?? null };
}
