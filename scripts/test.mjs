/**
 * `npm test`: installs what is missing and runs everything. What does not fit together ends it at once; a suite that fails
 * does not keep the others from running, so that one run tells all. The closing line counts the tests of all runners.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
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

  const failures = [];
  const suite = async (title, ...how) => {
    say(title);
    await run(...how).catch((failure) => {
      if (!(failure instanceof Stop)) throw failure;
      failures.push(failure.message);
    });
  };
  for (const [project, title] of VITEST_PROJECTS) {
    await suite(
      title,
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
  await suite("Journeys in a real browser", node, tool("@playwright/test/cli.js", "test"), {
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: `${RESULTS}/e2e.json` },
    otherwise: "A journey in the browser failed",
  });

  const { passed, failed } = counted();
  process.stdout.write(
    `\nEverything ran in ${Math.round((Date.now() - started) / 1000)} seconds.\n${passed} passed, ${failed} failed\n`,
  );
  if (failures.length > 0) throw new Stop(`${failures.join(". ")}.`);
  if (failed > 0 || passed === 0) throw new Stop("Not every test passed.");
});

function counted() {
  let passed = 0;
  let failed = 0;
  for (const [project] of VITEST_PROJECTS) {
    const { numPassedTests, numFailedTests } = resultOf(project) ?? { numPassedTests: 0, numFailedTests: 1 };
    passed += numPassedTests;
    failed += numFailedTests;
  }
  const { stats } = resultOf("e2e") ?? { stats: { expected: 0, unexpected: 1, flaky: 0 } };
  return { passed: passed + stats.expected, failed: failed + stats.unexpected + stats.flaky };
}

/** What a runner wrote down, or null where it ended before that. */
function resultOf(suite) {
  const file = `${RESULTS}/${suite}.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
