import { NodePgDatabase, NodePgSession } from "drizzle-orm/node-postgres";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";
import { readDocument } from "./documents.ts";
import { type Engine, type Observe, type OpenOptions, readerOf, type Tables, type Writer, writerOf } from "./engine.ts";
import { DatabaseError } from "./errors.ts";
import { CASING, type Kit, postgresKit } from "./kit.ts";
import { FAILED_STATEMENT, oneAtATime, type RunStatement } from "./transactions.ts";

/** The advisory lock of whoever writes. The number is arbitrary and only has to be the same everywhere. */
const WRITING = 4_120_140;

/** PostgreSQL sends counts, sums and averages as text, lest they lose digits that no number here has. */
const INT8 = 20;
const NUMERIC = 1700;
const JSON_TEXT = 114;
pg.types.setTypeParser(INT8, Number);
pg.types.setTypeParser(NUMERIC, Number);
pg.types.setTypeParser(JSON_TEXT, readDocument);

const SESSION = [
  "SET default_transaction_read_only = on",
  "SET synchronous_commit = on",
  "SET statement_timeout = '30s'",
  "SET lock_timeout = '10s'",
  "SET idle_in_transaction_session_timeout = '60s'",
  "SET timezone = 'UTC'",
].join("; ");

/**
 * Begins the one transaction that may write, as in SQLite. Everything after the lock sees what was committed before,
 * because each statement of a "read committed" transaction takes its own snapshot.
 */
export const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(${WRITING})`;

const reasonOf = (error: unknown): string => {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const words = first instanceof Error ? first.message : String(first);
  return /client password must be/.test(words) ? "it asks for a password, and the address has none" : words;
};

/** The address without its password, which must not show in messages. */
export function withoutPassword(url: string): string {
  const address = new URL(url);
  address.password = "";
  return address.href;
}

/** @throws DatabaseError when the server cannot be reached or does not store text as UTF-8 */
export async function checkServer(url: string, query: (sql: string) => Promise<pg.QueryResult>): Promise<void> {
  const address = withoutPassword(url);
  const encoding = await query("SHOW server_encoding").then(
    (result) => result.rows[0]?.server_encoding,
    (error) => {
      throw new DatabaseError(`PostgreSQL at ${address} cannot be reached: ${reasonOf(error)}.`, { cause: error });
    },
  );
  if (encoding !== "UTF8") {
    throw new DatabaseError(`The database ${address} stores text as ${encoding}. Create it with ENCODING 'UTF8'.`);
  }
}

/** By this name the server knows who is connected. */
const APPLICATION = "ehc-plan-quality";

/** How many connections of running servers of this product the database has. */
export async function connectionsOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  await client.connect();
  const sql = `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1`;
  const { rows } = await client.query(sql, [APPLICATION]).finally(() => client.end());
  return Number(rows[0]?.n ?? 0);
}

type Asked = string | { text: string; name?: string };
type Query = (query: Asked, values?: unknown[]) => Promise<pg.QueryResult>;

/** A connection or a pool as drizzle uses it, with each statement passing through `run`, and its time told to `observe`. */
function watched(of: { query: unknown }, run: RunStatement, named: () => boolean, observe?: Observe): pg.PoolClient {
  const ask = of.query as Query;
  const query: Query = (asked, values) => {
    const began = performance.now();
    const sent = typeof asked === "string" || !asked.name || named() ? asked : { ...asked, name: undefined };
    const answer = run(() => ask.call(of, sent, values));
    if (!observe) return answer;
    return answer.finally(() => {
      const sql = typeof asked === "string" ? asked : asked.text;
      observe({ sql, milliseconds: performance.now() - began });
    });
  };
  return { query } as unknown as pg.PoolClient;
}

/**
 * Whether this connection leads to one process of the server and stays there. A pooler in between says another number than the
 * process behind it, and may lead each transaction to another process, which knows no statement of this one's by its name.
 */
async function setUp(client: pg.ClientBase): Promise<boolean> {
  const answers = (await client.query(`${SESSION}; SELECT pg_backend_pid() AS pid`)) as unknown as pg.QueryResult[];
  const { processID } = client as unknown as { processID: number | null };
  return answers.at(-1)?.rows[0]?.pid === processID;
}

const unchecked: RunStatement = (statement) => statement();

/** Opens a PostgreSQL database with a pool of connections, which only read but for the one that has a transaction. */
export async function openPostgres<T extends Tables>(
  defineSchema: (kit: Kit) => T,
  url: string,
  options: OpenOptions,
): Promise<Engine<T>> {
  const tables = defineSchema(postgresKit);
  let isDirect = true;
  /** Whether the server may be asked to remember a prepared query by its name, so that it plans it once for each connection. */
  const named = () => isDirect;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: APPLICATION,
    max: 10,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    // What a transaction asks at once is sent at once, and not one after the other.
    pipeline: true,
    onConnect: async (client) => {
      if (!(await setUp(client))) isDirect = false;
    },
  });
  // A broken connection fails the query that uses it; without these two listeners it would also end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await checkServer(url, (sql) => pool.query(sql));
  } catch (error) {
    await pool.end();
    throw error;
  }

  // The dialect remembers what each column is called in SQL, so all handles have it in common.
  const dialect = new PgDialect({ casing: CASING });
  const handleOn = (client: pg.PoolClient) =>
    new NodePgDatabase(dialect, new NodePgSession(client, dialect, undefined), undefined);

  const queue = oneAtATime<Writer<T>>(async (run) => {
    if (options.readOnly) throw new DatabaseError("The database is open for reading only.");
    const client = await pool.connect();
    const giveUp = (error: unknown): never => {
      client.release(true);
      throw error;
    };
    await client.query(BEGIN).catch(giveUp);
    return {
      writer: writerOf(handleOn(watched(client, run, named, options.observe)), tables),
      commit: async () => {
        const { command } = await client.query("COMMIT");
        // After a failed statement that nobody awaited, PostgreSQL takes COMMIT for ROLLBACK.
        if (command !== "COMMIT") throw new DatabaseError(FAILED_STATEMENT);
        client.release();
      },
      rollback: async () => {
        await client.query("ROLLBACK").then(
          () => client.release(),
          () => client.release(true),
        );
      },
    };
  }, options.timeLimit);

  return {
    kind: "postgres",
    tables,
    db: readerOf(handleOn(watched(pool, unchecked, named, options.observe)), tables, queue.refuseInside),
    transaction: queue.transaction,
    async snapshot(work) {
      queue.refuseInside();
      const client = await pool.connect();
      try {
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        const result = await work(readerOf(handleOn(watched(client, unchecked, named)), tables, () => {}));
        await client.query("COMMIT");
        client.release();
        return result;
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
    async backup() {
      queue.refuseInside();
      return false;
    },
    // Rewriting a table locks it; when that may happen is for who runs the server to say.
    async compact() {
      queue.refuseInside();
      return false;
    },
    async foldLog() {},
    async health() {
      try {
        const { rows } = await pool.query("SELECT pg_is_in_recovery() AS standby");
        return rows[0]?.standby ? { ok: false, reason: "a standby server, which only reads" } : { ok: true };
      } catch (error) {
        return { ok: false, reason: reasonOf(error) };
      }
    },
    close: () => queue.close(() => pool.end()),
  };
}
