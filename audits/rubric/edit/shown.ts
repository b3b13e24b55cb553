import type { Level, RubricDocument } from "../document.ts";
import { rubricDocument } from "../schema.ts";
import { isObject, type Json, textOf, textsIn, thingsIn } from "./json.ts";

/** The draft as a whole document when it is one, so that it can be graded with; else null. */
export const wholeRubric = (document: Json): RubricDocument | null => rubricDocument.safeParse(document).data ?? null;

/** A criterion of a draft as the score sheet would show it, with gaps where the draft has gaps. */
export type ShownCriterion = {
  key: string;
  title: string;
  question: string;
  guidance: string;
  domain: string;
  /** In the order of the sheet. */
  levels: { key: string; label: string; short: string; place: number; descriptor: string }[];
  weight: number | null;
  mayNotApply: boolean;
  notApplicableRule: string;
  cannotTell: boolean;
  /** Null is every agency. */
  scoredBy: string[] | null;
  lookFor: string[];
};

/** The criteria of a draft as the score sheet would show them, whatever else is still missing. */
export function shownCriteria(document: Json): ShownCriterion[] {
  return thingsIn(document, "criteria").map((c) => shownCriterion(document, c));
}

export function shownCriterion(document: Json, c: Json): ShownCriterion {
  const descriptors = isObject(c.descriptors) ? c.descriptors : {};
  const na = isObject(c.notApplicable) ? c.notApplicable : {};
  const levels = levelsShown(document, c);
  return {
    key: textOf(c.key),
    title: textOf(c.title),
    question: textOf(c.question),
    guidance: textOf(c.guidance),
    domain: textOf(c.domain),
    levels: levels.map((level) => ({ ...level, descriptor: textOf(descriptors[level.key]) })),
    weight: typeof c.weight === "number" ? c.weight : null,
    mayNotApply: na.allowed === true,
    notApplicableRule: textOf(na.rule),
    cannotTell: c.cannotTell !== false,
    scoredBy: Array.isArray(c.scoredBy) && c.scoredBy.length ? textsIn(c, "scoredBy") : null,
    lookFor: textsIn(c, "lookFor"),
  };
}

type ShownLevel = Pick<Level, "key" | "label" | "short"> & { place: number };

/** The levels of a criterion's scale in the order of the sheet; `place` is 0 for the best. */
function levelsShown(document: Json, c: Json): ShownLevel[] {
  const scale = thingsIn(document, "scales").find((s) => textOf(s.key) === textOf(c.scale));
  if (!scale) return [];
  const value = (level: Json) => (typeof level.value === "number" ? level.value : 0);
  const bestFirst = [...thingsIn(scale, "levels")].sort((a, b) => value(b) - value(a));
  const shown = bestFirst.map((level, place) => ({
    key: textOf(level.key),
    label: textOf(level.label) || "Level without a name",
    short: textOf(level.short),
    place,
  }));
  return document.levelOrder === "worst_first" ? shown.reverse() : shown;
}

/** Whether an agency would be asked this criterion, whatever the case. */
export const askedOf = (criterion: ShownCriterion, agency: string): boolean =>
  agency === "all" || criterion.scoredBy === null || criterion.scoredBy.includes(agency);

/** What a domain's or a criterion's weight comes to among its neighbours, in percent; null where nothing weighs. */
export function sharesOf(weights: (number | null)[]): (number | null)[] {
  const total = weights.reduce<number>((sum, w) => sum + (w ?? 0), 0);
  return weights.map((w) => (w === null || total <= 0 ? null : (100 * w) / total));
}
