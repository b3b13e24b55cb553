/**
 * The web server: security headers, limits, static files, then Remix. Run with `npm start` after `npm run build`.
 * Order matters and stands on one screen: health, request id, limits, origin, static files, pages.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import helmet from "helmet";
import { constants } from "node:zlib";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { GUARDS } from "#db/guards.ts";
import { readSettings, type Settings } from "./settings.ts";

/** Largest body of any request: the nine files of a SEN2 return of a large area, with room. */
export const LARGEST_UPLOAD = 64 * 1024 * 1024;
/** Largest body of a form that carries no file. */
const LARGEST_FORM = 2 * 1024 * 1024;

export async function createApp(settings: Settings, build: ServerBuild): Promise<express.Express> {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback");

  app.get("/health", async (_request, response) => {
    const state = await (build.entry.module as unknown as { health: () => Promise<{ ok: boolean }> }).health();
    response
      .status(state.ok ? 200 : 503)
      .set("Cache-Control", "no-store")
      .json(state);
  });

  app.use((_request, response, next) => {
    response.locals.nonce = randomBytes(16).toString("base64");
    response.locals.requestId = randomUUID();
    response.set("X-Request-Id", response.locals.requestId);
    next();
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

  // A body without a stated length cannot be limited before it is read, so it is refused.
  app.use((request, response, next) => {
    if (request.method === "GET" || request.method === "HEAD") return next();
    const length = Number(request.headers["content-length"] ?? Number.NaN);
    const largest = request.path.startsWith("/imports") ? LARGEST_UPLOAD : LARGEST_FORM;
    if (!Number.isFinite(length))
      return plain(response, 411, "The browser did not say how large the upload is. Try another browser.");
    if (length > largest) {
      response.set("Connection", "close");
      return plain(
        response,
        413,
        `That is too large: at most ${Math.floor(largest / 1024 / 1024)} MB can be sent at once. Go back, and send a smaller file. Nothing was kept.`,
      );
    }
    return next();
  });

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
    if (request.method === "GET" || request.method === "HEAD") return next();
    const origin = request.headers.origin;
    const site = request.headers["sec-fetch-site"];
    const fromHere = origin ? isOwn(origin, own, request.headers.host) : site === "same-origin" || site === "none";
    if (fromHere) return next();
    return plain(
      response,
      403,
      "This form was not sent from a page of this site. Open the page again, and send it from there.",
    );
  });

  app.use(
    compression({
      level: 4,
      brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
    } as compression.CompressionOptions),
  );
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: "1y" }));
  app.use("/assets", (_request, response) => void response.sendStatus(404));
  app.use(express.static("build/client", { maxAge: "1h", index: false }));
  app.use("/.well-known", (_request, response) => void response.sendStatus(404));

  app.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  app.all(
    "*",
    createRequestHandler({
      build,
      mode: "production",
      getLoadContext: (request, response) => ({
        from: request.ip ?? "",
        nonce: response.locals.nonce as string,
        requestId: response.locals.requestId as string,
      }),
    }),
  );
  // Express itself would answer with the error's stack.
  app.use((error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError || (error as { code?: unknown }).code === "ERR_INVALID_URL")
      return plain(response, 400, "This address could not be read. Check it, or begin at the start page.");
    console.error(`${response.locals.requestId} was not answered:`, error);
    return plain(response, 500, "Something went wrong. What was saved before is kept.");
  });
  return app;
}

function isOwn(origin: string, own: URL | null, host: string | undefined): boolean {
  if (own) return origin === own.origin;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function plain(response: express.Response, status: number, sentence: string): void {
  response
    .status(status)
    .set("Cache-Control", "no-store")
    .type("html")
    .send(
      `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${sentence.split(".")[0]}</title></head><body><h1>That did not work</h1><p>${sentence}</p><p><a href="/">Go to the start page</a></p></body></html>`,
    );
}

/** Brings the database to this build's schema, starts the built server, and resolves when it listens. @returns the address and a way to stop that lets saves finish. */
export async function serve(settings: Settings): Promise<{ address: string; stop: () => Promise<void> }> {
  const file = "build/server/index.js";
  if (!existsSync(file)) throw new Error("The server is not built yet. Run: npm run build");
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
  const database = { url: settings.DATABASE_URL, file: join(settings.DATA_DIR, "audit.sqlite") };
  const { applied } = await migrateDatabase({ ...database, guards: GUARDS, now: new Date() });
  if (applied.length) console.log(`The database was brought up to date: ${applied.join(", ")}`);
  // The libraries of the pages read it when they load, and are slow and talkative where it is not set.
  process.env.NODE_ENV ??= settings.NODE_ENV;
  const build = (await import(pathToFileURL(file).href)) as ServerBuild;
  const entry = build.entry.module as unknown as { ready: () => Promise<void>; close: () => Promise<void> };
  await entry.ready();
  const app = await createApp(settings, build);
  const server = await new Promise<import("node:http").Server>((resolve, reject) => {
    const starting = app.listen(settings.PORT, settings.HOST, () => resolve(starting));
    starting.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${settings.PORT} is taken by another program. Stop it, or choose another: PORT=${settings.PORT + 1} npm run demo`,
            )
          : error,
      ),
    );
  });
  server.headersTimeout = 20_000;
  server.requestTimeout = 120_000;
  const port = (server.address() as AddressInfo).port;
  const stop = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 10_000).unref();
    });
    await entry.close();
  };
  return { address: settings.PUBLIC_URL ?? `http://localhost:${port}`, stop };
}

if (import.meta.filename === process.argv[1]) {
  try {
    const running = await serve(readSettings(process.env));
    console.log(`EHC plan quality is ready at ${running.address}`);
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.once(signal, () => void running.stop().then(() => process.exit(0)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
