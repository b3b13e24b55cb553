import { afterEach, describe, expect, it } from "vitest";
import { counted } from "./counted.ts";
import { EVERY_ROUTE, routeIdOf } from "./every-route.ts";
import { same } from "./same.ts";
import { openSite, type Site } from "./site.ts";
import { plansOf, plantPeople, score } from "./world.ts";

/** What the other auditors of the same plans have done, of which the blind auditor must not see a trace. */
type Others = { share: number; submit?: boolean; levels?: number[]; backwards?: boolean; mark?: string };
const NOTHING: Others = { share: 0 };
const HALF: Others = { share: 0.5, levels: [1, 2] };
const NEARLY: Others = { share: 1, levels: [2, 1], mark: "leakzqmuch" };
const BACKWARDS: Others = { share: 0.5, levels: [2], backwards: true };
const ALL_LOW: Others = { share: 1, submit: true, levels: [1], mark: "leakzqlow" };
const ALL_HIGH: Others = { share: 1, submit: true, levels: [2] };

/** How far the blind auditor is, and which worlds of the others must look alike to her then. */
const STATES: Record<string, { own: Others | null; worlds: Record<string, Others> }> = {
  "before she begins": { own: null, worlds: { NOTHING, HALF, NEARLY, BACKWARDS, ALL_LOW, ALL_HIGH } },
  "half done": { own: { share: 0.5 }, worlds: { NOTHING, HALF, ALL_LOW, ALL_HIGH } },
  "with everything answered": { own: { share: 1 }, worlds: { NOTHING, NEARLY, ALL_LOW, ALL_HIGH } },
  // Once both are in, she may know that the panel can meet.
  "after she submitted and the other did not": {
    own: { share: 1, submit: true },
    worlds: { NOTHING, HALF, NEARLY, BACKWARDS },
  },
};

let site: Site | undefined;
afterEach(async () => {
  await site?.close();
  site = undefined;
});

/** Everything that she can ask for, and what the engine was asked meanwhile. */
async function everythingEveSees(own: Others | null, others: Others): Promise<Record<string, unknown>> {
  const here = await openSite(async (store, cycleId) => {
    await plantPeople(store, cycleId);
    const plans = await plansOf(store);
    const theirs = async () => {
      for (const plan of others.backwards ? plans.toReversed() : plans)
        for (const key of ["hal", "ivy"]) await score(store, key, plan.audits[key] ?? "", others);
    };
    // Who came first shows neither.
    if (others.backwards) await theirs();
    if (own) for (const plan of plans) await score(store, "eve", plan.audits.eve ?? "", { ...own, mark: "mine" });
    if (!others.backwards) await theirs();
  });
  site = here;
  const cookie = await here.cookieOf("eve");
  const plans = await plansOf(here.store);
  const [rubric] = await here.store.db.select().from(here.store.tables.rubrics);
  const seen: Record<string, unknown> = {};
  const look = async (path: string, how: Parameters<Site["ask"]>[1] = {}) => {
    const { result, asked } = await counted(() => here.ask(path, { cookie, ...how }));
    seen[`${how.form ? "POST " : ""}${path.replace(here.cycleId, "CYCLE")}`] = {
      reply: same(result),
      statements: asked.statements.length,
      rows: asked.rows,
    };
  };
  const criteria = (rubric?.document.criteria ?? []).filter((c) => c.shortForm).map((c) => c.key);
  for (const [file, { path, open }] of Object.entries(EVERY_ROUTE)) {
    // Her own account shows the moments and the keys of her own sessions.
    if (open === "nobody" || file.startsWith("account")) continue;
    const fixed = path
      .replace("CYCLE", here.cycleId)
      .replace("RUBRIC", rubric?.id ?? "")
      .replace("CONCERN", "con_none")
      .replace("REPORT", "rep_none");
    const paths = fixed.includes("AUDIT")
      ? plans.flatMap(({ audits }) => [audits.eve ?? "", audits.hal ?? ""]).map((id) => fixed.replace("AUDIT", id))
      : fixed.includes("PLAN")
        ? plans.map(({ id }) => fixed.replace("PLAN", id))
        : [fixed];
    for (const one of paths.map((path) => path.replace("CRITERION", criteria[0] ?? ""))) {
      await look(one);
      await look(`${one === "/" ? "/_root" : one}.data?_routes=${encodeURIComponent(routeIdOf(file))}`);
    }
  }
  // Every criterion of one sheet, and what her own pressing of buttons is answered with.
  const audit = plans[0]?.audits.eve ?? "";
  for (const key of criteria) await look(`/audits/${audit}/criteria/${key}`);
  await look(`/audits/${audit}/check`, { form: {} });
  await look(`/audits/${audit}/hand-back`, { form: { conflict: "other", words: "" } });
  return seen;
}

describe("a blind auditor sees the same, asked with the same queries, whatever the others have done", () => {
  for (const [state, { own, worlds }] of Object.entries(STATES)) {
    it(state, async () => {
      let first: { world: string; seen: Record<string, unknown> } | null = null;
      for (const [world, others] of Object.entries(worlds)) {
        const seen = await everythingEveSees(own, others);
        await site?.close();
        site = undefined;
        expect(Object.keys(seen).length).toBeGreaterThan(80);
        expect(JSON.stringify(seen)).not.toContain("leakzq");
        first ??= { world, seen };
        const differ = Object.keys(seen).filter(
          (path) => JSON.stringify(seen[path]) !== JSON.stringify(first?.seen[path]),
        );
        expect(
          differ.map((path) => [path, seen[path]]),
          `${world} against ${first.world}`,
        ).toEqual(differ.map((path) => [path, first?.seen[path]]));
      }
    });
  }

  it("and the test would see it: her own half and whole differ", async () => {
    const half = await everythingEveSees({ share: 0.5 }, NOTHING);
    await site?.close();
    site = undefined;
    const whole = await everythingEveSees({ share: 1 }, NOTHING);
    expect(
      Object.keys(whole).filter((path) => JSON.stringify(whole[path]) !== JSON.stringify(half[path])).length,
    ).toBeGreaterThan(5);
  });
});
