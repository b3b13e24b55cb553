import { z } from "zod";

/** The codebook: the themes that findings are coded to, as versioned data. */
export const codebookDocument = z.strictObject({
  format: z.literal("ehc-codebook/1"),
  key: z.string(),
  version: z.string(),
  title: z.string(),
  about: z.string(),
  themes: z.array(
    z.strictObject({
      code: z.string().regex(/^[A-Z]{2,4}-[A-Z]{2,20}$/),
      polarity: z.enum(["improvement", "strength"]),
      name: z.string(),
      domain: z.string(),
      definition: z.string(),
      include: z.string(),
      exclude: z.string(),
      keywords: z.array(z.string()),
      basis: z.string(),
    }),
  ),
});
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
