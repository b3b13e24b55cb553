import { fisherExact } from "../measures/comparisons.ts";
import { isCount, refuse, type Verdict } from "../measures/verdict.ts";

/** How two themes fall together over cases. Ratios are null where a theme occurs in no case; phi and p also where in all. */
export type Cooccurrence = {
  /** Cases with both, with a only, with b only, with neither. */
  n11: number;
  n10: number;
  n01: number;
  n00: number;
  support: number | null;
  jaccard: number | null;
  lift: number | null;
  phi: number | null;
  fisherP: number | null;
};

/**
 * Counts two themes over cases (`docs/statistics.md` 6). Say "occur together", never "causes"; show pairs with n11 ≥ 5.
 *
 * @param cases the themes of each case; a theme that is named twice counts once
 */
export function cooccurrence(cases: readonly (readonly string[])[], a: string, b: string): Cooccurrence {
  const seen = cases.map((themes) => ({ a: themes.includes(a), b: themes.includes(b) }));
  const count = (withA: boolean, withB: boolean) => seen.filter((one) => one.a === withA && one.b === withB).length;
  const [n11, n10, n01, n00] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  const [n, na, nb] = [cases.length, n11 + n10, n11 + n01];
  const varies = na > 0 && na < n && nb > 0 && nb < n;
  return {
    n11,
    n10,
    n01,
    n00,
    support: n === 0 ? null : n11 / n,
    jaccard: na + nb === 0 ? null : n11 / (na + nb - n11),
    lift: na === 0 || nb === 0 ? null : (n11 * n) / (na * nb),
    phi: varies ? (n11 * n00 - n10 * n01) / Math.sqrt(na * (n - na) * nb * (n - nb)) : null,
    fisherP: varies ? fisherExact(n11, na, n01, n - na).value : null,
  };
}

export type Pareto = {
  /** By count, ties by name; `cumulative` is the share of all mentions up to and with this theme. */
  rows: { theme: string; count: number; cumulative: number }[];
  /** The shortest head of the list that reaches the share. */
  vitalFew: string[];
};

/**
 * Themes by number of mentions (`docs/statistics.md` 6). A case can have several themes: say "share of mentions".
 * Refusal: INVALID_VALUE.
 */
export function pareto(counts: Readonly<Record<string, number>>, share = 0.8): Verdict<Pareto> {
  const themes = Object.entries(counts);
  if (!themes.every(([, count]) => isCount(count))) return refuse("INVALID_VALUE", "Mentions are whole numbers.");
  themes.sort(([one, n1], [other, n2]) => n2 - n1 || (one < other ? -1 : 1));
  const total = themes.reduce((sum, [, count]) => sum + count, 0);
  let mentions = 0;
  const rows = themes.map(([theme, count]) => {
    mentions += count;
    return { theme, count, cumulative: total === 0 ? 0 : mentions / total };
  });
  const reached = rows.findIndex(({ cumulative }) => cumulative >= share - 1e-12);
  return { value: { rows, vitalFew: total === 0 ? [] : rows.slice(0, reached + 1).map(({ theme }) => theme) } };
}
