import { defineConfig } from "@playwright/test";

const PORT = Number(process.env.E2E_PORT ?? 3398);

/** Journeys against the built server with the demonstration area, in a real browser. Two projects: with JavaScript and without. */
export default defineConfig({
  testDir: "tests/e2e",
  timeout: 240_000,
  expect: { timeout: 10_000 },
  // One server and one database serve all journeys, and each journey makes its own cycle in it.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [["list"], ["json"]] : [["list"]],
  outputDir: ".cache/e2e",
  use: {
    baseURL: `http://localhost:${PORT}`,
    locale: "en-GB",
    timezoneId: "Europe/London",
    trace: "retain-on-failure",
    viewport: { width: 1366, height: 768 },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      chromiumSandbox: false,
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "with JavaScript", testIgnore: /without-javascript/ },
    { name: "without JavaScript", testMatch: /without-javascript/, use: { javaScriptEnabled: false } },
  ],
  webServer: {
    command: `"${process.execPath}" tests/e2e/server.ts`,
    env: { PORT: String(PORT) },
    url: `http://localhost:${PORT}/ready`,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    stdout: "pipe",
  },
});
