/**
 * `npm run set-up -- --area Northshire --name "Deborah Lane" --email deborah@example.gov.uk`
 * Sets a real installation up: the area, its first organisation and its first person, who is quality lead, data officer
 * and administrator until others are added. Prints a password once.
 */
import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { areaKeysIn, keysFile } from "../app/server/area-keys.ts";
import { readSettings } from "../app/server/settings.ts";

const { values } = parseArgs({
  options: {
    area: { type: "string" },
    partners: { type: "string", default: "" },
    organisation: { type: "string" },
    name: { type: "string" },
    email: { type: "string" },
  },
});

try {
  const { area, name, email } = values;
  if (!area || !name || !email) {
    throw new Error(
      'Say for whom: npm run set-up -- --area Northshire --name "Deborah Lane" --email deborah@example.gov.uk',
    );
  }
  const settings = readSettings(process.env);
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
  const database = { url: settings.DATABASE_URL, file: join(settings.DATA_DIR, "audit.sqlite") };
  const now = new Date();
  await migrateDatabase({ ...database, guards: GUARDS, now });
  const store = await openDatabase(defineSchema, database);
  const organisation = {
    id: "org_first",
    name: values.organisation ?? `${area} Council`,
    agency: "education" as const,
  };
  await setUpArea(
    store,
    { name: area, partners: values.partners, concernContacts: [], demonstration: false },
    [organisation],
    now,
  );
  areaKeysIn(settings.DATA_DIR);
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const password = Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join(""),
  ).join("-");
  const memberships = (["quality_lead", "data_officer", "administrator"] as const).map((role) => ({
    organisationId: organisation.id,
    role,
    agency: null,
  }));
  await addPerson(store, { id: null, name: "Set-up" }, { name, email, password, memberships }, now);
  await store.close();
  console.log(`${area} is set up. Start the server with: npm start`);
  console.log(
    `Sign in as ${email} with the password ${password} (it is shown only now). You are then led to set up an authenticator app.`,
  );
  console.log(
    `Keep a copy of ${keysFile(settings.DATA_DIR)} in a safe place apart from the database: without it no case can be recognised again.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
