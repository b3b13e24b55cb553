/**
 * A process that draws pages (`page-process.ts` starts it and hands it the requests). It is the whole server without its
 * clockwork: no reminders, no queue of reports, no sweeping. Node runs this file as it is; it is not part of the bundle.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setPriority } from "node:os";
import { collectDefaultMetrics, register } from "prom-client";
import { log, loggable } from "./log.ts";
import { PAGE_PRIORITY, type PageMessage, type PageOrder } from "./page-process.ts";
import { createApp, entryOf, letGo, loadBuild } from "./serve.ts";
import { readSettings } from "./settings.ts";

const say = (message: PageMessage) => void (process.connected && process.send?.(message));

async function measure(id: number): Promise<void> {
  say({ kind: "measured", id, metrics: await register.getMetricsAsJSON() });
}

async function listen(): Promise<() => Promise<void>> {
  const settings = readSettings(process.env);
  const build = await loadBuild(settings);
  const entry = entryOf(build);
  await entry.readyToDraw();
  if (settings.METRICS_PORT !== undefined) collectDefaultMetrics();
  const app = await createApp(settings, build);
  const server = await new Promise<Server>((resolve) => {
    const starting = app.listen(0, "127.0.0.1", () => resolve(starting));
  });
  // Longer than the other end keeps a connection that nobody uses.
  server.keepAliveTimeout = 120_000;
  say({ kind: "listening", port: (server.address() as AddressInfo).port });
  return async () => {
    await letGo(server, settings.STOP_SECONDS);
    await entry.close();
  };
}

setPriority(PAGE_PRIORITY);
for (const event of ["uncaughtException", "unhandledRejection"] as const)
  process.on(event, (error: unknown) => {
    log().fatal({ error: loggable(error) }, "A process that draws pages ends after an error that nobody expected");
    process.exit(1);
  });
// Whoever ends the server may tell all its processes at once; this one ends when the requests are answered.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});

const listening = listen();
const end = () => void listening.then((close) => close()).then(() => process.exit(0));
process.on("message", (order: PageOrder) => {
  if (order.kind === "alive?") say({ kind: "alive" });
  if (order.kind === "measure") void measure(order.id);
  if (order.kind === "stop") end();
});
// The server died: nobody hands on anything any more.
process.once("disconnect", end);
