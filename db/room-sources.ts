import { asc, count, eq, isNotNull } from "drizzle-orm";
import { targetText } from "#audits/actions/effect.ts";
import { ACTION_STATUS_LABELS, OUTCOMES } from "#audits/actions/life.ts";
import { againstReference, countsOf, FEWEST_IN_PATTERN } from "#audits/calibration/compare.ts";
import { addDays } from "#audits/cases/days.ts";
import { PERCENT_FROM } from "#audits/charts/figures.ts";
import { dayOf } from "#audits/dates.ts";
import { publishedFamily } from "#audits/family/differences.ts";
import { RECEIVER_LABELS, RECEIVERS } from "#audits/feedback/pack.ts";
import { cycleLine, trendWords } from "#audits/learning/cycle-line.ts";
import { groupLabel, type Grouping, inOrder } from "#audits/learning/groupings.ts";
import { quantile } from "#audits/measures/quantile.ts";
import { DEFAULT_THRESHOLD } from "#audits/measures/suppression.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import { reportOf } from "#audits/reports/edition.ts";
import { KIND_LABELS } from "#audits/reports/outline.ts";
import type { Made } from "#audits/room/content.ts";
import {
  actionsEntry,
  familyEntry,
  feedbackEntry,
  type FeedbackRow,
  type IssuedReport,
  reportsEntry,
} from "#audits/room/entries/change.ts";
import {
  agreementEntry,
  calendarEntry,
  rubricsEntry,
  type RubricVersion,
  type TrainingRound,
  trainingEntry,
} from "#audits/room/entries/method.ts";
import { coverageEntry, QUARTERS, resultsEntry } from "#audits/room/entries/results.ts";
import { compareRubrics } from "#audits/rubric/compare.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { AGENCY_LABELS, CYCLE_STATUS_LABELS } from "#audits/vocabulary.ts";
import { shownEffect, shownReading } from "./action-report.ts";
import { actionName } from "./actions.ts";
import { roundOf, roundsOf } from "./calibrations.ts";
import { cyclesOf, cyclesOut, drawsOf } from "./cycles.ts";
import { familiesHeard } from "./family-answers.ts";
import type { FiguresReader } from "./figures.ts";
import { approvalsOf } from "./rubric-approvals.ts";
import { signOffsOf } from "./report-review.ts";
import type { Db } from "./store.ts";
import { cyclesMeasured, plansByGroup, talliesOf } from "./tallies.ts";
import { editionNow, writtenReport, writtenReports } from "./written-reports.ts";

/** What the entries of an inspection room are made from: everything as it is published, whoever asks. */

/** How many issued reports stand in a room. */
const MOST_REPORTS = 8;
const DAYS_BACK = Math.round((QUARTERS * 365.25) / 4);

type Maker = (of: Sources) => Promise<Made>;
type Sources = { db: Db; at: Date; finished: () => Promise<CycleFigures[]> };

const MAKERS: Record<string, Maker> = {
  results,
  rubrics,
  calendar,
  agreement,
  training,
  reports,
  actions,
  feedback,
  family,
  coverage,
};

/**
 * Makes entries from data, each as it would be fixed now.
 *
 * @param keys which; those that are not made from data are passed over
 */
export async function makeEntries(
  db: Db,
  keys: readonly string[],
  at: Date,
  figuresOf: FiguresReader,
): Promise<Map<string, Made>> {
  let figures: Promise<CycleFigures[]> | undefined;
  const sources: Sources = { db, at, finished: () => (figures ??= finishedCycles(db, at, figuresOf)) };
  const made = new Map<string, Made>();
  for (const key of keys) {
    const make = MAKERS[key];
    if (make) made.set(key, await make(sources));
  }
  return made;
}

/** Published figures of cycles of the last eight quarters whose results are out, oldest first, from 10 plans on. */
async function finishedCycles(db: Db, at: Date, figuresOf: FiguresReader): Promise<CycleFigures[]> {
  const from = addDays(dayOf(at), -DAYS_BACK);
  const bridging = new Set((await db.select().from(db.tables.bridgingSets)).map(({ cycleId }) => cycleId));
  const out = (await cyclesOut(db)).filter(({ id, scoringOpens }) => scoringOpens >= from && !bridging.has(id));
  const all: CycleFigures[] = [];
  for (const { id } of out.toReversed()) {
    const figures = await figuresOf(id);
    if (figures && figures.grades.n >= PERCENT_FROM) all.push(published(figures));
  }
  return all;
}

async function results({ db, at, finished }: Sources): Promise<Made> {
  const from = addDays(dayOf(at), -DAYS_BACK);
  const out = (await cyclesMeasured(db)).filter((c) => RESULTS_OUT.includes(c.status) && c.scoringOpens >= from);
  const tallies = await talliesOf(
    db,
    out.map(({ id }) => id),
  );
  const enough = tallies.filter(({ plans }) => plans.reduce((n, p) => n + (p.before ? p.count : 0), 0) >= PERCENT_FROM);
  const line = enough.length > 1 ? cycleLine(enough, [], "good", false) : null;
  return resultsEntry({
    cycles: await finished(),
    line: line && {
      points: line.points.map(({ label, share }) => ({ label, share })),
      leftOut: line.leftOut,
      trend: trendWords(line.points),
    },
  });
}

async function agreement({ finished }: Sources): Promise<Made> {
  return agreementEntry(await finished());
}

async function rubrics({ db }: Sources): Promise<Made> {
  const { rubrics: table } = db.tables;
  const cycles = (await cyclesOf(db)).map(({ cycle }) => cycle).toReversed();
  const used = new Set(cycles.map(({ rubricId }) => rubricId));
  const all = await db.select().from(table).where(eq(table.status, "published")).orderBy(asc(table.publishedAt));
  const versions: RubricVersion[] = [];
  for (const row of all.filter(({ id }) => used.has(id))) {
    const base = all.find(({ key, version }) => key === row.key && version === row.basedOn);
    const { approvals } = await approvalsOf(db, row.document);
    versions.push({
      title: row.title,
      key: row.key,
      version: row.version,
      publishedOn: row.publishedAt ? dayOf(row.publishedAt) : null,
      agreedBy: row.agreedBy,
      agreedOn: row.agreedOn,
      approvals: approvals.map((a) => ({ organisation: a.organisation, on: a.confirmedOn })),
      changes: base ? compareRubrics(base.document, row.document).changes.map(({ sentence }) => sentence) : [],
      cycles: cycles.filter(({ rubricId }) => rubricId === row.id).map(({ title }) => title),
      sha256: row.sha256,
      document: row.document,
    });
  }
  return rubricsEntry(versions);
}

async function calendar({ db }: Sources): Promise<Made> {
  const { rubrics: table } = db.tables;
  const titles = new Map(
    (await db.select({ id: table.id, title: table.title, version: table.version }).from(table)).map((r) => [
      r.id,
      `${r.title}, version ${r.version}`,
    ]),
  );
  const cycles = (await cyclesOf(db)).map(({ cycle }) => cycle).toReversed();
  const rows: Parameters<typeof calendarEntry>[0][number][] = [];
  for (const cycle of cycles) {
    const draws = await drawsOf(db, cycle.id);
    const holding = draws.find(({ draw }) => draw.replacedAt === null)?.draw;
    rows.push({
      title: cycle.title,
      question: cycle.question,
      state: CYCLE_STATUS_LABELS[cycle.status],
      periodFrom: cycle.periodFrom,
      periodTo: cycle.periodTo,
      scoringOpens: cycle.scoringOpens,
      scoringDue: cycle.scoringDue,
      rubric: titles.get(cycle.rubricId) ?? "",
      draw: holding
        ? {
            method: holding.record.chosen === undefined ? "Drawn at random" : "Chosen for a reason",
            population: holding.record.frameSize,
            drawn: holding.record.sampleSize,
            drawnOn: dayOf(holding.drawnAt),
            draws: draws.length,
            // Before a cycle has ended, its number would let whoever has the list draw it again.
            seed: RESULTS_OUT.includes(cycle.status) ? cycle.seed : "After the cycle",
            frameHash: holding.record.frameHash,
          }
        : null,
    });
  }
  return calendarEntry(rows);
}

async function training({ db }: Sources): Promise<Made> {
  const rounds: TrainingRound[] = [];
  for (const { cycle, audits, submitted } of (await roundsOf(db)).toReversed()) {
    const round = await roundOf(db, cycle.id);
    if (!round) continue;
    const closed = cycle.status === "closed";
    const lines = closed
      ? round.audits.flatMap(({ audit, asked, answers }) => {
          const plan = round.plans.find(({ sampledId }) => sampledId === audit.sampledCaseId);
          if (!plan || audit.status !== "submitted") return [];
          const scores = new Map(answers.map((a) => [a.criterion, a.score]));
          return againstReference({ written: plan.written, rubric: round.rubric }, plan.anchor, asked, scores);
        })
      : [];
    const counts = countsOf(lines);
    rounds.push({
      title: cycle.title,
      openedOn: dayOf(cycle.openedAt),
      rubric: `${round.rubric.title}, version ${round.rubric.version}`,
      plans: round.plans.length,
      auditors: new Set(round.audits.map(({ audit }) => audit.auditorId)).size,
      agencies: [...new Set(round.audits.map(({ audit }) => AGENCY_LABELS[audit.agency]))].sort(),
      given: audits,
      submitted,
      same: counts.same,
      compared: counts.same + counts.higher + counts.lower,
    });
  }
  return trainingEntry(rounds, FEWEST_IN_PATTERN);
}

async function reports({ db }: Sources): Promise<Made> {
  const issued = (await writtenReports(db, "reader")).filter(({ stage }) => stage === "issued").slice(0, MOST_REPORTS);
  const list: IssuedReport[] = [];
  for (const { id } of issued.toSorted((a, b) => (b.issuedAt?.getTime() ?? 0) - (a.issuedAt?.getTime() ?? 0))) {
    const report = await writtenReport(db, id, "reader");
    if (!report?.issuedAt || !report.contentHash) continue;
    const signed = (await signOffsOf(db, id)).filter(({ contentHash }) => contentHash === report.contentHash);
    list.push({
      title: KIND_LABELS[report.kind],
      cycle: report.cycleTitle,
      number: report.number,
      issuedOn: dayOf(report.issuedAt),
      partners: [...new Set(signed.map(({ organisation }) => organisation))],
      contentHash: report.contentHash,
      // Only the newest stands in the room whole.
      blocks: list.length === 0 ? reportOf(await editionNow(db, report)).blocks : [],
    });
  }
  return reportsEntry(list);
}

async function actions({ db, at }: Sources): Promise<Made> {
  const { actions: table, memberships, organisations } = db.tables;
  const rows = (await db.select().from(table).orderBy(asc(table.number))).filter(
    ({ status }) => status !== "proposed" && status !== "withdrawn",
  );
  const places = await db
    .select({ personId: memberships.personId, organisation: organisations.name, endsAt: memberships.endsAt })
    .from(memberships)
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId));
  const organisationOf = (personId: string) => {
    const own = places.filter((p) => p.personId === personId);
    return (own.find(({ endsAt }) => endsAt === null || endsAt > at) ?? own[0])?.organisation ?? "The partnership";
  };
  const done = rows.filter(({ status }) => status === "done" || status === "closed").length;
  const effective = rows.filter(({ effect }) => effect?.outcome === "effective").length;
  return actionsEntry(
    rows.map((action) => ({
      code: actionName(action.number),
      title: action.title,
      organisation: organisationOf(action.ownerId),
      measure: action.measure.words,
      due: action.dueOn,
      state: ACTION_STATUS_LABELS[action.status],
      baseline: shownReading(action, "published"),
      target: targetText(action.target, action.measure.better),
      effect: shownEffect(action, "published"),
      outcome: action.effect ? OUTCOMES[action.effect.outcome].mark : null,
    })),
    done,
    effective,
  );
}

async function feedback({ db }: Sources): Promise<Made> {
  const { feedbackPacks: p, feedbackReplies: r, feedbackDisputes: d } = db.tables;
  const packs = await db
    .select({ id: p.id, receiver: p.receiver, sentAt: p.sentAt, readAt: p.readAt })
    .from(p)
    .where(isNotNull(p.sentAt));
  const replies = await db
    .select({ packId: r.packId, amended: r.amended, at: r.repliedAt })
    .from(r)
    .orderBy(asc(r.repliedAt));
  const disputed = new Set((await db.selectDistinct({ packId: d.packId }).from(d)).map(({ packId }) => packId));
  const rowOf = (receiver: string, own: typeof packs): FeedbackRow => {
    const read = own.filter(({ readAt }) => readAt !== null);
    const replied = own.filter(({ id }) => replies.some(({ packId }) => packId === id));
    const last = (id: string) => replies.findLast(({ packId }) => packId === id);
    const days = (from: Date | null, to: Date | null | undefined) =>
      from && to ? Math.round((to.getTime() - from.getTime()) / 86_400_000) : 0;
    return {
      receiver,
      sent: own.length,
      read: read.length,
      replied: replied.length,
      amended: replied.filter(({ id }) => last(id)?.amended === "yes").length,
      disputed: own.filter(({ id }) => disputed.has(id)).length,
      daysToRead: middle(read.map(({ sentAt, readAt }) => days(sentAt, readAt))),
      daysToReply: middle(
        replied.map(({ id, sentAt }) => days(sentAt, replies.find(({ packId }) => packId === id)?.at)),
      ),
    };
  };
  const rows = RECEIVERS.map((receiver) =>
    rowOf(
      RECEIVER_LABELS[receiver],
      packs.filter((pack) => pack.receiver === receiver),
    ),
  );
  return feedbackEntry(rows, rowOf("All receivers", packs));
}

/** The middle value, in whole days; null for fewer than five. */
const middle = (values: number[]): number | null =>
  values.length < DEFAULT_THRESHOLD
    ? null
    : Math.round(
        quantile(
          values.toSorted((a, b) => a - b),
          0.5,
        ),
      );

async function family({ db }: Sources): Promise<Made> {
  const cycles = (await cyclesOut(db)).toReversed();
  const heard: Parameters<typeof familyEntry>[0][number][] = [];
  for (const { id, title } of cycles)
    heard.push({ title, published: publishedFamily(await familiesHeard(db, id), DEFAULT_THRESHOLD) });
  return familyEntry(heard);
}

const GROUPS: { by: Grouping; title: string; column: "phase" | "primaryNeed" | "settingType" }[] = [
  { by: "phase", title: "Phase", column: "phase" },
  { by: "need", title: "Primary need", column: "primaryNeed" },
  { by: "setting", title: "Setting", column: "settingType" },
];

async function coverage({ db, at }: Sources): Promise<Made> {
  const from = addDays(dayOf(at), -DAYS_BACK);
  const out = (await cyclesMeasured(db)).filter((c) => RESULTS_OUT.includes(c.status) && c.scoringOpens >= from);
  const ids = out.map(({ id }) => id);
  const { cases } = db.tables;
  const groups = [];
  for (const { by, title, column } of GROUPS) {
    const caseload = await db
      .select({ group: cases[column], n: count() })
      .from(cases)
      .where(eq(cases.active, true))
      .groupBy(cases[column]);
    const audited = ids.length ? await plansByGroup(db, ids, column) : [];
    const names = [...new Set([...caseload, ...audited].map(({ group }) => group))].map((group) => ({ group }));
    groups.push({
      title,
      rows: inOrder(by, names).map(({ group }) => ({
        label: groupLabel(by, group),
        caseload: caseload.find((row) => row.group === group)?.n ?? 0,
        audited: audited.filter((row) => row.group === group).reduce((sum, row) => sum + row.count, 0),
      })),
    });
  }
  return coverageEntry(groups, ids.length);
}
