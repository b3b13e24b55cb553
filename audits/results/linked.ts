import { isSmall } from "../measures/suppression.ts";
import { refuse, type Verdict } from "../measures/verdict.ts";
import { region } from "./simplex.ts";

/**
 * Counts that hang together by sums, such as grades, the same grades before limits, and groups: whoever sees some of them can
 * work out others, so they are protected in one run (`docs/statistics.md` 4.2 and 9).
 */
export type LinkedFigure = {
  key: string;
  value: number;
  /**
   * given: shown whatever happens. figure: shown unless hidden. hidden: hidden in any case, and known not to be 0. implied:
   * shown nowhere, and must not follow where it is small. free: shown nowhere, and only links the others.
   */
  role: "given" | "figure" | "hidden" | "implied" | "free";
  /** Of two figures that cannot both be shown, the one with the higher rank is. */
  rank: number;
};

export type Sum = { total: string; parts: string[] };

/**
 * Which figures to hide, so that a reader who knows the rule, sees the others and solves all sums learns of a small count
 * only that it is from 1 to threshold − 1.
 *
 * Begins with everything hidden and shows one figure after the other, by rank and then by size, where every small count stays
 * safe; so nothing is hidden without need. Refusal: INVALID_VALUE where a sum does not add up or names an unknown figure.
 */
export function hiddenFigures(
  figures: readonly LinkedFigure[],
  sums: readonly Sum[],
  threshold: number,
): Verdict<Set<string>> {
  const by = new Map(figures.map((figure) => [figure.key, figure]));
  const add = (keys: string[]) => keys.reduce((sum, key) => sum + (by.get(key)?.value ?? Number.NaN), 0);
  if (!sums.every(({ total, parts }) => by.get(total)?.value === add(parts)))
    return refuse("INVALID_VALUE", "The parts of a sum do not add up to its total.");

  const guarded = figures.filter(({ role, value }) => role !== "given" && role !== "free" && isSmall(value, threshold));
  if (guarded.length === 0) return { value: new Set() };

  const hideable = figures.filter(({ role, value }) => role === "figure" && value > 0);
  const hidden = new Set(hideable.map(({ key }) => key));
  const least = ranges(figures, sums, hidden, guarded);
  const safe = () =>
    ranges(figures, sums, hidden, guarded).every(({ lower, upper }, i) => {
      const known = least[i] as Range;
      return lower <= Math.max(1, known.lower) && upper >= Math.min(threshold - 1, known.upper);
    });
  const order = hideable
    .filter(({ value }) => !isSmall(value, threshold))
    .sort((one, other) => other.rank - one.rank || other.value - one.value);
  for (const { key } of order) {
    hidden.delete(key);
    if (!safe()) hidden.add(key);
  }
  return { value: hidden };
}

type Range = { lower: number; upper: number };

/** What a reader can work out about each of `asked`. Hidden figures are known to be 1 or more, because zeros are shown. */
export function ranges(
  figures: readonly LinkedFigure[],
  sums: readonly Sum[],
  hidden: ReadonlySet<string>,
  asked: readonly LinkedFigure[],
): Range[] {
  const unknown = figures.filter(({ key, role }) => hidden.has(key) || (role !== "given" && role !== "figure"));
  const place = new Map(unknown.map(({ key }, i) => [key, i]));
  const floor = ({ key, role }: LinkedFigure) => (hidden.has(key) || role === "hidden" ? 1 : 0);
  const by = new Map(figures.map((figure) => [figure.key, figure]));

  // Each sum as Σ sign · (x − floor) = what is known of it, over the unknown figures.
  const rows: number[][] = [];
  const right: number[] = [];
  for (const { total, parts } of sums) {
    const row = Array<number>(unknown.length).fill(0);
    let known = 0;
    for (const [key, sign] of [[total, -1] as const, ...parts.map((part) => [part, 1] as const)]) {
      const at = place.get(key);
      const figure = by.get(key) as LinkedFigure;
      if (at !== undefined) row[at]! += sign;
      known -= sign * (at === undefined ? figure.value : floor(figure));
    }
    if (row.some((x) => x !== 0)) {
      rows.push(row);
      right.push(known);
    }
  }
  const { greatest } = region(rows, right);
  return asked.map((figure) => {
    const at = place.get(figure.key);
    if (at === undefined) return { lower: figure.value, upper: figure.value };
    const towards = (sign: number) => unknown.map((_, i) => (i === at ? sign : 0));
    return {
      lower: Math.round((floor(figure) - greatest(towards(-1))) * 1e6) / 1e6,
      upper: Math.round((floor(figure) + greatest(towards(1))) * 1e6) / 1e6,
    };
  });
}
