import type { Generator } from "#audits/sampling/generator.ts";

/** What the invented things of the demonstration area are drawn with: the same seed gives the same draws. */
export type Draws = Generator;

/** True in a share `p` of draws. */
export const happens = (draws: Draws, p: number): boolean => draws.next() / 2 ** 32 < p;

export const pick = <T>(draws: Draws, from: readonly T[]): T => from[draws.below(from.length)] as T;

/** Near enough a standard normal: twelve even draws, less their mean. Sums alone, so it is the same on every machine. */
export function normal(draws: Draws): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += draws.next() / 2 ** 32;
  return sum;
}
