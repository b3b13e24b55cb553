import { isGoodLevel } from "../feedback/pack.ts";
import { isSmall } from "../measures/suppression.ts";
import type { PlanResult } from "../panel/result.ts";
import { levelAt, levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { Questionnaire } from "./questionnaire.ts";

/**
 * Where the panel's view and the family's differ, question by question: both hold it good, both hold it weak, only the
 * panel holds it good, or only the family does. What either did not say is left out, never counted as agreement.
 */
export type View = "both_good" | "both_weak" | "panel_only" | "family_only";

export const VIEW_LABELS: Record<View, string> = {
  both_good: "Both say it is good",
  both_weak: "Both say it is weak",
  panel_only: "The panel says it is good, the family does not",
  family_only: "The family says it is good, the panel does not",
};
export const VIEWS = Object.keys(VIEW_LABELS) as View[];

export type FamilyPlan = {
  planId: string;
  reference: string;
  questionnaire: Questionnaire;
  answers: Readonly<Record<string, string>>;
  /** As the plan was signed off. */
  scores: PlanResult["scores"];
};

export type Compared = {
  planId: string;
  reference: string;
  question: { key: string; text: string };
  criterion: string;
  panel: string;
  family: string;
  view: View;
};

/** Every answer of a family that can be laid beside a level of the panel. */
export function compareViews(rubric: RubricDocument, plans: readonly FamilyPlan[]): Compared[] {
  return plans.flatMap(({ planId, reference, questionnaire, answers, scores }) =>
    questionnaire.questions.flatMap((question): Compared[] => {
      const said = questionnaire.options.find((o) => o.key === answers[question.key]);
      const c = rubric.criteria.find((one) => one.key === question.criterion);
      const score = c ? scores[c.key] : null;
      if (!c || !said || said.value === null || typeof score !== "number") return [];
      const values = levelsOf(rubric, c).map((l) => l.value);
      const panelGood = isGoodLevel(score, Math.min(...values), Math.max(...values));
      const familyGood = said.value >= 3;
      const view =
        panelGood === familyGood ? (panelGood ? "both_good" : "both_weak") : panelGood ? "panel_only" : "family_only";
      const panel = levelAt(rubric, c, score)?.label ?? String(score);
      const { key, text } = question;
      return [{ planId, reference, question: { key, text }, criterion: c.key, panel, family: said.label, view }];
    }),
  );
}

export type QuestionCounts = { key: string; text: string; views: Record<View, number>; n: number };

/** How often each view was met, by question, in the order in which the questions were first asked. */
export function countViews(compared: readonly Compared[]): QuestionCounts[] {
  const questions = new Map<string, QuestionCounts>();
  for (const { question, view } of compared) {
    const views = { both_good: 0, both_weak: 0, panel_only: 0, family_only: 0 };
    const row = questions.get(question.key) ?? { ...question, views, n: 0 };
    row.views[view]++;
    row.n++;
    questions.set(question.key, row);
  }
  return [...questions.values()];
}

/** A count that may be shown to everybody, or null where it is hidden. */
export type Shown = number | null;
export type PublishedFamily = {
  heard: Shown;
  rows: { key: string; text: string; good: Shown; weak: Shown; n: Shown }[];
};

/**
 * What may leave the partnership of the families' answers: how many were heard, and of each question how many said mostly
 * or fully. Nothing is laid beside the panel's levels there. Good, weak and silent add up to the number of families heard,
 * which is shown: where one of the three is small, the whole row is hidden, so that it cannot be told which.
 */
export function publishedFamily(
  plans: readonly Pick<FamilyPlan, "questionnaire" | "answers">[],
  threshold: number,
): PublishedFamily {
  const heard = plans.length;
  if (heard > 0 && heard < threshold) return { heard: null, rows: [] };
  const questions = new Map<string, string>();
  for (const { questionnaire } of plans) for (const q of questionnaire.questions) questions.set(q.key, q.text);
  const rows = [...questions].map(([key, text]) => {
    const values = plans.map(({ questionnaire, answers }) => {
      const said = questionnaire.options.find((o) => o.key === answers[key]);
      return said?.value ?? null;
    });
    const good = values.filter((v) => v !== null && v >= 3).length;
    const weak = values.filter((v) => v !== null && v < 3).length;
    const small = [good, weak, heard - good - weak].some((count) => isSmall(count, threshold));
    return small ? { key, text, good: null, weak: null, n: null } : { key, text, good, weak, n: good + weak };
  });
  return { heard, rows };
}
