/** Starts the built server on a fresh database, as an installation would, and asks whether it is well. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureInstalled } from "./ensure-install.mjs";
import { command, run, say, Stop } from "./steps.mjs";

await command(async () => {
  const node = await ensureInstalled();
  const folder = mkdtempSync(join(tmpdir(), "ehc-smoke-"));
  const env = { PORT: process.env.SMOKE_PORT || "3399", DATA_DIR: folder, DATABASE_URL: "" };
  let server;
  try {
    say("Smoke test: a fresh database and the built server");
    await run(node, ["scripts/load-demo.ts"], { env, otherwise: "The database could not be set up" });
    server = spawn(node, ["app/server/serve.ts"], { stdio: "inherit", env: { ...process.env, ...env } });
    const answer = await health(`http://127.0.0.1:${env.PORT}/ready`);
    if (!answer.ok) throw new Stop(`The server answered, but it is not well: ${JSON.stringify(answer)}`);
    say(`The built server is well: ${JSON.stringify(answer)}`);
  } finally {
    server?.kill("SIGTERM");
    if (server) await new Promise((resolve) => server.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  }
});

async function health(address) {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await (await fetch(address)).json();
    } catch (error) {
      if (Date.now() > end) throw new Stop(`The server did not answer within 30 seconds (${error.message})`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
