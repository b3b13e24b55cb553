/**
 * The web server: security headers, limits, static files, then Remix. Run with `npm start` after `npm run build`.
 * Order matters and stands on one screen: request id and log, headers, health, limits, origin, static files, pages.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import helmet from "helmet";
import { constants as zlib } from "node:zlib";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { GUARDS } from "#db/guards.ts";
import { answering, onlySaves } from "./answering.ts";
import { bodyLimits, methods, plain } from "./limits.ts";
import { announce, log, loggable } from "./log.ts";
import { countRequest, serveMetrics } from "./metrics.ts";
import { startPages } from "./page-process.ts";
import { noteRequest, withNotes } from "./request.ts";
import { missingToServe, readSettings, type Settings } from "./settings.ts";

/** What the built application offers the server beside its pages. */
type Entry = {
  ready: () => Promise<void>;
  /** As `ready`, for a process that draws pages and nothing else. */
  readyToDraw: () => Promise<void>;
  close: () => Promise<void>;
  readiness: () => Promise<{ ok: boolean }>;
};
export const entryOf = (build: ServerBuild) => build.entry.module as unknown as Entry;

/** The pages as `npm run build` left them. */
export async function loadBuild({ NODE_ENV }: Settings): Promise<ServerBuild> {
  // The libraries of the pages read it when they load, and are slow and talkative where it is not set.
  process.env.NODE_ENV ??= NODE_ENV;
  return (await import(pathToFileURL(BUILT).href)) as ServerBuild;
}
const BUILT = "build/server/index.js";

/**
 * @param pages hands on what only reads, before anything else is done with it
 * @param formSeconds how long the body of a form may take to arrive
 * @param course whether the server is stopping: it is not ready then, and lets go of each connection with its answer
 */
export async function createApp(
  settings: Settings,
  build: ServerBuild,
  {
    formSeconds,
    course = { stopping: false },
    pages,
  }: { formSeconds?: number; course?: { stopping: boolean }; pages?: express.RequestHandler } = {},
): Promise<express.Express> {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", ["loopback", ...(settings.TRUSTED_PROXIES?.split(",") ?? []).map((one) => one.trim())]);

  app.use((_request, response, next) => {
    if (course.stopping) response.set("Connection", "close");
    next();
  });
  if (pages) app.use(pages);

  app.use((request, response, next) => {
    const [id, began] = [randomUUID(), performance.now()];
    response.locals.nonce = randomBytes(16).toString("base64");
    response.locals.requestId = id;
    response.set("X-Request-Id", id);
    const { method } = request;
    const notes = { id, method, route: null as string | null, personId: null as string | null };
    response.on("close", () => {
      const status = response.writableFinished ? response.statusCode : 499;
      const ms = Math.round(performance.now() - began);
      const line = { id, method, route: notes.route ?? "-", status, ms, person: notes.personId ?? "-" };
      log()[isQuiet(response) ? "debug" : status >= 500 ? "error" : "info"](line, "request");
      countRequest(method, isFile(response) ? "/assets" : notes.route, status, performance.now() - began);
    });
    withNotes(notes, next);
  });

  app.use((request, response, next) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'", `'nonce-${response.locals.nonce}'`],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", "data:"],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      frameguard: { action: "deny" },
      // "no-referrer" makes browsers send "Origin: null" with plain forms, which the origin check refuses.
      referrerPolicy: { policy: "same-origin" },
      strictTransportSecurity: settings.PUBLIC_URL?.startsWith("https://") ? undefined : false,
      crossOriginEmbedderPolicy: false,
    })(request, response, next),
  );
  app.use((_request, response, next) => {
    response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    next();
  });

  // Asked every few seconds by whoever watches over the server. The process lives: a database that is away is no reason
  // to start it again, only to send nobody here.
  app.get(["/health", "/ready"], async (request, response) => {
    response.locals.watch = true;
    noteRequest({ route: request.path });
    const state = request.path === "/health" ? { ok: true } : await entryOf(build).readiness();
    const ok = state.ok && !(course.stopping && request.path === "/ready");
    response
      .status(ok ? 200 : 503)
      .set("Cache-Control", "no-store")
      .json({ ...state, ok });
  });

  app.use(methods, bodyLimits(formSeconds));

  // Where the address is known it counts, whatever a proxy or a client calls this host.
  const own = settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL) : null;
  app.use((request, _response, next) => {
    if (own) {
      request.headers.host = own.host;
      delete request.headers["x-forwarded-host"];
    }
    next();
  });

  // Every write must come from a page of this very site.
  app.use((request, response, next) => {
    if (request.method !== "POST") return next();
    const { origin, host } = request.headers;
    const here = own?.origin ?? `${request.protocol}://${host}`;
    if (origin ? origin === here : request.headers["sec-fetch-site"] === "same-origin") return next();
    return plain(
      response,
      403,
      "This form was not sent from a page of this site. Open the page again, and send it from there.",
    );
  });

  app.use(
    compression({
      level: 4,
      brotli: { params: { [zlib.BROTLI_PARAM_QUALITY]: 1 } },
    } as compression.CompressionOptions),
  );
  app.use(["/assets", "/fonts", "/favicon.svg"], (_request, response, next) => {
    response.locals.file = true;
    next();
  });
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: "1y" }));
  app.use("/assets", (_request, response) => void response.sendStatus(404));
  app.use(express.static("build/client", { maxAge: "1h", index: false }));
  app.use("/.well-known", (_request, response) => void response.sendStatus(404));

  // Whatever a page or a download says of itself: nothing of it stays behind in a browser or on the way.
  app.use((_request, response, next) => {
    const writeHead = response.writeHead;
    response.writeHead = ((...head: Parameters<typeof writeHead>) => {
      response.setHeader("Cache-Control", "no-store");
      return writeHead.apply(response, head);
    }) as typeof writeHead;
    next();
  });
  const answered = (by: ServerBuild) =>
    createRequestHandler({
      build: answering(by),
      mode: "production",
      getLoadContext: (request, response) => ({
        from: request.ip ?? "",
        nonce: response.locals.nonce as string,
        requestId: response.locals.requestId as string,
      }),
    });
  const saves = onlySaves(build);
  const save = answered(saves.build);
  for (const path of saves.paths) app.post(path, save);
  app.all("*", answered(build));
  // Express itself would answer with the error's stack.
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    // It was answered while the work went on, as when a form took too long to arrive.
    if (response.headersSent) return void response.destroy();
    if (error instanceof URIError || (error as { code?: unknown }).code === "ERR_INVALID_URL")
      return plain(response, 400, "This address could not be read. Check it, or begin at the start page.");
    log().error({ id: response.locals.requestId, error: loggable(error) }, "not answered");
    return plain(response, 500, "Something went wrong. What was saved before is kept.");
  });
  return app;
}

/** A file of the product's own, such as a style: its line says nothing, and there are many. */
const isFile = (response: express.Response) => response.locals.file === true && response.statusCode < 400;
const isQuiet = (response: express.Response) => response.locals.watch === true || isFile(response);

/** @throws with one line for each thing that is missing before a server can be started */
function checkBeforeStart(settings: Settings): void {
  const lines = missingToServe(settings);
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  // An older Node ends without a word when it loads SQLite.
  if (major < 22 || (major === 22 && minor < 14))
    lines.push(`  Node 22.14 or newer is needed: this is ${process.version}`);
  try {
    mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
    accessSync(settings.DATA_DIR, constants.W_OK | constants.X_OK);
  } catch (error) {
    lines.push(
      `  DATA_DIR, ${settings.DATA_DIR}, cannot be written by this account (${(error as NodeJS.ErrnoException).code}). Example: DATA_DIR=/var/lib/ehc-plan-quality, owned by the account that runs the server`,
    );
  }
  if (lines.length) throw new Error(`The server cannot be started with these settings:\n${lines.join("\n")}`);
}

/** Takes no more connections, and resolves when every request that is under way is answered, or after so many seconds. */
export async function letGo(server: Server, seconds: number): Promise<void> {
  // A connection whose last answer was begun before this is kept by its other end, though nothing comes on it any more.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const over = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await new Promise((resolve) => server.close(resolve).closeIdleConnections());
  clearInterval(idle);
  clearTimeout(over);
}

type Running = { address: string; metricsPort: number | null; stop: () => Promise<void> };

/**
 * Brings the database to this build's schema, starts the built server, and resolves when it listens.
 * @returns the address and a way to stop that lets saves finish, for STOP_SECONDS at most
 */
export async function serve(settings: Settings): Promise<Running> {
  if (!existsSync(BUILT)) throw new Error("The server is not built yet. Run: npm run build");
  checkBeforeStart(settings);
  const database = { url: settings.DATABASE_URL, file: join(settings.DATA_DIR, "audit.sqlite") };
  const { applied } = await migrateDatabase({ ...database, guards: GUARDS, now: new Date() });
  if (applied.length) log().info({ migrations: applied }, "The database was brought up to date");
  const build = await loadBuild(settings);
  const entry = entryOf(build);
  await entry.ready();
  const course = { stopping: false };
  const pages = settings.PAGE_PROCESSES > 0 ? startPages(settings.PAGE_PROCESSES) : null;
  const app = await createApp(settings, build, { course, pages: pages?.handOn });
  const metrics = await serveMetrics(settings, pages?.measured);
  const server = await new Promise<Server>((resolve, reject) => {
    const starting = app.listen(settings.PORT, settings.HOST, () => resolve(starting));
    starting.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${settings.PORT} is taken by another program. Stop it, or choose another. Example: PORT=${settings.PORT + 1}`,
            )
          : error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND"
            ? new Error(`HOST, ${settings.HOST}, is no address of this machine. Example: HOST=127.0.0.1`)
            : error,
      ),
    );
  });
  server.headersTimeout = 20_000;
  // A proxy keeps connections for a minute. The end that lets go first must not be this one, or a save that is on its way is lost.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 120_000;
  const port = (server.address() as AddressInfo).port;
  const stop = async () => {
    course.stopping = true;
    await letGo(server, settings.STOP_SECONDS);
    await pages?.stop();
    await entry.close();
    metrics?.server.close();
    metrics?.server.closeAllConnections();
  };
  const address = settings.PUBLIC_URL ?? `http://localhost:${port}`;
  return { address, metricsPort: metrics?.port ?? null, stop };
}

/** After the requests, this is what the queue of changes and the database have to close. */
const CLOSE_SECONDS = 15;

if (import.meta.filename === process.argv[1]) {
  // Its words may quote what somebody typed, so they stay out of the log; a process in an unknown state ends, and is started again.
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => {
      log().fatal({ error: loggable(error) }, "The server ends after an error that nobody expected");
      process.exit(1);
    });
  try {
    const settings = readSettings(process.env);
    const running = await serve(settings);
    announce(`EHC plan quality is ready at ${running.address}`);
    if (running.metricsPort !== null) log().info({ port: running.metricsPort }, "Measurements are given at /metrics");
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.once(signal, () => {
        log().info({ signal }, "Stopping: what is being saved is finished first");
        setTimeout(
          () => {
            log().fatal("The server did not stop in time, and ends as it is");
            process.exit(1);
          },
          (settings.STOP_SECONDS + CLOSE_SECONDS) * 1000,
        ).unref();
        void running.stop().then(() => {
          log().info("Stopped");
          process.exit(0);
        });
      });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
