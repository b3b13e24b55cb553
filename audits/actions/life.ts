import type { Step } from "../panel/life.ts";
import type { Day } from "../cases/case.ts";
import { daysBetween, dueWords } from "../dates.ts";

/**
 * What a re-audit says of an action. Done and effective are two things: an action is done when its evidence is in, and
 * effective only when a later sample says so.
 *
 * effective: better, and the target reached. not_enough: better, and the target not reached. not_effective: worse, or short of
 * the target by the whole interval. could_not_tell: anything else.
 */
export type Outcome = "effective" | "not_enough" | "not_effective" | "could_not_tell";

export const OUTCOMES: Record<Outcome, { mark: string; tone: "teal" | "amber" | "worry" | "neutral" }> = {
  effective: { mark: "Effective", tone: "teal" },
  not_enough: { mark: "Better, target not reached", tone: "amber" },
  not_effective: { mark: "Not effective", tone: "worry" },
  could_not_tell: { mark: "Could not tell", tone: "neutral" },
};

/** The life of an action, in order. Whether it worked is told apart from it, by a re-audit. */
export const ACTION_STATUSES = ["proposed", "agreed", "in_progress", "done", "closed", "withdrawn"] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

export const ACTION_STATUS_LABELS: Record<ActionStatus, string> = {
  proposed: "Proposed",
  agreed: "Agreed",
  in_progress: "In progress",
  done: "Done",
  closed: "Closed",
  withdrawn: "Withdrawn",
};

/** What stands on the button that takes it there, and in the history. */
export const MOVES: Record<ActionStatus, { button: string; past: string }> = {
  proposed: { button: "Propose again", past: "proposed again" },
  agreed: { button: "Mark as agreed", past: "marked as agreed" },
  in_progress: { button: "Mark as in progress", past: "marked as in progress" },
  done: { button: "Mark as done", past: "marked as done" },
  closed: { button: "Close the action", past: "closed" },
  withdrawn: { button: "Withdraw the action", past: "withdrew" },
};

const NEXT: Record<ActionStatus, readonly ActionStatus[]> = {
  proposed: ["agreed", "withdrawn"],
  agreed: ["in_progress", "done", "withdrawn"],
  in_progress: ["done", "withdrawn"],
  done: ["closed", "in_progress"],
  closed: ["in_progress"],
  withdrawn: ["proposed"],
};

export type ActionFacts = { status: ActionStatus; evidence: number; tested: boolean };

/** Where an action may go from here, in the order of the buttons. */
export const nextOf = ({ status }: Pick<ActionFacts, "status">): readonly ActionStatus[] => NEXT[status];

/** Back from done, closed or withdrawn, and out of work: these need a reason. */
export const needsReason = (from: ActionStatus, to: ActionStatus): boolean =>
  to === "withdrawn" || from === "closed" || from === "withdrawn" || (from === "done" && to === "in_progress");

/** May the action go there? Done asks for evidence, closed for a tested effect. */
export function mayMoveAction({ status, evidence, tested }: ActionFacts, to: ActionStatus): Step {
  if (!NEXT[status].includes(to))
    return {
      ok: false,
      sentence: `This action is ${ACTION_STATUS_LABELS[status].toLowerCase()} and cannot be ${MOVES[to].past}.`,
    };
  if (to === "done" && evidence === 0)
    return { ok: false, sentence: "Add evidence first. An action is done when what shows it is in." };
  if (to === "closed" && !tested)
    return { ok: false, sentence: "Record the effect first. An action is closed when a re-audit has tested it." };
  return { ok: true };
}

/** May its promise still be changed: words, owner, target, date. The measure and its baseline never change. */
export const mayChangeAction = ({ status }: Pick<ActionFacts, "status">): Step =>
  status === "closed" || status === "withdrawn"
    ? {
        ok: false,
        sentence: `This action is ${ACTION_STATUS_LABELS[status].toLowerCase()}, so its promise stays as it is.`,
      }
    : { ok: true };

/** True while something is still to be done. */
export const isOpen = (status: ActionStatus): boolean =>
  status === "proposed" || status === "agreed" || status === "in_progress";

export const isOverdue = (status: ActionStatus, dueOn: Day, today: Day): boolean => isOpen(status) && dueOn < today;

/** "in 3 days", "2 days late"; "" where nothing is due any more. */
export const dueState = (status: ActionStatus, dueOn: Day, today: Day): string => {
  if (!isOpen(status)) return "";
  const days = daysBetween(today, dueOn);
  return days > 60 ? "" : dueWords(today, dueOn);
};

export type Mark = { words: string; tone: "teal" | "amber" | "worry" | "neutral" };

/** The two marks of an action: how far the work is, and whether a re-audit says that it worked. */
export function marksOf(status: ActionStatus, outcome: Outcome | null): Mark[] {
  const work: Mark = {
    words: ACTION_STATUS_LABELS[status],
    tone: status === "done" || status === "closed" ? "teal" : status === "proposed" ? "amber" : "neutral",
  };
  if (outcome) return [work, { words: OUTCOMES[outcome].mark, tone: OUTCOMES[outcome].tone }];
  return status === "done" ? [work, { words: "Not tested yet", tone: "neutral" }] : [work];
}
