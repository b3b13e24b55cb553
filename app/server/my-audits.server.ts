import { caseWords } from "#audits/cases/words.ts";
import { clockWords, dateWords, dayWords, dueWords, periodWords, weekdayWords } from "#audits/dates.ts";
import { mayScore } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Criterion } from "#audits/rubric/document.ts";
import { type PlanStage, progressOf, stagesOf } from "#db/audit-progress.ts";
import { ownAudits, sheetOfPlan, withheldFrom } from "#db/audits.ts";
import { leadsOf } from "#db/people.ts";
import { rubricOf } from "#db/rubrics.ts";
import type { Db } from "#db/store.ts";
import { eventsAbout } from "#db/trail.ts";
import { paperSheetOf, pathsOf } from "./score-sheet.server.ts";

/** Within how many days something counts as due soon. */
const SOON_DAYS = 7;

type Row = Awaited<ReturnType<typeof ownAudits>>[number];
type Rubric = NonNullable<Awaited<ReturnType<typeof rubricOf>>>;
/** One of one's own audits with what its line says of it. */
type Own = Row & { asked: Criterion[]; scored: number; savedAt: Date | null };

/** The auditor's home: only one's own audits, and of a submitted one no more than where its plan stands. */
export async function myAudits(db: Db, actor: Actor, today: string, now: Date) {
  const rows = await ownAudits(db, actor.id);
  const rubrics = await rubricsOf(db, rows);
  const progress = await progressOf(
    db,
    rows.map((r) => r.audit.id),
  );
  const own = rows.flatMap((row): Own[] => {
    const rubric = rubrics.get(row.cycle.rubricId);
    if (!rubric) return [];
    const { asked } = sheetOfPlan(rubric.document, row.cycle, row.sampled, row.audit.agency);
    const so = progress.get(row.audit.id);
    return [{ ...row, asked, scored: so?.scored ?? 0, savedAt: so?.savedAt ?? null }];
  });
  const open = own.filter((o) => o.audit.status !== "submitted");
  const submitted = own.filter((o) => o.audit.status === "submitted");
  const last = open
    .filter((o) => o.savedAt && mayScore(o.cycle.status, o.audit.status).ok)
    .sort((a, b) => Number(b.savedAt) - Number(a.savedAt))[0];
  const todo = open.filter((o) => o.audit.reopenedReason === null);
  const shown = last ?? open[0] ?? submitted[submitted.length - 1];
  return {
    withheld: await withheldFrom(db, actor.id),
    leads: own.length ? [] : (await leadsOf(db, now)).map(({ name }) => name),
    last: last ? continueView(last, today) : null,
    todo: todo.map((o) => todoView(o, today)),
    dueSoon: todo.filter((o) => o.audit.dueOn <= plusDays(today, SOON_DAYS)).length,
    reopened: await Promise.all(open.filter((o) => o.audit.reopenedReason !== null).map((o) => reopenedView(db, o))),
    submitted: await submittedViews(db, submitted),
    cycle: shown ? cycleView(shown, rubrics.get(shown.cycle.rubricId)) : null,
    // Nobody has an interest in a made-up plan.
    handBack: open
      .filter((o) => !isCalibration(o))
      .map((o) => ({
        reference: o.sampled.snapshot.reference,
        href: pathsOf(o.audit.id).handBack,
      })),
  };
}

export type MyAudits = Awaited<ReturnType<typeof myAudits>>;

async function rubricsOf(db: Db, rows: Row[]): Promise<Map<string, Rubric>> {
  const rubrics = new Map<string, Rubric>();
  for (const id of new Set(rows.map((r) => r.cycle.rubricId))) {
    const rubric = await rubricOf(db, id);
    if (rubric) rubrics.set(id, rubric);
  }
  return rubrics;
}

const isCalibration = (o: Pick<Own, "cycle">): boolean => o.cycle.kind === "calibration";

const plusDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function continueView(o: Own, today: string) {
  const at = o.asked.find((c) => c.key === o.audit.lastCriterion) ?? o.asked[0];
  const savedOn = o.savedAt && dateWords(o.savedAt);
  return {
    reference: o.sampled.snapshot.reference,
    words: caseWords(o.sampled.snapshot),
    criterion: { key: at?.key ?? "", title: at?.title ?? "" },
    href: pathsOf(o.audit.id).criterion(at?.key ?? ""),
    saved: o.savedAt && `${savedOn === dayWords(today) ? "today" : `on ${savedOn}`} at ${clockWords(o.savedAt)}`,
    scored: o.scored,
    of: o.asked.length,
  };
}

function todoView(o: Own, today: string) {
  const open = mayScore(o.cycle.status, o.audit.status);
  const early = o.cycle.status === "draft" || o.cycle.status === "sampling";
  return {
    id: o.audit.id,
    reference: o.sampled.snapshot.reference,
    words: isCalibration(o) ? `Made up. ${caseWords(o.sampled.snapshot)}` : caseWords(o.sampled.snapshot),
    form: `${o.cycle.shortForm ? "Short form" : "Full"}${isCalibration(o) ? ", calibration" : ""}`,
    due: weekdayWords(o.audit.dueOn),
    dueIn: dueWords(today, o.audit.dueOn),
    late: o.audit.dueOn < today,
    started: o.scored > 0,
    scored: o.scored,
    of: o.asked.length,
    /** Where it is scored, or null with the reason why not. */
    href: open.ok ? `/audits/${o.audit.id}` : null,
    why: open.ok ? null : early ? `Scoring opens on ${dayWords(o.cycle.scoringOpens)}` : open.sentence,
  };
}

async function reopenedView(db: Db, o: Own) {
  const event = (await eventsAbout(db, "audit", o.audit.id)).findLast((e) => e.kind === "audit.reopened");
  return {
    id: o.audit.id,
    reference: o.sampled.snapshot.reference,
    by: event?.actorName ?? "your quality lead",
    on: event ? dateWords(event.at) : null,
    reason: o.audit.reopenedReason ?? "",
    href: pathsOf(o.audit.id).check,
  };
}

async function submittedViews(db: Db, submitted: Own[]) {
  const stages = await stagesOf(
    db,
    submitted.map((o) => o.audit.sampledCaseId),
  );
  return submitted
    .sort((a, b) => Number(b.audit.submittedAt) - Number(a.audit.submittedAt))
    .map((o) => ({
      id: o.audit.id,
      reference: o.sampled.snapshot.reference,
      href: isCalibration(o) ? pathsOf(o.audit.id).calibration : pathsOf(o.audit.id).check,
      on: o.audit.submittedAt ? dateWords(o.audit.submittedAt) : "",
      now: isCalibration(o)
        ? "Made up: read the reference"
        : o.sampled.standing === "replaced"
          ? "The plan left the sample: not counted"
          : stageWords(stages.get(o.audit.sampledCaseId) ?? "waiting"),
    }));
}

function stageWords(stage: PlanStage): string {
  if (stage === "moderated") return "Moderated";
  return stage === "moderation" ? "At moderation" : "Waiting for the other audits";
}

function cycleView({ cycle, audit }: Own, rubric: Rubric | undefined) {
  return {
    title: cycle.title,
    question: cycle.question,
    scoring: periodWords(cycle.scoringOpens, cycle.scoringDue),
    moderation: cycle.moderationOn ? dayWords(cycle.moderationOn) : null,
    rubric: rubric
      ? {
          words: `${rubric.title}, version ${rubric.version}`,
          href: `/rubrics/${rubric.id}`,
          paperSheet: paperSheetOf(cycle, audit.agency),
        }
      : null,
  };
}
