/**
 * `npm run bench`: how long the main things take, each beside its floor measured in the same run. Prints a table and never
 * fails a build. Sizes are arguments: npm run bench -- --saves 300 --pages 100 --reports 5 --imports 3 --starts 5 --themes 30
 * --learning 9. With `--only learning` nothing but the pages of learning is measured, on both engines.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { installRows, startRows } from "./footprint.ts";
import { importRow } from "./import.ts";
import { LEAD } from "./large-area.ts";
import { learningPageTimes, type PageTime, printPageTimes } from "./learning-pages.ts";
import { printTable, type Row } from "./measure.ts";
import { pageRow, saveRow } from "./pages.ts";
import { besideReportsRow, reportRows } from "./report.ts";
import { startSite } from "./site.ts";
import { suggestionLines, themeRows } from "./themes.ts";

const { values } = parseArgs({
  options: {
    saves: { type: "string", default: "200" },
    pages: { type: "string", default: "60" },
    reports: { type: "string", default: "5" },
    imports: { type: "string", default: "3" },
    starts: { type: "string", default: "5" },
    themes: { type: "string", default: "30" },
    learning: { type: "string", default: "9" },
    only: { type: "string" },
    port: { type: "string", default: "3397" },
  },
});

if (!existsSync("build/server/index.js")) {
  console.error("The server is not built yet. Run: npm run build");
  process.exit(1);
}
const rows: Row[] = [];
const pages: PageTime[] = [];
if (values.only !== "learning") await measureTheRest();
for (const engine of ["sqlite", "postgres"] as const) {
  console.log(
    `Pages of learning on ${engine}: 12,000 audits, 648,000 scores, 60,000 findings, ${values.learning} times`,
  );
  pages.push(
    ...(await learningPageTimes(engine, Number(values.learning), async ({ store, file }) => {
      if (file) rows.push(...(await themeRows(store, file, LEAD, Number(values.themes))));
    })),
  );
}
printTable(rows);
console.log("");
printPageTimes(pages);
console.log(`\n${suggestionLines().join("\n")}`);

async function measureTheRest(): Promise<void> {
  console.log("Starting the server on a demonstration area of its own");
  const site = await startSite(Number(values.port));
  try {
    console.log(`Saving one score, ${values.saves} times`);
    rows.push(await saveRow(site, Number(values.saves)));
    console.log(`The results page, ${values.pages} times`);
    rows.push(await pageRow(site, Number(values.pages)));
    console.log("Saving one score while ten reports are being made");
    rows.push(await besideReportsRow(site, Number(values.saves)));
  } finally {
    await site.stop();
  }
  console.log(`The learning report as PDF, ${values.reports} times`);
  rows.push(...(await reportRows(Number(values.reports))));
  console.log(`Importing the demonstration return, ${values.imports} times`);
  rows.push(await importRow(Number(values.imports)));
  console.log(`Starting the server cold, ${values.starts} times`);
  rows.push(...(await startRows(Number(values.starts))));
  console.log("Installing what production needs");
  rows.push(...(await installRows()));
}
