/** Files on disk: made for the owner alone, and whole or not there at all. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseError } from "./errors.ts";

const OWNER_ONLY = 0o600;

/** Makes an empty file, and the folders above it, unless it is there. @throws DatabaseError when it cannot be written */
export function ensureFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, "a", OWNER_ONLY));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reason = REASONS[code] ?? `it cannot be written (${code})`;
    throw new DatabaseError(`The file ${file} cannot be used: ${reason}.`, { cause: error });
  }
}

const REASONS: Record<string, string> = {
  EACCES: "the account that runs this may not write it",
  EPERM: "the account that runs this may not write it",
  EROFS: "it lies on a disk that can only be read",
  ENOSPC: "the disk is full",
};

function flush(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a new file by way of a neighbour with the ending `.part`, so that a half-written file never bears the name.
 * @throws DatabaseError when the file is there already
 */
export async function writeWhole(file: string, write: (part: string) => Promise<void>): Promise<void> {
  if (existsSync(file)) throw new DatabaseError(`There is a file at ${file} already. Choose another name.`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  ensureFile(part);
  try {
    await write(part);
    chmodSync(part, OWNER_ONLY);
    flush(part);
    renameSync(part, file);
    flush(dirname(file));
  } finally {
    rmSync(part, { force: true });
  }
}

const temporaryFolders = new Set<string>();
process.once("exit", () => {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when it is removed, or when the process ends. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "ehc-plan-quality-"));
  temporaryFolders.add(path);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      temporaryFolders.delete(path);
    },
  };
}
