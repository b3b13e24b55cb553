import type Database from "better-sqlite3";
import type { Actor } from "#audits/people/permissions.ts";
import { searchTerms } from "#audits/search/query.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";
import { type CodedCounts, countedAs, precisionAt3, suggestThemes } from "#audits/themes/suggest.ts";
import { codingProgress, codingQueue } from "#db/coding-lists.ts";
import { searchFindings } from "#db/search.ts";
import type { Store } from "#db/store.ts";
import { themeCounts } from "#db/theme-counts.ts";
import { countsOf } from "#db/theme-words.ts";
import { CYCLE_IDS } from "./large-area.ts";
import { type Example, examples } from "./made-findings.ts";
import { type Row, timed } from "./measure.ts";

function countsFrom(coded: readonly Example[]): CodedCounts {
  const kept = new Map<string, number>();
  for (const { words, codes } of coded)
    for (const { word, code, n } of countedAs(words, codes))
      kept.set(`${word} ${code}`, (kept.get(`${word} ${code}`) ?? 0) + n);
  return (word, code) => kept.get(`${word} ${code}`) ?? 0;
}

/**
 * Precision at 3 on findings that were held back. A fifth of the phrases is held back at a time with all its variations, so that
 * no finding is met that repeats one already seen; the auditor's own tick is left out.
 */
export function suggestionLines(): string[] {
  const all = examples(4);
  const phrases = [...new Set(all.map((e) => e.phrase))];
  const foldOf = new Map(phrases.map((phrase, i) => [phrase, i % 5]));
  const tried = (use: { keywords: boolean; level: boolean; earlier: boolean }) => {
    const book = use.keywords
      ? SHIPPED_CODEBOOK
      : { ...SHIPPED_CODEBOOK, themes: SHIPPED_CODEBOOK.themes.map((t) => ({ ...t, keywords: [] })) };
    return precisionAt3(
      [0, 1, 2, 3, 4].flatMap((fold) => {
        const counts = use.earlier ? countsFrom(all.filter((e) => foldOf.get(e.phrase) !== fold)) : () => 0;
        return all
          .filter((e) => foldOf.get(e.phrase) === fold)
          .map(({ finding, words, codes }) => {
            const asked = use.level ? finding : { ...finding, level: null };
            return { suggested: suggestThemes(book, asked, words, counts).map((s) => s.code), chosen: codes };
          });
      }),
    );
  };
  const line = (what: string, { right, shown, found, chosen }: ReturnType<typeof precisionAt3>) =>
    `${what}: precision at 3 is ${(right / Math.max(1, shown)).toFixed(2)} (${right} of ${shown} shown), found among the first three ${(found / chosen).toFixed(2)} (${found} of ${chosen})`;
  return [
    `Theme suggestions on ${all.length} made-up findings, held back by phrase (5 folds, ${phrases.length} phrases, one theme each: precision at 3 of a full list is at most 0.33)`,
    line("  keywords alone", tried({ keywords: true, level: false, earlier: false })),
    line("  level alone", tried({ keywords: false, level: true, earlier: false })),
    line("  earlier findings alone", tried({ keywords: false, level: false, earlier: true })),
    line("  keywords and earlier findings", tried({ keywords: true, level: false, earlier: true })),
    line("  as the product suggests", tried({ keywords: true, level: true, earlier: true })),
  ];
}

/** Everything that the pages of themes ask the database, among the findings of the large area, beside bare SQL on the same file. */
export async function themeRows(store: Store, bare: Database.Database, lead: Actor, runs: number): Promise<Row[]> {
  const { db } = store;
  const page = examples(31).slice(-20);
  const words = [...new Set(page.flatMap((e) => e.words))];
  const marks = words.map(() => "?").join(", ");
  const filter = { cycleId: "", kind: "" as const, theme: "", agency: "" as const, reference: "" };
  const terms = searchTerms("speech therapist") ?? [];
  const coder = { id: lead.id, share: 10 };
  let asked = 0;
  const [{ n }] = bare.prepare("select count(*) n from findings").all() as [{ n: number }];
  const among = `among ${n.toLocaleString("en-GB")} findings`;
  const row = async (what: string, work: () => unknown, floor: string, bareWork: () => unknown): Promise<Row> => ({
    what: `${what} ${among}`,
    times: await timed(runs, work),
    floor,
    floorTimes: await timed(runs, bareWork),
  });
  return [
    await row(
      "Suggestions for a page of 20 findings",
      async () => {
        const counts = await countsOf(db, SHIPPED_CODEBOOK, words);
        for (const { finding, words: own } of page) suggestThemes(SHIPPED_CODEBOOK, finding, own, counts);
      },
      "bare SQL: the counts of their words",
      () => bare.prepare(`select word, code, n from theme_words where word in ('', ${marks})`).all(...words),
    ),
    await row(
      "Search for two words, first page,",
      () => searchFindings(db, lead, { ...filter, terms }, 1, 20),
      "bare FTS5: count and 20 rows",
      () => {
        const match = '"speech" AND "therapist"';
        bare.prepare("select count(*) from findings_words where findings_words match ?").get(match);
        bare
          .prepare(
            "select f.id, a.finding, a.quotes from findings f join answers a on a.audit_id = f.source and a.criterion = f.criterion where f.id in (select rowid from findings_words where findings_words match ?) order by f.saved_at desc limit 20",
          )
          .all(match);
      },
    ),
    await row(
      "Coding of a cycle: progress and list",
      async () => {
        // Nobody asked for this coder before, so nothing of it is kept.
        const another = { ...coder, id: `${coder.id} ${asked++}` };
        await codingProgress(db, "cyc_0", another);
        await codingQueue(db, "cyc_0", "first", another, 9);
      },
      "bare SQL: states counted, 9 rows",
      () => {
        bare
          .prepare(
            "select state, count(*) from findings join moderations m on m.sampled_case_id = findings.sampled_case_id and m.signed_off_at is not null where cycle_id = 'cyc_0' group by state",
          )
          .all();
        bare
          .prepare(
            "select id from findings where cycle_id = 'cyc_0' and state = 'open' order by reference, criterion, id limit 9",
          )
          .all();
      },
    ),
    await row(
      "Plans with each theme in 12 cycles",
      () => themeCounts(db, CYCLE_IDS, SHIPPED_CODEBOOK),
      "bare SQL: the same count",
      () =>
        bare
          .prepare("select cycle_id, code, count(distinct sampled_case_id) from finding_codes group by cycle_id, code")
          .all(),
    ),
  ];
}
