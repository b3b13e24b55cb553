import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { panelAtWork } from "./counted.ts";
import { areaFolder, startServer, until } from "./server.ts";

it("finishes what is being saved when it is told to stop, and ends well", async () => {
  const { folder, file } = await areaFolder();
  const server = await startServer({ folder });
  const panel = await panelAtWork({ file }, () => server);
  await until("saves are acknowledged", () => panel.acknowledged() >= 20);
  const began = Date.now();
  server.kill("SIGTERM");
  expect(await server.gone).toBe(0);
  expect(Date.now() - began).toBeLessThan(15_000);
  await panel.stop();
  expect(server.said()).toContain('"msg":"Stopped"');
  expect(panel.refused()).toEqual([]);
  expect(existsSync(`${file}-wal`), "the log is folded into the file").toBe(false);
  await panel.allIsThere({ file });
});

it("does not start without the area's keys, and makes no new ones", async () => {
  const { folder } = await areaFolder();
  const keys = join(folder, "area-keys.json");
  renameSync(keys, `${keys}.away`);
  await expect(startServer({ folder })).rejects.toThrow("The keys of Testshire local area are missing");
  expect(existsSync(keys)).toBe(false);
  renameSync(`${keys}.away`, keys);
  expect((await (await startServer({ folder })).ask("/ready", "")).status).toBe(200);
});

it("does not start with settings that would let others in, and names each with an example", async () => {
  const { folder } = await areaFolder();
  const env = { HOST: "0.0.0.0", METRICS_PORT: "0", METRICS_HOST: "0.0.0.0" };
  await expect(startServer({ folder, env })).rejects.toThrow(
    /code 1: .*PUBLIC_URL is needed.*Example: PUBLIC_URL=https.*METRICS_TOKEN is needed.*Example: METRICS_TOKEN=/s,
  );
});
