import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { examine } from "#db/copies.ts";
import { account } from "../db/postgres.programs.ts";
import { panelAtWork } from "./counted.ts";
import { addressOf, newServer, onServer, start, withSmallDisk } from "./postgres.ts";
import { areaFolder, areaOnPostgres, startServer, until } from "./server.ts";

const MEGABYTE = 1024 * 1024;

/** Writes until nothing more can be written. */
function fill(file: string): void {
  const handle = openSync(file, "w");
  for (const size of [MEGABYTE, 4096, 1])
    try {
      for (;;) writeSync(handle, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  closeSync(handle);
}

it("refuses to save on a full disk, in words, keeps all that was acknowledged, and goes on when there is room", async () => {
  const area = await areaFolder();
  const { folder } = area;
  const disk = join(folder, "disk");
  mkdirSync(disk);
  // A disk of its own, which only the server sees and which is gone with it.
  const script =
    'mount -t tmpfs -o size=32m tmpfs "$0" && cp -a "$1"/audit.sqlite "$1"/area-keys.json "$0" && shift && exec "$@"';
  const server = await startServer({ folder: disk, under: ["unshare", "-rm", "sh", "-c", script, disk, folder] });
  const inside = `/proc/${server.pid}/root${disk}`;
  const file = join(inside, "audit.sqlite");
  const panel = await panelAtWork({ file: area.file }, () => server);
  await until("saves are acknowledged", () => panel.acknowledged() >= 30);
  fill(join(inside, "ballast"));
  await until("saves are refused", () => panel.refused().length >= 12);
  expect((await server.ask("/sign-in", "")).status).toBe(200);
  const [refused] = panel.refused();
  expect([refused?.status, refused?.text.includes("the database cannot be written. Nothing was changed.")]).toEqual([
    503,
    true,
  ]);
  expect([...new Set(panel.refused().map(({ status }) => status))]).toEqual([503]);
  const before = panel.acknowledged();
  rmSync(join(inside, "ballast"));
  await until("saves go on", () => panel.acknowledged() >= before + 30);
  await panel.stop();
  const copy = join(folder, "copy.sqlite");
  server.kill("SIGSTOP");
  for (const ending of ["", "-wal"]) copyFileSync(file + ending, copy + ending);
  server.kill("SIGCONT");
  await panel.allIsThere({ file: copy });
  await examine(copy);
});

it("refuses to save on a full disk of PostgreSQL, in words, keeps all that was acknowledged, and goes on when there is room", async () => {
  const { folder, file } = await areaFolder();
  const database = await newServer();
  const disk = join(database.folder, "disk");
  mkdirSync(disk);
  const running = await start(database, { under: withSmallDisk(disk, 64) });
  // Its log stays on the other disk: without room for that, PostgreSQL itself ends.
  const space = join(disk, "space");
  await onServer(database.port, async (client) => {
    const inside = `/proc/${running.pid}/root${space}`;
    mkdirSync(inside);
    if (account.uid !== undefined) chownSync(inside, account.uid, account.gid);
    await client.query(`CREATE TABLESPACE small LOCATION '${space}'`);
    await client.query("CREATE DATABASE ehc ENCODING 'UTF8' TEMPLATE template0 TABLESPACE small");
  });
  const url = addressOf(database.port);
  await areaOnPostgres(file, url);
  const server = await startServer({ folder, url });
  const panel = await panelAtWork({ url }, () => server);
  await until("saves are acknowledged", () => panel.acknowledged() >= 30);
  const ballast = `/proc/${running.pid}/root${join(disk, "ballast")}`;
  fill(ballast);
  await until("saves are refused", () => panel.refused().length >= 12);
  expect((await server.ask("/sign-in", "")).status).toBe(200);
  expect([...new Set(panel.refused().map(({ status }) => status))]).toEqual([503]);
  expect(panel.refused()[0]?.text).toContain("the database cannot be written. Nothing was changed.");
  const before = panel.acknowledged();
  rmSync(ballast);
  await until("saves go on", () => panel.acknowledged() >= before + 30);
  await panel.stop();
  await panel.allIsThere({ url });
});

it("does not start on a database that it cannot write, says which, and leaves it as it is", async () => {
  const { folder, file } = await areaFolder();
  const before = readFileSync(file);
  // The account that owns everything is held to the permissions as others are.
  const under = process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] : [];
  chmodSync(file, 0o400);
  await expect(startServer({ folder, under })).rejects.toThrow(
    new RegExp(`code 1: .*${file} cannot be used: the account that runs this may not write it`, "s"),
  );
  expect(readFileSync(file).equals(before)).toBe(true);
  chmodSync(file, 0o600);
  chmodSync(folder, 0o500);
  await expect(startServer({ folder, under })).rejects.toThrow(
    /code 1: .*DATA_DIR, .* cannot be written by this account/s,
  );
  chmodSync(folder, 0o700);
  const server = await startServer({ folder, under });
  expect((await server.ask("/ready", "")).status).toBe(200);
  expect((await server.ask("/my-audits", await server.signIn("eve"))).status).toBe(200);
});
