import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Place } from "#db/copies.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { GUARDS } from "#db/guards.ts";
import { newFolder } from "./engine/places.ts";
import { newPostgresDatabase } from "./engines.ts";

/** Runs a command of the product as a person would. */
function run(script: string, args: string[], settings: Record<string, string | undefined>) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings } as unknown as NodeJS.ProcessEnv;
  const done = spawnSync(process.execPath, [`scripts/${script}.ts`, ...args], { encoding: "utf8", env });
  return { code: done.status, out: done.stdout, error: done.stderr };
}
const SETUP = ["--area", "Testshire", "--name", "Ada Test", "--email", "ada@test.example"];

describe.each(["sqlite", "postgres"] as const)("commands beside a server on %s", (engine) => {
  type Settings = { DATA_DIR: string; DATABASE_URL?: string };
  const away = async (): Promise<{ settings: Settings; drop: () => Promise<void>; migrate: Place }> => {
    const DATA_DIR = newFolder();
    if (engine === "sqlite")
      return { settings: { DATA_DIR }, drop: async () => {}, migrate: { file: join(DATA_DIR, "audit.sqlite") } };
    const { url, drop } = await newPostgresDatabase();
    return { settings: { DATA_DIR, DATABASE_URL: url }, drop, migrate: { url } };
  };

  it("say that there is no area, and make nothing in its place", async () => {
    const { settings, drop, migrate } = await away();
    for (const script of ["backup", "trail-verify", "reminders"]) {
      const nowhere = run(script, [], settings);
      expect([script, nowhere.code, nowhere.out]).toEqual([script, 1, ""]);
      expect(nowhere.error).toMatch(/There is no database at|No area is set up/);
      expect(nowhere.error).toContain("with its settings");
    }
    expect(readdirSync(settings.DATA_DIR)).toEqual([]);
    await migrateDatabase({ ...migrate, guards: GUARDS, now: new Date("2026-11-22T09:00:00Z") });
    expect(run("backup", [], settings).error).toMatch(/^No area is set up in the database/);
    await drop();
  });

  it("set an area up once, copy it, read the copy, and say who may write where", async () => {
    const { settings, drop } = await away();
    expect(run("set-up", SETUP, settings).out).toMatch(/Testshire is set up.*\nSign in as ada@test.example/);
    expect(run("set-up", SETUP, settings)).toMatchObject({ code: 1, error: "This installation is set up already.\n" });
    const made = run("backup", [], settings);
    const file = /^(\S+\.sqlite): \d+ rows and \d+ events, trail unbroken/.exec(made.out)?.[1] ?? made.error;
    expect(run("restore", ["--from", file, "--check"], settings).out).toContain("The backup is whole");
    const shut = run("backup", [], { ...settings, BACKUP_DIR: join(file, "within-a-file") });
    expect([shut.code, shut.error]).toEqual([
      1,
      expect.stringMatching(/^The folder of the backups, .* cannot be written/),
    ]);
    expect(run("trail-verify", [], settings).out).toMatch(/\d+ events, chain unbroken/);
    await drop();
  });
});

describe("the password of a database", () => {
  it("is refused among what a command is called with, and not repeated", () => {
    const told = run("move", ["--from", "x.sqlite", "--to", "postgres://ehc:hunter2@127.0.0.1:1/ehc"], {});
    expect(told.code).toBe(1);
    expect(told.error).toContain("Leave the password out of the address");
    expect(told.out + told.error).not.toContain("hunter2");
  });

  it("comes from the settings: the side of a move that is left out is their database", async () => {
    const DATA_DIR = newFolder();
    run("set-up", SETUP, { DATA_DIR });
    const { url, drop } = await newPostgresDatabase();
    const there = run("move", ["--from", join(DATA_DIR, "audit.sqlite")], { DATA_DIR, DATABASE_URL: url });
    expect([there.code, there.error]).toEqual([0, ""]);
    const back = run("move", ["--to", join(DATA_DIR, "back.sqlite")], { DATA_DIR, DATABASE_URL: url });
    const hashes = (text: string) =>
      [...text.matchAll(/^ {2}\S+ +\d+ {2}[0-9a-f]{16} {2}same$/gm)].map(([line]) => line);
    expect(hashes(there.out).length).toBeGreaterThan(5);
    expect(hashes(back.out)).toEqual(hashes(there.out));
    await drop();
  });
});
