import { defineConfig } from "vitest/config";

/** Unit and conformance tests are pure; db and routes use real databases; faults kill and starve what runs; report runs the PDF validators. */
const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  resolve: { alias: { "~": new URL("./app", import.meta.url).pathname } },
  test: { name, include, environment: "node" as const, ...extra },
});

export default defineConfig({
  test: {
    projects: [
      project("unit", ["tests/unit/**/*.test.{ts,tsx}"]),
      project("conformance", ["tests/conformance/**/*.test.ts"]),
      project("db", ["tests/db/**/*.test.ts"], {
        testTimeout: 60_000,
        hookTimeout: 120_000,
        globalSetup: ["tests/db/postgres.global.ts"],
      }),
      project("routes", ["tests/routes/**/*.test.{ts,tsx}"], { testTimeout: 60_000, hookTimeout: 120_000 }),
      project("http", ["tests/http/**/*.test.ts"], {
        testTimeout: 300_000,
        hookTimeout: 300_000,
        globalSetup: ["tests/http/build.global.ts", "tests/db/postgres.global.ts"],
        env: { NODE_ENV: "production", DATABASE_URL: "", PUBLIC_URL: "", LOG_LEVEL: "silent" },
      }),
      project("faults", ["tests/faults/**/*.test.ts"], {
        testTimeout: 300_000,
        hookTimeout: 300_000,
        globalSetup: ["tests/http/build.global.ts", "tests/db/postgres.global.ts"],
        env: { NODE_ENV: "production", DATABASE_URL: "", PUBLIC_URL: "", LOG_LEVEL: "silent" },
      }),
      project("report", ["tests/report/**/*.test.ts"], { testTimeout: 180_000, hookTimeout: 180_000 }),
    ],
  },
});
