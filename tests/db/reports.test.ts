import { expect, it } from "vitest";
import type { Actor } from "#audits/people/permissions.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { cycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { openCycle } from "#db/cycles.ts";
import { actorOf } from "#db/people.ts";
import {
  askReport,
  downloadReport,
  endReport,
  makeReportAgain,
  nextReport,
  noteProgress,
  readyReports,
  reportOf,
  reportsOfCycle,
} from "#db/reports.ts";
import { renewLease } from "#db/leases.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { NothingChanged, type Store } from "#db/store.ts";
import { eventsAbout } from "#db/trail.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { scored, smallCycle, times } from "../unit/results/small-cycle.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const INTERNAL = cycleFigures(
  smallCycle([...times(14, scored(2, 2, 2, 2)), ...times(9, scored(1, 1, 1, 1))]),
  [],
  "2026-11-22",
);
const MADE = {
  ok: true as const,
  bytes: new TextEncoder().encode("%PDF-1.7"),
  sha256: "a".repeat(64),
  pages: 12,
  replaced: ["☃"],
};

async function areaWithCycle(store: Store): Promise<{ lead: Actor; cycle: { id: string; title: string } }> {
  await setUpArea(
    store,
    { name: "Testshire", partners: "", concernContacts: [], demonstration: false },
    [{ id: "org", name: "Council", agency: null }],
    AT,
  );
  const memberships = [{ organisationId: "org", role: "quality_lead" as const, agency: null }];
  const id = await addPerson(
    store,
    { id: null, name: "Set-up" },
    { name: "Deborah Lane", email: "lead@testshire.example", password: null, memberships },
    AT,
  );
  const lead = (await actorOf(store.db, id, AT)) as Actor;
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full");
  const input = {
    title: "Autumn 2026",
    question: "",
    rubricId: rubric?.id ?? "",
    codebookId: (await currentCodebook(store.db)).id,
    shortForm: true,
    modules: ["plan"],
    limitsMode: "applied" as const,
    periodFrom: "2026-01-01",
    periodTo: "2026-10-31",
    scoringOpens: "2026-11-02",
    scoringDue: "2026-11-27",
    moderationOn: null,
  };
  return { lead, cycle: { id: await openCycle(store, lead, input, AT), title: input.title } };
}

forEachEngine((_, open) => {
  const ask = async (data: LearningReportData = INTERNAL, at = AT) => {
    const store = await open();
    const { lead, cycle } = await areaWithCycle(store);
    return { store, lead, cycle, id: await askReport(store, lead, cycle, { data, size: "standard" }, at) };
  };

  it("keeps the figures of a report as they were when it was asked for, and counts the reports of a cycle", async () => {
    const { store, lead, cycle, id } = await ask();
    const second = await askReport(store, lead, cycle, { data: INTERNAL, size: "large" }, later(1));
    expect(await reportOf(store.db, id, "all")).toMatchObject({
      status: "queued",
      version: "1",
      view: "internal",
      askedBy: "Deborah Lane",
    });
    const next = await nextReport(store, "server", later(1));
    expect(next).toEqual({ id, order: { data: { ...INTERNAL, version: "1" }, size: "standard" } });
    expect(
      (await reportsOfCycle(store.db, cycle.id, "all")).map(({ id: one, version, size }) => [one, version, size]),
    ).toEqual([
      [second, "2", "large"],
      [id, "1", "standard"],
    ]);
  });

  it("makes reports in the order in which they were asked for, each once", async () => {
    const { store, lead, cycle, id } = await ask(INTERNAL, later(5));
    const earlier = await askReport(store, lead, cycle, { data: INTERNAL, size: "standard" }, AT);
    expect((await nextReport(store, "server", later(1)))?.id).toBe(earlier);
    expect((await nextReport(store, "server", later(1)))?.id).toBe(id);
    expect(await nextReport(store, "server", later(1))).toBeNull();
  });

  it("lets no second server make what one makes, and another take up what a dead server left", async () => {
    const { store, id } = await ask();
    expect((await nextReport(store, "one", later(1)))?.id).toBe(id);
    await noteProgress(store, id, "Setting the pages: 40% done");
    expect(await reportOf(store.db, id, "all")).toMatchObject({
      status: "making",
      progress: "Setting the pages: 40% done",
    });
    const seconds = (n: number) => new Date(later(1).getTime() + n * 1000);
    expect(await nextReport(store, "two", seconds(19))).toBeNull();
    await renewLease(store, id, "one", seconds(19));
    expect(await nextReport(store, "two", seconds(38))).toBeNull();
    expect((await nextReport(store, "two", seconds(40)))?.id).toBe(id);
    // The first was only slow. What it made, or could not make, counts no more.
    await renewLease(store, id, "one", seconds(50));
    await expect(endReport(store, id, "one", MADE, seconds(41))).rejects.toBeInstanceOf(NothingChanged);
    await endReport(store, id, "two", MADE, seconds(42));
    expect((await eventsAbout(store.db, "report", id)).map(({ kind }) => kind)).toEqual([
      "report.asked",
      "report.made",
    ]);
    expect(await store.db.select().from(store.tables.leases)).toEqual([]);
  });

  it("does not wait for a lease of a clock that was wrong", async () => {
    const { store, id } = await ask();
    await nextReport(store, "one", new Date(later(1).getTime() + 3_600_000));
    expect((await nextReport(store, "two", later(1)))?.id).toBe(id);
  });

  it("gives the bytes only of a finished report, and records who took them", async () => {
    const { store, lead, id } = await ask();
    expect(await downloadReport(store, lead, id, "all", AT)).toBeNull();
    await nextReport(store, "server", later(1));
    await endReport(store, id, "server", MADE, later(1));
    const got = await downloadReport(store, lead, id, "all", later(2));
    expect(new TextDecoder().decode(got?.bytes)).toBe("%PDF-1.7");
    expect(got?.report).toMatchObject({ status: "ready", pages: 12, replaced: ["☃"] });
    const events = await eventsAbout(store.db, "report", id);
    expect(events.map(({ kind }) => kind)).toEqual(["report.asked", "report.made", "report.downloaded"]);
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it("shows who may only see published reports no internal one, as if it were not there", async () => {
    const { store, lead, cycle, id } = await ask();
    const safe = await askReport(store, lead, cycle, { data: published(INTERNAL), size: "standard" }, later(1));
    for (const one of [id, safe]) {
      await nextReport(store, "server", later(1));
      await endReport(store, one, "server", MADE, later(2));
    }
    expect((await readyReports(store.db, "published")).map((report) => report.id)).toEqual([safe]);
    expect(await reportOf(store.db, id, "published")).toBeNull();
    expect(await downloadReport(store, lead, id, "published", later(3))).toBeNull();
    expect(await downloadReport(store, lead, safe, "published", later(3))).not.toBeNull();
  });

  it("makes a failed report again from the same figures, and no other", async () => {
    const { store, lead, id } = await ask();
    await nextReport(store, "server", later(1));
    await endReport(store, id, "server", { ok: false, problem: "It could not be made." }, later(1));
    expect(await reportOf(store.db, id, "all")).toMatchObject({ status: "failed", problem: "It could not be made." });
    expect(await makeReportAgain(store, lead, id, later(2))).toEqual({ ok: true });
    expect(await makeReportAgain(store, lead, id, later(2))).toMatchObject({ ok: false });
    expect((await nextReport(store, "server", later(1)))?.order.data.version).toBe("1");
    await endReport(store, id, "server", MADE, later(3));
    await expect(endReport(store, id, "server", MADE, later(3))).rejects.toBeInstanceOf(NothingChanged);
  });
});
