import { type Criterion, levelAt, levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { Score } from "../scoring/consensus.ts";
import { type AnchorPlan, type Reference, referenceFor } from "./anchor.ts";

/** Fewer auditors than this on a plan, and a pattern would be about a person. */
export const FEWEST_IN_PATTERN = 3;

/** Where an answer lies against the reference. "other": one of the two is no level; "none": there is no reference. */
export type Standing = "same" | "higher" | "lower" | "other" | "none";

export type CalibrationLine = {
  criterion: Criterion;
  own: Score;
  reference: Reference | null;
  /** Steps above (or below 0, beneath) the reference; null where one of the two is no level. */
  difference: number | null;
  standing: Standing;
};

type Rubrics = {
  /** The rubric that the anchor was written for, and the one that the round uses. */
  written: RubricDocument;
  rubric: RubricDocument;
};

/** One auditor's answers on one anchor plan beside the reference levels, in the order of the sheet. */
export function againstReference(
  { written, rubric }: Rubrics,
  anchor: Pick<AnchorPlan, "levels">,
  asked: readonly Criterion[],
  answers: ReadonlyMap<string, Score>,
): CalibrationLine[] {
  return asked.map((criterion) => {
    const own = answers.get(criterion.key) ?? null;
    const reference = referenceFor(anchor, written, rubric, criterion);
    const difference = reference && stepsBetween(rubric, criterion, own, reference.score);
    return { criterion, own, reference, difference, standing: standingOf(own, reference, difference) };
  });
}

function standingOf(own: Score, reference: Reference | null, difference: number | null): Standing {
  if (!reference) return "none";
  if (own === reference.score) return "same";
  if (difference === null) return "other";
  return difference > 0 ? "higher" : "lower";
}

function stepsBetween(rubric: RubricDocument, criterion: Criterion, own: Score, reference: Score): number | null {
  if (typeof own !== "number" || typeof reference !== "number") return null;
  const scale = levelsOf(rubric, criterion)
    .map((l) => l.value)
    .sort((a, b) => a - b);
  return scale.indexOf(own) - scale.indexOf(reference);
}

/** How many answers lie where, of those that have a reference. */
export function countsOf(lines: readonly Pick<CalibrationLine, "standing">[]) {
  const of = (standing: Standing) => lines.filter((l) => l.standing === standing).length;
  return {
    compared: lines.length - of("none"),
    same: of("same"),
    higher: of("higher"),
    lower: of("lower"),
    other: of("other"),
  };
}

/** "Of 41 answers, 30 are the reference’s, 8 higher and 3 lower." */
export function countsSentence(lines: readonly CalibrationLine[]): string {
  const { compared, same, higher, lower, other } = countsOf(lines);
  if (compared === 0) return "No criterion has a reference level.";
  const apart = other ? `, and ${other} stand against “does not apply” or “cannot tell”` : "";
  return `Of ${compared} answers, ${same} are the reference’s, ${higher} higher and ${lower} lower${apart}.`;
}

/** How a group read one criterion of one plan: nobody is named. */
export type PatternLine = {
  criterion: Criterion;
  reference: Reference | null;
  auditors: number;
  same: number;
  higher: number;
  lower: number;
  other: number;
  /** What was given, best level first, with the descriptor that was thought to fit; only what somebody gave. */
  given: { label: string; descriptor: string; count: number; isReference: boolean }[];
};

/**
 * The pattern of one anchor plan over its auditors, criteria that were read most differently first. Null below
 * `FEWEST_IN_PATTERN` auditors.
 */
export function patternOf(rubric: RubricDocument, sheets: readonly CalibrationLine[][]): PatternLine[] | null {
  if (sheets.length < FEWEST_IN_PATTERN) return null;
  const byCriterion = Map.groupBy(sheets.flat(), (l) => l.criterion.key);
  const lines = [...byCriterion.values()].map((own): PatternLine => {
    const { criterion, reference } = own[0] as CalibrationLine;
    const { same, higher, lower, other } = countsOf(own);
    return { criterion, reference, auditors: own.length, same, higher, lower, other, given: givenOf(rubric, own) };
  });
  const order = rubric.criteria.map((c) => c.key);
  const away = (l: PatternLine) => (l.reference ? l.auditors - l.same : 0) / l.auditors;
  return lines.sort((a, b) => away(b) - away(a) || order.indexOf(a.criterion.key) - order.indexOf(b.criterion.key));
}

function givenOf(rubric: RubricDocument, lines: CalibrationLine[]): PatternLine["given"] {
  const { criterion, reference } = lines[0] as CalibrationLine;
  const scores: Exclude<Score, null>[] = [
    ...levelsOf(rubric, criterion)
      .map((l) => l.value)
      .sort((a, b) => b - a),
    "CT",
    "NA",
  ];
  return scores.flatMap((score) => {
    const count = lines.filter((l) => l.own === score).length;
    if (count === 0) return [];
    const level = typeof score === "number" ? levelAt(rubric, criterion, score) : null;
    return [
      {
        label: level?.label ?? (score === "NA" ? "Does not apply" : "Cannot tell"),
        descriptor: level ? (criterion.descriptors[level.key] ?? "") : "",
        count,
        isReference: reference?.score === score,
      },
    ];
  });
}
