import type { AuditStatus, CycleStatus } from "../vocabulary.ts";

/**
 * The life of a cycle and of an audit: which step may follow which, and what must be true first. Each answer is yes, or
 * a sentence that says what to do.
 */

export type Step = { ok: true } | { ok: false; sentence: string };

const no = (sentence: string): Step => ({ ok: false, sentence });
const yes: Step = { ok: true };

/** What the next step of a cycle is checked against. */
export type CycleFacts = {
  status: CycleStatus;
  sampled: number;
  /** Sampled plans that have at least one auditor who was not withdrawn. */
  assigned: number;
  audits: number;
  submitted: number;
  /** Sampled plans whose every audit is in. */
  readyForModeration: number;
  signedOff: number;
};

const ORDER: CycleStatus[] = ["draft", "sampling", "scoring", "moderation", "feedback", "closed"];

/**
 * The steps in which readers of published figures see a cycle's results: once moderation has ended, for a count of 10 plans
 * today and of 11 tomorrow would tell of one plan.
 */
export const RESULTS_OUT: readonly CycleStatus[] = ["feedback", "closed"];

/** May the cycle move to this status? Forward one step at a time, when the step before is complete; withdrawing is possible until it is closed. */
export function mayMove(facts: CycleFacts, to: CycleStatus): Step {
  if (facts.status === "withdrawn") return no("This cycle was withdrawn. Open a new one.");
  if (to === "withdrawn") return facts.status === "closed" ? no("A closed cycle cannot be withdrawn.") : yes;
  if (ORDER.indexOf(to) !== ORDER.indexOf(facts.status) + 1) return no("Take the steps of a cycle in order.");
  switch (to) {
    case "sampling":
      return yes;
    case "scoring":
      if (facts.sampled === 0) return no("Draw the sample first.");
      if (facts.assigned < facts.sampled)
        return no(
          `Assign an auditor to every plan first: ${facts.sampled - facts.assigned} of ${facts.sampled} have none.`,
        );
      return yes;
    case "moderation":
      if (facts.assigned < facts.sampled)
        return no(
          `${facts.sampled - facts.assigned} of ${facts.sampled} plans have no auditor. Assign one, or take the plan out of the sample.`,
        );
      if (facts.submitted < facts.audits)
        return no(
          `${facts.audits - facts.submitted} of ${facts.audits} audits are not submitted yet. Wait for them, or withdraw them with a reason.`,
        );
      return yes;
    case "feedback":
      if (facts.signedOff < facts.sampled)
        return no(`${facts.sampled - facts.signedOff} of ${facts.sampled} plans are not signed off yet.`);
      return yes;
    default:
      return yes;
  }
}

/**
 * May a cycle whose results are out go back to moderation, so that a mistake can be put right? Not once evidence that its
 * figures stand on was removed: they could not be worked out again.
 */
export function mayReopen(cycle: { status: CycleStatus; evidenceRemoved: boolean }): Step {
  if (!RESULTS_OUT.includes(cycle.status))
    return no("Only a cycle whose moderation has ended can be reopened. This one is not.");
  if (cycle.evidenceRemoved)
    return no("The evidence of this cycle was removed when its time was over, so its figures stay as they are.");
  return yes;
}

/** May a sample be drawn, or drawn again? Auditors score what was drawn. */
export const mayDraw = (cycle: CycleStatus): Step =>
  cycle === "sampling" ? yes : no("The sample is fixed once scoring opens.");

/**
 * May a plan leave the sample now, and does a reserve take its place? While scoring goes on, the next reserve of the same
 * group does; in moderation it is too late to audit another plan.
 */
export function mayLeaveSample(
  cycle: CycleStatus,
  plan: { signedOff: boolean },
): { ok: true; reserve: boolean } | { ok: false; sentence: string } {
  if (plan.signedOff) return { ok: false, sentence: "The plan is signed off, so it stays in the sample." };
  if (cycle === "sampling" || cycle === "scoring") return { ok: true, reserve: true };
  if (cycle === "moderation") return { ok: true, reserve: false };
  return { ok: false, sentence: "Moderation has ended, so the sample stays as it is." };
}

/**
 * May this auditor write in this audit now? The day on which audits are due closes nothing: a late audit is worth more than
 * none, so answers are taken until the quality lead closes scoring.
 */
export function mayScore(cycle: CycleStatus, audit: AuditStatus): Step {
  if (audit === "submitted")
    return no("You submitted this audit. Ask your quality lead to reopen it if something is wrong.");
  if (audit === "withdrawn") return no("This audit is no longer yours. What you saved is kept, and is not counted.");
  if (cycle === "withdrawn") return no("This cycle was withdrawn. What you saved is kept, and is not counted.");
  if (cycle === "scoring") return yes;
  if (cycle === "draft" || cycle === "sampling") return no("Scoring has not opened yet.");
  return no("Scoring has closed for this cycle. Ask your quality lead.");
}

/** May the panel moderate this plan now? Blind scoring ends when every audit of the plan is in. */
export function mayModerate(cycle: CycleStatus, plan: { audits: number; submitted: number; signedOff: boolean }): Step {
  if (plan.signedOff) return no("This plan is signed off.");
  if (cycle !== "scoring" && cycle !== "moderation") return no("Moderation is not open in this cycle.");
  if (plan.audits === 0) return no("Nobody is assigned to this plan.");
  if (plan.submitted < plan.audits)
    return no(`Blind scoring goes on: ${plan.submitted} of ${plan.audits} audits of this plan are in.`);
  return yes;
}

/** May findings of the cycle be coded to themes now? Plan by plan from sign-off on, until the cycle is closed and its figures stand. */
export function mayCode(cycle: CycleStatus): Step {
  if (cycle === "moderation" || cycle === "feedback") return yes;
  if (cycle === "closed") return no("This cycle is closed, so the coding of its findings stays as it is.");
  if (cycle === "withdrawn") return no("This cycle was withdrawn.");
  return no("Findings are coded once moderation has begun.");
}
