/**
 * Gives the tests a PostgreSQL server for one run of vitest: the one named by TEST_DATABASE_URL, or one of our own that
 * is started here and gone afterwards. Without a server the run fails; PostgreSQL is never skipped.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The server's address, and the beginning of the names of all databases of this run. */
    postgres: { url: string; prefix: string };
  }
}

interface Server {
  url: string;
  stop(): Promise<void>;
}

const PATIENCE = 60_000;

function ownServer(): Promise<Server> {
  const file = fileURLToPath(new URL("./postgres.server.ts", import.meta.url));
  const keeper = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "pipe"], detached: true });
  const gone = new Promise<void>((resolve) => keeper.once("exit", () => resolve()));
  return new Promise((resolve, reject) => {
    let complaint = "";
    const fail = (reason: string) => {
      keeper.stdin.end();
      reject(
        new Error(
          `PostgreSQL could not be started for the tests: ${reason} ${complaint.trim()}\n` +
            "Run npm ci, or set TEST_DATABASE_URL to a server on which databases may be made.",
        ),
      );
    };
    const timer = setTimeout(() => fail(`it was not ready after ${PATIENCE / 1000} seconds.`), PATIENCE);
    keeper.stderr.on("data", (text) => {
      complaint += text;
    });
    keeper.once("error", (error) => fail(error.message));
    keeper.once("exit", (code) => fail(`it ended with code ${code}.`));
    keeper.stdout.once("data", (line) => {
      clearTimeout(timer);
      resolve({
        url: String(line).trim(),
        stop: () => {
          keeper.stdin.end();
          return gone;
        },
      });
    });
  });
}

async function otherServer(url: string, prefix: string): Promise<Server> {
  const withServer = async <R>(work: (client: pg.Client) => Promise<R>): Promise<R> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  await withServer((client) => client.query("SELECT 1")).catch((error) => {
    throw new Error(`The server of TEST_DATABASE_URL does not answer: ${error.message}`);
  });
  return {
    url,
    stop: () =>
      withServer(async (client) => {
        const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname LIKE $1", [`${prefix}%`]);
        for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
      }),
  };
}

/** The one server of this process: each vitest project runs this file, in a module scope of its own. */
const shared = globalThis as { testPostgres?: { users: number; prefix: string; server: Promise<Server> } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!shared.testPostgres) {
    const prefix = `ehc_test_${randomBytes(4).toString("hex")}_`;
    const url = process.env.TEST_DATABASE_URL;
    shared.testPostgres = { users: 0, prefix, server: url ? otherServer(url, prefix) : ownServer() };
  }
  const mine = shared.testPostgres;
  mine.users++;
  const { url } = await mine.server;
  project.provide("postgres", { url, prefix: mine.prefix });
  return async () => {
    if (--mine.users > 0) return;
    shared.testPostgres = undefined;
    await (await mine.server).stop();
  };
}
