import { z } from "zod";
import type { Criterion, RubricDocument } from "../rubric/document.ts";
import { NEEDS, PHASES, PLAN_TYPES, SETTING_TYPES } from "../vocabulary.ts";

/**
 * Anchor plans: whole made-up EHC plans that ship, each with a reference level and the reason for it on every criterion of
 * the rubric that it was written for. Nobody real stands in them. Auditors score them blind and see how their levels lay.
 */

const words = z.string().trim().min(1);

const block = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: words }),
  z.strictObject({ kind: z.literal("heading"), text: words }),
  z.strictObject({ kind: z.literal("list"), items: z.array(words).min(1) }),
  z.strictObject({ kind: z.literal("table"), head: z.array(words).min(2), rows: z.array(z.array(z.string())).min(1) }),
]);

/** What was thought right for a criterion, and why. A level by its key in the rubric's scale, or "NA". */
const reference = z.strictObject({ level: words, because: words });

export const anchorPlan = z.strictObject({
  format: z.literal("ehc-anchor/1"),
  key: z.string().regex(/^[a-z][a-z0-9-]{2,60}$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** What auditors call it: it stands where a case's reference stands. */
  reference: words,
  title: words,
  /** For the lead alone: what the plan was written to show. */
  about: words,
  /** Key and version of the rubric that the reference levels were set against. */
  rubric: z.strictObject({ key: words, version: words }),
  /** What the sheet's rules ask about a plan. */
  snapshot: z.strictObject({
    phase: z.enum(PHASES),
    yearGroup: z.number().int(),
    birthMonth: z.string().regex(/^\d{4}-\d{2}$/),
    primaryNeed: z.enum(NEEDS),
    settingType: z.enum(SETTING_TYPES),
    planType: z.enum(PLAN_TYPES),
    planDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    lookedAfter: z.boolean(),
    cinCp: z.boolean(),
    personalBudget: z.boolean(),
  }),
  /** The plan itself, from the cover to section K, in the order in which it is read. */
  sections: z.array(z.strictObject({ key: words, title: words, blocks: z.array(block) })).min(12),
  /** By criterion. */
  levels: z.record(z.string(), reference),
});

export type AnchorPlan = z.infer<typeof anchorPlan>;
export type AnchorBlock = AnchorPlan["sections"][number]["blocks"][number];

/** The reference of a criterion as a score: a level's value, or "NA"; with the reason. */
export type Reference = { score: number | "NA"; because: string };

/**
 * The reference level of an anchor on one criterion, under the rubric that a round uses. Null where the anchor says nothing
 * of it, or where the words of the criterion are no longer those that the level was set against.
 *
 * @param written the rubric that the anchor was written for
 */
export function referenceFor(
  anchor: Pick<AnchorPlan, "levels">,
  written: RubricDocument,
  rubric: RubricDocument,
  criterion: Criterion,
): Reference | null {
  const said = anchor.levels[criterion.key];
  const before = written.criteria.find((c) => c.key === criterion.key);
  if (!said || !before || !sameWords(before, criterion)) return null;
  if (said.level === "NA") return { score: "NA", because: said.because };
  const level = rubric.scales.find((s) => s.key === criterion.scale)?.levels.find((l) => l.key === said.level);
  return level ? { score: level.value, because: said.because } : null;
}

const sameWords = (a: Criterion, b: Criterion): boolean =>
  a.question === b.question &&
  Object.keys(a.descriptors).length === Object.keys(b.descriptors).length &&
  Object.entries(a.descriptors).every(([key, text]) => b.descriptors[key] === text);
