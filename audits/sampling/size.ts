import { sampleSizeWilson, wilsonFpcPlans } from "../measures/proportions.ts";

/** What to tell people who ask how many plans to read (`docs/statistics.md` 3.2). */
export const SAMPLE_SIZE_GUIDANCE =
  "About 20 plans give ±20 points whatever the size of the authority; 30 to 40 give ±15; ±10 needs 50 to 90. " +
  "Fewer than 10 tell you about those plans only.";

const MARGINS = [5, 10, 15, 20] as const;

/** For each margin in percentage points, how many of these plans it takes, whatever the result. `population` ≥ 1. */
export function sizesByMargin(population: number): { margin: number; plans: number }[] {
  return MARGINS.flatMap((margin) => {
    const size = sampleSizeWilson(population, margin / 100);
    return size.value === null ? [] : [{ margin, plans: size.value }];
  });
}

const count = (n: number) => n.toLocaleString("en-GB");

/** What a sample of n of these plans will be able to say, with an example result of about 60%. */
export function precisionSentence(n: number, population: number): string {
  const good = Math.round(n * 0.6);
  const interval = wilsonFpcPlans(good, n, population);
  if (interval.value === null) return interval.message;
  if (n === population) return `All ${count(population)} plans are read, so the result needs no margin.`;
  if (n < 10) return "Fewer than 10 plans tell you about those plans only.";
  const { lower, upper } = interval.value;
  const range = `somewhere from ${Math.round(lower * 100)}% to ${Math.round(upper * 100)}%`;
  return `If ${count(good)} of the ${count(n)} are good or better, then ${range} of all ${count(population)} plans are likely to be.`;
}
