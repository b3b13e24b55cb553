import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseError, isNoTable } from "#db/engine/errors.ts";
import { openDatabase } from "#db/engine/open.ts";
import { theArea } from "#db/people.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import type { Settings } from "./settings.ts";

const AS_THE_SERVER = "Run this as the account that runs the server, and with its settings";

/**
 * Opens the area's database for a command beside the server. Settings that were forgotten lead to another folder: a command
 * must not make an empty database there, and then say that all is well with it.
 * @throws DatabaseError where there is no database, or no area in it
 */
export async function openExisting(
  { DATABASE_URL: url, DATA_DIR }: Pick<Settings, "DATABASE_URL" | "DATA_DIR">,
  { readOnly = false } = {},
): Promise<Store> {
  const file = join(DATA_DIR, "audit.sqlite");
  if (!url && !existsSync(file))
    throw new DatabaseError(`There is no database at ${file}. ${AS_THE_SERVER}: DATA_DIR says where it lies.`);
  const store = await openDatabase(defineSchema, { url, file, readOnly });
  try {
    if (await theArea(store.db)) return store;
  } catch (error) {
    if (!isNoTable(error)) {
      await store.close();
      throw error;
    }
  }
  await store.close();
  throw new DatabaseError(
    `No area is set up in the database ${url ? "of DATABASE_URL" : file}. ${AS_THE_SERVER}; or set the area up first: npm run set-up`,
  );
}
