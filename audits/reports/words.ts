import { goodWords } from "../charts/describe.ts";
import {
  type Change,
  type Count,
  HIDDEN_SIGN,
  type Interval,
  isHidden,
  limitText,
  percentText,
  pointsText,
  type Share,
  whole,
} from "../charts/figures.ts";
import type { Inline } from "./blocks.ts";
import type { LearningReportData } from "./learning-report-data.ts";

/** How numbers become sentences. A sentence says no more than its interval bears out. */

/** "1 plan", "22 plans", "0 plans". */
export function plans(count: number): string {
  return counted(count, "plan");
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/** "was" for one, "were" otherwise. */
export function were(count: number): string {
  return count === 1 ? "was" : "were";
}

/** "good or better", as it stands inside a sentence. */
export function goodPhrase(data: Pick<LearningReportData, "levels">): string {
  return goodWords(data.levels).toLowerCase();
}

/** "40% to 69%". */
export function limitsText(interval: Interval, n: number): string {
  return `${limitText(interval.lower, n)}% to ${limitText(interval.upper, n)}%`;
}

/** Keeps the words of a figure on one line: "29 of 40". */
export function together(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

/** "29 of 40" for a table cell, or the sign for hidden. */
export function countsCell(share: Share): Inline[] {
  return [{ text: isHidden(share) ? HIDDEN_SIGN : together(`${whole(share.count)} of ${whole(share.n)}`) }];
}

/** The percentage of a share for a table cell, strong, with its interval, soft; a dash below the size for percentages. */
export function shareCell(share: Share): Inline[] {
  if (isHidden(share)) return [{ text: HIDDEN_SIGN }];
  const percent = percentText(share.count, share.n);
  if (percent === null) return [{ text: "–" }];
  if (!share.interval) return [{ text: percent, strong: true }];
  const limits = `(${limitText(share.interval.lower, share.n)} to ${limitText(share.interval.upper, share.n)})`;
  return [
    { text: percent, strong: true },
    { text: together(` ${limits}`), soft: true },
  ];
}

/** "22 of 40 (55%)", "7 of 9", "hidden (fewer than 5 plans)". */
export function shareWords(share: Share): string {
  if (isHidden(share)) return `hidden (${share.reason})`;
  const percent = percentText(share.count, share.n);
  return `${whole(share.count)} of ${whole(share.n)}${percent ? ` (${percent})` : ""}`;
}

export function countWords(count: Count): string {
  return isHidden(count) ? `hidden (${count.reason})` : whole(count);
}

/** "Up 10 points, but between 11 down and 31 up: could not tell if better." */
export function changeSentence(change: Change, since: string): string {
  const size = unsigned(change.difference);
  const { lower, upper } = change.interval;
  if (change.verdict === "could_not_tell") {
    const direction =
      size === "0" ? "No difference to see" : `${change.difference < 0 ? "Down" : "Up"} ${points(size)}`;
    return `${direction} since ${since}, but the true change could be anything between ${side(lower)} and ${side(upper)}: we could not tell if plans are better.`;
  }
  const direction = change.verdict === "better" ? "Up" : "Down";
  const ends = change.verdict === "better" ? [lower, upper] : [upper, lower];
  return `${direction} ${points(size)} since ${since}; the true change is likely to be between ${ends.map(unsigned).join(" and ")} points ${change.verdict === "better" ? "up" : "down"}. Other changes could also have played a part.`;
}

function unsigned(difference: number): string {
  return pointsText(difference).replace(/[+−]/, "");
}

function points(size: string): string {
  return `${size} ${size === "1" ? "point" : "points"}`;
}

function side(end: number): string {
  const text = pointsText(end);
  if (text === "0") return "0";
  return `${text.slice(1)} ${text.startsWith("−") ? "down" : "up"}`;
}

/** "c: hidden, fewer than 5 plans", once a reason; no line where nothing is hidden. */
export function hiddenNotes(figures: (Count | Share)[]): string[] {
  const reasons = [...new Set(figures.filter(isHidden).map((figure) => figure.reason))];
  return reasons.length > 0 ? [`${HIDDEN_SIGN}: hidden, ${reasons.join("; ")}.`] : [];
}

/** Rows with a hidden figure after all others and by name, so that their place tells nothing about the figure. */
export function hiddenLast<T>(rows: T[], figure: (row: T) => Count | Share, name: (row: T) => string): T[] {
  const hidden = rows.filter((row) => isHidden(figure(row)));
  const shown = rows.filter((row) => !isHidden(figure(row)));
  return [...shown, ...hidden.toSorted((a, b) => (name(a) < name(b) ? -1 : 1))];
}

/** Whether any of these shares may be shown as a percentage. */
export function anyPercent(shares: Share[]): boolean {
  return shares.some((share) => !isHidden(share) && percentText(share.count, share.n) !== null);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
