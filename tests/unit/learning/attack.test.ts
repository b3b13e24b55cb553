import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawChart } from "#audits/charts/chart.ts";
import { isHidden, type Share } from "#audits/charts/figures.ts";
import { measureSourceSans } from "#audits/charts/measure.ts";
import { svgFile } from "#audits/charts/svg.ts";
import { groupsPage } from "#audits/learning/groups-page.ts";
import { groupRows, publishedGroups } from "#audits/learning/groups.ts";
import type { MeasurePage } from "#audits/learning/page.ts";
import { publishedCycle } from "#audits/learning/published-cycle.ts";
import { teamsPage } from "#audits/learning/teams-page.ts";
import { themesTogetherPage } from "#audits/learning/themes-page.ts";
import { auditMask } from "#audits/measures/suppression-table.ts";
import { countsOf, type MadeUpPlan, madeUpPlans, tallyOf } from "./made-up-cycle.ts";

/** Attacks on everything that leaves: on made-up cycles of any shape, no page, picture or file tells of 1 to 4 plans. */

const SPACE = { width: 704, size: 15, measure: measureSourceSans };
const small = (count: number) => count > 0 && count < 5;
const teams = ({ team }: MadeUpPlan) => team;

const page = (plans: MadeUpPlan[], by: "team" | "phase"): MeasurePage =>
  groupsPage({
    tally: tallyOf(plans),
    by,
    view: "published",
    counts: countsOf(plans, by === "team" ? teams : ({ phase }) => phase),
    levels: [],
    filters: [],
    narrowed: null,
  });

const funnelPage = (plans: MadeUpPlan[]): MeasurePage =>
  teamsPage({
    tally: tallyOf(plans),
    by: "team",
    view: "published",
    counts: countsOf(plans, teams),
    filters: [],
    wider: true,
  });

/** Every word and number of a page and of its files: text, alternative text, marks, tables. */
function everythingOf(shown: MeasurePage): string {
  const pictures = shown.sections.flatMap(({ figure }) =>
    figure
      ? [
          svgFile(drawChart(figure.chart, SPACE), [figure.source], SPACE),
          JSON.stringify(drawChart(figure.chart, SPACE).table),
        ]
      : [],
  );
  return [JSON.stringify(shown), ...pictures].join("\n");
}

/** Every "x of n" anywhere. */
const countsIn = (text: string) =>
  [...text.matchAll(/(\d+) of (\d+)/g)].map(([, x, n]) => [Number(x), Number(n)] as const);

describe("published groups, attacked", () => {
  it("say no count of 1 to 4, and none whose rest is, in any word, table, picture or file", () => {
    fc.assert(
      fc.property(madeUpPlans, (plans) => {
        for (const shown of [page(plans, "team"), page(plans, "phase"), funnelPage(plans)]) {
          const { standing, ...rest } = shown;
          for (const [count, n] of countsIn(everythingOf({ ...rest, standing: [] }))) {
            expect(small(count), `${count} of ${n}`).toBe(false);
            expect(small(n - count), `${count} of ${n}`).toBe(false);
            expect(small(n)).toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("leave every small count open to an attacker who knows sizes, totals and the rule, measure by measure", () => {
    fc.assert(
      fc.property(madeUpPlans, (plans) => {
        const tally = tallyOf(plans);
        const counts = countsOf(plans, teams);
        const truth = groupRows(tally, "team", counts);
        const shown = publishedGroups(tally, "team", counts);
        const cycle = publishedCycle(tally);
        const measures: { whole: Share | undefined; of: (row: (typeof truth)[number]) => Share | undefined }[] = [
          { whole: cycle.good, of: (row) => row.good },
          ...["A", "B"].map((key) => ({
            whole: cycle.domains.get(key),
            of: (row: (typeof truth)[number]) => row.domains.get(key),
          })),
        ];
        for (const { whole, of } of measures) {
          const hidden = shown.map((row) => isHidden(of(row)));
          if (!whole || isHidden(whole)) {
            expect(hidden.every(Boolean)).toBe(true);
            continue;
          }
          if (hidden.every(Boolean) || !hidden.some(Boolean)) continue;
          const body = truth.map((row) => {
            const share = of(row);
            const { count, n } = share && !isHidden(share) ? share : { count: 0, n: 0 };
            return [count, n - count, (row.n ?? 0) - n];
          });
          const mask = body.map((cells, i) => [
            ...cells.map((cell) => Boolean(hidden[i]) && cell > 0),
            shown[i]?.n === null && cells.some((cell) => cell > 0),
          ]);
          const verdict = auditMask(body, [...mask, [false, false, false, false]]);
          // A total that is small, as of plans not graded, stands nowhere: its own audit is that of the results.
          const totals = [0, 1, 2].map((c) => body.reduce((all, cells) => all + (cells[c] ?? 0), 0));
          if (totals.some(small)) continue;
          expect(verdict.value?.safe, JSON.stringify({ body, hidden })).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });

  it("do not change a byte when plans behind hidden numbers change places", () => {
    let compared = 0;
    fc.assert(
      fc.property(madeUpPlans, fc.nat(), fc.nat(), (plans, one, other) => {
        const shown = publishedGroups(tallyOf(plans), "team", countsOf(plans, teams));
        const hidden = new Set(
          shown.flatMap(({ group, n, good, domains }) =>
            n === null && isHidden(good) && [...domains.values()].every(isHidden) ? [group] : [],
          ),
        );
        const inside = plans.filter((plan) => hidden.has(plan.team));
        if (hidden.size < 2 || inside.length < 2) return;
        // Two plans of hidden teams change teams: every shown number and every total stays.
        const [a, b] = [inside[one % inside.length]!, inside[other % inside.length]!];
        const swapped = plans.map((plan) =>
          plan === a ? { ...a, team: b.team } : plan === b ? { ...b, team: a.team } : plan,
        );
        const after = publishedGroups(tallyOf(swapped), "team", countsOf(swapped, teams));
        const pattern = (rows: typeof shown) =>
          rows.map(({ group, n, good, domains }) => [
            group,
            n === null,
            isHidden(good),
            [...domains.values()].map(isHidden),
          ]);
        if (JSON.stringify(pattern(shown)) !== JSON.stringify(pattern(after))) return;
        compared++;
        expect(everythingOf(page(swapped, "team"))).toBe(everythingOf(page(plans, "team")));
        expect(everythingOf(funnelPage(swapped))).toBe(everythingOf(funnelPage(plans)));
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(5);
  }, 30_000);

  it("stand in an order that says nothing of their sizes", () => {
    fc.assert(
      fc.property(madeUpPlans, (plans) => {
        const names = page(plans, "team").sections.flatMap(({ table }) =>
          table?.id === "groups" ? table.rows.map(([name]) => name?.text) : [],
        );
        expect(names).toEqual(names.toSorted());
      }),
      { numRuns: 30 },
    );
  });
});

describe("published themes, attacked", () => {
  const CODES = ["T1", "T2", "T3", "T4", "T5"];
  const codebook = {
    title: "Codebook",
    version: "1.0.0",
    themes: CODES.map((code, i) => ({ code, name: `Theme ${String.fromCharCode(69 - i)}`, polarity: "improvement" })),
  } as never;
  const plansWith = fc.array(fc.subarray(CODES), { minLength: 10, maxLength: 40 });
  const shownFor = (plans: string[][]) =>
    themesTogetherPage({
      tally: tallyOf(
        plans.map(() => ({
          before: "good",
          after: "good",
          phase: "primary",
          team: "East",
          domains: { A: "good", B: "good" },
        })),
      ),
      codebook,
      plans: plans.map((themes) => new Set(themes)),
      kind: "improvement",
      view: "published",
      filters: [],
    });

  it("give no small count away by a bar, a running share, a place in the order or a pair", () => {
    fc.assert(
      fc.property(plansWith, (plans) => {
        const shown = shownFor(plans);
        const chart = shown.sections[0]?.figure?.chart;
        if (chart?.kind !== "pareto") return;
        const hidden = chart.rows.filter(({ share }) => isHidden(share));
        expect(chart.rows.slice(chart.rows.length - hidden.length)).toEqual(hidden);
        expect(hidden.map(({ label }) => label)).toEqual(hidden.map(({ label }) => label).toSorted());
        for (const { share } of chart.rows)
          if (!isHidden(share)) expect(small(share.count) || small(share.n - share.count)).toBe(false);
        expect(shown.sections.some(({ table }) => table?.id === "pairs")).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it("do not change a byte with a number that is hidden", () => {
    let compared = 0;
    fc.assert(
      fc.property(plansWith, fc.constantFrom(...CODES), (plans, code) => {
        const has = plans.filter((themes) => themes.includes(code)).length;
        if (!small(has)) return;
        // One plan more, or fewer, with a theme whose number is hidden either way.
        const more = has < 4;
        const at = plans.findIndex((themes) => themes.includes(code) !== more);
        const changed = plans.map((themes, i) =>
          i === at ? (more ? [...themes, code] : themes.filter((one) => one !== code)) : themes,
        );
        compared++;
        expect(everythingOf(shownFor(changed))).toBe(everythingOf(shownFor(plans)));
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(10);
  });
});
