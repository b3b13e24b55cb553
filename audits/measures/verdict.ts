/** Why a figure is refused. The codes are those of `docs/statistics.md`; the sentence is for the person who can act on it. */
export type Refusal<Reason extends string = string> = { value: null; reason: Reason; message: string };

/** A value, or the reason why there is none. Never NaN, and never a 0 that stands for "could not be worked out". */
export type Verdict<T, Reason extends string = string> = { value: T } | Refusal<Reason>;

export function refuse<Reason extends string>(reason: Reason, message: string): Refusal<Reason> {
  return { value: null, reason, message };
}

/** True for 0, 1, 2, …: what a count must be. */
export function isCount(x: unknown): x is number {
  return Number.isSafeInteger(x) && (x as number) >= 0;
}
