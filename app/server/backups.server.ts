import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { DatabaseError } from "#db/engine/errors.ts";
import { noteBackup } from "#db/trail.ts";
import { area, now, store } from "./database.server.ts";

const folder = () => join(area().settings.DATA_DIR, "backups");

export type BackupFile = { name: string; madeAt: Date; bytes: number };

/** The copies of the database beside it, newest first: made by hand, or before a migration. */
export function backupFiles(): BackupFile[] {
  if (!existsSync(folder())) return [];
  return readdirSync(folder())
    .filter((name) => !name.endsWith(".part"))
    .map((name) => ({ name, stat: statSync(join(folder(), name)) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ name, stat }) => ({ name, madeAt: stat.mtime, bytes: stat.size }))
    .sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

/** Removes one copy. @returns false when there is none of this name */
export function removeBackup(name: string): boolean {
  if (!backupFiles().some((file) => file.name === name)) return false;
  rmSync(join(folder(), name));
  return true;
}

/** Copies the database while it is in use, checks the copy, and records it with its fingerprint. */
export async function makeBackup(by: Actor): Promise<Step> {
  const at = now();
  const ending = store().kind === "sqlite" ? "sqlite" : "dump";
  const name = `backup-${at.toISOString().replace(/[:.]/g, "-")}.${ending}`;
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  try {
    await store().backup(join(folder(), name));
  } catch (error) {
    if (error instanceof DatabaseError) return { ok: false, sentence: error.message };
    return { ok: false, sentence: `The backup could not be written: ${reasonOf(error)}. Nothing was changed` };
  }
  await noteBackup(store(), by, name, await fingerprint(join(folder(), name)), at);
  return { ok: true };
}

/** A full disk and a folder that may not be written are told in the system's own short words. */
const reasonOf = (error: unknown) => (error as { code?: string }).code ?? "for a reason that the log says";

async function fingerprint(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
