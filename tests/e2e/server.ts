/** The built server on a demonstration area of its own, in a folder that goes when it stops. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../app/server/serve.ts";
import { readSettings } from "../../app/server/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "ehc-e2e-"));
process.env.DATA_DIR = folder;
process.env.DATABASE_URL = "";
process.env.LOG_LEVEL ??= "warn";
const loaded = spawnSync(process.execPath, ["scripts/load-demo.ts"], { stdio: "inherit", env: process.env });
if (loaded.status !== 0) process.exit(1);
const running = await serve(readSettings(process.env));
console.log(`Serving the journeys at ${running.address}`);
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void running.stop().then(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(0);
    });
  });
}
