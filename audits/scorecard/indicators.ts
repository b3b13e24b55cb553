import { z } from "zod";
import type { TimelinessMeasure } from "../cases/reading.ts";
import { QUESTIONS, type Question } from "./questions.ts";

/**
 * The rows of the scorecard, as data. Three questions in plain words: how much did we do, how well did we do it, is anyone
 * better off. The rows that ship are those of a local area's own strategy for monitoring and quality assurance; an area
 * adds, hides, orders and words them.
 */

const TIMES = [
  "plan_20_weeks",
  "plan_20_weeks_without_exceptions",
  "decision_6_weeks",
  "refusal_16_weeks",
  "review_decision_4_weeks",
] as const satisfies readonly TimelinessMeasure["code"][];

const word = z.string().regex(/^[\w-]{1,60}$/);

/** What a row counts. Levels and grades count from "good" as the rubric says. */
const indicatorMeasure = z.discriminatedUnion("kind", [
  /** Plans that were audited and signed off, in twelve months. */
  z.strictObject({ kind: z.literal("audits") }),
  z.strictObject({ kind: z.literal("grade"), rubric: word }),
  z.strictObject({ kind: z.literal("domain"), rubric: word, key: word }),
  z.strictObject({ kind: z.literal("criterion"), rubric: word, key: word }),
  z.strictObject({ kind: z.literal("timeliness"), code: z.enum(TIMES) }),
  /** Outcomes met, of all that reviews looked at. */
  z.strictObject({ kind: z.literal("outcomes") }),
  /** Actions done in twelve months, or of the tested those that worked. */
  z.strictObject({ kind: z.literal("actions"), which: z.enum(["done", "effective"]) }),
  /** Counts that somebody types in for a period: a number, or so many of so many. */
  z.strictObject({ kind: z.literal("typed"), share: z.boolean(), unit: z.string().trim().min(1).max(40) }),
]);
export type IndicatorMeasure = z.infer<typeof indicatorMeasure>;

export const indicatorSchema = z.strictObject({
  key: z.string().regex(/^[a-z0-9_]{1,40}$/),
  question: z.enum(QUESTIONS),
  title: z.string().trim().min(1).max(120),
  measure: indicatorMeasure,
  hidden: z.boolean(),
});
export type Indicator = z.infer<typeof indicatorSchema>;

const row = (question: Question, key: string, title: string, measure: IndicatorMeasure, hidden = false): Indicator => ({
  key,
  question,
  title,
  measure,
  hidden,
});
const plan = (key: string): IndicatorMeasure => ({ kind: "domain", rubric: "ehc-plan-full", key });

export const DEFAULT_INDICATORS: Indicator[] = [
  row("how_much", "case_audits", "Case audits completed", { kind: "audits" }),
  row("how_much", "actions_done", "Actions done", { kind: "actions", which: "done" }),
  row("how_much", "training", "Professionals who completed training", { kind: "typed", share: false, unit: "people" }),
  row("how_well", "plans_outcomes", "Plans: outcomes focus good or better", plan("OF")),
  row("how_well", "plans_personal", "Plans: personalisation good or better", plan("PN")),
  row("how_well", "plans_voice", "Plans: voice of the child good or better", plan("VC")),
  row("how_well", "plans_adulthood", "Plans: preparation for adulthood good or better", plan("PA")),
  row("how_well", "reviews_voice", "Reviews: voice of the child good or better", {
    kind: "domain",
    rubric: "ehc-annual-review",
    key: "RV",
  }),
  row("how_well", "reviews_progress", "Reviews: progress on outcomes good or better", {
    kind: "domain",
    rubric: "ehc-annual-review",
    key: "RP",
  }),
  row("how_well", "assessments_health", "Assessments: health advice good or better", {
    kind: "grade",
    rubric: "ehc-health-advice",
  }),
  row("how_well", "assessments_care", "Assessments: social care advice good or better", {
    kind: "grade",
    rubric: "ehc-social-care-advice",
  }),
  row("how_well", "plans_in_time", "New plans issued in 20 weeks", { kind: "timeliness", code: "plan_20_weeks" }, true),
  row("better_off", "outcomes_met", "Outcomes met, of those looked at in reviews", { kind: "outcomes" }),
  row("better_off", "actions_worked", "Actions that worked, of those tested by re-audit", {
    kind: "actions",
    which: "effective",
  }),
];

/** The rows in their order, each key once. */
export const scorecardSetting = z.strictObject({
  indicators: z
    .array(indicatorSchema)
    .max(60)
    .refine((rows) => new Set(rows.map((r) => r.key)).size === rows.length, "Each row has a key of its own.")
    .default(DEFAULT_INDICATORS),
});

/** A row one place up or down among those of its question. */
export function moved(rows: readonly Indicator[], key: string, by: -1 | 1): Indicator[] {
  const from = rows.findIndex((r) => r.key === key);
  const one = rows[from];
  if (!one) return [...rows];
  const sisters = rows.flatMap((r, i) => (r.question === one.question ? [i] : []));
  const to = sisters[sisters.indexOf(from) + by];
  const other = to === undefined ? undefined : rows[to];
  if (to === undefined || !other) return [...rows];
  return rows.map((r, i) => (i === from ? other : i === to ? one : r));
}

/** A key that no row has: the title in small letters, numbered where it is taken. */
export function newKey(rows: readonly Indicator[], title: string): string {
  const base =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 32) || "row";
  const taken = new Set(rows.map((r) => r.key));
  let key = base;
  for (let i = 2; taken.has(key); i++) key = `${base}_${i}`;
  return key;
}
