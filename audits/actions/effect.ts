import { type Change, type Interval, limitText, percentText, pointsText } from "../charts/figures.ts";
import type { Day } from "../cases/case.ts";
import { dayWords, periodWords } from "../dates.ts";
import { newcombeDifference } from "../measures/comparisons.ts";
import { isSmall } from "../measures/suppression.ts";
import { comparedReadings, type Versions } from "./compared.ts";
import type { Outcome } from "./life.ts";
import type { Asked, NamedMeasure, Reading } from "./measure.ts";

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

/**
 * The effect of an action by a later reading of the same measure.
 *
 * @param target share in percent that was promised
 * @param versions needed where the rubric versions of the two cycles differ
 * @param doneOn null while the action is not done
 * @returns no, with the sentence, where the two readings did not measure the same
 */
export function effectOf(
  measure: NamedMeasure,
  baseline: Reading,
  target: number,
  after: Reading,
  versions: Versions | null,
  doneOn: Day | null,
): Asked<Effect> {
  const comparison = comparedReadings(measure, baseline.of, after.of, versions);
  if (!comparison.ok) return comparison;
  const time = timeOf(after, doneOn);
  if (!time.ok) return time;
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
      cautions: [...time.value, ...comparison.value.cautions],
    },
  };
}

/** What was written before an action was done cannot show what the action did. */
function timeOf({ of }: Reading, doneOn: Day | null): Asked<string[]> {
  if (doneOn === null || of.from > doneOn) return { ok: true, value: [] };
  const [what, period] = [of.kind === "cycle" ? "plans" : "cases", periodWords(of.from, of.to)];
  if (of.to <= doneOn)
    return {
      ok: false,
      sentence: `Its ${what} are of ${period}, and the action was done on ${dayWords(doneOn)}: they are all from before it.`,
    };
  return {
    ok: true,
    value: [
      `Its ${what} are of ${period}, and the action was done on ${dayWords(doneOn)}: some of them are from before it.`,
    ],
  };
}

function outcomeOf(verdict: Effect["verdict"], reached: boolean, short: boolean): Outcome {
  if (verdict === "better") return reached ? "effective" : "not_enough";
  return verdict === "worse" || short ? "not_effective" : "could_not_tell";
}

const reaches = ({ better }: NamedMeasure, { count, n }: Reading, target: number): boolean =>
  better === "higher" ? 100 * count >= target * n : 100 * count <= target * n;

/** What the re-audit stands on, in numbers: to see whether it is a fresh look. */
export type ReauditFacts = { plans: number /** Plans that stood in the baseline's sample as well. */; again: number };

/**
 * "40 plans of 1 April to 30 June 2026, drawn at random, none of them in the sample of the baseline."
 *
 * @param threshold numbers of plans below it are "some", for readers of published figures; null tells all
 */
export function reauditWords({ plans, again }: ReauditFacts, period: string, threshold: number | null): string {
  const small = threshold !== null && (isSmall(again, threshold) || isSmall(plans - again, threshold));
  const fresh =
    again === 0
      ? "none of them in the sample of the baseline"
      : `${small ? "some" : again} of them in the sample of the baseline as well`;
  return `${plans} plans of ${period}, drawn at random, ${fresh}.`;
}

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
  const { verdict, change, outcome } = effect;
  const others = `Other changes made in the same months could also have helped, so this shows that ${title} moved after the action, not that the action alone did it.`;
  if (verdict === "could_not_tell" && outcome === "not_effective")
    return "The target lies beyond the whole interval of the re-audit, so it was missed. Whether anything moved at all we could not tell.";
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
  // As the interval beside it is written.
  const whole = Math.floor(least + 0.5);
  const cautious =
    verdict === "could_not_tell"
      ? ""
      : whole === 0
        ? ", though on a cautious reading by less than 1"
        : `, and at least ${whole} even on a cautious reading`;
  const goal = `The target of ${targetText(target, better)} was ${reached ? "reached" : "not reached"}.`;
  return `${first} ${title}: ${baseline.count} of ${baseline.n} before and ${after.count} of ${after.n} after: ${moved}${cautious}. ${goal}`;
}
