/**
 * Long work in a process of its own, so that nobody's page waits for it: making a report's PDF, reading an import, a backup. One
 * process does one piece of work at a time; after one that needs no fonts it ends. What a piece of work needs is loaded when it
 * begins, so that a report loads no database. Node runs this file as it is; it is not part of the bundle.
 */
import { createHash } from "node:crypto";
import { setPriority } from "node:os";
import { join } from "node:path";
import type { ReadVerdict, UploadedFile } from "#audits/cases/reading.ts";
import type { Report } from "#audits/reports/blocks.ts";
import { reportOf } from "#audits/reports/edition.ts";
import type { Attachment } from "#audits/reports/pdf/core/document.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { tablesAttachment } from "#audits/reports/tables-csv.ts";
import type { ReportOrder } from "#db/reports.ts";
import type { MadeBackup } from "./backups.ts";
import { faces } from "./faces.ts";
import type { Settings } from "./settings.ts";
import { WORKER_PRIORITY } from "./worker-process.ts";

export type WorkOrder =
  | { kind: "report"; order: ReportOrder }
  | { kind: "sheet"; report: Report }
  | { kind: "read-import"; files: UploadedFile[]; referenceDate: string; pseudonymKey: string }
  | { kind: "backup"; settings: Settings; at: Date };

export type WorkResult = {
  report: { bytes: Uint8Array; sha256: string; pages: number; replaced: string[] };
  sheet: { bytes: Uint8Array };
  "read-import": ReadVerdict;
  backup: { ok: true; made: MadeBackup } | { ok: false; sentence: string };
};

/** `progress` is the share of the work that is done, 0 to 1; `done` or `failed` comes last. */
export type WorkMessage =
  | { kind: "progress"; share: number }
  | { kind: "done"; result: WorkResult[WorkOrder["kind"]] }
  | { kind: "failed"; reason: string };

/** Each word of progress is written to the database, beside the scores that people save; a page that waits looks every two seconds. */
const PROGRESS_MS = 1000;

function seldom(say: (share: number) => void): (share: number) => void {
  let last = performance.now();
  return (share) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    say(share);
  };
}

async function makeReport({ order }: Extract<WorkOrder, { kind: "report" }>): Promise<WorkResult["report"]> {
  const { kind = "learning", data, size, attached = [] } = order;
  const report = reportOf({ kind, data });
  const files = attached.map(
    ({ text, ...file }): Attachment => ({ ...file, bytes: new TextEncoder().encode(text), relationship: "Supplement" }),
  );
  const tables = report.blocks.some((block) => block.kind === "table") ? [tablesAttachment(report.blocks)] : [];
  const made = await renderPdf({
    ...report,
    fonts: faces(),
    attachments: [...tables, ...files],
    // An easy-read paper is always in large print.
    size: kind === "easy_read" ? "large" : size,
    onProgress: seldom((share) => send({ kind: "progress", share })),
  });
  const bytes = order.signedAt ? await signed(made.bytes, new Date(order.signedAt)) : made.bytes;
  return { ...made, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** With the area's own certificate. @throws when there is none any more */
async function signed(bytes: Uint8Array, at: Date): Promise<Uint8Array> {
  const [{ readSettings }, { signPdf }] = [await import("./settings.ts"), await import("./sign-pdf.ts")];
  const { REPORT_SIGNING_FILE: path, REPORT_SIGNING_PASSWORD: password } = readSettings(process.env);
  if (!path || !password) throw new Error("The report is to be signed, and REPORT_SIGNING_FILE is not set.");
  return signPdf(bytes, { path, password }, at);
}

/** A score sheet for paper: its blocks are made already, and only set here. */
async function printSheet({ report }: Extract<WorkOrder, { kind: "sheet" }>): Promise<WorkResult["sheet"]> {
  const { bytes } = await renderPdf({ ...report, fonts: faces(), attachments: [] });
  return { bytes };
}

async function readFiles(order: Extract<WorkOrder, { kind: "read-import" }>): Promise<WorkResult["read-import"]> {
  const { readImport } = await import("#audits/cases/read-import.ts");
  const { pseudonymMaker } = await import("./area-keys.ts");
  const pseudonymOf = pseudonymMaker({ pseudonymKey: order.pseudonymKey });
  return readImport(order.files, { referenceDate: order.referenceDate, pseudonymOf });
}

/** A backup is long to read again, and its pages are read at one go, so it must not stand in anybody's way. */
async function backup({ settings, at }: Extract<WorkOrder, { kind: "backup" }>): Promise<WorkResult["backup"]> {
  const { DatabaseError } = await import("#db/engine/errors.ts");
  const { openDatabase } = await import("#db/engine/open.ts");
  const { defineSchema } = await import("#db/schema.ts");
  const { writeBackup } = await import("./backups.ts");
  const file = join(settings.DATA_DIR, "audit.sqlite");
  const store = await openDatabase(defineSchema, { url: settings.DATABASE_URL, file, readOnly: true });
  try {
    return { ok: true, made: await writeBackup(store, settings, at) };
  } catch (error) {
    if (error instanceof DatabaseError) return { ok: false, sentence: error.message };
    // A full disk and a folder that may not be written are told in the system's own short words.
    const reason = (error as { code?: string }).code ?? "for a reason that the log says";
    return { ok: false, sentence: `The backup could not be written: ${reason}. Nothing was changed` };
  } finally {
    await store.close();
  }
}

function send(message: WorkMessage): void {
  process.send?.(message);
}

/** Sends the last message, and lets go of the channel only when all of it is on its way. */
function finish(message: WorkMessage): void {
  process.send?.(message, () => process.disconnect());
}

async function resultOf(order: WorkOrder): Promise<WorkResult[WorkOrder["kind"]]> {
  if (order.kind === "report") return makeReport(order);
  if (order.kind === "backup") return backup(order);
  return order.kind === "sheet" ? printSheet(order) : readFiles(order);
}

setPriority(WORKER_PRIORITY);

process.on("message", async (order: WorkOrder) => {
  try {
    const message: WorkMessage = { kind: "done", result: await resultOf(order) };
    if (order.kind === "report" || order.kind === "sheet") send(message);
    else finish(message);
  } catch (error) {
    finish({ kind: "failed", reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
// A server that stopped, however it stopped, leaves no work behind.
process.once("disconnect", () => process.exit());
