import { type Change, type Interval, limitText, percentText, pointsText } from "../charts/figures.ts";
import { newcombeDifference } from "../measures/comparisons.ts";
import { isSmall } from "../measures/suppression.ts";
import { comparedReadings, type Versions } from "./compared.ts";
import type { Asked, NamedMeasure, Reading } from "./measure.ts";

/**
 * What a re-audit says of an action. Done and effective are two things: an action is done when its evidence is in, and
 * effective only when a later sample says so.
 *
 * effective: better, and the target reached. not_enough: better, and the target not reached. not_effective: worse, or short of
 * the target by the whole interval. could_not_tell: anything else.
 */
export type Outcome = "effective" | "not_enough" | "not_effective" | "could_not_tell";

export type Effect = {
  after: Reading;
  /** Later less earlier, as it was counted, with Newcombe's interval (`docs/statistics.md` 6). */
  change: { difference: number; interval: Interval };
  /** In the direction that is better for this measure. */
  verdict: Change["verdict"];
  /** Whether the share that was found reaches the target. */
  reached: boolean;
  outcome: Outcome;
  /** What to hold against it, each a sentence. */
  cautions: string[];
};

export const OUTCOMES: Record<Outcome, { mark: string; tone: "teal" | "amber" | "worry" | "neutral" }> = {
  effective: { mark: "Effective", tone: "teal" },
  not_enough: { mark: "Better, target not reached", tone: "amber" },
  not_effective: { mark: "Not effective", tone: "worry" },
  could_not_tell: { mark: "Could not tell", tone: "neutral" },
};

/**
 * The effect of an action by a later reading of the same measure.
 *
 * @param target share in percent that was promised
 * @param versions needed where the rubric versions of the two cycles differ
 * @returns no, with the sentence, where the two readings did not measure the same
 */
export function effectOf(
  measure: NamedMeasure,
  baseline: Reading,
  target: number,
  after: Reading,
  versions: Versions | null,
): Asked<Effect> {
  const comparison = comparedReadings(measure, baseline.of, after.of, versions);
  if (!comparison.ok) return comparison;
  const { value } = newcombeDifference(baseline.count, baseline.n, after.count, after.n);
  if (value === null || !after.interval) return { ok: false, sentence: "Too few plans to compare." };
  const change = { difference: value.difference, interval: { lower: value.lower, upper: value.upper } };
  const higher = measure.better === "higher";
  const { shift } = comparison.value;
  const rose = change.interval.lower > 0;
  const fell = change.interval.upper < 0;
  // Where the new version alone moves levels the same way, the change is not the action's to claim.
  const byVersion = (rose && shift === "up") || (fell && shift === "down");
  const verdict = byVersion || !(rose || fell) ? "could_not_tell" : rose === higher ? "better" : "worse";
  const reached = reaches(measure, after, target);
  const short = higher ? after.interval.upper * 100 < target : after.interval.lower * 100 > target;
  return {
    ok: true,
    value: {
      after,
      change,
      verdict,
      reached,
      outcome: outcomeOf(verdict, reached, short && !byVersion),
      cautions: comparison.value.cautions,
    },
  };
}

function outcomeOf(verdict: Effect["verdict"], reached: boolean, short: boolean): Outcome {
  if (verdict === "better") return reached ? "effective" : "not_enough";
  return verdict === "worse" || short ? "not_effective" : "could_not_tell";
}

const reaches = ({ better }: NamedMeasure, { count, n }: Reading, target: number): boolean =>
  better === "higher" ? 100 * count >= target * n : 100 * count <= target * n;

/** What the re-audit stands on, in numbers: for the page, and to see whether it is a fresh look. */
export type ReauditFacts = {
  plans: number;
  /** Plans that stood in the baseline's sample as well. */
  again: number;
  /** Plans of the re-audit dated after the action was done; null while it is not done. */
  writtenAfter: number | null;
};

/**
 * "40 plans drawn at random, none of them in the sample of the baseline. 31 of the 40 were written or amended after …"
 *
 * @param threshold numbers of plans below it are "some", for readers of published figures; null tells all
 */
export function reauditWords(
  { plans, again, writtenAfter }: ReauditFacts,
  doneWords: string | null,
  threshold: number | null,
): string {
  const said = (count: number) =>
    threshold !== null && (isSmall(count, threshold) || isSmall(plans - count, threshold)) ? "some" : String(count);
  const fresh =
    again === 0
      ? "none of them in the sample of the baseline"
      : `${said(again)} of them in the sample of the baseline as well`;
  const after =
    writtenAfter === null || doneWords === null
      ? ""
      : ` ${capital(said(writtenAfter))} of the ${plans} were written or amended after the action was done on ${doneWords}.`;
  return `${plans} plans drawn at random, ${fresh}.${after}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "29% (17 to 45), 11 of 38" */
export function readingText({ count, n, interval }: Pick<Reading, "count" | "n" | "interval">): string {
  const limits = interval ? ` (${limitText(interval.lower, n)} to ${limitText(interval.upper, n)})` : "";
  return `${percentText(count, n)}${limits}, ${count} of ${n}`;
}

/** "+26 points (+4 to +45)" */
export const changePoints = ({ difference, interval }: Effect["change"]): string =>
  `${pointsText(difference)} points (${pointsText(interval.lower)} to ${pointsText(interval.upper)})`;

/** "50% or more", "15% or less" */
export const targetText = (target: number, better: NamedMeasure["better"]): string =>
  `${target}% or ${better === "higher" ? "more" : "less"}`;

const VERDICTS: Record<Effect["verdict"], string> = {
  better: "Better.",
  worse: "Worse.",
  could_not_tell: "Could not tell.",
};

/** What the interval says of the change, and what it does not say. */
export function verdictWords(effect: Effect, { title, better }: NamedMeasure): string {
  const { verdict, change } = effect;
  const others = `Other changes made in the same months could also have helped, so this shows that ${title} moved after the action, not that the action alone did it.`;
  if (verdict === "could_not_tell")
    return `${VERDICTS.could_not_tell} ${
      change.interval.lower <= 0 && change.interval.upper >= 0
        ? "The interval holds both a rise and a fall."
        : "The rubric’s new version alone moves it in the same way."
    } That is not the same as no change.`;
  const side = (verdict === "better") === (better === "higher") ? "above" : "below";
  return `${VERDICTS[verdict]} The whole interval is ${side} zero. ${verdict === "better" ? others : "What was done did not keep it from getting worse."}`;
}

/** The lead of an action's page once it is tested. */
export function effectLead(effect: Effect, baseline: Reading, target: number, { title, better }: NamedMeasure): string {
  const { after, change, outcome, reached, verdict } = effect;
  const first = {
    effective: "It worked.",
    not_enough: "It got better, and not by enough yet.",
    not_effective: "It did not work.",
    could_not_tell: "We could not tell whether it worked.",
  }[outcome];
  const points = Math.abs(Math.round(change.difference * 100));
  const moved = points === 0 ? "no change in points" : `${change.difference > 0 ? "up" : "down"} ${points} points`;
  const least = Math.min(Math.abs(change.interval.lower), Math.abs(change.interval.upper)) * 100;
  const cautious =
    verdict === "could_not_tell" ? "" : `, and at least ${Math.floor(least + 1e-9)} even on a cautious reading`;
  const goal = `The target of ${targetText(target, better)} was ${reached ? "reached" : "not reached"}.`;
  return `${first} ${title}: ${baseline.count} of ${baseline.n} before and ${after.count} of ${after.n} after: ${moved}${cautious}. ${goal}`;
}
