import type { Share } from "../charts/figures.ts";
import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import { mayShow } from "../results/links.ts";
import { notComparable } from "../results/themes.ts";
import { type Codebook, offeredThemes, themeOf } from "../themes/codebook.ts";
import { comparableCycles, type CycleLine } from "./cycle-line.ts";
import { HIDDEN } from "./protect.ts";
import { type CycleTally, goodOf, shareOf } from "./tally.ts";

/** In how many graded plans of each cycle each theme was found, all by the codebook of the newest cycle. */
export type ThemesOverTime = {
  codebook: Codebook;
  /** By the id of the cycle. */
  cycles: ReadonlyMap<string, { codebook: Codebook; counts: ReadonlyMap<string, number> }>;
};

const PREFIX = "theme.";
export const isThemeKey = (key: string): boolean => key.startsWith(PREFIX);
export const codeOfKey = (key: string): string => key.slice(PREFIX.length);

/** Themes that have a line, by key: all that are offered, so that the list tells nothing of what was found. */
export const themesOnLines = (codebook: Codebook) =>
  offeredThemes(codebook).map(({ code, name }) => ({ key: `${PREFIX}${code}`, what: `plans with the theme ${name}` }));

/** Which way is better: fewer plans with an area for improvement, more with a strength. */
export const wayOfTheme = (codebook: Codebook, code: string): "increase" | "decrease" =>
  themeOf(codebook, code)?.polarity === "strength" ? "increase" : "decrease";

/**
 * One theme over cycles that measured alike. A cycle whose codebook meant something else by the theme is no point. For readers of
 * published figures each point is protected as the published themes of its cycle are.
 */
export function themeLine(
  tallies: readonly CycleTally[],
  { codebook, cycles }: ThemesOverTime,
  code: string,
  internal: boolean,
): CycleLine {
  const alike = comparableCycles(tallies);
  const own = alike.cycles.flatMap((tally) => {
    const found = cycles.get(tally.cycle.id);
    return found ? [{ tally, ...found }] : [];
  });
  const other = own.filter((one) => notComparable(codebook, one.codebook).has(code));
  const points = own
    .filter((one) => !other.includes(one))
    .map(({ tally, counts }) => {
      const share: Share = shareOf(counts.get(code) ?? 0, goodOf(tally).n, tally.draw);
      const shown = internal || mayShow(share, DEFAULT_THRESHOLD);
      const { id, title, scoringOpens } = tally.cycle;
      return { label: title, day: scoringOpens, share: shown ? share : HIDDEN, cycleId: id };
    });
  const leftOut = other.map(
    ({ tally }) => `${tally.cycle.title} counted this theme by another version of the codebook, so it is no point.`,
  );
  return { points, leftOut: [...alike.leftOut, ...leftOut] };
}
