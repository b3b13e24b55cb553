import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { openDatabase } from "#db/engine/open.ts";
import { actorOf } from "#db/people.ts";
import { askReport, makeReportAgain } from "#db/reports.ts";
import { defineSchema } from "#db/schema.ts";
import { fullReport } from "../report/fixtures.ts";
import { areaFolder, processesOf, type Server, startServer, until } from "./server.ts";

/** The small area with reports that wait, and how they stand. */
async function areaWithReports(howMany: number) {
  const { folder, file, cycleId } = await areaFolder();
  const use = async <R>(work: (store: Awaited<ReturnType<typeof open>>) => Promise<R>): Promise<R> => {
    const store = await open();
    return work(store).finally(() => store.close());
  };
  const open = () => openDatabase(defineSchema, { file });
  const ids = await use(async (store) => {
    const lead = await actorOf(store.db, "per_lead", new Date());
    if (!lead) throw new Error("There is no quality lead");
    const made: string[] = [];
    for (let i = 0; i < howMany; i++) {
      const order = { data: fullReport() as LearningReportData, size: "standard" as const };
      made.push(await askReport(store, lead, { id: cycleId, title: "Autumn" }, order, new Date(Date.now() + i)));
    }
    return made;
  });
  const reports = () =>
    use(async (store) => {
      const rows = await store.db.select().from(store.tables.reports);
      return ids.map((id) => rows.find((row) => row.id === id));
    });
  return { folder, use, ids, reports };
}

/** Kills the process that makes a report once it is in the middle of it. */
async function killWorker(server: Server, isMaking: () => Promise<boolean>): Promise<void> {
  await until("a report is being made", async () => processesOf(server, "worker.ts").length > 0 && (await isMaking()));
  for (const pid of processesOf(server, "worker.ts")) process.kill(pid, "SIGKILL");
}

it("says that a report was not made when its process is killed, makes the next, and makes it when it is asked again", async () => {
  const { folder, use, ids, reports } = await areaWithReports(2);
  const server = await startServer({ folder });
  await killWorker(server, async () => (await reports())[0]?.status === "making");
  await until("the second is made", async () => (await reports())[1]?.status === "ready", 60);
  const [first] = await reports();
  expect([first?.status, first?.bytes, first?.problem]).toEqual([
    "failed",
    null,
    expect.stringContaining("could not be made"),
  ]);
  expect((await server.ask("/ready", "")).status).toBe(200);
  await use(async (store) => {
    const lead = await actorOf(store.db, "per_lead", new Date());
    if (lead) await makeReportAgain(store, lead, ids[0] ?? "", new Date());
  });
  server.kill("SIGTERM");
  await server.gone;
  await startServer({ folder });
  await until("the first is made", async () => (await reports())[0]?.status === "ready", 60);
  const [again] = await reports();
  const sha256 = createHash("sha256")
    .update(again?.bytes ?? "")
    .digest("hex");
  expect(sha256).toBe(again?.sha256);
});

it("takes a report up again when server and process are killed in the middle of it, and makes each once", async () => {
  const { folder, use, ids, reports } = await areaWithReports(2);
  const server = await startServer({ folder });
  await until(
    "a report is being made",
    async () => processesOf(server, "worker.ts").length > 0 && (await reports())[0]?.status === "making",
  );
  const orphans = processesOf(server, "worker.ts");
  server.kill("SIGKILL");
  await server.gone;
  await until("its process ends with it", () => orphans.every((pid) => !runs(pid)));
  expect((await reports())[0]?.status).toBe("making");
  await startServer({ folder });
  await until("both are made", async () => (await reports()).every((row) => row?.status === "ready"), 90);
  const events = await use((store) =>
    store.db.select().from(store.tables.trail).where(eq(store.tables.trail.kind, "report.made")),
  );
  expect(events.map(({ subjectId }) => subjectId).sort()).toEqual([...ids].sort());
});

function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
