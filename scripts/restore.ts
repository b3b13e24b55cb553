/**
 * `npm run restore -- --from backup-….sqlite.age --key key.txt`: puts a backup in the place of the configured database, with
 * the server stopped. `--key -` reads the key from the standard input. `--replace` puts a SQLite file that is there aside; a PostgreSQL database must be empty. With
 * `--check` nothing is restored: the backup is read from end to end in a folder that is removed afterwards.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { momentWords } from "#audits/dates.ts";
import { nameOf, type Place, restoreCopy } from "#db/copies.ts";
import { secretsIn } from "#db/sealed-files.ts";
import { keysFile } from "../app/server/area-keys.ts";
import { readSettings } from "../app/server/settings.ts";

const { values } = parseArgs({
  options: {
    from: { type: "string" },
    key: { type: "string" },
    replace: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});
const drill = values.check ? mkdtempSync(join(tmpdir(), "ehc-restore-check-")) : null;

function keyText(from: string | 0): string {
  try {
    return readFileSync(from, "utf8");
  } catch (error) {
    throw new Error(
      `The key, ${from === 0 ? "on the standard input" : from}, cannot be read by this account (${(error as NodeJS.ErrnoException).code}). Whoever may read it can hand it in: --key - < key.txt`,
    );
  }
}

try {
  if (!values.from)
    throw new Error(
      "Say which backup: npm run restore -- --from data/backups/backup-2026-11-22.sqlite.age --key key.txt",
    );
  const settings = readSettings(process.env);
  // Given on the standard input, the key is opened by whoever may read it, and never lies on the server.
  const fromInput = values.key === "-";
  const secrets = values.key ? secretsIn(keyText(fromInput ? 0 : values.key)) : [];
  if (values.key && secrets.length === 0)
    throw new Error(`There is no secret age key in ${fromInput ? "what came on the standard input" : values.key}.`);
  const place: Place = drill
    ? { file: join(drill, "audit.sqlite") }
    : { url: settings.DATABASE_URL, file: join(settings.DATA_DIR, "audit.sqlite") };
  if (!drill) mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
  const done = await restoreCopy(values.from, place, { secrets, replace: values.replace, now: new Date() });
  const until = done.upTo ? `, up to ${momentWords(done.upTo)}` : "";
  console.log(
    `${drill ? "The backup is whole" : `Restored to ${nameOf(place)}`}: ${done.rows} rows and ${done.events} events${until}. The trail is unbroken; it ends with ${done.head}.`,
  );
  if (!drill) {
    if (done.aside) console.log(`What was there before is kept at ${done.aside}.`);
    if (!existsSync(keysFile(settings.DATA_DIR)))
      console.log(
        `Now put the area's keys back: ${keysFile(settings.DATA_DIR)}. Without them the server does not start.`,
      );
    console.log(
      "Everybody signs in anew. Run the retention schedule at once: a backup brings back what was removed after it.",
    );
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  if (drill) rmSync(drill, { recursive: true, force: true });
}
