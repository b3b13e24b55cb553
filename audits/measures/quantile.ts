/** The quantile of ascending values with linear interpolation (type 7, R's default). At least one value. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = (sorted.length - 1) * p;
  const low = Math.floor(position);
  const below = sorted[low]!;
  return below + (position - low) * ((sorted[low + 1] ?? below) - below);
}
