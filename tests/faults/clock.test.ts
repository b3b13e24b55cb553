import { join } from "node:path";
import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Place } from "#db/copies.ts";
import { openDatabase } from "#db/engine/open.ts";
import { defineSchema } from "#db/schema.ts";
import { panelAtWork } from "./counted.ts";
import { addressOf, makeDatabase, newServer, start } from "./postgres.ts";
import { areaFolder, areaOnPostgres, startServer, until } from "./server.ts";

async function placeOn(engine: "sqlite" | "postgres", file: string): Promise<Place> {
  if (engine === "sqlite") return { file };
  const database = await newServer();
  await start(database);
  await makeDatabase(database.port);
  const url = addressOf(database.port);
  await areaOnPostgres(file, url);
  return { url };
}

it.each(["sqlite", "postgres"] as const)(
  "keeps saves in their order, and the trail whole, while the clock is set back over a day and forward again, on %s",
  async (engine) => {
    const { folder, file } = await areaFolder();
    const place = await placeOn(engine, file);
    const server = await startServer({
      folder,
      url: place.url,
      node: ["--import", join(process.cwd(), "tests/faults/clock.ts")],
    });
    const panel = await panelAtWork(place, () => server);
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
    await panel.allIsThere(place);

    const store = await openDatabase(defineSchema, { ...place, readOnly: true });
    const { answerHistory } = store.tables;
    const times = (await store.db.select().from(answerHistory).orderBy(asc(answerHistory.id))).map(({ savedAt }) =>
      savedAt.getTime(),
    );
    await store.close();
    const jumps = times.map((time, i) => time - (times[i - 1] ?? time));
    expect(Math.min(...jumps), "the clock really went back").toBeLessThan(-25 * 3_600_000);
    expect(Math.max(...jumps), "and forward").toBeGreaterThan(25 * 3_600_000);
  },
);
