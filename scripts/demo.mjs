/** `npm run demo`: from a fresh clone to the demonstration area in a browser. Can be run again; the data stays. */
import { spawn } from "node:child_process";
import { ensureInstalled } from "./ensure-install.mjs";
import { command, portFree, run, say, Stop } from "./steps.mjs";

await command(async () => {
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Stop("PORT must be a number from 1 to 65535. Example: PORT=3001 npm run demo");
  await portFree(port);
  const node = await ensureInstalled();
  const env = { PORT: String(port), DATA_DIR: process.env.DATA_DIR || "data/demo" };
  // The sign-ins above stay on the screen: only what went wrong is added to them.
  const quiet = { LOG_FORMAT: process.env.LOG_FORMAT || "lines", LOG_LEVEL: process.env.LOG_LEVEL || "warn" };

  say("Building the application");
  await run(node, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error"], {
    otherwise: "The application could not be built. The lines above say why",
  });

  say(
    `Setting up the demonstration area in ${process.env.DATABASE_URL ? "the database of DATABASE_URL" : env.DATA_DIR}`,
  );
  await run(node, ["scripts/load-demo.ts"], {
    env,
    otherwise: "The demonstration area could not be set up. The lines above say why",
  });

  say("Starting the server");
  const server = spawn(node, ["app/server/serve.ts"], {
    stdio: "inherit",
    env: { ...process.env, ...env, ...quiet },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
  const code = await new Promise((resolve) => server.on("exit", resolve));
  if (code) throw new Stop("The server ended by itself. The lines above say why.");
});
