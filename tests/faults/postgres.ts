/** PostgreSQL servers that a test may kill, start again, and let another take the place of. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { onTestFinished } from "vitest";
import { account, freePort, makeData, program, serverFolder } from "../db/postgres.programs.ts";
import { until } from "./server.ts";

const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_wal_size=128MB",
  "shared_buffers=32MB",
];

type Owned = { folder: string; data: string; port: number };

/** A new server with an empty database `ehc`, which is not started yet. */
export async function newServer(): Promise<Owned> {
  const folder = serverFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, data: makeData(folder), port: await freePort() };
}

export const addressOf = (port: number, database = "ehc") => `postgres://tests@127.0.0.1:${port}/${database}`;

export async function onServer<R>(
  port: number,
  work: (client: pg.Client) => Promise<R>,
  database = "postgres",
): Promise<R> {
  const client = new pg.Client({ connectionString: addressOf(port, database), connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  await client.connect();
  return work(client).finally(() => client.end());
}

type Run = {
  settings?: string[];
  /** A program that runs it as the account, with what it takes before the path of PostgreSQL. */
  under?: string[];
};

/** Starts it, and waits until it answers. */
export async function start({ folder, data, port }: Owned, { settings = [], under }: Run = {}): Promise<ChildProcess> {
  const options = [...SETTINGS, ...settings].flatMap((setting) => ["-c", setting]);
  const [first = "", ...args] = [...(under ?? []), program("postgres"), "-D", data, "-p", String(port), ...options];
  const child = spawn(first, args, { ...(under ? {} : account), cwd: folder, stdio: "ignore" });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGQUIT");
    await gone;
  });
  await until("PostgreSQL answers", () =>
    onServer(port, async (client) => (await client.query("SELECT 1")).rowCount === 1),
  );
  return child;
}

export const makeDatabase = (port: number) =>
  onServer(port, (client) => client.query("CREATE DATABASE ehc ENCODING 'UTF8' TEMPLATE template0"));

/**
 * A program for `start` that gives the server, and nobody else, a small disk of its own at `disk`. It goes on as the account
 * that owns nothing where this process is root, and as the same account where it is not: PostgreSQL refuses to run as root.
 */
export function withSmallDisk(disk: string, megabytes: number): string[] {
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=1777 tmpfs "$0"`;
  return account.uid === undefined
    ? ["unshare", "--map-current-user", "--keep-caps", "-m", "sh", "-c", `${mount} && exec "$@"`, disk]
    : [
        "unshare",
        "-m",
        "sh",
        "-c",
        `${mount} && exec setpriv --reuid ${account.uid} --regid ${account.gid} --clear-groups "$@"`,
        disk,
      ];
}

/** Ends a server as a power cut does: every process of it at once. */
export async function killAll(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(child.pid)], { encoding: "utf8" })
    .split("\n")
    .map(Number)
    .filter(Boolean);
  child.kill("SIGKILL");
  for (const pid of children) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
  await gone;
}

/** A copy of a stopped server that follows it, and confirms each commit before it is acknowledged. */
export async function standbyOf(primary: Owned): Promise<Owned> {
  const folder = serverFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, "data");
  cpSync(primary.data, data, { recursive: true });
  writeFileSync(join(data, "standby.signal"), "");
  appendFileSync(
    join(data, "postgresql.auto.conf"),
    `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=tests application_name=standby'\n`,
  );
  execFileSync("chmod", ["-R", "u=rwX,go=", data]);
  if (account.uid !== undefined) execFileSync("chown", ["-R", `${account.uid}:${account.gid}`, data]);
  return { folder, data, port: await freePort() };
}

/** One address behind which the server can change, as in front of a cluster. */
export async function openDoor(to: { port: number }): Promise<{ port: number; leadTo(port: number): void }> {
  let target = to.port;
  const sockets = new Set<Socket>();
  const door = createServer((client) => {
    const server = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve) => door.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    door.close();
  });
  return {
    port,
    leadTo(next) {
      target = next;
      for (const socket of sockets) socket.destroy();
    },
  };
}
