import { z } from "zod";

export const THEME_CODE = /^[A-Z]{2,4}-[A-Z]{2,20}$/;
const code = z.string().regex(THEME_CODE);

/** How the time of a theme ended: it is not offered any more, and what was coded to it stays known. */
const ended = z.strictObject({
  /** "merged": its findings count with the one theme in `into`. "split": they wait to be coded to one of `into`. */
  how: z.enum(["retired", "merged", "split"]),
  into: z.array(code).max(20),
  why: z.string(),
});

/**
 * The codebook: the themes that findings are coded to, as versioned data. A theme that was ever published stays in every
 * later version, ended where it is not used any more: so any codebook can say what an earlier code counts as.
 */
export const codebookDocument = z.strictObject({
  format: z.literal("ehc-codebook/1"),
  key: z.string(),
  version: z.string(),
  title: z.string(),
  about: z.string(),
  themes: z
    .array(
      z.strictObject({
        code,
        polarity: z.enum(["improvement", "strength"]),
        name: z.string(),
        domain: z.string(),
        /** The broader theme that this one belongs to. */
        under: code.optional(),
        definition: z.string(),
        include: z.string(),
        exclude: z.string(),
        keywords: z.array(z.string()),
        basis: z.string(),
        ended: ended.optional(),
      }),
    )
    .max(500),
});
