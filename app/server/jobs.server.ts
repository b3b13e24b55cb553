import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { UploadedFile } from "#audits/cases/reading.ts";
import type { Step } from "#audits/panel/life.ts";
import type { Report } from "#audits/reports/blocks.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { endReading, importOf, importsLeft } from "#db/cases.ts";
import { RENEW_SECONDS, renewLease } from "#db/leases.ts";
import { actorOf } from "#db/people.ts";

import { keepMissingPlanResults } from "#db/plan-results.ts";
import { endReport, nextReport, noteProgress, type ReportOrder } from "#db/reports.ts";
import { recordBackup } from "./backups.ts";
import { area, now, store, wasFaster } from "./database.server.ts";
import { log, loggable } from "./log.ts";
import type { WorkMessage, WorkOrder, WorkResult } from "./worker.ts";
import { startWorker } from "./worker-process.ts";

/** Long work leaves the request: it waits in a queue, one piece is done at a time, and what it gives is kept in the database. */

const TIME_LIMIT_SECONDS = 120;
/** A backup of a large area reads all of it three times. */
const BACKUP_SECONDS = 30 * 60;

/** A process that set a report is kept for the next: starting one takes longer than setting the pages. */
const KEPT_SECONDS = 60;
const KEPT_FOR: WorkOrder["kind"][] = ["report", "sheet"];

/** Where several servers share a database, each knows its own work by this. */
export const thisServer = randomUUID();

let last: Promise<unknown> = Promise.resolve();
let running: ChildProcess | null = null;
let kept: { child: ChildProcess; timer: NodeJS.Timeout } | null = null;
let stopped = false;

/** Waits for all work that was asked for before. */
function inTurn<R>(work: () => Promise<R>): Promise<R> {
  const turn = last.then(work);
  last = turn.catch(() => {});
  return turn;
}

/**
 * Does one piece of work in a process of its own: whatever becomes of it, a fatal lack of memory included, the server goes
 * on.
 *
 * @throws when the work fails, or takes longer than its seconds
 */
function inProcess<Kind extends WorkOrder["kind"]>(
  order: Extract<WorkOrder, { kind: Kind }>,
  onProgress: (share: number) => void = () => {},
  seconds = TIME_LIMIT_SECONDS,
): Promise<WorkResult[Kind]> {
  const child = (KEPT_FOR.includes(order.kind) && takeKept()) || startWorker();
  running = child;
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      running = null;
      child.off("message", onMessage).off("exit", onExit).off("error", reject);
    };
    const timer = setTimeout(() => {
      reject(new Error(`The work took longer than ${seconds} seconds.`));
      child.kill("SIGKILL");
    }, seconds * 1000);
    const onMessage = (message: WorkMessage) => {
      if (message.kind === "progress") return onProgress(message.share);
      over();
      if (message.kind === "failed") return reject(new Error(message.reason));
      resolve(message.result as WorkResult[Kind]);
      if (KEPT_FOR.includes(order.kind) && !stopped) keep(child);
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      const ended = () => {
        over();
        reject(new Error(`The work ended without a result (${signal ?? `code ${code}`}).`));
      };
      // The process may be gone before all that it sent is read; the channel closes only after that.
      if (child.connected) child.once("disconnect", ended);
      else ended();
    };
    child.on("message", onMessage).on("exit", onExit).on("error", reject);
    child.send(order, (error) => error && reject(error));
  });
}

/** Lets go of a kept process after a while. It keeps nobody from stopping. */
function keep(child: ChildProcess): void {
  const timer = setTimeout(letGo, KEPT_SECONDS * 1000);
  for (const each of [timer, child, child.channel]) each?.unref();
  kept = { child, timer };
}

function takeKept(): ChildProcess | null {
  const taken = kept;
  kept = null;
  if (!taken) return null;
  clearTimeout(taken.timer);
  if (!taken.child.connected || taken.child.exitCode !== null) return null;
  for (const each of [taken.child, taken.child.channel]) each?.ref();
  return taken.child;
}

function letGo(): void {
  takeKept()?.kill("SIGKILL");
}

/** How often a server looks for work that waits, or that another left behind. */
const LOOK_SECONDS = 5;
let looking: ReturnType<typeof setInterval> | undefined;

/** Begins to do what waits and what a server that died left behind. Called once, when the database is open. */
export async function startJobs(): Promise<void> {
  stopped = false;
  await keepMissingPlanResults(store());
  await look();
  looking = setInterval(() => void look(), LOOK_SECONDS * 1000).unref();
}

/** Ends the piece of work that is under way; the next start, or another server, takes it up again. */
export async function stopJobs(): Promise<void> {
  stopped = true;
  clearInterval(looking);
  running?.kill("SIGKILL");
  letGo();
  await last;
}

async function look(): Promise<void> {
  try {
    for (const { id } of await importsLeft(store(), now())) await giveUpReading(id);
  } catch (error) {
    log().error({ error: loggable(error) }, "Imports that were left could not be looked for");
  }
  // What is under way here looks for the next by itself.
  if (!makingReports) void makeReports();
}

/** Says until the work ends that it goes on here. */
async function held<R>(id: string, work: () => Promise<R>): Promise<R> {
  const renew = () =>
    renewLease(store(), id, thisServer, now()).catch((error: unknown) =>
      log().warn({ work: id, error: loggable(error) }, "A lease could not be renewed"),
    );
  const timer = setInterval(() => void renew(), RENEW_SECONDS * 1000).unref();
  return work().finally(() => clearInterval(timer));
}

let makingReports = false;

/** Makes every report that waits, one after the other. A page that asks for one does not wait for it. */
export async function makeReports(): Promise<void> {
  makingReports = true;
  try {
    await inTurn(async () => {
      for (let next = await waiting(); next; next = await waiting()) await make(next.id, next.order);
    });
  } catch (error) {
    log().error({ error: loggable(error) }, "The queue of reports stopped");
  } finally {
    makingReports = false;
  }
}

const waiting = async () => (stopped ? null : nextReport(store(), thisServer, now()));

async function make(id: string, order: ReportOrder): Promise<void> {
  let noted = Promise.resolve();
  const onProgress = (share: number) => {
    noted = noted.then(() => noteProgress(store(), id, `Setting the pages: ${Math.floor(share * 10) * 10}% done`));
  };
  try {
    const made = await held(id, () => inProcess({ kind: "report", order }, onProgress));
    await noted;
    await endReport(store(), id, thisServer, { ok: true, ...made }, now());
    log().info({ report: id, pages: made.pages }, "A report was made");
  } catch (error) {
    if (stopped) return;
    // This server stood still for longer than its lease held, and another made the report.
    if (wasFaster(error)) return void log().warn({ report: id }, "A report was made elsewhere");
    log().error({ report: id, error: loggable(error) }, "A report could not be made");
    await endReport(store(), id, thisServer, { ok: false, problem: PROBLEM }, now());
  }
}

const PROBLEM =
  "The report could not be made. The reason is in the server’s log; whoever runs the server can look it up. Its figures are kept.";

/**
 * Makes a PDF again from what it was made from, keeps nothing of it, and says whether it is the same, byte for byte. A signature
 * is appended to a file, so a signed one is compared up to where it was signed.
 */
export async function remakesAs({ order, bytes }: { order: ReportOrder; bytes: Uint8Array }): Promise<boolean> {
  const { signedAt, ...unsigned } = order;
  const made = await inTurn(() => inProcess({ kind: "report", order: unsigned }));
  const before = signedAt ? bytes.subarray(0, made.bytes.length) : bytes;
  return Buffer.from(before).equals(Buffer.from(made.bytes));
}

/** A score sheet for paper, set in a process of its own after whatever is under way. */
export async function printSheet(report: Report): Promise<Uint8Array> {
  const { bytes } = await inTurn(() => inProcess({ kind: "sheet", report }));
  return bytes;
}

/** Makes a backup in a process of its own after whatever is under way, and records it with its fingerprint. */
export async function makeBackup(by: Actor): Promise<Step> {
  const at = now();
  const { settings } = area();
  try {
    const result = await inTurn(() => inProcess({ kind: "backup", settings, at }, undefined, BACKUP_SECONDS));
    if (!result.ok) return result;
    await recordBackup(store(), by, result.made, at);
    return { ok: true };
  } catch (error) {
    log().error({ error: loggable(error) }, "A backup could not be made");
    return { ok: false, sentence: "The backup was not finished. The reason is in the server’s log" };
  }
}

/** Reads uploaded files in a process of its own, and keeps what they say for the preview, or why they cannot be read. */
export async function readImport(
  importId: string,
  by: Actor,
  files: UploadedFile[],
  referenceDate: string,
): Promise<void> {
  const { pseudonymKey } = area().keys;
  try {
    const verdict = await held(importId, () =>
      inTurn(() => inProcess({ kind: "read-import", files, referenceDate, pseudonymKey })),
    );
    const read = verdict.ok
      ? verdict
      : {
          ok: false as const,
          sentences: verdict.refusals.map(({ file, sentence }) => (file ? `${file}: ${sentence}` : sentence)),
        };
    await endReading(store(), by, importId, read, now());
    log().info({ import: importId, read: read.ok }, "An import was read");
  } catch (error) {
    if (stopped) return;
    log().error({ import: importId, error: loggable(error) }, "An import could not be read");
    // Nobody waits for this. Where it fails too, the import was given up elsewhere, or is when its lease has run out.
    await endReading(store(), by, importId, { ok: false, sentences: [UNREAD] }, now()).catch((again: unknown) =>
      log().warn({ import: importId, error: loggable(again) }, "The end of an import could not be kept"),
    );
  }
}

const UNREAD =
  "The files could not be read to the end, so nothing of them is kept. Check that they are CSV files, and upload them again.";

async function giveUpReading(importId: string): Promise<void> {
  const row = await importOf(store().db, importId);
  const by = row?.startedBy ? await actorOf(store().db, row.startedBy, now()) : null;
  const sentences = [
    "The server stopped while these files were being read. Nothing of them is kept. Upload them again.",
  ];
  if (by) await endReading(store(), by, importId, { ok: false, sentences }, now());
}
