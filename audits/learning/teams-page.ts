import { isHidden, shareText } from "../charts/figures.ts";
import { funnel } from "../measures/funnel.ts";
import { GROUPINGS, groupingName, groupLabel, type Grouping } from "./groupings.ts";
import { type GroupCounts, type GroupRow, groupRows, publishedGroups } from "./groups.ts";
import { cycleSource, cycleStanding } from "./groups-page.ts";
import type { Filter, MeasurePage } from "./page.ts";
import { publishedCycle } from "./published-cycle.ts";
import { type CycleTally, goodOf } from "./tally.ts";

/** Teams of fewer plans are not drawn (`docs/statistics.md` 2.3). */
const DRAWN_FROM = 5;
/** From so many teams on, more spread than chance gives can be told and allowed for. */
const SPREAD_FROM = 10;

type Asked = {
  tally: CycleTally;
  by: Exclude<Grouping, "agency">;
  view: "internal" | "published";
  counts: GroupCounts;
  filters: Filter[];
  /** Whether limits allow for more spread than chance gives, where there is any. */
  wider: boolean;
};

/** Teams against each other at one time: a funnel, and no league table. */
export function teamsPage({ tally, by, view, counts, filters, wider }: Asked): MeasurePage {
  const internal = view === "internal";
  const rows = internal ? groupRows(tally, by, counts) : publishedGroups(tally, by, counts);
  const label = (row: GroupRow) => groupLabel(by, row.group);
  const drawn = rows.flatMap((row) => {
    const { good } = row;
    return isHidden(good) || good.n < DRAWN_FROM ? [] : [{ row, count: good.count, n: good.n }];
  });
  const whole = internal ? goodOf(tally) : publishedCycle(tally).good;
  const base = { title: `Teams: ${groupingName(by)}`, view, standing: cycleStanding(tally) };
  const source = cycleSource(tally);
  const table = {
    id: "teams",
    caption: "Plans good or better, in the order of their names",
    columns: [
      { label: GROUPINGS[by].label, numeric: false },
      { label: "Good or better (95% interval)", numeric: true },
    ],
    rows: rows.map((row) => [
      { text: label(row) },
      { text: shareText(row.good), down: { cycle: tally.cycle.id, by, group: row.group, grade: "better" } },
    ]),
    source,
  };
  if (isHidden(whole) || drawn.length < 2)
    return {
      ...base,
      filters,
      lead: `Fewer than two groups have ${DRAWN_FROM} plans or more that can be shown, so there is nothing to compare.`,
      sections: [{ id: "teams", title: "Plans good or better", table }],
    };
  const centre = whole.n ? whole.count / whole.n : 0;
  const [x, n] = [drawn.map(({ count }) => count), drawn.map((one) => one.n)];
  const spread = drawn.length >= SPREAD_FROM ? funnel(x, n, { target: centre, overdispersion: true }).value : null;
  const offer = internal && spread !== null && (spread.phi ?? 0) > 1;
  const adjusted = offer && wider;
  const fitted = adjusted ? spread : funnel(x, n, { target: centre }).value;
  const most = Math.max(...n);
  const sizes = Array.from({ length: 40 }, (_, i) => Math.round(DRAWN_FROM + ((most * 1.08 - DRAWN_FROM) * i) / 39));
  const grid = [...new Set(sizes)];
  const lines = adjusted
    ? grid.map((size) => widened(size, centre, spread?.tau2 ?? 0))
    : (funnel(
        grid.map(() => 0),
        grid,
        { target: centre },
      ).value?.units ?? []);
  const outside = drawn.map((_, i) => {
    const signal = fitted?.units[i]?.signal;
    return signal === "above_99.8" ? ("above" as const) : signal === "below_99.8" ? ("below" as const) : null;
  });
  const called = drawn.filter((_, i) => outside[i] !== null).map(({ row }) => label(row));
  const finding =
    called.length === 0
      ? "the groups differ by no more than chance would give"
      : `${called.join(", ")} ${called.length === 1 ? "stands" : "stand"} outside what chance alone would give`;
  return {
    ...base,
    filters: [
      ...filters,
      ...(offer
        ? [
            {
              name: "limits",
              label: "Limits",
              value: adjusted ? "wider" : "",
              options: [
                { value: "", text: "Chance alone" },
                { value: "wider", text: "Allowing for more spread" },
              ],
            },
          ]
        : []),
    ],
    lead: `${finding.charAt(0).toUpperCase()}${finding.slice(1)}.`,
    sections: [
      {
        id: "teams",
        title: "Plans good or better",
        figure: {
          id: "funnel",
          chart: {
            kind: "funnel",
            title: finding,
            what: "good or better",
            centre,
            points: rows.map((row) => {
              const at = drawn.findIndex((one) => one.row === row);
              return { label: label(row), share: row.good, outside: outside[at] ?? null, drawn: at >= 0 };
            }),
            lines: grid.map((size, i) => {
              const unit = lines[i];
              return {
                n: size,
                l998: unit?.l998 ?? 0,
                l95: unit?.l95 ?? 0,
                u95: unit?.u95 ?? 1,
                u998: unit?.u998 ?? 1,
              };
            }),
          },
          source: `${source} Funnel: exact binomial limits around the share of all ${whole.n} plans${adjusted ? ", widened for spread between groups (Spiegelhalter)" : ""}.`,
        },
        table,
        note: {
          title: "How to read a funnel",
          words: `Groups inside the funnel differ by no more than chance would give. Outside the outer lines, chance alone is an unlikely explanation: about 1 in 1,000 each side. Of 20 groups one crosses the inner lines by chance, so only the outer ones are called out. Groups of fewer than ${DRAWN_FROM} plans are not drawn. A group that stands out is a reason to ask, not a verdict.`,
        },
      },
    ],
  };
}

/** Limits on the arcsine scale with the additive variance τ² (`docs/statistics.md` 2.3). */
function widened(n: number, centre: number, tau2: number) {
  const angle = Math.asin(Math.sqrt(centre));
  const at = (z: number) =>
    Math.sin(Math.min(Math.PI / 2, Math.max(0, angle + z * Math.sqrt(1 / (4 * n) + tau2)))) ** 2;
  return {
    l998: at(-3.090232306167813),
    l95: at(-1.959963984540054),
    u95: at(1.959963984540054),
    u998: at(3.090232306167813),
  };
}
