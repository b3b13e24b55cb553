/**
 * A PostgreSQL server for the tests, as a process of its own: it prints the server's address as one line, and ends and
 * removes the server when its input is closed, that is, also when the tests are killed.
 */
import { spawn } from "node:child_process";
import { account, freePort, makeData, program, serverFolder } from "./postgres.programs.ts";

const folder = serverFolder();
const data = makeData(folder);
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
  program("postgres"),
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
