/** Places for a test's own databases: a temporary folder, migrations written on the spot, another process. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type EngineName, newPostgresDatabase } from "../engines.ts";
import type { Task } from "./processes.ts";

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ehc-engine-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty database that is gone after the test: for SQLite a file that is not there yet. */
export async function newDatabase(name: EngineName): Promise<{ url?: string; file?: string }> {
  if (name === "sqlite") return { file: join(newFolder(), "test.sqlite") };
  const { url, drop } = await newPostgresDatabase();
  onTestFinished(drop);
  return { url };
}

/** Writes migrations, the same SQL for both engines, as drizzle-kit lays them out; returns the folder. */
export function writeMigrations(migrations: Record<string, string>): string {
  const folder = newFolder();
  const entries = Object.keys(migrations).map((tag, idx) => ({ idx, tag, when: 1_000_000 + idx, breakpoints: true }));
  for (const engine of ["sqlite", "postgres"]) {
    mkdirSync(join(folder, engine, "meta"), { recursive: true });
    writeFileSync(join(folder, engine, "meta", "_journal.json"), JSON.stringify({ entries }));
    for (const [tag, text] of Object.entries(migrations)) writeFileSync(join(folder, engine, `${tag}.sql`), text);
  }
  return folder;
}

/** Starts another process on a task; `answer` is what it says when it has done it. */
export function elsewhere(task: Task): { process: ChildProcess; answer: Promise<unknown> } {
  const file = fileURLToPath(new URL("./processes.ts", import.meta.url));
  const child = spawn(process.execPath, [file, JSON.stringify(task)], { stdio: ["ignore", "pipe", "pipe"] });
  const answer = new Promise<unknown>((resolve, reject) => {
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    child.stdout.once("data", (line) => resolve(JSON.parse(String(line))));
    child.once("close", (code) => reject(new Error(`The process ended with code ${code}: ${complaint}`)));
  });
  return { process: child, answer };
}
