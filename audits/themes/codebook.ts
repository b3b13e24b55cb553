import type { z } from "zod";
import { type Criterion, levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { codebookDocument } from "./schema.ts";

/** The codebook as its readers use it; its form stands in schema.ts. */
export type Codebook = z.infer<typeof codebookDocument>;
export type Theme = Codebook["themes"][number];

/**
 * The themes of a criterion that a level points to: a level in the lower half of the scale points to its areas for
 * improvement, the top level to its strengths, anything between to none. Only ever a suggestion; a person confirms.
 */
export function suggestedThemes(
  book: Codebook,
  criterionThemes: string[],
  levelValues: number[],
  value: number,
): Theme[] {
  const sorted = [...levelValues].sort((a, b) => a - b);
  const top = sorted[sorted.length - 1] ?? 0;
  const bottom = sorted[0] ?? 0;
  const polarity = value === top ? "strength" : value < (top + bottom) / 2 ? "improvement" : null;
  if (!polarity) return [];
  return book.themes.filter((t) => criterionThemes.includes(t.code) && t.polarity === polarity);
}

/**
 * The themes that a level of a criterion points to: those that the criterion names for this very level (`themesAt`), else
 * by the theme's kind, as `suggestedThemes` says.
 */
export function themesRaised(book: Codebook, rubric: RubricDocument, c: Criterion, value: number): Theme[] {
  const levels = levelsOf(rubric, c);
  const own = c.themesAt?.[levels.find((l) => l.value === value)?.key ?? ""];
  if (own) return book.themes.filter((t) => own.includes(t.code));
  return suggestedThemes(
    book,
    c.themes,
    levels.map((l) => l.value),
    value,
  );
}
