import type { AnchorPlan } from "#audits/calibration/anchor.ts";
import { SHIPPED_ANCHORS } from "#audits/calibration/library/shipped.ts";
import { referenceFor } from "#audits/calibration/anchor.ts";
import { textFromScore } from "#audits/panel/result.ts";
import { type Criterion, levelAt, type RubricDocument } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { eq } from "drizzle-orm";
import { closeCalibration, openCalibration, type Round, roundOf } from "../calibrations.ts";
import { publishedRubrics } from "../rubrics.ts";
import type { Store } from "../store.ts";
import { eventOn, record } from "../trail.ts";
import { type Draws, happens } from "./chance.ts";
import type { DemoStep } from "./conduct.ts";
import { DEMO_PERSON } from "./ids.ts";
import { demoActor } from "./people.ts";
import { minutesAfter, moment } from "./timetable.ts";

type DemoRound = {
  title: string;
  anchor: string;
  seed: string;
  opened: Date;
  dueOn: string;
  closed: Date | null;
  /** Who submitted, and when; null: has not begun. */
  auditors: Record<string, Date | null>;
};

const ROUNDS: DemoRound[] = [
  {
    title: "Calibration before the autumn audit",
    anchor: "post-16-health",
    seed: "northshire-calibration-september",
    opened: moment("2026-09-14", "09:15"),
    dueOn: "2026-09-25",
    closed: moment("2026-09-28", "09:00"),
    auditors: {
      [DEMO_PERSON.educationAuditor]: moment("2026-09-16", "11:10"),
      [DEMO_PERSON.healthAuditor]: moment("2026-09-17", "14:30"),
      [DEMO_PERSON.careAuditor]: moment("2026-09-18", "10:20"),
      [DEMO_PERSON.settingAuditor]: moment("2026-09-21", "15:05"),
      [DEMO_PERSON.forumAuditor]: moment("2026-09-22", "13:40"),
      [DEMO_PERSON.secondHealthAuditor]: moment("2026-09-23", "12:15"),
    },
  },
  {
    title: "Calibration before the spring audit",
    anchor: "early-years-speech",
    seed: "northshire-calibration-november",
    opened: moment("2026-11-18", "16:30"),
    dueOn: "2026-12-18",
    closed: null,
    auditors: {
      [DEMO_PERSON.educationAuditor]: null,
      [DEMO_PERSON.healthAuditor]: moment("2026-11-19", "15:20"),
      [DEMO_PERSON.careAuditor]: moment("2026-11-20", "11:45"),
      [DEMO_PERSON.settingAuditor]: null,
      [DEMO_PERSON.forumAuditor]: null,
    },
  },
];

const lead = demoActor(DEMO_PERSON.qualityLead);

/** The calibration rounds of the demonstration as steps in order of time: opening, submissions, closing. */
export function calibrations(store: Store): DemoStep[] {
  return ROUNDS.flatMap((demo) => {
    let roundId = "";
    const open = async () => {
      roundId = await opened(store, demo);
    };
    const submissions = Object.entries(demo.auditors).flatMap(([auditorId, at]) =>
      at ? [{ at, take: () => submitted(store, roundId, auditorId, demo, at) }] : [],
    );
    const { closed } = demo;
    const close = async () => {
      if (closed) await closeCalibration(store, lead, roundId, closed);
    };
    return [{ at: demo.opened, take: open }, ...submissions, ...(closed ? [{ at: closed, take: close }] : [])];
  });
}

async function opened(store: Store, demo: DemoRound): Promise<string> {
  const [shipped] = SHIPPED_RUBRICS;
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === shipped?.key);
  const { title, anchor, dueOn, seed } = demo;
  const auditorIds = Object.keys(demo.auditors);
  const round = { title, rubricId: rubric?.id ?? "", shortForm: true, anchors: [anchor], auditorIds, dueOn };
  const result = await openCalibration(store, lead, round, demo.opened, seed);
  if (!result.ok) throw new Error(`The demonstration's calibration could not be opened. ${result.sentence}`);
  return result.id;
}

async function submitted(store: Store, roundId: string, auditorId: string, demo: DemoRound, at: Date): Promise<void> {
  const round = await roundOf(store.db, roundId);
  const own = round?.audits.find((a) => a.audit.auditorId === auditorId);
  const anchor = SHIPPED_ANCHORS.find((a) => a.key === demo.anchor);
  if (!round || !own || !anchor) throw new Error(`${demo.title} is missing`);
  const by = demoActor(auditorId);
  const draws = generatorFromSeed(`${demo.seed}/${auditorId}`);
  const lean = happens(draws, 0.5) ? 0.65 : 0.4;
  const start = minutesAfter(at, -3 * own.asked.length);
  const { audits, answers, answerHistory } = store.tables;
  const rows = own.asked.map((criterion, i) => {
    const score = levelOn(criterion, anchor, round, draws, lean);
    const savedAt = minutesAfter(start, 2 + 3 * i);
    const kept = { auditId: own.audit.id, criterion: criterion.key, version: 1, score: textFromScore(score), savedAt };
    return { kept, answer: { ...kept, ...wordsOf(round.rubric, criterion, anchor, score) } };
  });
  await store.transaction(async (tx) => {
    await tx.insert(answers).values(rows.map((r) => r.answer));
    await tx.insert(answerHistory).values(rows.map((r) => r.kept));
    await tx
      .update(audits)
      .set({ status: "submitted", startedAt: start, submittedAt: at, version: 2 })
      .where(eq(audits.id, own.audit.id));
    const sentence = `${by.name} submitted the audit of ${anchor.reference}.`;
    await record(tx, eventOn("audit")(by, "audit.submitted", own.audit.id, sentence), at);
  });
}

/** Mostly the reference; else a step away, upwards in a share `lean` of the times. */
function levelOn(criterion: Criterion, anchor: AnchorPlan, round: Round, draws: Draws, lean: number): Score {
  const written = round.plans[0]?.written ?? round.rubric;
  const reference = referenceFor(anchor, written, round.rubric, criterion)?.score ?? 2;
  if (typeof reference !== "number" || happens(draws, 0.68)) return reference;
  const step = happens(draws, lean) ? 1 : -1;
  return levelAt(round.rubric, criterion, reference + step) ? reference + step : reference - step;
}

/** A quote from the section where the criterion is read, for levels that need one. */
function wordsOf(rubric: RubricDocument, criterion: Criterion, anchor: AnchorPlan, score: Score) {
  const level = typeof score === "number" ? levelAt(rubric, criterion, score) : null;
  const needed = level !== null && criterion.evidenceAt.includes(level.key);
  return {
    reason: score === "NA" ? "There is nothing of it in this plan, and nothing is missing." : "",
    note: "",
    quotes: needed ? [quoteFrom(anchor, criterion.sections)] : [],
    finding: null,
  };
}

function quoteFrom(anchor: AnchorPlan, sections: readonly string[]) {
  const spoken = anchor.sections.flatMap(({ key, blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind === "text") return [{ section: key, page: null, words: block.text }];
      return block.kind === "list" ? [{ section: key, page: null, words: block.items[0] ?? "" }] : [];
    }),
  );
  const quote = spoken.find((q) => sections.includes(q.section)) ?? spoken[0];
  if (!quote) throw new Error(`${anchor.reference} has no words`);
  return quote;
}
