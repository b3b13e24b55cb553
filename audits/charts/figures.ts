/**
 * The figures that charts and reports show: a count, a share with its interval, a difference, and how each is written.
 * A figure that small-number protection took away arrives as `Hidden`; nothing here or in a chart can bring it back.
 */

/** Taken away before publication. `reason` is a phrase for people: "fewer than 5 plans". */
export type Hidden = { hidden: true; reason: string };

export type Count = number | Hidden;

/** Limits of an interval: shares from 0 to 1, differences from -1 to 1. */
export type Interval = { lower: number; upper: number };

/** `count` of `n` plans. `interval` is null where none can be given (a full count, or fewer plans than percentages need). */
export type Share = { count: number; n: number; interval: Interval | null } | Hidden;

/** A difference between two shares, from -1 to 1. The verdict comes from the interval: it must not contain zero to be better or worse. */
export type Change = { difference: number; interval: Interval; verdict: "better" | "worse" | "could_not_tell" };

/** Percentages of fewer plans than this are not shown; the counts stand alone. `docs/statistics.md` section 4.1. */
export const PERCENT_FROM = 10;

/** What stands in the place of a hidden figure. */
export const HIDDEN_SIGN = "c";

export function isHidden(value: unknown): value is Hidden {
  return typeof value === "object" && value !== null && "hidden" in value;
}

/** 1712 -> "1,712". */
export function whole(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A count as shown: "1,712" or the sign for hidden. */
export function countText(count: Count): string {
  return isHidden(count) ? HIDDEN_SIGN : whole(count);
}

/**
 * A share of `n` plans as a percentage: half up from the whole counts, none below 10 plans, one decimal from 100 plans on
 * (`docs/statistics.md` sections 0 and 4). Null where no percentage may be shown.
 */
export function percentText(count: number, n: number): string | null {
  if (n < PERCENT_FROM) return null;
  const scale = n < 100 ? 100 : 1000;
  const rounded = Math.floor((2 * scale * count + n) / (2 * n));
  return `${n < 100 ? rounded : (rounded / 10).toFixed(1)}%`;
}

/** A limit of an interval, 0 to 1, as a figure without the sign: 0.567 -> "57", of 100 plans or more "56.7". */
export function limitText(value: number, n: number): string {
  return n < 100 ? String(roundHalfUp(value * 100)) : (roundHalfUp(value * 1000) / 10).toFixed(1);
}

/** A difference of shares in whole points with its sign: 0.104 -> "+10", -0.11 -> "−11", 0 -> "0". */
export function pointsText(difference: number): string {
  const points = roundHalfUp(Math.abs(difference) * 100);
  if (points === 0) return "0";
  return `${difference < 0 ? "−" : "+"}${points}`;
}

/** The small slack keeps a share such as 0.145 * 100 from falling below its half by the representation in binary. */
function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5 + 1e-9);
}

/** A share in words, its main figure apart: ["73%", " (57 to 84), 29 of 40"], ["7 of 9", ""] below the size for percentages, ["c", ""]. */
export function shareParts(share: Share): [main: string, rest: string] {
  if (isHidden(share)) return [HIDDEN_SIGN, ""];
  const counts = `${whole(share.count)} of ${whole(share.n)}`;
  const percent = percentText(share.count, share.n);
  if (percent === null) return [counts, ""];
  const limits =
    share.interval && `(${limitText(share.interval.lower, share.n)} to ${limitText(share.interval.upper, share.n)}), `;
  return [percent, limits ? ` ${limits}${counts}` : `, ${counts}`];
}

/** The same in one string. */
export function shareText(share: Share): string {
  return shareParts(share).join("");
}
