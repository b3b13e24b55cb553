import { PERCENT_FROM } from "../charts/figures.ts";
import { comparedBy } from "../learning/cycle-line.ts";
import { type CycleTally, goodOf, sum } from "../learning/tally.ts";
import { DEFAULT_THRESHOLD, isSmall } from "../measures/suppression.ts";
import type { ThemeData } from "../reports/learning-report-data.ts";
import type { RubricDocument } from "../rubric/document.ts";
import { type Codebook, offeredThemes } from "../themes/codebook.ts";
import { whyNotCompared } from "./comparison.ts";
import type { Beside, CycleFigures } from "./figures.ts";
import { publishedThemes } from "./published.ts";
import { notComparable, themesCounted, type ThemeCounts } from "./themes.ts";

/** The themes of a cycle and what they stand on: the part of its figures that the page of themes shows. */
export type CycleThemes = Pick<CycleFigures, "view" | "themes" | "protection"> & {
  grades: { n: number };
  sample: { method: string };
  /** The cycle that they are compared with. Absent in figures that were frozen. */
  comparedWith?: string | null;
  beside: Pick<
    Beside,
    "signedOff" | "sampled" | "compared" | "notCompared" | "themesNotFound" | "themesNotCompared" | "families"
  >;
};

/** The cycle that themes are compared with: the last of those before that measured the same; and why the latest is not it. */
export function themesComparedWith(
  tally: CycleTally,
  earlier: readonly CycleTally[],
): { before: CycleTally | null; why: string | null } {
  const own = comparedBy(tally);
  const alike = earlier.filter((other) => whyNotCompared(own, comparedBy(other)) === null);
  const latest = earlier.at(-1);
  return {
    before: own.counted >= PERCENT_FROM ? (alike.at(-1) ?? null) : null,
    why: latest ? whyNotCompared(own, comparedBy(latest)) : null,
  };
}

/**
 * The themes of a cycle from counts, with small numbers shown. `illustrated` are the codes of the themes that quotes are shown
 * of, in the order in which quotes are given out; the quotes themselves are added by `withQuotes`.
 */
export function cycleThemes(
  tally: CycleTally,
  codebook: Codebook,
  counts: ReadonlyMap<string, number>,
  before: { tally: CycleTally; codebook: Codebook; counts: ReadonlyMap<string, number> } | null,
  { why, method }: { why: string | null; method: string },
): { figures: CycleThemes; illustrated: string[] } {
  const { n } = goodOf(tally);
  const illustrated: string[] = [];
  const earlier: (ThemeCounts & { codebook: Codebook }) | null = before && {
    counts: before.counts,
    n: goodOf(before.tally).n,
    codebook: before.codebook,
  };
  const counted = themesCounted(codebook, { counts, n }, earlier, (code) => {
    illustrated.push(code);
    return [];
  });
  // Plans that were chosen for a reason stand for themselves.
  const themes =
    tally.draw === "chosen"
      ? counted.map((theme) => ({ ...theme, share: { ...theme.share, interval: null } }) as ThemeData)
      : counted;
  return {
    illustrated,
    figures: {
      view: "internal",
      themes,
      protection: { threshold: DEFAULT_THRESHOLD, hidden: 0 },
      grades: { n },
      sample: { method },
      comparedWith: before?.tally.cycle.id ?? null,
      beside: {
        signedOff: sum(tally.plans, ({ count }) => count),
        sampled: tally.sampled,
        compared: before && earlier && { title: before.tally.cycle.title, plans: earlier.n },
        notCompared: why,
        themesNotFound: themesNotFound(codebook, themes),
        themesNotCompared: before ? themesNotCompared(codebook, before.codebook, themes) : [],
        families: themeFamilies(codebook, tally.rubric),
      },
    },
  };
}

/** The same with quotes beside the themes that are illustrated. */
export const withQuotes = (
  figures: CycleThemes,
  illustrated: readonly string[],
  quotesOf: (code: string) => ThemeData["quotes"],
): CycleThemes => {
  const quotes = new Map(illustrated.map((code) => [code, quotesOf(code)]));
  return { ...figures, themes: figures.themes.map((t) => ({ ...t, quotes: quotes.get(t.code) ?? [] })) };
};

/** The view that may leave, protected as the published results are. */
export function publishedCycleThemes(figures: CycleThemes): CycleThemes {
  const { beside, grades, protection } = figures;
  const few = isSmall(beside.signedOff - grades.n, protection.threshold);
  return {
    ...figures,
    view: "published",
    themes: publishedThemes(figures.themes, protection.threshold),
    beside: { ...beside, signedOff: few ? grades.n : beside.signedOff },
  };
}

/** Themes that are offered and that no plan showed. */
export function themesNotFound(codebook: Codebook, found: readonly ThemeData[]): Beside["themesNotFound"] {
  const shown = new Set(found.map(({ code }) => code));
  const missing = offeredThemes(codebook).filter(({ code }) => !shown.has(code));
  const improvement = missing.filter(({ polarity }) => polarity === "improvement").length;
  return { improvement, strength: missing.length - improvement };
}

/** Themes by name that were found, and that the cycle before counted in another way. */
export function themesNotCompared(codebook: Codebook, before: Codebook, themes: readonly ThemeData[]): string[] {
  const alone = notComparable(codebook, before);
  return themes.filter(({ code }) => alone.has(code)).map(({ name }) => name);
}

/** The domain that each theme belongs to, by code. */
export function themeFamilies(codebook: Codebook, rubric: RubricDocument): Record<string, string> {
  const title = (key: string) => rubric.domains.find((domain) => domain.key === key)?.shortTitle ?? "";
  return Object.fromEntries(codebook.themes.map(({ code, domain }) => [code, title(domain)]));
}
