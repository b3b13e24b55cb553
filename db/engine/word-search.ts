/**
 * The one door to full-text search. Both engines search words that the product has folded and stemmed itself
 * (audits/search/words.ts), so that they find the same; neither is asked to know English. SQLite has the FTS5 table
 * `findings_words` beside `findings`, kept by triggers; PostgreSQL an index on `to_tsvector('simple', stems)`.
 */
import { type Column, is, type SQL, sql } from "drizzle-orm";
import { PgColumn } from "drizzle-orm/pg-core";
import type { SearchTerm } from "#audits/search/query.ts";

/** Whether all terms stand in a row of `findings`. @param of its columns `id` and `stems` */
export function hasTerms(of: { id: Column; stems: Column }, terms: readonly SearchTerm[]): SQL<boolean> {
  if (is(of.stems, PgColumn))
    return sql`to_tsvector('simple', ${of.stems}) @@ cast(${terms.map(inPostgres).join(" & ")} as tsquery)`;
  const match = terms.map(inSqlite).join(" AND ");
  return sql`${of.id} in (select rowid from findings_words where findings_words match ${match})`;
}

// Stems are letters and figures alone, so nothing of them can be taken for a sign of the query.
const inSqlite = ({ stems, open }: SearchTerm) => `"${stems.join(" ")}"${open ? " *" : ""}`;
const inPostgres = ({ stems, open }: SearchTerm) =>
  stems.map((stem, i) => `'${stem}'${open && i === stems.length - 1 ? ":*" : ""}`).join(" <-> ");
