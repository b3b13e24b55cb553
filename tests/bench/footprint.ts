import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../db/postgres.programs.ts";
import { memoryOf } from "./load.ts";
import { type Row, type Times, timed } from "./measure.ts";

const BARE =
  'import express from "express"; express().get("/ready", (_, answer) => answer.json({})).listen(process.env.PORT, "127.0.0.1")';

/** Starts a program, waits until /ready answers, hands its process over, and ends it. */
async function started(
  args: string[],
  env: Record<string, string>,
  look: (child: ChildProcess) => Promise<void> = async () => {},
): Promise<void> {
  const port = await freePort();
  const child = spawn(process.execPath, args, { stdio: "ignore", env: { ...process.env, ...env, PORT: String(port) } });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const address = `http://127.0.0.1:${port}/ready`;
  for (const end = Date.now() + 60_000; ; ) {
    const ready = await fetch(address).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${args.join(" ").slice(0, 60)} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await look(child);
  child.kill("SIGKILL");
  await gone;
}

const REST_SECONDS = 5;

/** Resident memory of a server after it has rested, in MB. */
async function atRest(child: ChildProcess): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, REST_SECONDS * 1000));
  return memoryOf(child.pid);
}

const once = (value: number): Times => ({ p50: value, p99: value, runs: 1 });

/** From the command to the first answer, and the memory at rest, of the built server on the demonstration area, beside a bare server. */
export async function startRows(runs: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ehc-bench-start-"));
  const env = {
    DATA_DIR: folder,
    DATABASE_URL: "",
    PUBLIC_URL: "",
    NODE_ENV: "production" as const,
    LOG_LEVEL: "silent",
  };
  const [product, bare] = [["app/server/serve.ts"], ["--input-type=module", "-e", BARE]];
  try {
    execFileSync(process.execPath, ["scripts/load-demo.ts"], { stdio: "ignore", env: { ...process.env, ...env } });
    const times = await timed(runs, () => started(product, env));
    const floorTimes = await timed(runs, () => started(bare, env));
    const memory: number[] = [];
    for (const args of [product, bare])
      await started(args, env, async (child) => void memory.push(await atRest(child)));
    const floor = "a bare Express server";
    return [
      { what: "Cold start to the first answer", times, floor, floorTimes },
      { what: "Memory at rest", unit: "MB", times: once(memory[0] ?? 0), floor, floorTimes: once(memory[1] ?? 0) },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Locked = { dev?: boolean; dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };

/** The folders of the packages that production installs on this machine; `roots` keeps to these and what they need. */
function productionFolders(roots?: string[]): string[] {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };
  const installed = Object.keys(packages).filter((place) => place && !packages[place]?.dev && isThere(place));
  if (!roots) return installed;
  const found = new Set<string>();
  const visit = (from: string, name: string) => {
    const near = from ? [`${from}/node_modules/${name}`] : [];
    const place = [...near, `node_modules/${name}`].find((one) => installed.includes(one));
    if (!place || found.has(place)) return;
    found.add(place);
    const { dependencies = {}, optionalDependencies = {} } = packages[place] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(place, next);
  };
  for (const name of roots) visit("", name);
  return [...found];
}

const isThere = (place: string): boolean => {
  try {
    return lstatSync(place).isDirectory();
  } catch {
    return false;
  }
};

/** Bytes of a package's own files, without the packages inside it. */
const bytesOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === "node_modules") return sum;
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesOf(path) : lstatSync(path).size);
  }, 0);
const megabytes = (folders: string[]) => folders.reduce((sum, folder) => sum + bytesOf(folder), 0) / 1e6;

const FRAMEWORK = [
  "@remix-run/node",
  "@remix-run/express",
  "@remix-run/react",
  "react",
  "react-dom",
  "express",
  "better-sqlite3",
  "pg",
  "drizzle-orm",
];

/** What production installs, without the Node that comes from the registry, and how long that takes with npm's cache warm. */
export async function installRows(): Promise<Row[]> {
  const folders = productionFolders().filter((place) => !place.includes("node-linux"));
  const size: Row = {
    what: "Production packages on disk",
    unit: "MB",
    times: once(megabytes(folders)),
    floor: "framework and databases alone",
    floorTimes: once(megabytes(productionFolders(FRAMEWORK))),
  };
  const install = single(() =>
    inFolder((folder) => {
      for (const file of ["package.json", "package-lock.json", ".npmrc"]) cpSync(file, join(folder, file));
      execFileSync("npm", ["ci", "--omit=dev", "--ignore-scripts", "--prefer-offline"], {
        cwd: folder,
        stdio: "ignore",
      });
    }),
  );
  const copy = single(() =>
    inFolder((folder) => {
      for (const place of productionFolders()) {
        mkdirSync(dirname(join(folder, place)), { recursive: true });
        cpSync(place, join(folder, place), { recursive: true });
      }
    }),
  );
  return [
    size,
    { what: "Installing them (npm ci, warm)", times: install, floor: "copying the same files", floorTimes: copy },
  ];
}

/** The time of work that is not repeated. */
function single(work: () => void): Times {
  const began = performance.now();
  work();
  return once(performance.now() - began);
}

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "ehc-bench-install-"));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
