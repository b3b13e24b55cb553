import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import { addDays } from "#audits/cases/days.ts";
import { gradesWithinReach } from "#audits/panel/override.ts";
import type { Step as Verdict } from "#audits/panel/life.ts";
import { textFromScore } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import type { EventKind } from "#audits/trail/events.ts";
import type { CycleStatus } from "#audits/vocabulary.ts";
import { reopenAudit } from "../assignments.ts";
import { cycleOf, drawSample, moveCycle, type SampledCase, sampleOf } from "../cycles.ts";
import { replaceSampled } from "../sample-changes.ts";
import { markForForum } from "../forum.ts";
import { cockpitOf, signOff } from "../moderations.ts";
import { saveView } from "../panel-views.ts";
import { currentCodebook, publishedRubrics } from "../rubrics.ts";
import type { Store, Tx } from "../store.ts";
import { record } from "../trail.ts";
import { familySteps, feedbackSteps } from "./aftermath.ts";
import { DEMO_PERSON } from "./ids.ts";
import { demoActor } from "./people.ts";
import type { DemoCycle } from "./programme.ts";
import type { PlanCharacter } from "./reading.ts";
import { type Sheets, sheetsOf } from "./sheets.ts";
import { minutesAfter, moment } from "./timetable.ts";
import { settlementOn } from "./writing.ts";

/** Something that happens in a cycle, and when. Steps of cycles that run side by side are taken in order of time. */
export type DemoStep = { at: Date; take: () => Promise<void> };

/** What a panel takes for one plan, in minutes. */
const MINUTES_A_PLAN = 20;

const lead = demoActor(DEMO_PERSON.qualityLead);
const chair = demoActor(DEMO_PERSON.panelChair);

/** @throws when the product refuses a step, which would make the demonstration false */
export function must(verdict: Verdict): void {
  if (!verdict.ok) throw new Error(`The demonstration area could not be made. ${verdict.sentence}`);
}

/**
 * Opens a cycle, draws its sample, hands the plans out and keeps what the auditors wrote.
 * @returns what is still to happen in it: submissions where scoring goes on, else the panel's work, plan by plan
 */
export async function conduct(store: Store, demo: DemoCycle): Promise<DemoStep[]> {
  await open(store, demo);
  const leaveOut = { ...PLAIN_DESIGN.leaveOut, tribunal: true };
  const design = { ...PLAIN_DESIGN, size: demo.plans, stratifyBy: "phase" as const, minimum: demo.minimum, leaveOut };
  must(await drawSample(store, lead, demo.id, design, "", moment(demo.days.opened, "10:00")));
  await replaceOne(store, demo);
  const sheets = await handOut(store, demo);
  await move(store, demo, "scoring", moment(demo.days.scoringOpens, "08:00"));
  if (demo.progress) return submissions(store, demo, sheets);
  await store.transaction(async (tx) => {
    for (const audit of inOrder(sheets.audits, (a) => a.submittedAt)) await recordSubmission(tx, sheets.plans, audit);
  });
  await move(store, demo, "moderation", moment(addDays(demo.days.scoringDue, 3), "08:00"));
  return moderations(store, demo, sheets);
}

/** Takes a cycle that is moderated to its end: feedback goes out and comes back, families are asked, and it closes. */
export async function close(store: Store, demo: DemoCycle): Promise<void> {
  const { feedback, closed } = demo.days;
  if (feedback) {
    await move(store, demo, "feedback", moment(feedback, "09:00"));
    await inTurn(await feedbackSteps(store, demo, addDays(feedback, 1), demo.feedback));
    await inTurn(await familySteps(store, demo, addDays(feedback, 2), demo.families.asked, demo.families.silent));
  }
  if (closed) await move(store, demo, "closed", moment(closed, "15:00"));
}

/** Takes steps in the order of their times. */
export async function inTurn(steps: DemoStep[]): Promise<void> {
  for (const step of [...steps].sort((a, b) => a.at.getTime() - b.at.getTime())) await step.take();
}

/** As the product opens a cycle, with an id that is the same in every copy. */
async function open(store: Store, demo: DemoCycle): Promise<void> {
  const { id, title, question, seed, periodFrom, periodTo, days } = demo;
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === (demo.rubric ?? SHIPPED_RUBRICS[0]?.key));
  if (!rubric) throw new Error("The rubric that ships is not published");
  const codebook = await currentCodebook(store.db);
  const at = moment(days.opened, "09:30");
  await store.transaction(async (tx) => {
    await tx.insert(tx.tables.cycles).values({
      id,
      title,
      question,
      status: "sampling",
      rubricId: rubric.id,
      codebookId: codebook.id,
      shortForm: false,
      modules: [rubric.document.mainModule],
      limitsMode: "applied",
      periodFrom,
      periodTo,
      scoringOpens: days.scoringOpens,
      scoringDue: days.scoringDue,
      moderationOn: days.moderationOn,
      seed,
      seedFixedAt: at,
      openedBy: lead.id,
      openedAt: at,
      version: 1,
    });
    await record(tx, event(lead, "cycle.opened", "cycle", id, `${lead.name} opened the cycle ${title}.`), at);
  });
}

const event = (by: Actor, kind: EventKind, subjectKind: string, subjectId: string, sentence: string) => ({
  kind,
  actorId: by.id,
  actorName: by.name,
  subjectKind,
  subjectId,
  sentence,
});

const move = async (store: Store, demo: DemoCycle, to: CycleStatus, at: Date) =>
  must(await moveCycle(store, lead, demo.id, to, at));

/** A plan from the largest group gives its place to a reserve: the smallest group may have none to spare. */
async function replaceOne(store: Store, demo: DemoCycle): Promise<void> {
  if (!demo.replacedBecause) return;
  const groups = Map.groupBy(await sampleOf(store.db, demo.id), (s) => s.stratum);
  const [leaving] = [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  const at = moment(demo.days.opened, "10:40");
  if (leaving) must(await replaceSampled(store, lead, demo.id, leaving.id, demo.replacedBecause, at));
}

async function handOut(store: Store, demo: DemoCycle): Promise<Sheets> {
  const cycle = await cycleOf(store.db, demo.id);
  const [rubric] = (await publishedRubrics(store.db)).filter((r) => r.id === cycle?.rubricId);
  if (!cycle || !rubric) throw new Error(`The cycle ${demo.id} is missing`);
  const sample = await sampleOf(store.db, demo.id);
  const sheets = sheetsOf(demo, cycle, rubric.document, sample);
  await openToForum(store, demo, sample, sheets);
  await store.transaction(async (tx) => {
    const { audits, answers, answerHistory } = tx.tables;
    await inSlices(sheets.audits, (slice) => tx.insert(audits).values(slice));
    await inSlices(sheets.answers, (slice) => tx.insert(answers).values(slice));
    await inSlices(sheets.history, (slice) => tx.insert(answerHistory).values(slice));
    for (const audit of inOrder(sheets.audits, (a) => a.assignedAt)) {
      const auditor = demoActor(audit.auditorId);
      const sentence = `${lead.name} gave ${sheets.plans.get(audit.sampledCaseId)?.reference} to ${auditor.name}.`;
      const given = { ...event(lead, "audit.assigned", "audit", audit.id, sentence), people: [auditor] };
      await record(tx, given, audit.assignedAt);
    }
  });
  return sheets;
}

/** Marks the plans that the forum's auditors are given: most as redacted, some as agreed by the family. */
async function openToForum(store: Store, demo: DemoCycle, sample: SampledCase[], sheets: Sheets): Promise<void> {
  const theirs = sample.filter((s) => sheets.audits.some((a) => a.sampledCaseId === s.id && a.agency === "forum"));
  const at = moment(demo.days.opened, "10:50");
  const marked = (agreed: boolean) => theirs.filter((_, i) => (i % 3 === 1) === agreed).map((s) => s.id);
  const redacted = { kind: "redacted", how: "Redacted by the SEND team, checked by the quality lead" };
  const consented = { kind: "consented", how: "Consent form, in the case system" };
  for (const [marking, ids] of [
    [redacted, marked(false)],
    [consented, marked(true)],
  ] as const)
    if (ids.length) await markForForum(store, lead, demo.id, ids, marking, at);
}

async function inSlices<T>(rows: T[], insert: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += 400) await insert(rows.slice(start, start + 400));
}

/** Those that have a time, in its order. */
function inOrder<T>(items: T[], timeOf: (item: T) => Date | null | undefined): T[] {
  const time = (item: T) => timeOf(item)?.getTime() ?? Number.NaN;
  return items.filter((item) => !Number.isNaN(time(item))).sort((a, b) => time(a) - time(b));
}

type Audit = Sheets["audits"][number];

/** The submissions of a cycle in which scoring goes on, and what the quality lead has reopened since. */
function submissions(store: Store, demo: DemoCycle, sheets: Sheets): DemoStep[] {
  return inOrder(sheets.audits, (a) => a.submittedAt).flatMap((audit) => {
    const { plans } = sheets;
    const submittedAt = audit.submittedAt as Date;
    const submit = { at: submittedAt, take: () => store.transaction((tx) => recordSubmission(tx, plans, audit)) };
    if (!isReopened(demo, sheets, audit)) return [submit];
    const at = minutesAfter(submittedAt, 20 * 60);
    const reason = "The social care advice has come since. Look at HS4 and HS6 again.";
    return [submit, { at, take: async () => must(await reopenAudit(store, lead, demo.id, audit.id, reason, at)) }];
  });
}

function isReopened(demo: DemoCycle, sheets: Sheets, audit: Audit): boolean {
  const own = sheets.audits.filter((a) => a.auditorId === audit.auditorId);
  return demo.progress?.[audit.auditorId]?.[own.indexOf(audit)] === "reopened";
}

async function recordSubmission(tx: Tx, plans: Sheets["plans"], audit: Audit): Promise<void> {
  const by = demoActor(audit.auditorId);
  const sentence = `${by.name} submitted the audit of ${plans.get(audit.sampledCaseId)?.reference}.`;
  await record(tx, event(by, "audit.submitted", "audit", audit.id, sentence), audit.submittedAt as Date);
}

/** The panel's work on each plan, session by session. Where it is not through, plans on which all agree come last. */
function moderations(store: Store, demo: DemoCycle, sheets: Sheets): DemoStep[] {
  const { signedOff, begun } = demo.moderated;
  const place = (plan: PlanCharacter) => (plan.bothViews ? 0 : plan.alike ? 2 : 1);
  const order = [...sheets.plans].sort(([, a], [, b]) => place(a) - place(b)).slice(0, signedOff + begun);
  const aSession = Math.ceil(order.length / demo.days.sessions.length);
  return order.map(([sampledId, plan], index) => {
    const session = demo.days.sessions[Math.floor(index / aSession)] as string;
    const at = minutesAfter(moment(session, "08:30"), (index % aSession) * MINUTES_A_PLAN);
    const take = async () => {
      await moderate(store, demo, sampledId, plan, at, index < signedOff);
      // Who works apart writes before the next session: of the first plan that is begun with.
      if (index === signedOff) await writeViews(store, demo, sampledId, minutesAfter(at, MINUTES_A_PLAN - 1.9));
    };
    return { at, take };
  });
}

/** Settles what is on the table for one plan and signs it off; or settles the first half and leaves the rest. */
async function moderate(
  store: Store,
  demo: DemoCycle,
  sampledCaseId: string,
  plan: PlanCharacter,
  from: Date,
  signs: boolean,
): Promise<void> {
  const verdict = await cockpitOf(store.db, demo.id, sampledCaseId);
  if (!verdict.ok) throw new Error(`${plan.reference} cannot be moderated`);
  const { auditors, moderation } = verdict.cockpit;
  const present = [chair.id, ...auditors.map((a) => a.auditorId)];
  const queue = signs ? moderation.queue : moderation.queue.slice(0, Math.ceil(moderation.queue.length / 2));
  const disputed = plan.bothViews ? queue.find((q) => q.group === "one_apart" && !q.criterion.limiting) : undefined;
  const draws = generatorFromSeed(`${plan.text}/panel`);
  const minutes = (n: number) => minutesAfter(from, Math.floor((n * (MINUTES_A_PLAN - 2)) / (queue.length + 1)));
  await store.transaction(async (tx) => {
    const { moderations: heads, settlements } = tx.tables;
    await tx.insert(heads).values({ sampledCaseId, present, version: 1 });
    for (const [index, item] of queue.entries()) {
      const { agreed, ...words } = settlementOn(item, plan, item === disputed, draws);
      const settledAt = minutes(index + 1);
      await tx.insert(settlements).values({
        sampledCaseId,
        ...words,
        agreed: agreed === "both" ? agreed : (textFromScore(agreed) as string),
        version: 1,
        settledBy: chair.id,
        settledAt,
      });
      const sentence = `${chair.name} settled ${item.criterion.key} of ${plan.reference} for the panel.`;
      await record(tx, event(chair, "moderation.settled", "sampled_case", sampledCaseId, sentence), settledAt);
    }
  });
  if (!signs) return;
  const own = plan.ownGrade ? await gradeOfTheirOwn(store, demo.id, sampledCaseId) : undefined;
  must(await signOff(store, chair, demo.id, sampledCaseId, present, minutes(queue.length + 1), own));
}

const OWN_REASON =
  "The score rests on two old sections that are being rewritten. Read as a whole, with the family’s account of what happens now, the plan does its work better than the sum says.";

/** The next better grade than the derived one, as a panel sets it beside that now and then. */
async function gradeOfTheirOwn(store: Store, cycleId: string, sampledCaseId: string) {
  const verdict = await cockpitOf(store.db, cycleId, sampledCaseId);
  const better = verdict.ok ? gradesWithinReach(verdict.cockpit.rubric, verdict.cockpit.result)[0] : undefined;
  if (!better) throw new Error("There is no grade that the panel could set");
  return { grade: better.key, reason: OWN_REASON };
}

/** What two auditors write on what is still open of a plan that the panel has begun with. */
async function writeViews(store: Store, demo: DemoCycle, sampledCaseId: string, at: Date): Promise<void> {
  const verdict = await cockpitOf(store.db, demo.id, sampledCaseId);
  if (!verdict.ok) throw new Error("A plan that the panel has begun with is not open");
  const { auditors, moderation, settled } = verdict.cockpit;
  const open = moderation.queue.filter((q) => !settled.has(q.criterion.key)).slice(0, 3);
  let minute = 0;
  for (const { auditorId } of auditors.slice(0, 2))
    for (const { criterion, views } of open) {
      const own = views.find((v) => v.auditor.auditorId === auditorId)?.answer.score ?? null;
      const other = views.find((v) => v.auditor.auditorId !== auditorId)?.answer.score ?? null;
      // The first of the two is won over on the last criterion, and the other one is not.
      const moved = minute === open.length - 1 && other !== null;
      const higher = typeof own === "number" && typeof other === "number" && own > other;
      const reason = moved ? CONVINCED : higher ? SEES_MORE : SEES_LESS;
      const given = { criterion: criterion.key, view: moved ? other : own, reason };
      const saved = await saveView(
        store,
        demoActor(auditorId),
        sampledCaseId,
        given,
        0,
        minutesAfter(at, minute++ / 5),
      );
      if (!saved.ok) throw new Error(`A view on ${criterion.key} could not be kept: ${saved.why}`);
    }
}

const SEES_LESS =
  "I read the section again and stay with my level: what the next level asks for is not all on the page.";
const SEES_MORE = "I stay with my level. What the descriptor asks for is there, if in other words than we are used to.";
const CONVINCED = "The other quote shows more than I had seen. I can go with the level that my colleague gave.";
