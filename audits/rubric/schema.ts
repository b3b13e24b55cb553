import { z } from "zod";
import { AGENCIES } from "../vocabulary.ts";

/**
 * The rubric document: what good looks like, as data. One document holds everything that scoring, moderation and the
 * report say about criteria, levels, weights, limits and the law, so that an area can change any of it without code.
 * Keys are stable for ever (scores, themes and trends hang on them); wording may change from version to version.
 * A published version never changes.
 */

const key = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
    "A key starts with a letter and has letters, figures, dots, hyphens or underscores",
  );
const words = z.string().trim().min(1);

const level = z.strictObject({
  key,
  label: words,
  /** One or two letters for narrow places. */
  short: z.string().trim().min(1).max(4),
  value: z.number(),
});

const scale = z.strictObject({
  key,
  title: words,
  /** Ascending by value; how they are ordered on the sheet is `levelOrder`. */
  levels: z.array(level).min(2).max(11),
});

/** A rule over the attributes of a case; a null rule always applies. An attribute that is not known makes the criterion apply. */
const appliesWhen = z
  .strictObject({
    yearGroupMin: z.number().int().optional(),
    yearGroupMax: z.number().int().optional(),
    ageMin: z.number().int().optional(),
    ageMax: z.number().int().optional(),
    hasPersonalBudget: z.boolean().optional(),
    /** True when at least one of these holds for the child. */
    anyOf: z.array(z.enum(["lookedAfter", "cinCp"])).optional(),
  })
  .nullable();

const criterion = z.strictObject({
  key,
  domain: key,
  title: words,
  question: words,
  scale: key,
  /** Who answers for what the criterion asks: receives the feedback. */
  responsible: z.enum([...AGENCIES, "all"]),
  /** Which agencies score it; null is every agency. */
  scoredBy: z.array(z.enum(AGENCIES)).nullable(),
  weight: z.number().nonnegative(),
  sections: z.array(z.string()),
  statutory: z.array(z.string()),
  codeOfPractice: z.array(z.string()),
  /** How far the references were read at source. */
  verified: z.enum(["yes", "part", "no"]),
  /** What each level looks like, by level key. */
  descriptors: z.record(z.string(), words),
  lookFor: z.array(words),
  themes: z.array(z.string()),
  appliesWhen,
  notApplicable: z.strictObject({ allowed: z.boolean(), rule: z.string().nullable() }),
  /** Levels that need a quote before an audit can be submitted. */
  evidenceAt: z.array(key),
  limiting: z.strictObject({ kind: z.enum(["hard", "soft"]), reason: words }).nullable(),
  shortForm: z.boolean(),
});

const limit = z.discriminatedUnion("type", [
  z.strictObject({
    id: key,
    type: z.literal("criterion"),
    label: words,
    /** Each of these, taken alone, limits the grade. */
    criteria: z.array(key).min(1),
    atOrBelow: z.number(),
    cap: key,
  }),
  z.strictObject({
    id: key,
    type: z.literal("count"),
    label: words,
    criteria: z.array(key).min(1),
    atOrBelow: z.number(),
    atLeast: z.number().int().min(1),
    cap: key,
  }),
  z.strictObject({
    id: key,
    type: z.literal("domain"),
    label: words,
    domains: z.array(key).min(1),
    gradeAtOrBelow: key,
    cap: key,
  }),
]);

export const rubricDocument = z.strictObject({
  format: z.literal("ehc-rubric/1"),
  key,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: words,
  about: words,
  language: z.string(),
  jurisdiction: z.string(),
  legalRegime: key,
  validFrom: z.iso.date(),
  /** Order of the levels on the sheet; the same for everyone in a cycle. */
  levelOrder: z.enum(["best_first", "worst_first"]),
  sections: z.array(z.strictObject({ key: z.string().min(1), label: words })).min(1),
  scales: z.array(scale).min(1),
  /** Best first; a plan gets the best grade whose cut point its percent reaches. */
  grades: z.array(z.strictObject({ key, label: words, short: z.string().min(1).max(4), min: z.number() })).min(1),
  /** Grade at or above which a plan counts as good in the results. */
  goodFrom: key,
  modules: z.array(z.strictObject({ key, title: words, about: z.string() })).min(1),
  /** The module that gives the plan its grade; others are graded apart. */
  mainModule: key,
  domains: z
    .array(
      z.strictObject({
        key,
        module: key,
        title: words,
        shortTitle: words,
        about: z.string(),
        headline: z.boolean(),
        weight: z.number().nonnegative(),
      }),
    )
    .min(1),
  criteria: z.array(criterion).min(1),
  limits: z.array(limit),
  scoring: z.strictObject({
    missing: z.enum(["block", "provisional"]),
    gradeOn: z.enum(["displayed", "exact"]),
    decimals: z.number().int().min(0).max(3),
    /** A domain with less than this share of its applicable weight scored is not graded. */
    notGradedBelow: z.number().min(0).max(1),
    overrideSteps: z.number().int().min(0).max(3),
  }),
});
