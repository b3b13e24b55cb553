import { inArray, lte, sql } from "drizzle-orm";
import type { Codebook } from "#audits/themes/codebook.ts";
import { standingOf } from "#audits/themes/lineage.ts";
import { type CodedCounts, countedAs } from "#audits/themes/suggest.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { Db, Tx } from "./store.ts";

/** A coded finding as the counts know it. */
export type Learnt = { words: readonly string[]; codes: readonly string[] };

const SLICE = 400;

/**
 * Adds coded findings to the counts of `theme_words`, or with -1 takes them out again, in the transaction of the coding. What
 * suggestions cost does not grow with the number of coded findings: they read the rows of their own words.
 */
export async function learn(tx: Tx, findings: readonly Learnt[], by: 1 | -1): Promise<void> {
  const { themeWords } = tx.tables;
  const sums = new Map<string, { word: string; code: string; n: number }>();
  for (const { words, codes } of findings)
    for (const one of countedAs(words, codes, by)) {
      const key = `${one.word} ${one.code}`;
      const sum = sums.get(key);
      if (sum) sum.n += one.n;
      else sums.set(key, one);
    }
  const rows = [...sums.values()];
  for (let start = 0; start < rows.length; start += SLICE)
    await tx
      .insert(themeWords)
      .values(rows.slice(start, start + SLICE))
      .onConflictDoUpdate({
        target: [themeWords.word, themeWords.code],
        set: { n: sql`${themeWords.n} + excluded.n` },
      });
  // No word of a finding that is gone stays behind.
  if (by < 0) await tx.delete(themeWords).where(lte(themeWords.n, 0));
}

/**
 * How often these words stood in coded findings, by the codes of this codebook: what was coded to a theme that was merged
 * since counts for the one that took it in.
 *
 * @param without a coding that must not show in the answer, such as the first coder's to the second
 */
export async function countsOf(
  db: Db,
  book: Codebook,
  words: readonly string[],
  without: Learnt | null = null,
): Promise<CodedCounts> {
  const { themeWords } = db.tables;
  const rows = await db
    .select()
    .from(themeWords)
    .where(words.length < 60 ? inArray(themeWords.word, ["", ...words]) : isAnyOf(themeWords.word, ["", ...words]));
  const counts = new Map<string, number>();
  const add = (word: string, code: string, n: number) => {
    const standing = code === "" ? null : standingOf(book, code);
    if (standing && standing.kind !== "counts") return;
    const key = `${word} ${standing?.code ?? ""}`;
    counts.set(key, (counts.get(key) ?? 0) + n);
  };
  for (const { word, code, n } of rows) add(word, code, n);
  if (without) for (const { word, code, n } of countedAs(without.words, without.codes, -1)) add(word, code, n);
  return (word, code) => counts.get(`${word} ${code}`) ?? 0;
}
