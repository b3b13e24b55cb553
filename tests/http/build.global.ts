import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const BUILT = "build/server/index.js";
const SOURCES = ["app", "audits", "db", "public", "vite.config.ts", "remix.config.js", "package-lock.json"];

/** Builds the application for the tests over HTTP, unless what is built is newer than every source. */
export default function build(): void {
  if (existsSync(BUILT) && SOURCES.every((path) => newest(path) < statSync(BUILT).mtimeMs)) return;
  const args = ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error"];
  const env = { ...process.env, NODE_ENV: "production" as const };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`The application could not be built.\n${stdout}${stderr}`);
}

const newest = (path: string): number => {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
};
