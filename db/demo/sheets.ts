import { assignPanel, type Assignment } from "#audits/panel/assign.ts";
import { textFromScore } from "#audits/panel/result.ts";
import type { Criterion, RubricDocument } from "#audits/rubric/document.ts";
import { shuffle } from "#audits/sampling/draw.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { sheetOfPlan } from "../audits.ts";
import type { Cycle, SampledCase } from "../cycles.ts";
import type { Tables } from "../schema.ts";
import { type Draws, happens } from "./chance.ts";
import { demoAuditId } from "./ids.ts";
import { demoActor } from "./people.ts";
import type { DemoCycle } from "./programme.ts";
import { characterOf, type PlanCharacter, readingOf } from "./reading.ts";
import { LAST_DAY, minutesAfter, moment, workingDays } from "./timetable.ts";
import { answerOn } from "./writing.ts";

type Audit = Tables["audits"]["$inferInsert"];

export type Sheets = {
  audits: Audit[];
  answers: Tables["answers"]["$inferInsert"][];
  history: Tables["answerHistory"]["$inferInsert"][];
  /** By id of the sampled case. */
  plans: Map<string, PlanCharacter>;
};

/** Who audits what in a cycle, and everything that they have written by the day on which the demonstration stands. */
export function sheetsOf(demo: DemoCycle, cycle: Cycle, rubric: RubricDocument, sample: SampledCase[]): Sheets {
  const sheets: Sheets = { audits: [], answers: [], history: [], plans: new Map() };
  const ranks = new Map(
    shuffle(
      `${demo.seed}/quality`,
      sample.map((s) => s.snapshot.reference),
    ).map((r, i) => [r, i]),
  );
  const given = assigned(demo, sample);
  for (const sampled of sample) {
    const { asked } = sheetOfPlan(rubric, cycle, sampled, "all");
    const rank = ranks.get(sampled.snapshot.reference) ?? 0;
    sheets.plans.set(sampled.id, characterOf(demo, asked, rank, sampled.snapshot));
  }
  for (const auditorId of demo.auditors) {
    const own = sample.flatMap((sampled) =>
      given
        .filter((a) => a.auditorId === auditorId && a.planId === sampled.id)
        .map(({ agency }) => ({ sampled, agency })),
    );
    const done = demo.progress ? (demo.progress[auditorId] ?? []) : own.map(() => "submitted");
    const days = workingDays(demo.days.scoringOpens, LAST_DAY < cycle.scoringDue ? LAST_DAY : cycle.scoringDue);
    for (const [index, { sampled, agency }] of own.entries()) {
      const { reference } = sampled.snapshot;
      const audit: Audit = {
        id: demoAuditId(demo.id, reference, agency),
        cycleId: demo.id,
        sampledCaseId: sampled.id,
        auditorId,
        agency,
        status: "assigned",
        dueOn: cycle.scoringDue,
        assignedAt: minutesAfter(moment(demo.days.opened, "11:00"), sheets.audits.length % 45),
        version: 1,
      };
      const stops = done[index];
      const draws = generatorFromSeed(`${demo.seed}/audit/${ranks.get(reference)}/${agency}`);
      const day = days[Math.floor(((index + 0.5) / done.length) * days.length)] ?? cycle.scoringOpens;
      const startedAt = minutesAfter(moment(day, "09:00"), draws.below(330));
      const { asked } = sheetOfPlan(rubric, cycle, sampled, agency);
      sheets.audits.push(stops ? fill(sheets, audit, asked, stops, startedAt, draws) : audit);
    }
  }
  return sheets;
}

/** Writes an audit up to the criterion at which it stops, or to the end. @returns the audit as that leaves it */
function fill(sheets: Sheets, audit: Audit, asked: Criterion[], stops: string, startedAt: Date, draws: Draws): Audit {
  const plan = sheets.plans.get(audit.sampledCaseId) as PlanCharacter;
  const stopped = asked.findIndex((c) => c.key === stops);
  const written = stopped < 0 ? asked : asked.slice(0, stopped + 1);
  let savedAt = startedAt;
  for (const c of written) {
    savedAt = minutesAfter(savedAt, 1 + draws.below(3));
    write(sheets, audit.id, answerOn(c, readingOf(plan, c, audit.agency, draws), plan, draws), savedAt, draws);
  }
  const begun = { ...audit, startedAt, lastCriterion: written.at(-1)?.key };
  if (stopped >= 0) return { ...begun, status: "in_progress" };
  return { ...begun, status: "submitted", submittedAt: minutesAfter(savedAt, 3 + draws.below(6)), version: 2 };
}

/** Auditors of different agencies, two a plan and on some plans three, handed out as the product does it. */
function assigned(demo: DemoCycle, sample: SampledCase[]): Assignment[] {
  const plans = sample.map((s) => ({
    id: s.id,
    reference: s.snapshot.reference,
  }));
  const order = shuffle(
    `${demo.seed}/three`,
    plans.map((p) => p.reference),
  );
  const byReference = new Map(plans.map((p) => [p.reference, p.id]));
  const withThree = new Set(order.slice(0, demo.threeAuditors));
  const load = new Map<string, number>();
  return [true, false].flatMap((three) => {
    const auditors = demo.auditors.map((id) => {
      const agency = demoActor(id).memberships[0]?.agency;
      if (!agency) throw new Error(`${id} is no auditor`);
      return { id, agency, load: load.get(id) ?? 0, capacity: null, conflicts: [] };
    });
    // The panel goes by references here, because the ids of sampled cases differ from one copy to the next.
    const { assignments } = assignPanel(
      demo.seed,
      plans
        .filter((p) => withThree.has(p.reference) === three)
        .map((p) => ({ id: p.reference, places: three ? 3 : 2, has: [] })),
      auditors,
    );
    for (const a of assignments) load.set(a.auditorId, (load.get(a.auditorId) ?? 0) + 1);
    return assignments.map((a) => ({ ...a, planId: byReference.get(a.planId) as string }));
  });
}

/** Keeps an answer with its history; now and then the auditor had another level first. */
function write(
  sheets: Sheets,
  auditId: string,
  answer: ReturnType<typeof answerOn>,
  savedAt: Date,
  draws: Draws,
): void {
  const { criterion, score, ...words } = answer;
  const kept = (version: number, level: Score, at: Date) =>
    sheets.history.push({ auditId, criterion, version, score: textFromScore(level), savedAt: at });
  const changed = typeof score === "number" && happens(draws, 0.05);
  if (changed) kept(1, score === 0 ? 1 : score - 1, minutesAfter(savedAt, -1));
  const version = changed ? 2 : 1;
  kept(version, score, savedAt);
  sheets.answers.push({ auditId, criterion, score: textFromScore(score), ...words, version, savedAt });
}
