/** The backups of an area as files: made, examined, encrypted, listed, and let go by the rule. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { dayOf } from "#audits/dates.ts";
import { backupsToRemove, keepRule } from "#audits/retention/backups.ts";
import { copyToFile, type Examined, sha256Of } from "#db/copies.ts";
import { DatabaseError } from "#db/engine/errors.ts";
import { seal } from "#db/sealed-files.ts";
import { settingOf } from "#db/settings.ts";
import type { Store } from "#db/store.ts";
import { noteBackup, noteBackupRemoved } from "#db/trail.ts";
import type { Settings } from "./settings.ts";

type Where = Pick<Settings, "DATA_DIR" | "BACKUP_DIR" | "BACKUP_RECIPIENTS">;
type By = { id: string | null; name: string };

export type BackupFile = { name: string; madeAt: Date; bytes: number; sealed: boolean };
export type MadeBackup = { name: string; sha256: string; bytes: number; rows: number; events: number };

/** The folder of the backups. */
export const backupFolder = ({ DATA_DIR, BACKUP_DIR }: Omit<Where, "BACKUP_RECIPIENTS">): string =>
  BACKUP_DIR ?? join(DATA_DIR, "backups");

/** Why backups cannot be written there, as a sentence, or null. Makes the folder where it can. */
export function folderFault(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `The folder of the backups, ${folder}, cannot be written by this account (${(error as NodeJS.ErrnoException).code}). Make it, owned by the account that runs the server.`;
  }
}

/** The area's public keys; with none, backups are not encrypted. */
export const recipientsOf = ({ BACKUP_RECIPIENTS }: Pick<Where, "BACKUP_RECIPIENTS">): string[] =>
  BACKUP_RECIPIENTS?.split(/[\s,]+/) ?? [];

const SEALED = ".age";

/** The copies of the database, newest first: made by hand, by night, or before a migration. */
export function backupFiles(where: Omit<Where, "BACKUP_RECIPIENTS">): BackupFile[] {
  // Before a migration the file is always copied beside itself.
  const folders = [...new Set([backupFolder(where), join(where.DATA_DIR, "backups")])];
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => ({ name, stat: statSync(join(folder, name)) })))
    .filter(({ name, stat }) => stat.isFile() && /\.(sqlite|dump)(\.age)?$/.test(name))
    .map(({ name, stat }) => ({ name, madeAt: stat.mtime, bytes: stat.size, sealed: name.endsWith(SEALED) }))
    .sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

/** Removes one copy. @returns false when there is none of this name */
export function removeBackup(where: Omit<Where, "BACKUP_RECIPIENTS">, name: string): boolean {
  if (!backupFiles(where).some((file) => file.name === name)) return false;
  for (const folder of [backupFolder(where), join(where.DATA_DIR, "backups")])
    rmSync(join(folder, name), { force: true });
  return true;
}

/**
 * Copies the database while it is in use, reads the copy from end to end, encrypts it where the area has given keys, and
 * reads that again too. The copy that is not encrypted never leaves the folder of the data. Long work: in a process of its own.
 *
 * @throws DatabaseError with a sentence; whatever fails, no file is left behind
 */
export async function writeBackup(store: Store, where: Where, at: Date): Promise<MadeBackup> {
  const name = `backup-${at.toISOString().replace(/[:.]/g, "-")}.sqlite`;
  const folder = backupFolder(where);
  const recipients = recipientsOf(where);
  const fault = folderFault(folder);
  if (fault) throw new DatabaseError(fault);
  const told = async (file: string, found: Examined): Promise<MadeBackup> => {
    const path = join(folder, file);
    return {
      name: file,
      sha256: await sha256Of(path),
      bytes: statSync(path).size,
      rows: found.rows,
      events: found.events,
    };
  };
  if (recipients.length === 0) return told(name, await copyToFile(store, join(folder, name)));
  const open = join(where.DATA_DIR, `being-sealed-${process.pid}-${name}`);
  try {
    const found = await copyToFile(store, open);
    await seal(open, join(folder, name + SEALED), recipients);
    return await told(name + SEALED, found);
  } finally {
    rmSync(open, { force: true });
  }
}

/** Records a backup that was written, with its fingerprint. */
export const recordBackup = (store: Store, by: By, { name, sha256 }: MadeBackup, at: Date): Promise<void> =>
  noteBackup(store, by, name, sha256, at);

/** Removes what the rule lets go, and records each. @returns their names */
export async function letBackupsGo(
  store: Store,
  where: Where & Pick<Settings, "BACKUP_KEEP">,
  by: By,
  at: Date,
): Promise<string[]> {
  const { value } = await settingOf(store.db, "retention");
  const files = backupFiles(where).map((file) => ({ ...file, day: dayOf(file.madeAt) }));
  const gone = backupsToRemove(files, keepRule(where.BACKUP_KEEP), dayOf(at), value.backupDays);
  for (const { name } of gone) {
    await noteBackupRemoved(store, by, name, at);
    removeBackup(where, name);
  }
  return gone.map(({ name }) => name);
}
