import { expect, it } from "vitest";
import { panelAtWork } from "./counted.ts";
import { addressOf, killAll, makeDatabase, newServer, onServer, openDoor, standbyOf, start } from "./postgres.ts";
import { areaFolder, areaOnPostgres, startServer, until } from "./server.ts";

it("loses nothing acknowledged when PostgreSQL is killed under load and started again, and needs no start itself", async () => {
  const { folder, file } = await areaFolder();
  const database = await newServer();
  const first = await start(database);
  await makeDatabase(database.port);
  const url = addressOf(database.port);
  await areaOnPostgres(file, url);
  const server = await startServer({ folder, url });
  const panel = await panelAtWork({ url }, () => server);
  await until("saves are acknowledged", () => panel.acknowledged() >= 30);
  await killAll(first);
  await until("saves are refused", () => panel.refused().length > 0);
  expect((await server.ask("/health", "")).status).toBe(200);
  expect((await server.ask("/ready", "")).status).toBe(503);
  const before = panel.acknowledged();
  await start(database);
  await until("saves go on", () => panel.acknowledged() >= before + 30);
  await panel.stop();
  expect((await server.ask("/ready", "")).status).toBe(200);
  const words = panel.refused().filter(({ status }) => status === 503);
  expect(words.length).toBeGreaterThan(0);
  for (const { text } of words) expect(text).toContain("The database does not answer at the moment.");
  expect(panel.refused().filter(({ status }) => status === 500)).toEqual([]);
  await panel.allIsThere({ url });
});

it("loses nothing acknowledged when another server takes over, and sends nobody to a server that only follows", async () => {
  const { folder, file } = await areaFolder();
  const primary = await newServer();
  const made = await start(primary);
  await makeDatabase(primary.port);
  await areaOnPostgres(file, addressOf(primary.port));
  const stopped = new Promise((resolve) => made.once("exit", resolve));
  made.kill("SIGINT");
  await stopped;
  const standby = await standbyOf(primary);
  const leading = await start(primary, { settings: ["synchronous_standby_names=standby"] });
  await start(standby);
  await until("the standby confirms", () =>
    onServer(
      primary.port,
      async (client) =>
        (await client.query("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")).rowCount === 1,
    ),
  );
  const door = await openDoor(primary);
  const url = addressOf(door.port);
  const server = await startServer({ folder, url });
  const panel = await panelAtWork({ url }, () => server);
  await until("saves are acknowledged", () => panel.acknowledged() >= 30);
  await killAll(leading);
  door.leadTo(standby.port);
  await until("saves are refused", () => panel.refused().length > 0);
  expect((await server.ask("/ready", "")).status).toBe(503);
  const before = panel.acknowledged();
  await onServer(standby.port, (client) => client.query("SELECT pg_promote(true, 30)"));
  await until("saves go on", () => panel.acknowledged() >= before + 30);
  await panel.stop();
  expect((await server.ask("/ready", "")).status).toBe(200);
  await panel.allIsThere({ url: addressOf(standby.port) });
});

it("answers in words when no connection is left, and goes on when there is one again", async () => {
  const { folder, file } = await areaFolder();
  const database = await newServer();
  await start(database);
  await makeDatabase(database.port);
  const url = addressOf(database.port);
  await areaOnPostgres(file, url);
  const server = await startServer({ folder, url });
  const panel = await panelAtWork({ url }, () => server);
  await until("saves are acknowledged", () => panel.acknowledged() >= 20);
  const cookie = await server.signIn("lead");
  const replies = await onServer(
    database.port,
    async (client) => {
      // Whoever reads a sheet waits for this lock, and holds a connection meanwhile.
      await client.query("BEGIN; LOCK TABLE audits IN ACCESS EXCLUSIVE MODE");
      const asked = Array.from({ length: 40 }, () => server.ask("/cycles", cookie));
      const answered = await Promise.race([Promise.all(asked), new Promise((resolve) => setTimeout(resolve, 8000))]);
      await client.query("COMMIT");
      void answered;
      return Promise.all(asked);
    },
    "ehc",
  );
  const statuses = new Set(replies.map(({ status }) => status));
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(statuses).toContain(503);
  for (const { status, text } of replies)
    if (status === 503) expect(text).toContain("The database does not answer at the moment.");
  const before = panel.acknowledged();
  await until("saves go on", () => panel.acknowledged() >= before + 20);
  expect((await server.ask("/cycles", cookie)).status).toBe(200);
  await panel.stop();
  await panel.allIsThere({ url });
});
