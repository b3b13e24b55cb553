import { and, asc, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import { type Effect, effectOf, type ReauditFacts } from "#audits/actions/effect.ts";
import {
  type ActionMeasure,
  type Asked,
  type Measurable,
  namedMeasure,
  readMeasure,
  readTimeliness,
  type Reading,
} from "#audits/actions/measure.ts";
import type { Finding } from "#audits/panel/answer.ts";
import { type PlanResult, scoreFromText } from "#audits/panel/result.ts";
import { DEFAULT_THRESHOLD } from "#audits/measures/suppression.ts";
import { caseloadTimes, type CaseloadTimes } from "#audits/results/caseload.ts";
import { countedPlans } from "#audits/results/counted.ts";
import type { CycleEvidence } from "#audits/results/evidence.ts";
import { type CycleFigures, cycleFigures } from "#audits/results/figures.ts";
import { isChosen } from "#audits/results/sample.ts";
import { criterionOf, levelAt, type RubricDocument } from "#audits/rubric/document.ts";
import type { ActionRow } from "./actions.ts";
import { bridgesOf } from "./bridging.ts";
import { existingCases, existingJourneys } from "./cases.ts";
import { type Cycle, cycleOf, drawsOf, sampleOf } from "./cycles.ts";
import { theArea } from "./people.ts";
import { evidenceOf } from "./results.ts";
import { codebookOf, rubricOf } from "./rubrics.ts";
import type { Db } from "./store.ts";

/**
 * A cycle as measures are read from it; null when there is no such cycle.
 *
 * @param themes true reads what auditors wrote as well, which themes are counted from and nothing else needs
 */
export async function measurableOf(db: Db, cycle: Cycle, on: string, themes: boolean): Promise<Measurable | null> {
  const rubric = await rubricOf(db, cycle.rubricId);
  if (!rubric) return null;
  const codebook = await codebookOf(db, cycle.codebookId);
  const [frozen] = await db.select().from(db.tables.frozenFigures).where(eq(db.tables.frozenFigures.cycleId, cycle.id));
  const evidence = themes ? await evidenceOf(db, cycle.id, false) : await settledEvidence(db, cycle);
  if (!evidence) return null;
  const gone = frozen?.evidenceRemovedAt != null;
  return {
    of: {
      kind: "cycle",
      cycleId: cycle.id,
      title: cycle.title,
      from: cycle.periodFrom,
      to: cycle.periodTo,
      scoringOpens: cycle.scoringOpens,
      scoringDue: cycle.scoringDue,
      rubric: { key: rubric.document.key, version: rubric.document.version },
      codebook: codebook.document.version,
      random: evidence.draw !== null && !isChosen(evidence),
      shortForm: cycle.shortForm,
      limitsMode: cycle.limitsMode,
    },
    rubric: rubric.document,
    codebook: codebook.document,
    figures: frozen ? (frozen.figures as CycleFigures) : cycleFigures(evidence, [], on),
    scores: gone ? null : countedPlans(evidence).counted.map((plan) => plan.result.scores),
  };
}

/** The evidence of a cycle without what its auditors wrote: what the panel signed off is all that grades and levels need. */
async function settledEvidence(db: Db, cycle: Cycle): Promise<CycleEvidence | null> {
  const [area, rubric, codebook] = [
    await theArea(db),
    await rubricOf(db, cycle.rubricId),
    await codebookOf(db, cycle.codebookId),
  ];
  if (!area || !rubric) return null;
  const { moderations } = db.tables;
  const sample = await sampleOf(db, cycle.id);
  const ids = sample.map((s) => s.id);
  const signed = ids.length ? await db.select().from(moderations).where(inArray(moderations.sampledCaseId, ids)) : [];
  const results = new Map(signed.flatMap((m) => (m.signedOffAt ? [[m.sampledCaseId, m.result as PlanResult]] : [])));
  const draw = (await drawsOf(db, cycle.id)).find((d) => d.draw.replacedAt === null)?.draw ?? null;
  const { title, question, status, periodFrom, periodTo, scoringOpens, scoringDue, limitsMode, modules, shortForm } =
    cycle;
  return {
    area: { name: area.name, partners: area.partners },
    cycle: {
      ...{ id: cycle.id, title, question, status, periodFrom, periodTo },
      ...{ scoringOpens, scoringDue, limitsMode, modules, shortForm },
    },
    rubric: { document: rubric.document, sha256: rubric.sha256 },
    codebook: codebook.document,
    draw: draw && { record: draw.record, design: draw.design },
    replaced: [],
    plans: sample.map(({ id, stratum, snapshot }) => ({
      sampledId: id,
      reference: snapshot.reference,
      stratum,
      about: snapshot,
      audits: [],
      assigned: 0,
      settled: [],
      result: results.get(id) ?? null,
    })),
    journeys: [],
    cases: [],
    referenceDate: null,
  };
}

/** Timeliness of the whole caseload as the case records tell it now, and the day they are of. */
export async function caseloadNow(db: Db): Promise<{ times: CaseloadTimes | null; on: string | null }> {
  const { imports } = db.tables;
  const [last] = await db
    .select({ referenceDate: imports.referenceDate })
    .from(imports)
    .where(eq(imports.status, "kept"))
    .orderBy(desc(imports.endedAt))
    .limit(1);
  const referenceDate = last?.referenceDate ?? null;
  const [journeys, cases] = [await existingJourneys(db), (await existingCases(db)).map((c) => c.record)];
  return { times: caseloadTimes({ journeys, cases, referenceDate }), on: referenceDate };
}

/** A measure with its names, read from a cycle, or from the case records where it is about time. */
export async function readingOf(db: Db, cycle: Cycle, measure: ActionMeasure, on: string) {
  const source = await measurableOf(db, cycle, on, measure.kind === "theme");
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
  on: string,
): Promise<Asked<Effect>> {
  const { measure, baseline, target, doneOn } = action;
  const asked = measure.measure;
  if (asked.kind === "timeliness") {
    const { times, on: of } = await caseloadNow(db);
    const now = readTimeliness(times, of, asked.code, DEFAULT_THRESHOLD);
    return now.ok ? effectOf(measure, baseline, target, now.value, null, doneOn) : now;
  }
  if (!cycle) return { ok: false, sentence: "No cycle is chosen as the re-audit yet." };
  const source = await measurableOf(db, cycle, on, asked.kind === "theme");
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
  const sample = await sampleOf(db, cycleId);
  const before = new Set((await sampleOf(db, baselineCycleId)).map((s) => s.caseId));
  return { plans: sample.length, again: sample.filter((s) => before.has(s.caseId)).length };
}

/** A finding behind an action's baseline, as an auditor wrote it. */
export type FindingBehind = { reference: string; sampledId: string; criterion: string; level: string; words: string };

/**
 * The findings of a cycle that a measure is about, of signed-off plans only, by plan: on a criterion or domain the areas for
 * improvement, of a theme what was coded to it. Case text: for those who see the internal results.
 */
export async function findingsBehind(db: Db, cycle: Cycle, measure: ActionMeasure): Promise<FindingBehind[]> {
  const rubric = await rubricOf(db, cycle.rubricId);
  if (!rubric) return [];
  const { answers, audits, sampledCases, moderations } = db.tables;
  const rows = await db
    .select({
      answer: answers,
      sampledId: sampledCases.id,
      snapshot: sampledCases.snapshot,
      result: moderations.result,
    })
    .from(answers)
    .innerJoin(audits, eq(audits.id, answers.auditId))
    .innerJoin(sampledCases, eq(sampledCases.id, audits.sampledCaseId))
    .innerJoin(moderations, eq(moderations.sampledCaseId, sampledCases.id))
    .where(
      and(
        eq(audits.cycleId, cycle.id),
        eq(audits.status, "submitted"),
        ne(sampledCases.standing, "replaced"),
        measure.kind === "criterion" ? eq(answers.criterion, measure.key) : undefined,
      ),
    )
    .orderBy(asc(sampledCases.id), asc(answers.criterion), asc(audits.agency));
  const { document } = rubric;
  const coded = measure.kind === "theme" ? await codesOf(db, cycle.id) : new Map<string, string[]>();
  return rows
    .flatMap(({ answer, sampledId, snapshot, result }): FindingBehind[] => {
      const finding = answer.finding as Finding | null;
      const themes = coded.get(`${answer.auditId} ${answer.criterion}`) ?? [];
      if (!result || !finding || !isAbout(measure, document, answer.criterion, { ...finding, themes })) return [];
      const score = scoreFromText(answer.score);
      const level =
        typeof score === "number" ? levelAt(document, criterionOf(document, answer.criterion), score) : null;
      return [
        {
          reference: snapshot.reference,
          sampledId,
          criterion: answer.criterion,
          level: level?.label ?? "",
          words: finding.words,
        },
      ];
    })
    .sort((a, b) => (a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0));
}

/** The codes of the findings of a cycle, as coders chose them or else the auditor, by audit and criterion. */
async function codesOf(db: Db, cycleId: string): Promise<Map<string, string[]>> {
  const { findingCodes } = db.tables;
  const rows = await db.select().from(findingCodes).where(eq(findingCodes.cycleId, cycleId));
  const codes = new Map<string, string[]>();
  for (const row of rows) {
    const at = `${row.auditId} ${row.criterion}`;
    codes.set(at, [...(codes.get(at) ?? []), row.code]);
  }
  return codes;
}

function isAbout(measure: ActionMeasure, rubric: RubricDocument, criterion: string, finding: Finding): boolean {
  switch (measure.kind) {
    case "criterion":
      return finding.kind === "improvement" && criterion === measure.key;
    case "domain":
      return finding.kind === "improvement" && criterionOf(rubric, criterion).domain === measure.key;
    case "theme":
      return finding.themes.includes(measure.code);
    default:
      return false;
  }
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
