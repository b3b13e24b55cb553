/**
 * The built server on a small area, asked over HTTP as browsers ask it: real headers, cookies, bodies and log lines. Each
 * test file has one, in a process of its own.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { openDatabase } from "#db/engine/open.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { areaKeysIn } from "~/server/area-keys.ts";
import { createApp } from "~/server/serve.ts";
import { readSettings } from "~/server/settings.ts";
import { areaContents, type Form, PASSWORD } from "../routes/area.ts";

export type Reply = { status: number; headers: IncomingHttpHeaders; body: string };
export type Ask = {
  /** The cookie of somebody who signed in. */
  cookie?: string;
  method?: string;
  headers?: Record<string, string>;
  form?: Form;
  /** A body as it is, with its type in `headers`. */
  body?: string | Uint8Array;
};
export type Site = Awaited<ReturnType<typeof openSite>>;

const pairs = (form: Form): [string, string][] =>
  Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));

/** @param plant puts more into the area before the server opens it */
export async function openSite(
  plant: (store: Store, cycleId: string) => Promise<void> = async () => {},
  {
    formSeconds,
    change = (build) => build,
    area = areaContents,
  }: { formSeconds?: number; change?: (build: ServerBuild) => ServerBuild; area?: typeof areaContents } = {},
) {
  const { contents, cycleId } = await area();
  const folder = mkdtempSync(join(tmpdir(), "ehc-http-"));
  const file = join(folder, "audit.sqlite");
  writeFileSync(file, contents);
  const store: Store = await openDatabase(defineSchema, { file });
  await plant(store, cycleId);
  // The same keys in every copy, so that two copies differ only in what was done in them.
  areaKeysIn(folder, { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) });
  process.env.DATA_DIR = folder;
  const build = (await import(
    /* @vite-ignore */ pathToFileURL(join(process.cwd(), "build/server/index.js")).href
  )) as ServerBuild;
  const entry = build.entry.module as unknown as { ready: () => Promise<void>; close: () => Promise<void> };
  await entry.ready();
  const app = await createApp(readSettings({ ...process.env, DATA_DIR: folder, PORT: "0" }), change(build), {
    formSeconds,
  });
  const server = createServer(app);
  server.keepAliveTimeout = 100;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  /** Asks as it stands: nothing is followed, decoded or retried. */
  function ask(path: string, { cookie, method, headers = {}, form, body }: Ask = {}): Promise<Reply> {
    const sent = form ? new URLSearchParams(pairs(form)).toString() : body;
    const verb = method ?? (sent === undefined ? "GET" : "POST");
    return new Promise((resolve, reject) => {
      const asked = send(
        {
          port,
          host: "127.0.0.1",
          path,
          method: verb,
          headers: {
            ...(cookie ? { Cookie: cookie } : {}),
            ...(verb === "GET" || verb === "HEAD" ? {} : { Origin: origin }),
            ...(form ? { "Content-Type": "application/x-www-form-urlencoded" } : {}),
            ...(sent === undefined ? {} : { "Content-Length": String(Buffer.byteLength(sent)) }),
            ...headers,
          },
        },
        async (response) => {
          const chunks: Buffer[] = await response.toArray().catch(() => []);
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        },
      );
      asked.on("error", reject);
      asked.end(sent);
    });
  }

  const cookies = new Map<string, Promise<string>>();
  async function freshCookie(email: string, password = PASSWORD): Promise<string> {
    const reply = await ask("/sign-in", { form: { email, password, back: "/" } });
    if (reply.status !== 302)
      throw new Error(`${email} could not sign in: ${reply.status} ${reply.body.slice(0, 300)}`);
    return (reply.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
  }

  return {
    origin,
    port,
    file,
    cycleId,
    store,
    ask,
    freshCookie,
    /** The cookie of a person of the area, signed in once. */
    cookieOf(person: string): Promise<string> {
      const email = person.includes("@") ? person : `${person}@testshire.example`;
      const known = cookies.get(email) ?? freshCookie(email);
      cookies.set(email, known);
      return known;
    },
    async close(): Promise<void> {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await entry.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that is written to the log while the work runs. */
export async function logOf(work: () => Promise<unknown>): Promise<string> {
  const written: string[] = [];
  const [out, err] = [process.stdout.write, process.stderr.write];
  const keep = (chunk: unknown) => {
    written.push(String(chunk));
    return true;
  };
  process.stdout.write = keep as typeof process.stdout.write;
  process.stderr.write = keep as typeof process.stderr.write;
  const { error, warn, log } = console;
  console.error = console.warn = console.log = (...words: unknown[]) => void keep(words.map(String).join(" "));
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
    Object.assign(console, { error, warn, log });
  }
  return written.join("");
}
