/**
 * `npm run report:verify -- file.pdf`: says whether a PDF is a report that was made here, unchanged, and whether the trail that
 * says so is unbroken. Ends with 1 when it is not.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#db/engine/open.ts";
import { defineSchema } from "#db/schema.ts";
import { readSettings } from "../app/server/settings.ts";
import { verifyFile } from "../app/server/verify-file.ts";

try {
  const [path] = process.argv.slice(2);
  if (!path) throw new Error("Name the file: npm run report:verify -- file.pdf");
  if (!existsSync(path)) throw new Error(`There is no file ${path}`);
  const settings = readSettings(process.env);
  const file = join(settings.DATA_DIR, "audit.sqlite");
  const store = await openDatabase(defineSchema, { url: settings.DATABASE_URL, file, readOnly: true });
  const { verdict, sentence, facts } = await verifyFile(store.db, new Uint8Array(readFileSync(path)));
  await store.close();
  console.log([sentence, ...facts.map(({ term, text }) => `  ${term}: ${text}`)].join("\n"));
  if (verdict !== "genuine") process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
