import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import { type Criterion, levelAt, type RubricDocument } from "../rubric/document.ts";
import type { Score } from "../scoring/consensus.ts";
import { NEED_LABELS, PHASE_LABELS } from "../vocabulary.ts";

/** What a trail says of a plan: null where it is broadened away. */
export type CaseCategory = { phase: string | null; need: string | null };

/** What the check looks for beside the forms of identifiers: names of people of the area, references of plans. */
export type Names = { people: readonly string[]; references: readonly string[] };

type Kind = { phase: string | null; primaryNeed: string | null };

/**
 * Phase and need of a plan, each only where five plans or more of the caseload share what is said: the need goes first, then the
 * phase.
 */
export function broadened(plan: Kind, caseload: readonly Kind[]): CaseCategory {
  const enough = (same: (one: Kind) => boolean) => caseload.filter(same).length >= DEFAULT_THRESHOLD;
  const { phase, primaryNeed } = plan;
  const phaseLabel = phase ? ((PHASE_LABELS as Record<string, string>)[phase] ?? phase) : null;
  const needLabel = primaryNeed ? ((NEED_LABELS as Record<string, string>)[primaryNeed] ?? primaryNeed) : null;
  if (phase && primaryNeed && enough((one) => one.phase === phase && one.primaryNeed === primaryNeed))
    return { phase: phaseLabel, need: needLabel };
  return { phase: phase && enough((one) => one.phase === phase) ? phaseLabel : null, need: null };
}

/** "Good", "Does not apply", "Cannot tell", "Not scored". */
export function levelWords(rubric: RubricDocument, criterion: Criterion, score: Score): string {
  if (score === "NA") return "Does not apply";
  if (score === "CT") return "Cannot tell";
  if (score === null) return "Not scored";
  return levelAt(rubric, criterion, score)?.label ?? String(score);
}
