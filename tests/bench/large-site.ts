import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { areaKeysIn } from "../../app/server/area-keys.ts";
import postgresServer from "../db/postgres.global.ts";
import { freePort } from "../db/postgres.programs.ts";
import { type AnswerRow, type KeepAnswers, plantLargeArea } from "./large-area.ts";
import type { Site } from "./site.ts";

export type BenchEngine = "sqlite" | "postgres";

/** The large area on one engine, behind the built server. `bare` runs SQL outside the product, for floors. */
export type LargeSite = {
  site: Site;
  store: Store;
  bare: (sql: string) => Promise<unknown>;
  /** The SQLite file by itself; null on PostgreSQL. */
  file: Database.Database | null;
  stop: () => Promise<void>;
};

const AT = new Date("2026-11-01T09:00:00Z");
const READY_WITHIN = 120_000;

/** Plants the large area in a database of its own and serves it. All of it goes with `stop`. */
export async function startLargeSite(engine: BenchEngine): Promise<LargeSite> {
  const folder = mkdtempSync(join(tmpdir(), "ehc-large-"));
  areaKeysIn(folder);
  const base = engine === "postgres" ? await postgresDatabase() : null;
  const file = join(folder, "audit.sqlite");
  const place = base ? { url: base.url } : { file };
  await migrateDatabase({ ...place, guards: GUARDS, now: AT });
  const store: Store = await openDatabase(defineSchema, { ...place, timeLimit: 600_000 });
  const lite = base ? null : new Database(file);
  await plantLargeArea(store, base ? base.keepAnswers : keepInFile(lite as Database.Database));
  if (base) await base.client.query("analyze");
  const child = await served({ DATA_DIR: folder, DATABASE_URL: base?.url ?? "" });
  return {
    site: child,
    store,
    bare: async (sql) => (base ? (await base.client.query(sql)).rows : (lite as Database.Database).prepare(sql).all()),
    file: lite,
    async stop() {
      await child.stop();
      await store.close();
      lite?.close();
      await base?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const keepInFile =
  (file: Database.Database): KeepAnswers =>
  async (rows, at) => {
    const insert = file.prepare(
      "insert into answers (audit_id, criterion, score, reason, note, quotes, finding, version, saved_at) values (?, ?, ?, '', '', ?, ?, 1, ?)",
    );
    file.transaction(() => {
      for (const row of rows) insert.run(row.auditId, row.criterion, row.score, row.quotes, row.finding, at.getTime());
    })();
  };

/** A database of its own on the PostgreSQL server of the tests. */
async function postgresDatabase() {
  let address = "";
  const provide = (_name: string, server: { url: string }) => {
    address = server.url;
  };
  const end = await postgresServer({ provide } as never);
  const server = new pg.Client({ connectionString: address });
  await server.connect();
  await server.query("create database ehc_large template template0 encoding 'UTF8'");
  await server.end();
  const url = new URL(address);
  url.pathname = "/ehc_large";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const keepAnswers: KeepAnswers = async (rows, at) => {
    const column = (of: keyof AnswerRow) => rows.map((row) => row[of]);
    await client.query(
      `insert into answers (audit_id, criterion, score, reason, note, quotes, finding, version, saved_at)
       select a, c, s, '', '', q::json, f::json, 1, $6 from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (a, c, s, q, f)`,
      [column("auditId"), column("criterion"), column("score"), column("quotes"), column("finding"), at],
    );
  };
  const stop = async () => {
    await client.end();
    await end();
  };
  return { url: url.href, client, keepAnswers, stop };
}

async function served(env: Record<string, string>) {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ["app/server/serve.ts"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...env, PORT: String(port), PUBLIC_URL: "", NODE_ENV: "production", LOG_LEVEL: "error" },
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const address = `http://localhost:${port}`;
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
  };
  for (const end = Date.now() + READY_WITHIN; ; ) {
    const ready = await fetch(`${address}/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return { address, pid: child.pid ?? 0, stop };
    if (child.exitCode !== null || Date.now() > end) {
      child.kill("SIGKILL");
      throw new Error("The server did not become ready on the large area. Run npm run build first.");
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
