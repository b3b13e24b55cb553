import type { Criterion, RubricDocument } from "../rubric/document.ts";
import { levelsOf, mayNotTell } from "../rubric/document.ts";
import type { Score } from "../scoring/consensus.ts";
import type { Agency } from "../vocabulary.ts";
import type { Answer } from "./answer.ts";
import { emptyAnswer, insteadOf, LONGEST_TEXT } from "./answer.ts";
import { identifiersIn } from "./identifiers.ts";
import { LONGEST_REASON } from "./reason.ts";

/** One auditor's part in the moderation of a plan. */
export type PanelAuditor = { auditorId: string; name: string; agency: Agency; letter: string; answers: Answer[] };

export type View = { auditor: Omit<PanelAuditor, "answers">; answer: Answer };

/** Why a criterion is on the table. The order of this list is the order of the queue. */
export const QUEUE_GROUPS = [
  "two_apart",
  "limit",
  "na_against_level",
  "na_to_confirm",
  "cannot_tell",
  "one_apart",
] as const;
export type QueueGroup = (typeof QUEUE_GROUPS)[number];

export const QUEUE_LABELS: Record<QueueGroup, string> = {
  two_apart: "Two levels apart",
  limit: "A limit depends on it",
  na_against_level: "Level against does not apply",
  na_to_confirm: "Does not apply, for the panel to confirm",
  cannot_tell: "Level against cannot tell",
  one_apart: "One level apart",
};

export type QueueItem = { criterion: Criterion; group: QueueGroup; views: View[]; limits: string[] };

export type Moderation = {
  /** By group, within it the largest difference first, then in the order of the rubric. */
  queue: QueueItem[];
  /** Criteria on which everybody said the same and no limit is touched. */
  agreed: { criterion: Criterion; score: Score; views: View[] }[];
};

/**
 * What the panel has to settle for one plan: only what differs, or what may limit the grade. A plan with one auditor has
 * only limits to confirm.
 */
export function moderationOf(rubric: RubricDocument, asked: Criterion[], auditors: PanelAuditor[]): Moderation {
  const queue: QueueItem[] = [];
  const agreed: Moderation["agreed"] = [];
  for (const criterion of asked) {
    const views = auditors.map(({ answers, ...auditor }) => ({
      auditor,
      answer: answers.find((a) => a.criterion === criterion.key) ?? emptyAnswer(criterion.key),
    }));
    const limits = limitsTouched(rubric, criterion, views);
    const group = groupOf(rubric, criterion, views, limits);
    if (group) queue.push({ criterion, group, views, limits });
    else agreed.push({ criterion, score: views[0]?.answer.score ?? null, views });
  }
  const apart = (q: QueueItem) =>
    levelsApart(
      rubric,
      q.criterion,
      q.views.map((v) => v.answer.score),
    );
  queue.sort((a, b) => QUEUE_GROUPS.indexOf(a.group) - QUEUE_GROUPS.indexOf(b.group) || apart(b) - apart(a));
  return { queue, agreed };
}

function groupOf(rubric: RubricDocument, c: Criterion, views: View[], limits: string[]): QueueGroup | null {
  const scores = views.map((v) => v.answer.score);
  const apart = levelsApart(rubric, c, scores);
  if (apart >= 2) return "two_apart";
  if (limits.length > 0) return "limit";
  const kinds = new Set(scores.map((s) => (typeof s === "number" ? "level" : s)));
  if (kinds.size > 1) return kinds.has("NA") ? "na_against_level" : "cannot_tell";
  if (kinds.has("NA") && c.notApplicable.decidedBy === "panel") return "na_to_confirm";
  return apart === 1 ? "one_apart" : null;
}

/** How many steps of the scale lie between the lowest and the highest level given; 0 with fewer than two levels. */
export function levelsApart(rubric: RubricDocument, c: Criterion, scores: Score[]): number {
  const order = levelsOf(rubric, c).map((l) => l.value);
  const places = scores.filter((s): s is number => typeof s === "number").map((s) => order.indexOf(s));
  return places.length < 2 ? 0 : Math.max(...places) - Math.min(...places);
}

/** The caps, by grade key, that would hold the whole grade if the panel agreed the lowest level that somebody gave. */
function limitsTouched(rubric: RubricDocument, c: Criterion, views: View[]): string[] {
  const levels = views.map((v) => v.answer.score).filter((s): s is number => typeof s === "number");
  if (levels.length === 0) return [];
  const lowest = Math.min(...levels);
  return rubric.limits
    .filter(
      (l) =>
        l.type === "criterion" &&
        l.mode !== "shadow" &&
        l.criteria.includes(c.key) &&
        lowest <= l.atOrBelow &&
        l.cap !== topCap(rubric),
    )
    .map((l) => l.cap);
}

/**
 * A cap just below the top grade only keeps the top grade away; it does not put a criterion on the table by itself. Where
 * it is the lowest grade too, it does.
 */
const topCap = (rubric: RubricDocument) => (rubric.grades.length > 2 ? rubric.grades[1]?.key : undefined);

/** Counts for the margin of the cockpit: before is fixed, because blind scores never change. */
export function agreementOnPlan(
  rubric: RubricDocument,
  m: Moderation,
): { same: number; one: number; twoOrMore: number; other: number } {
  const counts = { same: m.agreed.length, one: 0, twoOrMore: 0, other: 0 };
  for (const item of m.queue) {
    const scores = item.views.map((v) => v.answer.score);
    const apart = levelsApart(rubric, item.criterion, scores);
    const mixed = new Set(scores.map((s) => (typeof s === "number" ? "level" : s))).size > 1;
    if (mixed) counts.other++;
    else if (apart >= 2) counts.twoOrMore++;
    else if (apart === 1) counts.one++;
    else counts.same++;
  }
  return counts;
}

/** What the panel decided on one criterion. "both" records both views and agrees no level. */
export type Settlement = { criterion: string; agreed: Score | "both"; reason: string; finding: string };

/** Checks one settlement. A reason is needed where the auditors differ, or where the panel takes a level that nobody gave. */
export function problemsInSettlement(
  item: QueueItem,
  s: Settlement,
): { field: "agreed" | "reason"; sentence: string }[] {
  const problems: { field: "agreed" | "reason"; sentence: string }[] = [];
  if (s.agreed === null)
    problems.push({ field: "agreed", sentence: `Choose what the panel agrees for ${item.criterion.key}` });
  if (s.agreed === "NA" && !item.criterion.notApplicable.allowed)
    problems.push({
      field: "agreed",
      sentence: `${item.criterion.key} applies to every plan. ${insteadOf(item.criterion)}`,
    });
  if (s.agreed === "CT" && !mayNotTell(item.criterion))
    problems.push({ field: "agreed", sentence: `${item.criterion.key} has no answer “cannot tell”. Choose a level` });
  const differ = new Set(item.views.map((v) => v.answer.score)).size > 1;
  const nobody = s.agreed !== "both" && s.agreed !== null && !item.views.some((v) => v.answer.score === s.agreed);
  if ((differ || nobody) && !s.reason.trim())
    problems.push({ field: "reason", sentence: `Enter the reason for what the panel agreed on ${item.criterion.key}` });
  if (s.reason.length > LONGEST_REASON)
    problems.push({
      field: "reason",
      sentence: `The reason must be ${LONGEST_REASON.toLocaleString("en-GB")} characters or fewer`,
    });
  return problems;
}

export type SettlementProblem = { field: "agreed" | "reason" | "finding"; sentence: string };

/** What is settled reaches the plan writer, and so must not identify the child, as in an audit. */
export function problemsInWords(given: Settlement): SettlementProblem[] {
  const problems = (["reason", "finding"] as const).flatMap((field): SettlementProblem[] =>
    identifiersIn(given[field]).map((what) => ({
      field,
      sentence: `Remove the ${what} from the ${field}. It must not identify the child`,
    })),
  );
  if (given.finding.length <= LONGEST_TEXT) return problems;
  return [...problems, { field: "finding", sentence: `The finding must be ${LONGEST_TEXT} characters or fewer` }];
}
