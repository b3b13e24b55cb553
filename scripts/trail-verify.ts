/** `npm run trail:verify`: walks the whole trail and says whether anybody rewrote it. Ends with 1 when the chain is broken. */
import { join } from "node:path";
import { openDatabase } from "#db/engine/open.ts";
import { defineSchema } from "#db/schema.ts";
import { verifyTrail } from "#db/trail.ts";
import { readSettings } from "../app/server/settings.ts";

try {
  const settings = readSettings(process.env);
  const file = join(settings.DATA_DIR, "audit.sqlite");
  const store = await openDatabase(defineSchema, { url: settings.DATABASE_URL, file, readOnly: true });
  const { events, brokenAt, head } = await verifyTrail(store.db);
  await store.close();
  if (brokenAt === null) console.log(`${events} events, chain unbroken. Last checksum: ${head}`);
  else {
    console.error(`The chain is broken at event ${brokenAt}: it does not fit the one before it.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
