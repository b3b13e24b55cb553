import { tQuantile } from "../measures/numerics.ts";

/**
 * How an auditor's blind levels lay against what panels agreed. Personal data of the auditor: nobody else reads it, and no
 * page puts auditors beside each other.
 */

/** One blind level and the level that held in the end, as steps on the criterion's scale: above 0 is higher than agreed. */
export type Compared = { planId: string; cycleId: string; domain: string; difference: number };

/** Fewer judgements than this say nothing about a person (`docs/statistics.md` 1.7); a direction takes so many plans as well. */
export const FEWEST_JUDGEMENTS = 10;
export const FEWEST_PLANS = 5;

export type Drift = {
  judgements: number;
  plans: number;
  same: number;
  higher: number;
  lower: number;
  /** Null where there are too few judgements. */
  mean: number | null;
  /** 95%, from plan to plan; null where there are too few plans. */
  interval: { lower: number; upper: number } | null;
  /** "too_few", or where the interval lies: wholly above or below 0, or not; "small" where it does, but by too little to matter. */
  direction: "too_few" | "higher" | "lower" | "small" | "none";
};

/**
 * Sums up judgements. Those of one plan are not independent, so the interval of the mean difference goes from plan to plan:
 * the ratio Σd/Σn over plans with its linearised variance, and Student's t.
 */
export function driftOf(compared: readonly Compared[]): Drift {
  const n = compared.length;
  const plans = [...Map.groupBy(compared, (c) => c.planId).values()];
  const count = (of: (difference: number) => boolean) => compared.filter((c) => of(c.difference)).length;
  const enough = n >= FEWEST_JUDGEMENTS;
  const mean = enough ? sum(compared.map((c) => c.difference)) / n : null;
  const interval = mean === null || plans.length < FEWEST_PLANS ? null : intervalOf(plans, n, mean);
  return {
    judgements: n,
    plans: plans.length,
    same: count((d) => d === 0),
    higher: count((d) => d > 0),
    lower: count((d) => d < 0),
    mean,
    interval,
    direction: directionOf(mean, interval),
  };
}

/** A mean difference below this, in levels, matters to nobody, however many judgements it stands on. */
export const SMALLEST_THAT_MATTERS = 0.1;

function directionOf(mean: number | null, interval: Drift["interval"]): Drift["direction"] {
  if (mean === null || !interval) return "too_few";
  if (interval.lower <= 0 && interval.upper >= 0) return "none";
  if (Math.abs(mean) < SMALLEST_THAT_MATTERS) return "small";
  return mean > 0 ? "higher" : "lower";
}

function intervalOf(plans: Compared[][], n: number, mean: number): Drift["interval"] {
  const p = plans.length;
  const squares = sum(plans.map((own) => (sum(own.map((c) => c.difference)) - mean * own.length) ** 2));
  const half = tQuantile(0.975, p - 1) * Math.sqrt(((p / (p - 1)) * squares) / n ** 2);
  return { lower: mean - half, upper: mean + half };
}

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);

/** What there is to say of a drift, in a sentence to the auditor. */
export function driftSentence({ judgements: n, plans, same, higher, lower, direction, mean }: Drift): string {
  if (n < FEWEST_JUDGEMENTS)
    return `Too few to say: ${n} ${n === 1 ? "judgement" : "judgements"}, and it takes ${FEWEST_JUDGEMENTS}.`;
  const counts = `Of ${n.toLocaleString("en-GB")} levels on ${plans} ${plans === 1 ? "plan" : "plans"}, ${same} were what was agreed, ${higher} higher and ${lower} lower.`;
  if (direction === "too_few") return `${counts} Too few plans to speak of a direction: it takes ${FEWEST_PLANS}.`;
  if (direction === "small") return `${counts} A difference of less than a tenth of a level matters to nobody.`;
  if (direction === "none") return `${counts} No direction that could not be chance.`;
  const size = Math.abs(mean ?? 0).toFixed(2);
  return `${counts} That is ${direction} than agreed by ${size} of a level on average, more than chance would give.`;
}
