/** Two servers on one PostgreSQL database: long work is done by one of them, and by the other when that one dies. */
import { expect, it } from "vitest";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { openDatabase } from "#db/engine/open.ts";
import { renewLease } from "#db/leases.ts";
import { actorOf } from "#db/people.ts";
import { askReport } from "#db/reports.ts";
import { defineSchema } from "#db/schema.ts";
import { beginImport, importOf } from "#db/cases.ts";
import { fullReport } from "../report/fixtures.ts";
import { panelAtWork } from "./counted.ts";
import { newPostgresDatabase } from "../db/engines.ts";
import { areaFolder, areaOnPostgres, startServer, until } from "./server.ts";

async function sharedArea() {
  const { folder, file, cycleId } = await areaFolder();
  const { url, drop } = await newPostgresDatabase();
  await areaOnPostgres(file, url);
  const store = await openDatabase(defineSchema, { url });
  const lead = await actorOf(store.db, "per_lead", new Date());
  if (!lead) throw new Error("There is no quality lead");
  const ask = () =>
    askReport(
      store,
      lead,
      { id: cycleId, title: "Autumn" },
      { data: fullReport() as LearningReportData, size: "standard" },
      new Date(),
    );
  const reports = () => store.db.select().from(store.tables.reports);
  const made = async () =>
    (await store.db.select().from(store.tables.trail))
      .filter(({ kind }) => kind === "report.made")
      .map(({ subjectId }) => subjectId);
  return { folder, url, store, lead, ask, reports, made, close: () => store.close().then(drop) };
}

it("makes each report once, also when a second server starts in the middle of one, and reads each import to its end", async () => {
  const area = await sharedArea();
  const ids = [await area.ask(), await area.ask()];
  const first = await startServer({ folder: area.folder, url: area.url });
  await until("a report is being made", async () => (await area.reports()).some(({ status }) => status === "making"));
  const reading = await beginImport(area.store, area.lead, ["cases.csv"], new Date(), "a server");
  const goesOn = setInterval(() => void renewLease(area.store, reading, "a server", new Date()), 2000);
  const second = await startServer({ folder: area.folder, url: area.url });
  expect((await importOf(area.store.db, reading))?.status).toBe("reading");
  await until("both are made", async () => (await area.reports()).every(({ status }) => status === "ready"), 100);
  expect((await area.made()).sort()).toEqual([...ids].sort());
  expect((await importOf(area.store.db, reading))?.status).toBe("reading");
  // The server that read it is gone.
  clearInterval(goesOn);
  await until(
    "it is told that the files are to be sent again",
    async () => (await importOf(area.store.db, reading))?.status === "refused",
    60,
  );
  for (const server of [first, second]) {
    expect(server.said()).not.toContain("could not be made");
    expect(server.said()).not.toContain("queue of reports stopped");
    server.kill("SIGTERM");
    expect(await server.gone).toBe(0);
  }
  await area.close();
});

it("goes on without the one that is killed: its report is made by the other, and nothing acknowledged is lost", async () => {
  const area = await sharedArea();
  const [one, other] = [
    await startServer({ folder: area.folder, url: area.url }),
    await startServer({ folder: area.folder, url: area.url }),
  ];
  let now = one;
  const panel = await panelAtWork({ url: area.url }, () => now);
  const id = await area.ask();
  await until("it is being made", async () => (await area.reports())[0]?.status === "making");
  const [lease] = await area.store.db.select().from(area.store.tables.leases);
  expect(lease?.id).toBe(id);
  await until("some is saved", () => panel.acknowledged() > 20);
  one.kill("SIGKILL");
  await one.gone;
  // A proxy sends people to the server that is ready.
  now = other;
  const before = panel.acknowledged();
  await until("people go on", () => panel.acknowledged() > before + 20);
  await until("the report is made", async () => (await area.reports())[0]?.status === "ready", 90);
  await panel.stop();
  await panel.allIsThere({ url: area.url });
  expect(await area.made()).toEqual([id]);
  await area.close();
});
