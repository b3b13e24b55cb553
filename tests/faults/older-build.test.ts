import { expect, it } from "vitest";
import { contentOf, shapesOf } from "#db/engine/rows.ts";
import { openDatabase } from "#db/engine/open.ts";
import { connect } from "#db/engine/sqlite.ts";
import { defineSchema } from "#db/schema.ts";
import pg from "pg";
import { newPostgresDatabase } from "../db/engines.ts";
import { areaFolder, areaOnPostgres, startServer } from "./server.ts";

const NEWER = "('a migration of next year', 99999999999999)";

for (const name of ["sqlite", "postgres"] as const)
  it(`refuses to start an older build on a newer ${name} database, and changes nothing in it`, async () => {
    const { folder, file } = await areaFolder();
    const made = name === "postgres" ? await newPostgresDatabase() : null;
    const url = made?.url;
    if (url) {
      await areaOnPostgres(file, url);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ${NEWER}`);
      await client.end();
    } else {
      const connection = connect(file);
      connection.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ${NEWER}`);
      connection.close();
    }
    const content = async () => {
      const store = await openDatabase(defineSchema, { ...(url ? { url } : { file }), readOnly: true });
      return contentOf(store.db, shapesOf(defineSchema)).finally(() => store.close());
    };
    const before = await content();
    await expect(startServer({ folder, url })).rejects.toThrow(
      /code 1: .*used by a newer version of this program.*Start the newer version, or restore a backup/s,
    );
    expect(await content()).toEqual(before);
    await made?.drop();
  });
