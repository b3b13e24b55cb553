import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import { denyImports } from "vite-env-only";
import remixConfig from "./remix.config.js";

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  plugins: [
    // The database and the PDF writer never reach a browser: a page that imports them fails the build, by name.
    denyImports({
      client: { files: ["db/**"], specifiers: ["better-sqlite3", "pg", "pdf-lib", /^node:/] },
    }),
    remix({ ...remixConfig, serverModuleFormat: "esm" }),
  ],
  resolve: { alias: { "~": new URL("./app", import.meta.url).pathname } },
  css: { preprocessorOptions: { scss: { quietDeps: true, loadPaths: ["node_modules"] } } },
  optimizeDeps: { exclude: ["better-sqlite3", "drizzle-orm", "pg"] },
  ssr: { noExternal: ["drizzle-orm"], external: ["better-sqlite3", "pg"] },
  build: { target: "es2022", assetsInlineLimit: 0 },
});
