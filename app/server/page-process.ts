/**
 * Pages are drawn in processes of their own, so that a save waits for nobody's page: drawing one takes up to a tenth of a
 * second, and a process does one thing at a time. The process that listens makes every change itself, and hands on whatever
 * only reads. While no other process is there, it draws the pages as well.
 */
import { type ChildProcess, fork } from "node:child_process";
import { Agent, request as send } from "node:http";
import { join } from "node:path";
import type { Request, RequestHandler, Response } from "express";
import type { MetricObjectWithValues, MetricValue } from "prom-client";
import { log } from "./log.ts";
import { measure } from "./metrics.ts";

/** As `os.setPriority` counts: saves go first, then pages, then reports. */
export const PAGE_PRIORITY = 5;

export type Measured = MetricObjectWithValues<MetricValue<string>>[];
export type PageOrder = { kind: "alive?" } | { kind: "measure"; id: number } | { kind: "stop" };
export type PageMessage =
  | { kind: "listening"; port: number }
  | { kind: "alive" }
  | { kind: "measured"; id: number; metrics: Measured };

/** A process that says nothing for as many looks stands still, and is replaced. */
const [LOOK_SECONDS, SILENT_LOOKS] = [10, 3];
/** How long to wait before a process that ended is started again, doubled each time up to the most. */
const [AGAIN_MS, AGAIN_MOST_MS] = [500, 30_000];
/** One that ran for so long had nothing wrong with its start. */
const WELL_MS = 60_000;
const STOP_MS = 20_000;

export type PageProcesses = {
  /** Hands a request that only reads to a page process; any other, and every one while there is none, goes on here. */
  handOn: RequestHandler;
  /** What each process measured, those aside that do not answer. */
  measured(): Promise<Measured[]>;
  stop(): Promise<void>;
};

/** Starts so many processes. The first requests are answered here until they listen. */
export function startPages(howMany: number): PageProcesses {
  const processes = Array.from({ length: howMany }, keptRunning);
  measure("ehc_page_processes", "Processes that draw pages and answer.", [], async () => [
    { labels: {}, value: processes.filter(({ port }) => port() !== null).length },
  ]);
  return {
    handOn(request, response, next) {
      if (!onlyReads(request)) return next();
      const [free] = processes.filter(({ port }) => port() !== null).sort((a, b) => a.busy - b.busy);
      const port = free?.port() ?? null;
      if (!free || port === null) return next();
      free.busy++;
      response.once("close", () => free.busy--);
      relay(port, request, response, next);
    },
    measured: async () => (await Promise.all(processes.map((one) => one.measured()))).filter((one) => one.length > 0),
    stop: async () => void (await Promise.all(processes.map((one) => one.stop()))),
  };
}

/** Whether a request asks for nothing but a page or a file; what watches over the server asks the process that listens. */
const onlyReads = ({ method, path, headers }: Request): boolean =>
  (method === "GET" || method === "HEAD") &&
  path !== "/health" &&
  path !== "/ready" &&
  headers["transfer-encoding"] === undefined &&
  Number(headers["content-length"] ?? 0) === 0;

/** Shorter than the other end keeps a connection, so that none is used that is being let go. */
const agent = new Agent({ keepAlive: true, timeout: 60_000, maxFreeSockets: 64 });
/** Headers that are of one connection, not of the answer. */
const OF_CONNECTION = ["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection", "te", "trailer"];

/** Asks the process that listens there, and passes its answer on as it is. Where it does not answer, the request goes on here. */
function relay(port: number, request: Request, response: Response, next: (error?: unknown) => void): void {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OF_CONNECTION.includes(name)));
  // Each end trusts what this machine says of who asks, and this end knows who asked it.
  const from = [request.headers["x-forwarded-for"], request.socket.remoteAddress].flat().filter(Boolean).join(", ");
  const asked = send({
    agent,
    port,
    host: "127.0.0.1",
    method: request.method,
    path: request.originalUrl,
    headers: { ...headers, "x-forwarded-for": from, "x-forwarded-proto": request.protocol },
  });
  response.once("close", () => asked.destroy());
  asked.once("response", (answer) => {
    const sent = answer.rawHeaders.flatMap((name, i, all) =>
      i % 2 === 0 && !OF_CONNECTION.includes(name.toLowerCase()) ? [name, all[i + 1] ?? ""] : [],
    );
    response.writeHead(answer.statusCode ?? 500, answer.statusMessage, sent);
    // An answer that breaks off must not look like one that came whole.
    answer.once("error", () => response.destroy());
    answer.pipe(response);
  });
  asked.once("error", () => {
    if (response.headersSent) response.destroy();
    else if (!response.destroyed) next();
  });
  asked.end();
}

type Kept = { busy: number; port(): number | null; measured(): Promise<Measured>; stop(): Promise<void> };

/** One process that is started again whenever it ends. */
function keptRunning(): Kept {
  let child: ChildProcess;
  let port: number | null = null;
  let silent = 0;
  let stopping = false;
  let again = AGAIN_MS;
  let asked = 0;
  let restart: NodeJS.Timeout | undefined;
  const waiting = new Map<number, (metrics: Measured) => void>();

  const order = (what: PageOrder) => void (child.connected && child.send(what, () => {}));
  const hear = (message: PageMessage) => {
    silent = 0;
    if (message.kind === "listening") {
      port = message.port;
      log().info({ pid: child.pid }, "Pages are drawn in a process of their own");
    }
    if (message.kind === "measured") waiting.get(message.id)?.(message.metrics);
  };
  const start = () => {
    const began = performance.now();
    child = fork(join(process.cwd(), "app/server/draw-pages.ts"), [], {
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    silent = 0;
    child.on("error", () => {});
    child.on("message", hear);
    child.once("exit", (code, signal) => {
      port = null;
      for (const answer of waiting.values()) answer([]);
      if (stopping) return;
      log().error(
        { code, signal },
        "A process that draws pages ended; pages are drawn here until the next one is ready",
      );
      again = performance.now() - began > WELL_MS ? AGAIN_MS : Math.min(again * 2, AGAIN_MOST_MS);
      restart = setTimeout(start, again).unref();
    });
  };
  start();
  const looking = setInterval(() => {
    if (port === null) return;
    if (silent++ < SILENT_LOOKS) return order({ kind: "alive?" });
    log().error("A process that draws pages stands still, and is ended");
    child.kill("SIGKILL");
  }, LOOK_SECONDS * 1000).unref();

  return {
    busy: 0,
    port: () => port,
    measured() {
      const id = asked++;
      return new Promise<Measured>((resolve) => {
        const timer = setTimeout(resolve, 2000, []);
        waiting.set(id, (metrics) => {
          clearTimeout(timer);
          resolve(metrics);
        });
        if (port === null) resolve([]);
        else order({ kind: "measure", id });
      }).finally(() => waiting.delete(id));
    },
    async stop() {
      stopping = true;
      clearTimeout(restart);
      clearInterval(looking);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      order({ kind: "stop" });
      await gone;
      clearTimeout(timer);
    },
  };
}
