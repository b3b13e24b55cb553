import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import Database from "better-sqlite3";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anchorLine } from "#audits/trail/anchors.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import { eventOn, eventsAbout, latestEvents, record } from "#db/trail.ts";
import { anchorNow, checkedTrail, verifyTrail } from "#db/trail-check.ts";
import { area as running } from "~/server/database.server.ts";
import * as caseExport from "~/routes/case-export.ts";
import * as casePage from "~/routes/case.tsx";
import * as holds from "~/routes/holds.tsx";
import * as periods from "~/routes/retention-periods.tsx";
import * as retention from "~/routes/retention.tsx";
import * as anchorsPage from "~/routes/trail-anchors.tsx";
import * as trailCsv from "~/routes/trail-csv.ts";
import * as trail from "~/routes/trail.tsx";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let folder: string;
beforeAll(async () => {
  area = await testArea();
  folder = mkdtempSync(join(tmpdir(), "ehc-keeping-"));
  Object.assign(running().settings, { DATA_DIR: folder });
});
afterAll(async () => {
  await area.close();
  rmSync(folder, { recursive: true });
});

const argsFor = async (path: string, as: PersonKey, params: Record<string, string> = {}, form?: Form) =>
  ({
    request: await area.request(path, { as, form }),
    params,
    context: { nonce: "", requestId: "", from: "" },
  }) as unknown as LoaderFunctionArgs & ActionFunctionArgs;

describe("the trail page", () => {
  const found = async (query: string) => {
    const args = await argsFor(`/trail${query}`, "admin");
    return (await answer(() => trail.loader(args))).data;
  };
  it("finds events by what the address asks, and names a day that is none", async () => {
    const assigned = await found("?person=Eve&group=audits&subject=C-0001");
    for (const { sentence } of assigned.events) expect(sentence).toMatch(/gave C-0001 to Eve Marsh|Eve Marsh/);
    expect((await found("?group=cycles")).events.map((e) => e.kind)).toContain("Sample drawn or changed");
    expect((await found("?words=no+such+words")).total).toBe(0);
    expect((await found("?from=2026-02-31")).errors).toEqual([
      { field: "from", sentence: "Enter a day with its year, month and day, such as 2026-11-22" },
    ]);
    expect((await found("?from=2026-03-02&to=2026-03-01")).errors[0]?.field).toBe("to");
    expect((await found("?group=nonsense")).asked).toBe(false);
  });

  it("gives what was found as a file that no spreadsheet runs, and says so in the trail", async () => {
    await area.store.transaction((tx) =>
      record(tx, eventOn("cycle")({ id: "per_x", name: "=cmd()" }, "cycle.moved", "c", "=cmd() did it."), new Date()),
    );
    const args = await argsFor("/trail.csv?words=did+it", "admin");
    const file = (await trailCsv.loader(args)) as Response;
    const text = await file.text();
    expect(file.headers.get("Content-Disposition")).toContain("trail.csv");
    expect(text).toContain("'=cmd(),'=cmd() did it.");
    expect(text.trim().split("\r\n")).toHaveLength(2);
    const { events } = await latestEvents(area.store.db, 1);
    expect(events[0]?.sentence).toBe("Adam Rook downloaded 1 event of the trail.");
  });

  it("walks the whole chain when it is asked to", async () => {
    const before = (await checkedTrail(running().store.db, new Date())).wholeAt;
    const out = await answer(async () => trail.action(await argsFor("/trail", "lead", {}, { intent: "check" })));
    expect(out.location).toBe("/trail");
    expect((await checkedTrail(running().store.db, new Date())).wholeAt.getTime()).toBeGreaterThan(before.getTime());
    expect((await latestEvents(area.store.db, 1)).events[0]?.kind).toBe("trail.checked");
  });

  it("holds a line that was kept outside against the chain", async () => {
    const now = (await anchorNow(area.store.db))!;
    const check = async (line: string) => {
      const args = await argsFor(`/trail/anchors?anchor=${encodeURIComponent(line)}`, "admin");
      return (await answer(() => anchorsPage.loader(args))).data;
    };
    expect((await check(anchorLine(now))).checked).toMatchObject({ count: 1, fault: null });
    expect((await check(anchorLine({ ...now, hash: "b".repeat(64) }))).checked?.fault).toMatchObject({ why: "anchor" });
    expect((await check("my notes")).errors).toHaveLength(1);
  });
});

describe("npm run trail:verify", () => {
  it("ends with 1 and names the first broken link, also by an anchor from a file", async () => {
    const place = mkdtempSync(join(tmpdir(), "ehc-verify-"));
    try {
      const file = join(place, "audit.sqlite");
      await migrateDatabase({ file, guards: GUARDS, now: new Date() });
      const store = await openDatabase(defineSchema, { file });
      const testshire = { id: "area", name: "Testshire", partners: "", concernContacts: [], demonstration: false };
      await store.transaction((tx) => tx.insert(tx.tables.area).values({ ...testshire, createdAt: new Date() }));
      const by = { id: "per_1", name: "Ann Lee" };
      for (const n of [1, 2, 3])
        await store.transaction((tx) =>
          record(tx, eventOn("x")(by, "cycle.moved", "c", `Ann Lee did ${n}.`), new Date()),
        );
      const kept = join(place, "anchors.txt");
      writeFileSync(kept, `Kept by the auditor:\n${anchorLine((await anchorNow(store.db))!)}\n`);
      await store.close();
      const run = (...args: string[]) =>
        spawnSync(process.execPath, ["scripts/trail-verify.ts", ...args], {
          encoding: "utf8",
          env: { ...process.env, DATA_DIR: place, DATABASE_URL: "" },
        });
      expect(run("--anchor", kept)).toMatchObject({ status: 0, stdout: expect.stringContaining("the anchor fits") });
      expect(run("--anchor", "nothing")).toMatchObject({ status: 1 });
      const raw = new Database(file);
      for (const { name } of raw.prepare("select name from sqlite_schema where type = 'trigger'").all() as {
        name: string;
      }[])
        raw.exec(`drop trigger "${name}"`);
      raw.exec("delete from trail where position = 3");
      expect(run()).toMatchObject({ status: 0 });
      const cut = run("--anchor", kept);
      expect([cut.status, cut.stderr]).toEqual([1, expect.stringContaining("event 3 (tail)")]);
      raw.exec("update trail set sentence = 'x' where position = 2");
      raw.close();
      const broken = run();
      expect([broken.status, broken.stderr]).toEqual([1, expect.stringContaining("event 2 (hash)")]);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

describe("retention", () => {
  const page = async (as: PersonKey = "data") =>
    (await answer(async () => retention.loader(await argsFor("/retention", as)))).data;
  const send = async (form: Form) =>
    answer(async () => retention.action(await argsFor("/retention", "data", {}, form)));

  it("removes only what the person saw, and only when they confirm it", async () => {
    const old = new Date("2020-01-01T00:00:00Z");
    const stage = (id: string) =>
      area.store.transaction((tx) =>
        tx.insert(tx.tables.imports).values({ id, status: "preview", files: ["a.csv"], staged: "{}", startedAt: old }),
      );
    await stage("imp_a");
    const { seen, total } = await page();
    expect(total).toBe(1);
    const refused = await send({ intent: "run", seen });
    expect([refused.status, JSON.stringify(refused.data)]).toEqual([400, expect.stringContaining("Confirm")]);
    await stage("imp_b");
    const changed = await send({ intent: "run", seen, sure: "yes" });
    expect([changed.status, JSON.stringify(changed.data)]).toEqual([409, expect.stringContaining("has changed since")]);
    expect((await page()).total).toBe(2);
    expect((await send({ intent: "run", seen: (await page()).seen, sure: "yes" })).location).toBe(
      "/retention?done=run",
    );
    const after = await page();
    expect([after.total, after.runs.length, after.runs[0]?.what]).toEqual([
      0,
      1,
      ["Imports that nobody decided on: 2 removed"],
    ]);
    expect((await page("admin")).mayRun).toBe(false);
  });

  it("keeps periods that make sense, and tells the second of two people", async () => {
    const save = async (form: Form) =>
      answer(async () => periods.action(await argsFor("/retention/periods", "data", {}, form)));
    const shown = (await answer(async () => periods.loader(await argsFor("/retention/periods", "data")))).data;
    const form = Object.fromEntries(shown.rows.map((row) => [row.period, row.value]));
    for (const wrong of ["0", "", "-1", "1.5", "99999", "x"]) {
      const { status } = await save({ ...form, evidenceMonths: wrong, version: String(shown.version) });
      expect(status, wrong).toBe(400);
    }
    const first = await save({ ...form, evidenceMonths: "84", version: String(shown.version) });
    expect(first.location).toBe("/retention");
    expect((await save({ ...form, evidenceMonths: "96", version: String(shown.version) })).status).toBe(409);
    expect((await page()).schedule[0]?.length).toBe("84 months (7 years)");
  });

  it("lists backups in the data folder and removes those chosen, nothing outside it", async () => {
    mkdirSync(join(folder, "backups"));
    for (const name of ["before-migration-1.sqlite", "keep.sqlite"]) writeFileSync(join(folder, "backups", name), "x");
    writeFileSync(join(folder, "area-key.sqlite"), "secret");
    expect((await page()).backups.map((b) => b.name).sort()).toEqual(["before-migration-1.sqlite", "keep.sqlite"]);
    expect((await send({ intent: "backups" })).status).toBe(400);
    expect((await send({ intent: "backups", backup: "../area-key.sqlite" })).status).toBe(409);
    expect((await send({ intent: "backups", backup: "before-migration-1.sqlite" })).location).toContain("done=backups");
    expect(readdirSync(join(folder, "backups"))).toEqual(["keep.sqlite"]);
    expect(readFileSync(join(folder, "area-key.sqlite"), "utf8")).toBe("secret");
    expect((await latestEvents(area.store.db, 1)).events.map((e) => e.kind)).toContain("backup.removed");
  });

  it("takes a hold by lead and data officer, with a reason that names no child", async () => {
    const place = async (as: PersonKey, form: Form) =>
      answer(async () => holds.action(await argsFor("/holds", as, {}, form)));
    const wrong: Form[] = [
      { scope: "", reason: "x" },
      { scope: "case", case: "C-9999", reason: "A complaint." },
      { scope: "case", case: "C-0001", reason: "" },
      { scope: "case", case: "C-0001", reason: "Born on 12/03/2014" },
      { scope: "cycle", cycle: "", reason: "A complaint." },
    ];
    for (const form of wrong) expect((await place("lead", form)).status, JSON.stringify(form)).toBe(400);
    expect((await place("lead", { scope: "case", case: "c-0001", reason: "A complaint." })).location).toBe("/holds");
    expect((await place("data", { scope: "case", case: "C-0001", reason: "Another." })).status).toBe(400);
    expect((await place("data", { scope: "everything", reason: "An inquiry." })).location).toBe("/holds");
  });
});

describe("the page of a case", () => {
  it("shows no score, and gives everything held to the quality lead alone", async () => {
    const shown = await answer(async () => casePage.loader(await argsFor("/cases/cas_0", "data", { caseId: "cas_0" })));
    expect(shown.data).toMatchObject({ reference: "C-0001", mayExport: false, mayHold: true });
    expect(JSON.stringify(shown.data)).not.toMatch(/score|grade|level/i);
    const form = { names: "agency" };
    const refused = await answer(async () =>
      caseExport.action(await argsFor("/cases/cas_0/export", "data", { caseId: "cas_0" }, form)),
    );
    expect(refused.status).toBe(403);
    const file = (await caseExport.action(
      await argsFor("/cases/cas_0/export", "lead", { caseId: "cas_0" }, form),
    )) as Response;
    expect([file.headers.get("Content-Type"), file.headers.get("Cache-Control")]).toEqual([
      "application/zip",
      "no-store",
    ]);
    const files = unzipSync(new Uint8Array(await file.arrayBuffer()));
    const json = JSON.parse(new TextDecoder().decode(files["case-C-0001.json"]));
    const about = await eventsAbout(area.store.db, "case", "cas_0");
    expect(about.at(-1)?.sentence).toBe("Deborah Lane downloaded everything held about C-0001.");
    expect(json.trail.at(-1).kind).toBe("case.exported");
    expect((await verifyTrail(area.store.db)).fault).toBeNull();
  });
});
