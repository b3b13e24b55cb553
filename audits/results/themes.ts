import type { Codebook } from "../themes/codebook.ts";
import { carried, compareCodebooks } from "../themes/lineage.ts";
import { benjaminiHochberg, fisherExact } from "../measures/comparisons.ts";
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
const QUOTES = 2;
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

type Before = { counts: Map<string, number>; n: number };

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
  const n = counted.length;
  const counts = plansByTheme(counted, codebook);
  const before: Before | null = previous && {
    counts: plansByTheme(previous.plans, codebook),
    n: previous.plans.length,
  };
  const alone = previous ? notComparable(codebook, previous.codebook) : new Set<string>();
  const notable = worthALook(
    codebook.themes.map(({ code }) => code).filter((code) => !alone.has(code)),
    { counts, n },
    before,
  );
  const quotes = quoter(counted);
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
      quotes: place < ILLUSTRATED[polarity] ? quotes(code) : [],
    };
  });
}

/** Themes whose change stands out after allowing for the number of themes that are compared (Benjamini and Hochberg). */
function worthALook(codes: string[], now: Before, before: Before | null): Set<string> {
  if (!before) return new Set();
  const tested = codes.flatMap((code) => {
    const [x1, x2] = [before.counts.get(code) ?? 0, now.counts.get(code) ?? 0];
    const p = fisherExact(x1, before.n, x2, now.n).value;
    return p !== null && (x1 >= TESTED_FROM || x2 >= TESTED_FROM) ? [{ code, p }] : [];
  });
  const q = benjaminiHochberg(tested.map(({ p }) => p)).value ?? [];
  return new Set(tested.filter((_, i) => (q[i] ?? 1) <= FALSE_ALARMS).map(({ code }) => code));
}

/**
 * Short quotes from answers whose own finding carries the theme: from different plans, none used twice, always the same ones
 * for the same evidence.
 */
function quoter(counted: CountedPlan[]): (code: string) => QuoteData[] {
  const used = new Set<string>();
  return (code) => {
    const chosen: QuoteData[] = [];
    for (const { plan } of counted) {
      const fitting = plan.audits
        .flatMap(({ answers }) => answers)
        .filter(({ finding }) => finding?.themes.includes(code))
        .flatMap(({ quotes }) => quotes)
        .find(({ words }) => {
          const { length } = words.trim();
          return length >= QUOTE_LENGTH.shortest && length <= QUOTE_LENGTH.longest && !used.has(words.trim());
        });
      if (!fitting) continue;
      const text = fitting.words.trim();
      used.add(text);
      const lettered = /^[A-K]\d?$/.test(fitting.section);
      chosen.push({ text, lang: null, section: lettered ? fitting.section : null, page: fitting.page });
      if (chosen.length === QUOTES) break;
    }
    return chosen;
  };
}
