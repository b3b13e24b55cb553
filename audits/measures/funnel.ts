import { quantile } from "./quantile.ts";
import { logChoose, normalQuantile } from "./numerics.ts";
import { isCount, refuse, type Verdict } from "./verdict.ts";

export type FunnelSignal = "below_99.8" | "below_95" | "within" | "above_95" | "above_99.8";

/** One team: its share, the lines drawn at its size, and what the exact tails say; nulls where it has no plan. */
export type FunnelUnit = {
  p: number | null;
  l998: number | null;
  l95: number | null;
  u95: number | null;
  u998: number | null;
  signal: FunnelSignal | null;
};

/** `phi` and `tau2` are null unless overdispersion was asked for. */
export type Funnel = { target: number; phi: number | null; tau2: number | null; units: FunnelUnit[] };

/** The four lines: 99.8% and 95%, by the share of the distribution below them. */
const LINES = [0.001, 0.025, 0.975, 0.999] as const;

/** Keeps a tail that equals its limit on the limit. */
const SLACK = 1e-12;

/**
 * Funnel plot of x of n plans by team (`docs/statistics.md` 2.3). Without overdispersion the signals come from exact binomial
 * tails, never from the drawn lines: at n = 1 the upper line lies below 100%, and "1 of 1" is no outlier. With it, limits and
 * signals come from the arcsine scale with the additive variance τ² (Spiegelhalter 2005, 2012).
 *
 * @param target stated centre; null: all plans together
 *
 * Refusals: NO_DATA, INVALID_VALUE.
 */
export function funnel(
  x: readonly number[],
  n: readonly number[],
  options: { target?: number | null; overdispersion?: boolean } = {},
): Verdict<Funnel> {
  const whole = x.length === n.length && n.every((size, i) => isCount(size) && isCount(x[i]) && x[i]! <= size);
  if (!whole) return refuse("INVALID_VALUE", "Each team has a number of plans and how many of them.");
  const total = n.reduce((sum, size) => sum + size, 0);
  if (total === 0) return refuse("NO_DATA", "No plan was counted.");
  const target = options.target ?? x.reduce((sum, part) => sum + part, 0) / total;
  if (!(target >= 0 && target <= 1)) return refuse("INVALID_VALUE", "The target lies between 0 and 1.");

  const spread = options.overdispersion ? overdispersion(x, n, target) : null;
  const units = n.map((size, i): FunnelUnit => {
    if (size === 0) return { p: null, l998: null, l95: null, u95: null, u998: null, signal: null };
    const lines = spread ? arcsineLines(size, target, spread.tau2) : binomialLines(size, target);
    const [l998, l95, u95, u998] = lines;
    const p = x[i]! / size;
    const signal = spread ? signalFromLines(p, lines) : signalFromTails(x[i]!, size, target);
    return { p, l998, l95, u95, u998, signal };
  });
  return { value: { target, phi: spread?.phi ?? null, tau2: spread?.tau2 ?? null, units } };
}

type Lines = [l998: number, l95: number, u95: number, u998: number];

/** P(X ≤ r) for r = 0 … n, X binomial. */
function binomialDistribution(n: number, theta: number): Float64Array {
  const at = (r: number) => Math.exp(logChoose(n, r) + r * Math.log(theta) + (n - r) * Math.log1p(-theta));
  const distribution = new Float64Array(n + 1);
  let sum = 0;
  for (let r = 0; r <= n; r++) {
    // 0 · log 0 is not a number; a certain or impossible event needs no logarithm.
    sum += theta === 0 ? Number(r === 0) : theta === 1 ? Number(r === n) : at(r);
    distribution[r] = sum;
  }
  return distribution;
}

/** Spiegelhalter (2005), A.1.1: interpolated between the two counts around each quantile. */
function binomialLines(n: number, theta: number): Lines {
  if (theta === 0 || theta === 1) return [theta, theta, theta, theta];
  const distribution = binomialDistribution(n, theta);
  return LINES.map((p) => {
    const r = distribution.findIndex((upToHere) => upToHere > p);
    const below = r === 0 ? 0 : distribution[r - 1]!;
    const part = (distribution[r]! - p) / (distribution[r]! - below);
    return Math.min(1, Math.max(0, (r - part) / n));
  }) as Lines;
}

function signalFromTails(x: number, n: number, theta: number): FunnelSignal {
  const distribution = binomialDistribution(n, theta);
  const low = distribution[x]!;
  const high = upperTail(x, n, theta);
  if (low <= 0.001 + SLACK) return "below_99.8";
  if (high <= 0.001 + SLACK) return "above_99.8";
  if (low <= 0.025 + SLACK) return "below_95";
  return high <= 0.025 + SLACK ? "above_95" : "within";
}

/** P(X ≥ x): the lower tail of the complement, so that a small tail is not a difference of large numbers. */
function upperTail(x: number, n: number, theta: number): number {
  return binomialDistribution(n, 1 - theta)[n - x]!;
}

/**
 * φ = mean of the squared z scores, winsorised at their 10% and 90% quantiles; τ² = max(0, (Kφ − (K − 1))/(Σw − Σw²/Σw)),
 * w = 4n.
 */
function overdispersion(x: readonly number[], n: readonly number[], theta: number): { phi: number; tau2: number } {
  const teams = n.flatMap((size, i) => (size > 0 ? [{ size, p: x[i]! / size }] : []));
  const scores = teams.map(
    ({ size, p }) => 2 * Math.sqrt(size) * (Math.asin(Math.sqrt(p)) - Math.asin(Math.sqrt(theta))),
  );
  const sorted = [...scores].sort((a, b) => a - b);
  const [least, most] = [quantile(sorted, 0.1), quantile(sorted, 0.9)];
  const phi = scores.reduce((sum, z) => sum + Math.min(most, Math.max(least, z)) ** 2, 0) / teams.length;

  const weights = teams.reduce((sum, { size }) => sum + 4 * size, 0);
  const squares = teams.reduce((sum, { size }) => sum + (4 * size) ** 2, 0);
  const excess = teams.length * phi - (teams.length - 1);
  return { phi, tau2: excess <= 0 || teams.length < 2 ? 0 : excess / (weights - squares / weights) };
}

/** sin²(asin √θ ± z √(1/4n + τ²)), the angle kept between 0 and a right angle. */
function arcsineLines(n: number, theta: number, tau2: number): Lines {
  const centre = Math.asin(Math.sqrt(theta));
  return LINES.map((p) => {
    const angle = centre + normalQuantile(p) * Math.sqrt(1 / (4 * n) + tau2);
    return Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2;
  }) as Lines;
}

function signalFromLines(p: number, [l998, l95, u95, u998]: Lines): FunnelSignal {
  if (p < l998 - SLACK) return "below_99.8";
  if (p > u998 + SLACK) return "above_99.8";
  if (p < l95 - SLACK) return "below_95";
  return p > u95 + SLACK ? "above_95" : "within";
}
