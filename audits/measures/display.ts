/** Rounded half up for display (`docs/statistics.md` 0); computing goes on with the unrounded number. */
function roundHalfUp(x: number, decimals: number): number {
  const scale = 10 ** decimals;
  // The slack lifts 1.005, which as a double lies just below, to the half that people see.
  const rounded = Math.floor(x * scale + 0.5 + 1e-9) / scale;
  return rounded === 0 ? 0 : rounded;
}

/** A coefficient with two decimals; never "-0.00". */
export function showCoefficient(x: number): string {
  return roundHalfUp(x, 2).toFixed(2);
}

/** A share as a percentage: whole below 100 cases, one decimal from there on. */
export function showPercent(share: number, n: number): string {
  const decimals = n < 100 ? 0 : 1;
  return `${roundHalfUp(share * 100, decimals).toFixed(decimals)}%`;
}
