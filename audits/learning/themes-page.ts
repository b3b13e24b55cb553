import { list } from "../charts/describe.ts";
import { isHidden, type Share, shareText } from "../charts/figures.ts";
import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import { mayShow } from "../results/links.ts";
import type { Codebook } from "../themes/codebook.ts";
import { cooccurrence, pareto } from "../themes/statistics.ts";
import type { FindingKind } from "../vocabulary.ts";
import { cycleSource, cycleStanding } from "./groups-page.ts";
import type { Cell, Filter, MeasurePage, Section } from "./page.ts";
import { HIDDEN } from "./protect.ts";
import { type CycleTally, shareOf } from "./tally.ts";

/** Pairs of themes are shown from so many plans on (`docs/statistics.md` 6), and the first so many of them. */
const PAIRS_FROM = 5;
const PAIRS = 25;

type Asked = {
  tally: CycleTally;
  codebook: Codebook;
  /** The codes of each graded plan. */
  plans: readonly ReadonlySet<string>[];
  kind: FindingKind;
  view: "internal" | "published";
  filters: Filter[];
};

type Row = { code: string; name: string; share: Share };

/** Which few themes make up most mentions, and which are found in the same plans. */
export function themesTogetherPage(asked: Asked): MeasurePage {
  const { tally, codebook, view, filters } = asked;
  const rows = rowsOf(asked);
  const shown = rows.flatMap(({ code, share }) => (isHidden(share) ? [] : [[code, share.count] as const]));
  // Running shares are of the mentions that are shown: a share of all would tell how many are hidden.
  const found = pareto(Object.fromEntries(shown)).value;
  const vital = found?.vitalFew ?? [];
  const nameOf = (code: string) => rows.find((row) => row.code === code)?.name ?? code;
  const order = [...(found?.rows.map(({ theme }) => theme) ?? [])];
  const hidden = rows.filter(({ share }) => isHidden(share)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const sorted = [...order.map((code) => rows.find((row) => row.code === code) as Row), ...hidden];
  const finding = vital.length
    ? `${vital.length} of ${shown.length} themes make up 80% of mentions`
    : "no theme was found";
  const source = `${cycleSource(tally)} ${codebook.title}, version ${codebook.version}. A plan can have several themes; a mention is a plan with a theme${hidden.length ? "; shares of mentions are of those shown" : ""}.`;
  return {
    title: "Themes together",
    lead: vital.length
      ? `${list(vital.slice(0, 3).map(nameOf))} ${vital.length === 1 ? "is" : "are"} the commonest. ${finding.charAt(0).toUpperCase()}${finding.slice(1)}.`
      : "No finding has been coded to a theme of this kind.",
    view,
    standing: [...cycleStanding(tally), { name: "Codebook", value: `${codebook.title}, version ${codebook.version}` }],
    filters,
    sections: [
      {
        id: "few",
        title: "The vital few",
        ...(sorted.length > 0 && {
          figure: {
            id: "pareto",
            chart: {
              kind: "pareto",
              title: finding,
              rows: sorted.map(({ code, name, share }) => ({
                label: name,
                share,
                cumulative: found?.rows.find(({ theme }) => theme === code)?.cumulative ?? null,
                vital: vital.includes(code),
              })),
            },
            source,
          },
          table: {
            id: "themes",
            caption: "Plans with each theme",
            columns: [
              { label: "Theme", numeric: false },
              { label: "Plans (95% interval)", numeric: true },
            ],
            rows: sorted.map(({ code, name, share }): Cell[] => [
              { text: name },
              { text: shareText(share), down: { cycle: tally.cycle.id, theme: code } },
            ]),
            source,
          },
        }),
      },
      pairsSection(asked, source),
    ],
  };
}

function rowsOf({ codebook, plans, kind, view, tally }: Asked): Row[] {
  return codebook.themes
    .filter(({ polarity }) => polarity === kind)
    .flatMap(({ code, name }): Row[] => {
      const count = plans.filter((themes) => themes.has(code)).length;
      if (count === 0) return [];
      const share = shareOf(count, plans.length, tally.draw);
      return [{ code, name, share: view === "internal" || mayShow(share, DEFAULT_THRESHOLD) ? share : HIDDEN }];
    });
}

/** Pairs are for the partnership's own eyes: what three themes have in common could tell of a few plans. */
function pairsSection({ codebook, plans, kind, view, tally }: Asked, source: string): Section {
  const base = { id: "pairs", title: "Themes that occur together" };
  if (view === "published")
    return {
      ...base,
      words: ["Which themes occur together is not published, because pairs beside each other would tell of few plans."],
    };
  const cases = plans.map((themes) => [...themes]);
  const own = codebook.themes.filter(
    ({ code, polarity }) => polarity === kind && plans.some((themes) => themes.has(code)),
  );
  const pairs = own
    .flatMap((a, i) => own.slice(i + 1).map((b) => ({ a, b, ...cooccurrence(cases, a.code, b.code) })))
    .filter(({ n11 }) => n11 >= PAIRS_FROM)
    .toSorted((x, y) => (y.jaccard ?? 0) - (x.jaccard ?? 0) || (x.a.name + x.b.name < y.a.name + y.b.name ? -1 : 1))
    .slice(0, PAIRS);
  if (pairs.length === 0) return { ...base, words: [`No two themes are found in the same ${PAIRS_FROM} plans.`] };
  const two = (value: number | null) =>
    value === null ? "" : value.toFixed(2).replace("-0.00", "0.00").replace("-", "−");
  return {
    ...base,
    words: [
      "The closest pairs first: of the plans with one of the two themes, the share that has both. Occurring together says nothing about a cause. A lift of 1 is what chance would give.",
    ],
    table: {
      id: "pairs",
      caption: "Pairs of themes in the same plans",
      columns: [
        { label: "Themes", numeric: false },
        { label: "Plans with both", numeric: true },
        { label: "Share of plans with either", numeric: true },
        { label: "Lift", numeric: true },
        { label: "Phi", numeric: true },
      ],
      rows: pairs.map(({ a, b, n11, n10, n01, jaccard, lift, phi }): Cell[] => [
        { text: `${a.name}; ${b.name}` },
        { text: String(n11), down: { cycle: tally.cycle.id, theme: a.code, and: b.code } },
        { text: `${Math.floor((jaccard ?? 0) * 100 + 0.5)}%, ${n11} of ${n11 + n10 + n01}` },
        { text: two(lift) },
        { text: two(phi) },
      ]),
      source,
    },
  };
}
