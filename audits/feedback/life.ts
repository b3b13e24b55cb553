import { addDays } from "../cases/days.ts";
import { dateWords, dayOf, dayWords, daysBetween } from "../dates.ts";
import { identifiersIn } from "../panel/identifiers.ts";
import { LONGEST_REASON } from "../panel/reason.ts";

/** The life of a feedback pack, always in words with dates: proposed, sent, read, disputed, replied, resolved. */

export const AMENDED = ["yes", "planned", "no"] as const;
export type Amended = (typeof AMENDED)[number];

export const AMENDED_LABELS: Record<Amended, string> = {
  yes: "Yes, it is amended",
  planned: "Not yet, but it will be",
  no: "No",
};

export const DISPUTE_OUTCOMES = ["corrected", "noted", "stands"] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

export const OUTCOME_LABELS: Record<DisputeOutcome, string> = {
  corrected: "Upheld: the level is corrected",
  noted: "Upheld in part: the level stands, with a note",
  stands: "Not upheld: the level stands",
};

export type PackFacts = {
  draftedAt: Date | null;
  sentAt: Date | null;
  replyBy: string | null;
  readAt: Date | null;
  repliedAt: Date | null;
  resolvedAt: Date | null;
  notNeededAt: Date | null;
  openDisputes: number;
};

export const NO_PACK: PackFacts = {
  draftedAt: null,
  sentAt: null,
  replyBy: null,
  readAt: null,
  repliedAt: null,
  resolvedAt: null,
  notNeededAt: null,
  openDisputes: 0,
};

export type PackStateKey = "proposed" | "draft" | "not_needed" | "sent" | "read" | "disputed" | "replied" | "resolved";
export type PackState = { key: PackStateKey; words: string; overdue: boolean };

/** Where a pack stands on a day (`YYYY-MM-DD`), and whether its reply is late. */
export function packState(facts: PackFacts, today: string): PackState {
  const { sentAt, readAt, repliedAt, resolvedAt, notNeededAt, replyBy } = facts;
  const late = replyBy !== null && replyBy < today ? daysBetween(replyBy, today) : 0;
  const lateWords = late ? `. The reply is ${late} ${late === 1 ? "day" : "days"} late` : "";
  const state = (key: PackStateKey, words: string, overdue = false): PackState => ({ key, words, overdue });
  if (resolvedAt) return state("resolved", `Resolved on ${dateWords(resolvedAt)}`);
  if (!sentAt) {
    if (notNeededAt) return state("not_needed", `No pack goes out, decided on ${dateWords(notNeededAt)}`);
    return facts.draftedAt
      ? state("draft", `Draft of ${dateWords(facts.draftedAt)}, not sent`)
      : state("proposed", "Proposed, not reviewed yet");
  }
  if (facts.openDisputes) {
    const levels = `${facts.openDisputes} ${facts.openDisputes === 1 ? "level" : "levels"}`;
    return state("disputed", `${levels} disputed, waiting for the quality lead’s answer`);
  }
  if (repliedAt) return state("replied", `Replied on ${dateWords(repliedAt)}`);
  const overdue = late > 0;
  if (readAt) return state("read", `Read on ${dateWords(readAt)}, no reply yet${lateWords}`, overdue);
  return state("sent", `Sent on ${dateWords(sentAt)}, not read yet${lateWords}`, overdue);
}

/** The day so many working days (Monday to Friday) after a moment. */
export function workingDaysAfter(at: Date, days: number): string {
  let day = dayOf(at);
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return day;
}

export type Reply = { words: string; amended: string; amendedOn: string | null };
type Problem = { field: string; sentence: string };

function problemInWords(field: string, what: string, words: string, missing: string): Problem[] {
  if (!words.trim()) return [{ field, sentence: missing }];
  const [identifier] = identifiersIn(words);
  if (identifier) return [{ field, sentence: `Remove the ${identifier} from ${what}. It must not identify the child` }];
  if (words.length > LONGEST_REASON)
    return [{ field, sentence: `Make ${what} ${LONGEST_REASON.toLocaleString("en-GB")} characters or fewer` }];
  return [];
}

/** Checks a reply. A plan that is amended has a day; where it is not, the words say why. */
export function problemsInReply(reply: Reply): Problem[] {
  const amended = AMENDED.find((one) => one === reply.amended);
  const why = amended === "no" ? "Say why the plan is not amended" : "Enter your reply";
  const problems = problemInWords("words", "your reply", reply.words, why);
  if (!amended) problems.push({ field: "amended", sentence: "Select whether the plan is amended" });
  if ((amended === "yes" || amended === "planned") && reply.amendedOn === null)
    problems.push({
      field: "amendedOn",
      sentence: amended === "yes" ? "Enter when the plan was amended" : "Enter by when the plan will be amended",
    });
  return problems;
}

export const problemsInDispute = (reason: string): Problem[] =>
  problemInWords("reason", "your reason", reason, "Enter why you hold the level to be wrong");

/** Checks the answer to a dispute. A level that is corrected is another one than before. */
export function problemsInAnswer(answer: {
  outcome: string;
  words: string;
  before: string;
  after: string | null;
  levels: readonly string[];
}): Problem[] {
  const problems = problemInWords(
    "answer",
    "your answer",
    answer.words,
    "Enter what you answer. Whoever disputed the level reads it",
  );
  const outcome = DISPUTE_OUTCOMES.find((one) => one === answer.outcome);
  if (!outcome) problems.push({ field: "outcome", sentence: "Select what you decide" });
  if (outcome === "corrected" && (answer.after === null || !answer.levels.includes(answer.after)))
    problems.push({ field: "after", sentence: "Choose the level that is right" });
  else if (outcome === "corrected" && answer.after === answer.before)
    problems.push({ field: "after", sentence: "Choose another level than the one that was disputed, or a note" });
  return problems;
}

export const problemsInResolution = (words: string): Problem[] =>
  problemInWords("resolution", "what you write", words, "Enter how it ended");

export const problemsInNotNeeded = (words: string): Problem[] =>
  problemInWords("notNeeded", "your reason", words, "Enter why no pack is needed");

/** How things stand with the plan, from the last reply: "Amended on 3 March 2026". */
export function amendedWords(reply: { amended: Amended; amendedOn: string | null }): string {
  const on = reply.amendedOn ? dayWords(reply.amendedOn) : "";
  if (reply.amended === "yes") return `The plan was amended on ${on}`;
  return reply.amended === "planned" ? `The plan is to be amended by ${on}` : "The plan is not amended";
}
