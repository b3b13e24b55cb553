import { type Change, PERCENT_FROM } from "../charts/figures.ts";
import { newcombeDifference } from "../measures/comparisons.ts";
import { compareRubrics } from "../rubric/compare.ts";
import type { RubricDocument } from "../rubric/document.ts";
import type { LimitsMode } from "../rubric/grade-plan.ts";
import { countedPlans } from "./counted.ts";
import type { CycleEvidence } from "./evidence.ts";
import { isChosen } from "./sample.ts";

/** Earlier cycles that this one may be compared with, oldest first, and why the latest earlier one is not among them. */
export type Comparison = { cycles: CycleEvidence[]; why: string | null };

/**
 * Cycles are compared only where they measured the same: the same rubric, in versions that grade in the same way, in the same
 * form, limits used in the same way, a random sample, and enough plans for a percentage.
 *
 * @param earlier closed cycles, oldest first
 */
export function comparable(evidence: CycleEvidence, earlier: CycleEvidence[]): Comparison {
  const latest = earlier.at(-1);
  const own = measured(evidence);
  return {
    cycles: earlier.filter((other) => whyNotCompared(own, measured(other)) === null),
    why: latest ? whyNotCompared(own, measured(latest)) : null,
  };
}

/** What decides whether two cycles measured the same. */
export type Measured = {
  title: string;
  shortForm: boolean;
  limitsMode: LimitsMode;
  document: RubricDocument;
  draw: "random" | "chosen" | "none";
  /** Plans that count. */
  counted: number;
};

function measured(evidence: CycleEvidence): Measured {
  const { cycle, rubric, draw } = evidence;
  return {
    title: cycle.title,
    shortForm: cycle.shortForm,
    limitsMode: cycle.limitsMode,
    document: rubric.document,
    draw: isChosen(evidence) ? "chosen" : draw ? "random" : "none",
    counted: countedPlans(evidence).counted.length,
  };
}

/** Why a cycle is not compared with an earlier one, in a sentence; null where it is. */
export function whyNotCompared(one: Measured, other: Measured): string | null {
  const { title } = other;
  const [rubric, before] = [one.document, other.document];
  if (rubric.key !== before.key) return `${title} used another rubric, so nothing is compared with it.`;
  if (rubric.version !== before.version && !sameMeasure(before, rubric))
    return `${title} used another version of the rubric, which grades plans in another way, so grades are not compared with it.`;
  if (one.shortForm !== other.shortForm)
    return `${title} asked ${other.shortForm ? "the short form" : "all criteria"}, so nothing is compared with it.`;
  if (one.limitsMode !== other.limitsMode)
    return `${title} used limits in another way, so nothing is compared with it.`;
  if (one.draw === "chosen") return "These plans were chosen for a reason, so they are compared with no other cycle.";
  if (other.draw === "chosen") return `The plans of ${title} were chosen for a reason, so nothing is compared with it.`;
  if (one.draw === "none" || other.draw === "none")
    return `Only random samples are compared, so nothing is compared with ${title}.`;
  if (other.counted < PERCENT_FROM)
    return `${title} has fewer than ${PERCENT_FROM} plans with results, so nothing is compared with it.`;
  return null;
}

/** Whether two versions give a plan and its domains their grades in the same way, from criteria that measure the same. */
function sameMeasure(before: RubricDocument, after: RubricDocument): boolean {
  const { modules, domains } = compareRubrics(before, after);
  return [...modules, ...domains].every((one) => one.standing === "same" && one.before === one.key);
}

/** The change from x1 of n1 to x2 of n2 with Newcombe's interval (`docs/statistics.md` 6). Both n are above 0. */
export function changeOf(x1: number, n1: number, x2: number, n2: number): Change {
  const { value } = newcombeDifference(x1, n1, x2, n2);
  if (value === null) throw new Error("A change was asked of no plans.");
  const { difference: by, lower, upper } = value;
  const verdict = lower > 0 ? "better" : upper < 0 ? "worse" : "could_not_tell";
  return { difference: by, interval: { lower, upper }, verdict };
}
