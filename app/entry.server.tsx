import { PassThrough } from "node:stream";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { sweepIdentity } from "#db/sessions.ts";
import { NonceContext } from "~/components/nonce.ts";
import { closeDatabase, databaseHealth, now, openArea, store } from "~/server/database.server.ts";
import { pathForLog } from "~/server/links.ts";
import { startJobs, stopJobs } from "~/server/jobs.server.ts";

declare module "@remix-run/node" {
  interface AppLoadContext {
    nonce: string;
    requestId: string;
    /** The address of the network that the request came from. */
    from: string;
  }
}

/** The server's own doors into the built application: set up before it listens, health while it runs, close at the end. */
export async function ready(): Promise<void> {
  await openArea();
  await startJobs();
  sweeping = setInterval(() => void sweep(), SWEEP_MINUTES * 60_000).unref();
  await sweep();
}
export async function close(): Promise<void> {
  clearInterval(sweeping);
  await stopJobs();
  await closeDatabase();
}
export const health = databaseHealth;

/** Sessions, links and counts of tries that are over are taken away as often as this. */
const SWEEP_MINUTES = 60;
let sweeping: ReturnType<typeof setInterval> | undefined;
const sweep = () =>
  sweepIdentity(store(), now()).catch((error: unknown) => console.error("What is over could not be swept:", error));

/** Remix keeps a request's data until this time is over, so it is short; pages here come whole. */
export const streamTimeout = 1000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  loadContext: AppLoadContext,
) {
  return new Promise<Response>((resolve, reject) => {
    let failed = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={loadContext.nonce}>
        <RemixServer context={context} url={request.url} nonce={loadContext.nonce} />
      </NonceContext.Provider>,
      {
        nonce: loadContext.nonce,
        // Pages come whole: nothing is deferred, so there is no shell to send first.
        onAllReady() {
          clearTimeout(timer);
          const body = new PassThrough();
          headers.set("Content-Type", "text/html; charset=utf-8");
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: failed ? 500 : status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error) {
          failed = true;
          console.error(`${loadContext.requestId} page could not be drawn:`, error);
        },
      },
    );
    const timer = setTimeout(abort, streamTimeout + 1000);
  });
}

/** Unexpected failures only; answers with a status of their own are not errors. The form's words never enter the log. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }) {
  if (request.signal.aborted) return;
  console.error(`${context.requestId} ${request.method} ${pathForLog(new URL(request.url).pathname)}:`, error);
}
