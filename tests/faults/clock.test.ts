import { join } from "node:path";
import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import { openDatabase } from "#db/engine/open.ts";
import { defineSchema } from "#db/schema.ts";
import { panelAtWork } from "./counted.ts";
import { areaFolder, startServer, until } from "./server.ts";

it("keeps saves in their order, and the trail whole, while the clock is set back over a day and forward again", async () => {
  const { folder, file } = await areaFolder();
  const server = await startServer({ folder, node: ["--import", join(process.cwd(), "tests/faults/clock.ts")] });
  const panel = await panelAtWork({ file }, () => server);
  await until("saves are acknowledged", () => panel.acknowledged() >= 30);
  const more = async () => {
    const before = panel.acknowledged();
    server.kill("SIGUSR2");
    await until("saves go on", () => panel.acknowledged() >= before + 30);
  };
  await more();
  await more();
  await panel.stop();
  expect(panel.refused()).toEqual([]);
  const [eve = ""] = panel.cookies;
  expect((await server.ask("/my-audits", eve)).status).toBe(200);
  server.kill("SIGTERM");
  expect(await server.gone).toBe(0);
  await panel.allIsThere({ file });

  const store = await openDatabase(defineSchema, { file, readOnly: true });
  const { answerHistory } = store.tables;
  const times = (await store.db.select().from(answerHistory).orderBy(asc(answerHistory.id))).map(({ savedAt }) =>
    savedAt.getTime(),
  );
  await store.close();
  const jumps = times.map((time, i) => time - (times[i - 1] ?? time));
  expect(Math.min(...jumps), "the clock really went back").toBeLessThan(-25 * 3_600_000);
  expect(Math.max(...jumps), "and forward").toBeGreaterThan(25 * 3_600_000);
});
