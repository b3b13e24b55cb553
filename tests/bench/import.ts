import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { readImport } from "#audits/cases/read-import.ts";
import { beginImport, endReading, keepImport } from "#db/cases.ts";
import { demoReturn } from "#db/demo/return.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { actorOf } from "#db/people.ts";
import { defineSchema } from "#db/schema.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { pseudonymMaker } from "../../app/server/area-keys.ts";
import { type Row, timed } from "./measure.ts";

const AT = new Date("2026-11-22T09:00:00Z");

/** Reading, comparing and keeping the 731 plans of the demonstration return, beside inserting as many rows by bare SQL. */
export async function importRow(runs: number): Promise<Row> {
  const files = demoReturn().map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }));
  const pseudonymOf = pseudonymMaker({ pseudonymKey: "ab".repeat(32) });
  const times = await timed(runs, async () => {
    const folder = mkdtempSync(join(tmpdir(), "ehc-bench-"));
    const file = join(folder, "bench.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: AT });
    const store = await openDatabase(defineSchema, { file });
    await setUpArea(
      store,
      { name: "Bench", partners: "", concernContacts: [], demonstration: true },
      [{ id: "org", name: "Council", agency: null }],
      AT,
    );
    const id = await addPerson(
      store,
      { id: null, name: "Set-up" },
      {
        name: "Sam",
        email: "sam@bench.example",
        password: null,
        memberships: [{ organisationId: "org", role: "data_officer", agency: null }],
      },
      AT,
    );
    const actor = (await actorOf(store.db, id, AT))!;
    const importId = await beginImport(
      store,
      actor,
      files.map((f) => f.name),
      AT,
      "the bench",
    );
    const read = readImport(files, { referenceDate: "2026-01-15", pseudonymOf });
    if (!read.ok) throw new Error(read.refusals[0]?.sentence);
    await endReading(store, actor, importId, read, AT);
    const kept = await keepImport(store, actor, importId, AT);
    if (!kept.ok) throw new Error(kept.sentence);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const cases = 731;
  const floorTimes = await timed(runs, () => {
    const folder = mkdtempSync(join(tmpdir(), "ehc-floor-"));
    const db = new Database(join(folder, "floor.sqlite"));
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    const columns = Array.from({ length: 40 }, (_, i) => `c${i} text`).join(", ");
    db.exec(
      `create table cases (id text primary key, ${columns}); create table journeys (id text primary key, journey text)`,
    );
    const oneCase = db.prepare(`insert into cases values (?, ${Array(40).fill("?").join(", ")})`);
    const oneJourney = db.prepare("insert into journeys values (?, ?)");
    db.transaction(() => {
      for (let i = 0; i < cases; i++) oneCase.run(`c${i}`, ...Array(40).fill("2026-01-15"));
      for (let i = 0; i < cases; i++) oneJourney.run(`j${i}`, "x".repeat(300));
    })();
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { what: "Import of 731 plans, files to kept", times, floor: "bare SQL: as many rows in one go", floorTimes };
}
