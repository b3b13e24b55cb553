/**
 * Row by row, what a request changed: triggers in the database note it in the transaction of the change itself. And a way
 * to put the database back as it was while the server has it open.
 */
import Database from "better-sqlite3";
import { CHANGES_TABLE } from "#db/engine/guards.ts";

const NOTES = "noted_changes";

export type Change = { table: string; verb: "insert" | "update" | "delete"; times: number };

/** Watches every table of a SQLite file that others have open. */
export function watchChanges(file: string) {
  const db = new Database(file, { timeout: 10_000 });
  const names = db
    .prepare(
      "select name from sqlite_master where type = 'table' and sql not like 'create virtual%' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'",
    )
    .pluck()
    .all() as string[];
  const shadows = db
    .prepare("select name from sqlite_master where type = 'table' and sql like 'create virtual%'")
    .pluck()
    .all() as string[];
  db.exec(`create table ${NOTES} (name text, verb text)`);
  // The engine's own count of changes follows every change, and tells nothing of its own.
  const told = names.filter((one) => one !== CHANGES_TABLE && !shadows.some((shadow) => one.startsWith(`${shadow}_`)));
  for (const name of told)
    for (const verb of ["insert", "update", "delete"])
      db.exec(
        `create trigger note_${name}_${verb} after ${verb} on "${name}" begin insert into ${NOTES} values ('${name}', '${verb}'); end`,
      );
  return {
    /** What changed since it was last asked. */
    taken(): Change[] {
      const found = db
        .prepare(`select name as "table", verb, count(*) as times from ${NOTES} group by 1, 2 order by 1, 2`)
        .all() as Change[];
      if (found.length) db.exec(`delete from ${NOTES}`);
      return found;
    },
    /** Keeps the database as it is now in another file. */
    async keep(to: string): Promise<void> {
      db.exec(`delete from ${NOTES}`);
      await db.backup(to, { progress: () => 1_000_000 });
    },
    /** Lays a kept file over the database, for everybody who has it open. */
    async putBack(from: string): Promise<void> {
      const kept = new Database(from, { readonly: true });
      try {
        await kept.backup(file, { progress: () => 1_000_000 });
      } finally {
        kept.close();
      }
    },
    close: () => void db.close(),
  };
}
