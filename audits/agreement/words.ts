import { showCoefficient } from "../measures/display.ts";
import type { Reason, Stat } from "./stat.ts";
import type { AgreementView } from "./summary.ts";

/** Below this many cases no coefficient and no interval is shown; below the second it is called very rough (`docs/statistics.md` 1.2, 1.5). */
export const FEWEST_CASES = 10;
const ENOUGH_CASES = 20;

/** Why there is no figure, for people (`docs/statistics.md` 1.6). */
export const REASON_SENTENCES: Record<Reason, string> = {
  NO_DATA: "Nothing has been scored yet.",
  INVALID_VALUE: "A score is not one of the levels of its criterion. Check the rubric version.",
  TOO_FEW_RATERS: "No case was scored by two auditors; agreement cannot be measured.",
  NO_PAIRABLE_UNITS: "No case was scored by two auditors; agreement cannot be measured.",
  NEEDS_TWO_RATERS: "This figure compares exactly two auditors.",
  SINGLE_CATEGORY_SCALE: "The scale has one level only, so there is nothing to agree on.",
  TOO_FEW_UNITS: "One case is not enough for this figure.",
  NO_VARIATION:
    "All scores were the same, so this figure cannot tell skill from habit. All auditors agreed on every case.",
  NOT_ESTIMABLE: "The scores do not differ between cases enough for this figure.",
  BOOTSTRAP_UNSTABLE: "The scores are too few or too alike to say how sure this figure is.",
};

export type Band = "consistent" | "mostly consistent" | "partly consistent" | "not consistent enough to compare teams";

/** The band that the LOWER end of the interval reaches, so that a small audit cannot look excellent. A convention (Landis and Koch). */
export function bandOf(lower: number): Band {
  if (lower >= 0.8) return "consistent";
  if (lower >= 0.6) return "mostly consistent";
  return lower >= 0.4 ? "partly consistent" : "not consistent enough to compare teams";
}

const BAND_NOTE = "The bands are a convention (Landis and Koch), read at the lower end.";

/** How sure "all agreed" is in n of n cases: Wilson's lower limit, n/(n + z²), as a whole percent rounded down. */
export function leastShareOfAgreement(n: number): number {
  return Math.floor((100 * n) / (n + 3.841458820694124));
}

const count = (n: number) => n.toLocaleString("en-GB");
const cases = (n: number) => (n === 1 ? "1 case" : `${n} cases`);

/** The headline: counts that need no statistics. */
export function countsSentence({ kind, cases: n, exact, withinOne, applicability }: AgreementView): string {
  if (exact.of === 0)
    return applicability.exact.of > 0
      ? "No case got a level from two auditors; agreement on the level cannot be measured."
      : REASON_SENTENCES.NO_PAIRABLE_UNITS;
  const what = kind === "criterion" ? cases(exact.of) : `${count(exact.of)} judgements on ${cases(n)}`;
  return `${count(exact.n)} of ${what}: all auditors gave the same level; ${count(withinOne.n)} of ${count(exact.of)} within one level.`;
}

/** What AC2 says, with its interval and band; for 10 cases or more. */
export function coefficientSentence(stat: Stat, n: number): string {
  if (stat.value === null) return REASON_SENTENCES[stat.reason];
  const { value, ci } = stat;
  if (value < 0) {
    return "The auditors agreed less often than chance would give. Check whether someone used the scale the other way round.";
  }
  const agreed = `Allowing for lucky matches, the auditors agreed ${howOften(value)}.`;
  if (!ci) return agreed;
  if (ci.lower === null) return `${agreed} ${REASON_SENTENCES[ci.reason]}`;
  if (ci.lower === ci.upper && value === 1) {
    return `All auditors agreed, ${n} of ${n} cases. That is no certainty: read it as agreement on at least ${leastShareOfAgreement(n)}% of cases.`;
  }
  const range = `between ${showCoefficient(ci.lower)} and ${showCoefficient(ci.upper)}`;
  return `${agreed} With ${cases(n)} the true figure could lie anywhere ${range}: ${bandOf(ci.lower)}. ${BAND_NOTE}`;
}

function howOften(value: number): string {
  if (value >= 0.8) return "most of the time";
  if (value >= 0.6) return "more often than not";
  return value >= 0.4 ? "some of the time" : "little more than chance would give";
}

/** All that a page or report says about one view, sentence by sentence, headline first. */
export function agreementWords(view: AgreementView): string[] {
  const { coefficientCases: n, answers, applicability, onOtherScales } = view;
  const words = [countsSentence(view)];
  if (view.exact.of > 0) {
    if (n < FEWEST_CASES) words.push("Too few cases to judge consistency.");
    else words.push(coefficientSentence(view.coefficient, n));
    if (n >= FEWEST_CASES && n < ENOUGH_CASES) words.push("Fewer than 20 cases: a very rough guide.");
  }
  if (onOtherScales > 0) words.push(`${onOtherScales} judgements on another scale are in the counts only.`);
  if (answers.cannotTell > 0)
    words.push(
      `Cannot tell: ${answers.cannotTell} ${answers.cannotTell === 1 ? "answer" : "answers"}, not part of these figures.`,
    );
  if (answers.notApplicable > 0) {
    const { n: same, of } = applicability.exact;
    words.push(`Whether the criterion applies: all auditors said the same in ${count(same)} of ${count(of)}.`);
  }
  return words;
}
