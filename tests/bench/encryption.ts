/** What encryption at rest costs a save: the processor's time for what it writes, as an encrypted volume spends it. */
import { createCipheriv, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Row, timed } from "./measure.ts";
import { durableUpsert, saveTimes } from "./pages.ts";
import type { Site } from "./site.ts";

/** An encrypted volume (LUKS2) encrypts sector by sector, each with its own number. */
const SECTOR = 4096;

/** Bytes that the server's process has given to its disk. */
const written = (pid: number) => Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);

/** Encrypting what one save writes with AES-256-XTS, beside a durable upsert without any of it. */
export async function encryptionRow(site: Site, saves: number): Promise<Row> {
  const before = written(site.pid);
  await saveTimes(site, saves);
  const sectors = Math.ceil((written(site.pid) - before) / (saves + 1) / SECTOR);
  const [key, page] = [randomBytes(64), randomBytes(SECTOR)];
  const times = await timed(saves, (run) => {
    for (let sector = 0; sector < sectors; sector++) {
      const place = Buffer.alloc(16);
      place.writeUInt32LE(Math.max(0, run) * sectors + sector);
      createCipheriv("aes-256-xts", key, place).update(page);
    }
  });
  return {
    what: `Encrypting what one save writes, ${(sectors * SECTOR) / 1024} kB`,
    times,
    floor: "bare SQL: one durable upsert, not encrypted",
    floorTimes: await durableUpsert(saves),
  };
}
