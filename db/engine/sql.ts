/**
 * The few expressions that the two engines write differently. Which engine it is for is known from the column.
 * For the rest use drizzle's own: `count()`, `sum()`, `avg()`, `min()`, `max()` and `inArray()` behave alike on both.
 */
import { type Column, is, type SQL, sql } from "drizzle-orm";
import { PgColumn } from "drizzle-orm/pg-core";

/** The column's text in lower case, in every alphabet; compare it with JavaScript's `toLowerCase()`. */
export function lowerCase(column: Column): SQL<string> {
  return is(column, PgColumn) ? sql`lower(${column} collate "default")` : sql`lower_case(${column})`;
}

/** Whether the column's text has these words in it, in upper or lower case. `%` and `_` stand for themselves. */
export function contains(column: Column, words: string): SQL<boolean> {
  const sought = words.toLowerCase();
  return is(column, PgColumn)
    ? sql`strpos(${lowerCase(column)}, ${sought}) > 0`
    : sql`instr(${lowerCase(column)}, ${sought}) > 0`;
}

/** Whether the column is one of a list of any length, where `inArray` would need one parameter an element. */
export function isAnyOf(column: Column, values: readonly string[] | readonly number[]): SQL<boolean> {
  return is(column, PgColumn)
    ? sql`${column} = any(${sql.param(values)})`
    : sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}

/** An order in which rows without a value come last: `nullsLast(asc(cases.planDate))`. */
export function nullsLast(order: SQL): SQL {
  return sql`${order} nulls last`;
}

/** The text that stands at a path of a JSON column, such as ["data", "view"]; null where nothing does. Names are letters only. */
export function jsonText(column: Column, path: readonly string[]): SQL<string | null> {
  const literal = (text: string) => sql.raw(`'${text.replaceAll(/[^A-Za-z.,{}$]/g, "")}'`);
  return is(column, PgColumn)
    ? sql`${column} #>> ${literal(`{${path.join(",")}}`)}`
    : sql`json_extract(${column}, ${literal(`$.${path.join(".")}`)})`;
}
