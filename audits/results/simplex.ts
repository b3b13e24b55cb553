const TINY = 1e-9;

/** The points x ≥ 0 that satisfy some equations. */
export type Region = {
  /** The greatest value of Σ weight · x over the region, Infinity where it has no end. */
  greatest(weights: readonly number[]): number;
};

/**
 * The region of all x ≥ 0 with Σ row · x = right for every row, for asking how far a figure can go (Dantzig's simplex method
 * in two phases, with Bland's rule against circling).
 *
 * @throws when no x satisfies the equations: callers describe figures that exist
 */
export function region(rows: readonly (readonly number[])[], right: readonly number[]): Region {
  const width = rows[0]?.length ?? 0;
  // One artificial unknown a row gives the first corner; the first phase drives them out.
  let table = rows.map((row, i) => {
    const sign = (right[i] as number) < 0 ? -1 : 1;
    return [...row.map((x) => x * sign), ...rows.map((_, other) => (other === i ? 1 : 0)), (right[i] as number) * sign];
  });
  let basis = rows.map((_, i) => width + i);
  const artificial = [...Array<number>(width).fill(0), ...rows.map(() => -1)];
  if (maximise(table, basis, artificial) < -1e-6) throw new Error("These figures contradict each other.");

  basis.forEach((unknown, row) => {
    if (unknown < width) return;
    const column = table[row]?.findIndex((x, j) => j < width && Math.abs(x) > TINY) ?? -1;
    if (column >= 0) pivot(table, basis, row, column);
  });
  // A row that still rests on an artificial unknown says nothing new.
  const kept = basis.flatMap((unknown, row) => (unknown < width ? [row] : []));
  table = kept.map((row) => {
    const line = table[row] as number[];
    return [...line.slice(0, width), line.at(-1) as number];
  });
  basis = kept.map((row) => basis[row] as number);
  return { greatest: (weights) => maximise(table, basis, weights) };
}

/** Moves the table from corner to corner until no step raises Σ weight · x. Leaves it at the best corner. */
function maximise(table: number[][], basis: number[], weights: readonly number[]): number {
  const weightOf = (unknown: number) => weights[unknown] ?? 0;
  for (;;) {
    const gain = (column: number) =>
      weightOf(column) - table.reduce((sum, line, row) => sum + weightOf(basis[row]!) * line[column]!, 0);
    const column = weights.findIndex((_, j) => !basis.includes(j) && gain(j) > TINY);
    if (column < 0) return table.reduce((sum, line, row) => sum + weightOf(basis[row]!) * line.at(-1)!, 0);
    const row = leaving(table, basis, column);
    if (row < 0) return Number.POSITIVE_INFINITY;
    pivot(table, basis, row, column);
  }
}

/** The row that first stops the unknown of this column from rising; −1 when none does. */
function leaving(table: readonly number[][], basis: readonly number[], column: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  table.forEach((line, row) => {
    if (line[column]! <= TINY) return;
    const limit = line.at(-1)! / line[column]!;
    if (limit < least - TINY || (limit < least + TINY && best >= 0 && basis[row]! < basis[best]!)) {
      best = row;
      least = Math.min(limit, least);
    }
  });
  return best;
}

function pivot(table: number[][], basis: number[], row: number, column: number): void {
  const by = table[row]![column]!;
  const line = table[row]!.map((x) => x / by);
  table[row] = line;
  table.forEach((other, i) => {
    const times = other[column]!;
    if (i !== row && times !== 0) table[i] = other.map((x, j) => x - times * line[j]!);
  });
  basis[row] = column;
}
