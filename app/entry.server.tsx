import { Writable } from "node:stream";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { sweepIdentity } from "#db/sessions.ts";
import { NonceContext } from "~/components/nonce.ts";
import { backupFolder, folderFault } from "~/server/backups.ts";
import { area, closeDatabase, now, openArea, store } from "~/server/database.server.ts";
import { startJobs, stopJobs } from "~/server/jobs.server.ts";
import { log, loggable } from "~/server/log.ts";
import { plainPage } from "~/server/plain-page.ts";
import { startReminders, stopReminders } from "~/server/reminders.server.ts";
import { measureArea, readiness } from "~/server/readiness.server.ts";
import { noteRequest } from "~/server/request.ts";

declare module "@remix-run/node" {
  interface AppLoadContext {
    nonce: string;
    requestId: string;
    /** The address of the network that the request came from. */
    from: string;
  }
}

/** The server's own doors into the built application: set up before it listens, readiness while it runs, close at the end. */
export async function ready(): Promise<void> {
  await openArea();
  measureArea();
  if (!(await readiness()).area)
    log().warn(
      'No area is set up in this database. Run: npm run set-up -- --area Northshire --name "Deborah Lane" --email deborah@example.gov.uk',
    );
  const fault = folderFault(backupFolder(area().settings));
  if (fault) log().warn(fault);
  await startJobs();
  startReminders();
  sweeping = setInterval(() => void sweep(), SWEEP_MINUTES * 60_000).unref();
  await sweep();
}
/** For a process that only draws pages: another does what goes on by the clock, but for what would keep its saves waiting. */
export async function readyToDraw(): Promise<void> {
  await openArea();
  folding = setInterval(() => void fold(), FOLD_SECONDS * 1000).unref();
}
export async function close(): Promise<void> {
  clearInterval(sweeping);
  clearInterval(folding);
  await stopReminders();
  await stopJobs();
  await closeDatabase();
}
export { readiness };

const FOLD_SECONDS = 1;
let folding: ReturnType<typeof setInterval> | undefined;
const fold = () =>
  store()
    .foldLog()
    .catch((error: unknown) => log().warn({ error: loggable(error) }, "The log of the database could not be folded"));

/** Sessions, links and counts of tries that are over are taken away as often as this. */
const SWEEP_MINUTES = 60;
let sweeping: ReturnType<typeof setInterval> | undefined;
const sweep = () =>
  sweepIdentity(store(), now()).catch((error: unknown) =>
    log().error({ error: loggable(error) }, "What is over could not be swept"),
  );

/** Remix keeps a request's data until this time is over, so it is short; pages here come whole. */
export const streamTimeout = 1000;
/** A page that is not drawn by then never will be; on a busy machine one may wait for others for seconds. */
const DRAWING_MS = 20_000;

/**
 * Takes in a page piece by piece and gives it whole: handed on each by itself, fifty pieces of 2,048 bytes cost as much as drawing
 * them. Where a character of several bytes does not fit at the end of a piece, React 18 fills the piece up with zeros. In a field
 * these would become part of what somebody saves next. No page has a zero byte of its own.
 */
const gathering = (whole: (page: Uint8Array) => void): Writable => {
  const pieces: Uint8Array[] = [];
  return new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece.includes(0) ? piece.filter((byte) => byte !== 0) : piece);
      done();
    },
    final(done) {
      whole(Buffer.concat(pieces));
      done();
    },
  });
};

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  loadContext: AppLoadContext,
) {
  const { matches } = context.staticHandlerContext;
  noteRequest({ route: `/${matches.flatMap(({ route }) => route.path || []).join("/")}` });
  return new Promise<Response>((resolve, reject) => {
    let failed = false;
    const drawnBefore = context.staticHandlerContext.errors !== null;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={loadContext.nonce}>
        <RemixServer context={context} url={request.url} nonce={loadContext.nonce} />
      </NonceContext.Provider>,
      {
        nonce: loadContext.nonce,
        // Pages come whole: nothing is deferred, so there is no shell to send first.
        onAllReady() {
          clearTimeout(timer);
          headers.set("Content-Type", "text/html; charset=utf-8");
          pipe(
            gathering((page) => resolve(new Response(page as BodyInit, { headers, status: failed ? 500 : status }))),
          );
        },
        onShellError(error) {
          clearTimeout(timer);
          // The first time the page is drawn again as its error page; where that fails too, a sentence still leaves.
          if (!drawnBefore) return reject(error);
          const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
          const sentence = "Something went wrong. What was saved before is kept.";
          resolve(new Response(plainPage(sentence, loadContext.requestId), { status: 500, headers }));
        },
        onError(error) {
          failed = true;
          log().error({ id: loadContext.requestId, error: loggable(error) }, "page could not be drawn");
        },
      },
    );
    const timer = setTimeout(abort, DRAWING_MS);
  });
}

/**
 * What failed outside a loader or action, which answer for themselves: drawing is logged where it happens, so what is left
 * is an address or a method that no route takes. The answer's own line says so.
 */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }) {
  if (request.signal.aborted) return;
  log().debug({ id: context.requestId, error: loggable(error) }, "refused");
}
