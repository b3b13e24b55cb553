import { and, asc, eq, inArray, ne } from "drizzle-orm";
import type { CaseAttributes } from "#audits/cases/case.ts";
import {
  type Answer,
  type AnswerProblem,
  emptyAnswer,
  problemsIn,
  type ToFinish,
  thingsToFinish,
} from "#audits/panel/answer.ts";
import { agencyMaySee } from "#audits/panel/forum.ts";
import { mayScore } from "#audits/panel/life.ts";
import { scoreFromText, textFromScore } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { sheetFor } from "#audits/rubric/applies.ts";
import type { Criterion, RubricDocument } from "#audits/rubric/document.ts";
import { NEEDS, PHASES, PLAN_TYPES, SETTING_TYPES } from "#audits/vocabulary.ts";
import {
  type AnswerRow,
  addAnswer,
  addToHistory,
  answersOfOne,
  changeAnswer,
  noteProgress,
  type Own,
  rowToSave,
} from "./answer-rows.ts";
import type { Cycle, SampledCase } from "./cycles.ts";
import { prepared, type Slots } from "./engine/prepared.ts";
import { type ClearanceRow, clearancesOf } from "./forum.ts";
import { keepFinding } from "./findings.ts";
import { rubricOf } from "./rubrics.ts";
import type { CaseSnapshot, Tables } from "./schema.ts";
import { type Db, one, type Store, together, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type AuditRow = Tables["audits"]["$inferSelect"];

/** An audit as its auditor sees it: the sheet, what the plan is, and the answers so far. Nothing of anybody else. */
export type Sheet = {
  audit: AuditRow;
  cycle: Cycle;
  sampled: Pick<Tables["sampledCases"]["$inferSelect"], "id" | "snapshot">;
  rubric: RubricDocument;
  asked: Criterion[];
  leftOut: { criterion: Criterion; because: string }[];
  answers: Map<string, SavedAnswer>;
};
export type SavedAnswer = Answer & { version: number; savedAt: Date };

/** The attributes that the rubric's rules ask about, from the case as it was drawn. Age in whole years on the day given. */
export function attributesOf(snapshot: CaseSnapshot, on: string): CaseAttributes {
  const [year = 0, month = 0] = (snapshot.birthMonth ?? "").split("-").map(Number);
  const [thisYear = 0, thisMonth = 0] = on.split("-").map(Number);
  const ageYears = snapshot.birthMonth ? thisYear - year - (thisMonth < month ? 1 : 0) : null;
  return {
    yearGroup: snapshot.yearGroup,
    ageYears,
    phase: oneOf(PHASES, snapshot.phase),
    need: oneOf(NEEDS, snapshot.primaryNeed),
    settingType: oneOf(SETTING_TYPES, snapshot.settingType),
    planType: oneOf(PLAN_TYPES, snapshot.planType),
    legalRegime: snapshot.legalRegime ?? null,
    hasPersonalBudget: snapshot.personalBudget,
    lookedAfter: snapshot.lookedAfter,
    cinCp: snapshot.cinCp,
    eotas: snapshot.eotas,
    homeEducated: snapshot.homeEducated,
    residential: snapshot.residential ?? null,
  };
}

/** The value where it is one of the list; anything else counts as not recorded. */
const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((one) => one === value) ?? null;

/** The criteria of a plan for one agency, and those left out with the reason. */
export const sheetOfPlan = (
  rubric: RubricDocument,
  cycle: Pick<Cycle, "modules" | "shortForm" | "periodTo">,
  sampled: Pick<SampledCase, "snapshot">,
  agency: Criterion["responsible"],
) => sheetFor(rubric, cycle.modules, cycle.shortForm, agency, attributesOf(sampled.snapshot, cycle.periodTo));

// ---- Assigning --------------------------------------------------------------------------------------------------------

export type AssignedAudit = { audit: AuditRow; auditorName: string };

/** The audits of a cycle's sample with their auditors' names: for the quality lead and the chair only. */
export async function auditsOf(db: Db, cycleId: string): Promise<AssignedAudit[]> {
  const { audits, people } = db.tables;
  return db
    .select({ audit: audits, auditorName: people.name })
    .from(audits)
    .innerJoin(people, eq(people.id, audits.auditorId))
    .where(eq(audits.cycleId, cycleId))
    .orderBy(asc(audits.assignedAt), asc(people.name));
}

const event = eventOn("audit");

/** The audits of one auditor that are open to them, with their cycles and plans, soonest due first, then by reference. */
export async function ownAudits(db: Db, auditorId: string) {
  return (await everyAuditOf(db, auditorId)).open;
}

/** How many plans an auditor of the forum has that are not marked for them: of these they are told nothing but the number. */
export async function withheldFrom(db: Db, auditorId: string): Promise<number> {
  return (await everyAuditOf(db, auditorId)).withheld;
}

async function everyAuditOf(db: Db, auditorId: string) {
  const { audits, cycles, sampledCases } = db.tables;
  const rows = await db
    .select({ audit: audits, cycle: cycles, sampled: sampledCases })
    .from(audits)
    .innerJoin(cycles, eq(cycles.id, audits.cycleId))
    .innerJoin(sampledCases, eq(sampledCases.id, audits.sampledCaseId))
    .where(and(eq(audits.auditorId, auditorId), ne(audits.status, "withdrawn"), ne(cycles.status, "withdrawn")));
  const order = (row: (typeof rows)[number]) => `${row.audit.dueOn} ${row.sampled.snapshot.reference}`;
  const forum = rows.filter((row) => row.audit.agency === "forum").map((row) => row.sampled.id);
  const marked = forum.length ? await clearancesOf(db, forum) : new Map<string, ClearanceRow>();
  const open = rows
    .filter((row) =>
      agencyMaySee(row.audit.agency, marked.get(row.sampled.id)?.kind ?? null, row.sampled.caseId === null),
    )
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return { open, withheld: rows.length - open.length };
}

const ownRow = prepared((db: Db, { auditId, auditorId }: Slots<Own>) => {
  const { audits, cycles, sampledCases } = db.tables;
  return db
    .select({ audit: audits, cycle: cycles, sampled: sampledCases })
    .from(audits)
    .innerJoin(cycles, eq(cycles.id, audits.cycleId))
    .innerJoin(sampledCases, eq(sampledCases.id, audits.sampledCaseId))
    .where(and(eq(audits.id, auditId), eq(audits.auditorId, auditorId)));
});

/** One's own audit with all that its sheet needs; null when it is not there for this person, or its plan is shut to the forum. */
export async function ownSheet(db: Db, auditId: string, auditorId: string): Promise<Sheet | null> {
  const [row] = await ownRow(db, { auditId, auditorId });
  if (!row || !(await isOpenTo(db, row))) return null;
  const rubric = await documentOf(db, row.cycle.rubricId);
  const saved = (await answersOfOne(db, { auditId })).map(savedAnswer);
  const sheet = sheetOfPlan(rubric, row.cycle, row.sampled, row.audit.agency);
  return { ...row, rubric, ...sheet, answers: new Map(saved.map((a) => [a.criterion, a])) };
}

/** What a save needs of one's own audit: the criterion, where it is asked of this plan, and the answer that it has. */
export type ToSave = Omit<RowToSave, "answer"> & {
  rubric: RubricDocument;
  criterion: Criterion | null;
  earlier: SavedAnswer | null;
};
type RowToSave = Awaited<ReturnType<typeof rowToSave>>[number];

/** Null as with `ownSheet`. */
export async function ownToSave(db: Db, auditId: string, auditorId: string, criterion: string): Promise<ToSave | null> {
  const [row] = await rowToSave(db, { auditId, auditorId, criterion });
  if (!row || !(await isOpenTo(db, row))) return null;
  const { answer, ...own } = row;
  const rubric = await documentOf(db, own.cycle.rubricId);
  const alone = { ...rubric, criteria: rubric.criteria.filter((c) => c.key === criterion) };
  const { asked } = sheetOfPlan(alone, own.cycle, own.sampled, own.audit.agency);
  return { ...own, rubric, criterion: asked[0] ?? null, earlier: answer && savedAnswer(answer) };
}

/** An auditor of the forum sees only what is marked for them. */
async function isOpenTo(db: Db, { audit, sampled }: Pick<RowToSave, "audit" | "sampled">): Promise<boolean> {
  const marked = audit.agency === "forum" ? (await clearancesOf(db, [sampled.id])).get(sampled.id) : undefined;
  return agencyMaySee(audit.agency, marked?.kind ?? null, sampled.caseId === null);
}

async function documentOf(db: Db, rubricId: string): Promise<RubricDocument> {
  const rubric = await rubricOf(db, rubricId);
  if (!rubric) throw new Error(`Rubric ${rubricId} is missing`);
  return rubric.document;
}

const savedAnswer = (row: AnswerRow) => ({ ...row, score: scoreFromText(row.score) });

/** Every saved answer of these audits, criterion by criterion: whatever is taken from them is the same on both engines. */
export async function answersOf(db: Db, auditIds: string[]): Promise<(SavedAnswer & { auditId: string })[]> {
  const { answers } = db.tables;
  const rows = auditIds.length
    ? await db
        .select()
        .from(answers)
        .where(inArray(answers.auditId, auditIds))
        .orderBy(asc(answers.auditId), asc(answers.criterion))
    : [];
  return rows.map(savedAnswer);
}

export type SaveResult =
  | { ok: true; version: number; savedAt: Date; problems: AnswerProblem[] }
  | { ok: false; why: "closed"; sentence: string }
  | { ok: false; why: "gone" }
  | { ok: false; why: "changed"; theirs: SavedAnswer };

/**
 * Saves one answer of one's own audit. The level is always kept; a quote, finding, note or reason that is refused is left
 * as it was and named in `problems`. `basedOn` is the version the page was drawn from (0 for none): when another window
 * has saved since, nothing is written and both can be shown. An answer that says what is kept already, such as a form sent
 * twice, writes nothing either, and is no clash.
 */
export async function saveAnswer(
  store: Store,
  by: Actor,
  auditId: string,
  answer: Answer,
  basedOn: number,
  at: Date,
): Promise<SaveResult> {
  return store.transaction(async (tx): Promise<SaveResult> => {
    const own = await ownToSave(tx, auditId, by.id, answer.criterion);
    if (!own?.criterion) return { ok: false, why: "gone" };
    const { audit, cycle, criterion, earlier } = own;
    const open = mayScore(cycle.status, audit.status);
    if (!open.ok) return { ok: false, why: "closed", sentence: open.sentence };
    const problems = problemsIn(own.rubric, criterion, answer);
    const kept = withoutRefused(answer, earlier, problems);
    if (saysTheSame(kept, earlier ?? emptyAnswer(criterion.key)))
      return { ok: true, version: earlier?.version ?? 0, savedAt: earlier?.savedAt ?? at, problems };
    if (earlier && earlier.version !== basedOn) return { ok: false, why: "changed", theirs: earlier };
    const version = (earlier?.version ?? 0) + 1;
    const values = {
      score: textFromScore(kept.score),
      reason: kept.reason,
      note: kept.note,
      quotes: kept.quotes,
      finding: kept.finding,
      version,
      savedAt: at,
    };
    const which = { auditId, criterion: criterion.key };
    const { reference } = own.sampled.snapshot;
    const isNewLevel = !earlier || textFromScore(earlier.score) !== values.score;
    await together(
      earlier
        ? changeAnswer(tx, { ...which, ...values, earlier: earlier.version }).then(one)
        : addAnswer(tx, { ...which, ...values }),
      isNewLevel && addToHistory(tx, { ...which, version, score: values.score, savedAt: at }),
      noteProgress(tx, { ...which, auditorId: by.id, startedAt: audit.startedAt ?? at }).then(one),
      // What is written of a made-up plan is neither found nor coded.
      cycle.kind === "audit" && keepFinding(tx, audit, { reference, seed: cycle.seed }, { ...kept, savedAt: at }),
      record(tx, event(by, "answer.saved", auditId, `${by.name} saved ${criterion.key} of ${reference}.`), at),
    );
    return { ok: true, version, savedAt: at, problems };
  });
}

/** The answer with every part that was refused put back to what was kept before. */
function withoutRefused(answer: Answer, earlier: SavedAnswer | null, problems: AnswerProblem[]): Answer {
  const refused = (part: string) =>
    problems.some((p) => p.field === part || p.field.startsWith(`${part}[`) || p.field.startsWith(`${part}.`));
  return {
    criterion: answer.criterion,
    score: refused("score") ? (earlier?.score ?? null) : answer.score,
    reason: refused("reason") ? (earlier?.reason ?? "") : answer.reason,
    note: refused("note") ? (earlier?.note ?? "") : answer.note,
    quotes: answer.quotes.flatMap((quote, i) => {
      if (!refused(`quotes[${i}]`)) return [quote];
      // Where a quote was removed as well, places no longer say which earlier quote this one was.
      const before = earlier && earlier.quotes.length <= answer.quotes.length ? earlier.quotes[i] : undefined;
      return before ? [before] : [];
    }),
    finding: refused("finding") ? (earlier?.finding ?? null) : answer.finding,
  };
}

function saysTheSame(one: Answer, other: Answer): boolean {
  const said = (a: Answer) => [
    a.score,
    a.reason,
    a.note,
    a.quotes.map((q) => [q.section, q.page, q.words]),
    a.finding && [a.finding.kind, a.finding.words, a.finding.themes],
  ];
  return JSON.stringify(said(one)) === JSON.stringify(said(other));
}

/** Remembers where the auditor is, so that the sheet opens there next time. Not evidence, so it leaves no event. */
export async function rememberPlace(store: Store, by: Actor, auditId: string, criterion: string): Promise<void> {
  await store.transaction(async (tx: Tx) => {
    const { audits } = tx.tables;
    await tx
      .update(audits)
      .set({ lastCriterion: criterion })
      .where(and(eq(audits.id, auditId), eq(audits.auditorId, by.id)));
  });
}

export type SubmitResult =
  | { ok: true }
  | { ok: false; why: "gone" | "closed"; sentence: string }
  | { ok: false; why: "unfinished"; toFinish: ToFinish[] };

/** Submits one's own audit when nothing is left to finish. Submitting twice changes nothing. */
export async function submitAudit(store: Store, by: Actor, auditId: string, at: Date): Promise<SubmitResult> {
  return store.transaction(async (tx): Promise<SubmitResult> => {
    const sheet = await ownSheet(tx, auditId, by.id);
    if (!sheet) return { ok: false, why: "gone", sentence: "This audit does not exist." };
    if (sheet.audit.status === "submitted") return { ok: true };
    const open = mayScore(sheet.cycle.status, sheet.audit.status);
    if (!open.ok) return { ok: false, why: "closed", sentence: open.sentence };
    const toFinish = thingsToFinish(sheet.rubric, sheet.asked, [...sheet.answers.values()]);
    if (toFinish.length) return { ok: false, why: "unfinished", toFinish };
    const { audits } = tx.tables;
    one(
      await tx
        .update(audits)
        .set({ status: "submitted", submittedAt: at, version: sheet.audit.version + 1 })
        .where(and(eq(audits.id, auditId), eq(audits.auditorId, by.id), eq(audits.version, sheet.audit.version)))
        .returning(),
    );
    await record(
      tx,
      event(by, "audit.submitted", auditId, `${by.name} submitted the audit of ${sheet.sampled.snapshot.reference}.`),
      at,
    );
    return { ok: true };
  });
}
