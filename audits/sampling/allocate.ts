import { isCount, refuse, type Verdict } from "../measures/verdict.ts";

type Stratum = { label: string; size: number; places: number; floor: number };

/**
 * Shares n places among strata in proportion to their size, then lifts each stratum that has plans to its minimum
 * (`docs/statistics.md` 3.3). Largest remainders; ties go to the larger stratum, then to the label that sorts first by code
 * unit. All comparisons are between whole numbers.
 *
 * @param strata number of plans by label
 * @param minimum fewest places of a stratum that has that many plans
 *
 * Refusals: INVALID_VALUE, SAMPLE_EXCEEDS_POPULATION, SAMPLE_TOO_SMALL_FOR_MINIMUM.
 */
export function allocate(
  strata: Readonly<Record<string, number>>,
  n: number,
  minimum = 1,
): Verdict<Record<string, number>> {
  const labels = Object.keys(strata).sort();
  if (!isCount(n) || !isCount(minimum) || !labels.every((label) => isCount(strata[label]))) {
    return refuse("INVALID_VALUE", "Enter the sample, the minimum and the size of every group as whole numbers.");
  }
  const total = labels.reduce((sum, label) => sum + (strata[label] as number), 0);
  if (n > total) {
    return refuse("SAMPLE_EXCEEDS_POPULATION", `The groups have ${total} plans. Enter a sample of ${total} or fewer.`);
  }

  const shares: Stratum[] = labels.map((label) => {
    const size = strata[label] as number;
    return { label, size, places: total === 0 ? 0 : Math.floor((n * size) / total), floor: Math.min(minimum, size) };
  });
  const needed = shares.reduce((sum, { floor }) => sum + floor, 0);
  if (n < needed) {
    const message = `At least ${minimum} from each group needs ${needed} plans. Enter ${needed} or more, or lower the minimum.`;
    return refuse("SAMPLE_TOO_SMALL_FOR_MINIMUM", message);
  }

  giveRemainders(shares, n, total);
  liftToMinimum(shares, n, total);
  return { value: Object.fromEntries(shares.map(({ label, places }) => [label, places])) };
}

function giveRemainders(shares: Stratum[], n: number, total: number): void {
  const left = n - shares.reduce((sum, { places }) => sum + places, 0);
  // The sort is stable and `shares` is in label order, so equal strata stay in label order.
  const byRemainder = [...shares].sort(
    (one, other) => ((n * other.size) % total) - ((n * one.size) % total) || other.size - one.size,
  );
  for (const stratum of byRemainder.slice(0, left)) stratum.places++;
}

/** Each missing place comes from the stratum that is furthest above its exact share and can spare one; n ≥ the sum of minima, so one can. */
function liftToMinimum(shares: Stratum[], n: number, total: number): void {
  const excess = ({ places, size }: Stratum) => places * total - n * size;
  for (const poor of shares) {
    while (poor.places < poor.floor) {
      const [giver] = shares
        .filter((stratum) => stratum.places > stratum.floor)
        .sort((one, other) => excess(other) - excess(one) || other.places - one.places) as [Stratum];
      giver.places--;
      poor.places++;
    }
  }
}
