/** The demonstration area as the contents of a database, for tests that walk the whole product. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDemonstration } from "#db/demo/load.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";

export async function demonstration(): Promise<{ contents: Uint8Array; cycleId: string }> {
  const folder = mkdtempSync(join(tmpdir(), "ehc-demo-"));
  try {
    const file = join(folder, "demo.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: new Date() });
    const store: Store = await openDatabase(defineSchema, { file });
    await loadDemonstration(store, {
      pseudonymOf: (id) => Buffer.from(id).toString("hex").padStart(32, "0").slice(-32),
      progress: () => {},
    });
    await store.close();
    return { contents: readFileSync(file), cycleId: "cyc_demo_summer_2026" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
