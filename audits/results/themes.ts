import type { Codebook } from "../themes/codebook.ts";
import { carried, compareCodebooks } from "../themes/lineage.ts";
import { benjaminiHochberg, fisherExact } from "../measures/comparisons.ts";
import type { Quote } from "../panel/answer.ts";
import type { QuoteData, ThemeData } from "../reports/learning-report-data.ts";
import { changeOf } from "./comparison.ts";
import { type CountedPlan, shareOf } from "./counted.ts";
import type { CycleEvidence } from "./evidence.ts";

/** Themes that fewer plans than this show in both cycles are not tested for a change (`docs/statistics.md` 6). */
const TESTED_FROM = 5;
/** The share of false alarms that "worth a look" allows among all themes that it names. */
const FALSE_ALARMS = 0.1;
/** How many themes of each kind are illustrated, with how many quotes of how many characters. */
const ILLUSTRATED = { improvement: 5, strength: 3 } as const;
export const QUOTES_A_THEME = 2;
const QUOTE_LENGTH = { shortest: 15, longest: 240 };

/**
 * A plan has a theme when at least one of its findings was coded to it; it counts once, however often it shows it. Codes of
 * another version of the codebook count as `book` says: merged ones together.
 */
function plansByTheme(counted: CountedPlan[], book: Codebook): Map<string, number> {
  const plans = new Map<string, number>();
  for (const { plan } of counted) {
    const given = plan.audits.flatMap(({ answers }) => answers.flatMap(({ finding }) => finding?.themes ?? []));
    const found = carried(book, given).codes;
    for (const code of found) plans.set(code, (plans.get(code) ?? 0) + 1);
  }
  return plans;
}

/** In how many of `n` counted plans each theme was found, by code. */
export type ThemeCounts = { counts: ReadonlyMap<string, number>; n: number };

/** The cycle before, with the version of the codebook that it counted by. */
export type Previous = { plans: CountedPlan[]; codebook: Codebook };

/** The themes that cannot be compared with a cycle that counted by another version of the codebook; empty for the same. */
export function notComparable(book: Codebook, previous: Codebook): Set<string> {
  if (book.key === previous.key && book.version === previous.version) return new Set();
  return new Set(
    compareCodebooks(previous, book)
      .filter((row) => row.comparable === "no")
      .map((row) => row.code),
  );
}

/**
 * The themes that were found, most plans first, those of equal number in the order of the codebook. A theme that many plans
 * of the cycle before showed, and none of this one, is among them.
 */
export function themeData({ codebook }: CycleEvidence, counted: CountedPlan[], previous: Previous | null): ThemeData[] {
  const of = (plans: CountedPlan[]): ThemeCounts => ({ counts: plansByTheme(plans, codebook), n: plans.length });
  const before = previous && { ...of(previous.plans), codebook: previous.codebook };
  return themesCounted(codebook, of(counted), before, quoter(counted));
}

/**
 * The same from counts. Those of the cycle before are by its own codebook, its codes counted as `codebook` says.
 *
 * @param quotesOf the quotes that illustrate a theme; asked for theme by theme, in the order in which they are shown
 */
export function themesCounted(
  codebook: Codebook,
  { counts, n }: ThemeCounts,
  before: (ThemeCounts & { codebook: Codebook }) | null,
  quotesOf: (code: string) => QuoteData[],
): ThemeData[] {
  const alone = before ? notComparable(codebook, before.codebook) : new Set<string>();
  const notable = worthALook(
    codebook.themes.map(({ code }) => code).filter((code) => !alone.has(code)),
    { counts, n },
    before,
  );
  const found = codebook.themes
    .filter(({ code }) => counts.has(code) || (!alone.has(code) && (before?.counts.get(code) ?? 0) >= TESTED_FROM))
    .toSorted((a, b) => (counts.get(b.code) ?? 0) - (counts.get(a.code) ?? 0));
  return found.map(({ code, name, polarity, definition }): ThemeData => {
    const place = found.filter((theme) => theme.polarity === polarity).findIndex((theme) => theme.code === code);
    const count = counts.get(code) ?? 0;
    const earlier = before && !alone.has(code) ? (before.counts.get(code) ?? 0) : null;
    const change = before && earlier !== null ? changeOf(earlier, before.n, count, n) : null;
    return {
      code,
      name,
      polarity,
      definition,
      share: shareOf(count, n),
      previous: before && earlier !== null ? shareOf(earlier, before.n) : null,
      change: change && {
        difference: change.difference,
        interval: change.interval,
        worthALook: notable.has(code),
      },
      quotes: place < ILLUSTRATED[polarity] ? quotesOf(code) : [],
    };
  });
}

/** Themes whose change stands out after allowing for the number of themes that are compared (Benjamini and Hochberg). */
function worthALook(codes: string[], now: ThemeCounts, before: ThemeCounts | null): Set<string> {
  if (!before) return new Set();
  const tested = codes.flatMap((code) => {
    const [x1, x2] = [before.counts.get(code) ?? 0, now.counts.get(code) ?? 0];
    const p = fisherExact(x1, before.n, x2, now.n).value;
    return p !== null && (x1 >= TESTED_FROM || x2 >= TESTED_FROM) ? [{ code, p }] : [];
  });
  const q = benjaminiHochberg(tested.map(({ p }) => p)).value ?? [];
  return new Set(tested.filter((_, i) => (q[i] ?? 1) <= FALSE_ALARMS).map(({ code }) => code));
}

/** An answer of a plan whose finding carries themes: where quotes are taken from. */
export type QuotedAnswer = { plan: string; themes: readonly string[]; quotes: readonly Quote[] };

/**
 * Short quotes from answers whose own finding carries the theme: from different plans, none used twice, always the same ones
 * for the same evidence.
 */
function quoter(counted: CountedPlan[]): (code: string) => QuoteData[] {
  const answers = counted.flatMap(({ plan }) =>
    plan.audits.flatMap((audit) =>
      audit.answers.map(
        ({ finding, quotes }): QuotedAnswer => ({ plan: plan.sampledId, themes: finding?.themes ?? [], quotes }),
      ),
    ),
  );
  return quotesAmong(answers);
}

/** The same among answers that are in the order of their plans. */
export function quotesAmong(answers: readonly QuotedAnswer[]): (code: string) => QuoteData[] {
  const used = new Set<string>();
  return (code) => {
    const chosen: QuoteData[] = [];
    const from = new Set<string>();
    for (const { plan, themes, quotes } of answers) {
      if (from.has(plan) || !themes.includes(code)) continue;
      const fitting = quotes.find(({ words }) => {
        const { length } = words.trim();
        return length >= QUOTE_LENGTH.shortest && length <= QUOTE_LENGTH.longest && !used.has(words.trim());
      });
      if (!fitting) continue;
      const text = fitting.words.trim();
      used.add(text);
      from.add(plan);
      const lettered = /^[A-K]\d?$/.test(fitting.section);
      chosen.push({ text, lang: null, section: lettered ? fitting.section : null, page: fitting.page });
      if (chosen.length === QUOTES_A_THEME) break;
    }
    return chosen;
  };
}
