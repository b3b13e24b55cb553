import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FontFiles } from "#audits/reports/pdf/render.ts";

const folder = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/source-sans-3/package.json"));
const file = (path: string) => new Uint8Array(readFileSync(join(folder, path)));

/** Source Sans 3 as the product embeds it. */
export const sourceSans: FontFiles = {
  400: file("400Regular/SourceSans3_400Regular.ttf"),
  600: file("600SemiBold/SourceSans3_600SemiBold.ttf"),
  700: file("700Bold/SourceSans3_700Bold.ttf"),
};
