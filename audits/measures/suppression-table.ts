import { DEFAULT_THRESHOLD, isSmall } from "./suppression.ts";
import { isCount, refuse, type Verdict } from "./verdict.ts";

/** Body rows with a totals column, then a totals row: true means hide. */
export type TableMask = boolean[][];

/** What a reader can work out about a hidden cell; `upper: null` has no end. Rows and columns count from 0, totals last. */
export type FeasibleInterval = { row: number; col: number; lower: number; upper: number | null };

type Cell = { row: number; col: number; value: number; total: boolean };

/**
 * A table of counts with its totals. As a circulation: a body cell flows from its row to its column, a row total from CT to
 * the row, a column total from the column to RT, the grand total from RT to CT (`docs/statistics.md` 4.4).
 */
type Table = { rows: number; columns: number; cells: Cell[]; threshold: number };

function readTable(body: readonly (readonly number[])[], threshold: number): Verdict<Table> {
  const columns = body[0]?.length ?? 0;
  const regular = body.every((row) => row.length === columns && row.every(isCount));
  if (!regular || columns === 0 || !isCount(threshold)) {
    return refuse("INVALID_VALUE", "The table needs rows of equal length with whole numbers.");
  }
  const rows = body.length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const withTotals = [...body, body[0]!.map((_, col) => sum(body.map((row) => row[col]!)))].map((row) => [
    ...row,
    sum(row),
  ]);
  const cells = withTotals.flatMap((line, row) =>
    line.map((value, col) => ({ row, col, value, total: row === rows || col === columns })),
  );
  return { value: { rows, columns, cells, threshold } };
}

/**
 * What a mask gives away (`docs/statistics.md` 4.2): the feasible interval of every hidden cell, and whether all small counts
 * are hidden and safe. Hidden cells are known to be 1 or more, because zeros are shown.
 * Refusal: INVALID_VALUE, also for a mask of another size or one that hides a zero.
 */
export function auditMask(
  body: readonly (readonly number[])[],
  mask: readonly (readonly boolean[])[],
  threshold = DEFAULT_THRESHOLD,
): Verdict<{ intervals: FeasibleInterval[]; safe: boolean }> {
  const read = readTable(body, threshold);
  if (read.value === null) return read;
  const table = read.value;
  const fits = mask.length === table.rows + 1 && mask.every((line) => line.length === table.columns + 1);
  if (!fits) return refuse("INVALID_VALUE", "The mask needs a cell for every count and every total.");
  const hidden = table.cells.filter(({ row, col }) => mask[row]![col]);
  if (hidden.some(({ value }) => value === 0))
    return refuse("INVALID_VALUE", "Zeros are shown, so the mask cannot hide one.");
  const intervals = hidden.map((cell) => ({ row: cell.row, col: cell.col, ...feasible(table, hidden, cell) }));
  return { value: { intervals, safe: isSafe(table, hidden) } };
}

/**
 * A mask that hides every small count and is safe (`docs/statistics.md` 4.4); no hidden cell of it can be shown again. Not
 * always the smallest such mask. Refusal: INVALID_VALUE.
 */
export function suppressTwoWay(
  body: readonly (readonly number[])[],
  threshold = DEFAULT_THRESHOLD,
): Verdict<{ mask: TableMask; suppressed: number }> {
  const read = readTable(body, threshold);
  if (read.value === null) return read;
  const table = read.value;
  const hidden = new Set(table.cells.filter(({ value }) => isSmall(value, threshold)));

  completeLines(table, hidden);
  for (let exposed = firstUnsafe(table, hidden); exposed; exposed = firstUnsafe(table, hidden)) {
    const at = exposed;
    const shown = table.cells.filter((cell) => cell.value > 0 && !hidden.has(cell));
    const crossing = shown.filter(({ row, col }) => row === at.row || col === at.col);
    const [next] = (crossing.length > 0 ? crossing : shown).sort(
      (one, other) => bodyFirst(one, other) || one.value - other.value,
    );
    hidden.add(next as Cell);
    completeLines(table, hidden);
  }
  showAgain(table, hidden);

  const mask = Array.from({ length: table.rows + 1 }, () => new Array<boolean>(table.columns + 1).fill(false));
  for (const { row, col } of hidden) mask[row]![col] = true;
  return { value: { mask, suppressed: hidden.size } };
}

const bodyFirst = (one: Cell, other: Cell) => Number(one.total) - Number(other.total);

/**
 * While a line has exactly one hidden cell, hides the best shown one in it: body before total, then where the crossing line
 * already has a hidden cell, then the smallest, then the first.
 */
function completeLines(table: Table, hidden: Set<Cell>): void {
  const lines = [
    ...Array.from({ length: table.rows + 1 }, (_, row) => table.cells.filter((cell) => cell.row === row)),
    ...Array.from({ length: table.columns + 1 }, (_, col) => table.cells.filter((cell) => cell.col === col)),
  ];
  const crossingHidden = (cell: Cell, line: readonly Cell[]) => {
    const sameRow = line.every(({ row }) => row === cell.row);
    return [...hidden].some(({ row, col }) => (sameRow ? col === cell.col : row === cell.row));
  };
  const candidates = (line: readonly Cell[]) => line.filter((cell) => cell.value > 0 && !hidden.has(cell));
  const open = (line: readonly Cell[]) =>
    line.filter((cell) => hidden.has(cell)).length === 1 && candidates(line).length > 0;

  for (let line = lines.find(open); line; line = lines.find(open)) {
    const at = line;
    const [best] = candidates(at).sort(
      (one, other) =>
        bodyFirst(one, other) ||
        Number(crossingHidden(other, at)) - Number(crossingHidden(one, at)) ||
        one.value - other.value,
    );
    hidden.add(best as Cell);
  }
}

/** Tries to show each cell again that is hidden for the sake of others: totals first, then the largest. */
function showAgain(table: Table, hidden: Set<Cell>): void {
  const secondary = [...hidden]
    .filter(({ value }) => !isSmall(value, table.threshold))
    .sort(
      (one, other) => bodyFirst(other, one) || other.value - one.value || one.row - other.row || one.col - other.col,
    );
  for (const cell of secondary) {
    hidden.delete(cell);
    if (!isSafe(table, [...hidden])) hidden.add(cell);
  }
}

function isSafe(table: Table, hidden: readonly Cell[]): boolean {
  const small = table.cells.filter(({ value }) => isSmall(value, table.threshold));
  return small.every((cell) => hidden.includes(cell)) && !firstUnsafe(table, new Set(hidden));
}

/** The first small cell in row-major order of which a reader learns more than that it is small. */
function firstUnsafe(table: Table, hidden: ReadonlySet<Cell>): Cell | undefined {
  const list = [...hidden];
  return table.cells.find((cell) => {
    if (!isSmall(cell.value, table.threshold)) return false;
    const { lower, upper } = feasible(table, list, cell);
    return lower > floorOf(table, cell) || (upper !== null && upper < table.threshold - 1);
  });
}

/** The least that a reader must allow: 1, and for a total the number of its cells that are not zero. */
function floorOf({ rows, columns, cells }: Table, { row, col, total }: Cell): number {
  if (!total) return 1;
  return cells.filter(
    (cell) =>
      !cell.total && cell.value > 0 && (row === rows || cell.row === row) && (col === columns || cell.col === col),
  ).length;
}

type Arc = { from: number; to: number };

/** Nodes: rows 0 … R − 1 and CT = R, then columns R + 1 … R + C and RT = R + C + 1. */
function arcOf({ rows, columns }: Table, { row, col }: Cell): Arc {
  const columnNode = rows + 1 + col;
  if (row < rows && col < columns) return { from: row, to: columnNode };
  if (row < rows) return { from: rows, to: row };
  return col < columns ? { from: columnNode, to: rows + 1 + columns } : { from: rows + 1 + columns, to: rows };
}

/** How far a hidden cell can rise and fall while the other hidden cells make up for it and the shown ones stay. */
function feasible(table: Table, hidden: readonly Cell[], cell: Cell): { lower: number; upper: number | null } {
  const size = table.rows + table.columns + 2;
  const residual = () => {
    const capacity = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (const other of hidden) {
      if (other === cell) continue;
      const { from, to } = arcOf(table, other);
      capacity[from]![to] = Number.POSITIVE_INFINITY;
      capacity[to]![from] = Math.max(capacity[to]![from]!, other.value - 1);
    }
    return capacity;
  };
  const { from, to } = arcOf(table, cell);
  const rise = maximumFlow(residual(), to, from, Number.POSITIVE_INFINITY);
  const fall = maximumFlow(residual(), from, to, cell.value - 1);
  return { lower: cell.value - fall, upper: rise === Number.POSITIVE_INFINITY ? null : cell.value + rise };
}

/** Edmonds and Karp's maximum flow, no more than `most`. Uses up the capacities. */
function maximumFlow(capacity: number[][], source: number, sink: number, most: number): number {
  let flow = 0;
  while (flow < most) {
    const previous = new Map<number, number>([[source, source]]);
    const queue = [source];
    for (let at = queue.shift(); at !== undefined && !previous.has(sink); at = queue.shift()) {
      for (const [next, room] of capacity[at]!.entries()) {
        if (room > 0 && !previous.has(next)) {
          previous.set(next, at);
          queue.push(next);
        }
      }
    }
    if (!previous.has(sink)) return flow;
    let pushed = most - flow;
    for (let at = sink; at !== source; at = previous.get(at)!)
      pushed = Math.min(pushed, capacity[previous.get(at)!]![at]!);
    if (pushed === Number.POSITIVE_INFINITY) return pushed;
    for (let at = sink; at !== source; at = previous.get(at)!) {
      capacity[previous.get(at)!]![at]! -= pushed;
      capacity[at]![previous.get(at)!]! += pushed;
    }
    flow += pushed;
  }
  return flow;
}
