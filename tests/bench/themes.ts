import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Actor } from "#audits/people/permissions.ts";
import { levelsOf } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import { searchTerms } from "#audits/search/query.ts";
import { indexedText } from "#audits/search/words.ts";
import { themesRaised } from "#audits/themes/codebook.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";
import {
  type CodedCounts,
  countedAs,
  type FindingToCode,
  precisionAt3,
  suggestThemes,
  tellingWords,
} from "#audits/themes/suggest.ts";
import { codingProgress, codingQueue, plansByTheme } from "#db/coding-lists.ts";
import { quotesFrom, spoken, wordsOn } from "#db/demo/words.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import { searchFindings } from "#db/search.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import type { Store } from "#db/store.ts";
import { countsOf, learn } from "#db/theme-words.ts";
import { type Row, timed } from "./measure.ts";

const RUBRIC = SHIPPED_RUBRICS[0]!;
const AT = new Date("2026-11-01T09:00:00Z");

/** A made-up finding with the theme that its writer meant, and the phrase that it is a variation of. */
type Example = { finding: FindingToCode; words: string[]; codes: string[]; phrase: string };

/** Findings from every phrase of the demonstration area, each in several variations with quotes from a plan. */
function examples(variations: number): Example[] {
  const made: Example[] = [];
  for (const criterion of RUBRIC.criteria.filter(
    (c) => RUBRIC.domains.find((d) => d.key === c.domain)?.module === RUBRIC.mainModule,
  )) {
    const own = wordsOn(criterion.key);
    const levels = levelsOf(RUBRIC, criterion).toSorted((a, b) => a.value - b.value);
    for (const [kind, byTheme] of [
      ["improvement", own.improve],
      ["strength", own.praise],
    ] as const)
      for (const [code, phrases] of Object.entries(byTheme).filter(([theme]) => theme))
        for (const phrase of phrases)
          for (let i = 0; i < variations; i++) {
            const draws = generatorFromSeed(`bench/${criterion.key}/${phrase}/${i}`);
            const level = kind === "strength" ? levels.at(-1)! : levels[i % 2]!;
            const quotes = quotesFrom(
              kind === "strength" ? own.strong : i % 2 ? own.thin : own.poor,
              "primary",
              draws,
            ).slice(0, 1);
            const finding: FindingToCode = {
              kind,
              criterion: criterion.key,
              words: spoken(phrase, "primary", draws),
              quotes: quotes.map((q) => q.words),
              level: {
                label: level.label,
                themes: themesRaised(SHIPPED_CODEBOOK, RUBRIC, criterion, level.value).map((t) => t.code),
              },
              ticked: [],
            };
            const indexed = indexedText([finding.words, ...finding.quotes]);
            made.push({ finding, words: tellingWords(indexed, criterion.key), codes: [code], phrase });
          }
  }
  return made;
}

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

const PLANS = 6_000;
const AUDITS_A_PLAN = 2;
const FINDINGS_AN_AUDIT = 5;
const CYCLES = 12;

/** Everything that the pages of themes ask the database, among 60,000 coded findings, beside bare SQL on the same file. */
export async function themeRows(runs: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ehc-themes-"));
  const file = join(folder, "audit.sqlite");
  await migrateDatabase({ file, guards: GUARDS, now: AT });
  const store: Store = await openDatabase(defineSchema, { file, timeLimit: 600_000 });
  const bare = new Database(file, { readonly: true });
  try {
    const lead = await plant(store);
    return await measure(store, bare, lead, runs);
  } finally {
    bare.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function plant(store: Store): Promise<Actor> {
  await setUpArea(
    store,
    { name: "B", partners: "B", concernContacts: [], demonstration: false },
    [{ id: "org", name: "Council", agency: "education" }],
    AT,
  );
  for (const [id, role] of [
    ["per_lead", "quality_lead"],
    ["per_a", "auditor"],
    ["per_b", "auditor"],
  ] as const)
    await addPerson(
      store,
      { id: null, name: "Bench" },
      {
        id,
        name: id,
        email: `${id}@bench.example`,
        password: "a long enough password",
        memberships: [{ organisationId: "org", role, agency: role === "auditor" ? "education" : null }],
      },
      AT,
    );
  const made = examples(30);
  await store.transaction(async (tx) => {
    const t = tx.tables;
    const [rubric] = await tx.select().from(t.rubrics);
    const [book] = await tx.select().from(t.codebooks);
    const slices = async <T>(rows: T[], insert: (slice: T[]) => PromiseLike<unknown>) => {
      for (let i = 0; i < rows.length; i += 500) await insert(rows.slice(i, i + 500));
    };
    await tx.insert(t.imports).values({ id: "imp", status: "kept", files: [], startedAt: AT });
    const cycle = (i: number) => `cyc_${i % CYCLES}`;
    for (let i = 0; i < CYCLES; i++) {
      await tx.insert(t.cycles).values({
        id: cycle(i),
        title: `Cycle ${i}`,
        question: "",
        status: "moderation",
        rubricId: rubric!.id,
        codebookId: book!.id,
        shortForm: false,
        modules: ["plan"],
        limitsMode: "applied",
        periodFrom: "2026-01-01",
        periodTo: "2026-06-30",
        scoringOpens: "2026-07-01",
        scoringDue: "2026-07-20",
        seed: `s${i}`,
        seedFixedAt: AT,
        openedBy: "per_lead",
        openedAt: AT,
        version: 1,
      });
      await tx.insert(t.draws).values({
        id: `drw_${i}`,
        cycleId: cycle(i),
        number: 1,
        record: {} as never,
        design: {} as never,
        reason: "",
        drawnBy: "per_lead",
        drawnAt: AT,
      });
    }
    const plans = Array.from({ length: PLANS }, (_, i) => i);
    const reference = (i: number) => `C-${String(i).padStart(5, "0")}`;
    await slices(plans, (slice) =>
      tx.insert(t.cases).values(
        slice.map((i) => ({
          id: `cas_${i}`,
          pseudonym: String(i).padStart(32, "0"),
          reference: reference(i),
          legalRegime: "cfa_2014",
          planType: "existing" as const,
          planDate: "2026-01-01",
          secondaryNeeds: [],
          active: true,
          firstImportId: "imp",
          lastImportId: "imp",
          version: 1,
        })),
      ),
    );
    await slices(plans, (slice) =>
      tx.insert(t.sampledCases).values(
        slice.map((i) => ({
          id: `smp_${i}`,
          cycleId: cycle(i),
          drawId: `drw_${i % CYCLES}`,
          caseId: `cas_${i}`,
          stratum: "all",
          position: i,
          standing: "sample" as const,
          snapshot: { reference: reference(i) } as never,
        })),
      ),
    );
    await slices(plans, (slice) =>
      tx.insert(t.moderations).values(
        slice.map((i) => ({
          sampledCaseId: `smp_${i}`,
          present: [],
          signedOffAt: AT,
          signedOffBy: "per_lead",
          result: {},
          version: 1,
        })),
      ),
    );
    const audits = plans.flatMap((i) =>
      Array.from({ length: AUDITS_A_PLAN }, (_, a) => ({
        id: `aud_${i}_${a}`,
        cycleId: cycle(i),
        sampledCaseId: `smp_${i}`,
        auditorId: a ? "per_b" : "per_a",
        agency: a ? ("health" as const) : ("education" as const),
        status: "submitted" as const,
        dueOn: "2026-07-20",
        assignedAt: AT,
        version: 1,
      })),
    );
    await slices(audits, (slice) => tx.insert(t.audits).values(slice));
    const given = audits.flatMap((audit, n) => {
      const seen = new Set<string>();
      return Array.from({ length: FINDINGS_AN_AUDIT * 4 }, (_, k) => made[(n * 131 + k * 977) % made.length]!)
        .filter((e) => !seen.has(e.finding.criterion) && seen.add(e.finding.criterion))
        .slice(0, FINDINGS_AN_AUDIT)
        .map((example) => ({ audit, example }));
    });
    await slices(given, (slice) =>
      tx.insert(t.answers).values(
        slice.map(({ audit, example: { finding, codes } }) => ({
          auditId: audit.id,
          criterion: finding.criterion,
          score: "1",
          reason: "",
          note: "",
          quotes: finding.quotes.map((words) => ({ section: "F", page: 1, words })),
          finding: { kind: finding.kind, words: finding.words, themes: codes },
          version: 1,
          savedAt: AT,
        })),
      ),
    );
    await slices(given, (slice) =>
      tx.insert(t.findings).values(
        slice.map(({ audit, example: { finding } }, i) => ({
          source: audit.id,
          sampledCaseId: audit.sampledCaseId,
          cycleId: audit.cycleId,
          criterion: finding.criterion,
          reference: reference(Number(audit.sampledCaseId.slice(4))),
          auditorId: audit.auditorId,
          agency: audit.agency,
          kind: finding.kind,
          stems: indexedText([finding.words, ...finding.quotes]),
          savedAt: new Date(AT.getTime() + i),
          state: i % 50 ? ("coded" as const) : ("open" as const),
          waits: false,
          lot: i % 10_000,
          firstBy: i % 50 ? "per_lead" : null,
        })),
      ),
    );
    await slices(given, (slice) =>
      tx.insert(t.findingCodes).values(
        slice.flatMap(({ audit, example: { finding, codes } }) =>
          codes.map((code) => ({
            auditId: audit.id,
            criterion: finding.criterion,
            code,
            place: 1,
            cycleId: audit.cycleId,
            sampledCaseId: audit.sampledCaseId,
            byCoder: true,
          })),
        ),
      ),
    );
    await learn(
      tx,
      given.map(({ example: { words, codes } }) => ({ words, codes })),
      1,
    );
  });
  return {
    id: "per_lead",
    name: "per_lead",
    email: "",
    memberships: [{ role: "quality_lead", organisationId: "org", organisationName: "", agency: null, writerRef: null }],
  };
}

async function measure(store: Store, bare: Database.Database, lead: Actor, runs: number): Promise<Row[]> {
  const { db } = store;
  const page = examples(31).slice(-20);
  const words = [...new Set(page.flatMap((e) => e.words))];
  const marks = words.map(() => "?").join(", ");
  const filter = { cycleId: "", kind: "" as const, theme: "", agency: "" as const, reference: "" };
  const terms = searchTerms("speech therapist") ?? [];
  const coder = { id: lead.id, share: 10 };
  const cycles = Array.from({ length: CYCLES }, (_, i) => `cyc_${i}`);
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
        await codingProgress(db, "cyc_0", coder);
        await codingQueue(db, "cyc_0", "first", coder, 9);
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
      "Plans with one theme in 12 cycles",
      () => plansByTheme(db, cycles, "EP-VAGUE"),
      "bare SQL: the same count",
      () =>
        bare
          .prepare(
            "select cycle_id, count(distinct sampled_case_id) from finding_codes where code = 'EP-VAGUE' group by cycle_id",
          )
          .all(),
    ),
  ];
}
