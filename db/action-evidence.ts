import { and, asc, count, eq, inArray, isNotNull, isNull, ne, type SQL } from "drizzle-orm";
import { type Effect, effectOf, type ReauditFacts } from "#audits/actions/effect.ts";
import {
  type ActionMeasure,
  type Asked,
  countsFromFigures,
  countsFromTally,
  type Measurable,
  namedMeasure,
  readMeasure,
  readTimeliness,
  type Reading,
} from "#audits/actions/measure.ts";
import { caseYears, stepsOfYear } from "#audits/learning/series.ts";
import { DEFAULT_THRESHOLD } from "#audits/measures/suppression.ts";
import type { CaseloadTimes } from "#audits/results/caseload.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import type { ActionRow } from "./actions.ts";
import { bridgesOf } from "./bridging.ts";
import { caseloadOf } from "./caseload.ts";
import { type Cycle, cycleOf } from "./cycles.ts";
import { isAnyOf } from "./engine/sql.ts";
import { codebookOf, rubricOf } from "./rubrics.ts";
import type { Db } from "./store.ts";
import { gradedLevels, talliesOf } from "./tallies.ts";
import { themeCounts } from "./theme-counts.ts";

/** What of a cycle is counted beside its grades and domains: its themes, and all criteria, these ones, or none. */
type AlsoCounted = { themes: boolean; criteria: "all" | readonly string[] };

/** A cycle as measures are read from it, added up by the database; null when there is no such cycle. */
export async function measurableOf(db: Db, cycle: Cycle, also: AlsoCounted): Promise<Measurable | null> {
  return (await measurablesOf(db, [cycle], also))[0] ?? null;
}

/** The same of several cycles, in their order. */
export async function measurablesOf(db: Db, cycles: Cycle[], { themes, criteria }: AlsoCounted): Promise<Measurable[]> {
  const ids = cycles.map(({ id }) => id);
  const { frozenFigures } = db.tables;
  const frozen = new Map(
    (await db.select().from(frozenFigures).where(isAnyOf(frozenFigures.cycleId, ids))).map((row) => [row.cycleId, row]),
  );
  const tallies = new Map((await talliesOf(db, ids)).map((tally) => [tally.cycle.id, tally]));
  const keys = criteria === "all" ? null : criteria;
  const levels = keys?.length === 0 ? [] : await gradedLevels(db, ids, "criterion", keys);
  const books = new Map<string, Codebook>();
  const found: Measurable[] = [];
  for (const cycle of cycles) {
    const tally = tallies.get(cycle.id);
    if (!tally) continue;
    const book = books.get(cycle.codebookId) ?? (await codebookOf(db, cycle.codebookId)).document;
    books.set(cycle.codebookId, book);
    const kept = frozen.get(cycle.id);
    const own = kept?.evidenceRemovedAt ? null : levels.filter(({ cycleId }) => cycleId === cycle.id);
    const counted = async () => ({
      themes: themes ? ((await themeCounts(db, [cycle.id], book)).get(cycle.id) ?? new Map<string, number>()) : null,
      criteria: own,
    });
    found.push({
      of: {
        kind: "cycle",
        cycleId: cycle.id,
        title: cycle.title,
        from: cycle.periodFrom,
        to: cycle.periodTo,
        scoringOpens: cycle.scoringOpens,
        scoringDue: cycle.scoringDue,
        rubric: { key: tally.rubric.key, version: tally.rubric.version },
        codebook: book.version,
        random: tally.draw === "random",
        shortForm: cycle.shortForm,
        limitsMode: cycle.limitsMode,
      },
      rubric: tally.rubric,
      codebook: book,
      counts: kept
        ? countsFromFigures(kept.figures as CycleFigures, tally.rubric, own)
        : countsFromTally(tally, await counted()),
    });
  }
  return found;
}

/** What a measure needs beside grades and domains. */
const neededFor = (measure: ActionMeasure): AlsoCounted => ({
  themes: measure.kind === "theme",
  criteria: measure.kind === "criterion" ? [measure.key] : [],
});

/** Timeliness of the whole caseload as the case records tell it now, and the day they are of. */
export async function caseloadNow(db: Db): Promise<{ times: CaseloadTimes | null; on: string | null }> {
  const caseload = await caseloadOf(db);
  const year = caseload && caseYears(caseload).at(-1);
  if (!caseload || !year) return { times: null, on: null };
  return { times: { period: year.period, measures: stepsOfYear(caseload, year) }, on: caseload.referenceDate };
}

/** A measure with its names, read from a cycle, or from the case records where it is about time. */
export async function readingOf(db: Db, cycle: Cycle, measure: ActionMeasure) {
  const source = await measurableOf(db, cycle, neededFor(measure));
  if (!source) return { ok: false as const, sentence: "There is no such cycle." };
  const records = measure.kind === "timeliness" ? await caseloadNow(db) : null;
  const named = namedMeasure(measure, source.rubric, source.codebook, records?.times?.measures);
  if (!named.ok) return named;
  const reading =
    measure.kind === "timeliness"
      ? readTimeliness(records?.times ?? null, records?.on ?? null, measure.code, DEFAULT_THRESHOLD)
      : readMeasure(source, measure);
  return reading.ok ? { ok: true as const, named: named.value, reading: reading.value } : reading;
}

/** The effect that an action has by a cycle's results, or by the case records, as they stand. */
export async function effectBy(
  db: Db,
  action: Pick<ActionRow, "measure" | "baseline" | "target" | "doneOn">,
  cycle: Cycle | null,
): Promise<Asked<Effect>> {
  const { measure, baseline, target, doneOn } = action;
  const asked = measure.measure;
  if (asked.kind === "timeliness") {
    const { times, on: of } = await caseloadNow(db);
    const now = readTimeliness(times, of, asked.code, DEFAULT_THRESHOLD);
    return now.ok ? effectOf(measure, baseline, target, now.value, null, doneOn) : now;
  }
  if (!cycle) return { ok: false, sentence: "No cycle is chosen as the re-audit yet." };
  const source = await measurableOf(db, cycle, neededFor(asked));
  if (!source) return { ok: false, sentence: "There is no such cycle." };
  const after = readMeasure(source, asked);
  if (!after.ok) return after;
  return effectOf(measure, baseline, target, after.value, await versionsOf(db, baseline, source.rubric), doneOn);
}

/** Both versions of the rubric and what bridges them, where the later cycle used another version. */
async function versionsOf(db: Db, { of }: Reading, after: RubricDocument) {
  if (of.kind !== "cycle" || of.rubric.version === after.version) return null;
  const earlier = await cycleOf(db, of.cycleId);
  const before = earlier && (await rubricOf(db, earlier.rubricId));
  return before ? { before: before.document, after, bridges: await bridgesOf(db, after.key) } : null;
}

/** How fresh the look of a re-audit is. */
export async function reauditFacts(db: Db, cycleId: string, baselineCycleId: string): Promise<ReauditFacts> {
  const { sampledCases: s, draws } = db.tables;
  const drawn = (id: string) =>
    db
      .select({ id: draws.id })
      .from(draws)
      .where(and(eq(draws.cycleId, id), isNull(draws.replacedAt)));
  const inSample = (id: string) =>
    and(eq(s.cycleId, id), eq(s.standing, "sample"), inArray(s.drawId, drawn(id)), isNotNull(s.caseId));
  const before = db.select({ caseId: s.caseId }).from(s).where(inSample(baselineCycleId));
  const number = async (where: SQL | undefined) => (await db.select({ n: count() }).from(s).where(where))[0]?.n ?? 0;
  return {
    plans: await number(inSample(cycleId)),
    again: await number(and(inSample(cycleId), inArray(s.caseId, before))),
  };
}

/** Cycles that could test an action whose baseline is of this cycle: begun later, not withdrawn, no bridging set. Oldest first. */
export async function cyclesAfter(db: Db, scoringDue: string): Promise<Cycle[]> {
  const { cycles, bridgingSets } = db.tables;
  const rows = await db
    .select({ cycle: cycles, bridging: bridgingSets.cycleId })
    .from(cycles)
    .leftJoin(bridgingSets, eq(bridgingSets.cycleId, cycles.id))
    .where(and(ne(cycles.status, "withdrawn"), eq(cycles.kind, "audit"), isNull(bridgingSets.cycleId)))
    .orderBy(asc(cycles.scoringOpens));
  return rows.map((r) => r.cycle).filter((c) => c.scoringOpens > scoringDue);
}
