import type { Counts, Reason } from "./stat.ts";

/** Units × auditors. A short row is missing at its end; `null` is a score that nobody gave or that does not apply. */
export type Ratings = readonly (readonly (number | null | undefined)[])[];

/** The scores of the units that somebody scored, by the auditors who scored something. */
export type Table = {
  /** The declared scale in ascending order, whether or not all of it was used. */
  scale: readonly number[];
  raters: number;
  /** One row a unit: the place of each auditor's score on the scale, −1 where there is none. */
  rows: readonly Int32Array[];
  /** Where each row stands in the ratings that came in. */
  origin: readonly number[];
  /** Units with two scores or more. */
  pairable: number;
  ratings: number;
};

/**
 * The different ways in which units were scored, and how many units were scored so. Units that were scored alike contribute
 * alike, so a bootstrap replicate is a handful of multiplicities, whatever the number of units.
 */
export type Patterns = {
  count: number;
  /** The pattern of each unit, and the number of units of each pattern. */
  ofUnit: Int32Array;
  times: Float64Array;
  /** One row of the table that has the pattern. */
  rows: readonly Int32Array[];
  /** Scores in each pattern. */
  sizes: Float64Array;
  /** Pattern p uses the categories at positions start[p] … start[p + 1] − 1, ascending, each by so many scores. */
  start: Int32Array;
  categories: Int32Array;
  scores: Float64Array;
};

export function countsOf(table: Table, unitsUsed: number): Counts {
  return { units: table.rows.length, unitsUsed, raters: table.raters, ratings: table.ratings };
}

/**
 * Reads ratings into a table (`docs/statistics.md` 1.1), or says why nothing can be measured on them. The tests come in the
 * order of section 0: NO_DATA, INVALID_VALUE, TOO_FEW_RATERS, NO_PAIRABLE_UNITS.
 *
 * @param categories the declared scale in any order; without it, the values that occur
 */
export function readTable(
  ratings: Ratings,
  categories?: readonly number[],
): { table: Table } | { reason: Reason; n: Counts } {
  const given = (score: number | null | undefined): score is number => score !== null && score !== undefined;
  const scores = ratings.flatMap((row) => row.filter(given));
  const none = { units: 0, unitsUsed: 0, raters: 0, ratings: 0 };
  if (scores.length === 0) return { reason: "NO_DATA", n: none };

  const scale = [...new Set(categories ?? scores)].sort((a, b) => a - b);
  const place = new Map(scale.map((value, index) => [value, index]));
  if (!scale.every(Number.isFinite) || !scores.every((score) => place.has(score))) {
    return { reason: "INVALID_VALUE", n: { ...none, ratings: scores.length } };
  }

  const width = ratings.reduce((widest, row) => Math.max(widest, row.length), 0);
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) =>
    ratings.some((row) => given(row[column])),
  );
  const origin = ratings.flatMap((row, index) => (row.some(given) ? [index] : []));
  const rows = origin.map((index) =>
    Int32Array.from(columns, (column) => {
      const score = ratings[index]?.[column];
      return given(score) ? (place.get(score) as number) : -1;
    }),
  );
  const pairable = rows.filter((row) => row.filter((code) => code >= 0).length >= 2).length;
  const table = { scale, raters: columns.length, rows, origin, pairable, ratings: scores.length };

  if (table.raters < 2) return { reason: "TOO_FEW_RATERS", n: countsOf(table, 0) };
  if (pairable === 0) return { reason: "NO_PAIRABLE_UNITS", n: countsOf(table, 0) };
  return { table };
}

/**
 * Groups the units that were scored alike.
 *
 * @param who "anyone": which scores were given; "auditors": also by whom
 */
export function patternsOf(table: Table, who: "anyone" | "auditors"): Patterns {
  const rows: Int32Array[] = [];
  const known = new Map<string, number>();
  const ofUnit = Int32Array.from(table.rows, (row) => {
    const key = (who === "auditors" ? row : row.toSorted()).join();
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, rows.length);
    return rows.push(row) - 1;
  });
  const times = new Float64Array(rows.length);
  for (const pattern of ofUnit) times[pattern]!++;

  const used = rows.map((row) => {
    const found = new Map<number, number>();
    for (const code of row.toSorted()) if (code >= 0) found.set(code, (found.get(code) ?? 0) + 1);
    return [...found];
  });
  const start = new Int32Array(rows.length + 1);
  for (const [p, categories] of used.entries()) start[p + 1] = start[p]! + categories.length;
  return {
    count: rows.length,
    ofUnit,
    times,
    rows,
    sizes: Float64Array.from(used, (categories) => categories.reduce((sum, [, scores]) => sum + scores, 0)),
    start,
    categories: Int32Array.from(used.flatMap((categories) => categories.map(([category]) => category))),
    scores: Float64Array.from(used.flatMap((categories) => categories.map(([, scores]) => scores))),
  };
}

/** Σ over the pairs of different categories in a pattern of (scores of one × scores of the other × distance). */
export function pairsApart(patterns: Patterns, p: number, distance: (k: number, l: number) => number): number {
  const { start, categories, scores } = patterns;
  let sum = 0;
  for (let i = start[p]!; i < start[p + 1]!; i++) {
    for (let j = i + 1; j < start[p + 1]!; j++)
      sum += scores[i]! * scores[j]! * distance(categories[i]!, categories[j]!);
  }
  return sum;
}
