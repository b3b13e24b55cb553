import { identifiersIn } from "../panel/identifiers.ts";
import type { Finding, Quote } from "../panel/answer.ts";
import type { PlanResult } from "../panel/result.ts";
import { type Criterion, levelAt, levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { Score } from "../scoring/consensus.ts";
import { AGENCIES, type Agency } from "../vocabulary.ts";

/**
 * A feedback pack: what a panel found in one plan, for one receiver. The plan writer answers for the whole plan. A service
 * reads the criteria that the rubric says it answers for; what every agency answers for is offered beside them, and its
 * quotes are left out until somebody chooses them, because they may be about another service's part.
 */

export const RECEIVERS = ["plan_writer", ...AGENCIES] as const;
export type Receiver = (typeof RECEIVERS)[number];

export const RECEIVER_LABELS: Record<Receiver, string> = {
  plan_writer: "Plan writer",
  education: "Education services",
  health: "Health services",
  social_care: "Social care",
  setting: "School or setting",
  forum: "Parent carer forum",
};

export const STANDINGS = ["strength", "improvement", "other"] as const;
type Standing = (typeof STANDINGS)[number];

export type PackLine = {
  criterion: string;
  title: string;
  /** The level that holds, in the rubric's words. */
  level: string;
  standing: Standing;
  words: string;
  quotes: (Quote & { included: boolean })[];
  /** Every agency answers for it. */
  shared: boolean;
  included: boolean;
};

export type PackContent = {
  lines: PackLine[];
  /** The one thing asked of the receiver. */
  ask: string;
  next: string;
  /** Who audited the plan, where the area shows it; null where it does not. Fixed when the pack is sent. */
  auditors: string[] | null;
};

export const LONGEST_WORDS = 1500;
export const LONGEST_ASK = 500;
/** How many strengths, and how much to work on, are proposed: what fits one page. */
const MOST_STRENGTHS = 4;
const MOST_IMPROVEMENTS = 6;
const MOST_QUOTES = 2;

export type PlanFound = {
  rubric: RubricDocument;
  asked: readonly Criterion[];
  result: Pick<PlanResult, "scores" | "bothViews">;
  /** The panel's finding on a criterion. */
  panel: ReadonlyMap<string, string>;
  /** What the auditors of the plan wrote on each criterion. */
  auditors: readonly { criterion: string; quotes: readonly Quote[]; finding: Finding | null }[];
};

/** Who gets a pack on a plan: its writer, its setting where it has one, and every service that a criterion names. */
export function receiversOf(asked: readonly Criterion[], settingType: string | null): Receiver[] {
  const named = new Set<Receiver>(asked.flatMap((c) => (c.responsible === "all" ? [] : [c.responsible])));
  const inSetting = settingType !== null && !WITHOUT_SETTING.includes(settingType);
  return RECEIVERS.filter((r) => r === "plan_writer" || named.has(r) || (r === "setting" && inSetting));
}

const WITHOUT_SETTING = ["eotas", "home_educated", "own_arrangements", "neet", "not_in_education"];

/** May this criterion stand in a pack for this receiver? */
export const concerns = (c: Pick<Criterion, "responsible">, receiver: Receiver): boolean =>
  receiver === "plan_writer" || c.responsible === receiver || c.responsible === "all";

/** The pack as it is proposed, for the lead to review: nothing of it has been sent. */
export function proposePack(found: PlanFound, receiver: Receiver): PackContent {
  const { rubric } = found;
  const lines = found.asked
    .filter((c) => concerns(c, receiver))
    .map((c) => lineOn(found, c, receiver))
    .filter((l) => l.level !== "");
  const own = lines.filter((l) => !l.shared || receiver === "plan_writer");
  const pool = own.length ? own : lines;
  const weak = (l: PackLine) => shareOf(rubric, found, l.criterion);
  const strengths = pool.filter((l) => l.standing === "strength").sort((a, b) => weak(b) - weak(a));
  const improvements = pool
    .filter((l) => l.standing === "improvement")
    .sort((a, b) => limiting(rubric, b) - limiting(rubric, a) || weak(a) - weak(b));
  const chosen = new Set([...strengths.slice(0, MOST_STRENGTHS), ...improvements.slice(0, MOST_IMPROVEMENTS)]);
  const content = { lines: lines.map((l) => ({ ...l, included: chosen.has(l) })), next: nextFor(receiver) };
  return { ...content, ask: asksFor(rubric, found.result, content.lines)[0] ?? "", auditors: null };
}

const limiting = (rubric: RubricDocument, l: PackLine) =>
  rubric.criteria.find((c) => c.key === l.criterion)?.limiting ? 1 : 0;

function lineOn(found: PlanFound, c: Criterion, receiver: Receiver): PackLine {
  const { rubric, result, panel, auditors } = found;
  const score = result.scores[c.key] ?? null;
  const both = result.bothViews.includes(c.key);
  const standing = both ? "other" : standingOf(rubric, c, score);
  const own = auditors.filter((a) => a.criterion === c.key);
  const findings = own.flatMap((a) => (a.finding ? [a.finding] : []));
  const shared = c.responsible === "all";
  const level = typeof score === "number" ? levelAt(rubric, c, score) : null;
  const quotes = own.flatMap((a) => a.quotes);
  const different = quotes.filter((q, i) => quotes.findIndex((o) => o.words === q.words) === i);
  return {
    criterion: c.key,
    title: c.title,
    level: both ? "Both views recorded" : scoreWords(level?.label ?? null, score),
    standing,
    words:
      panel.get(c.key) ||
      findings.find((f) => f.kind === standing)?.words ||
      (level ? (c.descriptors[level.key] ?? "") : ""),
    quotes: different.map((q, i) => ({ ...q, included: i < MOST_QUOTES && (!shared || receiver === "plan_writer") })),
    shared,
    included: false,
  };
}

const scoreWords = (label: string | null, score: Score): string =>
  label ?? (score === "NA" ? "Does not apply" : score === "CT" ? "Cannot tell" : "");

/** Upper third of its scale: a strength. Below two thirds: something to work on. */
function standingOf(rubric: RubricDocument, c: Criterion, score: Score): Standing {
  if (typeof score !== "number") return "other";
  const values = levelsOf(rubric, c).map((l) => l.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return isGoodLevel(score, low, high) ? "strength" : "improvement";
}

/** Whether a level stands in the upper third of its scale: Good and Outstanding of four grades, yes of yes, partly, no. */
export const isGoodLevel = (value: number, low: number, high: number): boolean => 3 * (value - low) >= 2 * (high - low);

function shareOf(rubric: RubricDocument, { result }: PlanFound, key: string): number {
  const c = rubric.criteria.find((one) => one.key === key);
  const score = result.scores[key];
  if (!c || typeof score !== "number") return 0;
  const values = levelsOf(rubric, c).map((l) => l.value);
  return (score - Math.min(...values)) / (Math.max(...values) - Math.min(...values) || 1);
}

/** Things to ask, one for each criterion to work on that is in the pack: what good looks like there, in the rubric's words. */
export function asksFor(
  rubric: RubricDocument,
  result: Pick<PlanResult, "scores">,
  lines: readonly PackLine[],
): string[] {
  return lines
    .filter((l) => l.included && l.standing === "improvement")
    .flatMap((l) => {
      const c = rubric.criteria.find((one) => one.key === l.criterion);
      const score = result.scores[l.criterion];
      if (!c || typeof score !== "number") return [];
      const levels = [...levelsOf(rubric, c)].sort((a, b) => a.value - b.value);
      const [low, high] = [levels[0]?.value ?? 0, levels.at(-1)?.value ?? 0];
      const better = levels.find((level) => level.value > score && isGoodLevel(level.value, low, high));
      const wanted = better && c.descriptors[better.key];
      return wanted ? [`${l.title}. What good looks like: ${wanted}`.slice(0, LONGEST_ASK)] : [];
    });
}

const nextFor = (receiver: Receiver): string =>
  receiver === "plan_writer"
    ? "Read this and reply. Say whether the plan is amended, and when, or why not. If you hold a level to be wrong, dispute it with your reason: your quality lead answers."
    : "Read this with the people it is about and reply. Say what you will do, and whether your part of the plan is amended. If you hold a level to be wrong, dispute it with your reason: your quality lead answers.";

/** What the lead typed: which criteria and quotes, in which words. */
export type PackEdit = {
  criteria: ReadonlySet<string>;
  /** By criterion and place in its list: "EP2.0". */
  quotes: ReadonlySet<string>;
  words: ReadonlyMap<string, string>;
  ask: string;
  next: string;
};

/** The pack with the lead's choices; criteria that are not the receiver's cannot come in. */
export const withEdit = (content: PackContent, edit: PackEdit): PackContent => ({
  ...content,
  ask: edit.ask,
  next: edit.next,
  lines: content.lines.map((l) => ({
    ...l,
    included: edit.criteria.has(l.criterion),
    words: edit.words.get(l.criterion) ?? l.words,
    quotes: l.quotes.map((q, i) => ({ ...q, included: edit.quotes.has(`${l.criterion}.${i}`) })),
  })),
});

/** What is wrong with a pack that is kept; `sending` asks for what a receiver needs as well. */
export function problemsInPack(content: PackContent, sending: boolean): { field: string; sentence: string }[] {
  const problems: { field: string; sentence: string }[] = [];
  const add = (field: string, sentence: string) => problems.push({ field, sentence });
  const check = (field: string, what: string, words: string, longest: number) => {
    const [identifier] = identifiersIn(words);
    if (identifier) add(field, `Remove the ${identifier} from ${what}. A pack must not identify the child`);
    else if (words.length > longest) add(field, `Make ${what} ${longest.toLocaleString("en-GB")} characters or fewer`);
  };
  const included = content.lines.filter((l) => l.included);
  if (sending && included.length === 0) add("criteria", "Choose at least one criterion");
  for (const l of included) {
    check(`words-${l.criterion}`, `the words on ${l.criterion}`, l.words, LONGEST_WORDS);
    if (sending && !l.words.trim()) add(`words-${l.criterion}`, `Enter what was found on ${l.criterion}`);
  }
  check("ask", "the ask", content.ask, LONGEST_ASK);
  if (sending && !content.ask.trim()) add("ask", "Enter the one thing that you ask");
  check("next", "what happens next", content.next, LONGEST_WORDS);
  return problems;
}

/** What leaves: only what was chosen, strengths first. */
export function packToSend(content: PackContent, auditors: string[] | null): PackContent {
  const chosen = content.lines
    .filter((l) => l.included)
    .map((l) => ({ ...l, quotes: l.quotes.filter((q) => q.included) }));
  const lines = STANDINGS.flatMap((standing) => chosen.filter((l) => l.standing === standing));
  return { ...content, lines, auditors };
}

export const STANDING_TITLES: Record<Standing, string> = {
  strength: "What is strong",
  improvement: "What to work on",
  other: "Also looked at",
};

/** The lines of a pack under their heads, strengths first; heads without lines are left out. */
export const byStanding = (lines: readonly PackLine[]): { standing: Standing; title: string; lines: PackLine[] }[] =>
  STANDINGS.map((standing) => ({
    standing,
    title: STANDING_TITLES[standing],
    lines: lines.filter((l) => l.standing === standing),
  })).filter((group) => group.lines.length > 0);

/** The agency whose service a receiver is; null for the plan writer. */
export const agencyOf = (receiver: Receiver): Agency | null => (receiver === "plan_writer" ? null : receiver);
