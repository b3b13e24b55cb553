/** Times of repeated work in milliseconds, sizes in megabytes, and a table that sets each beside its floor. */

export type Times = { p50: number; p99: number; runs: number };

/** Runs the work once to warm up, then `runs` times. What is done `before` a run is not part of its time. */
export async function timed(
  runs: number,
  work: (run: number) => Promise<unknown> | unknown,
  before: (run: number) => Promise<void> | void = () => {},
): Promise<Times> {
  await work(-1);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    await before(run);
    const start = performance.now();
    await work(run);
    times.push(performance.now() - start);
  }
  return timesOf(times);
}

export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The middle and the slowest hundredth of what was measured one by one. */
export function timesOf(values: readonly number[]): Times {
  const times = sorted(values);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), runs: times.length };
}

/** A measurement beside its floor: milliseconds, or megabytes in place of them. */
export type Row = { what: string; unit?: "MB"; times: Times; floor: string; floorTimes: Times };

const figure = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const figures = ({ p50, p99 }: Times, unit: Row["unit"]) =>
  unit ? `${figure(p50)} ${unit}` : `${figure(p50)} / ${figure(p99)} ms`;

/** One line a measurement, with how many times its floor it takes (medians). */
export function printTable(rows: Row[]): void {
  const lines = rows.map((r) => [
    r.what,
    figures(r.times, r.unit),
    r.floor,
    figures(r.floorTimes, r.unit),
    `${(r.times.p50 / r.floorTimes.p50).toFixed(1)}×`,
    `${r.times.runs} / ${r.floorTimes.runs}`,
  ]);
  const table = [["what", "p50 / p99", "its floor", "p50 / p99", "ratio", "runs"], ...lines];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  for (const line of table) console.log(line.map((cell, column) => cell.padEnd(widths[column]!)).join("  "));
}
