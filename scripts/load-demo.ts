/** Migrates the database and loads the demonstration area into it, unless it is there; then prints one sign-in per role. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { theArea } from "#db/people.ts";
import { defineSchema } from "#db/schema.ts";
import { areaKeysIn, pseudonymMaker } from "../app/server/area-keys.ts";
import { readSettings } from "../app/server/settings.ts";

const DEMO_PSEUDONYM_KEY = createHash("sha256").update("the demonstration area of Northshire").digest("hex");

const settings = readSettings(process.env);
mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
const database = { url: settings.DATABASE_URL, file: join(settings.DATA_DIR, "audit.sqlite") };
const isNew = !database.url && !existsSync(database.file);
try {
  await migrateDatabase({ ...database, guards: GUARDS, now: new Date() });
  const store = await openDatabase(defineSchema, database);
  const area = await theArea(store.db);
  if (area && !area.demonstration) {
    throw new Error(
      `${area.name} is set up in this database, and it is not a demonstration. Choose another place: DATA_DIR=data/demo npm run demo`,
    );
  }
  if (area) console.log("  The demonstration area is there already; nothing was changed.");
  else {
    // The same pseudonyms, and so the same references and samples, in every copy of the demonstration; sessions stay secret.
    const keys = areaKeysIn(settings.DATA_DIR, {
      pseudonymKey: DEMO_PSEUDONYM_KEY,
      sessionSecret: randomBytes(32).toString("hex"),
    });
    await loadDemonstration(store, {
      pseudonymOf: pseudonymMaker(keys),
      progress: (sentence) => console.log(`  ${sentence}`),
    });
  }
  await store.close();
} catch (error) {
  console.error(error instanceof Error ? `  ${error.message}` : error);
  if (isNew) console.error(`  To begin again, remove ${settings.DATA_DIR} and run the command again.`);
  process.exit(1);
}

console.log("\n  Sign in as:");
const width = Math.max(...DEMO_PEOPLE.map((p) => p.role.length));
const wide = Math.max(...DEMO_PEOPLE.map((p) => p.email.length));
for (const person of DEMO_PEOPLE)
  console.log(`  ${person.role.padEnd(width)}  ${person.email.padEnd(wide)}  ${person.password}`);
