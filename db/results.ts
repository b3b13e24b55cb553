import { and, asc, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import type { PlanResult } from "#audits/panel/result.ts";
import type { CycleEvidence, PlanEvidence } from "#audits/results/evidence.ts";
import { answersOf, sheetOfPlan } from "./audits.ts";
import { existingCases, existingJourneys } from "./cases.ts";
import { cycleOf, drawsOf, sampleOf } from "./cycles.ts";
import { themesHeld } from "./findings.ts";
import { settledOnPlans } from "./moderations.ts";
import { theArea } from "./people.ts";
import { codebookOf, rubricOf } from "./rubrics.ts";
import type { Db } from "./store.ts";

/**
 * The evidence of a cycle, from one place, for its results, themes and reports; null when there is no such cycle.
 *
 * @param caseload false leaves out the dates of all cases, for a cycle that is only compared with
 */
export async function evidenceOf(db: Db, cycleId: string, caseload = true): Promise<CycleEvidence | null> {
  const cycle = await cycleOf(db, cycleId);
  const area = await theArea(db);
  if (!cycle || !area) return null;
  const rubric = await rubricOf(db, cycle.rubricId);
  if (!rubric) return null;
  const codebook = await codebookOf(db, cycle.codebookId);
  const { audits, moderations, sampledCases, draws, imports } = db.tables;
  const draw = (await drawsOf(db, cycleId)).find((d) => d.draw.replacedAt === null)?.draw ?? null;
  const sample = await sampleOf(db, cycleId);
  const ids = sample.map((s) => s.id);
  const given = ids.length
    ? await db
        .select()
        .from(audits)
        .where(and(inArray(audits.sampledCaseId, ids), ne(audits.status, "withdrawn")))
        .orderBy(asc(audits.agency), asc(audits.auditorId))
    : [];
  const submitted = given.filter((a) => a.status === "submitted");
  // What coders chose holds before what the auditor ticked, and codes count as the cycle's codebook says.
  const held = await themesHeld(db, cycleId);
  const written = (
    await answersOf(
      db,
      submitted.map((a) => a.id),
    )
  ).map((answer) => {
    const themes = held.get(`${answer.auditId} ${answer.criterion}`);
    return answer.finding && themes ? { ...answer, finding: { ...answer.finding, themes } } : answer;
  });
  const answers = Map.groupBy(written, (a) => a.auditId);
  const signed = ids.length ? await db.select().from(moderations).where(inArray(moderations.sampledCaseId, ids)) : [];
  const replaced = await db
    .select({ snapshot: sampledCases.snapshot, reason: sampledCases.replacedReason })
    .from(sampledCases)
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .where(and(eq(sampledCases.cycleId, cycleId), eq(sampledCases.standing, "replaced"), isNull(draws.replacedAt)));

  const settled = await settledOnPlans(db, ids);
  const plans = sample.map((sampled): PlanEvidence => {
    const { phase, yearGroup, primaryNeed, settingType, planType, locality } = sampled.snapshot;
    const row = signed.find((m) => m.sampledCaseId === sampled.id);
    return {
      sampledId: sampled.id,
      reference: sampled.snapshot.reference,
      stratum: sampled.stratum,
      about: { phase, yearGroup, primaryNeed, settingType, planType, locality },
      audits: submitted
        .filter((a) => a.sampledCaseId === sampled.id)
        .map((a) => ({
          auditorId: a.auditorId,
          agency: a.agency,
          asked: sheetOfPlan(rubric.document, cycle, sampled, a.agency).asked.map((c) => c.key),
          answers: answers.get(a.id) ?? [],
        })),
      assigned: given.filter((a) => a.sampledCaseId === sampled.id).length,
      settled: [...(settled.get(sampled.id)?.values() ?? [])].map(({ criterion, agreed, finding }) => ({
        criterion,
        agreed,
        finding,
      })),
      result: row?.signedOffAt ? (row.result as PlanResult) : null,
    };
  });
  const [lastReturn] = await db
    .select({ referenceDate: imports.referenceDate })
    .from(imports)
    .where(eq(imports.status, "kept"))
    .orderBy(desc(imports.endedAt))
    .limit(1);
  return {
    area: { name: area.name, partners: area.partners },
    cycle: {
      id: cycle.id,
      title: cycle.title,
      question: cycle.question,
      status: cycle.status,
      periodFrom: cycle.periodFrom,
      periodTo: cycle.periodTo,
      scoringOpens: cycle.scoringOpens,
      scoringDue: cycle.scoringDue,
      limitsMode: cycle.limitsMode,
      modules: cycle.modules,
      shortForm: cycle.shortForm,
    },
    rubric: { document: rubric.document, sha256: rubric.sha256 },
    codebook: codebook.document,
    draw: draw && { record: draw.record, design: draw.design },
    replaced: replaced.map((r) => ({ reference: r.snapshot.reference, reason: r.reason ?? "" })),
    plans,
    journeys: caseload ? await existingJourneys(db) : [],
    cases: caseload ? (await existingCases(db)).map((c) => c.record) : [],
    referenceDate: caseload ? (lastReturn?.referenceDate ?? null) : null,
  };
}

/** Cycles closed before this one began, on any rubric, oldest first: what a trend can stand on. A bridging set is no cycle of its own. */
export async function earlierCycles(db: Db, cycleId: string): Promise<string[]> {
  const cycle = await cycleOf(db, cycleId);
  if (!cycle) return [];
  const { cycles } = db.tables;
  const rows = await db
    .select()
    .from(cycles)
    .where(and(eq(cycles.status, "closed"), eq(cycles.kind, "audit")))
    .orderBy(asc(cycles.scoringOpens));
  const bridging = new Set((await db.select().from(db.tables.bridgingSets)).map((b) => b.cycleId));
  return rows.filter((c) => c.scoringOpens < cycle.scoringOpens && !bridging.has(c.id)).map((c) => c.id);
}
