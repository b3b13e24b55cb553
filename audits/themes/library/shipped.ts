import type { Codebook } from "../codebook.ts";
import { codebookDocument } from "../schema.ts";
import ehcThemes from "./ehc-themes.json" with { type: "json" };

/** The codebook that ships, checked as any other document is. */
export const SHIPPED_CODEBOOK: Codebook = codebookDocument.parse(ehcThemes);
