import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import { record, verifyTrail } from "#db/trail.ts";

const AT = new Date("2026-11-22T09:00:00Z");

describe("the trail, when somebody opens the file and takes its guards away", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "ehc-trail-"));
    file = join(folder, "audit.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: AT });
    const store = await openDatabase(defineSchema, { file });
    for (let i = 1; i <= 5; i++) {
      const event = {
        kind: "answer.saved" as const,
        actorId: "per_1",
        actorName: "Siân Gruffŷdd",
        subjectKind: "audit",
        subjectId: "aud_1",
      };
      await store.transaction((tx) =>
        record(tx, { ...event, sentence: `Event ${i}.` }, new Date(AT.getTime() + i * 1000)),
      );
    }
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Changes the file as a person with a database tool could. */
  const tamper = (sql: string) => {
    const raw = new Database(file);
    for (const { name } of raw.prepare("select name from sqlite_schema where type = 'trigger'").all() as {
      name: string;
    }[])
      raw.exec(`drop trigger "${name}"`);
    raw.exec(sql);
    raw.close();
  };
  const verified = async () => {
    const store = await openDatabase(defineSchema, { file, readOnly: true });
    const result = await verifyTrail(store.db);
    await store.close();
    return result;
  };

  it("is whole when nothing was touched", async () =>
    expect(await verified()).toMatchObject({ events: 5, brokenAt: null }));
  it("names the first event that was reworded", async () => {
    tamper("update trail set sentence = 'Nothing happened.' where position = 3");
    expect((await verified()).brokenAt).toBe(3);
  });
  it("names the place where an event was taken out", async () => {
    tamper("delete from trail where position = 2");
    expect((await verified()).brokenAt).toBe(2);
  });
  it("sees a changed time, actor and subject", async () => {
    for (const change of ["at = at + 1", "actor_name = 'Somebody else'", "subject_id = 'aud_2'"]) {
      tamper(`update trail set ${change} where position = 4`);
      expect((await verified()).brokenAt, change).toBe(4);
    }
  });
});
