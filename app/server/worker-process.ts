import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

const MEMORY_LIMIT_MB = 512;
/** What a report leaves behind is cleared away often: the process stays small, and takes hardly longer. */
const YOUNG_MB = 1;

/** As `os.setPriority` counts: people's pages go first. */
export const WORKER_PRIORITY = 10;

/**
 * Starts the process that does long work (`worker.ts`). Its file is named from the project's folder, where the server is started,
 * because the bundle that this stands in lies elsewhere.
 */
export function startWorker(): ChildProcess {
  const child = fork(join(process.cwd(), "app/server/worker.ts"), [], {
    serialization: "advanced",
    execArgv: [`--max-old-space-size=${MEMORY_LIMIT_MB}`, `--max-semi-space-size=${YOUNG_MB}`],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  // Also while it is kept without work, when nobody else listens: an error that nobody hears ends the server.
  return child.on("error", () => {});
}
