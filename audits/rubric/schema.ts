import { z } from "zod";
import { AGENCIES } from "../vocabulary.ts";
import { caseRule } from "./rules-schema.ts";

/**
 * The rubric document: what good looks like, as data. One document holds everything that scoring, moderation and the
 * report say about criteria, levels, weights, limits and the law, so that an area can change any of it without code.
 * Keys are stable for ever (scores, themes and trends hang on them); wording may change from version to version.
 * A published version never changes.
 *
 * A field with a default may be left out. A field marked optional stays absent when it is left out, so that documents
 * published before it existed keep their content and their checksum. `docs/rubric-format.md` explains each part to people.
 */

export const RUBRIC_FORMAT = "ehc-rubric/1" as const;

/** The most criteria of one rubric, and the most characters of one text. */
export const MOST_CRITERIA = 500;
export const LONGEST_WORDS = 4000;

const key = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
    "A key starts with a letter and has letters, figures, dots, hyphens or underscores",
  );
const words = z.string().trim().min(1).max(LONGEST_WORDS);
const text = z.string().max(LONGEST_WORDS);
const version = z.string().regex(/^\d+\.\d+\.\d+$/);

const level = z.strictObject({
  key,
  label: words,
  /** One to four letters for narrow places. */
  short: z.string().trim().min(1).max(4),
  value: z.number(),
});

export const scale = z.strictObject({
  key,
  title: words,
  /** Ascending by value; how they are ordered on the sheet is `levelOrder`. */
  levels: z.array(level).min(2).max(11),
});

export const criterion = z.strictObject({
  key,
  domain: key,
  title: words,
  question: words,
  /** How to judge: what counts, what does not, where to look. */
  guidance: text.optional(),
  scale: key,
  /** Who answers for what the criterion asks: receives the feedback. */
  responsible: z.enum([...AGENCIES, "all"]).default("all"),
  /** Which agencies score it; null is every agency. */
  scoredBy: z.array(z.enum(AGENCIES)).nullable().default(null),
  weight: z.number().nonnegative().default(1),
  sections: z.array(z.string()).default([]),
  statutory: z.array(z.string().max(LONGEST_WORDS)).default([]),
  codeOfPractice: z.array(z.string().max(LONGEST_WORDS)).default([]),
  /** How far the references were read at source. */
  verified: z.enum(["yes", "part", "no"]).default("no"),
  /** What each level looks like, by level key. */
  descriptors: z.record(z.string(), words).default({}),
  lookFor: z.array(words).default([]),
  /** Themes that a low or the top level points to, by the theme's own kind. */
  themes: z.array(z.string()).default([]),
  /** Themes that a certain level points to, by level key; a level named here points to these alone. */
  themesAt: z.record(z.string(), z.array(z.string())).optional(),
  /** A null rule always applies. An attribute that is not known makes the criterion apply. */
  appliesWhen: caseRule.nullable().default(null),
  notApplicable: z
    .strictObject({
      allowed: z.boolean(),
      rule: text.nullable().default(null),
      /** Who decides: the auditor alone (default), or the panel, which then confirms every "does not apply". */
      decidedBy: z.enum(["auditor", "panel"]).optional(),
    })
    .default({ allowed: false, rule: null }),
  /** Whether "cannot tell" is offered; it is unless this says no. */
  cannotTell: z.boolean().optional(),
  /** Levels that need a quote before an audit can be submitted. */
  evidenceAt: z.array(key).default([]),
  limiting: z
    .strictObject({ kind: z.enum(["hard", "soft"]), reason: words })
    .nullable()
    .default(null),
  shortForm: z.boolean().default(false),
  /** The key that this criterion had in the version before. */
  replaces: key.optional(),
  /** The version since which its words were changed and its meaning was not, as its authors state. */
  sameMeaningSince: version.optional(),
});

const limitParts = {
  id: key,
  label: words,
  cap: key,
  /** A limit in shadow says what it would have done and never lowers the grade. */
  mode: z.enum(["applied", "shadow"]).optional(),
};

export const limit = z.discriminatedUnion("type", [
  z.strictObject({
    ...limitParts,
    type: z.literal("criterion"),
    /** Each of these, taken alone, limits the grade. */
    criteria: z.array(key).min(1),
    atOrBelow: z.number(),
  }),
  z.strictObject({
    ...limitParts,
    type: z.literal("count"),
    criteria: z.array(key).min(1),
    atOrBelow: z.number(),
    atLeast: z.number().int().min(1),
  }),
  z.strictObject({
    ...limitParts,
    type: z.literal("domain"),
    domains: z.array(key).min(1),
    gradeAtOrBelow: key,
  }),
]);

/**
 * How many criteria may, or must, have one of these levels. Only criteria with a level are counted; a percent is of
 * those. Without `criteria` and `domains` the rule counts the whole module.
 */
const countRule = z.strictObject({
  levels: z.array(key).min(1),
  criteria: z.array(key).min(1).optional(),
  domains: z.array(key).min(1).optional(),
  atMost: z.number().int().min(0).optional(),
  atLeast: z.number().int().min(0).optional(),
  atMostPercent: z.number().min(0).max(100).optional(),
  atLeastPercent: z.number().min(0).max(100).optional(),
});

export const gradeRow = z.strictObject({
  key,
  label: words,
  short: z.string().min(1).max(4),
  /** Cut point, 0 to 100. Where counts give the grade, it still grades the domains. */
  min: z.number(),
  /** Where counts give the grade: all of these must hold. The last grade needs none. */
  when: z.array(countRule).optional(),
});

/** What gives the grade: the percent and its cut points, counts of levels, or nothing, so that there is a profile only. */
const method = z.enum(["percent", "counts", "profile"]);

export const module = z.strictObject({
  key,
  title: words,
  about: text.default(""),
  /** Where this module is graded otherwise than the rubric says. Not for the main module. */
  method: method.optional(),
  grades: z.array(gradeRow).min(1).optional(),
});

export const domain = z.strictObject({
  key,
  module: key,
  /** The domain that this one is a part of. A domain that has parts has no criteria of its own. */
  parent: key.optional(),
  title: words,
  shortTitle: words,
  about: text.default(""),
  headline: z.boolean().default(false),
  weight: z.number().nonnegative().default(1),
  /** The key that this domain had in the version before. */
  replaces: key.optional(),
});

export const SUBJECTS = ["plan", "annual_review", "advice", "process", "other"] as const;

const timeLimit = z.strictObject({
  key,
  label: words,
  amount: z.number().positive(),
  unit: z.enum(["days", "working_days", "weeks", "months"]),
  /** What starts and what ends the time. */
  from: words,
  to: words,
  reference: text.default(""),
  verified: z.enum(["yes", "part", "no"]).default("no"),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().nullable().optional(),
});

export const rubricDocument = z.strictObject({
  /** The address of the JSON Schema, for editors that read it. */
  $schema: text.optional(),
  format: z.literal(RUBRIC_FORMAT),
  key,
  version,
  title: words,
  about: words,
  /** What is audited. Default: the plan. */
  subject: z
    .strictObject({ kind: z.enum(SUBJECTS), agency: z.enum(AGENCIES).optional(), label: text.optional() })
    .optional(),
  language: z.string().default("en-GB"),
  jurisdiction: z.string().default("England"),
  legalRegime: key,
  legalRegimeLabel: words.optional(),
  validFrom: z.iso.date(),
  /** The last day on which the law it asks about holds; absent or null while no end is known. */
  validTo: z.iso.date().nullable().optional(),
  /** Who made it, and on what terms others may use it. */
  attribution: text.optional(),
  licence: text.optional(),
  /** Order of the levels on the sheet; the same for everyone in a cycle. */
  levelOrder: z.enum(["best_first", "worst_first"]).default("best_first"),
  sections: z.array(z.strictObject({ key: z.string().min(1), label: words })).min(1),
  timeLimits: z.array(timeLimit).optional(),
  scales: z.array(scale).min(1),
  /** Best first; a plan gets the best grade whose cut point its percent reaches. */
  grades: z.array(gradeRow).min(1),
  /** Grade at or above which a plan counts as good in the results. */
  goodFrom: key,
  modules: z.array(module).min(1),
  /** The module that gives the plan its grade; others are graded apart. */
  mainModule: key,
  domains: z.array(domain).min(1),
  criteria: z.array(criterion).min(1).max(MOST_CRITERIA),
  limits: z.array(limit).default([]),
  /** What people call the short form, and what it is for. */
  shortForm: z.strictObject({ title: words, about: text.default("") }).optional(),
  scoring: z
    .strictObject({
      method: method.optional(),
      /** Whether the overall percent is the mean of the domains by their weights (default) or of all criteria by theirs. */
      overall: z.enum(["domains", "criteria"]).optional(),
      /** Whether a level counts from the bottom of its scale (default: 1 of 1 to 4 is 0%) or from 0 (1 of 4 is 25%). */
      percentFrom: z.enum(["lowest_level", "zero"]).optional(),
      missing: z.enum(["block", "provisional"]).default("block"),
      gradeOn: z.enum(["displayed", "exact"]).default("displayed"),
      decimals: z.number().int().min(0).max(3).default(1),
      /** A domain with less than this share of its applicable weight scored is not graded. */
      notGradedBelow: z.number().min(0).max(1).default(0.5),
      overrideSteps: z.number().int().min(0).max(3).default(1),
      /** Whether a cycle applies the limits or only shows them, unless it chooses otherwise. */
      limitsMode: z.enum(["applied", "shadow"]).optional(),
    })
    .prefault({}),
});
