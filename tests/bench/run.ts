/**
 * `npm run bench`: how long the main things take, each beside its floor measured in the same run. Prints a table and never
 * fails a build. Sizes are arguments: npm run bench -- --saves 300 --pages 100 --reports 5 --imports 3 --starts 5 --themes 30
 * --learning 9. With `--only learning` nothing but the pages of learning is measured, on both engines.
 * The load alone, for longer or on one set-up: npm run bench -- load --minutes 10 --on "two servers"
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { encryptionRow } from "./encryption.ts";
import { installRows, startRows } from "./footprint.ts";
import { importRow } from "./import.ts";
import { LEAD } from "./large-area.ts";
import { learningPageTimes, type PageTime, printPageTimes } from "./learning-pages.ts";
import { load } from "./load.ts";
import { printTable, type Row } from "./measure.ts";
import { pageRow, saveRow } from "./pages.ts";
import { besideReportsRow, reportRows } from "./report.ts";
import { startSite } from "./site.ts";
import { suggestionLines, themeRows } from "./themes.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "60" },
    minutes: { type: "string" },
    auditors: { type: "string", default: "200" },
    on: { type: "string", multiple: true, default: [] },
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
const loaded = () =>
  load({
    seconds: values.minutes ? Number(values.minutes) * 60 : Number(values.seconds),
    auditors: Number(values.auditors),
    setUps: values.on.map((one) => one.toLowerCase()),
  });
if (positionals.includes("load")) {
  await loaded();
  process.exit(0);
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
if (values.only !== "learning") {
  console.log("\nA panel at work");
  await loaded();
}

async function measureTheRest(): Promise<void> {
  console.log("Starting the server on a demonstration area of its own");
  const site = await startSite(Number(values.port));
  try {
    console.log(`Saving one score, ${values.saves} times`);
    rows.push(await saveRow(site, Number(values.saves)));
    console.log(`The results page, ${values.pages} times`);
    rows.push(await pageRow(site, Number(values.pages)));
    console.log("What encryption at rest costs a save");
    rows.push(await encryptionRow(site, Number(values.saves)));
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
