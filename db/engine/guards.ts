/**
 * Guards keep rows as they are: the trail, what was submitted, what was published. They are triggers, so they hold
 * against every program that opens the database, and they are made from this declaration at each migration, so that a
 * table which a migration rebuilds cannot lose them.
 */
import { createHash } from "node:crypto";

export interface Guard {
  /** The table's name in the database: `audit_answers`. */
  table: string;
  refuses: readonly ("update" | "delete")[];
  /** Which rows are kept, as SQL that both engines read: `old.published_at is not null`. Without it, every row. */
  when?: string;
  /** Why, in a sentence: it becomes the error's message. */
  reason: string;
}

export interface Trigger {
  /** Ends in a hash of what makes it, so that a trigger of this name is the right one. */
  name: string;
  table: string;
  create: string;
}

/** Every guard's trigger bears a name that begins so. */
export const GUARD_PREFIX = "keep_";

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** PostgreSQL triggers call a function; this one serves all guards. */
export const POSTGRES_FUNCTION = `CREATE OR REPLACE FUNCTION keep_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'KEEP1';
END $$`;

/** The triggers of all guards, in one engine's words. */
export function triggersOf(kind: "sqlite" | "postgres", guards: readonly Guard[]): Trigger[] {
  return guards.flatMap(({ table, refuses, when, reason }) => {
    const condition = when ? ` WHEN (${when})` : "";
    const named = (verb: string, body: string): Trigger => {
      const hash = createHash("sha256").update(body).digest("hex").slice(0, 8);
      const name = `${GUARD_PREFIX}${table}_${verb}_${hash}`;
      return { name, table, create: `CREATE TRIGGER "${name}" ${body}` };
    };
    if (kind === "sqlite") {
      const body = `${condition} BEGIN SELECT RAISE(ABORT, ${quoted(reason)}); END`;
      return refuses.map((verb) => named(verb, `BEFORE ${verb.toUpperCase()} ON "${table}" FOR EACH ROW${body}`));
    }
    const call = `EXECUTE FUNCTION keep_as_it_is(${quoted(reason)})`;
    const triggers = refuses.map((verb) =>
      named(verb, `BEFORE ${verb.toUpperCase()} ON "${table}" FOR EACH ROW${condition} ${call}`),
    );
    if (refuses.includes("delete")) {
      triggers.push(named("truncate", `BEFORE TRUNCATE ON "${table}" FOR EACH STATEMENT ${call}`));
    }
    return triggers;
  });
}
