/**
 * The least that a save can cost: one durable upsert, in SQLite or PostgreSQL. Run as a program with its place as JSON, it upserts
 * again and again beside whatever else goes on, until it is told to stop, and says how long each took.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { timesOf } from "./measure.ts";

/** A PostgreSQL database, or a folder on the disk that is measured. */
export type Place = { url: string } | { folder: string };
type Upserts = { upsert: (run: number) => unknown; close: () => Promise<void> };

const TABLE = "(audit text, criterion text, score text, saved bigint, primary key (audit, criterion))";
const UPSERT = "on conflict (audit, criterion) do update set score = excluded.score, saved = excluded.saved";

/** A table of its own, and one upsert into it that is committed and on disk before it returns. */
export async function openUpserts(place: Place): Promise<Upserts> {
  if ("url" in place) {
    const client = new pg.Client({ connectionString: place.url });
    await client.connect();
    await client.query(`create table if not exists floor ${TABLE}`);
    const text = `insert into floor values ('a', 'VC1', $1, $2) ${UPSERT}`;
    return { upsert: (run) => client.query(text, [String(run % 4), run]), close: () => client.end() };
  }
  const folder = mkdtempSync(join(place.folder, "ehc-floor-"));
  const db = new Database(join(folder, "floor.sqlite"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(`create table floor ${TABLE}`);
  const statement = db.prepare(`insert into floor values ('a', 'VC1', ?, ?) ${UPSERT}`);
  return {
    upsert: (run) => statement.run(String(run % 4), run),
    close: async () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** About as often as a dozen auditors save. */
const EVERY_MS = 400;

if (import.meta.filename === process.argv[1]) {
  const { upsert, close } = await openUpserts(JSON.parse(process.argv[2] ?? "") as Place);
  const times: number[] = [];
  let working = true;
  process.once("message", () => {
    working = false;
  });
  for (let run = 0; working; run++) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS * (0.5 + Math.random())));
    const began = performance.now();
    await upsert(run);
    times.push(performance.now() - began);
  }
  await close();
  process.send?.(timesOf(times), () => process.disconnect());
}
