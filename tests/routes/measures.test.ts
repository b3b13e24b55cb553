import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isHidden } from "#audits/charts/figures.ts";
import { HIDDEN } from "#audits/learning/protect.ts";
import { publishedCycle } from "#audits/learning/published-cycle.ts";
import { published } from "#audits/results/published.ts";
import { keepMissingPlanResults } from "#db/plan-results.ts";
import { talliesOf } from "#db/tallies.ts";
import { actionsFor } from "#db/actions.ts";
import { codingProgress, codingQueue } from "#db/coding-lists.ts";
import { themesOfCycle } from "#db/cycle-themes.ts";
import { cycleOf } from "#db/cycles.ts";
import { actorOf } from "#db/people.ts";
import { chainOf } from "~/server/action-chain.server.ts";
import { plansAsked } from "~/server/measures/plans.server.ts";
import type { MeasurePage, PlansBehind } from "#audits/learning/page.ts";
import { DEMO_CYCLE } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { latestEvents } from "#db/trail.ts";
import { newFormKey } from "~/server/form.server.ts";
import { figuresOf } from "~/server/results.server.ts";
import { runOn } from "~/server/database.server.ts";
import { readSettings } from "~/server/settings.ts";
import * as file from "~/routes/measure-file.ts";
import * as page from "~/routes/measure-page.tsx";
import * as steps from "~/routes/measure-steps.tsx";
import * as cases from "~/routes/measure-cases.tsx";
import * as plans from "~/routes/measure-plans.tsx";
import * as start from "~/routes/measures.ts";
import { answer, cookiesFor } from "./area.ts";

/** The measures of the demonstration area, as its people see them. */
const ROLES = {
  lead: "quality lead",
  board: "board member",
  auditor: "health auditor",
  manager: "service manager",
} as const;
type Person = keyof typeof ROLES;

const folder = mkdtempSync(join(tmpdir(), "ehc-measures-"));
const keys = { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) };
const cookies = new Map<Person, string>();
let store: Store;

beforeAll(async () => {
  const database = join(folder, "audit.sqlite");
  await migrateDatabase({ file: database, guards: GUARDS, now: new Date("2026-11-22T09:00:00Z") });
  store = await openDatabase(defineSchema, { file: database });
  const pseudonymOf = (identity: string) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32);
  await loadDemonstration(store, { pseudonymOf, progress: () => {} });
  runOn({ store, keys, settings: readSettings({ NODE_ENV: "test", DATA_DIR: folder }) });
  for (const [person, role] of Object.entries(ROLES) as [Person, string][])
    cookies.set(person, await cookiesFor(DEMO_PEOPLE.find((one) => one.role === role)!));
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const args = (path: string, as: Person, params: Record<string, string>): LoaderFunctionArgs => ({
  request: new Request(`http://localhost:3000${path}`, { headers: { Cookie: cookies.get(as) ?? "" } }),
  params,
  context: {} as never,
});

async function open(name: string, as: Person, query = "") {
  const out = await answer(() => page.loader(args(`/measures/${name}${query}`, as, { page: name })));
  return { ...out, page: (out.data as { page?: MeasurePage } | null)?.page ?? null };
}

async function take(name: string, of: string, as: Person, query = ""): Promise<Response> {
  return file.loader(args(`/measures/${name}/${of}${query}`, as, { page: name, file: of })).catch((thrown) => {
    if (thrown instanceof Response) return thrown;
    if (thrown?.init) return new Response(null, thrown.init);
    throw thrown;
  });
}

const behindAs = (as: Person, to: PlansBehind) => {
  const fields = Object.entries(to).map(([key, value]) => [key, value ?? ""]);
  return plans.loader(args(`/measures/plans?${new URLSearchParams(fields)}`, as, {}));
};
const behind = (to: PlansBehind) => answer(() => behindAs("lead", to));

const tableOf = (shown: MeasurePage | null, id: string) =>
  shown?.sections.find((section) => section.table?.id === id)?.table;
const figureOf = (shown: MeasurePage | null, id: string) =>
  shown?.sections.find((section) => section.figure?.id === id)?.figure;

describe("measures", () => {
  it("are open to who reads results, and a service manager's own service to the manager", async () => {
    expect((await open("timeliness", "auditor")).status).toBe(403);
    expect((await open("timeliness", "manager")).status).toBe(403);
    expect((await open("social-care-input", "manager")).status).toBe(403);
    expect((await open("health-input", "manager")).status).toBe(200);
    expect((await take("social-care-input", "steps.csv", "manager")).status).toBe(403);
    expect((await open("nothing", "lead")).status).toBe(404);
    expect((await answer(() => start.loader(args("/measures", "manager", {})))).location).toBe(
      "/measures/health-input",
    );
  });

  it("show small numbers to the quality lead alone, whatever the address asks for", async () => {
    expect((await open("timeliness", "lead")).page?.view).toBe("internal");
    expect((await open("timeliness", "lead", "?view=published")).page?.view).toBe("published");
    for (const reader of ["board", "manager"] as const)
      expect((await open("health-input", reader, "?view=internal")).page?.view).toBe("published");
  });
});

async function casesBehind(fields: Record<string, string>) {
  const request = new Request(`http://localhost/measures/cases?${new URLSearchParams(fields)}`, {
    headers: { cookie: cookies.get("lead")! },
  });
  return (await cases.loader({ request, params: {}, context: {} } as LoaderFunctionArgs)) as {
    total: number;
    words: string;
    back: { href: string };
  };
}

describe("timeliness", () => {
  it("counts all cases at 6, 16 and 20 weeks and review decisions at 4", async () => {
    const { page: shown } = await open("timeliness", "lead");
    expect(shown?.lead).toMatch(/^46 of 100 new plans issued in 20 weeks \(46\.0%\), 1 January to 31 December 2025\.$/);
    expect(tableOf(shown, "steps")?.rows.map(([step]) => step?.text)).toEqual([
      "New plans issued in 20 weeks",
      "New plans issued in 20 weeks, without those with an exception",
      "Decisions whether to assess in 6 weeks",
      "Decisions not to issue a plan in 16 weeks",
      "Review decisions in 4 weeks of the meeting",
    ]);
    const line = figureOf(shown, "line-timeliness-plan-20-weeks")?.chart;
    expect(line?.kind === "control" && line.points).toHaveLength(12);
    expect(line?.kind === "control" && line.trial).toBe(true);
  });

  it("hides in the published view what an exception would be worked out from, month by month too", async () => {
    const { page: shown } = await open("timeliness", "board");
    const filters = shown?.filters.find(({ name }) => name === "series")?.options.map(({ value }) => value);
    expect(filters).not.toContain("timeliness.plan_20_weeks_without_exceptions");
    const line = shown?.sections.find(({ figure }) => figure)?.figure?.chart;
    if (line?.kind !== "control") throw new Error("There is no line");
    for (const { share } of line.points)
      if (!("hidden" in share))
        expect(Math.min(share.n, share.count || 5, share.n - share.count || 5)).toBeGreaterThan(4);
  });
});

describe("the input of a service", () => {
  it("follows advice from the request to the plan", async () => {
    const { page: shown } = await open("health-input", "lead");
    const steps = figureOf(shown, "steps")?.chart;
    expect(steps?.kind === "intervals" && steps.rows.map(({ label }) => label)).toEqual([
      "Asked",
      "Replied",
      "In time",
      "Useful",
      "Used",
    ]);
    const criteria = tableOf(shown, "criteria");
    expect(criteria?.rows.map(([name]) => name?.text.slice(0, 3))).toEqual(["HS1", "HS2", "HS3"]);
    expect(criteria?.source).toMatch(/Summer 2026 routine audit.*version 1\.0\.0/);
    expect(figureOf(shown, "line-advice-health")?.chart.kind).toBe("control");
  });
});

describe("groups", () => {
  it("add up to the cycle, and every number leads to as many plans", async () => {
    for (const by of ["phase", "need", "setting", "locality", "team", "law", "writer"]) {
      const { page: shown } = await open("groups", "lead", `?by=${by}`);
      const rows = tableOf(shown, "groups")!.rows;
      const total = rows.reduce((sum, row) => sum + Number(row[1]!.text), 0);
      expect(total, by).toBe(40);
      const counts = rows.flatMap((row) => row.slice(1, 6));
      for (const cell of by === "phase" ? counts : counts.slice(0, 3)) {
        const { data } = await behind(cell!.down!);
        expect(data.total, JSON.stringify(cell)).toBe(Number(cell!.text));
      }
    }
  });

  it("stand in the order of their list, however many plans they have", async () => {
    const { page: shown } = await open("groups", "lead", "?by=phase");
    const names = tableOf(shown, "groups")!.rows.map(([name]) => name?.text);
    expect(names).toEqual(["Early years", "Primary", "Secondary", "Post-16"]);
  });

  it("published: hide as the results of the cycle do, hold no plans to follow, and know no writer", async () => {
    const { page: shown } = await open("groups", "board", "?by=writer&phase=primary");
    expect(shown?.title).toBe("Groups: phase");
    const [early] = tableOf(shown, "groups")!.rows;
    expect(early?.slice(1).map(({ text }) => text)).toEqual(["c", "c"]);
    const { data } = await answer(() => behindAs("board", { cycle: DEMO_CYCLE.summer2026 }));
    expect(data).not.toHaveProperty("plans");
    for (const by of ["phase", "need", "setting", "locality", "team", "law", "agency"]) {
      const { page: other } = await open("groups", "board", `?by=${by}`);
      const texts = other!.sections.flatMap(
        ({ table }) => table?.rows.flatMap((row) => row.map(({ text }) => text)) ?? [],
      );
      for (const text of texts) {
        const [, count, n] = /(\d+) of (\d+)$/.exec(text) ?? [];
        if (count === undefined) continue;
        for (const part of [Number(count), Number(n) - Number(count)])
          expect(part > 0 && part < 5, `${by}: ${text}`).toBe(false);
      }
    }
  });

  it("published: say of the cycle, its phases and its domains what its published results say", async () => {
    const tallies = await talliesOf(store.db, [DEMO_CYCLE.autumn2025, DEMO_CYCLE.spring2026, DEMO_CYCLE.summer2026]);
    for (const tally of tallies) {
      const results = published(await figuresOf(tally.cycle.id));
      const cycle = publishedCycle(tally);
      expect(isHidden(cycle.good)).toBe(isHidden(results.grades.good));
      if (!isHidden(cycle.good))
        expect(results.grades.good).toMatchObject({ count: cycle.good.count, n: cycle.good.n });
      expect([...cycle.domains.values()]).toEqual(results.domains.map(({ good }) => (isHidden(good) ? HIDDEN : good)));
      const { page: shown } = await open("groups", "board", `?cycle=${tally.cycle.id}&by=phase`);
      const rows = results.groups[0]!.rows;
      expect(
        tableOf(shown, "groups")!.rows.map(([label, n, good]) => [label?.text, n?.text === "c", good?.text === "c"]),
      ).toEqual(rows.map(({ label, good }) => [label, isHidden(good), isHidden(good)]));
    }
  });

  it.each([
    ["timeliness", "steps", "board", 15],
    ["overview", "timely", null, 5],
    ["health-input", "requests", "manager", 6],
    ["social-care-input", "requests", "board", 6],
  ] as const)("lead each number of %s that dates give to as many cases", async (page, table, reader, numbers) => {
    const { page: shown } = await open(page, "lead");
    const cells = tableOf(shown, table)!
      .rows.flat()
      .filter((one) => one.cases);
    expect(cells).toHaveLength(numbers);
    for (const cell of cells) {
      const found = await casesBehind(cell.cases!);
      const [, count] = /(\d+) of \d+/.exec(cell.text) ?? [];
      expect(found.total).toBe(Number(count ?? cell.text));
      expect(found.back.href).toContain(page === "overview" ? "timeliness" : page);
    }
    if (reader) expect(JSON.stringify((await open(page, reader)).page)).not.toContain('"cases"');
  });

  it("says of review decisions that they are of the last review, whenever it was", async () => {
    const { page: shown } = await open("timeliness", "lead");
    const review = tableOf(shown, "steps")!.rows.at(-1)!;
    expect((await casesBehind(review[2]!.cases!)).words).toBe(
      "done in time, in the last review of each plan, whenever it was",
    );
    expect(tableOf(shown, "steps")!.source).toContain("review decisions whenever they were made");
    expect(tableOf((await open("board", "board")).page, "timely")!.source).toContain("whenever they were made");
  });

  it.each([
    { step: "advice.health.asked", with: "maybe" },
    { step: "advice.health.toString", with: "yes" },
    { step: "advice.educational_psychology.asked", with: "yes" },
    { step: "plan_20_weeks", with: "yes" },
    { step: "", with: "" },
  ])("are not there for $step, $with", async (fields) => {
    await expect(casesBehind({ year: "2025", ...fields })).rejects.toMatchObject({ init: { status: 404 } });
  });

  it("draw one theme over cycles as each cycle's results count it, small numbers hidden from readers", async () => {
    const themes = (await figuresOf(DEMO_CYCLE.summer2026)).themes;
    const { code } = themes.find(({ polarity }) => polarity === "improvement")!;
    for (const view of ["lead", "board"] as const) {
      const { page: shown } = await open("over-time", view, `?measure=theme.${code}`);
      const rows = tableOf(shown, "cycles")!.rows;
      expect(rows.length).toBeGreaterThan(2);
      for (const id of [DEMO_CYCLE.spring2026, DEMO_CYCLE.summer2026]) {
        const whole = await figuresOf(id);
        const own = (view === "board" ? published(whole) : whole).themes.find((theme) => theme.code === code)!.share;
        const text = rows.find(([label]) => label!.text === whole.cycle.title)![1]!.text;
        if (isHidden(own)) expect(text).toMatch(/^c/);
        else expect(text).toContain(`${own.count}`);
      }
    }
  });

  it("count plans that were signed off before measures kept them, the same", async () => {
    const { planResults, planLevels } = store.tables;
    const kept = async () => [
      await store.db.select().from(planResults).orderBy(planResults.sampledCaseId),
      await store.db.select().from(planLevels).orderBy(planLevels.sampledCaseId, planLevels.part, planLevels.key),
    ];
    const before = await kept();
    expect(before[0]).toHaveLength(100);
    await store.transaction(async (tx) => {
      await tx.delete(tx.tables.planLevels);
      await tx.delete(tx.tables.planResults);
    });
    await keepMissingPlanResults(store);
    expect(await kept()).toEqual(before);
    await keepMissingPlanResults(store);
    expect(await kept()).toEqual(before);
  });

  it("are narrowed to a phase or a team by the address, and say so", async () => {
    const { page: shown } = await open("groups", "lead", "?by=need&phase=primary&team=East");
    expect(shown?.standing.at(-1)).toEqual({ name: "Only", value: "primary, team East" });
    const [row] = tableOf(shown, "groups")!.rows;
    expect((await behind(row![1]!.down!)).data.total).toBe(Number(row![1]!.text));
  });
});

describe("over time", () => {
  const line = (shown: MeasurePage | null) => shown!.sections.find(({ id }) => id === "over-time")!;

  it("has the cycles as points, and says of every change whether it could be chance", async () => {
    const { page: shown } = await open("over-time", "lead");
    expect(line(shown).table?.rows.map(([name]) => name?.text.split(" ")[0])).toEqual(["Autumn", "Spring", "Summer"]);
    expect(line(shown).words?.[0]).toMatch(/^With 3 cycles there are no limits yet/);
    expect(line(shown).words?.join(" ")).toMatch(/Cochran and Armitage/);
    const changes = figureOf(shown, "changes")?.chart;
    if (changes?.kind !== "intervals" || changes.of !== "change") throw new Error("No changes");
    expect(changes.rows.length).toBeGreaterThan(5);
    for (const { change } of changes.rows)
      if (change && change.interval.lower < 0 && change.interval.upper > 0)
        expect(change.verdict).toBe("could_not_tell");
  });

  it("leads from each point to as many plans, and holds a target against the line", async () => {
    for (const measure of ["good", "domain.OF"]) {
      const { page: shown } = await open("over-time", "lead", `?measure=${measure}`);
      for (const [, cell] of line(shown).table!.rows)
        expect((await behind(cell!.down!)).data.total).toBe(Number(/(\d+) of \d+$/.exec(cell!.text)?.[1]));
    }
    const { page: shown } = await open("over-time", "lead", "?measure=advice.social_care&chart=first&target=95");
    expect(line(shown).words?.join(" ")).toMatch(/first 12 points.*A target of 95% lies/);
  });

  it("begins anew at the step of the demonstration, with its reason under the chart", async () => {
    const { page: shown } = await open("over-time", "lead", "?measure=advice.health");
    const chart = line(shown).figure?.chart;
    if (chart?.kind !== "control") throw new Error("No control chart");
    expect(chart.steps).toEqual([
      { at: expect.any(Number), reason: "A coordinator for health advice began in September 2024." },
    ]);
    const at = chart.steps[0]!.at;
    expect(chart.points[at]?.label).toBe("Sep 2024");
    expect(chart.points[at]!.mean! - chart.points[at - 1]!.mean!).toBeGreaterThan(0.2);
  });

  it("takes a step only where a shift is flagged, with a cause, and takes it back with a reason", async () => {
    const send = (form: Record<string, string>) => {
      const { request } = args("/measures/steps", "lead", {});
      const headers = new Headers(request.headers);
      const body = new URLSearchParams({ formKey: newFormKey(), measure: "advice.health", ...form });
      return answer(() =>
        steps.action({
          request: new Request(request.url, { method: "POST", headers, body }),
          params: {},
          context: {} as never,
        }),
      );
    };
    const sentences = ({ data }: { data: unknown }) =>
      (data as { errors: { sentence: string }[] }).errors.map((e) => e.sentence);
    const step = { day: "2024-09-01", reason: "A coordinator began.", lasting: "yes" };
    expect(sentences(await send(step))).toEqual(["No shift is flagged, so the line goes on as it is"]);
    const before = await answer(() => steps.loader(args("/measures/steps?measure=advice.health", "lead", {})));
    const [set] = (before.data as unknown as { steps: { id: string }[] }).steps;
    expect(sentences(await send({ intent: "end", id: set!.id, ended: "" }))).toEqual([
      "Enter why the step is taken back",
    ]);
    expect((await send({ intent: "end", id: set!.id, ended: "Set for the wrong service." })).status).toBe(302);
    expect(sentences(await send({ ...step, reason: "", lasting: "" }))).toHaveLength(2);
    expect(sentences(await send({ ...step, day: "2024-09-15" }))).toEqual(["Select when the change began"]);
    expect((await send(step)).location).toBe("/measures/over-time?measure=advice.health");
    const { events } = await latestEvents(store.db, 1);
    expect(events.filter(({ kind }) => kind.startsWith("step.")).map(({ sentence }) => sentence)).toEqual([
      "Deborah Lane set a step of health advice received in 6 weeks from 1 September 2024.",
      "Deborah Lane took back the step of health advice received in 6 weeks from 1 September 2024.",
    ]);
  });
});

describe("teams", () => {
  it("stand in a funnel by name, and only what is beyond chance is called out", async () => {
    const { page: shown } = await open("teams", "lead", "?by=locality");
    const chart = figureOf(shown, "funnel")?.chart;
    if (chart?.kind !== "funnel") throw new Error("No funnel");
    const names = chart.points.map(({ label }) => label);
    expect(names).toEqual(names.toSorted());
    expect(shown?.lead).toBe("The groups differ by no more than chance would give.");
    const { page: safe } = await open("teams", "board", "?by=locality");
    const other = figureOf(safe, "funnel")?.chart;
    for (const { share } of other?.kind === "funnel" ? other.points : [])
      if (!("hidden" in share)) expect(Math.min(share.count || 5, share.n - share.count || 5)).toBeGreaterThan(4);
  });
});

describe("themes together", () => {
  it("count as the themes of the cycle do, and lead to as many plans, one theme or two", async () => {
    const { page: shown } = await open("themes", "lead");
    const figures = await figuresOf(DEMO_CYCLE.summer2026);
    for (const [name, plans] of tableOf(shown, "themes")!.rows) {
      const own = figures.themes.find((theme) => theme.name === name?.text)?.share;
      expect(plans?.text.endsWith(`${own && !("hidden" in own) ? own.count : "?"} of 40`), name?.text).toBe(true);
    }
    const [first] = tableOf(shown, "themes")!.rows;
    expect(first?.[1]?.text).toContain(`${(await behind(first![1]!.down!)).data.total} of 40`);
    for (const [, both] of tableOf(shown, "pairs")!.rows.slice(0, 3))
      expect((await behind(both!.down!)).data.total).toBe(Number(both!.text));
  });

  it("published: keep pairs back, and add shares up of what is shown", async () => {
    const { page: shown } = await open("themes", "board");
    expect(tableOf(shown, "pairs")).toBeUndefined();
    const chart = figureOf(shown, "pareto")?.chart;
    if (chart?.kind !== "pareto") throw new Error("No chart");
    const open_ = chart.rows.filter(({ share }) => !("hidden" in share));
    expect(open_.at(-1)?.cumulative).toBe(1);
    const names = chart.rows.slice(open_.length).map(({ label }) => label);
    expect(names).toEqual(names.toSorted());
    expect(chart.rows.slice(open_.length).every(({ cumulative, vital }) => cumulative === null && !vital)).toBe(true);
  });
});

describe("dashboards", () => {
  it("begin with the quality lead's overview, the board's figures, or a service's own page", async () => {
    const to = async (as: Person) => (await answer(() => start.loader(args("/measures", as, {})))).location;
    expect(await to("lead")).toBe("/measures/overview");
    expect(await to("board")).toBe("/measures/board");
    expect((await open("overview", "board")).status).toBe(403);
  });

  it("say for a cycle of the address how much was done, how well, and what stands out", async () => {
    const { page: shown } = await open("overview", "lead", `?cycle=${DEMO_CYCLE.spring2026}`);
    expect(shown?.title).toBe("Overview: Spring 2026 routine audit");
    const [done, well] = shown!.sections;
    expect(done?.keyFigures?.map(({ value }) => value)).toEqual(["30", expect.any(String), "5"]);
    expect(well?.keyFigures?.[1]?.label).toMatch(/^since Autumn 2025/);
    expect((await behind(well!.keyFigures![2]!.down!)).data.total).toBe(Number(well!.keyFigures![2]!.value));
    expect((await behind(well!.keyFigures![0]!.down!)).data.total).toBe(
      Number(/, (\d+) of/.exec(well!.keyFigures![0]!.label)?.[1]),
    );
  });

  it("for the board is published, also where the quality lead looks at it", async () => {
    const [lead, board] = [await open("board", "lead", "?view=internal"), await open("board", "board")];
    expect(lead.page).toEqual(board.page);
    expect(board.page?.view).toBe("published");
    expect(board.page?.filters[0]?.options.map(({ text }) => text)).not.toContain("Autumn 2026 routine audit");
  });

  it("name the lowest and highest domains, all that are level, and say where others are hidden", async () => {
    const title = (shown: MeasurePage | null) => figureOf(shown, "domains")?.chart.title;
    expect(title((await open("overview", "lead")).page)).toBe(
      "From 45% of plans good or better in health and care input to 90% in statutory form and voice of the child",
    );
    expect(title((await open("board", "board")).page)).toBe(
      "From 45% of plans good or better in health and care input to 75% in personalisation, of the 4 domains shown",
    );
  });
});

describe("files", () => {
  it("are SVG, PNG, CSV and XLSX of the same figure, say what they show, and leave an event", async () => {
    const [svg, png, csv, xlsx] = await Promise.all(
      ["svg", "png", "csv", "xlsx"].map((format) =>
        take("timeliness", `line-timeliness-plan-20-weeks.${format}`, "lead"),
      ),
    );
    const text = await svg!.text();
    expect(text).toMatch(/^<svg xmlns/);
    expect(text).toContain("<desc");
    expect(text).toContain("Internal view: shows small numbers, not for publication.");
    const bytes = new Uint8Array(await png!.arrayBuffer());
    expect([...bytes.slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(bytes.length).toBeGreaterThan(20_000);
    expect(await csv!.text()).toContain("Jan 2025");
    expect([...new Uint8Array(await xlsx!.arrayBuffer()).slice(0, 2)]).toEqual([0x50, 0x4b]);
    expect(csv!.headers.get("Content-Disposition")).toContain("internal.csv");
    const { events } = await latestEvents(store.db, 1);
    expect(events.filter(({ kind }) => kind === "measures.downloaded")).toHaveLength(4);
  });

  it("of readers of published figures hold what their page holds", async () => {
    const { page: shown } = await open("timeliness", "board");
    const csv = await (await take("timeliness", "steps.csv", "board", "?view=internal")).text();
    for (const row of tableOf(shown, "steps")!.rows) expect(csv).toContain(row.at(-1)!.text.split(",")[0]);
    expect(csv).toContain("Published view.");
  });

  it("are none of a name that the page does not have", async () => {
    for (const name of ["nothing.csv", "steps.svg", "steps.exe", "steps"])
      expect((await take("timeliness", name, "lead")).status).toBe(404);
  });
});

describe("what is kept of the measures", () => {
  const pages = [
    ...["overview", "board", "groups", "over-time", "teams", "themes", "timeliness", "health-input"],
    "social-care-input",
  ];

  it("is every page, the same until its numbers change, and made anew then", async () => {
    for (const name of pages) {
      const first = await open(name, "lead");
      expect((await open(name, "lead")).page, name).toBe(first.page);
    }
    const before = await open("groups", "lead");
    const plansIn = ({ page: shown }: typeof before) => shown?.standing.find(({ name }) => name === "Plans")?.value;
    const timeliness = await open("timeliness", "lead");
    const { planResults, planLevels } = store.tables;
    const [plan] = await store.db
      .select()
      .from(planResults)
      .where(eq(planResults.cycleId, DEMO_CYCLE.summer2026))
      .limit(1);
    const levels = await store.db.select().from(planLevels).where(eq(planLevels.sampledCaseId, plan!.sampledCaseId));
    await store.transaction(async (tx) => {
      await tx.delete(planLevels).where(eq(planLevels.sampledCaseId, plan!.sampledCaseId));
      await tx.delete(planResults).where(eq(planResults.sampledCaseId, plan!.sampledCaseId));
    });
    const after = await open("groups", "lead");
    expect(JSON.stringify(after.page)).not.toBe(JSON.stringify(before.page));
    expect(plansIn(after)).not.toBe(plansIn(before));
    // Made of case records alone, which did not change.
    expect((await open("timeliness", "lead")).page).toBe(timeliness.page);
    await store.transaction(async (tx) => {
      await tx.insert(planResults).values(plan!);
      await tx.insert(planLevels).values(levels);
    });
    expect((await open("groups", "lead")).page).toEqual(before.page);
  });

  it("is not one for those who see small numbers and those who do not, nor for different choices", async () => {
    for (const name of ["groups", "over-time", "teams", "themes"]) {
      const internal = await open(name, "lead");
      const published = await open(name, "lead", "?view=published");
      const [board, again] = [await open(name, "board"), await open(name, "lead")];
      expect([internal.page?.view, published.page?.view, board.page?.view, again.page?.view], name).toEqual([
        "internal",
        "published",
        "published",
        "internal",
      ]);
      expect(JSON.stringify(board.page)).not.toBe(JSON.stringify(internal.page));
    }
    const [need, phase] = [await open("groups", "lead", "?by=need"), await open("groups", "lead", "?by=phase")];
    expect(need.page?.title).not.toBe(phase.page?.title);
  });

  it("gives a file in the view of whoever asks, and anew when the numbers change", async () => {
    const { page: shown } = await open("groups", "lead");
    const id = shown?.sections.find(({ table }) => table)?.table?.id;
    const text = async (as: Person) => (await take("groups", `${id}.csv`, as)).text();
    const internal = await text("lead");
    expect(internal).toContain("Internal view");
    expect(await text("board")).not.toContain("Internal view");
    expect(await text("lead")).toBe(internal);
    const { cycles } = store.tables;
    const title = async (to: string) =>
      store.transaction((tx) => tx.update(cycles).set({ title: to }).where(eq(cycles.id, DEMO_CYCLE.summer2026)));
    const [cycle] = await store.db.select().from(cycles).where(eq(cycles.id, DEMO_CYCLE.summer2026));
    await title("Another name");
    expect(await text("lead")).toContain("Another name");
    await title(cycle!.title);
    expect(await text("lead")).toBe(internal);
  });

  it("is also every proof chain, the themes of a cycle, how its coders agree, and lists of plans, until what they say changes", async () => {
    const { db } = store;
    const lead = DEMO_PEOPLE.find(({ role }) => role === ROLES.lead)!;
    const [row] = await db.select().from(store.tables.people).where(eq(store.tables.people.email, lead.email));
    const actor = (await actorOf(db, row!.id, new Date("2026-11-22T09:00:00Z")))!;
    const listed = await actionsFor(db, actor);
    expect(listed.some(({ action }) => action.effect)).toBe(true);
    const chains = async () => Promise.all(listed.map((one) => chainOf(actor, one, [], [])));
    const [first, second] = [await chains(), await chains()];
    for (const [i, { effect }] of first.entries()) expect(second[i]!.effect, listed[i]!.name).toBe(effect);

    const cycle = (await cycleOf(db, DEMO_CYCLE.summer2026))!;
    const fields = new URLSearchParams({ cycle: cycle.id, grade: "better" });
    const coder = { id: "nobody", share: 100 };
    const kept = async () => [
      await themesOfCycle(db, cycle),
      await codingProgress(db, cycle.id, coder),
      await codingQueue(db, cycle.id, "second", coder, 9),
      await plansAsked(fields, 1),
    ];
    const [before, again] = [await kept(), await kept()];
    for (const [i, value] of before.entries()) expect(again[i]).toBe(value);
    const { audits } = store.tables;
    const withdrawn = { status: "withdrawn" as const };
    const submitted = and(eq(audits.cycleId, cycle.id), eq(audits.status, "submitted"));
    const undone = store.transaction(async (tx) => {
      await tx.update(audits).set(withdrawn).where(submitted);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect((await kept())[0]).toBe(before[0]);
    const gone = await store.transaction((tx) => tx.update(audits).set(withdrawn).where(submitted).returning());
    for (const [i, value] of (await kept()).entries())
      expect(JSON.stringify(value), `${i}`).not.toBe(JSON.stringify(before[i]));
    await store.transaction((tx) =>
      tx
        .update(audits)
        .set({ status: "submitted" })
        .where(
          inArray(
            audits.id,
            gone.map(({ id }) => id),
          ),
        ),
    );
    for (const [i, value] of (await kept()).entries()) expect(value).toEqual(before[i]);
  });
});
