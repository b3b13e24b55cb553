import type { Criterion, RubricDocument } from "../rubric/document.ts";
import { gradeModule, type LimitsMode, type ModuleGrade } from "../rubric/grade-plan.ts";
import { consensus, type Score } from "../scoring/consensus.ts";
import type { Moderation } from "./moderation.ts";
import type { Override } from "./override.ts";

/** What a panel settled for one criterion; "both" records both views and agrees no level. */
export type Agreed = Score | "both";

/** The result of one plan, kept as it is at sign-off. */
export type PlanResult = {
  /** What holds for each criterion: the panel's level, else what all auditors said. */
  scores: Record<string, Score>;
  /** Criteria on which both views are recorded. */
  bothViews: string[];
  /** One grade a module, the plan's own first. */
  modules: ModuleGrade[];
  /** The panel's own grade with its reason, where it set one at sign-off. */
  override?: Override;
  method: "grade/1";
};

/**
 * The agreed scores and grades of one plan. A criterion with both views recorded has no level: it leaves the sums and
 * counts against evidence, as "cannot tell" does.
 */
export function planResult(
  rubric: RubricDocument,
  modules: string[],
  asked: Criterion[],
  moderation: Moderation,
  settled: ReadonlyMap<string, Agreed>,
  limitsMode: LimitsMode,
): PlanResult {
  const scores: Record<string, Score> = {};
  const bothViews: string[] = [];
  for (const { criterion, views } of [...moderation.queue, ...moderation.agreed]) {
    const agreed = settled.get(criterion.key);
    if (agreed === "both") {
      bothViews.push(criterion.key);
      scores[criterion.key] = "CT";
    } else if (agreed !== undefined && agreed !== null) scores[criterion.key] = agreed;
    else scores[criterion.key] = consensus(views.map((v) => v.answer.score)).score;
  }
  const by = new Map(Object.entries(scores));
  return {
    scores,
    bothViews,
    modules: modules.map((m) => gradeModule(rubric, m, asked, by, limitsMode)),
    method: "grade/1",
  };
}

/** One auditor's own totals, shown to that auditor alone on the check page. */
export function ownResult(
  rubric: RubricDocument,
  modules: string[],
  asked: Criterion[],
  scores: ReadonlyMap<string, Score>,
  limitsMode: LimitsMode,
): ModuleGrade[] {
  return modules.map((m) => gradeModule(rubric, m, asked, scores, limitsMode));
}

/** Scores as the database keeps them: a level's value, "NA" or "CT" as text, null for nothing. */
export function scoreFromText(text: string | null): Score {
  if (text === null || text === "NA" || text === "CT") return text;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

export const textFromScore = (score: Score): string | null => (typeof score === "number" ? String(score) : score);
