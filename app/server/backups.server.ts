import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { area } from "./database.server.ts";

/** A copy of the database beside it: its name, when it was written, and its size. */
export type BackupFile = { name: string; at: Date; megabytes: number };

const folder = () => join(area().settings.DATA_DIR, "backups");
const NAME = /^[\w][\w.-]*\.(sqlite|dump)$/;

/** The copies in the data folder, oldest first. Those that were taken elsewhere are not known here. */
export function backupFiles(): BackupFile[] {
  if (!existsSync(folder())) return [];
  return readdirSync(folder())
    .filter((name) => NAME.test(name))
    .map((name) => {
      const { mtime, size } = statSync(join(folder(), name));
      return { name, at: mtime, megabytes: size / 1_000_000 };
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Removes one copy. @returns false when there is none of this name */
export function removeBackup(name: string): boolean {
  if (!backupFiles().some((file) => file.name === name)) return false;
  rmSync(join(folder(), name));
  return true;
}
