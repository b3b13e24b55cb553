/** What the project's commands share: saying what is done, running it, and ending with a clear sentence when it fails. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** A failure that a person can act on; printed without a stack. */
export class Stop extends Error {}

/** Prints what begins now. */
export function say(sentence) {
  process.stdout.write(`\n▸ ${sentence}\n`);
}

/** Runs a program in the foreground. @throws Stop with `otherwise` when it fails. */
export function run(program, args, { env = {}, otherwise } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
    child.on("error", (error) => reject(new Stop(`${otherwise} (${error.message})`)));
    child.on("exit", (code, signal) =>
      code === 0 ? resolve() : reject(new Stop(`${otherwise} (${signal ?? `code ${code}`})`)),
    );
  });
}

/** @throws Stop when another program listens on the port. */
export function portFree(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () =>
      reject(
        new Stop(`Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm run demo`),
      ),
    );
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}

/** Runs a command's steps; a Stop becomes one sentence and exit code 1. */
export async function command(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`\n✗ ${error.message}\n`);
    process.exit(1);
  }
}
