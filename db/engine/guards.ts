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
  /**
   * When the refusal gives way, as SQL that both engines read, sub-queries included: `exists (select 1 from ... where
   * subject_id = old.id)`.
   */
  unless?: string;
  /**
   * The primary key, where SQLite shall refuse a row that takes the place of another: INSERT OR REPLACE asks no other guard
   * on a connection without recursive triggers.
   */
  key?: string;
  /** Why, in a sentence: it becomes the error's message. */
  reason: string;
}

/** A table whose changes are counted, in the transaction that makes them: see changes.ts. */
export interface Counted {
  table: string;
  counted: true;
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

/** One row a counted table. The engine keeps it for itself, as it keeps the record of migrations: no copy or file needs it. */
export const CHANGES_TABLE = "table_changes";

/** This one serves all counted tables. */
const POSTGRES_COUNT = `CREATE OR REPLACE FUNCTION count_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${CHANGES_TABLE} SET n = n + 1 WHERE name = TG_TABLE_NAME;
  RETURN NULL;
END $$`;

/**
 * Setting the triggers counts as a change, because a migration may have changed rows while they were away. SQLite knows no
 * trigger of a whole statement, so there each row counts.
 */
function counting(kind: "sqlite" | "postgres", table: string): Trigger[] {
  const row = `CREATE TABLE IF NOT EXISTS ${CHANGES_TABLE} (name text PRIMARY KEY, n bigint NOT NULL);
INSERT INTO ${CHANGES_TABLE} (name, n) VALUES ('${table}', 1) ON CONFLICT (name) DO UPDATE SET n = ${CHANGES_TABLE}.n + 1`;
  const named = (verb: string, body: string, before: string): Trigger => {
    const hash = createHash("sha256").update(`${row} ${before} ${body}`).digest("hex").slice(0, 8);
    const name = `${GUARD_PREFIX}count_${table}_${verb}_${hash}`;
    return { name, table, create: `${row};\n${before}CREATE TRIGGER "${name}" ${body}` };
  };
  if (kind === "sqlite")
    return ["insert", "update", "delete"].map((verb) => {
      const count = `UPDATE ${CHANGES_TABLE} SET n = n + 1 WHERE name = '${table}'`;
      return named(verb, `AFTER ${verb.toUpperCase()} ON "${table}" FOR EACH ROW BEGIN ${count}; END`, "");
    });
  const head = `AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "${table}" FOR EACH STATEMENT`;
  return [named("changes", `${head} EXECUTE FUNCTION count_changes()`, `${POSTGRES_COUNT};\n`)];
}

/** PostgreSQL takes no sub-query in a trigger's condition, so a guard that gives way has a function of its own. */
function givingWay(
  named: (verb: string, body: string) => Trigger,
  verb: "update" | "delete",
  head: string,
  table: string,
  unless: string,
  reason: string,
): Trigger {
  const result = verb === "delete" ? "OLD" : "NEW";
  const body = `BEGIN
  IF (${unless}) THEN RETURN ${result}; END IF;
  RAISE EXCEPTION USING MESSAGE = ${quoted(reason)}, ERRCODE = 'KEEP1';
END`;
  const { name } = named(verb, `${head} ${body}`);
  const create = `CREATE OR REPLACE FUNCTION "${name}"() RETURNS trigger LANGUAGE plpgsql AS $keep$
${body} $keep$;
CREATE TRIGGER "${name}" ${head} EXECUTE FUNCTION "${name}"()`;
  return { name, table, create };
}

/** The triggers of all guards and counted tables, in one engine's words. */
export function triggersOf(kind: "sqlite" | "postgres", guards: readonly (Guard | Counted)[]): Trigger[] {
  return guards.flatMap((guard) => {
    if ("counted" in guard) return counting(kind, guard.table);
    const { table, refuses, when, unless, key, reason } = guard;
    const conditions = [when, kind === "sqlite" && unless ? `not (${unless})` : undefined].filter(
      (c) => c !== undefined,
    );
    const condition = conditions.length ? ` WHEN (${conditions.map((c) => `(${c})`).join(" and ")})` : "";
    const named = (verb: string, body: string): Trigger => {
      const hash = createHash("sha256").update(body).digest("hex").slice(0, 8);
      const name = `${GUARD_PREFIX}${table}_${verb}_${hash}`;
      return { name, table, create: `CREATE TRIGGER "${name}" ${body}` };
    };
    if (kind === "sqlite") {
      const body = `${condition} BEGIN SELECT RAISE(ABORT, ${quoted(reason)}); END`;
      const triggers = refuses.map((verb) =>
        named(verb, `BEFORE ${verb.toUpperCase()} ON "${table}" FOR EACH ROW${body}`),
      );
      if (key) {
        const taken = `exists (select 1 from "${table}" where "${key}" = new."${key}")`;
        const stop = ` WHEN ${taken} BEGIN SELECT RAISE(ABORT, ${quoted(reason)}); END`;
        triggers.push(named("replace", `BEFORE INSERT ON "${table}" FOR EACH ROW${stop}`));
      }
      return triggers;
    }
    const call = `EXECUTE FUNCTION keep_as_it_is(${quoted(reason)})`;
    const triggers = refuses.map((verb) => {
      const head = `BEFORE ${verb.toUpperCase()} ON "${table}" FOR EACH ROW${condition}`;
      return unless ? givingWay(named, verb, head, table, unless, reason) : named(verb, `${head} ${call}`);
    });
    if (refuses.includes("delete")) {
      triggers.push(named("truncate", `BEFORE TRUNCATE ON "${table}" FOR EACH STATEMENT ${call}`));
    }
    return triggers;
  });
}
