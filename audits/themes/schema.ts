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
