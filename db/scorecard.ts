import { and, asc, desc, eq, max } from "drizzle-orm";
import { dayOf, periodWords } from "#audits/dates.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { type Card, type CardData, scorecard } from "#audits/scorecard/card.ts";
import type { Indicator } from "#audits/scorecard/indicators.ts";
import type { OutcomeCount } from "#audits/scorecard/outcomes.ts";
import type { Phase } from "#audits/vocabulary.ts";
import { caseloadNow, measurablesOf } from "./action-evidence.ts";
import { bridgesOf } from "./bridging.ts";
import { cyclesOut } from "./cycles.ts";
import { ofIndicator, periodCounts } from "./learning-sources.ts";
import { settingOf } from "./settings.ts";
import type { Db, Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

const event = eventOn("scorecard");

/** The scorecard as it stands on a day, small numbers shown. */
export async function cardOf(db: Db, on: string): Promise<Card> {
  const { indicators } = (await settingOf(db, "scorecard")).value;
  return scorecard(indicators, await cardData(db, indicators), on);
}

/** Reads only what a shown row is made from. */
async function cardData(db: Db, indicators: readonly Indicator[]): Promise<CardData> {
  const shown = indicators.filter((i) => !i.hidden).map((i) => i.measure);
  const typed = await periodCounts(db);
  const cycles = await measuredCycles(
    db,
    shown.flatMap((measure) => (measure.kind === "criterion" ? [measure.key] : [])),
  );
  const versions = Map.groupBy(cycles, (c) => c.rubric.key);
  const bridges = [];
  for (const [key, own] of versions)
    if (new Set(own.map((c) => c.rubric.version)).size > 1) bridges.push(...(await bridgesOf(db, key)));
  const { actions } = db.tables;
  const rows = await db.select().from(actions);
  return {
    cycles,
    bridges,
    caseload: shown.some((m) => m.kind === "timeliness") ? (await caseloadNow(db)).times : null,
    outcomes: (await outcomesOf(db)).map(({ enteredBy: _by, enteredAt: _at, ...count }) => count),
    typed: new Map(indicators.map((i) => [i.key, typed.get(ofIndicator(i.key)) ?? []])),
    actions: rows.map((a) => ({ doneOn: a.doneOn, outcome: a.effect?.outcome ?? null, testedOn: a.effectOn })),
  };
}

/** Cycles whose results are out, oldest first; bridging sets are no cycles of their own. */
async function measuredCycles(db: Db, criteria: string[]): Promise<CardData["cycles"]> {
  const bridging = new Set((await db.select().from(db.tables.bridgingSets)).map((b) => b.cycleId));
  const out = (await cyclesOut(db)).filter((c) => RESULTS_OUT.includes(c.status) && !bridging.has(c.id)).reverse();
  const found = new Map(
    (await measurablesOf(db, out, { themes: false, criteria })).map((one) => [one.of.cycleId, one]),
  );
  return out.flatMap((cycle) => {
    const own = found.get(cycle.id);
    const endedOn = cycle.closedAt ? dayOf(cycle.closedAt) : (cycle.moderationOn ?? cycle.scoringDue);
    return own ? [{ ...own, endedOn }] : [];
  });
}

/** What reviews said of outcomes, as it holds now, oldest first. */
export async function outcomesOf(db: Db): Promise<(OutcomeCount & { enteredBy: string; enteredAt: Date })[]> {
  const { outcomeCounts: kept, people } = db.tables;
  const rows = await db
    .select({ row: kept, by: people.name })
    .from(kept)
    .innerJoin(people, eq(people.id, kept.enteredBy))
    .orderBy(asc(kept.periodTo), asc(kept.periodFrom), asc(kept.phase), desc(kept.version));
  const same = (a: (typeof rows)[number], b: (typeof rows)[number]) =>
    a.row.periodFrom === b.row.periodFrom && a.row.periodTo === b.row.periodTo && a.row.phase === b.row.phase;
  return rows
    .filter((one, i) => rows.findIndex((other) => same(one, other)) === i)
    .map(({ row, by }) => ({
      from: row.periodFrom,
      to: row.periodTo,
      phase: row.phase === "" ? null : (row.phase as Phase),
      reviews: row.reviews,
      met: row.met,
      partly: row.partly,
      notMet: row.notMet,
      narrative: row.narrative,
      enteredBy: by,
      enteredAt: row.enteredAt,
    }));
}

/** Enters what reviews of a period said of outcomes. Counts for the same period and phase take the place of the earlier, which stay on record. */
export async function enterOutcomes(store: Store, by: Actor, outcomes: OutcomeCount, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { outcomeCounts: kept } = tx.tables;
    const { from: periodFrom, to: periodTo, phase, ...counts } = outcomes;
    const key = { periodFrom, periodTo, phase: phase ?? "" };
    const [{ last } = { last: 0 }] = await tx
      .select({ last: max(kept.version) })
      .from(kept)
      .where(and(eq(kept.periodFrom, key.periodFrom), eq(kept.periodTo, key.periodTo), eq(kept.phase, key.phase)));
    const version = (last ?? 0) + 1;
    await tx.insert(kept).values({ ...key, ...counts, version, enteredBy: by.id, enteredAt: at });
    const said = version === 1 ? "entered" : "corrected";
    const sentence = `${by.name} ${said} what reviews said of outcomes for ${periodWords(periodFrom, periodTo)}.`;
    await record(tx, event(by, "outcomes.kept", `${periodFrom}/${periodTo}`, sentence), at);
  });
}

/** Records that the scorecard leaves as a file. */
export async function recordCardDownload(store: Store, by: Actor, view: Card["view"], at: Date): Promise<void> {
  const sentence = `${by.name} downloaded the ${view} scorecard.`;
  await store.transaction((tx) => record(tx, event(by, "scorecard.downloaded", view, sentence), at));
}
