import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FontFiles, loadFonts } from "#audits/reports/pdf/core/fonts.ts";

const FACES = join(process.cwd(), "node_modules/@expo-google-fonts/source-sans-3");

let files: FontFiles | null = null;

/** The typeface that PDFs embed, read once. */
export function faces(): FontFiles {
  const face = (name: string) => new Uint8Array(readFileSync(join(FACES, name, `SourceSans3_${name}.ttf`)));
  files ??= { 400: face("400Regular"), 600: face("600SemiBold"), 700: face("700Bold") };
  return files;
}

/** Signs of these words that the typeface of PDFs does not have, each once: they would stand as "?". */
export function missingSigns(words: string): string[] {
  const fonts = loadFonts(faces());
  fonts.clean(words);
  return fonts.replaced();
}
