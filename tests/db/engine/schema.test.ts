import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join, relative } from "node:path";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { CASING, sqliteKit } from "#db/engine/kit.ts";
import { defineSchema } from "#db/schema.ts";
import { forEachEngine } from "../engines.ts";
import { newFolder } from "./places.ts";

describe("the product's schema", () => {
  it("has no reference that would delete rows by itself", () => {
    const references = Object.values(defineSchema(sqliteKit)).flatMap((table) =>
      getTableConfig(table).foreignKeys.map((key) => `${key.getName()}: ${key.onDelete}`),
    );
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((text) => !text.endsWith(": restrict"))).toEqual([]);
  });

  for (const [engine, dialect] of [
    ["sqlite", "sqlite"],
    ["postgres", "postgresql"],
  ] as const) {
    it(`is what the migrations for ${engine} make: drizzle-kit finds nothing to add`, () => {
      // drizzle-kit takes the folder for a relative one, and reports a folder that it cannot read as a success.
      const out = relative(process.cwd(), join(newFolder(), engine));
      cpSync(join("db", "migrations", engine), out, { recursive: true });
      const schema = join("db", "engine", `schema-${engine}.cjs`);
      const args = ["generate", "--dialect", dialect, "--schema", schema, "--out", out, "--casing", CASING];
      const { stdout, stderr } = spawnSync(process.execPath, ["node_modules/drizzle-kit/bin.cjs", ...args], {
        encoding: "utf8",
      });
      expect(`${stdout}${stderr}`).toContain("No schema changes");
    });
  }
});

forEachEngine((_name, open) => {
  it("opens with every table there, and empty", async () => {
    const engine = await open();
    for (const table of Object.values(engine.tables)) expect(await engine.db.select().from(table)).toEqual([]);
  });
});
