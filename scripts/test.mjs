/** `npm test`: installs what is missing and runs everything. The closing line counts the tests of all runners. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureBrowser } from "./ensure-browser.mjs";
import { ensureInstalled } from "./ensure-install.mjs";
import { ensureReportTools } from "./ensure-report-tools.mjs";
import { command, run, say, Stop } from "./steps.mjs";

const RESULTS = ".cache/test-results";
const VITEST_PROJECTS = [
  ["unit", "Unit tests: the rules of the domain"],
  ["conformance", "Conformance: every figure against the published vectors"],
  ["db", "Database tests, on SQLite and on a real PostgreSQL server"],
  ["routes", "Routes with a real database"],
  ["http", "The built server over HTTP: who sees what, attacks, limits, the log"],
  ["faults", "Faults: what is killed, full, read-only or away loses nothing that was acknowledged"],
  ["report", "Reports: veraPDF, reading order, fonts"],
];

await command(async () => {
  const started = Date.now();
  const node = await ensureInstalled();
  say("Looking for a browser");
  const browser = await ensureBrowser();
  say("Looking for the PDF tools");
  ensureReportTools();
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });

  const tool = (path, ...args) => [`node_modules/${path}`, ...args];
  say("Format and lint");
  await run("node_modules/.bin/biome", ["ci", "."], {
    otherwise: "The code is not formatted, or a lint rule fails. Run: npm run fix",
  });
  say("Types");
  await run(node, tool("typescript/bin/tsc", "--noEmit"), { otherwise: "The types do not fit" });
  say("Unused code and dependencies");
  await run(node, tool("knip/bin/knip.js"), { otherwise: "Something is not used, or used without being declared" });

  for (const [project, title] of VITEST_PROJECTS) {
    say(title);
    await run(
      node,
      tool(
        "vitest/vitest.mjs",
        "run",
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${RESULTS}/${project}.json`,
      ),
      {
        otherwise: `Tests failed in ${project}`,
      },
    );
  }

  say("Building the application");
  await run(node, tool("@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error"), {
    otherwise: "The application could not be built",
  });
  say("Journeys in a real browser");
  await run(node, tool("@playwright/test/cli.js", "test"), {
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: `${RESULTS}/e2e.json` },
    otherwise: "A journey in the browser failed",
  });

  const { passed, failed } = counted();
  process.stdout.write(
    `\nEverything ran in ${Math.round((Date.now() - started) / 1000)} seconds.\n${passed} passed, ${failed} failed\n`,
  );
  if (failed > 0 || passed === 0) throw new Stop("Not every test passed.");
});

function counted() {
  let passed = 0;
  let failed = 0;
  for (const [project] of VITEST_PROJECTS) {
    const result = JSON.parse(readFileSync(`${RESULTS}/${project}.json`, "utf8"));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
  }
  const { stats } = JSON.parse(readFileSync(`${RESULTS}/e2e.json`, "utf8"));
  return { passed: passed + stats.expected, failed: failed + stats.unexpected + stats.flaky };
}
