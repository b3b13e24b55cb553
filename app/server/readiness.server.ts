import { accessSync, constants, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { reportQueue } from "#db/reports.ts";
import { theArea } from "#db/people.ts";
import { version } from "../../package.json";
import { backupFiles } from "./backups.ts";
import { area, now, store } from "./database.server.ts";
import { measure } from "./metrics.ts";

/** What must hold before people are sent here. Each is told by its name, and nothing of what the area is. */
export type Readiness = { ok: boolean; database: "answers" | "does not answer"; area: boolean; folder: boolean };

/** Whether the database answers and takes changes, the area is set up, and its folder can be written. */
export async function readiness(): Promise<Readiness> {
  const closed: Readiness = { ok: false, database: "does not answer", area: false, folder: false };
  try {
    const folder = writable();
    const health = await store().health();
    if (!health.ok) return { ...closed, folder };
    const isSetUp = (await theArea(store().db)) !== null;
    return { ok: isSetUp && folder, database: "answers", area: isSetUp, folder };
  } catch {
    return closed;
  }
}

function writable(): boolean {
  const { settings } = area();
  try {
    accessSync(settings.DATA_DIR, constants.W_OK);
    if (store().kind === "sqlite") accessSync(databaseFile(), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const databaseFile = () => join(area().settings.DATA_DIR, "audit.sqlite");

const plain = (value: number) => [{ labels: {}, value }];

/** Figures of the area that runs here, for the measurements: whether it is well, its queue, its room, its last backup. */
export function measureArea(): void {
  const started = now().getTime() / 1000;
  measure("ehc_build_info", "Which version runs.", ["version", "node", "engine"], async () => [
    { labels: { version, node: process.version, engine: store().kind }, value: 1 },
  ]);
  measure("ehc_started_timestamp_seconds", "When the server was started.", [], async () => plain(started));
  measure("ehc_ready", "1 when people can be sent here.", [], async () => plain((await readiness()).ok ? 1 : 0));
  measure("ehc_reports", "Reports that wait, are being made, or failed.", ["state"], async () => {
    const queue = await reportQueue(store().db);
    return (["waiting", "making", "failed"] as const).map((state) => ({ labels: { state }, value: queue[state] }));
  });
  measure("ehc_disk_free_bytes", "Room left where the area's data lie.", [], async () => {
    const { bavail, bsize } = statfsSync(area().settings.DATA_DIR);
    return plain(bavail * bsize);
  });
  measure("ehc_database_file_bytes", "Size of the SQLite file.", [], async () => plain(statSync(databaseFile()).size));
  measure("ehc_backup_last_timestamp_seconds", "When the newest backup was written.", [], async () =>
    backupFiles(area().settings)
      .slice(0, 1)
      .flatMap((file) => plain(file.madeAt.getTime() / 1000)),
  );
}
