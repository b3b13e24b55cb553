import type { z } from "zod";
import { type Criterion, levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { codebookDocument } from "./schema.ts";

/** The codebook as its readers use it; its form stands in schema.ts. */
export type Codebook = z.infer<typeof codebookDocument>;
export type Theme = Codebook["themes"][number];

/** The themes that a finding can be coded to today, in the order of the codebook. */
export const offeredThemes = (book: Codebook): Theme[] => book.themes.filter((theme) => !theme.ended);

export const themeOf = (book: Codebook, code: string): Theme | undefined => book.themes.find((t) => t.code === code);

/** The name of a theme as people read it; the code where the codebook does not have it. */
export const themeName = (book: Codebook, code: string): string => themeOf(book, code)?.name || code;

/** Themes one after the other as they stand under each other; `depth` 0 for those under none. */
export function themeTree(themes: readonly Theme[]): { theme: Theme; depth: number }[] {
  const known = new Set(themes.map((t) => t.code));
  const placed = new Set<string>();
  const below = (parent: string | undefined, depth: number): { theme: Theme; depth: number }[] =>
    themes
      .filter((t) => (t.under && known.has(t.under) ? t.under : undefined) === parent && !placed.has(t.code))
      .flatMap((theme) => {
        placed.add(theme.code);
        return [{ theme, depth }, ...below(theme.code, depth + 1)];
      });
  const tree = below(undefined, 0);
  // Themes in a circle stand under none until somebody mends it.
  return [...tree, ...themes.filter((t) => !placed.has(t.code)).map((theme) => ({ theme, depth: 0 }))];
}

/** The codes that a theme's entry sends to when something else is meant: "Advice itself vague (AD-QUALITY)". */
export const codesNamedIn = (text: string): string[] => [...new Set(text.match(/\b[A-Z]{2,4}-[A-Z]{2,20}\b/g) ?? [])];

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
  return offeredThemes(book).filter((t) => criterionThemes.includes(t.code) && t.polarity === polarity);
}

/**
 * The themes that a level of a criterion points to: those that the criterion names for this very level (`themesAt`), else
 * by the theme's kind, as `suggestedThemes` says.
 */
export function themesRaised(book: Codebook, rubric: RubricDocument, c: Criterion, value: number): Theme[] {
  const levels = levelsOf(rubric, c);
  const own = c.themesAt?.[levels.find((l) => l.value === value)?.key ?? ""];
  if (own) return offeredThemes(book).filter((t) => own.includes(t.code));
  return suggestedThemes(
    book,
    c.themes,
    levels.map((l) => l.value),
    value,
  );
}
