import type { Quote } from "#audits/panel/answer.ts";
import { type Draws, pick } from "./chance.ts";
import { ADULTHOOD } from "./phrases/adulthood.ts";
import { HEALTH_AND_CARE } from "./phrases/health-and-care.ts";
import { NEEDS } from "./phrases/needs.ts";
import { OUTCOMES } from "./phrases/outcomes.ts";
import { PROVISION } from "./phrases/provision.ts";
import { STATUTORY } from "./phrases/statutory.ts";
import { VOICE } from "./phrases/voice.ts";

/**
 * What auditors of the demonstration area write about one criterion. In every phrase `{a|b}` stands for one of its words,
 * `<setting>` and its like for what fits the plan's phase. All of it is invented.
 */
export type CriterionWords = {
  /** Words of a plan by the section they stand in: at Inadequate, at Requires improvement, at Good or Outstanding. */
  poor: Record<string, string[]>;
  thin: Record<string, string[]>;
  strong: Record<string, string[]>;
  /** Findings by the theme they are coded to; "" where the criterion has no theme of that kind. */
  improve: Record<string, string[]>;
  praise: Record<string, string[]>;
  /** For the panel only, where the level is weak. */
  notes: string[];
  /** Why a panel took Requires improvement where somebody gave more, or Good where somebody gave less. */
  lower: string[];
  higher: string[];
  /** Why it does not apply, where the rubric allows that. */
  notApplicable?: string[];
};

const WORDS: Record<string, CriterionWords> = {
  ...STATUTORY,
  ...VOICE,
  ...NEEDS,
  ...OUTCOMES,
  ...PROVISION,
  ...HEALTH_AND_CARE,
  ...ADULTHOOD,
};

/** The words about a criterion of the plan's own module. @throws for another: the demonstration has no words for it. */
export function wordsOn(criterion: string): CriterionWords {
  const found = WORDS[criterion];
  if (!found) throw new Error(`The demonstration area has no words for ${criterion}`);
  return found;
}

/** What `<setting>` and its like stand for in a plan of each phase. */
const BY_PHASE: Record<string, Record<string, string>> = {
  early_years: {
    setting: "nursery",
    stage: "the reception year",
    adult: "key person",
    move: "a mainstream primary school",
    tutor: "reception teacher",
  },
  primary: {
    setting: "school",
    stage: "Key Stage 2",
    adult: "teaching assistant",
    move: "a mainstream secondary school",
    tutor: "new SENCO",
  },
  secondary: {
    setting: "school",
    stage: "Key Stage 4",
    adult: "teaching assistant",
    move: "a further education college",
    tutor: "college tutor",
  },
  post_16: {
    setting: "college",
    stage: "the course",
    adult: "learning support assistant",
    move: "a supported internship",
    tutor: "job coach",
  },
};

/** A phrase as it reads in one plan. */
export function spoken(phrase: string, phase: string | null, draws: Draws): string {
  const stands = BY_PHASE[phase ?? "primary"] ?? {};
  const words = phrase
    .replace(/\{([^}]*)\}/g, (_, choices: string) => pick(draws, choices.split("|")))
    .replace(/<(\w+)>/g, (_, what: string) => stands[what] ?? what);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The first page of each section in a plan of middling length. */
const PAGES: Record<string, number> = {
  cover: 1,
  A: 2,
  B: 5,
  C: 9,
  D: 10,
  E: 11,
  F: 14,
  G: 20,
  H1: 21,
  H2: 22,
  I: 23,
  J: 23,
  K: 24,
};

/** What a plan says about a criterion, in the order in which its readers would come upon it. */
export function quotesFrom(lines: Record<string, string[]>, phase: string | null, draws: Draws): Quote[] {
  return Object.entries(lines).flatMap(([section, phrases]) =>
    phrases.map((phrase) => ({
      section,
      page: (PAGES[section] ?? 1) + draws.below(section === "cover" ? 1 : 3),
      words: spoken(phrase, phase, draws),
    })),
  );
}

/** A phrase of those coded to themes, with its theme. */
export function codedPhrase(byTheme: Record<string, string[]>, draws: Draws): { phrase: string; themes: string[] } {
  const all = Object.entries(byTheme).flatMap(([theme, phrases]) =>
    phrases.map((phrase) => ({ phrase, themes: theme ? [theme] : [] })),
  );
  return pick(draws, all);
}
