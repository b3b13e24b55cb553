import type { Criterion } from "#audits/rubric/document.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import type { Agency } from "#audits/vocabulary.ts";
import type { CaseSnapshot } from "../schema.ts";
import { type Draws, happens, normal } from "./chance.ts";
import type { DemoCycle } from "./programme.ts";

/** What an invented plan is like, before anybody reads it. */
export type PlanCharacter = {
  reference: string;
  phase: string | null;
  /** Seed of its text: what its sections say. */
  text: string;
  /** By criterion: the level that fits best, 0 to 3 and not yet rounded; null where it does not apply. */
  levels: ReadonlyMap<string, number | null>;
  /** The domain on which the auditors were given nothing to judge by. */
  notSeen: string | null;
  /** Its auditors say the same throughout. */
  alike: boolean;
  /** The panel cannot agree on one criterion. */
  bothViews: boolean;
  /** The panel sets a grade of its own beside the derived one. */
  ownGrade: boolean;
};

/** How good plans are by domain: the order of Northshire's strengths and weaknesses. */
const DOMAINS: Record<string, number> = { SC: 2.1, VC: 1.95, PN: 1.8, OF: 1.55, EP: 1.6, HS: 1.4, PA: 1.6 };

/** What is harder or easier than the rest of its domain. */
const CRITERIA: Record<string, number> = {
  SC1: 0.3,
  SC2: 0.25,
  SC4: -0.2,
  SC5: 0.25,
  SC7: -0.3,
  VC1: 0.25,
  VC2: -0.1,
  VC4: -0.45,
  PN1: 0.2,
  PN2: -0.15,
  PN5: -0.1,
  PN6: -0.1,
  OF1: 0.3,
  OF2: -0.35,
  OF5: -0.1,
  EP1: 0.3,
  EP2: -0.2,
  EP4: 0.1,
  HS1: 0.15,
  HS4: -0.1,
  HS6: -0.3,
  HS7: 0.1,
  PA2: -0.15,
};

/** The share of plans to which a criterion does not apply, where the rubric leaves that to the auditor. */
const NOT_APPLICABLE: Record<string, number> = {
  SC5: 0.03,
  SC6: 0.7,
  VC6: 0.6,
  HS2: 0.1,
  HS3: 0.1,
  HS5: 0.35,
  HS6: 0.12,
  HS8: 0.25,
  PA3: 0.3,
};

/** No plan is worse than this on a criterion that can limit the grade, unless the programme says so. */
const SAFE = 0.9;

/**
 * @param rank place in the order of quality, from 0, the weakest of the cycle
 * @param asked the criteria that anybody scores for this plan
 */
export function characterOf(
  cycle: DemoCycle,
  asked: Criterion[],
  rank: number,
  { reference, phase }: Pick<CaseSnapshot, "reference" | "phase">,
): PlanCharacter {
  const draws = generatorFromSeed(`${cycle.seed}/plan/${rank}`);
  const outstanding = cycle.outstanding.includes(rank) || cycle.withheld.includes(rank);
  const quality = cycle.quality + 1.1 * ((rank + 0.5) / cycle.plans - 0.5);
  const ofDomain = new Map(Object.keys(DOMAINS).map((domain) => [domain, 0.33 * normal(draws)]));
  const levels = asked.map((c): [string, number | null] => {
    const own = 0.42 * normal(draws);
    const applies = !happens(draws, c.notApplicable.allowed ? (NOT_APPLICABLE[c.key] ?? 0) : 0);
    if (cycle.serious[c.key]?.includes(rank)) return [c.key, 0.1];
    if (!applies) return [c.key, null];
    if (cycle.withheld.includes(rank) && c.key === "HS4") return [c.key, 1];
    if (outstanding) return [c.key, 2.8 + own / 3];
    const copied = c.key === "PN4" || c.key === "OF3" ? cycle.ownWords : 0;
    const base = (DOMAINS[c.domain] ?? 0) + (CRITERIA[c.key] ?? 0) + copied;
    const level = base + quality + (ofDomain.get(c.domain) ?? 0) + own;
    return [c.key, c.limiting ? Math.max(SAFE, level) : level];
  });
  return {
    reference,
    phase,
    text: `${cycle.seed}/text/${rank}`,
    levels: new Map(levels),
    notSeen: cycle.notSeen.includes(rank) ? "PA" : null,
    alike: cycle.alike.includes(rank),
    bothViews: cycle.bothViews.includes(rank),
    ownGrade: cycle.ownGrade?.includes(rank) ?? false,
  };
}

/** Agencies read their own fields a little kindly, and the forum the child's voice strictly. */
function leaning(agency: Agency, c: Criterion): number {
  if (agency === "health" && c.responsible === "health") return 0.22;
  if (agency === "forum" && (c.domain === "VC" || c.domain === "PN")) return -0.12;
  if (agency === "setting" && c.domain === "EP") return 0.08;
  return agency === "social_care" && c.responsible === "social_care" ? -0.08 : 0;
}

/** Criteria on which readers differ most. */
const DISPUTED = new Set(["OF4", "VC4", "HS7", "PN5"]);
/** Criteria that need papers which are not always in the file. */
const NEEDS_PAPERS = new Set(["SC4", "EP4", "HS3", "HS6"]);

/** What one auditor gives a plan on one criterion: mostly the level that fits, sometimes the next one, seldom more. */
export function readingOf(plan: PlanCharacter, c: Criterion, agency: Agency, draws: Draws): Score {
  if (plan.notSeen === c.domain) return "CT";
  const level = plan.levels.get(c.key) ?? null;
  if (plan.alike) return level === null ? "NA" : rounded(c.limiting ? Math.max(1, level) : level);
  if (happens(draws, NEEDS_PAPERS.has(c.key) ? 0.03 : 0.006)) return "CT";
  const mistakes = happens(draws, 0.045);
  if (level === null) return mistakes ? 2 : "NA";
  const noise = (DISPUTED.has(c.key) ? 0.32 : 0.19) * normal(draws);
  const slip = mistakes ? (happens(draws, 0.5) ? 1.7 : -1.7) : 0;
  const read = rounded(level + leaning(agency, c) + noise + slip);
  return c.limiting && level >= SAFE ? Math.max(slip < 0 ? 0 : 1, read) : read;
}

const rounded = (level: number) => Math.min(3, Math.max(0, Math.round(level)));
