/**
 * `npm run backup`: copies the database while the server runs, reads the copy from end to end, encrypts it where
 * BACKUP_RECIPIENTS names keys, records it in the trail, and lets older backups go by BACKUP_KEEP. For a timer each night:
 * it ends with 1 and a sentence when there is no new backup that was read again.
 */
import { join } from "node:path";
import { pendingMigrations } from "#db/engine/migrate.ts";
import { backupFolder, letBackupsGo, recipientsOf, recordBackup, writeBackup } from "../app/server/backups.ts";
import { openExisting } from "../app/server/existing.ts";
import { readSettings } from "../app/server/settings.ts";

const BY = { id: null, name: "The backup command" };

try {
  const settings = readSettings(process.env);
  const store = await openExisting(settings);
  try {
    const place = { url: settings.DATABASE_URL, file: join(settings.DATA_DIR, "audit.sqlite") };
    if ((await pendingMigrations(place)).length)
      throw new Error(
        "The database is of an earlier version than this program. Start this version, which brings it up to date, or make the backup with the earlier one.",
      );
    const at = new Date();
    const made = await writeBackup(store, settings, at);
    await recordBackup(store, BY, made, at);
    const gone = await letBackupsGo(store, settings, BY, at);
    console.log(
      `${join(backupFolder(settings), made.name)}: ${made.rows} rows and ${made.events} events, trail unbroken, ${(made.bytes / 1e6).toFixed(1)} MB, SHA-256 ${made.sha256}`,
    );
    if (recipientsOf(settings).length === 0)
      console.log("It is not encrypted: set BACKUP_RECIPIENTS to the public key that `npm run backup:key` makes.");
    if (gone.length) console.log(`Let go by the rule (${settings.BACKUP_KEEP}): ${gone.join(", ")}`);
  } finally {
    await store.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
