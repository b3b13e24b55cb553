import { type Criterion, levelsOf, type RubricDocument } from "../rubric/document.ts";

/**
 * The values, as text, of a criterion's levels that count as good or better: those at or above the level that has the key of
 * the grade from which plans are good; where no level has it, the upper half of the scale.
 */
export function goodLevels(rubric: RubricDocument, criterion: Criterion): Set<string> {
  const ascending = [...levelsOf(rubric, criterion)].sort((a, b) => a.value - b.value);
  const named = ascending.findIndex(({ key }) => key === rubric.goodFrom);
  const from = named >= 0 ? named : Math.ceil(ascending.length / 2);
  return new Set(ascending.slice(from).map(({ value }) => String(value)));
}
