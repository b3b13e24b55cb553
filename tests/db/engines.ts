/** Fresh databases for tests, on both engines. Each test has one of its own, made from a migrated template. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, inject } from "vitest";
import type { Engine, OpenOptions, Tables } from "#db/engine/engine.ts";
import type { Counted, Guard } from "#db/engine/guards.ts";
import type { Kit } from "#db/engine/kit.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema, type Tables as ProductTables } from "#db/schema.ts";

export type EngineName = "sqlite" | "postgres";
/** Opens a fresh database; it is closed and removed after the test. */
export type Open<T extends Tables> = (options?: Pick<OpenOptions, "timeLimit">) => Promise<Engine<T>>;

interface Schema<T extends Tables> {
  defineSchema: (kit: Kit) => T;
  /** Folder of the migrations, db/migrations unless given. */
  folder?: string;
  guards?: readonly (Guard | Counted)[];
}

const NOW = new Date("2026-11-22T09:00:00Z");

/** The bytes of an empty, migrated SQLite database. */
async function sqliteTemplate(schema: Omit<Schema<Tables>, "defineSchema">): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "ehc-template-"));
  try {
    const file = join(folder, "template.sqlite");
    await migrateDatabase({ file, folder: schema.folder, guards: schema.guards, now: NOW });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The server of this run. @throws when the vitest project does not start one */
function testServer() {
  const server = inject("postgres");
  if (!server) throw new Error('This vitest project needs globalSetup: ["tests/db/postgres.global.ts"].');
  return server;
}

/** Runs SQL on the test server, outside the databases under test. */
async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServer().url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** A database whose own order of text is not the one that the product asks for, as on most servers. */
const EMPTY = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'";

/** Makes an empty database on the test server, or a copy of another. */
export async function newPostgresDatabase(
  template?: string,
): Promise<{ name: string; url: string; drop(): Promise<void> }> {
  const { url, prefix } = testServer();
  const name = `${prefix}${randomBytes(6).toString("hex")}`;
  await onServer(`CREATE DATABASE "${name}" ${template ? `TEMPLATE "${template}"` : EMPTY}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  return { name, url: address.href, drop: () => onServer(`DROP DATABASE "${name}" WITH (FORCE)`) };
}

async function postgresTemplate(schema: Omit<Schema<Tables>, "defineSchema">): Promise<string> {
  const { name, url } = await newPostgresDatabase();
  await migrateDatabase({ url, folder: schema.folder, guards: schema.guards, now: NOW });
  return name;
}

/**
 * Runs the same tests of the product's own tables on SQLite and on PostgreSQL.
 * @param define declares the tests; each calls `open` for a database of its own
 */
export function forEachEngine(define: (name: EngineName, open: Open<ProductTables>) => void): void {
  describeEngines({ defineSchema, guards: GUARDS }, define);
}

/**
 * As `forEachEngine`, for any schema.
 * @param define declares the tests; each calls `open` for a database of its own
 */
export function describeEngines<T extends Tables>(
  schema: Schema<T>,
  define: (name: EngineName, open: Open<T>) => void,
): void {
  for (const name of ["sqlite", "postgres"] as const) {
    describe(name, () => {
      const cleanups: (() => Promise<void>)[] = [];
      let template: Promise<Uint8Array | string> | undefined;

      afterEach(async () => {
        for (const cleanup of cleanups.splice(0)) await cleanup();
      });

      const openSqlite: Open<T> = async (options) => {
        template ??= sqliteTemplate(schema);
        const contents = (await template) as Uint8Array;
        const engine = await openDatabase(schema.defineSchema, { file: ":memory:", contents, ...options });
        cleanups.push(() => engine.close());
        return engine;
      };

      const openPostgres: Open<T> = async (options) => {
        template ??= postgresTemplate(schema);
        const { url, drop } = await newPostgresDatabase((await template) as string);
        const engine = await openDatabase(schema.defineSchema, { url, ...options });
        cleanups.push(async () => {
          await engine.close();
          await drop();
        });
        return engine;
      };

      define(name, name === "sqlite" ? openSqlite : openPostgres);
    });
  }
}
