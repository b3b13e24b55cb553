/**
 * What the server measures of itself, for a collector that reads the OpenMetrics format. Labels are patterns of addresses,
 * methods and outcomes: never an id, a name, an address with its query or anything that somebody typed.
 */
import { timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type Metric,
  Registry,
  register,
} from "prom-client";
import type { Observe } from "#db/engine/engine.ts";
import { log, loggable } from "./log.ts";
import type { Measured } from "./page-process.ts";
import { requestNow } from "./request.ts";
import type { Settings } from "./settings.ts";

/**
 * The web server runs from its source and the pages from the bundle, so this file is loaded twice: what it measures with is
 * found again by its name in the registry that the whole process shares.
 */
function shared<M extends Metric>(name: string, make: (name: string) => M): M {
  return (register.getSingleMetric(name) as M | undefined) ?? make(name);
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const requests = shared(
  "ehc_http_request_duration_seconds",
  (name) =>
    new Histogram({
      name,
      help: "How long requests took, by method, pattern of the address and kind of answer.",
      labelNames: ["method", "route", "status"],
      buckets: SECONDS,
    }),
);
const queries = shared(
  "ehc_database_query_duration_seconds",
  (name) => new Histogram({ name, help: "How long queries of the database took.", buckets: [0.0005, ...SECONDS] }),
);
const slowQueries = shared(
  "ehc_database_slow_queries_total",
  (name) => new Counter({ name, help: "Queries that took as long as SLOW_QUERY_MS or longer." }),
);
const changes = shared(
  "ehc_changes_total",
  (name) =>
    new Counter({
      name,
      help: "Changes: kept, undone after an error, clash (somebody else was faster) or busy (the database was held too long).",
      labelNames: ["outcome"],
    }),
);

/** Counts an answered request. `route` is the pattern of the address, or null where no page answered. */
export function countRequest(method: string, route: string | null, status: number, milliseconds: number): void {
  const known = ["GET", "HEAD", "POST"].includes(method) ? method : "other";
  const kind = `${Math.floor(status / 100)}xx`;
  requests.observe({ method: known, route: route ?? "-", status: kind }, milliseconds / 1000);
}

export const countChange = (outcome: "kept" | "undone" | "clash" | "busy"): void => changes.inc({ outcome });

/** Measures every query, and logs the slow ones: the text with its placeholders, the request, never a value. */
export const observeQueries =
  (slow: number): Observe =>
  ({ sql, milliseconds }) => {
    queries.observe(milliseconds / 1000);
    if (milliseconds < slow) return;
    slowQueries.inc();
    log().warn({ ...requestNow(), ms: Math.round(milliseconds), query: sql.slice(0, 1000) }, "slow query");
  };

/** A figure that is looked up whenever a collector asks; one that cannot be had is left out of that answer. */
export function measure<Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[],
  look: () => Promise<{ labels: Record<Label, string>; value: number }[]>,
): void {
  register.removeSingleMetric(name);
  new Gauge({
    name,
    help,
    labelNames,
    async collect() {
      const found = await look().catch(() => []);
      this.reset();
      for (const { labels, value } of found) this.set(labels as Partial<Record<Label, string>>, value);
    },
  });
}

/** The sum of what several processes measured, for the same server. */
function together(measured: Measured[]): { metrics: () => Promise<string> } {
  // What writes this format puts the ending after a counter's name, which a sum still has at its end.
  const bare = (one: Measured[number]) =>
    String(one.type) === "counter" ? { ...one, name: one.name.replace(/_total$/, "") } : one;
  const all: Registry<never> = AggregatorRegistry.aggregate(measured.map((one) => one.map(bare))) as never;
  all.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  return all;
}

const sameText = (given: string, wanted: string) =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

/**
 * Gives the measurements on a port of their own.
 * @param elsewhere what the processes that draw pages measured; it is added to what this one did
 * @returns null where no port is set
 */
export async function serveMetrics(
  settings: Pick<Settings, "METRICS_PORT" | "METRICS_HOST" | "METRICS_TOKEN">,
  elsewhere: () => Promise<Measured[]> = async () => [],
): Promise<{ port: number; server: Server } | null> {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = settings;
  if (port === undefined) return null;
  register.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  if (!register.getSingleMetric("process_cpu_seconds_total")) collectDefaultMetrics();
  const server = createServer(async (request, response) => {
    response.setHeader("Cache-Control", "no-store");
    if (token && !sameText(request.headers.authorization ?? "", `Bearer ${token}`))
      return void response.writeHead(401, { "WWW-Authenticate": "Bearer" }).end();
    if (request.method !== "GET" || request.url?.split("?")[0] !== "/metrics")
      return void response.writeHead(404).end();
    try {
      const others = await elsewhere();
      const text = await (others.length
        ? together([await register.getMetricsAsJSON(), ...others])
        : register
      ).metrics();
      response.writeHead(200, { "Content-Type": register.contentType }).end(text);
    } catch (error) {
      log().error({ error: loggable(error) }, "The measurements could not be given");
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`METRICS_PORT ${port} is taken by another program. Example: METRICS_PORT=${port + 1}`)
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
  server.unref();
  return { port: (server.address() as AddressInfo).port, server };
}
