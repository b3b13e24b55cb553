/** The name and version of the way of measuring agreement that is kept with every figure. */
export const AGREEMENT_METHOD = "agreement/1";

/** Why a figure or its interval cannot be given, in the order in which it is tested (`docs/statistics.md` 0). */
export type Reason =
  | "NO_DATA"
  | "INVALID_VALUE"
  | "TOO_FEW_RATERS"
  | "NO_PAIRABLE_UNITS"
  | "NEEDS_TWO_RATERS"
  | "SINGLE_CATEGORY_SCALE"
  | "TOO_FEW_UNITS"
  | "NO_VARIATION"
  | "NOT_ESTIMABLE"
  | "BOOTSTRAP_UNSTABLE";

export type Caution =
  | "VERY_SMALL_SAMPLE"
  | "SMALL_SAMPLE"
  | "UNITS_DROPPED"
  | "ZERO_WIDTH_INTERVAL"
  | "BOOTSTRAP_REPLICATES_LOST";

/** `units` have at least one score; `unitsUsed` of them enter the observed agreement. */
export type Counts = { units: number; unitsUsed: number; raters: number; ratings: number };

/** `used`: bootstrap replicates that had a value. */
export type Interval =
  | { lower: number; upper: number; level: number; method: string; used?: number }
  | { lower: null; upper: null; reason: Reason; used?: number };

export type Stat =
  | { value: number; n: Counts; ci?: Interval; cautions: Caution[] }
  | { value: null; reason: Reason; n: Counts };

/** What people are warned of next to a value (`docs/statistics.md` 0). */
export function cautionsFor(n: Counts, droppedUnits: boolean, ci: Interval | undefined, replicates: number): Caution[] {
  const cautions: Caution[] = [];
  if (n.unitsUsed < 10) cautions.push("VERY_SMALL_SAMPLE");
  else if (n.unitsUsed < 20) cautions.push("SMALL_SAMPLE");
  if (droppedUnits && n.unitsUsed < n.units) cautions.push("UNITS_DROPPED");
  if (ci && ci.lower !== null && ci.lower === ci.upper) cautions.push("ZERO_WIDTH_INTERVAL");
  if (ci?.used !== undefined && ci.used < replicates) cautions.push("BOOTSTRAP_REPLICATES_LOST");
  return cautions;
}
