import type { Answer } from "#audits/panel/answer.ts";
import type { QueueItem, Settlement } from "#audits/panel/moderation.ts";
import type { Criterion } from "#audits/rubric/document.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { type Draws, happens, pick } from "./chance.ts";
import { GENERAL } from "./phrases/general.ts";
import type { PlanCharacter } from "./reading.ts";
import { type CriterionWords, codedPhrase, quotesFrom, spoken, wordsOn } from "./words.ts";

/** The share of weak levels about which an auditor writes a finding: most where plan writers can act at once. */
const FINDINGS: Record<string, number> = {
  EP2: 0.85,
  OF2: 0.45,
  HS4: 0.5,
  PN4: 0.75,
  VC4: 0.5,
  VC1: 0.6,
  HS1: 0.6,
  PN6: 0.5,
  SC7: 0.4,
  EP4: 0.4,
  PA1: 0.6,
  PA2: 0.5,
};
const OTHER_FINDINGS = 0.16;

/** What one auditor writes on one criterion. Auditors of one plan quote the same text, each what they noticed. */
export function answerOn(c: Criterion, score: Score, plan: PlanCharacter, draws: Draws): Answer {
  const words = wordsOn(c.key);
  const say = (phrases: string[]) => spoken(pick(draws, phrases), plan.phase, draws);
  const weak = score === 0 || score === 1;
  const found = weak
    ? happens(draws, FINDINGS[c.key] ?? OTHER_FINDINGS) && codedPhrase(words.improve, draws)
    : score === 3 && happens(draws, 0.35) && codedPhrase(words.praise, draws);
  return {
    criterion: c.key,
    score,
    reason:
      score === "NA"
        ? say(words.notApplicable ?? [])
        : score === "CT"
          ? say(plan.notSeen === c.domain ? GENERAL.notSeen : GENERAL.cannotTell)
          : "",
    note: happens(draws, weak ? 0.15 : 0)
      ? say(words.notes)
      : score === 2 && happens(draws, 0.05)
        ? say(GENERAL.near)
        : "",
    quotes: quotesFor(c, score, plan, draws),
    finding: found
      ? {
          kind: weak ? "improvement" : "strength",
          words: spoken(found.phrase, plan.phase, draws),
          themes: found.themes,
        }
      : null,
  };
}

function quotesFor(c: Criterion, score: Score, plan: PlanCharacter, draws: Draws): Answer["quotes"] {
  const words = wordsOn(c.key);
  const wanted = { 0: 1, 1: 1, 2: 0.12, 3: 0.6 }[Number(score)] ?? 0;
  if (!happens(draws, wanted)) return [];
  const text = generatorFromSeed(`${plan.text}/${c.key}`);
  const lines = score === 0 ? words.poor : score === 1 ? words.thin : words.strong;
  const there = quotesFrom(lines, plan.phase, text);
  const first = text.below(there.length) + (happens(draws, 0.3) ? 1 : 0);
  const many = happens(draws, 0.25) ? 2 : 1;
  return Array.from({ length: Math.min(many, there.length) }, (_, i) => there[(first + i) % there.length]!);
}

/** What the panel settles on one criterion of its queue: of the levels given, the one that fits the plan best. */
export function settlementOn(item: QueueItem, plan: PlanCharacter, both: boolean, draws: Draws): Settlement {
  const { criterion, views } = item;
  const words = wordsOn(criterion.key);
  const say = (phrases: string[]) => spoken(pick(draws, phrases), plan.phase, draws);
  const settled = (agreed: Settlement["agreed"], reason: string, finding = ""): Settlement => ({
    criterion: criterion.key,
    agreed,
    reason,
    finding,
  });
  if (both) return settled("both", say(GENERAL.both));

  const scores = views.map((v) => v.answer.score);
  const levels = scores.filter((s) => typeof s === "number").sort((a, b) => a - b);
  const fits = plan.levels.get(criterion.key) ?? null;
  if (fits === null && scores.includes("NA")) return settled("NA", say(words.notApplicable ?? []));
  const nearest = levels.reduce<number | null>(
    (best, level) => (best === null || Math.abs(level - (fits ?? 1)) < Math.abs(best - (fits ?? 1)) ? level : best),
    null,
  );
  if (nearest === null) return settled("CT", say(GENERAL.cannotTell));

  const serious = fits !== null && fits < 0.5;
  const agreed = nearest === 0 && criterion.limiting && !serious ? 1 : nearest;
  const finding =
    views.find((v) => v.answer.score === agreed && v.answer.finding)?.answer.finding?.words ??
    (agreed <= 1 && happens(draws, 0.6) ? spoken(codedPhrase(words.improve, draws).phrase, plan.phase, draws) : "");
  return settled(agreed, say(reasonsFor(words, agreed, scores)), finding);
}

/** What can be said for a level, beside what the auditors gave. */
function reasonsFor(words: CriterionWords, agreed: number, scores: Score[]): string[] {
  const levels = scores.filter((s) => typeof s === "number");
  if (levels.some((level) => level > agreed))
    return [GENERAL.inadequateAfterAll, words.lower, GENERAL.goodNoMore][agreed] ?? [];
  if (levels.some((level) => level < agreed))
    return [[], GENERAL.notInadequate, words.higher, GENERAL.outstandingAfterAll][agreed] ?? [];
  if (scores.includes("CT")) return GENERAL.toldSince;
  return scores.includes("NA") ? GENERAL.applies : GENERAL.confirmed;
}
