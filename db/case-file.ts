import { asc, eq, inArray, or } from "drizzle-orm";
import { AGENCY_LABELS, CYCLE_STATUS_LABELS } from "#audits/vocabulary.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { afterSignOff } from "./case-file-feedback.ts";
import { contains, isAnyOf } from "./engine/sql.ts";
import { holdsOf } from "./holds.ts";
import type { Tables } from "./schema.ts";
import type { Db } from "./store.ts";
import { inWords, staffNumber } from "./trail-names.ts";

export type NameChoice = "agency" | "name";
export type CaseFile = NonNullable<Awaited<ReturnType<typeof caseFile>>>;

type Options = {
  /** Staff by their agency and a number, or by name. */
  names: NameChoice;
  /** Whether scoring that is still under way is included, which ends its blindness for the reader. */
  unfinished: boolean;
};

/** Everything that is held about one case, as plain data; null when there is no such case. */
export async function caseFile(db: Db, caseId: string, options: Options) {
  const { cases, imports } = db.tables;
  const [one] = await db.select().from(cases).where(eq(cases.id, caseId));
  if (!one) return null;
  const importIds = [...new Set([one.firstImportId, one.lastImportId])];
  const touched = await db.select().from(imports).where(inArray(imports.id, importIds));
  const { plans, ids } = await plansOf(db, caseId, options);
  const cycleIds = [...new Set(plans.map((p) => p.cycle.id))];
  const holds = (await holdsOf(db)).filter(
    (h) => h.scope === "everything" || h.subjectId === caseId || cycleIds.includes(h.subjectId ?? ""),
  );
  return {
    case: one,
    imports: touched.map((i) => ({ id: i.id, files: i.files, startedAt: i.startedAt, keptAt: i.endedAt })),
    plans,
    concerns: await concernsAbout(db, one.reference, options.names),
    reports: await reportsOf(db, cycleIds),
    holds: holds.map((h) => ({
      on: h.on,
      reason: h.reason,
      placedAt: h.placedAt,
      endedAt: h.endedAt,
      endedReason: h.endedReason,
    })),
    removed: await removedOf(db, [caseId, ...ids]),
    trail: await eventsOf(db, one.reference, [caseId, ...ids, ...holds.map((h) => h.id)], options.names),
  };
}

async function plansOf(db: Db, caseId: string, { names, unfinished }: Options) {
  const { sampledCases, cycles, draws, rubrics, audits, moderations, settlements, panelViews, people } = db.tables;
  const rows = await db
    .select({ plan: sampledCases, cycle: cycles, draw: draws, rubric: rubrics.document })
    .from(sampledCases)
    .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .innerJoin(rubrics, eq(rubrics.id, cycles.rubricId))
    .where(eq(sampledCases.caseId, caseId))
    .orderBy(asc(cycles.openedAt), asc(draws.number));
  const { meetings, meetingPlans, cycleReopenings, earlierSignOffs } = db.tables;
  const ids: string[] = [];
  const plans = [];
  for (const { plan, cycle, draw, rubric } of rows) {
    const sheets = await db
      .select()
      .from(audits)
      .where(eq(audits.sampledCaseId, plan.id))
      .orderBy(asc(audits.agency), asc(audits.id));
    ids.push(plan.id, ...sheets.map((a) => a.id));
    const blind = sheets.some((a) => a.status === "assigned" || a.status === "in_progress");
    const [moderation] = await db.select().from(moderations).where(eq(moderations.sampledCaseId, plan.id));
    const settled = await db
      .select()
      .from(settlements)
      .where(eq(settlements.sampledCaseId, plan.id))
      .orderBy(asc(settlements.criterion), asc(settlements.version));
    const tables = await db
      .select({ day: meetings.day, calledOff: meetings.cancelledAt })
      .from(meetingPlans)
      .innerJoin(meetings, eq(meetings.id, meetingPlans.meetingId))
      .where(eq(meetingPlans.sampledCaseId, plan.id))
      .orderBy(asc(meetings.day));
    const reopened = await db
      .select({
        reason: cycleReopenings.reason,
        reopenedAt: cycleReopenings.reopenedAt,
        endedAt: cycleReopenings.endedAt,
      })
      .from(cycleReopenings)
      .where(eq(cycleReopenings.cycleId, cycle.id))
      .orderBy(asc(cycleReopenings.reopenedAt));
    const takenBack = await db
      .select({
        signedOffAt: earlierSignOffs.signedOffAt,
        takenBackAt: earlierSignOffs.takenBackAt,
        reason: earlierSignOffs.reason,
        result: earlierSignOffs.result,
      })
      .from(earlierSignOffs)
      .where(eq(earlierSignOffs.sampledCaseId, plan.id))
      .orderBy(asc(earlierSignOffs.takenBackAt));
    const views = await db
      .select({ view: panelViews, name: people.name })
      .from(panelViews)
      .innerJoin(people, eq(people.id, panelViews.personId))
      .where(eq(panelViews.sampledCaseId, plan.id))
      .orderBy(asc(panelViews.criterion), asc(panelViews.savedAt));
    plans.push({
      meetings: tables,
      earlierSignOffs: takenBack,
      cycle: {
        reopened,
        id: cycle.id,
        title: cycle.title,
        question: cycle.question,
        status: CYCLE_STATUS_LABELS[cycle.status],
        periodFrom: cycle.periodFrom,
        periodTo: cycle.periodTo,
      },
      draw: { number: draw.number, drawnAt: draw.drawnAt, replacedAt: draw.replacedAt, method: draw.record.method },
      standing: plan.standing,
      group: plan.stratum,
      position: plan.position,
      replacedReason: plan.replacedReason,
      replacedAt: plan.replacedAt,
      asDrawn: plan.snapshot,
      audits: await auditsIn(db, sheets, rubric, names, !blind || unfinished),
      moderation: moderation
        ? { gradeShownAt: moderation.gradeShownAt, signedOffAt: moderation.signedOffAt, result: moderation.result }
        : null,
      // What the panel wrote speaks of the levels, so it stays out as long as they do.
      panelViews: (blind && !unfinished ? [] : views).map(({ view, name }) => ({
        by: names === "name" ? name : "A member of the panel",
        criterion: view.criterion,
        question: questionOf(rubric, view.criterion),
        view: view.view,
        reason: view.reason,
        savedAt: view.savedAt,
      })),
      settled: settled.map(({ criterion, version, agreed, reason, finding, settledAt }) => ({
        criterion,
        question: questionOf(rubric, criterion),
        version,
        agreed,
        reason,
        finding,
        settledAt,
      })),
      ...(await afterSignOff(db, plan.id, names)),
    });
  }
  return { plans, ids };
}

const questionOf = (rubric: RubricDocument, criterion: string) =>
  rubric.criteria.find((c) => c.key === criterion)?.title ?? criterion;

type AuditRow = Tables["audits"]["$inferSelect"];

async function auditsIn(db: Db, sheets: AuditRow[], rubric: RubricDocument, names: NameChoice, open: boolean) {
  const { answers, answerHistory, codings, people } = db.tables;
  const list = [];
  for (const [index, sheet] of sheets.entries()) {
    const [person] = await db.select().from(people).where(eq(people.id, sheet.auditorId));
    const saved = open
      ? await db.select().from(answers).where(eq(answers.auditId, sheet.id)).orderBy(asc(answers.criterion))
      : [];
    const history = open
      ? await db.select().from(answerHistory).where(eq(answerHistory.auditId, sheet.id)).orderBy(asc(answerHistory.id))
      : [];
    const coded = open
      ? await db.select().from(codings).where(eq(codings.auditId, sheet.id)).orderBy(asc(codings.id))
      : [];
    const agency = `${AGENCY_LABELS[sheet.agency]} auditor ${index + 1}`;
    list.push({
      auditor: names === "name" ? `${person?.name ?? ""}, ${agency}` : agency,
      status: sheet.status,
      assignedAt: sheet.assignedAt,
      startedAt: sheet.startedAt,
      submittedAt: sheet.submittedAt,
      reopenedReason: sheet.reopenedReason,
      withdrawnAt: sheet.withdrawnAt,
      /** Why the answers are left out, or null. */
      leftOut: open
        ? null
        : "Scoring is under way and blind. Make the download again when every audit of this plan is in.",
      answers: saved.map(({ criterion, score, reason, note, quotes, finding, savedAt }) => ({
        criterion,
        question: questionOf(rubric, criterion),
        score,
        reason,
        note,
        quotes,
        finding,
        savedAt,
      })),
      codings: coded.map(({ criterion, part, version, themes, line, codedAt }) => ({
        criterion,
        part,
        version,
        themes,
        line,
        codedAt,
      })),
      earlierLevels: history.map(({ criterion, version, score, savedAt }) => ({ criterion, version, score, savedAt })),
    });
  }
  return list;
}

async function concernsAbout(db: Db, reference: string, names: NameChoice) {
  const { concerns, people } = db.tables;
  const rows = await db
    .select({ concern: concerns, by: people.name })
    .from(concerns)
    .innerJoin(people, eq(people.id, concerns.raisedBy))
    .orderBy(asc(concerns.raisedAt));
  return rows
    .filter(({ concern }) => concern.caseReference.trim().toUpperCase() === reference)
    .map(({ concern, by }) => ({
      reference: concern.reference,
      raisedAt: concern.raisedAt,
      words: concern.words,
      contactTold: concern.told,
      takenUpAt: concern.takenUpAt,
      raisedBy: names === "name" ? by : "A member of staff",
    }));
}

async function reportsOf(db: Db, cycleIds: string[]) {
  const { reports, cycles } = db.tables;
  const rows = await db
    .select({
      id: reports.id,
      title: cycles.title,
      askedAt: reports.askedAt,
      readyAt: reports.readyAt,
      pages: reports.pages,
    })
    .from(reports)
    .innerJoin(cycles, eq(cycles.id, reports.cycleId))
    .where(isAnyOf(reports.cycleId, cycleIds))
    .orderBy(asc(reports.askedAt));
  return rows.map((r) => ({ ...r, title: `Learning report of ${r.title}` }));
}

async function removedOf(db: Db, ids: string[]) {
  const { disposals, disposalItems } = db.tables;
  const rows = await db
    .select({ kind: disposalItems.kind, at: disposals.finishedAt })
    .from(disposalItems)
    .innerJoin(disposals, eq(disposals.id, disposalItems.disposalId))
    .where(isAnyOf(disposalItems.subjectId, ids));
  return rows;
}

async function eventsOf(db: Db, reference: string, ids: string[], names: NameChoice) {
  const { trail } = db.tables;
  const rows = await db
    .select()
    .from(trail)
    .where(or(isAnyOf(trail.subjectId, ids), contains(trail.sentence, reference)))
    .orderBy(asc(trail.position));
  const own = new RegExp(`\\b${reference}\\b`);
  const about = rows.filter((row) => ids.includes(row.subjectId) || own.test(row.sentence));
  const read = await inWords(db, about, names === "name" ? undefined : staffNumber);
  // An event may name other children's plans as well: what it says of them belongs to them.
  const others = (sentence: string) =>
    sentence.replace(/\bC-\d{4,}\b/g, (found) => (found === reference ? found : "another case"));
  // The first events hold names in full.
  const unnamed = ({ format, actorName, sentence }: (typeof read)[number]) =>
    format === 1 && names === "agency" ? sentence.replaceAll(actorName, "A member of staff") : sentence;
  return read.map((e) => ({ position: e.position, at: e.at, kind: e.kind, sentence: others(unnamed(e)) }));
}

/** What the page of a case shows to whoever may see cases: where it stands, and nothing of what was found. */
export async function caseStanding(db: Db, caseId: string) {
  const { cases, sampledCases, cycles, draws, audits } = db.tables;
  const [one] = await db.select().from(cases).where(eq(cases.id, caseId));
  if (!one) return null;
  const rows = await db
    .select({ plan: sampledCases, cycle: cycles, replacedAt: draws.replacedAt })
    .from(sampledCases)
    .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .where(eq(sampledCases.caseId, caseId))
    .orderBy(asc(cycles.openedAt), asc(draws.number));
  const sheets = await db
    .select({ plan: audits.sampledCaseId })
    .from(audits)
    .where(
      isAnyOf(
        audits.sampledCaseId,
        rows.map((r) => r.plan.id),
      ),
    );
  const holds = (await holdsOf(db)).filter(
    (h) =>
      h.endedAt === null &&
      (h.scope === "everything" || h.subjectId === caseId || rows.some((r) => r.cycle.id === h.subjectId)),
  );
  return {
    one,
    holds,
    cycles: rows.map(({ plan, cycle, replacedAt }) => ({
      id: cycle.id,
      title: cycle.title,
      status: CYCLE_STATUS_LABELS[cycle.status],
      standing: replacedAt ? ("earlier draw" as const) : plan.standing,
      audits: sheets.filter((s) => s.plan === plan.id).length,
    })),
  };
}
